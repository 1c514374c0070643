"""Commands one talks to: input, output, and the exit code that is found exactly and never shown."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from convox._exec_result import ExecResult
from convox.exceptions import ConvoxClosedError, ConvoxConnectionError, ConvoxNotFoundError
from tests.wire.convox.racks import failure_of
from tests.wire.convox.socket_racks import END, MARK, Rack, exec_session, finish, utf8

if TYPE_CHECKING:
    from websockets.sync.server import ServerConnection

    from tests.wire.convox.racks import Either


def echo(connection: ServerConnection) -> None:
    """What `cat` does: says what it is told until the input ends."""
    while data := connection.recv():
        connection.send(data)
    connection.send(f"{MARK}0\n")
    connection.send(END)
    connection.recv()


@pytest.mark.parametrize(
    ("messages", "output", "code"),
    [
        (["out", f"{MARK}0\n", END], b"out", 0),
        ([f"out{MARK}137\n", END], b"out", 137),
        (["out\n" + MARK[:20], MARK[20:] + "2", "55\n"], b"out\n", 255),
        ([f"{MARK}-1\n"], b"", -1),
        ([f"{MARK}x\n", f"{MARK[:7]}", "and\n", f"{MARK}3\n"], f"{MARK}x\n{MARK[:7]}and\n".encode(), 3),
        ([f"out{MARK}4", END], b"out", 4),
        (["no code", END], b"no code", None),
        ([f"out{MARK[:30]}", END], f"out{MARK[:30]}".encode(), None),
        (["ERROR: not found\n", f"{MARK}1\n"], b"ERROR: not found\n", 1),
        ([b"\x00\xff", f"{MARK}0\n"], b"\x00\xff", 0),
    ],
)
def test_the_exit_code_is_found_however_messages_are_cut(
    either: Either, messages: list[str | bytes], output: bytes, code: int | None
) -> None:
    with Rack(*messages) as rack:
        session = exec_session(either, rack)
        assert b"".join(either.collect(session)) == output
        assert session.exit_code == code
        assert session.closed
        finish(either, rack, session)


def test_what_is_typed_arrives_and_the_result_is_whole(either: Either) -> None:
    with Rack(play=echo) as rack:
        for stdin in ("Grüße", b"Gr\xc3\xbc\xc3\x9fe", io.BytesIO("Grüße".encode()), [b"Gr\xc3\xbc", b"\xc3\x9fe"]):
            session = exec_session(either, rack, "cat", tty=False)
            assert either.do(session.run(stdin)) == ExecResult("Grüße".encode(), 0)
            assert session.closed
        assert either.do(exec_session(either, rack).run("x")).text == "x"


def test_more_input_than_any_buffer_holds(either: Either) -> None:
    """The command says back each piece before it reads the next one; its output is not read until all is typed."""
    data = "0123456789abcdeü".encode() * 600_000

    with Rack(play=echo) as rack:
        assert either.do(exec_session(either, rack, "cat").run(data)) == ExecResult(data, 0)


def test_bytes_that_are_no_text_arrive_too(either: Either) -> None:
    data = bytes(range(256)) * 1000

    with Rack(play=echo) as rack:
        assert either.do(exec_session(either, rack, "cat").run(data)) == ExecResult(data, 0)


def test_input_that_nobody_waits_for_is_left_unsent(either: Either) -> None:
    def play(connection: ServerConnection) -> None:
        connection.recv()
        connection.send(f"enough\n{MARK}0\n")
        for _ in connection:
            pass

    def endless() -> Any:
        while True:
            yield b"y\n"

    with Rack(play=play) as rack:
        assert either.do(exec_session(either, rack).run(endless())) == ExecResult(b"enough\n", 0)


def test_the_command_goes_both_ways_and_options_as_headers(either: Either) -> None:
    with Rack(f"{MARK}0\n") as rack:
        session = exec_session(either, rack, "echo ü €", tty=False, height=40, width=120, entrypoint=True)
        assert either.do(session.wait()) == 0

    (request,) = rack.requests
    assert request.path == "/apps/web/processes/web-1/exec?command=echo%20%C3%BC%20%E2%82%AC"
    sent = {name: request.headers.get(name) for name in ("Tty", "Height", "Width", "Entrypoint", "Disable-Stdin")}
    assert sent == {"Tty": "false", "Height": "40", "Width": "120", "Entrypoint": "true", "Disable-Stdin": None}
    assert utf8(request.headers["Command"]) == "echo ü €"


def test_a_command_that_could_not_be_run(either: Either) -> None:
    with Rack("ERROR: process not found: web-1\n", END) as rack:
        error = failure_of(either, lambda: exec_session(either, rack).run(), ConvoxNotFoundError)

    assert error.message == "process not found: web-1"


def test_a_connection_lost_before_the_exit_code(either: Either) -> None:
    def play(connection: ServerConnection) -> None:
        connection.send("half")
        connection.socket.shutdown(2)

    with Rack(play=play) as rack:
        session = exec_session(either, rack)
        with pytest.raises(ConvoxConnectionError, match="closed before the server ended"):
            either.do(session.wait())
        assert session.exit_code is None
        with pytest.raises(ConvoxConnectionError):
            either.do(session.write("more"))


def test_nothing_can_be_typed_after_the_end(either: Either) -> None:
    with Rack(f"{MARK}0\n") as rack:
        session = exec_session(either, rack)
        either.do(session.wait())
        with pytest.raises(ConvoxClosedError):
            either.do(session.write("more"))


@pytest.mark.parametrize("wrong", [7, None, ["x"]])
def test_only_bytes_and_text_can_be_typed(either: Either, wrong: Any) -> None:
    with Rack(f"{MARK}0\n") as rack:
        session = exec_session(either, rack)
        with pytest.raises(TypeError, match="must be bytes or a str"):
            either.do(session.write(wrong))
        finish(either, rack, session)


@pytest.mark.parametrize("command", ["a\nb", "a\0b", "a\rX: y"])
def test_a_command_that_could_leave_its_header_is_refused(either: Either, command: str) -> None:
    with Rack() as rack:
        with pytest.raises(ValueError, match="control character"):
            exec_session(either, rack, command)
        assert rack.requests == []


def test_a_command_is_not_started_again_when_its_handshake_is_lost(either: Either) -> None:
    """A log may be asked for again; whether a command runs already, nobody knows."""

    def play(connection: ServerConnection) -> None:
        raise AssertionError("no session was to begin")

    def cut(connection: ServerConnection, request: Any) -> None:
        connection.socket.shutdown(2)

    from tests.unit.core.sockets.loopback_sockets import Served

    with Served(play, refuse=cut) as rack:
        client = either.client(rack.url, max_retries=3)
        from convox._async.streams import open_exec as open_async
        from convox._generated import operations as ops
        from convox._sync.streams import open_exec as open_sync

        opener: Any = open_async if either.is_async else open_sync
        args = {"app": "web", "pid": "web-1", "command": "rm -rf cache"}
        with pytest.raises(ConvoxConnectionError, match="it may have been executed"):
            either.do(opener(client._calls, ops.processes_exec, args))
        assert len(rack.requests) == 1


def test_a_tcp_connection_carries_bytes_both_ways(either: Either) -> None:
    from convox._async.streams import open_tcp as open_async
    from convox._generated import operations as ops
    from convox._sync.streams import open_tcp as open_sync

    def play(connection: ServerConnection) -> None:
        while data := connection.recv():
            connection.send(data)
        connection.send(END)
        connection.recv()

    opener: Any = open_async if either.is_async else open_sync
    with Rack(play=play) as rack:
        client = either.client(rack.url)
        stream = either.do(opener(client._calls, ops.proxy_tcp, {"host": "10.0.0.7", "port": 5432}))
        either.do(stream.send(b"\x00\xffping"))
        assert either.do(stream.receive()) == b"\x00\xffping"
        either.do(stream.send(b"text"))
        either.do(stream.send_eof())
        assert either.collect(stream) == [b"text"]
        assert stream.closed
        assert either.do(stream.receive()) == b""

    assert rack.requests[0].path == "/proxy/10.0.0.7/5432"
