"""A server that takes nothing more: limits hold, and whoever is stuck can be woken or cancelled."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client.core.errors import KneoError, KneoTimeoutError
from tests.unit.core.sockets.loopback_sockets import Served, Sockets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.server import ServerConnection

BIG = b"x" * (64 << 20)


@pytest.fixture(params=["sync", "async"])
def sockets(request: pytest.FixtureRequest) -> Iterator[Sockets]:
    made = Sockets(request.param)
    yield made
    made.close()


@pytest.fixture
def deaf() -> Iterator[Served]:
    """A server whose session never reads; the library's thread stops reading when its queue is full."""
    over = threading.Event()

    def play(connection: ServerConnection) -> None:
        over.wait(20)

    with Served(play) as server:
        yield server
        over.set()


def limits(**given: float) -> dict[str, float | None]:
    return {**dict.fromkeys(("connect", "read", "write", "pool"), 10.0), **given}


def fill(sockets: Sockets, opened: Any) -> None:
    for start in range(0, len(BIG), 1 << 16):
        sockets.send(opened, BIG[start : start + (1 << 16)])


def test_a_write_that_gets_nowhere_is_given_up(sockets: Sockets, deaf: Served) -> None:
    opened = sockets.connect(deaf.url, timeouts=limits(write=0.3))
    started = time.monotonic()
    with pytest.raises(KneoTimeoutError, match=r"took nothing for 0\.3 s"):
        fill(sockets, opened)
    assert time.monotonic() - started < 8
    assert opened.closed


def test_the_deadline_bounds_writing_too(sockets: Sockets, deaf: Served) -> None:
    opened = sockets.connect(deaf.url, timeouts=limits(), deadline=time.monotonic() + 0.8)
    started = time.monotonic()
    with pytest.raises(KneoTimeoutError, match="deadline"):
        fill(sockets, opened)
    assert time.monotonic() - started < 8


def test_closing_wakes_a_writer_that_is_stuck(sockets: Sockets, deaf: Served) -> None:
    opened = sockets.connect(deaf.url, timeouts=limits(write=15.0))
    caught: list[BaseException] = []

    def write() -> None:
        try:
            fill(sockets, opened)
        except KneoError as error:
            caught.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.5)
    sockets.shut(opened)
    writer.join(10)
    assert not writer.is_alive()
    assert "closed here" in str(caught[0])


def test_a_cancelled_write_leaves_it_closed(deaf: Served) -> None:
    sockets = Sockets("async")
    try:
        opened = sockets.connect(deaf.url, timeouts=limits(write=15.0))

        async def write() -> None:
            await opened.send(BIG)

        writing = sockets.start(write)
        time.sleep(0.3)
        writing.cancel()
        with pytest.raises(CancelledError):
            writing.result(5)
        until = time.monotonic() + 5
        while not opened.closed and time.monotonic() < until:
            time.sleep(0.01)
        assert opened.closed
        with pytest.raises(KneoError, match="closed here"):
            sockets.receive(opened)
    finally:
        sockets.close()
