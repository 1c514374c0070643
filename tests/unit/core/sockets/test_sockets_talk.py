"""An open WebSocket carries messages both ways, on both surfaces alike."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client.core.errors import KneoNetworkError
from tests.unit.core.sockets.loopback_sockets import Served, Sockets
from trellis.core.sockets.conversation import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.server import ServerConnection


@pytest.fixture(params=["sync", "async"])
def sockets(request: pytest.FixtureRequest) -> Iterator[Sockets]:
    made = Sockets(request.param)
    yield made
    made.close()


def echo(connection: ServerConnection) -> None:
    for message in connection:
        connection.send(message)


def test_what_is_sent_comes_back(sockets: Sockets) -> None:
    with Served(echo) as server:
        opened = sockets.connect(f"{server.url}/a/b?c=d", headers=(("Tail", "5"), ("Accept-Encoding", "gzip")))
        for data, text in ((b"plain", True), ("Grüße €".encode(), True), (b"\x00\xff", False), (b"", False)):
            sockets.send(opened, data, text=text)
            assert sockets.receive(opened) == Message(data, text)

    (request,) = server.requests
    assert request.path == "/a/b?c=d"
    assert request.headers["Tail"] == "5"
    assert request.headers["Host"] == f"127.0.0.1:{server.port}"
    assert request.headers.get_all("Connection") == ["Upgrade"]
    assert "Accept-Encoding" not in request.headers, "nobody unpacks a compressed refusal"
    assert "Sec-WebSocket-Extensions" not in request.headers


def test_a_long_message_goes_in_frames_and_comes_back_whole(sockets: Sockets) -> None:
    data = bytes(range(256)) * 4000

    with Served(echo) as server:
        opened = sockets.connect(server.url)
        sockets.send(opened, data)
        assert sockets.receive(opened) == Message(data, False)


def test_two_that_both_talk_do_not_wait_for_each_other_for_ever(sockets: Sockets) -> None:
    """The server echoes each piece before it reads the next, and we do not read before all is sent."""
    piece = b"x" * 30_000

    with Served(echo) as server:
        opened = sockets.connect(server.url, timeouts=dict.fromkeys(("connect", "read", "write", "pool"), 20.0))
        for _ in range(700):  # 21 MB: no buffer of a kernel holds it
            sockets.send(opened, piece)
        got = 0
        for _ in range(700):
            got += len(sockets.receive(opened).data)

    assert got == 700 * len(piece)


def test_pieces_of_a_message_are_joined(sockets: Sockets) -> None:
    with Served(lambda connection: connection.send(iter(["one ", "two ", "three"]))) as server:
        opened = sockets.connect(server.url)
        assert sockets.receive(opened) == Message(b"one two three", True)
        assert sockets.receive(opened) is None
        assert opened.ending.code == 1000


def test_a_ping_is_answered_while_a_message_is_waited_for(sockets: Sockets) -> None:
    answered = []

    def play(connection: ServerConnection) -> None:
        answered.append(connection.ping().wait(5))
        connection.send("now")

    with Served(play) as server:
        opened = sockets.connect(server.url)
        assert sockets.receive(opened) == Message(b"now", True)

    assert answered == [True]


def test_a_quiet_server_is_asked_for_a_sign_of_life_and_its_answer_counts(sockets: Sockets) -> None:
    """It says nothing for longer than silence may last, but it answers pings."""

    def play(connection: ServerConnection) -> None:
        time.sleep(1.0)
        connection.send("at last")

    with Served(play) as server:
        opened = sockets.connect(server.url, silence=0.5, ping_interval=0.1)
        assert sockets.receive(opened) == Message(b"at last", True)


def test_our_close_reaches_the_server(sockets: Sockets) -> None:
    seen: list[Any] = []

    def play(connection: ServerConnection) -> None:
        try:
            connection.recv()
        except Exception as error:
            seen.append(error)

    with Served(play) as server:
        opened = sockets.connect(server.url)
        sockets.shut(opened)
        sockets.shut(opened)
        assert server.sessions_over.acquire(timeout=5)

    (closed,) = seen
    assert closed.rcvd.code == 1000


def test_a_server_that_closes_is_no_failure_but_an_ending(sockets: Sockets) -> None:
    with Served(lambda connection: connection.close(4001, "enough")) as server:
        opened = sockets.connect(server.url)
        assert sockets.receive(opened) is None
        assert sockets.receive(opened) is None
        assert opened.ending == (4001, "enough")
        with pytest.raises(KneoNetworkError, match="has closed the WebSocket"):
            sockets.send(opened, b"too late")
