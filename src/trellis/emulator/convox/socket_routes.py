"""The nine WebSocket routes: logs, commands in a process or on an instance, consoles of resources, TCP."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.emulator.outbound import is_local

from .build_routes import find_build
from .commands import Shell, Terminal
from .conversation import EXIT_MARK, Conversation
from .failures import RackError, missing
from .go_values import go_time
from .resource_routes import find_resource
from .service_routes import find_process

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from trellis.emulator.sockets import Socket

    from .handlers import Context
    from .records import Log, LogLine

    Talk = Callable[[Context, Conversation], Awaitable[None]]

POLL_SECONDS = 0.01
DEFAULT_SINCE = 120.0
DEFAULT_SIZE = (24, 80)
CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What of a log is wanted. since: how old lines may be, in seconds; None for any age."""

    follow: bool
    since: float | None
    filter: str
    tail: int | None
    prefix: bool

    @classmethod
    def of(cls, context: Context, *, of_build: bool = False) -> LogOptions:
        """The options of a request, which are header fields. The log of a build is shown from its start to its end."""
        headers = context.headers
        headers.integer("Maxlogrequests")
        since = headers.duration("Since")
        return cls(
            follow=of_build if headers.text("Follow") is None else headers.text("Follow") == "true",
            since=None if of_build else DEFAULT_SINCE if since is None else since,
            filter=headers.text("Filter") or "",
            tail=headers.integer("Tail"),
            prefix=headers.flag("Prefix") or False,
        )

    def text(self, line: LogLine) -> str:
        """A line as it goes over the wire."""
        if not self.prefix:
            return f"{line.text}\n"
        return f"{go_time(float(int(line.at)))} {line.source or 'system'} {line.text}\n"


async def send_log(
    context: Context,
    conversation: Conversation,
    log: Log,
    options: LogOptions,
    *,
    source: str = "",
    over: Callable[[], bool],
) -> None:
    """Send the lines there are, and with `follow` those that come until it is `over`.

    source: only lines whose source starts with this.
    """

    def wanted(lines: Iterable[LogLine]) -> list[LogLine]:
        return [line for line in lines if line.source.startswith(source) and options.filter in line.text]

    with context.state.lock:
        oldest = None if options.since is None else context.rack.clock.now() - options.since
        ended, lines = over(), log.after(0)
    seen = lines[-1].number if lines else 0
    shown = wanted(line for line in lines if oldest is None or line.at >= oldest)
    if options.tail is not None:
        shown = shown[-options.tail :] if options.tail > 0 else []
    while True:
        if shown:
            await conversation.write("".join(options.text(line) for line in shown))
        if ended or not options.follow:
            return
        await asyncio.sleep(POLL_SECONDS)
        with context.state.lock:
            context.rack.settle()
            # In this order: whatever was said before the end is seen.
            ended, lines = over(), log.after(seen)
        seen = lines[-1].number if lines else seen
        shown = wanted(lines)


async def app_logs(context: Context, conversation: Conversation) -> None:
    """GET /apps/{name}/logs."""
    app, apps = context.app(), context.rack.apps
    await send_log(context, conversation, app.log, LogOptions.of(context), over=lambda: app.name not in apps)


async def build_logs(context: Context, conversation: Conversation) -> None:
    """GET /apps/{app}/builds/{id}/logs: all of it, however old."""
    build = find_build(context)
    options = LogOptions.of(context, of_build=True)
    await send_log(context, conversation, build.log, options, over=lambda: build.over)


async def process_logs(context: Context, conversation: Conversation) -> None:
    """GET /apps/{app}/processes/{pid}/logs."""
    app, process = context.app(), find_process(context)
    source = f"service/{process.service}/{process.id}"
    options = LogOptions.of(context)
    await send_log(context, conversation, app.log, options, source=source, over=lambda: process.id not in app.processes)


async def service_logs(context: Context, conversation: Conversation) -> None:
    """GET /apps/{app}/services/{service}/logs."""
    app, apps = context.app(), context.rack.apps
    service = context.rack.service(app, context.path("service"))
    options = LogOptions.of(context)
    source = f"service/{service.name}/"
    await send_log(context, conversation, app.log, options, source=source, over=lambda: app.name not in apps)


async def system_logs(context: Context, conversation: Conversation) -> None:
    """GET /system/logs."""
    await send_log(context, conversation, context.rack.log, LogOptions.of(context), over=lambda: False)


async def process_exec(context: Context, conversation: Conversation) -> None:
    """GET /apps/{app}/processes/{pid}/exec."""
    process, headers = find_process(context), context.headers
    command = context.value("command")
    if not command:
        raise RackError(400, "command required")
    terminal = Terminal(
        conversation,
        tty=headers.flag("Tty") is not False,
        size=_size(context),
        stdin=not headers.flag("Disable-Stdin"),
    )
    shell = Shell(terminal, {**process.environment, "HOSTNAME": process.id}, process.files)
    await _end(conversation, await shell.run(command))


async def instance_shell(context: Context, conversation: Conversation) -> None:
    """GET /instances/{id}/shell: a command, or whatever is typed."""
    instance_id = context.path("id")
    if instance_id not in context.rack.instances:
        raise missing("instance", instance_id)
    command = context.value("command")
    terminal = Terminal(conversation, tty=True, size=_size(context))
    shell = Shell(terminal, {"HOSTNAME": instance_id, "RACK": context.rack.name}, {})
    await _end(conversation, await (shell.run(command) if command else shell.interact()))


async def resource_console(context: Context, conversation: Conversation) -> None:
    """GET /apps/{app}/resources/{name}/console: says back what is typed; `exit`, `quit` or `\\q` leaves it."""
    kind = find_resource(context)
    _size(context)
    await conversation.write(f"{kind} console\r\n{kind}> ")
    rest = b""
    while True:
        data = await conversation.read()
        rest += data
        *lines, rest = rest.replace(b"\r", b"\n").split(b"\n")
        for line in (line.decode("utf-8", "replace").strip() for line in lines):
            if line in ("exit", "quit", "\\q"):
                await _end(conversation, 0)
                return
            await conversation.write(f"{line}\r\n{kind}> ")
        if not data:
            await _end(conversation, 0)
            return


async def tcp(context: Context, conversation: Conversation) -> None:
    """GET /proxy/{host}/{port}: a port of this machine; every other host says back what it is told."""
    host, port = context.path("host"), context.path("port")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise RackError(500, f'strconv.Atoi: parsing "{port}": invalid syntax')
    if not is_local(host):
        while data := await conversation.read():
            await conversation.send(data)
        return
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, int(port)), CONNECT_SECONDS)
    except (OSError, asyncio.TimeoutError):
        raise RackError(502, f"dial tcp {host}:{port}: connect: connection refused") from None
    sending = asyncio.ensure_future(_pump(conversation, writer))
    try:
        while data := await reader.read(65536):
            await conversation.send(data)
    except OSError:
        pass  # the other server broke off: to the client that is its end
    finally:
        sending.cancel()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _pump(conversation: Conversation, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await conversation.read():
            writer.write(data)
            await writer.drain()
        writer.write_eof()


async def _end(conversation: Conversation, code: int) -> None:
    await conversation.write(f"{EXIT_MARK}:{code}\n")


def _size(context: Context) -> tuple[int, int]:
    height, width = context.headers.integer("Height"), context.headers.integer("Width")
    return height or DEFAULT_SIZE[0], width or DEFAULT_SIZE[1]


TALKS: dict[str, Talk] = {
    "apps_logs": app_logs,
    "builds_logs": build_logs,
    "instances_shell": instance_shell,
    "processes_exec": process_exec,
    "processes_logs": process_logs,
    "proxy_tcp": tcp,
    "resources_console": resource_console,
    "services_logs": service_logs,
    "system_logs": system_logs,
}
"""WebSocket routes, and what is said over each."""


async def converse(context: Context, socket: Socket) -> None:
    """Hold the conversation of an open socket."""
    conversation = Conversation(socket, context.state.settings.frame_chars)
    await conversation.hold(TALKS[context.call.operation.id](context, conversation))
