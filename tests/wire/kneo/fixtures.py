"""Fixtures of the wire, fault and security tests: both kinds of client, and servers that answer byte by byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.kneo.both_clients import Either
from tests.wire.kneo.raw_server import RawServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.wire.kneo.raw_server import Exchange

__all__ = ["either", "serve"]


@pytest.fixture(params=["sync", "async"])
def either(request: pytest.FixtureRequest) -> Iterator[Either]:
    """Clients of one kind; each test that takes it runs once with each kind."""
    both = Either(request.param)
    yield both
    both.close()


@pytest.fixture
def serve(either: Either) -> Iterator[Callable[..., RawServer]]:
    """Starts raw servers: `serve(play)` or `serve(bytes)`, the same bytes for every request. Closed after the test,
    before the clients are, so that no client waits for a server that hangs on purpose."""
    started: list[RawServer] = []

    def start(play: Callable[[Exchange], bool | None] | bytes, **options: Any) -> RawServer:
        def same(exchange: Exchange) -> bool:
            assert isinstance(play, bytes)
            exchange.send(play)
            return b"Connection: close" not in play

        server = RawServer(same if isinstance(play, bytes) else play, **options)
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()
