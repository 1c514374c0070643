"""A WebSocket server that plays a rack, and calls through either client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.core.sockets.loopback_sockets import Served

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.sync.server import ServerConnection

    from tests.wire.convox.racks import Either

__all__ = ["END", "MARK", "Rack", "exec_session", "finish", "logs", "utf8"]

END = b""
"""What a rack ends with: an empty binary message, after which it leaves the connection open."""
MARK = "F1E49A85-0AD7-4AEF-A618-C249C6E6568D:"


class Rack(Served):
    """Sends what it is given, ends as racks do, and waits for the client to close."""

    def __init__(self, *messages: str | bytes, play: Callable[[ServerConnection], Any] | None = None) -> None:
        def send_all(connection: ServerConnection) -> None:
            for message in messages:
                connection.send(message)
            for _ in connection:
                pass

        super().__init__(play or send_all)


def logs(either: Either, rack: Served, *, operation: str = "apps_logs", **options: Any) -> Any:
    """An open log of the app `web`."""
    from convox._async.streams import open_logs as open_async
    from convox._generated import operations as ops
    from convox._sync.streams import open_logs as open_sync

    client = either.client(rack.url)
    path = {"name": "web"} if operation == "apps_logs" else {"app": "web", "id": "B1"}
    opener: Any = open_async if either.is_async else open_sync
    timeout = {"timeout": options.pop("timeout")} if "timeout" in options else {}
    return either.do(opener(client._calls, getattr(ops, operation), {**path, **options}, **timeout))


def exec_session(either: Either, rack: Served, command: str = "true", **options: Any) -> Any:
    """An open session with a process of the app `web`."""
    from convox._async.streams import open_exec as open_async
    from convox._generated import operations as ops
    from convox._sync.streams import open_exec as open_sync

    client = either.client(rack.url)
    opener: Any = open_async if either.is_async else open_sync
    timeout = {"timeout": options.pop("timeout")} if "timeout" in options else {}
    args = {"app": "web", "pid": "web-1", "command": command, **options}
    return either.do(opener(client._calls, ops.processes_exec, args, **timeout))


def finish(either: Either, rack: Served, opened: Any) -> None:
    """Close it and see that the rack's session is over: no connection is left behind."""
    either.shut(opened)
    assert rack.sessions_over.acquire(timeout=5)


def utf8(header: str) -> str:
    """A header's bytes as UTF-8. The library's older servers keep what is no ASCII as lone surrogates, later ones as
    Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeEncodeError:
        return header.encode("ascii", "surrogateescape").decode()
