"""Fixtures of KnoxCall's wire, fault and security tests: both kinds of client, raw gateways, a bare environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.wire.kneo.fixtures import serve
from tests.wire.knoxcall.gateways import Either

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["bare_environment", "either", "serve"]

TELLING = (
    "ACTIONS_ID_TOKEN_REQUEST_URL", "AWS_WEB_IDENTITY_TOKEN_FILE", "IDENTITY_ENDPOINT", "VERCEL_OIDC_TOKEN",
    "CIRCLE_OIDC_TOKEN_V2",
)  # fmt: skip


@pytest.fixture(params=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Iterator[Either]:
    """Clients of one kind; each test that takes it runs once with each kind."""
    both = Either(request.param)
    yield both
    both.close()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials, no login and no platform but what a test provides; nothing is asked outside this machine."""
    for name in os.environ:
        if name.startswith("KNOXCALL_") or name in TELLING:
            monkeypatch.delenv(name)
    monkeypatch.setenv("KNOXCALL_CREDENTIALS_FILE", str(tmp_path / "no-such-login.json"))
    monkeypatch.setenv("GCE_METADATA_HOST", "127.0.0.1:9")
