"""A WebSocket for threads: it blocks in the calling thread, and needs neither another thread nor an event loop."""

from __future__ import annotations

import os
import select
import socket
import threading
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from ..failures import ClosedFailure, DeadlineFailure, TransportFailure
from ..forks import renew_in_child
from .conversation import NORMAL_CLOSURE, server_closed
from .opening import Opening

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self

    from ..effects import Timeouts
    from ..wire import HeaderSet
    from .conversation import Conversation, Ending, Message
    from .opening import Endpoint, Opened
    from .patience import Patience
    from .session_errors import SessionErrors

__all__ = ["SyncSocket", "open_connection"]

T = TypeVar("T")

_CHUNK = 65536
_FOR_EVER = 1e6  # seconds: more than that the system calls do not take


class SyncSocket:
    """An open WebSocket. One thread may receive while others send; `close` from any thread wakes them all.

    Failures come out as the service's own errors, and close it. Needs closing: use it as a context manager.
    """

    def __init__(
        self,
        connection: socket.socket,
        conversation: Conversation,
        *,
        errors: SessionErrors,
        patience: Patience,
    ) -> None:
        self._connection = connection
        self._conversation = conversation
        self._patience = patience
        self._outbox = bytearray()
        self._closed = False
        self._failure: TransportFailure | DeadlineFailure | None = None
        self._process = os.getpid()
        self.errors = errors
        self._renew()
        renew_in_child(self)

    def _renew(self) -> None:
        self._users = 0
        self._lock = threading.Lock()  # around the conversation, the outbox, users and closed: never held while waiting
        self._reading = threading.RLock()  # again by a reader that has to write a pong, and reads while it waits
        self._writing = threading.Lock()

    def _after_fork(self) -> None:
        self._renew()

    # -- what a session does -------------------------------------------------------------------------------------------

    def receive(self) -> Message | None:
        """The next message; None once the server has closed the WebSocket, which `ending` then tells about.

        Raises the service's error if the connection is lost, the server is silent for too long, the deadline passes,
        or the WebSocket was closed here.
        """
        return self._guarded(self._receive)

    def wait(self, seconds: float) -> bool:
        """Wait for at most `seconds`; whether `receive` would return at once. Raises as it does."""
        return self._guarded(lambda: self._wait(seconds))

    def send(self, data: bytes, *, text: bool = False) -> None:
        """Send one message. Whatever the server sends meanwhile is kept for `receive`, so that two that both talk do
        not wait for each other for ever. Raises as `receive` does."""

        def say() -> None:
            with self._lock:
                if self._conversation.over:
                    raise self._conversation.failure or server_closed()
                self._conversation.send(data, text=text)
            self._flush(wait=True)

        self._guarded(say)

    @property
    def ending(self) -> Ending | None:
        """How the server closed the WebSocket; None while it has not."""
        return self._conversation.ending

    @property
    def closed(self) -> bool:
        """Whether it was closed here."""
        return self._closed

    def close(self, code: int = NORMAL_CLOSURE, reason: str = "") -> None:
        """Close it: say so to the server, and do not wait for the server to say it too, since one that has finished
        with its side may never look again. Idempotent; a thread that waits here is woken."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        # A child process has its parent's connection, and must not end it.
        ours = os.getpid() == self._process
        if ours and self._failure is None and self._writing.acquire(blocking=False):
            try:
                with self._lock:
                    self._conversation.close(code, reason)
                    self._outbox += self._conversation.outgoing(farewell=True)
                    self._connection.send(self._outbox)  # what does not fit now, nobody waits for
            except OSError:
                pass
            finally:
                self._writing.release()
        self._shut(ours=ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {'closed' if self._closed else 'open'}>"

    # -- how ---------------------------------------------------------------------------------------------------------

    def _guarded(self, work: Callable[[], T]) -> T:
        failure: TransportFailure | DeadlineFailure | ClosedFailure
        with self._lock:
            self._users += 1
        try:
            if self._failure is not None:
                raise self._failure
            if self._closed:
                raise ClosedFailure
            return work()
        except ClosedFailure as raised:
            failure = raised
        except (TransportFailure, DeadlineFailure) as raised:
            failure = ClosedFailure() if self._closed and self._failure is None else raised
            self._fail(failure)
        finally:
            self._leave()
        raise self.errors.of(failure)

    def _receive(self) -> Message | None:
        self._patience.begin(monotonic())
        while True:
            with self._reading:
                with self._lock:
                    message = self._conversation.next()
                if message is not None or self._is_over():
                    return message
                self._fill(None)

    def _wait(self, seconds: float) -> bool:
        end = monotonic() + seconds
        self._patience.begin(monotonic())
        with self._reading:
            while True:
                with self._lock:
                    waiting = self._conversation.waiting
                if waiting or self._is_over():
                    return True
                left = end - monotonic()
                if not self._fill(max(0.0, left)) and left <= 0:
                    return False

    def _is_over(self) -> bool:
        """Whether the server has closed. Raises what keeps more from coming."""
        if self._closed:
            raise ClosedFailure
        with self._lock:
            if self._conversation.failure is not None:
                raise self._conversation.failure
            return self._conversation.over

    def _fill(self, limit: float | None) -> bool:
        """Wait for bytes, once, for at most `limit` seconds, and take them in; or do what is due. Whether any came."""
        self._flush(wait=False)  # a ping may have come together with the handshake
        seconds = self._patience.to_read(monotonic())
        if limit is not None:
            seconds = limit if seconds is None else min(seconds, limit)
        came = _wait_for(self._connection, seconds, read=True)[0]
        if came:
            self._take_in()
        elif self._patience.overdue(monotonic()):
            with self._lock:
                self._conversation.ping()
        self._flush(wait=False)
        return came

    def _take_in(self) -> None:
        reason = ""
        data = b""
        try:
            data = self._connection.recv(_CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            reason = f"the connection broke: {error.strerror or type(error).__name__}"
        if self._closed:
            raise ClosedFailure
        self._patience.heard(monotonic())
        with self._lock:
            if reason:
                self._conversation.broke(reason)
            else:
                self._conversation.received(data)

    def _flush(self, *, wait: bool) -> None:
        """Write what is to be written. `wait`: if another thread is writing, wait for it; else that one does it."""
        while True:
            with self._lock:
                self._outbox += self._conversation.outgoing()
                if not self._outbox:
                    return
            if not self._writing.acquire(blocking=wait):
                return
            try:
                while True:
                    with self._lock:
                        self._outbox += self._conversation.outgoing()
                        data = bytes(self._outbox)
                        self._outbox.clear()
                    if not data:
                        break
                    self._write(data)
            finally:
                self._writing.release()

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        may_read = True
        reason = ""
        try:
            while view:
                try:
                    view = view[self._connection.send(view) :]
                    continue
                except (BlockingIOError, InterruptedError):
                    pass
                except OSError as error:
                    reason = f"the connection broke: {error.strerror or type(error).__name__}"
                if self._closed:
                    raise ClosedFailure
                if reason:
                    raise TransportFailure(reason, phase="send")
                limit = self._patience.to_write(monotonic())
                readable, writable = _wait_for(self._connection, limit, read=may_read, write=True)
                if writable:
                    may_read = True
                elif readable:
                    may_read = self._read_meanwhile()
                else:
                    raise self._patience.not_taken(monotonic())
        except (TransportFailure, DeadlineFailure, ClosedFailure):
            raise
        except BaseException:  # a frame was cut in two, for example by Control-C: nothing can follow it
            self._fail(TransportFailure("sending was interrupted", phase="send"))
            raise

    def _read_meanwhile(self) -> bool:
        """Take in what came, unless another thread is about to; whether that was done."""
        if not self._reading.acquire(blocking=False):
            return False
        try:
            self._take_in()
            return not self._conversation.over
        finally:
            self._reading.release()

    # -- end -----------------------------------------------------------------------------------------------------------

    def _fail(self, failure: TransportFailure | DeadlineFailure | ClosedFailure) -> None:
        with self._lock:
            if self._closed or isinstance(failure, ClosedFailure):
                return
            self._closed = True
            self._failure = failure
        self._shut(ours=True)

    def _shut(self, *, ours: bool) -> None:
        if ours:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)  # wakes whoever waits, which closing would not
        with self._lock:
            idle = self._users == 0
        if idle:
            self._connection.close()

    def _leave(self) -> None:
        """The last one out closes: a number that is free again may be some other file's at once."""
        with self._lock:
            self._users -= 1
            last = self._closed and self._users == 0
        if last:
            self._connection.close()


def open_connection(
    endpoint: Endpoint, headers: HeaderSet, timeouts: Timeouts, deadline: float | None
) -> tuple[Opened, socket.socket]:
    """Connect, and ask for a WebSocket. The answer, whatever its status, and the connection, which is then the
    caller's to close. TransportFailure or DeadlineFailure if there is no answer."""
    opening = Opening(endpoint, headers)
    connection = _connect(endpoint, _left(timeouts["connect"], deadline))
    try:
        return _shake_hands(connection, opening, timeouts, deadline), connection
    except BaseException:
        connection.close()
        raise


def _connect(endpoint: Endpoint, limit: float | None) -> socket.socket:
    late = False
    try:
        connection = socket.create_connection(endpoint.dialled, timeout=limit)
    except TimeoutError:
        late, reason = True, f"no connection within {limit:g} s"
    except (OSError, UnicodeError) as error:
        reason = str(getattr(error, "strerror", None) or type(error).__name__)
    else:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return connection
    raise TransportFailure(reason, phase="connect", sent=False, timed_out=late)


def _shake_hands(connection: socket.socket, opening: Opening, timeouts: Timeouts, deadline: float | None) -> Opened:
    steps = opening.steps()
    reason = ""
    try:
        out = next(steps)
        while True:
            view, out = memoryview(out), b""  # it holds credentials, and a traceback shows what is called how
            while view:
                try:
                    view = view[connection.send(view) :]
                except (BlockingIOError, InterruptedError):
                    _wait_or_give_up(connection, opening, timeouts["write"], deadline, write=True)
            _wait_or_give_up(
                connection, opening, timeouts["read" if opening.requested else "connect"], deadline, read=True
            )
            try:
                received = connection.recv(_CHUNK)
            except (BlockingIOError, InterruptedError):
                out = b""
                continue
            out = steps.send(received)
    except StopIteration as done:
        opened: Opened = done.value
        return opened
    except OSError as error:
        reason = f"the connection broke: {error.strerror or type(error).__name__}"
    finally:
        steps.close()
    raise TransportFailure(reason, phase=opening.phase, sent=opening.requested)


def _wait_or_give_up(
    connection: socket.socket,
    opening: Opening,
    limit: float | None,
    deadline: float | None,
    *,
    read: bool = False,
    write: bool = False,
) -> None:
    if any(_wait_for(connection, _left(limit, deadline), read=read, write=write)):
        return
    _left(limit, deadline)
    doing = "no answer" if opening.requested else "no connection"
    raise TransportFailure(f"{doing} within {limit:g} s", phase=opening.phase, sent=opening.requested, timed_out=True)


def _left(limit: float | None, deadline: float | None) -> float | None:
    """The shorter of both. DeadlineFailure if there is nothing left."""
    if deadline is None:
        return limit
    left = deadline - monotonic()
    if left <= 0:
        raise DeadlineFailure
    return left if limit is None else min(limit, left)


def _wait_for(
    connection: socket.socket, seconds: float | None, *, read: bool = False, write: bool = False
) -> tuple[bool, bool]:
    """Wait until the connection can be read or written; which of both it can. Errors count as both."""
    if seconds is not None and seconds > _FOR_EVER:
        seconds = None
    if hasattr(select, "poll"):  # `select` cannot take numbers above 1023
        poll = select.poll()
        poll.register(connection, (select.POLLIN if read else 0) | (select.POLLOUT if write else 0))
        events = poll.poll(None if seconds is None else int(seconds * 1000) + 1)
        if not events:
            return False, False
        flags = events[0][1]
        broken = bool(flags & (select.POLLERR | select.POLLHUP | select.POLLNVAL))
        return read and (broken or bool(flags & select.POLLIN)), write and (broken or bool(flags & select.POLLOUT))
    readable, writable, _ = select.select([connection] if read else [], [connection] if write else [], [], seconds)
    return bool(readable), bool(writable)
