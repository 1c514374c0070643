"""Importing an SDK is cheap: what a program does not use is not loaded. Each probe is a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import sys
before = set(sys.modules)
{statement}
print(*sorted(set(sys.modules) - before), sep="\\n")
"""

HEAVY = ("anyio", "asyncio", "attr", "attrs", "cryptography", "dateutil", "httpcore", "httpx", "platformdirs", "ssl")


def loaded_by(statement: str) -> set[str]:
    """The modules that one statement loads in a new interpreter."""
    program = PROBE.format(statement=statement)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("package", ["kneo_client", "knoxcall", "convox"])
def test_the_bare_import_loads_nothing_but_the_version(package: str) -> None:
    loaded = loaded_by(f"import {package}")

    assert loaded <= {package, f"{package}._version", "trellis", "trellis._version", "__future__"}


@pytest.mark.parametrize(
    "statement",
    [
        "from kneo_client import KneoClient",
        "from kneo_client import SyncKneoClient",
        "from kneo_client import KneoClient, SyncKneoClient",
        "from knoxcall import KnoxCall",
        "from knoxcall import KnoxCallAsync",
        "from knoxcall import signup, claim_signup_sync",
        "from knoxcall import construct_webhook_event, RateLimitError, ClientCredentials, RedisTokenStore",
        "from convox import ConvoxClient",
        "from convox import AsyncConvoxClient",
        "from convox import ConvoxNotFoundError, ConvoxClient, AsyncConvoxClient",
    ],
)
def test_naming_a_client_loads_no_http_library_and_no_event_loop(statement: str) -> None:
    loaded = loaded_by(statement)

    assert statement.split()[1] in loaded
    assert sorted(name for name in loaded if name.partition(".")[0] in HEAVY) == []
    assert [name for name in loaded if "._generated.models" in name] == []


def test_naming_knoxcalls_client_does_not_load_what_looks_credentials_up() -> None:
    loaded = loaded_by("from knoxcall import KnoxCall")

    assert {"knoxcall.auth.sources", "knoxcall.auth.file", "knoxcall.auth.stores", "dataclasses"} & loaded == set()


def test_naming_convoxs_client_loads_neither_the_operation_table_nor_the_resources() -> None:
    loaded = loaded_by("from convox import ConvoxClient")

    assert [name for name in loaded if "_generated" in name or ".resources" in name] == []
    assert {"dataclasses", "convox._retries"} & loaded == set()


def test_the_probe_sees_what_is_loaded() -> None:
    assert {"httpx", "ssl"} <= loaded_by("import httpx")
