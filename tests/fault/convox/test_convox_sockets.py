"""Trouble with WebSockets: refused, redirected, challenged, lost, cancelled, closed by somebody else, left open."""

from __future__ import annotations

import asyncio
import gc
import http
import json
import logging
import re
import socket
import threading
import time
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Response

from convox import ConvoxClient
from convox.exceptions import (
    ConvoxAuthError,
    ConvoxClosedError,
    ConvoxConnectionError,
    ConvoxError,
    ConvoxForbiddenError,
    ConvoxGatewayError,
    ConvoxNotFoundError,
    ConvoxProtocolError,
    ConvoxTimeoutError,
)
from tests.unit.core.sockets.loopback_sockets import Served
from tests.wire.convox.racks import KEY, failure_of
from tests.wire.convox.socket_racks import END, MARK, Rack, exec_session, finish, logs
from trellis.core.sockets import library

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.sync.server import ServerConnection

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import Exchange, RawServer


def refusing(status: int, body: bytes = b"", **headers: str) -> Served:
    """A rack that answers the handshake with something else."""

    def refuse(connection: ServerConnection, request: Any) -> Response:
        fields = Headers({"Content-Length": str(len(body)), "Connection": "close"})
        for name, value in headers.items():
            fields[name.replace("_", "-")] = value
        return Response(status, http.HTTPStatus(status).phrase, fields, body)

    return Served(nothing, refuse=refuse)


def nothing(connection: ServerConnection) -> None:
    for _ in connection:
        pass


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (401, "invalid authentication", ConvoxAuthError),
        (403, "you are unauthorized to access this", ConvoxForbiddenError),
        (404, "app not found: web", ConvoxNotFoundError),
        (502, "bad gateway", ConvoxGatewayError),
    ],
)
def test_a_refused_handshake_is_the_error_of_any_call(
    either: Either, status: int, message: str, kind: type[ConvoxError]
) -> None:
    body = json.dumps({"error": message}).encode()
    with refusing(status, body, Content_Type="application/json", Request_Id="req-7") as rack:
        error: Any = failure_of(either, lambda: logs(either, rack), kind)

    assert (error.status_code, error.message, error.request_id) == (status, message, "req-7")


def test_a_refusal_in_chunks_is_read(either: Either, serve: Callable[..., RawServer]) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(
            b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            b'9;x=y\r\n{"error":\r\n8\r\n "gone"}\r\n0\r\n\r\n'
        )
        return False

    error = failure_of(either, lambda: logs(either, serve(play)), ConvoxNotFoundError)  # type: ignore[arg-type]
    assert error.message == "gone"


def test_hints_before_the_answer_are_passed_over(either: Either, serve: Callable[..., RawServer]) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n")
        exchange.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")
        return False

    error = failure_of(either, lambda: logs(either, serve(play)), ConvoxNotFoundError)  # type: ignore[arg-type]
    assert error.message == "gone"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(either: Either, status: int) -> None:
    with Rack("stolen\n", END) as elsewhere, refusing(status, Location=f"{elsewhere.url}/apps/web/logs") as rack:
        error = failure_of(either, lambda: logs(either, rack), ConvoxProtocolError)
        assert "redirect" in str(error)
        assert elsewhere.requests == []


def test_a_web_page_instead_of_a_socket_names_the_missing_rack(either: Either) -> None:
    with refusing(200, b"<html>Console</html>", Content_Type="text/html; charset=utf-8") as rack:
        error = failure_of(either, lambda: logs(either, rack), ConvoxGatewayError)

    assert "rack=" in str(error)


def test_an_answer_that_is_no_handshake(either: Either, serve: Callable[..., RawServer]) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      b"Sec-WebSocket-Accept: bm90IG91cnM=\r\n\r\n")  # fmt: skip
        return exchange.wait(5)

    error = failure_of(either, lambda: logs(either, serve(play)), ConvoxConnectionError)  # type: ignore[arg-type]
    assert "no WebSocket handshake" in str(error)


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 101 Switch", b"\x00" * 70_000])
def test_rubbish_instead_of_an_answer(either: Either, serve: Callable[..., RawServer], said: bytes) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(said)
        return False

    failure_of(either, lambda: logs(either, serve(play)), ConvoxConnectionError)  # type: ignore[arg-type]


def test_a_handshake_that_is_busy_is_asked_again(either: Either) -> None:
    answers = [Response(503, "Busy", Headers({"Content-Length": "0"})), None]

    with Served(talk, refuse=lambda *_: answers.pop(0)) as rack:
        client = either.client(rack.url, max_retries=1)
        assert either.collect(opened(either, client)) == ["hello"]


def talk(connection: ServerConnection) -> None:
    connection.send("hello\n")
    connection.send(END)
    connection.recv()


def opened(either: Either, client: Any, **options: Any) -> Any:
    """The log of the app `web`, through a client of the test's own."""
    return either.do(client.apps.logs("web", **options))


def test_a_console_wants_a_new_session_first(either: Either, serve: Callable[..., RawServer]) -> None:
    """The handshake is challenged; the session is asked for over HTTP, and the handshake made once more."""
    from tests.wire.kneo.raw_server import answer, json_answer

    sessions: list[str | None] = []
    with Rack("hello\n", END) as rack:

        def play(exchange: Exchange) -> bool:
            if exchange.method == "POST":
                exchange.send(json_answer({"id": "fresh"}))
                return True
            sessions.append(exchange.headers.get("session"))
            if len(sessions) == 1:
                challenge = 'WWW-Authenticate: Session path="/session" token="false"'
                exchange.send(answer(401, headers=(challenge,)))
                return False
            pass_on(exchange, rack.port)
            return False

        console = serve(play)
        client = either.client(console.url, rack="org/rack", session="stale")
        assert either.collect(opened(either, client)) == ["hello"]

    assert sessions == ["stale", "fresh"]
    assert [exchange.method for exchange in console.exchanges] == ["GET", "POST", "GET"]


def pass_on(exchange: Exchange, port: int) -> None:
    """Be a gateway: what comes goes to another server, and back."""
    lines = [f"{exchange.method} {exchange.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in exchange.headers.items()]
    upstream = socket.create_connection(("127.0.0.1", port))
    upstream.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def pump(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    back = threading.Thread(target=pump, args=(upstream, exchange.connection))
    back.start()
    pump(exchange.connection, upstream)
    back.join()
    upstream.close()


def test_nobody_listens(either: Either) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    client = either.client(f"http://127.0.0.1:{port}")
    error = failure_of(either, lambda: client.apps.logs("web"), ConvoxConnectionError)
    assert "it was not sent" in str(error)


def test_a_server_that_does_not_answer(either: Either) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = either.client(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=0.2)
        started = time.monotonic()
        error = failure_of(either, lambda: client.apps.logs("web"), ConvoxTimeoutError)
        assert time.monotonic() - started < 3
        assert "no answer within 0.2 s" in str(error)
        client = client.with_options(timeout=None, deadline=0.2)
        failure_of(either, lambda: client.apps.logs("web"), ConvoxTimeoutError)


@pytest.mark.parametrize(
    "frame",
    [
        b"\xc1\x00",  # a reserved bit
        b"\x81\x80\x00\x00\x00\x00",  # a masked frame from a server
        b"\x80\x00",  # a continuation of nothing
        b"\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff",  # 9 exabytes
        b"\x82\x7f\x00\x00\x00\x00\x02\x00\x00\x00",  # 32 MiB, twice what is taken
    ],
)
def test_a_server_that_breaks_the_rules_of_websockets(either: Either, frame: bytes) -> None:
    def play(connection: ServerConnection) -> None:
        connection.send("one\n")
        connection.socket.sendall(frame)
        nothing(connection)

    with Rack(play=play) as rack:
        lines = logs(either, rack)
        with pytest.raises(ConvoxConnectionError, match="breaks the rules of WebSockets"):
            either.collect(lines)
        assert lines.closed


def test_a_reset_in_the_midst(either: Either) -> None:
    import struct

    def play(connection: ServerConnection) -> None:
        connection.send("one\n")
        connection.recv()
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.socket.close()

    with Rack(play=play) as rack:
        session = exec_session(either, rack)
        either.do(session.write("x"))
        with pytest.raises(ConvoxConnectionError):
            either.do(session.wait())


def test_secrets_are_not_quoted_back(either: Either, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Rack(f"ERROR: key {KEY} is no good\n", END) as rack:
        lines = logs(either, rack)
        with pytest.raises(ConvoxError) as caught:
            either.collect(lines)
    with Rack(play=lambda connection: connection.close(1008, f"key {KEY}")) as rack:
        lines = logs(either, rack)
        with pytest.raises(ConvoxConnectionError) as closed:
            either.collect(lines)

    texts = [caplog.text, str(caught.value), repr(caught.value), str(closed.value), repr(lines), repr(lines._socket)]
    texts += [repr(record.__dict__) for record in caplog.records if not record.name.startswith("served")]
    encoded = "bG9jYWwtcmFjay1wYXNzd29yZA"
    assert not [text for text in texts if KEY in text or encoded in text or "Basic" in text]


def test_the_library_is_an_extra(either: Either, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(library, "_loaded", [])
    monkeypatch.setitem(sys.modules, "websockets.client", None)
    client = either.client("http://127.0.0.1:9")
    with pytest.raises(ImportError, match=r'pip install "trellis-clients\[websocket\]"') as caught:
        either.do(client.apps.logs("web"))
    assert type(caught.value) is library.WebSocketLibraryMissing
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_closing_from_another_thread_wakes_the_reader() -> None:
    with Rack("one\n") as rack:
        client = ConvoxClient(rack.url, KEY)
        lines = client.apps.logs("web", follow=True)
        assert next(lines) == "one"
        timer = threading.Timer(0.2, lines.close)
        timer.start()
        started = time.monotonic()
        assert list(lines) == []
        assert time.monotonic() - started < 5
        timer.join()
        assert rack.sessions_over.acquire(timeout=5)
        client.close()


def test_closing_from_another_task_wakes_the_reader() -> None:
    from convox import AsyncConvoxClient

    async def main(url: str) -> list[str]:
        async with AsyncConvoxClient(url, KEY) as client:
            lines = await client.apps.logs("web", follow=True)

            async def close_soon() -> None:
                await asyncio.sleep(0.2)
                await lines.aclose()

            closing = asyncio.ensure_future(close_soon())
            seen = [line async for line in lines]
            await closing
            return seen

    with Rack("one\n") as rack:
        assert asyncio.run(asyncio.wait_for(main(rack.url), 10)) == ["one"]


def test_closing_the_client_closes_what_is_open(either: Either) -> None:
    with Rack("one\n") as rack:
        client = either.client(rack.url)
        lines = opened(either, client, follow=True)
        either.shut(client)
        assert lines.closed
        assert rack.sessions_over.acquire(timeout=5)
        with pytest.raises(ConvoxClosedError):
            either.collect(lines)
        with pytest.raises(ConvoxClosedError):
            opened(either, client)


def test_a_cancelled_reader_leaves_nothing_open() -> None:
    from convox import AsyncConvoxClient

    async def main(url: str) -> None:
        client = AsyncConvoxClient(url, KEY)
        lines = await client.apps.logs("web", follow=True)

        async def read() -> None:
            async for _ in lines:
                pass

        reading = asyncio.ensure_future(read())
        await asyncio.sleep(0.2)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert lines.closed
        await client.aclose()

    with warnings.catch_warnings(), Rack("one\n") as rack:
        warnings.simplefilter("error")
        asyncio.run(main(rack.url))
        assert rack.sessions_over.acquire(timeout=5)
        gc.collect()


@pytest.mark.parametrize("after", [0.0, 0.001, 0.005, 0.01, 0.02, 0.05])
def test_a_cancelled_opening_leaves_nothing_open(after: float) -> None:
    from convox import AsyncConvoxClient

    async def main(url: str) -> None:
        client = AsyncConvoxClient(url, KEY)
        opening = asyncio.ensure_future(client.apps.logs("web", follow=True))
        await asyncio.sleep(after)
        opening.cancel()
        try:
            lines = await opening
        except asyncio.CancelledError:
            pass
        else:
            await lines.aclose()
        await client.aclose()

    with Rack("one\n") as rack:
        asyncio.run(main(rack.url))
        gc.collect()  # a connection left open would warn, and a warning is an error here


def test_many_sessions_leave_nothing_behind(either: Either) -> None:
    import os

    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    with Rack("one\n", f"{MARK}0\n", END) as rack:
        client = either.client(rack.url)
        either.collect(opened(either, client))
        gc.collect()
        before, threads = descriptors(), threading.active_count()
        for number in range(40):
            if number % 2:
                lines = opened(either, client, follow=True)
                finish(either, rack, lines)
            else:
                result = either.do(either.do(client.processes.exec("web", "web-1", "true")).run())
                assert result == (b"one\n", 0)
                assert rack.sessions_over.acquire(timeout=5)
        until = time.monotonic() + 5
        while time.monotonic() < until and (descriptors() > before + 2 or threading.active_count() > threads + 2):
            time.sleep(0.05)  # the server's side of the last ones takes a moment
        assert descriptors() <= before + 2
        assert threading.active_count() <= threads + 2


@pytest.mark.parametrize("said", [None, b"", b"rubbish\r\n\r\n", b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"])
def test_a_traceback_shows_no_credential(either: Either, serve: Callable[..., RawServer], said: bytes | None) -> None:
    """Not in the variables of our functions either, nor in those of a failure that such a variable holds."""

    def play(exchange: Exchange) -> bool:
        if said is None:
            return exchange.wait(1)
        exchange.send(said)
        return False

    client = either.client(serve(play).url, timeout=0.3, session="canary-session")
    with pytest.raises(ConvoxError) as caught:
        either.do(client.apps.logs("web"))

    shown = variables_of(caught.value)
    assert len(shown) > 20, "the walk has to see our frames"
    secrets = (KEY, "bG9jYWwtcmFjay1wYXNzd29yZA", "canary-session")
    assert not [text for text in shown if any(secret in text for secret in secrets)]


OURS = re.compile(r"/(src|site-packages)/(convox|trellis/core)/")
"""Where our code lies: in a checkout, and where a wheel was installed."""


def variables_of(error: BaseException) -> list[str]:
    """The repr of every variable of our own functions on the traceback, and on those of exceptions found there."""
    seen: set[int] = set()
    shown: list[str] = []
    todo: list[BaseException] = [error]
    while todo:
        current = todo.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        trace = current.__traceback__
        while trace is not None:
            if OURS.search(trace.tb_frame.f_code.co_filename):
                values = list(trace.tb_frame.f_locals.values())
                shown += [repr(value) for value in values]
                todo += [value for value in values if isinstance(value, BaseException)]
            trace = trace.tb_next
    return shown
