"""The values that pass between the socket, the services and the tests: requests, answers and the log of both."""

from __future__ import annotations

import json as jsonlib
import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from trellis.core.runtime.operation import Operation


class Headers:
    """HTTP header fields in the order they came, looked up without regard to case."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Sequence[tuple[str, str]] = ()) -> None:
        self._fields = tuple((name.lower(), value) for name, value in fields)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first field called `name`, or `default`."""
        wanted = name.lower()
        return next((value for field_name, value in self._fields if field_name == wanted), default)

    def get_all(self, name: str) -> list[str]:
        """Every field called `name`, in order."""
        wanted = name.lower()
        return [value for field_name, value in self._fields if field_name == wanted]

    def items(self) -> tuple[tuple[str, str], ...]:
        """All fields as (lower-case name, value), in order."""
        return self._fields

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._fields))

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({list(dict(self._fields))})"  # names only: values may be credentials


@dataclass(frozen=True, slots=True)
class Incoming:
    """One request as it arrived, before any routing.

    `raw_path` is the percent-encoded path as sent; `query` keeps repeated names and empty values.
    """

    method: str
    raw_path: str
    query_string: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        """The path with its percent-encoding undone."""
        return unquote(self.raw_path)

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query parameters in order."""
        return parse_qsl(self.query_string, keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was matched to an operation of the service's table."""

    operation: Operation[Any]
    path_params: Mapping[str, str]
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answers: status, header fields and the complete body.

    chunked: the client is not told the body's length beforehand, as of one that is passed on while it comes in.
    """

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False

    @classmethod
    def json(cls, value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
        """An answer whose body is `value` as JSON."""
        body = jsonlib.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(status, body, (("content-type", "application/json"), *(headers or {}).items()))

    @classmethod
    def text(cls, value: str, status: int, content_type: str = "text/plain; charset=utf-8") -> Answer:
        """An answer whose body is text."""
        return cls(status, value.encode(), (("content-type", content_type),))

    def with_headers(self, headers: Mapping[str, str]) -> Answer:
        """The same answer, `headers` added where it does not have them yet."""
        present = {name.lower() for name, _ in self.headers}
        added = tuple((name, value) for name, value in headers.items() if name.lower() not in present)
        return replace(self, headers=self.headers + added)

    def decoded(self) -> Any:
        """The body read as JSON; raises ValueError if it is none."""
        return jsonlib.loads(self.body)


@dataclass(slots=True, eq=False)
class Recorded:
    """One request in the log, and what became of it.

    `status` is None until the service has answered, and stays None where a fault broke the connection instead.
    `executed` says whether the service carried the request out. `fault` names the fault that was played, if any.
    Of a socket, whose status is 101 once it is open, `frames` holds what went over it, as ("in" or "out", frame).
    """

    number: int
    incoming: Incoming
    operation_id: str | None
    at: float
    status: int | None = None
    answer: Answer | None = None
    executed: bool = False
    fault: str | None = None
    frames: list[tuple[Literal["in", "out"], str | bytes]] = field(default_factory=list)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.incoming.method

    @property
    def path(self) -> str:
        """The path with its percent-encoding undone."""
        return self.incoming.path

    @property
    def raw_path(self) -> str:
        """The path exactly as it was sent."""
        return self.incoming.raw_path

    @property
    def query_string(self) -> str:
        """The query exactly as it was sent."""
        return self.incoming.query_string

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query parameters in order."""
        return self.incoming.query

    @property
    def headers(self) -> Headers:
        """The header fields of the request."""
        return self.incoming.headers

    @property
    def body(self) -> bytes:
        """The request body as sent."""
        return self.incoming.body

    def json(self) -> Any:
        """The request body read as JSON; raises ValueError if it is none."""
        return jsonlib.loads(self.incoming.body)

    def __str__(self) -> str:
        query = f"?{self.query_string}" if self.query_string else ""
        outcome = f"-> {self.status}" if self.status is not None else "-> no answer"
        fault = f" [{self.fault}]" if self.fault else ""
        return f"#{self.number} {self.method} {self.raw_path}{query} {outcome}{fault}"

    def __repr__(self) -> str:
        return f"<Recorded {self}>"


def refuse_unknown_operation(operation_id: str, known: Collection[str]) -> None:
    """Raise ValueError for the id of an operation that the service does not have, which is a slip of the pen."""
    if operation_id not in known:
        raise ValueError(f"no operation {operation_id!r}; there are: {', '.join(sorted(known))}")


class RequestLog:
    """The requests the emulator received, oldest first; safe to read from any thread at any time.

    keep: how many are held; of a longer history the oldest are dropped, so that a server can run for days. known: the
    ids of the operations there are, by which misspelt ones are told; None takes any.
    """

    def __init__(self, keep: int = 20_000, *, known: Collection[str] | None = None) -> None:
        self._known = known
        self._entries: deque[Recorded] = deque(maxlen=keep)
        self._received = 0
        self._changed = threading.Condition()

    def add(self, incoming: Incoming, operation_id: str | None) -> Recorded:
        """Append a request that has just arrived."""
        with self._changed:
            self._received += 1
            entry = Recorded(self._received, incoming, operation_id, time.time())
            self._entries.append(entry)
            self._changed.notify_all()
            return entry

    @property
    def received(self) -> int:
        """How many requests arrived since the log was cleared, those dropped from it included."""
        return self._received

    def clear(self) -> None:
        """Forget everything recorded so far, and number from one again."""
        with self._changed:
            self._entries.clear()
            self._received = 0

    def all(self) -> list[Recorded]:
        """A copy of the log."""
        with self._changed:
            return list(self._entries)

    def to(self, operation_id: str) -> list[Recorded]:
        """The requests to one operation. Raises ValueError for one that the service does not have."""
        if self._known is not None:  # or a test that nothing was sent to `create_rum` would always pass
            refuse_unknown_operation(operation_id, self._known)
        return [entry for entry in self.all() if entry.operation_id == operation_id]

    @property
    def last(self) -> Recorded:
        """The newest request; LookupError while there is none."""
        entries = self.all()
        if not entries:
            raise LookupError("the emulator has not received any request")
        return entries[-1]

    def wait_for(self, count: int, timeout: float = 5.0) -> list[Recorded]:
        """Block until at least `count` requests have arrived; TimeoutError after `timeout` seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._received >= count, timeout):
                raise TimeoutError(f"{self._received} of {count} requests arrived within {timeout:g} s")
            return list(self._entries)

    def __len__(self) -> int:
        with self._changed:
            return len(self._entries)

    def __iter__(self) -> Iterator[Recorded]:
        return iter(self.all())

    def __getitem__(self, index: int) -> Recorded:
        return self.all()[index]

    def __str__(self) -> str:
        return "\n".join(str(entry) for entry in self.all()) or "(no requests)"

    def __repr__(self) -> str:
        return f"<RequestLog of {self._received}>"
