"""Logs, commands, shells, consoles and TCP through the client's own methods, with an emulated rack at the other end."""

from __future__ import annotations

import gc
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from convox import ConvoxClient
from convox.exceptions import ConvoxAuthError, ConvoxConnectionError, ConvoxNotFoundError
from convox.streams import AsyncExecSession, AsyncLogStream, ExecResult, ExecSession, LogStream
from tests.wire.convox.socket_racks import END, Rack
from trellis.testing import faults

if TYPE_CHECKING:
    from tests.wire.convox.racks import Either
    from trellis.emulator import ConvoxHandle


@pytest.fixture
def rack(either: Either, convox_server: ConvoxHandle) -> Any:
    """A client of a rack with an app that runs."""
    client = either.client(convox_server.url, convox_server.settings.password)
    do = either.do
    do(client.apps.create("shop"))
    build = do(client.builds.create("shop", "https://sources.test/shop.tgz"))
    with_log = do(client.builds.logs("shop", build.id, follow=True))
    assert isinstance(with_log, AsyncLogStream if either.is_async else LogStream)
    lines = either.collect(with_log)
    assert lines[0] == "Building: shop"
    assert lines[-1] == f"Build: {build.id}"
    do(client.releases.promote("shop", do(client.builds.get("shop", build.id)).release))
    return client


def process_of(either: Either, rack: Any) -> str:
    return str(either.do(rack.processes.list("shop", service="web"))[0].id)


def test_commands(either: Either, rack: Any) -> None:
    pid = process_of(either, rack)

    def run(command: str, stdin: Any = None, **options: Any) -> ExecResult:
        session = either.do(rack.processes.exec("shop", pid, command, **options))
        assert isinstance(session, AsyncExecSession if either.is_async else ExecSession)
        result: ExecResult = either.do(session.run(stdin))
        return result

    assert run("echo 'grüße €'", tty=False) == ExecResult("grüße €\n".encode(), 0)
    assert run("cat", "one\ntwo\n", tty=False) == ExecResult(b"one\ntwo\n", 0)
    assert run("cat", b"x" * 300_000, tty=False) == ExecResult(b"x" * 300_000, 0)
    assert run("sh -c 'exit 7'", tty=False).exit_code == 7
    with pytest.raises(ConvoxNotFoundError):
        either.do(either.do(rack.processes.exec("shop", "nope", "true")).run())


def test_a_shell_and_a_console(either: Either, rack: Any) -> None:
    instance = either.do(rack.instances.list())[0].id
    shell = either.do(rack.instances.shell(instance))
    either.do(shell.write("exit 3\n"))
    assert either.do(shell.wait()) == 3
    console = either.do(rack.resources.console("shop", "database"))
    either.do(console.write("select 1\n"))
    either.do(console.write("exit\n"))
    assert b"select 1" in either.do(console.read())
    assert console.exit_code == 0


def test_logs_of_everything(either: Either, rack: Any) -> None:
    pid = process_of(either, rack)
    assert either.collect(either.do(rack.apps.logs("shop", follow=False)))
    assert either.collect(either.do(rack.services.logs("shop", "web", follow=False)))
    assert either.collect(either.do(rack.processes.logs("shop", pid, follow=False, tail=1)))
    assert either.collect(either.do(rack.system.logs(follow=False, since="1h")))
    with pytest.raises(ConvoxNotFoundError, match="app not found"):
        either.collect(either.do(rack.apps.logs("nope", follow=True)))
    wrong = either.client(rack.host, "wrong")
    with pytest.raises(ConvoxAuthError):
        either.do(wrong.apps.logs("shop"))


def test_tcp_through_the_rack(either: Either, rack: Any) -> None:
    stream = either.do(rack.proxy.tcp("db.internal", 5432))
    either.do(stream.send(b"\x00\x01hello"))
    assert either.do(stream.receive()) == b"\x00\x01hello"
    either.do(stream.send_eof())
    assert either.collect(stream) == []


def test_a_log_is_asked_for_again_and_a_lost_one_is_told(
    either: Either, convox_server: ConvoxHandle, rack: Any
) -> None:
    convox_server.faults.add("apps_logs", faults.status(503, headers={"Retry-After": "0"}))
    patient = either.client(convox_server.url, convox_server.settings.password, max_retries=1)
    assert either.collect(either.do(patient.apps.logs("shop", follow=False)))
    convox_server.faults.add("apps_logs", faults.socket_lost())
    with pytest.raises(ConvoxConnectionError):
        either.collect(either.do(rack.apps.logs("shop", follow=True)))


def test_a_callers_own_http_client_decides(either: Either) -> None:
    """Its base URL, headers, cookies, parameters and limits hold for the handshake too."""
    with Rack("hello\n", END) as server:
        http = either.http(
            base_url=f"{server.url}/base", headers={"X-Own": "1"}, cookies={"c": "2"}, params={"p": "3"}, timeout=5
        )
        client = either.client("https://not-asked.example", http_client=http)
        assert either.collect(either.do(client.apps.logs("web", tail=2))) == ["hello"]

    (request,) = server.requests
    assert request.path == "/base/apps/web/logs?p=3"
    sent = {name: request.headers.get(name) for name in ("X-Own", "Cookie", "Tail", "Upgrade", "Connection")}
    assert sent == {"X-Own": "1", "Cookie": "c=2", "Tail": "2", "Upgrade": "websocket", "Connection": "Upgrade"}
    assert request.headers["Authorization"].startswith("Basic ")
    assert request.headers["Host"] == f"127.0.0.1:{server.port}"


def test_one_thread_reads_while_another_writes() -> None:
    def echo(connection: Any) -> None:
        while data := connection.recv():
            connection.send(data)
        connection.send(END)
        connection.recv()

    with Rack(play=echo) as server, ConvoxClient(server.url, "key") as client:
        stream = client.proxy.tcp("db.internal", 5432)
        wanted = b"".join(number.to_bytes(4, "big") * 500 for number in range(2000))

        def write() -> None:
            for start in range(0, len(wanted), 3000):
                stream.send(wanted[start : start + 3000])
            stream.send_eof()

        writer = threading.Thread(target=write)
        writer.start()
        got = b"".join(stream)
        writer.join()
        assert got == wanted


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_child_process_does_not_end_its_parents_session() -> None:
    def play(connection: Any) -> None:
        for _ in range(2):
            connection.send(f"{connection.recv()}\n")

    with Rack(play=play) as server:
        client = ConvoxClient(server.url, "key")
        stream = client.proxy.tcp("db.internal", 5432)
        stream.send(b"one")
        assert stream.receive() == b"one\n"
        child = os.fork()
        if child == 0:
            signal.alarm(10)
            try:
                stream.close()
                client.close()
                del stream, client
                gc.collect()
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        stream.send(b"two")
        assert stream.receive() == b"two\n"
        client.close()


def test_a_handshake_below_a_path(either: Either) -> None:
    with Rack("hello\n", END) as server:
        client = either.client(f"{server.url}/racks/one/")
        assert either.collect(either.do(client.apps.logs("a/b"))) == ["hello"]
    assert server.requests[0].path == "/racks/one/apps/a%2Fb/logs"


def test_a_port_nobody_may_name(either: Either) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = either.client(f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(ValueError, match="port"):
            either.do(client.proxy.tcp("db.internal", 70_000))
