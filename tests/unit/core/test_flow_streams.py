"""Streamed replies: handed over open, closed before another attempt, and breaking as the service's own error."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.core.errors import KneoNetworkError, KneoServerError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import answer, make_call, make_context, play_call
from tests.unit.core.surfaces import SURFACES, async_driver, http_server, on_own_connections, sync_driver
from trellis.core.effects import Send
from trellis.core.failures import TransportFailure
from trellis.core.flow import call_flow
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from http.server import BaseHTTPRequestHandler

ONCE = RetryPolicy(max_attempts=1)
QUICK = RetryPolicy(base_delay=0.0, max_delay=1.0, jitter=0.0)


class Chunks(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in pieces that may break after the last one, and that knows how far it was read and whether closed."""

    def __init__(self, *pieces: bytes, breaks: Exception | None = None) -> None:
        self.pieces = pieces
        self.breaks = breaks
        self.given = 0
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.given += 1
            yield piece
        if self.breaks is not None:
            raise self.breaks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_a_streamed_error_answer_is_closed_before_the_next_attempt() -> None:
    first, good = answer(503), answer(200)
    played = play_call(make_call(stream=True), make_context(), [first, good])
    assert played.kinds == ["Send", "Close", "Sleep", "Send"]
    assert played.closed == [first]
    assert played.result is good


def test_an_answer_that_was_read_whole_needs_no_closing() -> None:
    assert play_call(make_call(), make_context(), [answer(503), answer(200)]).closed == []


def test_a_broken_attempt_leaves_nothing_to_close() -> None:
    broke = TransportFailure("reset", phase="receive")
    assert play_call(make_call(stream=True), make_context(), [broke, answer(200)]).closed == []


def test_a_streamed_call_always_asks_for_a_whole_response() -> None:
    played = play_call(make_call(stream=True, whole=False), make_context(), [answer(200)])
    assert [effect.whole for effect in played.effects] == [True]
    assert Send(make_call().request, None, stream=True, whole=False).whole
    assert not Send(make_call().request, None, whole=False).whole


@pytest.mark.anyio
async def test_an_open_response_is_read_as_it_comes_and_closed_by_its_reader_async() -> None:
    body = Chunks(b"one ", b"two ", b"three")
    driver = async_driver(lambda request: httpx.Response(200, stream=body))
    response = await driver.run(call_flow(make_call(stream=True), make_context()))
    assert body.given == 0
    assert not response.is_closed
    pieces = response.aiter_bytes()
    assert await pieces.__anext__() == b"one "
    assert body.given == 1
    assert b"".join([piece async for piece in pieces]) == b"two three"
    assert (response.is_closed, body.closed) == (True, 1)
    assert response.elapsed.total_seconds() >= 0


def test_an_open_response_is_read_as_it_comes_and_closed_by_its_reader_sync() -> None:
    body = Chunks(b"one ", b"two ", b"three")
    driver = sync_driver(lambda request: httpx.Response(200, stream=body))
    response = driver.run(call_flow(make_call(stream=True), make_context()))
    assert body.given == 0
    pieces = response.iter_bytes()
    assert next(pieces) == b"one "
    assert body.given == 1
    response.close()
    assert (response.is_closed, body.closed) == (True, 1)
    assert response.elapsed.total_seconds() >= 0


@pytest.mark.anyio
@pytest.mark.parametrize("surface", SURFACES)
async def test_the_error_answer_of_a_streamed_call_is_read_and_closed(surface: str) -> None:
    bodies = [Chunks(b'{"detail":', b'{"error":"x"}}') for _ in range(3)]
    left = list(bodies)

    def server(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503, stream=left.pop(0))

    flow = call_flow(make_call(stream=True, whole=False), make_context(policy=QUICK))
    with pytest.raises(KneoServerError) as failed:
        sync_driver(server).run(flow) if surface == "sync" else await async_driver(server).run(flow)
    assert failed.value.code == "x"
    assert left == []
    assert all(body.closed for body in bodies)


@pytest.mark.anyio
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    "breaks",
    [httpx.ReadError("reset by Bearer k-secret"), httpx.RemoteProtocolError("cut"), OSError("gone")],
    ids=["reset", "cut", "OSError"],
)
async def test_a_break_under_the_readers_hands_is_the_services_error(surface: str, breaks: Exception) -> None:
    body = Chunks(b"one", breaks=breaks)
    context = make_context(policy=ONCE, secrets=(Secret("Bearer k-secret"),))
    flow = call_flow(make_call(stream=True, idempotency_key="key-1"), context)
    got: list[bytes] = []

    def server(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=body)

    async def read() -> None:
        if surface == "sync":
            for piece in sync_driver(server).run(flow).iter_bytes():
                got.append(piece)
        else:
            response = await async_driver(server).run(flow)
            async for piece in response.aiter_bytes():
                got.append(piece)

    with pytest.raises(KneoNetworkError) as failed:
        await read()
    error = failed.value
    assert got == [b"one"]
    assert (error.request_id, error.idempotency_key) == ("req-1", "key-1")
    assert "the answer did not arrive whole" in str(error)
    assert "k-secret" not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None
    assert body.closed


@pytest.mark.parametrize("surface", SURFACES)
def test_over_real_connections_a_retried_stream_gives_its_connection_back(surface: str) -> None:
    """The first answer is an error to be retried, the second a stream: one connection serves both."""
    peers: list[Any] = []

    def server(request: BaseHTTPRequestHandler) -> None:
        peers.append(request.client_address)
        status, body = (503, b"{}") if len(peers) == 1 else (200, b"x" * 100_000)
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    async def read(response: httpx.Response) -> bytes:
        return await response.aread()

    with http_server(server) as url:
        flow = call_flow(make_call(url=f"{url}/logs", stream=True, whole=False), make_context(policy=QUICK))
        assert on_own_connections(surface, flow, lambda response: response.read(), read) == b"x" * 100_000
    assert len(set(peers)) == 1


@pytest.mark.parametrize("surface", SURFACES)
def test_over_real_connections_a_truncated_stream_is_the_services_error(surface: str) -> None:
    def server(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"only this")
        request.wfile.flush()
        request.connection.shutdown(socket.SHUT_RDWR)
        request.close_connection = True

    async def read(response: httpx.Response) -> bytes:
        return await response.aread()

    with http_server(server) as url:
        flow = call_flow(make_call(url=f"{url}/logs", stream=True), make_context(policy=ONCE))
        with pytest.raises(KneoNetworkError, match="did not arrive whole"):
            on_own_connections(surface, flow, lambda response: response.read(), read)
