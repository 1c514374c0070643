"""The edge of the core: requests as they go out, failures as they come in, over httpx's seam and real sockets."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core.errors import KneoNetworkError, KneoTimeoutError
from kneo_client.core.profiles import Profile
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import make_call, make_context
from tests.unit.core.surfaces import SURFACES, on_own_connections, run
from trellis.core.effects import Send
from trellis.core.flow import call_flow
from trellis.core.transport.requests import TRANSPORT_ERRORS, UrlCache, build_request, failure_of
from trellis.core.wire import HeaderSet, WireRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ONCE = RetryPolicy(max_attempts=1)


def built(method: str = "GET", url: str = "https://h.example:8443/a%2Fb?q=%20", body: Any = None) -> httpx.Request:
    headers = HeaderSet.of([("X-One", "1"), ("X-Two", "zwei \xfc")])
    return build_request(Send(WireRequest(method, url, headers, body), {"read": 5.0}), UrlCache(), {"read": 5.0})


@pytest.mark.parametrize(
    ("method", "body", "length"),
    [
        ("GET", None, None),
        ("DELETE", None, None),
        ("POST", None, "0"),
        ("PUT", None, "0"),
        ("PATCH", None, "0"),
        ("POST", b"{}", "2"),
        ("GET", b"", "0"),
    ],
)
def test_a_request_is_complete_before_the_http_library_sees_it(method: str, body: Any, length: str | None) -> None:
    request = built(method, body=body)
    assert request.headers["host"] == "h.example:8443"
    assert request.headers.get("content-length") == length
    assert request.headers["x-two"] == "zwei \xfc"
    assert (request.method, request.url.raw_path) == (method, b"/a%2Fb?q=%20")
    assert request.content == (body or b"")
    assert request.extensions["timeout"] == {"read": 5.0}
    assert "transfer-encoding" not in request.headers


def test_a_streamed_upload_is_sent_in_chunks() -> None:
    request = built("POST", body=iter([b"one", b"two"]))
    assert request.headers["transfer-encoding"] == "chunked"
    assert request.headers["host"] == "h.example:8443"
    assert "content-length" not in request.headers
    assert request.read() == b"onetwo"


def test_a_url_is_parsed_once_and_the_memory_of_urls_is_bounded() -> None:
    urls = UrlCache()
    first, host = urls.get("https://h.example/0")
    assert urls.get("https://h.example/0")[0] is first
    assert host == b"h.example"
    for number in range(2000):
        urls.get(f"https://h.example/{number}")
    assert len(urls._urls) <= 512


@pytest.mark.parametrize("host", ["...", ".", ""])
def test_a_url_without_a_host_name_is_refused_before_it_is_looked_up(host: str) -> None:
    with pytest.raises(ValueError, match="no host name"):
        UrlCache().get(f"https://{host}/apps")


@pytest.mark.parametrize(
    ("error", "phase", "sent", "timed_out"),
    [
        (httpx.PoolTimeout("x"), "pool", False, True),
        (httpx.ConnectTimeout("x"), "connect", False, True),
        (httpx.ConnectError("x"), "connect", False, False),
        (httpx.ProxyError("x"), "connect", False, False),
        (httpx.UnsupportedProtocol("x"), "connect", False, False),
        (httpx.WriteTimeout("x"), "send", True, True),
        (httpx.WriteError("x"), "send", True, False),
        (httpx.ReadTimeout("x"), "receive", True, True),
        (httpx.ReadError("x"), "receive", True, False),
        (httpx.CloseError("x"), "receive", True, False),
        (httpx.RemoteProtocolError("x"), "receive", True, False),
        (httpx.DecodingError("x"), "decode", True, False),
        (httpx.TooManyRedirects("x"), "receive", True, False),
        (ConnectionResetError("x"), "receive", True, False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_only_a_connection_never_made_counts_as_not_sent(
    error: Exception, phase: str, sent: bool, timed_out: bool
) -> None:
    assert isinstance(error, TRANSPORT_ERRORS)
    failure = failure_of(error)
    assert (failure.phase, failure.sent, failure.timed_out) == (phase, sent, timed_out)
    assert failure.reason == f"x [{type(error).__name__}]"


def test_a_broken_rule_of_http_is_not_quoted() -> None:
    failure = failure_of(httpx.LocalProtocolError("Illegal header value b'Bearer k-secret'"))
    assert "k-secret" not in failure.reason


def test_every_transport_error_of_the_http_library_has_its_failure() -> None:
    kinds = {kind for kind in vars(httpx).values() if isinstance(kind, type) and issubclass(kind, httpx.TransportError)}
    assert len(kinds) > 10
    for kind in kinds:
        assert failure_of(kind("x")).reason


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("url", ["https://h.example/" + "a" * 70_000, "https://-é-/"], ids=["too long", "no host"])
def test_a_url_that_cannot_be_used_is_a_value_error_and_nothing_is_sent(surface: str, url: str) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        raise AssertionError("sent")

    with pytest.raises(ValueError, match="the URL cannot be used"):
        run(surface, server, call_flow(make_call(url=url), make_context()))
    with pytest.raises(ValueError, match="the URL cannot be used"):
        on_own_connections(surface, call_flow(make_call(url=url), make_context()), len, _unused)


async def _unused(response: httpx.Response) -> None:
    """Nothing comes this far."""


# -- raw sockets -------------------------------------------------------------------------------------------------------


@contextmanager
def raw_server(talk: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    """A loopback server that reads the head of each connection's first request and lets `talk` go on."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=converse, args=(connection,))
            threads.append(thread)
            thread.start()

    def converse(connection: socket.socket) -> None:
        with connection:
            head = b""
            try:
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    head += piece
                talk(connection, head)
            except OSError:
                return

    acceptor = threading.Thread(target=serve)
    acceptor.start()
    try:
        yield "http://127.0.0.1:%d" % listener.getsockname()[1]  # noqa: UP031
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join(30)
        for thread in threads:
            thread.join(30)


def get_run(surface: str, url: str, **options: Any) -> Any:
    """One typed call by a whole client with the key "k-secret"."""
    profile = Profile(name="t", url=url, api_key="k-secret")
    if surface == "sync":
        with SyncKneoClient(profile, retry_policy=ONCE) as client:
            return client._transport.request("GET", "/v1/runs/r", **options)

    async def main() -> Any:
        async with KneoClient(profile, retry_policy=ONCE) as client:
            return await client._transport.request("GET", "/v1/runs/r", **options)

    return asyncio.run(main())


@pytest.mark.parametrize("surface", SURFACES)
def test_a_server_that_echoes_the_key_as_garbage_gets_it_into_no_error_and_no_log(
    surface: str, caplog: pytest.LogCaptureFixture
) -> None:
    def echo(connection: socket.socket, head: bytes) -> None:
        key = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"authorization:"))
        connection.sendall(key + b"\r\n\r\n")

    with (
        raw_server(echo) as url,
        caplog.at_level(logging.DEBUG, "kneo_client"),
        pytest.raises(KneoNetworkError, match="did not arrive whole") as failed,
    ):
        get_run(surface, url)
    assert "illegal status line" in str(failed.value)
    assert "k-secret" not in f"{failed.value!r} {vars(failed.value)}"
    assert "kneo_client.transport" in {record.name for record in caplog.records}
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("kneo_client")]
    assert "k-secret" not in "\n".join(ours)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("silent", ["before the head", "within the body"])
def test_a_deadline_ends_a_call_to_a_server_that_falls_silent(surface: str, silent: str) -> None:
    done = threading.Event()

    def fall_silent(connection: socket.socket, head: bytes) -> None:
        if silent == "within the body":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        done.wait(30)

    began = time.monotonic()
    with raw_server(fall_silent) as url:
        try:
            with pytest.raises(KneoTimeoutError, match=r"not done within its deadline of 0\.3 s"):
                get_run(surface, url, deadline=0.3)
            took = time.monotonic() - began
        finally:
            done.set()
    assert 0.3 <= took < 10.0  # far from the profile's timeout of 30 s


@pytest.mark.parametrize("surface", SURFACES)
def test_a_deadline_ends_a_call_to_a_server_that_drips_for_ever(surface: str) -> None:
    """Each byte comes well within the timeout of a phase: only the deadline can end this."""
    done = threading.Event()

    def drip(connection: socket.socket, head: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not done.wait(0.02):
            connection.sendall(b" ")

    began = time.monotonic()
    with raw_server(drip) as url:
        try:
            with pytest.raises(KneoTimeoutError):
                get_run(surface, url, deadline=0.3)
            took = time.monotonic() - began
        finally:
            done.set()
    assert took < 10.0
