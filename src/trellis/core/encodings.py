"""How one value becomes the one text of a form field, header or query parameter, where the spec names an encoding."""

from __future__ import annotations

import base64
import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .encode import json_body
from .runtime.codec import dump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .runtime.operation import Param

__all__ = ["encoded_text", "go_duration", "go_time", "map_entries", "map_text"]


def encoded_text(param: Param, value: Any) -> str:
    """The text of `value` in the encoding of `param`. ValueError or TypeError for what it cannot carry."""
    return _ENCODERS[param.encoding](param, value)


def go_time(value: datetime.datetime) -> str:
    """A time in UTC in the layout `20060102.150405.000000000`. ValueError for one without a time zone."""
    if value.tzinfo is None:
        raise ValueError("a date and time without a time zone is ambiguous: give it a tzinfo")
    at = value.astimezone(datetime.timezone.utc)
    return f"{at.year:04}{at.month:02}{at.day:02}.{at.hour:02}{at.minute:02}{at.second:02}.{at.microsecond:06}000"


def go_duration(value: datetime.timedelta) -> str:
    """A length of time in Go's syntax, such as `1h30m` or `-1.5s`; none at all is `0s`."""
    micros = value // datetime.timedelta(microseconds=1)
    minutes, rest = divmod(abs(micros), 60_000_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 1_000_000}.{rest % 1_000_000:06}".rstrip("0").rstrip(".")
    text = f"{hours}h" * bool(hours) + f"{minutes}m" * bool(minutes) + f"{seconds}s" * bool(rest)
    return f"{'-' if micros < 0 else ''}{text or '0s'}"


def map_entries(param: Param, value: Any) -> Iterator[tuple[str, str]]:
    """The entries of a mapping as text; those whose value is None are left out. TypeError for what is no mapping."""
    if not isinstance(value, dict) and not hasattr(value, "items"):
        raise TypeError(f"{param.arg} must be a mapping, got {type(value).__name__}")
    entries: Mapping[Any, Any] = value
    for key, item in entries.items():
        if not isinstance(key, str):
            raise TypeError(f"{param.arg} must have names that are str, got {type(key).__name__}")
        if item is not None:
            yield key, _scalar(param, item)


def map_text(param: Param, value: Any) -> str:
    """A mapping as one text that is itself url-encoded: `A=1&B=2`."""
    return "&".join(f"{quote(key, safe='')}={quote(item, safe='')}" for key, item in map_entries(param, value))


def _scalar(param: Param, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise TypeError(f"{param.arg} must hold text, numbers and booleans, got {type(value).__name__} in it")


def _comma(param: Param, value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise TypeError(f"{param.arg} must be a list of str, got {type(value).__name__}")
    for item in value:
        if not isinstance(item, str):
            raise TypeError(f"{param.arg} must be a list of str, got {type(item).__name__} in it")
        if "," in item:
            raise ValueError(f"{param.arg} must not hold an item with a comma, which the server would split: {item!r}")
    return ",".join(sorted(value) if isinstance(value, (set, frozenset)) else value)


def _go_time(param: Param, value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, datetime.datetime):
        raise TypeError(f"{param.arg} must be a datetime, got {type(value).__name__}")
    try:
        return go_time(value)
    except ValueError as error:
        problem = str(error)
    raise ValueError(f"{param.arg}: {problem}")


def _go_duration(param: Param, value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, datetime.timedelta):
        raise TypeError(f"{param.arg} must be a timedelta or text such as '1h30m', got {type(value).__name__}")
    return go_duration(value)


def _base64(param: Param, value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"{param.arg} must be bytes, or text that is base64 already, got {type(value).__name__}")
    return base64.b64encode(value).decode("ascii")


def _json(param: Param, value: Any) -> str:
    if isinstance(value, str):
        return value
    return json_body(dump(value)).decode("utf-8")


def _utf_8(param: Param, value: Any) -> str:
    """Text whose bytes in UTF-8 are to stand in a header line: each byte as the character of ISO-8859-1 it is there.

    A header has no way to name its own encoding; a Go server hands the bytes on as they are (RFC 9110, section 5.5:
    obs-text).
    """
    if not isinstance(value, str):
        raise TypeError(f"{param.arg} must be a str, got {type(value).__name__}")
    if value.isascii():
        return value
    for char in value:
        if 0x80 <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000:
            raise ValueError(f"{param.arg} holds {ord(char):#06x}, a control character or half of one")
    return value.encode("utf-8").decode("latin-1")


_ENCODERS: dict[str, Callable[[Param, Any], str]] = {
    "comma": _comma,
    "map": map_text,
    "go-time": _go_time,
    "go-duration": _go_duration,
    "base64": _base64,
    "json": _json,
    "utf-8": _utf_8,
}
