"""A WebSocket is as careful about certificates as a request is, and takes the same way out of the network."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import trustme

from kneo_client.core.errors import KneoNetworkError
from tests.unit.core.sockets.connect_proxy import ConnectProxy
from tests.unit.core.sockets.loopback_sockets import Served, Sockets
from trellis.core.sockets.conversation import Message
from trellis.core.transport.endpoints import environment_proxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.server import ServerConnection

AUTHORITY = trustme.CA()


@pytest.fixture(params=["sync", "async"])
def sockets(request: pytest.FixtureRequest) -> Iterator[Sockets]:
    made = Sockets(request.param)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.lower().endswith("_proxy") or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)


def server_context(name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(name).configure_cert(context)
    return context


def client_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def echo(connection: ServerConnection) -> None:
    for message in connection:
        connection.send(message)


def talks(sockets: Sockets, opened: Any) -> None:
    data = b"z" * 100_000
    sockets.send(opened, data)
    assert sockets.receive(opened) == Message(data, False)


def test_over_tls(sockets: Sockets) -> None:
    with Served(echo, tls=server_context()) as server:
        talks(sockets, sockets.connect(server.url, engine=sockets.engine(verify=client_context())))


def test_over_tls_one_reads_while_another_writes(sockets: Sockets) -> None:
    """Both ways at once, more than any buffer holds, with pings among it."""

    def talk(connection: ServerConnection) -> None:
        for number, message in enumerate(connection):
            connection.send(message)
            if number % 50 == 0:
                connection.ping()

    piece = bytes(range(256)) * 80
    with Served(talk, tls=server_context()) as server:
        opened = sockets.connect(server.url, engine=sockets.engine(verify=client_context()))

        def write() -> None:
            for _ in range(500):
                sockets.send(opened, piece)

        writer = threading.Thread(target=write)
        writer.start()
        for _ in range(500):
            assert sockets.receive(opened) == Message(piece, False)
        writer.join()


def test_the_environments_certificates_are_trusted(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with Served(echo, tls=server_context()) as server:
        talks(sockets, sockets.connect(server.url))


def test_anybody_is_trusted_if_the_caller_says_so(sockets: Sockets) -> None:
    with Served(echo, tls=server_context("elsewhere.example")) as server:
        talks(sockets, sockets.connect(server.url, engine=sockets.engine(verify=False)))


def test_an_unknown_authority_is_not_trusted(sockets: Sockets) -> None:
    with Served(echo, tls=server_context()) as server:
        with pytest.raises(KneoNetworkError, match="certificate is not trusted") as caught:
            sockets.connect(server.url)
        assert "it was not sent" in str(caught.value)
        assert server.requests == []


def test_a_certificate_for_another_name_is_not_trusted(sockets: Sockets) -> None:
    with (
        Served(echo, tls=server_context("elsewhere.example")) as server,
        pytest.raises(KneoNetworkError, match=r"not valid for '127\.0\.0\.1'"),
    ):
        sockets.connect(server.url, engine=sockets.engine(verify=client_context()))


def test_a_server_without_tls_under_an_https_url(sockets: Sockets) -> None:
    with Served(echo) as server, pytest.raises(KneoNetworkError, match="TLS"):
        sockets.connect(
            server.url.replace("http:", "https:"), timeouts=dict.fromkeys(("connect", "read", "write", "pool"), 5.0)
        )
    assert server.requests == []


def test_a_context_that_settles_on_http2_is_refused(sockets: Sockets) -> None:
    server_side, client_side = server_context(), client_context()
    server_side.set_alpn_protocols(["h2"])
    client_side.set_alpn_protocols(["h2", "http/1.1"])
    with Served(echo, tls=server_side) as server, pytest.raises(KneoNetworkError, match="settled on h2"):
        sockets.connect(server.url, engine=sockets.engine(verify=client_side))


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("proxy_tls", [False, True])
def test_through_the_environments_proxy(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tls: bool, proxy_tls: bool
) -> None:
    """To a name of the wide world; TLS within TLS where both speak it."""
    file = tmp_path / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    name = "rack.example.com"
    with (
        Served(echo, tls=server_context(name) if tls else None) as server,
        ConnectProxy(server.port, tls=server_context() if proxy_tls else None) as proxy,
    ):
        scheme = "https" if tls else "http"
        monkeypatch.setenv(f"{scheme}_proxy", proxy.url.replace("//", "//user:p%40ss@"))
        talks(sockets, sockets.connect(f"{scheme}://{name}/a"))
        port = 443 if tls else 80
        assert proxy.asked == [f"CONNECT {name}:{port} HTTP/1.1"]
        assert proxy.headers[0]["host"] == f"{name}:{port}"
        assert proxy.headers[0]["proxy-authorization"] == "Basic dXNlcjpwQHNz"
        assert server.requests[0].headers["Host"] == name
        assert "Proxy-Authorization" not in server.requests[0].headers


def test_a_given_proxy_goes_before_the_environment(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "*")
    with Served(echo) as server, ConnectProxy(server.port) as proxy:
        talks(sockets, sockets.connect("http://[2001:db8::7]:8080/a", engine=sockets.engine(proxy=proxy.url)))
        assert proxy.asked == ["CONNECT [2001:db8::7]:8080 HTTP/1.1"]


def test_no_proxy_is_honoured(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    with Served(echo) as server, ConnectProxy(server.port) as proxy:
        monkeypatch.setenv("all_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        talks(sockets, sockets.connect(server.url))
        assert proxy.asked == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "HTTP 407"),
        (b"HTTP/1.0 502 Bad Gateway\r\n\r\n<html>no</html>", "HTTP 502"),
        (b"", "no answer to the proxy"),
        (b"hello?\r\n\r\n", "no answer to the proxy"),
        (b"HTTP/1.1 200 OK\r\n\r\nsmuggled", "before anything was sent"),
    ],
)
def test_a_proxy_that_does_not_do_it(sockets: Sockets, answer: bytes, words: str) -> None:
    with ConnectProxy(9, answer=answer) as proxy:
        url = proxy.url.replace("//", "//user:secret@")
        with pytest.raises(KneoNetworkError, match=words) as caught:
            sockets.connect("http://rack.example.com/", engine=sockets.engine(proxy=url))
    assert "secret" not in str(caught.value)
    assert "it was not sent" in str(caught.value)


@pytest.mark.parametrize(
    "proxy", ["socks5://user:secret@127.0.0.1:1080", "http://user:secret@[::1", "http://:0:secret"]
)
def test_a_proxy_that_cannot_be_used_is_not_quoted(sockets: Sockets, proxy: str) -> None:
    with pytest.raises(KneoNetworkError, match="proxy settings cannot be used") as caught:
        sockets.connect("http://rack.example.com/", engine=sockets.engine(proxy=proxy))
    assert "secret" not in str(caught.value)


NO_PROXY = [
    "", "*", "example.com", ".example.com", "www.example.com", "EXAMPLE.com", "localhost", "127.0.0.1", "::1",
    "10.0.0.0/8", "example.com, localhost", "http://example.com", "https://example.com", "all://example.com:8080",
    "example", "com",
]  # fmt: skip
URLS = [
    "http://example.com/", "http://www.example.com/", "http://notexample.com/", "http://example.com:8080/",
    "http://localhost/", "http://127.0.0.1/", "http://[::1]/", "http://10.0.0.0/", "http://example.org/",
]  # fmt: skip
WANTED = [
    {"HTTP_PROXY": "PROXY"}, {"ALL_PROXY": "PROXY"}, {"HTTPS_PROXY": "PROXY"},
    {"ALL_PROXY": "http://127.0.0.1:9", "http_proxy": "PROXY"},
]  # fmt: skip


@pytest.mark.parametrize("settings", WANTED, ids=lambda settings: "+".join(settings))
@pytest.mark.parametrize("exempt", NO_PROXY)
def test_the_rules_are_those_of_httpx(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], exempt: str) -> None:
    """httpx itself is the judge: whether its request for a URL reaches the proxy, or looks up the host by itself."""

    def unreachable(*_: object, **__: object) -> Any:
        raise OSError("no network in tests")

    with _CountingProxy() as proxy:
        for name, value in settings.items():
            monkeypatch.setenv(name, value.replace("PROXY", proxy.url))
        monkeypatch.setenv("NO_PROXY", exempt)
        real = socket.create_connection

        def only_the_proxy(address: Any, *args: Any, **kwargs: Any) -> Any:
            return real(address, *args, **kwargs) if address[1] == proxy.port else unreachable()

        monkeypatch.setattr(socket, "create_connection", only_the_proxy)
        with httpx.Client(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)) as client:
            for url in URLS:
                before = proxy.requests
                with contextlib.suppress(httpx.TransportError):
                    client.get(url)
                by_httpx = proxy.requests > before
                assert (environment_proxy(httpx.URL(url)) == proxy.url) == by_httpx, url


class _CountingProxy:
    """Answers 200 to whatever is asked of it."""

    def __init__(self) -> None:
        import threading

        self.requests = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                if connection.recv(65536):
                    self.requests += 1
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def __enter__(self) -> _CountingProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
