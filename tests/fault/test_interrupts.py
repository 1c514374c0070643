"""Control-C wherever a synchronous call may wait: it comes out, and the client goes on as before, in every thread."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.fault.echoes import ECHOES, Echo, EchoServer
from tests.fault.left_over import Stock
from tests.wire.convox.racks import KEY
from tests.wire.convox.socket_racks import END, Rack
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer
from trellis.core.transport.limits import PoolLimits

if TYPE_CHECKING:
    from collections.abc import Callable

WAITING = frozenset(
    {"acquire", "connect", "getaddrinfo", "poll", "read", "recv", "recv_into", "select", "send", "sendall", "sleep"}
)
"""What a call waits in, all of it written in C."""
MOST_STEPS = 300
CONNECTIONS = 2
"""So few that a single one that is lost leaves one of two calls waiting."""


@pytest.fixture(autouse=True)
def few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PoolLimits.__new__, "__defaults__", (CONNECTIONS, 60.0))


def interrupted_at(step: int, call: Callable[[], Any]) -> bool:
    """Run `call`, and raise KeyboardInterrupt just before it waits for the `step`th time. False if it was over before
    that. AssertionError if it went on all the same."""
    waited = [0]

    def look(frame: Any, event: str, what: Any) -> None:
        if event == "c_call" and what.__name__ in WAITING:
            waited[0] += 1
            if waited[0] == step:
                raise KeyboardInterrupt

    sys.setprofile(look)
    try:
        call()
    except KeyboardInterrupt:
        return True
    finally:
        sys.setprofile(None)
    assert waited[0] < step, f"step {step}: the interrupt was lost"
    return False


def still_works(echo: Echo, client: Any) -> None:
    """As many calls at a time as there may be connections."""
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(echo.read(echo.ask(client, "after")).mark), daemon=True)
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == ["after"] * CONNECTIONS


# The standard library leaves the socket that it is connecting, when interrupted, to whoever collects it.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("echo", ECHOES, ids=lambda echo: echo.name)
def test_a_call_can_be_interrupted_wherever_it_waits(echo: Echo, warm: bool) -> None:
    either = echo.make("sync")
    server = EchoServer()
    before = Stock.take()
    for step in range(1, MOST_STEPS):
        client = echo.client(either, server.url)
        if warm:
            echo.ask(client, "before")
        reached = interrupted_at(step, lambda client=client: echo.ask(client, "x"))  # type: ignore[misc]
        still_works(echo, client)
        client.close()
        if not reached:
            break
    assert 3 < step < MOST_STEPS
    gc.collect()
    before.assert_nothing_left()
    either._made.clear()
    either.close()
    server.close()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_log_can_be_interrupted_wherever_it_waits() -> None:
    from convox import ConvoxClient

    def read(client: ConvoxClient) -> None:
        with client.apps.logs("web", follow=True) as lines:
            assert list(lines) == ["one", "two"]

    with Rack("one\n", "two\n", END) as rack:
        with ConvoxClient(rack.url, KEY) as client:
            read(client)
        before = Stock.take()
        for step in range(1, MOST_STEPS):
            with ConvoxClient(rack.url, KEY) as client:
                reached = interrupted_at(step, lambda client=client: read(client))  # type: ignore[misc]
                read(client)
            if not reached:
                break
        assert 3 < step < MOST_STEPS
        gc.collect()
        before.assert_nothing_left()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_stream_goes_on_when_another_call_is_interrupted() -> None:
    from convox import ConvoxClient

    def play(exchange: Exchange) -> bool:
        if "objects" in exchange.target:
            exchange.send(answer(200, b"one ", length=7))
            go_on.wait(10)
            exchange.send(b"two")
        else:
            exchange.send(json_answer([]))
        return True

    go_on = threading.Event()
    server = RawServer(play)
    with ConvoxClient(server.url, KEY) as client:
        client.apps.list()
        with client.objects.fetch("web", "k") as download:
            assert interrupted_at(4, client.apps.list)
            go_on.set()
            assert download.read() == b"one two"
        assert client.apps.list() == []
    gc.collect()
    server.close()
