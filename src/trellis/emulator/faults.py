"""Fault scripts: what goes wrong on the wire, per operation, in the order it was asked for.

    handle.faults.add("create_run", status(503, headers={"Retry-After": "1"}), reset_before_response())

makes the first `create_run` fail with 503, breaks the connection of the second, and leaves the third alone. Each
fault either lets the service execute the request first (`executed=True`: the effect happened and the reply is lost)
or keeps the request from it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from .exchange import Answer, refuse_unknown_operation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

ANY_OPERATION = "*"


class Wire(Protocol):
    """What a fault can do to one exchange. The ASGI app implements it."""

    async def execute(self) -> Answer:
        """Let the service carry the request out; its effect stays even if the answer never leaves."""

    async def send(self, answer: Answer) -> None:
        """Send a complete answer."""

    async def send_start(self, answer: Answer) -> None:
        """Send status and header fields, with the content length of the whole body."""

    async def send_chunk(self, chunk: bytes) -> None:
        """Send a piece of the body."""

    async def send_end(self) -> None:
        """Say that the body is complete."""

    async def cut_after(self, frames: int) -> None:
        """Of a socket: have the connection broken when the service has sent this many frames."""

    async def write_raw(self, data: bytes) -> None:
        """Put bytes on the socket, HTTP or not."""

    async def disconnect(self, *, reset: bool) -> None:
        """Break the connection: with a TCP reset, or by closing it in order."""

    async def sleep(self, seconds: float) -> bool:
        """Wait; False if the client went away meanwhile."""

    def proper(self, answer: Answer) -> Answer:
        """`answer` with the header fields the service puts on each of its answers."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. Build it with the functions of this module.

    times: how often it is played before the next one takes its turn; None for ever. upload_limit: how much of the
    request's body is read before it is played, None for all of it.
    """

    name: str
    play: Callable[[Wire], Awaitable[None]] = field(repr=False)
    times: int | None = 1
    upload_limit: int | None = None

    def __post_init__(self) -> None:
        if self.times is not None and self.times < 1:
            raise ValueError("times is at least 1, or None for ever")


class FaultScript:
    """The faults still to be played; safe to change from any thread."""

    def __init__(self, operation_ids: Collection[str]) -> None:
        self._known = operation_ids
        self._lock = threading.Lock()
        self._queues: dict[str, list[tuple[Fault, int | None]]] = {}

    def add(self, operation_id: str, *faults: Fault) -> None:
        """Queue faults for an operation, or for `"*"`, every request that has no fault of its own.

        An operation id that the service does not have is a ValueError.
        """
        if operation_id != ANY_OPERATION:
            refuse_unknown_operation(operation_id, self._known)
        with self._lock:
            self._queues.setdefault(operation_id, []).extend((fault, fault.times) for fault in faults)

    def clear(self) -> None:
        """Forget all queued faults."""
        with self._lock:
            self._queues.clear()

    def upload_limit(self, operation_id: str) -> int | None:
        """How much of the next request's body is to be read, if its fault says so."""
        with self._lock:
            queue = self._due(operation_id)
            return queue[0][0].upload_limit if queue else None

    def _due(self, operation_id: str | None) -> list[tuple[Fault, int | None]] | None:
        """The queue whose first fault is for the next request. Called with the lock held."""
        own = self._queues.get(operation_id) if operation_id is not None else None
        return own or self._queues.get(ANY_OPERATION)

    def take(self, operation_id: str | None) -> Fault | None:
        """The fault for the next request to `operation_id` (None: a path that is no operation)."""
        with self._lock:
            queue = self._due(operation_id)
            if queue:
                fault, left = queue[0]
                if left == 1:
                    queue.pop(0)
                elif left is not None:
                    queue[0] = (fault, left - 1)
                return fault
            return None

    @property
    def pending(self) -> dict[str, list[str]]:
        """Names of the faults not used up yet, by operation id."""
        with self._lock:
            return {key: [fault.name for fault, _ in queue] for key, queue in self._queues.items() if queue}

    def __repr__(self) -> str:
        return f"<FaultScript pending {self.pending}>"


def status(
    code: int,
    *,
    json: Any = None,
    content: bytes | str | None = None,
    headers: Mapping[str, str] | None = None,
    executed: bool = False,
    times: int | None = 1,
) -> Fault:
    """Answer with `code`, and with `json` or `content` as the body.

    With neither, the body is the status phrase as plain text. With `executed=True` the request takes effect although
    the answer says otherwise. Raises ValueError or TypeError for what is no status from 200 to 999 (those below come
    before an answer) and for both bodies at once.
    """
    _refuse_no_status(code)
    if json is not None and content is not None:
        raise ValueError("give json or content, not both")

    async def play(wire: Wire) -> None:
        if executed:
            await wire.execute()
        if json is not None:
            answer = Answer.json(json, code)
        elif content is not None:
            answer = Answer(code, content.encode() if isinstance(content, str) else content)
        else:
            answer = Answer.text(_phrase(code), code)
        given = tuple((name.lower(), value) for name, value in (headers or {}).items())
        named = {name for name, _ in given}
        kept = tuple(pair for pair in answer.headers if pair[0].lower() not in named)
        await wire.send(wire.proper(Answer(code, answer.body, kept + given)))

    return Fault(f"status {code}", play, times)


def html(code: int = 502, *, times: int | None = 1) -> Fault:
    """Answer as a proxy in front of the service would: an HTML page, without any header field of the service."""
    _refuse_no_status(code)

    async def play(wire: Wire) -> None:
        phrase = _phrase(code)
        page = f"<html><head><title>{code} {phrase}</title></head><body><h1>{code} {phrase}</h1></body></html>\n"
        await wire.send(Answer.text(page, code, "text/html; charset=utf-8"))

    return Fault(f"html {code}", play, times)


def delay(seconds: float, *, after: bool = False, times: int | None = 1) -> Fault:
    """Answer properly, but late: wait before executing the request, or (`after=True`) between effect and answer."""
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"seconds is a number from 0 on, got {seconds!r}")

    async def play(wire: Wire) -> None:
        if after:
            answer = await wire.execute()
            if await wire.sleep(seconds):
                await wire.send(answer)
        elif await wire.sleep(seconds):
            await wire.send(await wire.execute())

    return Fault(f"delay {seconds:g} s", play, times)


def reset_before_response(*, executed: bool = False, clean: bool = False, times: int | None = 1) -> Fault:
    """Break the connection before any byte of the answer.

    A TCP reset, or with `clean=True` an orderly close. `executed=True`: the request took effect, the reply is lost.
    """

    async def play(wire: Wire) -> None:
        if executed:
            await wire.execute()
        await wire.disconnect(reset=not clean)

    return Fault("reset before response" + (" (executed)" if executed else ""), play, times)


def reply_lost(*, times: int | None = 1) -> Fault:
    """Execute the request, then break the connection: the effect happened and the client cannot know."""
    return reset_before_response(executed=True, times=times)


def reset_after_headers(*, executed: bool = True, clean: bool = False, times: int | None = 1) -> Fault:
    """Send status and header fields, then break the connection instead of sending the body.

    With `executed=False` the header fields are those of an empty 200 that promises a body.
    """

    async def play(wire: Wire) -> None:
        promised = await wire.execute() if executed else wire.proper(Answer.json({}))
        await wire.send_start(promised)
        await wire.sleep(_LET_THE_CLIENT_READ)
        await wire.disconnect(reset=not clean)

    return Fault("reset after headers", play, times)


def truncate(n_bytes: int, *, times: int | None = 1) -> Fault:
    """Execute the request, announce the whole body, send only its first `n_bytes` and close the connection."""

    async def play(wire: Wire) -> None:
        answer = await wire.execute()
        await wire.send_start(answer)
        # A body no longer than n_bytes still has to end early, or the answer would be complete.
        await wire.send_chunk(answer.body[: min(n_bytes, max(len(answer.body) - 1, 0))])
        await wire.disconnect(reset=False)

    return Fault(f"truncate to {n_bytes} bytes", play, times)


def garbage(
    data: bytes = b"\x00\xffnot http at all\r\n\r\n", *, executed: bool = False, times: int | None = 1
) -> Fault:
    """Answer with bytes that are not HTTP, then close the connection."""

    async def play(wire: Wire) -> None:
        if executed:
            await wire.execute()
        await wire.write_raw(data)
        await wire.disconnect(reset=False)

    return Fault("garbage", play, times)


def drip(bytes_per_chunk: int = 1, interval: float = 0.05, *, times: int | None = 1) -> Fault:
    """Execute the request and send its body `bytes_per_chunk` at a time, `interval` seconds apart."""
    if bytes_per_chunk < 1:
        raise ValueError("bytes_per_chunk is at least 1")

    async def play(wire: Wire) -> None:
        answer = await wire.execute()
        await wire.send_start(answer)
        for chunk in _chunks(answer.body, bytes_per_chunk):
            await wire.send_chunk(chunk)
            if not await wire.sleep(interval):
                return
        await wire.send_end()

    return Fault(f"drip {bytes_per_chunk} bytes each {interval:g} s", play, times)


def upload_lost(after_bytes: int, *, times: int | None = 1) -> Fault:
    """Read about `after_bytes` bytes of the request's body, then reset the connection; nothing is executed."""
    if after_bytes < 1:
        raise ValueError("after_bytes is at least 1")

    async def play(wire: Wire) -> None:
        await wire.disconnect(reset=True)

    return Fault(f"upload lost after {after_bytes} bytes", play, times, upload_limit=after_bytes)


def socket_lost(after_frames: int = 1, *, times: int | None = 1) -> Fault:
    """Open a WebSocket and break the connection, without a close frame, after `after_frames` frames of the service."""
    if after_frames < 0:
        raise ValueError("after_frames is at least 0")

    async def play(wire: Wire) -> None:
        await wire.cut_after(after_frames)
        await wire.send(await wire.execute())

    return Fault(f"socket lost after {after_frames} frames", play, times)


def redirect(location: str, code: int = 302, *, times: int | None = 1) -> Fault:
    """Answer with a redirect, or refuse a WebSocket handshake with one."""
    return status(code, content=b"", headers={"location": location}, times=times)


def _refuse_no_status(code: int) -> None:
    if isinstance(code, bool) or not isinstance(code, int):
        raise TypeError(f"a status is an int, got {type(code).__name__}")
    if not 200 <= code <= 999:
        raise ValueError(f"a status of an answer is from 200 to 999, got {code}")


def _phrase(code: int) -> str:
    """The words of a status; proxies answer with numbers that have none, such as 520."""
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return f"Status {code}"


def _chunks(body: bytes, size: int) -> Sequence[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


_LET_THE_CLIENT_READ = 0.02
"""A reset may discard what the other side has not read yet; the header fields are meant to arrive."""
