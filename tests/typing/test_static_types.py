"""A type checker gets the exact type of every adapter method's answer, with no setting of ours to help it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kneo_client
from kneo_client.client import KneoClient, SyncKneoClient
from kneo_client.core.profiles import Profile
from knoxcall.client import KnoxCallAsync, KnoxCallSync

KNEO = Path(__file__).with_name("kneo_adapters.py")
KNOXCALL = Path(__file__).with_name("knoxcall_adapters.py")


def checked(path: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """What mypy says about a file, strictly, from a directory without a configuration."""
    pytest.importorskip("mypy")
    # An installed package is found by itself, one that only this process was pointed to is not.
    home = Path(kneo_client.__file__).parents[1]
    found = "" if home.name == "site-packages" else str(home)
    options = ["--strict", "--config-file=", "--follow-imports=silent", "--cache-dir", str(cache)]
    command = [sys.executable, "-m", "mypy", *options, str(path)]
    return subprocess.run(command, cwd=cache, env={**os.environ, "MYPYPATH": found}, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("sample", [KNEO, KNOXCALL], ids=lambda sample: sample.stem)
def test_mypy_agrees_with_the_types_of_every_method(tmp_path: Path, sample: Path) -> None:
    result = checked(sample, tmp_path)

    assert (result.returncode, result.stdout) == (0, "Success: no issues found in 1 source file\n"), result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('RunCreateRequest(input_="x", spec_id="s")', "spec_id"),
        ('RunCreateRequest(input_="x", target="both")', ""),
        ('HumanResumeRequest(decision="approved")', "request_id"),
        ("assert_type(SyncKneoClient.from_profile().platform.runs.get('r'), str)", "RunStatusResponse"),
        ("SyncKneoClient.from_profile().platform.runs.fetch('r')", "fetch"),
        ("SyncKneoClient.from_profile().platform.runs.list(100)", "positional"),
    ],
)
def test_mypy_finds_a_users_mistake(tmp_path: Path, line: str, complaint: str) -> None:
    sample = tmp_path / "mistake.py"
    sample.write_text(
        "from typing_extensions import assert_type\n"
        "from kneo_client import SyncKneoClient\n"
        "from kneo_client.types import *\n"
        f"{line}\n"
    )

    result = checked(sample, tmp_path)

    if complaint:
        assert result.returncode == 1
        assert f"{sample.name}:4: error: " in result.stdout
        assert complaint in result.stdout
    else:
        assert (result.returncode, result.stdout) == (0, "Success: no issues found in 1 source file\n"), (
            "open enums take any text: a value of a newer platform is no mistake"
        )


MISTAKES = {
    "KnoxCall().routes.get(7)": "incompatible type",
    "KnoxCall().routes.list(1)": "positional",
    "KnoxCall().routes.fetch('r')": "fetch",
    "KnoxCall().routes.create(name='x')": "target_base_url",
    "KnoxCall().routes.get('r')['nmae']": "nmae",
    "KnoxCall(sync=False).routes.get('r')['name']": "Coroutine",
    "KnoxCall(retries=3)": "retries",
    "KnoxCall(dpop='sometimes')": "No overload variant",
    "KnoxCallAsync(http=httpx.Client())": "http",
    "assert_type(KnoxCall(sync=False), KnoxCallSync)": "KnoxCallAsync",
    "KnoxCall().secrets.create(name='x', secret_type='magic', value='v')": "secret_type",
    "KnoxCall().clients.create(name='x', type='a kind of a newer server')": None,
}


@pytest.mark.slow
def test_mypy_finds_the_mistakes_of_a_user_of_the_gateway(tmp_path: Path) -> None:
    sample = tmp_path / "mistakes.py"
    head = [
        "import httpx",
        "from typing_extensions import assert_type",
        "from knoxcall.client import KnoxCall, KnoxCallAsync, KnoxCallSync",
    ]
    sample.write_text("\n".join([*head, *MISTAKES, ""]))

    complaints = checked(sample, tmp_path).stdout.splitlines()

    for number, (line, complaint) in enumerate(MISTAKES.items(), start=len(head) + 1):
        said = [one for one in complaints if one.startswith(f"{sample.name}:{number}: error: ")]
        if complaint is None:
            assert said == [], line
        else:
            assert any(complaint in one for one in said), (line, complaints)


def methods_of(client: object, namespaces: tuple[str, ...]) -> set[str]:
    holders = [(f"{name}.", getattr(client, name)) for name in namespaces] or [("", client)]
    return {
        f"{prefix}{name}.{method}"
        for prefix, holder in holders
        for name, adapter in vars(holder).items()
        if not name.startswith("_") and type(adapter).__module__.startswith(("kneo_client.", "knoxcall."))
        for method in dir(adapter)
        if not method.startswith("_")
    }


@pytest.mark.parametrize("function", ["asynchronous", "synchronous"])
@pytest.mark.parametrize("sample", [KNEO, KNOXCALL], ids=lambda sample: sample.stem)
def test_the_sample_leaves_no_method_out(sample: Path, function: str) -> None:
    asynchronous = function == "asynchronous"
    tree = ast.parse(sample.read_text("utf-8"))
    (body,) = [node for node in tree.body if getattr(node, "name", None) == function]

    called = {
        ast.unparse(node.func).removeprefix("client.")
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("client.")
    }

    if sample == KNEO:
        profile = Profile("p", "http://kneo.test", "k")
        client: object = KneoClient(profile) if asynchronous else SyncKneoClient(profile)
        assert called == methods_of(client, ("platform", "agent"))
    else:
        client = KnoxCallAsync(api_key="kc_1") if asynchronous else KnoxCallSync(api_key="kc_1")
        own = {"authenticate", "sign_out", "request", "call", "ephemeral", "route", "route('r').get"}
        assert called == methods_of(client, ()) | own
