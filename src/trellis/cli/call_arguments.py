"""From the words after `trellis call SERVICE OPERATION` to the arguments and the body of a call.

limit=5              text, a number, true or false, as the document says; again for one more item of a list
metadata:={"a": 1}   JSON
spec:=@spec.json     JSON from a file
env=@shop.env        text from a file (without its last line break); bytes where bytes are wanted
value=@-             from standard input
value=@env:NAME      from an environment variable
metadata.team=blue   one entry of an object
@body.json, -        the whole body, from a file or standard input
"""

from __future__ import annotations

import json
import os
import re
import sys
from typing import IO, TYPE_CHECKING, Any

from .call_catalogue import UsageProblem, closest, is_secret_entry, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .call_catalogue import Argument, Entry

__all__ = ["Given", "arguments_of"]

_WORD = re.compile(r"([A-Za-z_][\w.-]*?)(:=|=)(.*)", re.DOTALL)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[Tt ]")
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_WHY_NOT = (
    "is a secret, and what stands on a command line is seen by everybody who can list processes, and kept in the "
    "shell's history. Give it as {name}=@FILE, {name}=@env:VARIABLE, or {name}=@- to read it from standard input"
)


class Given:
    """What was given, sorted by where it goes. Closing it closes the file that is the body."""

    def __init__(self) -> None:
        self.args: dict[str, Any] = {}
        self.body: Any = None
        self.idempotency_key: str | None = None

    def close(self) -> None:
        """Close the body, if it is a file of ours."""
        if hasattr(self.body, "close") and self.body is not sys.stdin.buffer:
            self.body.close()


def arguments_of(entry: Entry, words: Sequence[str], stdin: Callable[[], IO[bytes]]) -> Given:
    """Read the words. UsageProblem for what cannot be understood, and for what is missing; no secret is quoted.

    stdin: standard input, which can be read once.
    """
    reader = _Reader(entry, stdin)
    for word in words:
        reader.take(word)
    return reader.finished()


class _Reader:
    def __init__(self, entry: Entry, stdin: Callable[[], IO[bytes]]) -> None:
        self._entry = entry
        self._stdin = stdin
        self._stdin_used = False
        self._known = {argument.name: argument for argument in entry.arguments}
        self._values: dict[str, Any] = {}
        self._whole: Any = None

    def take(self, word: str) -> None:
        if word == "-" or word.startswith("@"):
            self._take_body(word)
            return
        match = _WORD.fullmatch(word)
        if match is None:
            hint = closest(plain(word), self._known)
            # The word is not quoted: somebody may have meant it as the value of a secret.
            raise UsageProblem(f"an argument is written name=value or name:=JSON, a body @FILE or -{hint}")
        name, sign, value = match.groups()
        argument, entries = self._argument(name)
        if sign == ":=":
            parsed: Any = self._json(argument, value)
        elif value.startswith("@"):
            parsed = self._from_elsewhere(argument, value[1:], bool(entries))
        elif argument.secret or (entries and is_secret_entry(entries[-1])):
            raise UsageProblem(f"{name} {_WHY_NOT.format(name=name)}")
        else:
            parsed = value if entries else _typed(argument, value)
        self._put(argument, entries, parsed, whole=sign == ":=")

    def _argument(self, name: str) -> tuple[Argument, list[str]]:
        """The argument of a name, and the names of the entry in it that is meant."""
        found = self._known.get(plain(name))
        if found is not None:
            return found, []
        first, *entries = name.split(".")
        found = self._known.get(plain(first))
        if found is not None and entries and all(entries) and found.kind in ("object", "any"):
            return found, entries
        row = self._entry.row
        raise UsageProblem(
            f"{row.id} takes no {name!r}{closest(plain(name), self._known)}; "
            f"`trellis call {self._entry.service} {row.id} --help` says what it takes"
        )

    def _put(self, argument: Argument, entries: list[str], value: Any, *, whole: bool) -> None:
        name = argument.name
        if entries:
            inner = self._values.setdefault(name, {})
            for entry in entries[:-1]:
                inner = inner.setdefault(entry, {}) if isinstance(inner, dict) else None
            if not isinstance(inner, dict):
                raise UsageProblem(f"{name} is given as a value and entry by entry")
            inner[entries[-1]] = value
        elif argument.kind == "array" and not whole:
            self._values.setdefault(name, []).append(value)
        elif argument.kind == "object" and not whole:
            self._values.setdefault(name, {}).update(value)
        elif name in self._values:
            raise UsageProblem(f"{name} is given twice")
        else:
            self._values[name] = value

    def _take_body(self, word: str) -> None:
        kind = self._entry.body
        if kind not in ("json", "raw"):
            what = "its fields are arguments: name=value" if kind == "form" else "it has none"
            raise UsageProblem(f"{self._entry.row.id} takes no body from a file; {what}")
        if self._whole is not None:
            raise UsageProblem("the body is given twice")
        if kind == "raw":
            self._whole = self._standard_input() if word in ("-", "@-") else _opened(word[1:])
            return
        text = self._bytes("-" if word == "-" else word[1:])
        self._whole = _parsed("the body", text)
        if not isinstance(self._whole, dict):
            raise UsageProblem("the body must be a JSON object")

    def _json(self, argument: Argument, value: str) -> Any:
        if argument.secret and not value.startswith("@"):
            raise UsageProblem(f"{argument.name} {_WHY_NOT.format(name=argument.name)}")
        return _parsed(argument.name, self._bytes(value[1:]) if value.startswith("@") else value)

    def _from_elsewhere(self, argument: Argument, place: str, entry: bool) -> Any:
        content = self._bytes(place)
        if argument.kind == "bytes":
            return content
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            raise UsageProblem(f"{argument.name} is text, and {place} does not hold text in UTF-8") from None
        text = text.removesuffix("\n").removesuffix("\r")
        return text if entry else _typed(argument, text)

    def _bytes(self, place: str) -> bytes:
        if place == "-":
            return self._standard_input().read()
        if place.startswith("env:"):
            value = os.environ.get(place[4:])
            if value is None:
                raise UsageProblem(f"the environment variable {place[4:]} is not set")
            return value.encode("utf-8", "surrogateescape")
        with _opened(place) as file:
            return file.read()

    def _standard_input(self) -> IO[bytes]:
        if self._stdin_used:
            raise UsageProblem("standard input can be read once only")
        self._stdin_used = True
        return self._stdin()

    def finished(self) -> Given:
        """Everything where it belongs. UsageProblem names what is missing."""
        whole = self._whole if isinstance(self._whole, dict) else {}
        missing = [
            argument.name
            for argument in self._entry.arguments
            if argument.required and argument.name not in self._values and argument.arg not in whole
        ]
        raw_is_missing = self._entry.body == "raw" and self._entry.body_required and self._whole is None
        if raw_is_missing:
            missing.append("a body (@FILE or -)")
        if missing:
            row = self._entry.row
            raise UsageProblem(
                f"{row.id} needs {', '.join(missing)}; see `trellis call {self._entry.service} {row.id} --help`"
            )
        given = Given()
        body: dict[str, Any] = dict(whole)
        for name, value in self._values.items():
            argument = self._known[name]
            if argument.where == "body":
                body[argument.arg] = value
            elif name == "idempotency_key":
                given.idempotency_key = value
            else:
                given.args[argument.arg] = value
        if self._entry.body == "raw":
            given.body = self._whole
        elif self._entry.body == "json" and (body or self._entry.body_required or self._whole is not None):
            given.body = body
        return given


def _opened(path: str) -> IO[bytes]:
    try:
        return open(path, "rb")
    except OSError as error:
        raise UsageProblem(f"{path}: {error.strerror or error}") from None


def _parsed(name: str, text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "text"
        raise UsageProblem(f"{name} is no JSON ({where})") from None


def _typed(argument: Argument, text: str) -> Any:
    kind = argument.kind
    if kind == "array":
        return _scalar(argument, argument.item, text)
    if kind == "object":
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise UsageProblem(f"{argument.name} is an object: {argument.name}=KEY=VALUE, or {argument.name}:=JSON")
        return {key: value}
    if kind == "time":
        return _time(text)
    return _scalar(argument, kind, text)


def _scalar(argument: Argument, kind: str, text: str) -> Any:
    if argument.enum and text not in argument.enum:
        raise UsageProblem(
            f"{argument.name} is one of {', '.join(argument.enum)}, not {text!r}{closest(text, argument.enum)}"
        )
    if kind == "boolean":
        if text.lower() not in _BOOLEANS:
            raise UsageProblem(f"{argument.name} is true or false, not {text!r}")
        return _BOOLEANS[text.lower()]
    if kind in ("integer", "number"):
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            what = "a whole number" if kind == "integer" else "a number"
            raise UsageProblem(f"{argument.name} is {what}, not {text!r}") from None
    if kind == "object":
        raise UsageProblem(f"an item of {argument.name} is an object: {argument.name}:=JSON")
    return text


def _time(text: str) -> Any:
    """A time as it is mostly written, as a time; anything else goes out as it is."""
    from trellis.core.runtime.codec import load_datetime

    if not _ISO.match(text):
        return text
    try:
        moment = load_datetime(text)
    except (ValueError, TypeError):
        return text
    if moment.tzinfo is None:
        raise UsageProblem(f"{text} has no time zone: end it in Z or in an offset such as +01:00")
    return moment
