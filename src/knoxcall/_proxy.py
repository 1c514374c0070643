"""Requests through the gateway: pure building of what goes to the data plane. The answer is the upstream's own."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from trellis.core.encode import check_path
from trellis.core.wire import FRAMING, HeaderSet

from .auth.hosts import data_plane_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["body_of", "default_json", "encode_json", "headers_of", "is_streamed", "path_and_query", "target_of"]

_OURS = frozenset({
    "authorization", "dpop", "x-knoxcall-key", "x-knoxcall-agent-id", "x-knoxcall-agent-token", "x-knoxcall-origin",
})  # fmt: skip
"""Headers that decide who calls: only the client sets them."""

_SAFE = "/:@!$&'()*+,;=-._~%"


def path_and_query(path: str, query: Mapping[str, Any] | None) -> str:
    """What to request of an upstream. The path may bring a query of its own; `query` is added to it."""
    if not isinstance(path, str):
        raise TypeError(f"path must be a str, got {type(path).__name__}")
    bare, mark, own_query = path.partition("?")
    target = quote(bare, safe=_SAFE)
    target = check_path(target if target.startswith("/") else f"/{target}")
    pairs = [quote(own_query, safe=_SAFE + "?")] if own_query else []
    for name, value in (query or {}).items():
        for item in value if isinstance(value, (list, tuple)) else (value,):
            pairs.append(f"{quote(str(name), safe='')}={quote(_text(item), safe='')}")
    return f"{target}{'?' if pairs or mark else ''}{'&'.join(pairs)}"


def target_of(proxy_url: str, upstream: str) -> str:
    """The URL to request for what `path_and_query` gave, below `/api` where the gateway wants it."""
    return f"{proxy_url}{data_plane_path(proxy_url, upstream)}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def headers_of(
    given: Mapping[str, str] | None, own: Mapping[str, str | None], *, body: bool, user_agent: str
) -> HeaderSet:
    """The caller's headers, without those that only we set; then ours, None being absent; then what is missing.

    ValueError for a name or value that cannot stand in a header line.
    """
    headers: dict[str, str] = {}
    replaced = {name.lower() for name, value in own.items() if value is not None} if given else ()
    present = set()
    for name, text in (given or {}).items():
        if not isinstance(name, str):
            raise TypeError(f"a header's name must be a str, got {type(name).__name__}")
        lower = name.lower()
        if lower in FRAMING:
            raise ValueError(f"{name} cannot be given: it says where a request goes and where it ends")
        if lower not in _OURS and lower not in replaced:
            headers[name] = text
            present.add(lower)
    headers.update((name, value) for name, value in own.items() if value is not None)
    if "user-agent" not in present:
        headers["User-Agent"] = user_agent
    if "accept" not in present:
        headers["Accept"] = "*/*"
    if "accept-encoding" not in present:
        headers["Accept-Encoding"] = "gzip, deflate"
    if body and "content-type" not in present:
        headers["Content-Type"] = "application/json"
    return HeaderSet.of(headers.items())


def is_streamed(body: Any) -> bool:
    """Whether a body is read while it is sent: a file, or an iterator of bytes, asynchronous or not."""
    return any(hasattr(body, name) for name in ("read", "__next__", "__aiter__"))


def body_of(body: Any, default: Callable[[Any], Any] | None) -> tuple[bytes | None, bool]:
    """The bytes to send, and whether they are JSON of our making. bytes and str go as they are.

    ValueError for NaN and infinities, TypeError for what has no JSON form.
    """
    if body is None:
        return None, False
    if isinstance(body, (bytes, bytearray)):
        return bytes(body), False
    if isinstance(body, str):
        return body.encode("utf-8"), False
    return encode_json(body, default), True


def encode_json(value: Any, default: Callable[[Any], Any] | None) -> bytes:
    """JSON in UTF-8; a Decimal keeps its digits. default: called for what JSON has no form for, instead of ours."""
    exact: dict[str, str] = {}

    def convert(item: Any) -> Any:
        if default is not None:
            return default(item)
        if isinstance(item, Decimal):
            return _placeholder(item, exact)
        return default_json(item)

    text = json.dumps(value, default=convert, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for mark, digits in exact.items():
        text = text.replace(f'"{mark}"', digits)
    return text.encode("utf-8")


def _placeholder(number: Decimal, exact: dict[str, str]) -> str:
    """A string that stands for a Decimal until the text is made: through a float it would lose digits."""
    if not number.is_finite():
        raise ValueError(f"JSON has no form for {number}")
    from secrets import token_hex

    mark = f"decimal-{token_hex(16)}"
    exact[mark] = format(number, "f") if abs(number.adjusted()) < 400 else str(number).replace("E+", "e+")
    return mark


def default_json(item: Any) -> Any:
    """What the built-in rules make of a value that JSON has no form for. TypeError for all others."""
    if isinstance(item, (datetime, date, time)):
        return item.isoformat()
    if isinstance(item, timedelta):
        return item.total_seconds()
    if isinstance(item, UUID):
        return str(item)
    if isinstance(item, (set, frozenset)):
        try:
            return sorted(item)
        except TypeError:
            return list(item)
    raise TypeError(f"{type(item).__name__} has no JSON form; pass json_default= to give it one")
