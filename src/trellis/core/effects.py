"""What a flow may ask of the outside world. A flow yields these; a driver carries them out and answers."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Mapping

    from .failures import TransportFailure
    from .single_flight import SingleFlight
    from .wire import WireRequest

__all__ = [
    "Blocking", "Close", "Emit", "Exclusive", "Flow", "Locked", "Send", "Sleep", "Store", "WireResponse", "exclusive",
]  # fmt: skip

T = TypeVar("T")
Flow = Generator[Any, Any, T]
"""A generator that yields effects and returns a T. Flows nest with `yield from`."""

if TYPE_CHECKING:
    Timeouts = Mapping[str, float | None]


class WireResponse(Protocol):
    """The little of a response that a flow looks at; the drivers hand in the HTTP library's own object."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def content(self) -> bytes: ...


class Send:
    """Send one request. Result: the response, its body read completely unless `stream` and the status is below 400.

    timeouts: seconds for "connect", "read", "write" and "pool", or None for the sender's own.
    deadline: the clock time at which the whole call must be over, or None.
    whole: the caller gets to see the response, as every streamed one, so it must be one in every respect; otherwise
    status, headers and body are enough.
    broken: makes the error that a caller reading a stream gets when the connection fails under it.
    """

    __slots__ = ("broken", "deadline", "request", "stream", "timeouts", "whole")

    def __init__(
        self,
        request: WireRequest,
        timeouts: Timeouts | None,
        deadline: float | None = None,
        stream: bool = False,
        whole: bool = True,
        broken: Callable[[TransportFailure], Exception] | None = None,
    ) -> None:
        self.request = request
        self.timeouts = timeouts
        self.deadline = deadline
        self.stream = stream
        self.whole = whole or stream
        self.broken = broken


class Sleep:
    """Wait `seconds`. The flow has checked the deadline already: it never sleeps past it."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Store:
    """Call `operation`, one look-up or change in a store outside this process; it may return an awaitable.

    deadline: the clock time at which an awaitable is given up.
    """

    __slots__ = ("deadline", "operation")

    def __init__(self, operation: Callable[[], Awaitable[Any] | Any], deadline: float | None = None) -> None:
        self.operation = operation
        self.deadline = deadline


class Locked:
    """Run `subflow()` while a lock outside this process is held, and return its result.

    lock: takes the lock, calls the function it is given, releases the lock, returns what the function returned. If it
    is declared with `async def` it is awaited, and so must it await its function; otherwise it blocks, and
    asynchronous drivers give it a thread.
    deadline: the clock time at which waiting for an asynchronous lock is given up.
    """

    __slots__ = ("deadline", "lock", "subflow")

    def __init__(
        self, lock: Callable[[Callable[[], Any]], Any], subflow: Callable[[], Flow[Any]], deadline: float | None = None
    ) -> None:
        self.lock = lock
        self.subflow = subflow
        self.deadline = deadline


class Blocking:
    """Call `work`, which blocks (files, probes). Asynchronous drivers give it a thread."""

    __slots__ = ("work",)

    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work


class Exclusive:
    """Run `subflow()` unless another call is running one for the same `key`; then wait for that one's result.

    A leader that is cancelled hands over to one of those waiting. A leader that fails fails for all, each with a copy
    of the error. `subflow` must first look whether there is something to do at all: whoever comes just after a leader
    is done leads anew.
    """

    __slots__ = ("deadline", "flight", "key", "subflow")

    def __init__(
        self, flight: SingleFlight, key: Hashable, subflow: Callable[[], Flow[Any]], deadline: float | None = None
    ) -> None:
        self.flight = flight
        self.key = key
        self.subflow = subflow
        self.deadline = deadline


class Close:
    """Close a response that was left open (a streamed one that will be sent again)."""

    __slots__ = ("response",)

    def __init__(self, response: Any) -> None:
        self.response = response


class Emit:
    """Tell the observers about `event`."""

    __slots__ = ("event", "observer")

    def __init__(self, observer: Callable[[Any], None], event: Any) -> None:
        self.observer = observer
        self.event = event


def exclusive(
    flight: SingleFlight, key: Hashable, subflow: Callable[[], Flow[T]], deadline: float | None = None
) -> Flow[T]:
    """`Exclusive`, typed: `token = yield from exclusive(...)`."""
    result: T = yield Exclusive(flight, key, subflow, deadline)
    return result
