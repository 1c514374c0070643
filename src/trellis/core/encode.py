"""From arguments to the pieces of a request: paths, queries, headers and bodies. Pure; every refusal happens here.

A ValueError or TypeError from this module means that nothing was sent.
"""

from __future__ import annotations

import enum
import io
import json
import math
import re
from typing import TYPE_CHECKING, Any

from .runtime.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .runtime.operation import Operation, Param

__all__ = [
    "check_path", "checked_chunk", "form_body", "form_of", "header_pairs", "json_body", "model_body", "path_of",
    "query_of", "quote_segment", "refuse_text",
]  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
"""RFC 3986, section 2.3: what needs no percent-encoding anywhere."""
_OUT_OF_PLACE = re.compile(r"[\x00-\x20\x7f#\\]")
"""What must not stand in a path as it is: spaces, control characters, "#" and backslashes."""

_DIGITS = re.compile(r"-?[0-9]{1,18}")

_json_text = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def quote(text: str) -> str:
    """Percent-encode everything but unreserved characters, as UTF-8."""
    if _PLAIN.fullmatch(text):
        return text
    from urllib.parse import quote as percent_encode

    return percent_encode(text, safe="")


def quote_segment(name: str, value: object) -> str:
    """A path parameter as one path segment. ValueError for "", "." and "..", which would name another resource."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name} must be a str, got {type(value).__name__}")
        value = str(value)
    if value in ("", ".", ".."):
        raise ValueError(f"{name} must not be {value!r}: it would change which resource the path names")
    return quote(value)


def path_of(operation: Operation[Any], args: Mapping[str, Any]) -> str:
    """The operation's path with its parameters filled in."""
    segments = operation.segments
    params = operation.path_params
    if not params:
        return segments[0]
    pieces = [segments[0]]
    for index, param in enumerate(params, 1):
        value = args.get(param.arg)
        if value is None or value is UNSET:
            raise TypeError(f"{operation.called}: {param.arg} is required")
        if type(value) is not str or param.max_length is not None:
            _check(param, value)
        pieces.append(quote_segment(param.arg, value))
        if index < len(segments):
            pieces.append(segments[index])
    return "".join(pieces)


def query_of(operation: Operation[Any], args: Mapping[str, Any]) -> str:
    """The query string, without "?". None and UNSET mean that an argument is not sent."""
    pairs: list[str] = []
    for param in operation.query_params:
        value = args.get(param.arg)
        if value is None or value is UNSET:
            if param.required:
                raise TypeError(f"{operation.called}: {param.arg} is required")
            continue
        if not param.encoding:
            _check(param, value)
        pairs.extend(f"{quote(name)}={quote(text)}" for name, text in _query_pairs(param, value))
    return "&".join(pairs)


def form_of(operation: Operation[Any], args: Mapping[str, Any]) -> bytes | None:
    """The body of an operation whose form fields are arguments; None where no field is given.

    `application/x-www-form-urlencoded` (WHATWG URL, section 5), one field per argument. None and UNSET mean that an
    argument is not sent.
    """
    pairs: list[str] = []
    for param in operation.form_params:
        value = args.get(param.arg)
        if value is None or value is UNSET:
            if param.required:
                raise TypeError(f"{operation.called}: {param.arg} is required")
            continue
        pairs.extend(f"{quote(name)}={quote(text)}" for name, text in _form_pairs(param, value))
    return "&".join(pairs).replace("%20", "+").encode("ascii") if pairs else None


def header_pairs(operation: Operation[Any], args: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Header parameters that were given, as text, and those of cookies in one Cookie header (RFC 6265, section 5.4)."""
    cookies: list[str] = []
    for param in operation.header_params:
        value = args.get(param.arg)
        if value is None or value is UNSET:
            if param.required:
                raise TypeError(f"{operation.called}: {param.arg} is required")
            continue
        if param.encoding:
            yield param.name, _encoded(param, value)
            continue
        _check(param, value)
        text = ",".join(map(_text, value)) if isinstance(value, (list, tuple)) else _text(value)
        if param.where == "cookie":
            cookies.append(f"{quote(param.name)}={quote(text)}")
        else:
            yield param.name, text
    if cookies:
        yield "Cookie", "; ".join(cookies)


def check_path(path: str) -> str:
    """Return a caller's own path if it can only lead to the client's own origin. TypeError or ValueError otherwise."""
    if not isinstance(path, str):
        raise TypeError(f"path must be a str, got {type(path).__name__}")
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"path must start with one '/' and is relative to the client's URL, got {path!r}")
    if _OUT_OF_PLACE.search(path):
        raise ValueError(f"path holds a space, a control character, '#' or a backslash; percent-encode it: {path!r}")
    # A server may decode before it resolves (RFC 3986, section 6.2.2.2: "%2e" is a dot).
    bare = path.partition("?")[0]
    may_climb = "/." in bare or "/%2" in bare  # nearly no path: looking at each segment costs more than to see that
    if may_climb and any(segment.lower().replace("%2e", ".") in (".", "..") for segment in bare.split("/")):
        raise ValueError(f"path must not hold '.' or '..' segments: {path!r}")
    return path


def free_query(params: Mapping[str, Any]) -> str:
    """A query string from a caller's own mapping: scalars once, sequences repeated, None left out."""
    pairs: list[str] = []
    for name, value in params.items():
        values = value if isinstance(value, (list, tuple)) else (value,)
        pairs.extend(f"{quote(str(name))}={quote(_text(item))}" for item in values if item is not None)
    return "&".join(pairs)


def json_body(value: Any) -> bytes:
    """JSON in UTF-8, without spaces. ValueError for NaN and infinities (RFC 8259, section 6), TypeError for what JSON
    has no form for."""
    return _json_text(value).encode("utf-8")


def refuse_text(body: Any) -> None:
    """TypeError for a file that gives str: what goes out is bytes."""
    if isinstance(body, io.TextIOBase):
        raise TypeError("the body is a file that is open as text; open it with mode 'rb'")


def checked_chunk(chunk: Any) -> bytes:
    """A piece of a streamed body; TypeError for what is no bytes, which would fail in the midst of sending."""
    if not isinstance(chunk, (bytes, bytearray, memoryview)):
        raise TypeError(f"a streamed body must give bytes, got {type(chunk).__name__}")
    return bytes(chunk)


def form_body(fields: Mapping[str, Any]) -> bytes:
    """`application/x-www-form-urlencoded` (WHATWG URL, section 5): sequences repeat their name, None is left out.

    TypeError for fields that are no mapping.
    """
    if not hasattr(fields, "items"):
        raise TypeError(f"data must be a mapping of fields, got {type(fields).__name__}")
    return free_query(fields).replace("%20", "+").encode("ascii")


def model_body(operation: Operation[Any], body: Any) -> Any:
    """The JSON value of a request body: a model of the operation's own type, or a dict, which is sent as given; a list
    or a plain value where the operation's body is one, or may be anything."""
    if isinstance(body, dict):
        return body
    wanted = operation.bodies[0].type
    kinds = wanted.split(" | ")
    to_dict = getattr(body, "to_dict", None)
    if to_dict is not None and any(base.__name__ in kinds for base in type(body).__mro__):
        return to_dict()
    if wanted == "Any" or any(_is_plain(kind, body) for kind in kinds):
        from .runtime.codec import dump

        return dump(body)
    raise TypeError(f"{operation.called}: the body must be {_article(wanted)} or a dict, got {type(body).__name__}")


def _is_plain(wanted: str, body: Any) -> bool:
    """Whether a body of this type, which is no model, can be this value."""
    if isinstance(body, (list, tuple)):
        return wanted.startswith("list[")
    return type(body).__name__ == wanted and wanted in ("str", "int", "float", "bool")


def _article(name: str) -> str:
    return f"a {name}" if name else "a model"


def _check(param: Param, value: Any) -> None:
    """The spec's own limits, before the server has to point them out."""
    kind = param.kind
    if kind.startswith("array:"):
        if isinstance(value, (str, bytes)) or not isinstance(value, (list, tuple, set, frozenset)):
            raise TypeError(f"{param.arg} must be a list, got {type(value).__name__}")
        types = _TYPES.get(kind[6:])
        for item in value:
            if types is not None and (not isinstance(item, types) or (isinstance(item, bool) and bool not in types)):
                raise TypeError(f"{param.arg} must be a list of {kind[6:]}s, got {type(item).__name__} in it")
        return
    if kind == "enum":
        text = value.value if isinstance(value, enum.Enum) else value
        if not isinstance(text, (str, int)):
            raise TypeError(f"{param.arg} must be a str, got {type(value).__name__}")
        if param.enum is not None and text not in param.enum:
            raise ValueError(f"{param.arg} must be one of {', '.join(map(repr, param.enum))}, got {text!r}")
        return
    types = _TYPES.get(kind)
    if types is None:
        return
    if not isinstance(value, types) or (isinstance(value, bool) and kind != "boolean"):
        raise TypeError(f"{param.arg} must be {_noun(kind)}, got {type(value).__name__}")
    if isinstance(value, str):
        _check_length(param, value)
    elif isinstance(value, (int, float)) and kind != "boolean":
        _check_range(param, value)


def _check_length(param: Param, value: str) -> None:
    if param.min_length is not None and len(value) < param.min_length:
        raise ValueError(f"{param.arg} must have at least {param.min_length} character(s)")
    if param.max_length is not None and len(value) > param.max_length:
        raise ValueError(f"{param.arg} must have at most {param.max_length} characters, got {len(value)}")


def _check_range(param: Param, value: float) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{param.arg} must be a finite number, got {value!r}")
    if param.minimum is not None and value < param.minimum:
        raise ValueError(f"{param.arg} must be at least {param.minimum:g}, got {value!r}")
    if param.maximum is not None and value > param.maximum:
        raise ValueError(f"{param.arg} must be at most {param.maximum:g}, got {value!r}")


def _noun(kind: str) -> str:
    return {"string": "a str", "integer": "an int", "number": "a number", "boolean": "a bool"}[kind]


def _query_pairs(param: Param, value: Any) -> Iterator[tuple[str, str]]:
    """Style and explode of OpenAPI 3.1, "Style Values"."""
    name = param.name
    if param.encoding:
        yield name, _encoded(param, value)
    elif param.style == "json":
        yield name, json_body(value.to_dict() if hasattr(value, "to_dict") else value).decode("utf-8")
    elif isinstance(value, (list, tuple, set, frozenset)):
        items = [_text(item) for item in value]
        if param.explode and param.style == "form":
            for item in items:
                yield name, item
        else:
            yield name, {"spaceDelimited": " ", "pipeDelimited": "|"}.get(param.style, ",").join(items)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (f"{name}[{key}]" if param.style == "deepObject" else str(key)), _text(item)
    else:
        yield name, _text(value)


def _encoded(param: Param, value: Any) -> str:
    from .encodings import encoded_text

    return encoded_text(param, value)


def _form_pairs(param: Param, value: Any) -> Iterator[tuple[str, str]]:
    name = param.name
    if param.encoding:
        yield name, _encoded(param, value)
        if param.style == "deepObject":
            from .encodings import map_entries

            for key, item in map_entries(param, value):
                yield f"{name}[{key}]", item
        return
    if param.kind == "integer" and isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)  # text is what a form carries anyway, and some published signatures have it so
    _check(param, value)
    yield name, _text(value)


def _text(value: Any) -> str:
    """A scalar as it stands in a URL or header."""
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, str):
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return str(value)
    isoformat = getattr(value, "isoformat", None)
    if isoformat is not None:
        if getattr(value, "hour", None) is not None and value.tzinfo is None:
            raise ValueError("a date and time without a time zone is ambiguous: give it a tzinfo")
        return str(isoformat()).replace("+00:00", "Z")
    if type(value).__name__ == "UUID":
        return str(value)
    raise TypeError(f"cannot send a {type(value).__name__} in a URL")
