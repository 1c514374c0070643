"""The smoke tests for real services pass against the emulators: so they are known to work before anyone needs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convox import ConvoxClient
from trellis.emulator import ConvoxSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneo_client import SyncKneoClient
    from knoxcall import KnoxCallSync
    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

ROOT = Path(__file__).parents[3]
OF_THE_SERVICES = ("KNEO_", "KNOXCALL_", "CONVOX_", "RACK_URL")


def run_suite(name: str, **variables: str) -> tuple[int, str]:
    """The exit status and the output of one service's smoke tests, under these variables and no others of ours."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith((*OF_THE_SERVICES, "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-q", f"tests/integration/{name}"]
    done = subprocess.run(command, cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True, timeout=100)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_kneo(kneo_server: KneoHandle, sync_kneo: SyncKneoClient) -> None:
    for text in ("one", "two"):
        sync_kneo.platform.runs.create({"spec_path": "support_triage.yaml", "input": text})
    key = kneo_server.settings.keys[0].key
    status, said = run_suite("test_kneo_platform.py", KNEO_URL=kneo_server.url, KNEO_API_KEY=key)
    assert status == 0, said
    assert re.search(r"^8 passed", said, re.MULTILINE), said


@pytest.mark.slow
@pytest.mark.parametrize("credential", ["key", "client"])
def test_knoxcall(knoxcall_server: KnoxCallHandle, sync_knoxcall: KnoxCallSync, credential: str) -> None:
    for name in ("one", "two", "three"):
        sync_knoxcall.routes.create(name=name, target_base_url="https://up.example")
    variables = {"KNOXCALL_BASE_URL": knoxcall_server.url}
    if credential == "key":
        variables["KNOXCALL_API_KEY"] = "tk_test_local_key"
    else:
        client = knoxcall_server.settings.clients[0]
        assert client.client_secret is not None
        variables |= {"KNOXCALL_CLIENT_ID": client.client_id, "KNOXCALL_CLIENT_SECRET": client.client_secret}
    status, said = run_suite("test_knoxcall_gateway.py", **variables)
    assert status == 0, said
    assert re.search(r"^12 passed", said, re.MULTILINE), said


@pytest.mark.slow
@pytest.mark.parametrize("way", ["rack", "token", "console"])
def test_convox(start_convox: Callable[[ConvoxSettings], ConvoxHandle], way: str) -> None:
    rack = "acme/one" if way == "console" else None
    server = start_convox(ConvoxSettings(racks=(rack,) if rack else (), step_seconds=0))
    key = server.settings.deploy_keys[0].key if rack else server.settings.password
    with ConvoxClient(server.url, key, rack=rack) as client:
        for name in ("one", "two"):
            client.apps.create(name)
        build = client.builds.create("one", "https://sources.test/one.tgz")
        client.releases.promote("one", client.builds.wait("one", build.id, poll_interval=0.01).release)
        client.environment.set("one", {"COLOUR": "blue"})
        token = client.system.jwt_token(role="read", duration_in_hour=1).token
    variables = {"CONVOX_HOST": server.url, "CONVOX_PASSWORD": key, "CONVOX_RACK": rack or ""}
    if way == "token":
        variables = {"RACK_URL": server.url.replace("http://", f"http://jwt:{token}@")}
    status, said = run_suite("test_convox_rack.py", **variables)
    assert status == 0, said
    assert re.search(r"^14 passed", said, re.MULTILINE), said


@pytest.mark.slow
def test_without_their_variables_they_are_skipped_aloud() -> None:
    status, said = run_suite("")
    assert status == 0, said
    assert "34 skipped" in said
    assert "set KNEO_URL and KNEO_API_KEY" in said
    assert "set CONVOX_HOST and CONVOX_PASSWORD, or RACK_URL" in said
    assert "set KNOXCALL_API_KEY, or KNOXCALL_ACCESS_TOKEN, or KNOXCALL_CLIENT_ID and KNOXCALL_CLIENT_SECRET" in said
