"""The emulated rack's WebSocket routes, seen through a plain WebSocket client."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from tests.wire.emulator.racks import END
from trellis.emulator import ConvoxSettings, faults
from trellis.emulator.clock import Clock

MARK = "F1E49A85-0AD7-4AEF-A618-C249C6E6568D"


def execute(rack, command: str, *sent: str | bytes, **headers: str) -> tuple[str, int]:
    """Output and exit code of a command in a process of the app `shop`."""
    options = {"Command": command, "Tty": "false", **headers}
    frames = rack.frames(f"/apps/shop/processes/{rack.process()}/exec", *sent, **options)
    output, mark, code = "".join(map(str, frames)).rpartition(f"{MARK}:")
    assert mark
    return output, int(code)


# -- logs --------------------------------------------------------------------------------------------------------------


def test_the_log_of_a_build_is_followed_to_its_end(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    build = rack.form("POST", "/apps/shop/builds", url="https://a.test/b.tgz")["id"]
    lines = "".join(rack.frames(f"/apps/shop/builds/{build}/logs")).splitlines()
    assert lines[0] == "Building: shop"
    assert lines[-1] == f"Build: {build}"
    assert rack("GET", f"/apps/shop/builds/{build}")["status"] == "complete"


def test_the_log_of_a_build_is_not_followed_if_told_so(start_rack) -> None:
    clock = Clock.frozen()
    rack = start_rack(ConvoxSettings(clock=clock, step_seconds=10))
    rack.form("POST", "/apps", name="shop")
    build = rack.form("POST", "/apps/shop/builds", url="https://a.test/b.tgz")["id"]
    clock.advance(10)
    assert rack.frames(f"/apps/shop/builds/{build}/logs", Follow="false") == ["Building: shop\n"]


def test_lines_that_come_later_are_followed(rack) -> None:
    rack.deployed()
    with rack.socket("/apps/shop/logs", Follow="true", Filter="hello") as log:
        rack.server.state.write_log("shop", "web", "hello one\nnot this\nhello two")
        received = ""
        while received.count("\n") < 2:
            received += log.recv(timeout=5)
        assert received == "hello one\nhello two\n"


def test_without_follow_the_log_ends_where_it_is(rack) -> None:
    rack.deployed()
    state = rack.server.state
    for number in range(5):
        state.write_log("shop", "web", f"line {number}")
    assert "".join(rack.frames("/apps/shop/logs", Tail="2")) == "line 3\nline 4\n"
    assert rack.frames("/apps/shop/logs", Tail="0") == []
    worker = "".join(rack.frames("/apps/shop/services/worker/logs", Prefix="true"))
    assert " service/worker/worker-" in worker
    assert "service/web" not in worker
    process = rack.process()
    assert "".join(rack.frames(f"/apps/shop/processes/{process}/logs", Filter="line 4")) == "line 4\n"
    assert "rack started\n" in "".join(rack.frames("/system/logs"))


def test_since_leaves_older_lines_out(start_rack) -> None:
    clock = Clock.frozen()
    rack = start_rack(ConvoxSettings(clock=clock, step_seconds=0))
    rack.deployed()
    clock.advance(100)
    rack.server.state.write_log("shop", "web", "young")
    assert "".join(rack.frames("/apps/shop/logs", Since="30s")) == "young\n"
    assert "listening" in "".join(rack.frames("/apps/shop/logs"))
    clock.advance(60)
    # Two minutes, unless something else is asked for.
    assert "listening" not in "".join(rack.frames("/apps/shop/logs"))
    assert "listening" in "".join(rack.frames("/apps/shop/logs", Since="1h"))


def test_frames_need_not_be_lines(start_rack) -> None:
    rack = start_rack(ConvoxSettings(step_seconds=0, frame_chars=3))
    rack.deployed()
    rack.server.state.write_log("shop", "web", "snow: ☃☃")
    assert rack.frames("/apps/shop/logs", Tail="1") == ["sno", "w: ", "☃☃\n"]
    assert len(rack.frames(f"/apps/shop/processes/{rack.process()}/exec", Command="exit 4")) > 10


def test_the_server_says_end_and_leaves_the_connection_open(rack) -> None:
    with rack.socket("/system/logs") as log:
        assert log.recv(timeout=5) == "rack started\n"
        assert log.recv(timeout=5) == END
        with pytest.raises(TimeoutError):
            log.recv(timeout=0.2)


def test_what_goes_wrong_after_the_handshake_is_said_as_text(rack) -> None:
    assert rack.frames("/apps/nope/logs") == ["ERROR: app not found: nope\n"]
    assert rack.frames("/system/logs", Since="soon") == ['ERROR: time: invalid duration "soon"\n']
    with rack.server.expect_violations():
        assert rack.frames("/system/logs", Tail="x") == ['ERROR: strconv.Atoi: parsing "x": invalid syntax\n']


# -- commands ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "output", "code"),
    [
        ("echo hello", "hello\n", 0),
        ("echo -n $APP/$SERVICE", "shop/web", 0),
        ("sh -c 'echo $APP; exit 7'", "shop\n", 7),
        ("false || echo '$APP' && exit 3", "$APP\n", 3),
        ("true && false; echo $?", "1\n", 0),
        ("nope", "sh: nope: not found\n", 127),
        ("printenv PORT NOPE", "3000\n", 1),
        ("cat /nope", "cat: can't open '/nope': No such file or directory\n", 1),
        ("echo 'open", "sh: syntax error: No closing quotation\n", 2),
        ("echo a | cat", "sh: | is not emulated\n", 2),
        ("stty size", "stty: standard input: Not a tty\n", 1),
        ("sleep 0.01 && echo late", "late\n", 0),
    ],
)
def test_commands_run_in_a_process(rack, command, output, code) -> None:
    rack.deployed()
    assert execute(rack, "x", Command=command) == (output, code)


def test_a_command_may_stand_in_the_query(rack) -> None:
    rack.deployed()
    frames = rack.frames(f"/apps/shop/processes/{rack.process()}/exec?command=echo%20hi", Tty="false")
    assert frames == ["hi\n", f"{MARK}:0\n"]
    # In a header, how these characters are written is for each version of the library to say.
    frames = rack.frames(f"/apps/shop/processes/{rack.process()}/exec?command=echo%20%E2%98%83", Tty="false")
    assert frames == ["☃\n", f"{MARK}:0\n"]
    assert rack.frames(f"/apps/shop/processes/{rack.process()}/exec") == ["ERROR: command required\n"]


def test_a_command_reads_what_is_typed_until_the_empty_frame(rack) -> None:
    rack.deployed()
    assert execute(rack, "cat", "ab", b"cd\n", END) == ("abcd\n", 0)
    assert execute(rack, "wc -c", b"\x00\xff\xfe", END) == ("3\n", 0)
    assert execute(rack, "sh", "echo one\nech", "o two; exit 5\n") == ("one\ntwo\n", 5)
    assert execute(rack, "cat", Disable_Stdin="true") == ("", 0)
    with rack.socket(f"/apps/shop/processes/{rack.process()}/exec", Command="cat", Tty="false") as session:
        session.send(b"\xff")
        assert session.recv(timeout=5) == b"\xff"


def test_a_terminal_has_a_size_its_own_line_ends_and_control_characters(rack) -> None:
    rack.deployed()
    assert execute(rack, "stty size", Tty="true", Height="40", Width="120") == ("40 120\r\n", 0)
    assert execute(rack, "sleep 60", "\x03", Tty="true") == ("", 130)
    assert execute(rack, "cat", "x\x04", Tty="true") == ("x", 0)


def test_a_command_is_given_up_when_the_client_leaves(rack) -> None:
    rack.deployed()
    with rack.socket(f"/apps/shop/processes/{rack.process()}/exec", Command="sleep 60"):
        pass
    deadline = time.monotonic() + 5
    while rack.server.open_connections > 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert rack.server.open_connections <= 1


def test_an_instance_has_a_shell(rack) -> None:
    instance = rack("GET", "/instances")[0]["id"]
    path = f"/instances/{instance}/shell"
    assert rack.frames(path, Command="hostname") == [f"{instance}\r\n", f"{MARK}:0\n"]
    assert "".join(rack.frames(path, "exit 3\n")) == f"$ {MARK}:3\n"
    assert rack.frames("/instances/nope/shell") == ["ERROR: instance not found: nope\n"]


def test_a_resource_has_a_console(rack) -> None:
    rack.deployed()
    path = "/apps/shop/resources/database/console"
    frames = rack.frames(path, "select 1;\n\\q\n")
    assert frames == ["postgres console\r\npostgres> ", "select 1;\r\npostgres> ", f"{MARK}:0\n"]
    assert rack.frames(path, END)[-1] == f"{MARK}:0\n"


# -- the TCP proxy -----------------------------------------------------------------------------------------------------


def test_a_port_of_this_machine_is_reached(rack) -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def answer_once() -> None:
        connection, _ = listener.accept()
        with connection:
            heard = b""
            while data := connection.recv(100):
                heard += data
            connection.sendall(b"heard " + heard)

    server = threading.Thread(target=answer_once, daemon=True)
    server.start()
    with listener:
        frames = rack.frames(f"/proxy/127.0.0.1/{listener.getsockname()[1]}", b"\x00\x01", "text", END)
        server.join(5)
    assert b"".join(frames) == b"heard \x00\x01text"


def test_any_other_host_says_back_what_it_is_told(rack) -> None:
    assert rack.frames("/proxy/db.internal/5432", b"a\xff", END) == [b"a\xff"]


def test_a_port_that_nobody_listens_on_is_an_error(rack) -> None:
    [said] = rack.frames("/proxy/127.0.0.1/9")
    assert said == "ERROR: dial tcp 127.0.0.1:9: connect: connection refused\n"


# -- handshakes, faults and the log ------------------------------------------------------------------------------------


def test_a_handshake_and_its_frames_are_in_the_request_log(rack) -> None:
    rack.deployed()
    execute(rack, "cat", "typed", END)
    entry = rack.server.requests.last
    assert (entry.operation_id, entry.status, entry.executed) == ("processes_exec", 101, True)
    # What comes in and what goes out cross each other on the way.
    assert [frame for way, frame in entry.frames if way == "in"] == ["typed", END]
    assert [frame for way, frame in entry.frames if way == "out"] == ["typed", f"{MARK}:0\n", END]


def test_an_upgrade_of_a_plain_route_gets_its_plain_answer(rack) -> None:
    with pytest.raises(InvalidStatus) as refused:
        rack.socket("/apps")
    assert (refused.value.response.status_code, refused.value.response.body) == (200, b"[]\n")
    with pytest.raises(InvalidStatus) as refused:
        rack.socket("/nope")
    assert refused.value.response.status_code == 404


def test_a_fault_refuses_a_handshake(rack) -> None:
    rack.server.faults.add("system_logs", faults.status(503, headers={"Retry-After": "1"}), faults.redirect("/check"))
    with pytest.raises(InvalidStatus) as refused:
        rack.socket("/system/logs")
    assert refused.value.response.headers["retry-after"] == "1"
    assert "request-id" in refused.value.response.headers
    entry = rack.server.requests.last
    assert (entry.status, entry.executed, entry.fault) == (503, False, "status 503")


@pytest.mark.parametrize("frames", [0, 1, 2])
def test_a_fault_breaks_a_socket_after_some_frames(rack, frames) -> None:
    rack.deployed()
    rack.server.faults.add("processes_exec", faults.socket_lost(frames))
    with rack.socket(f"/apps/shop/processes/{rack.process()}/exec", Command="cat", Tty="false") as session:
        for number in range(frames):
            session.send(f"{number}")
            assert session.recv(timeout=5) == f"{number}"
        with pytest.raises(ConnectionClosedError):
            session.recv(timeout=5)


def test_a_fault_that_comes_after_the_client_has_left_is_no_failure_of_the_server(start_rack, caplog) -> None:
    rack = start_rack(ConvoxSettings())
    rack.server.faults.add("system_logs", faults.socket_lost(2))
    assert rack.frames("/system/logs") == ["rack started\n"]  # and the second frame says that this is the end
    rack.server.close()
    assert [record.message for record in caplog.records if record.name.startswith("uvicorn")] == []


def test_a_fault_of_sockets_is_none_of_a_plain_request(rack) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        faults.socket_lost(-1)
    rack.server.faults.add("apps_list", faults.socket_lost())
    assert rack.http.get("/apps").status_code == 500


def test_a_late_handshake_is_late(rack) -> None:
    rack.server.faults.add("system_logs", faults.delay(0.2))
    begun = time.monotonic()
    assert rack.frames("/system/logs") == ["rack started\n"]
    assert time.monotonic() - begun >= 0.2


def test_closing_the_server_does_not_wait_for_open_sockets(start_rack) -> None:
    rack = start_rack(ConvoxSettings())
    with rack.socket("/system/logs", Follow="true"):
        begun = time.monotonic()
        rack.server.close()
        assert time.monotonic() - begun < 3
