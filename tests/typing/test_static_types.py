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

SAMPLE = Path(__file__).with_name("kneo_adapters.py")


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
def test_mypy_agrees_with_the_types_of_every_method(tmp_path: Path) -> None:
    result = checked(SAMPLE, tmp_path)

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


def methods_of(client: object) -> set[str]:
    return {
        f"{namespace}.{name}.{method}"
        for namespace in ("platform", "agent")
        for name, adapter in vars(getattr(client, namespace)).items()
        for method in dir(adapter)
        if not method.startswith("_")
    }


@pytest.mark.parametrize(
    ("function", "client"), [("asynchronous", KneoClient), ("synchronous", SyncKneoClient)], ids=["async", "sync"]
)
def test_the_sample_leaves_no_method_out(function: str, client: type) -> None:
    tree = ast.parse(SAMPLE.read_text("utf-8"))
    (body,) = [node for node in tree.body if getattr(node, "name", None) == function]

    called = {
        ast.unparse(node.func).removeprefix("client.")
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("client.")
    }

    assert called == methods_of(client(Profile("p", "http://kneo.test", "k")))
