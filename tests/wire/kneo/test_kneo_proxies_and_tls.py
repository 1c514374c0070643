"""The environment's proxies and certificates: followed where they are set, and typed errors where they are wrong."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import threading
from typing import TYPE_CHECKING

import pytest
import trustme

from kneo_client.core import KneoNetworkError
from tests.wire.kneo.both_clients import failure_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

LIVE = json_answer({"ok": True})


@pytest.fixture(autouse=True)
def no_proxies_but_the_tests_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)


def test_http_proxy_is_used(either: Either, serve: Callable[..., RawServer], monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(LIVE)
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    client = either.client("http://far-away.invalid:8080/base")
    assert either.do(client.platform.health.livez()).ok
    assert either.do(client.request("GET", "/v1/livez")).json() == {"ok": True}
    sent = proxy.exchanges[0]
    assert sent.target == "http://far-away.invalid:8080/base/v1/livez"
    assert sent.headers["host"] == "far-away.invalid:8080"
    assert sent.headers["authorization"] == "Bearer local-admin-key"
    assert proxy.connections == 1


def test_no_proxy_goes_straight(
    either: Either, serve: Callable[..., RawServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, server = serve(LIVE), serve(LIVE)
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert either.do(either.client(server.url).platform.health.livez()).ok
    assert (proxy.connections, server.connections) == (0, 1)


def test_a_proxy_that_is_down_is_a_connection_that_was_not_made(
    either: Either, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("HTTP_PROXY", f"http://user:pass-word@127.0.0.1:{port}")
    client = either.client("http://far-away.invalid")
    error = failure_of(either, lambda: client.platform.runs.continue_("r"), KneoNetworkError)
    assert "it was not sent" in str(error)
    assert "pass-word" not in str(error)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense://x", "http://[::1", "http://127.0.0.1:port"])
def test_a_proxy_setting_that_cannot_work_is_a_typed_error(
    either: Either, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    error = failure_of(either, either.client("http://far-away.invalid").platform.health.livez, KneoNetworkError)
    assert "it was not sent" in str(error)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SSL_CERT_FILE names the test's authority."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest.mark.usefixtures("trusted")
def test_ssl_cert_file_is_trusted(either: Either, serve: Callable[..., RawServer], authority: trustme.CA) -> None:
    server = serve(LIVE, tls=server_context(authority, "127.0.0.1"))
    client = either.client(server.url)
    for _ in range(3):
        assert either.do(client.platform.health.livez()).ok
    assert server.connections == 1


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_host_is_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], authority: trustme.CA
) -> None:
    server = serve(LIVE, tls=server_context(authority, "other.example"))
    error = failure_of(either, either.client(server.url).platform.health.livez, KneoNetworkError)
    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert "it was not sent" in str(error)
    assert server.exchanges == []


def test_an_unknown_authority_is_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], authority: trustme.CA
) -> None:
    server = serve(LIVE, tls=server_context(authority, "127.0.0.1"))
    error = failure_of(either, either.client(server.url).platform.health.livez, KneoNetworkError)
    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert server.exchanges == []


def test_tls_to_a_plain_server_is_a_network_error(either: Either) -> None:
    def refuse() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(10)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=refuse, daemon=True)
        thread.start()
        client = either.client(f"https://127.0.0.1:{listener.getsockname()[1]}")
        error = failure_of(either, client.platform.health.livez, KneoNetworkError)
        thread.join(5)
    assert "it was not sent" in str(error)


@pytest.mark.parametrize("content", [None, b"", b"no certificate\n"], ids=["missing", "empty", "rubbish"])
def test_a_certificate_file_that_cannot_be_used_is_a_typed_error(
    either: Either, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    client = either.client("https://127.0.0.1:9")
    for _ in range(2):
        error = failure_of(either, client.platform.health.livez, KneoNetworkError)
        assert "it was not sent" in str(error)


class ConnectProxy:
    """A forward proxy that only knows CONNECT, and brings every name to one server."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            self.asked.append(head)
            server = socket.create_connection(("127.0.0.1", self._port))
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            self._sockets += [client, server]
            for source, sink in ((client, server), (server, client)):
                thread = threading.Thread(target=self._pipe, args=(source, sink), daemon=True)
                self._threads.append(thread)
                thread.start()

    @staticmethod
    def _pipe(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for each in self._sockets:
            each.close()


@pytest.mark.usefixtures("trusted")
def test_https_goes_through_a_tunnel_that_never_sees_the_key(
    either: Either, serve: Callable[..., RawServer], authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(LIVE, tls=server_context(authority, "kneo.example"))
    proxy = ConnectProxy(server.port)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    try:
        client = either.client("https://kneo.example")
        assert either.do(client.platform.health.livez()).ok
        assert either.do(client.platform.health.livez()).ok
        assert [head.split(b"\r\n")[0] for head in proxy.asked] == [b"CONNECT kneo.example:443 HTTP/1.1"]
        assert b"local-admin-key" not in b"".join(proxy.asked)
        assert server.exchanges[0].headers["authorization"] == "Bearer local-admin-key"
        either.shut(client)
    finally:
        proxy.close()


def test_a_tunnel_that_is_refused_is_a_network_error(
    either: Either, serve: Callable[..., RawServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(exchange: Exchange) -> bool:
        exchange.send(answer(407, b"who are you?"))
        return False

    monkeypatch.setenv("HTTPS_PROXY", serve(refuse).url)
    error = failure_of(either, either.client("https://kneo.example").platform.health.livez, KneoNetworkError)
    assert "407" in str(error)
    assert "it was not sent" in str(error)
