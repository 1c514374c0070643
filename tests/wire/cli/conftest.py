"""The command in this process, against emulators on loopback, with no settings but those that a test gives."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from trellis.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

    Run = Callable[..., "Done"]


class Done(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without settings of the services, proxies or certificates, and an empty home directory."""
    for name in list(os.environ):
        if name.startswith(("KNEO_", "KNOXCALL_", "CONVOX_", "XDG_", "SSL_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("RACK_URL", raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return monkeypatch


@pytest.fixture
def run(bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `trellis` with words, standard input and environment variables."""

    def run_with(*words: str, stdin: bytes = b"", **environment: str) -> Done:
        for name, value in environment.items():
            bare.setenv(name, value)
        bare.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        try:
            status = main(list(words))
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run_with


@pytest.fixture
def kneo_env(bare: pytest.MonkeyPatch, kneo_server: KneoHandle) -> KneoHandle:
    """A platform that the environment names, with an admin's key."""
    bare.setenv("KNEO_URL", kneo_server.url)
    bare.setenv("KNEO_API_KEY", kneo_server.settings.keys[0].key)
    return kneo_server


@pytest.fixture
def knoxcall_env(bare: pytest.MonkeyPatch, knoxcall_server: KnoxCallHandle) -> KnoxCallHandle:
    """A gateway that the environment names, with an API key."""
    bare.setenv("KNOXCALL_BASE_URL", knoxcall_server.url)
    bare.setenv("KNOXCALL_API_KEY", knoxcall_server.settings.keys[0].key)
    return knoxcall_server


@pytest.fixture
def convox_env(bare: pytest.MonkeyPatch, convox_server: ConvoxHandle) -> ConvoxHandle:
    """A rack that the environment names, with its password."""
    bare.setenv("CONVOX_HOST", convox_server.url)
    bare.setenv("CONVOX_PASSWORD", convox_server.settings.password)
    return convox_server
