"""The tunnel brings https host names to a local server, and nothing else anywhere."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import KneoNetworkError, Profile, RetryPolicy
from trellis.testing import Tunnel, attempts_of_one_call, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trellis.emulator import KneoHandle

FAR = "kneo.example.com"
ONCE = RetryPolicy(max_attempts=1)


@pytest.fixture(autouse=True)
def no_proxies_but_the_tunnel(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)


@pytest.fixture
def tunnel(kneo_server: KneoHandle) -> Iterator[Tunnel]:
    with Tunnel({FAR: kneo_server.url, "one.example.com:8443": kneo_server.url}) as tunnel:
        yield tunnel


@pytest.fixture
def far(tunnel: Tunnel, kneo_profile: Profile, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Profile]:
    """Sets this process up for the tunnel; gives profiles for a URL of the wide world."""
    for name, value in tunnel.environment.items():
        monkeypatch.setenv(name, value)
    return lambda url: Profile(name="far", url=url, api_key=kneo_profile.api_key)


@pytest.fixture
def echo() -> Iterator[str]:
    """A server that sends back what it gets, over any number of connections."""

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while data := connection.recv(65536):
                connection.sendall(data)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def dial(tunnel: Tunnel, request: bytes) -> tuple[socket.socket, bytes]:
    """Send `request` to the proxy; the socket and the first line of the answer."""
    raw = socket.create_connection(("127.0.0.1", int(tunnel.url.rpartition(":")[2])), timeout=10)
    raw.sendall(request + b"\r\n\r\n")
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += raw.recv(1)
    return raw, answer.partition(b"\r\n")[0]


def secured(tunnel: Tunnel, name: str, port: int = 443) -> ssl.SSLSocket:
    """A TLS connection to `name`, through the tunnel."""
    raw, line = dial(tunnel, f"CONNECT {name}:{port} HTTP/1.1".encode())
    assert b" 200 " in line
    return ssl.create_default_context(cafile=str(tunnel.ca_file)).wrap_socket(raw, server_hostname=name)


def test_a_synchronous_client_reaches_the_local_server(
    far: Callable[[str], Profile], tunnel: Tunnel, kneo_server: KneoHandle
) -> None:
    with SyncKneoClient(far(f"https://{FAR}")) as client:
        assert client.platform.health.readyz().ok
        assert client.platform.runs.list().count == 0
    assert kneo_server.requests[-1].headers["host"] == FAR
    assert tunnel.asked_for == [f"{FAR}:443"]


@pytest.mark.anyio
async def test_an_asynchronous_client_reaches_it_too(far: Callable[[str], Profile], tunnel: Tunnel) -> None:
    async with KneoClient(far("https://KNEO.example.com:9443")) as client:
        assert (await client.platform.health.readyz()).ok
    assert tunnel.asked_for == [f"{FAR}:9443"]


def test_a_route_with_a_port_is_for_that_port_only(far: Callable[[str], Profile]) -> None:
    with SyncKneoClient(far("https://one.example.com:8443")) as client:
        assert client.platform.health.livez().ok
    with SyncKneoClient(far("https://one.example.com"), retry_policy=ONCE) as client, pytest.raises(KneoNetworkError):
        client.platform.health.livez()


def test_a_name_without_a_route_is_refused(
    far: Callable[[str], Profile], tunnel: Tunnel, kneo_server: KneoHandle
) -> None:
    client = SyncKneoClient(far("https://elsewhere.example.com"), retry_policy=ONCE)
    with client, pytest.raises(KneoNetworkError, match="502"):
        client.platform.health.livez()
    assert tunnel.asked_for == ["elsewhere.example.com:443"]
    assert kneo_server.requests.received == 0


def test_a_program_that_does_not_know_the_authority_does_not_trust_the_tunnel(
    far: Callable[[str], Profile], kneo_server: KneoHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    client = SyncKneoClient(far(f"https://{FAR}"), retry_policy=ONCE)
    with client, pytest.raises(KneoNetworkError, match="certificate"):
        client.platform.health.livez()
    assert kneo_server.requests.received == 0


def test_what_the_server_breaks_off_is_broken_off_for_the_client(tunnel: Tunnel, kneo_server: KneoHandle) -> None:
    kneo_server.faults.add("livez", faults.reset_before_response())
    wire = secured(tunnel, FAR)
    wire.sendall(f"GET /v1/livez HTTP/1.1\r\nHost: {FAR}\r\n\r\n".encode())
    # Below TLS, whose library may call a reset an end.
    with socket.socket(fileno=wire.detach()) as raw:
        raw.settimeout(10)
        with pytest.raises(ConnectionResetError):
            list(iter(lambda: raw.recv(65536), b""))


def test_a_call_that_is_broken_off_is_sent_again(far: Callable[[str], Profile], kneo_server: KneoHandle) -> None:
    kneo_server.faults.add("livez", faults.reset_before_response())
    with SyncKneoClient(far(f"https://{FAR}"), retry_policy=RetryPolicy(base_delay=0)) as client:
        assert client.platform.health.livez().ok
    attempts_of_one_call(kneo_server.requests, "livez", count=2)


def test_bytes_arrive_whole_and_in_order(echo: str) -> None:
    sent = os.urandom(3_000_000)
    with Tunnel({"echo.example.com": echo}) as tunnel, secured(tunnel, "echo.example.com") as wire:
        for start in range(0, len(sent), 100_000):
            part, got = sent[start : start + 100_000], b""
            wire.sendall(part)
            while len(got) < len(part):
                got += wire.recv(len(part) - len(got))
            assert got == part


def test_only_connect_is_proxied(tunnel: Tunnel, kneo_server: KneoHandle) -> None:
    raw, line = dial(tunnel, f"GET http://{FAR}/v1/livez HTTP/1.1".encode())
    raw.close()
    assert line == b"HTTP/1.1 405 Method Not Allowed"
    assert kneo_server.requests.received == 0


def test_a_server_that_is_down_ends_the_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (
        Tunnel({"down.example.com": f"http://127.0.0.1:{port}"}) as tunnel,
        secured(tunnel, "down.example.com") as wire,
        contextlib.suppress(ConnectionResetError),
    ):
        assert wire.recv(1) == b""


def test_closing_breaks_connections_off_and_leaves_nothing(echo: str) -> None:
    before = set(threading.enumerate())
    tunnel = Tunnel({"echo.example.com": echo})
    wire = secured(tunnel, "echo.example.com")
    wire.sendall(b"ping")
    assert wire.recv(4) == b"ping"

    tunnel.close()
    tunnel.close()

    with wire, contextlib.suppress(OSError):
        assert wire.recv(1) == b""
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(tunnel.url.rpartition(":")[2])), timeout=10)
    assert not tunnel.ca_file.exists()
    assert "trellis-tunnel" not in {thread.name for thread in set(threading.enumerate()) - before}


@pytest.mark.parametrize(
    "routes",
    [{}, {FAR: "https://127.0.0.1:1"}, {FAR: "http://127.0.0.1"}, {FAR: "127.0.0.1:1"}, {FAR: "http://127.0.0.1:1/v1"}],
    ids=str,
)
def test_a_route_that_cannot_be_is_refused(routes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="route"):
        Tunnel(routes)
