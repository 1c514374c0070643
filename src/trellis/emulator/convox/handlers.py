"""What is common to all operations of a rack: the context of one request, its options, and the register of handlers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from trellis.emulator.exchange import Answer
from trellis.emulator.register import HandlerRegister

from .go_values import read_duration, read_integer, read_list, read_map, read_number, read_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator.exchange import Call, Incoming

    from .access import Caller
    from .rack import Rack
    from .records import App
    from .state import ConvoxState


FORM = "application/x-www-form-urlencoded"
OK = Answer.text("ok\n", 200)


class Options:
    """The options of one kind of place, read the way the server reads that kind: one without a value was not sent."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read

    def text(self, name: str) -> str | None:
        """As sent, None where it was not."""
        return self._read(name) or None

    def integer(self, name: str) -> int | None:
        """A whole number; 500 for anything else."""
        text = self.text(name)
        return None if text is None else read_integer(text)

    def number(self, name: str) -> float | None:
        """A number; 500 for anything else."""
        text = self.text(name)
        return None if text is None else read_number(text)

    def flag(self, name: str) -> bool | None:
        """True for `true`; every other value that was sent is False."""
        text = self.text(name)
        return None if text is None else text == "true"

    def time(self, name: str) -> float | None:
        """A time, in seconds since the epoch; 500 for anything but Go's layout."""
        text = self.text(name)
        return None if text is None else read_time(text)

    def duration(self, name: str) -> float | None:
        """A duration in seconds; 500 for what is none."""
        text = self.text(name)
        return None if text is None else read_duration(text)

    def items(self, name: str) -> list[str] | None:
        """A list, its items joined by commas."""
        text = self.text(name)
        return None if text is None else read_list(text)

    def mapping(self, name: str) -> dict[str, str] | None:
        """A map, as one value; what stands in fields called `name[key]` is not looked at."""
        text = self.text(name)
        return None if text is None else read_map(text)


@dataclass(frozen=True, slots=True)
class Context:
    """One admitted request."""

    call: Call
    rack: Rack
    caller: Caller
    state: ConvoxState

    def path(self, name: str) -> str:
        """A path value, decoded."""
        return self.call.path_params[name]

    def app(self) -> App:
        """The app that the path names; 404 if there is none."""
        params = self.call.path_params
        return self.rack.app(params["app"] if "app" in params else params["name"])

    @property
    def params(self) -> Options:
        """Options of the form; the query is looked at where the form has none of that name."""
        return Options({**query_of(self.call.incoming), **form_of(self.call.incoming)}.get)

    @property
    def query(self) -> Options:
        """Options of the query alone."""
        return Options(query_of(self.call.incoming).get)

    @property
    def headers(self) -> Options:
        """Options that are header fields, and nothing else."""
        return Options(self._header)

    def _header(self, name: str) -> str | None:
        value = self.call.incoming.headers.get(name)
        # HTTP knows no encoding for a field's value; the server takes its bytes for UTF-8.
        return None if value is None else value.encode("latin-1").decode("utf-8", "replace")

    def value(self, name: str) -> str:
        """A plain value: of the form, else of the query, else of the header of that name; "" if there is none."""
        return self.params.text(name) or self.headers.text(name) or ""

    def reply(self, value: Any) -> Answer:
        """`value` as the server writes JSON."""
        if self.state.nulls:
            value = with_nulls(value)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        return Answer.text(text, 200, "application/json")

    def stream(self, content: bytes) -> Answer:
        """A body that the server passes on as it comes, so that nobody is told its length beforehand."""
        return Answer(200, content, (("content-type", "application/octet-stream"),), chunked=True)


def query_of(incoming: Incoming) -> dict[str, str]:
    """The query; of a name that comes twice the first value counts."""
    return _first_of(incoming.query)


def form_of(incoming: Incoming) -> dict[str, str]:
    """The form; the body of a DELETE is not read."""
    media = (incoming.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if media != FORM or incoming.method not in ("POST", "PUT", "PATCH"):
        return {}
    return _first_of(parse_qsl(incoming.body.decode("utf-8", "replace"), keep_blank_values=True))


def _first_of(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def with_nulls(value: Any) -> Any:
    """`value` with null in place of every empty list."""
    if isinstance(value, list):
        return [with_nulls(item) for item in value] or None
    if isinstance(value, dict):
        return {name: with_nulls(member) for name, member in value.items()}
    return value


class Register(HandlerRegister[Context]):
    """Handlers of the rack by operation id."""
