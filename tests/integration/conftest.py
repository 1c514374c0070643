"""Smoke tests against real services: each file runs where its service's environment variables are set, and says aloud
that it is skipped where they are not. Nothing here changes anything on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wire.kneo.both_clients import Either

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Iterator[Either]:
    """Carries out calls of one kind of client; each test that takes it runs once with each kind."""
    both = Either(request.param)
    yield both
    both.close()
