"""Fixtures of Convox's wire, fault and security tests: both kinds of client, raw servers, a bare environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.wire.convox.racks import Either
from tests.wire.kneo.fixtures import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["bare_environment", "either", "serve"]


@pytest.fixture(params=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Iterator[Either]:
    """Clients of one kind; each test that takes it runs once with each kind."""
    both = Either(request.param)
    yield both
    both.close()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials and no settings but what a test provides."""
    for name in os.environ:
        if name.startswith("CONVOX_") or name in ("RACK_URL", "XDG_CONFIG_HOME"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
