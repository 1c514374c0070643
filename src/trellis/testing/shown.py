"""Shows recorded requests in the messages of failed assertions: a line each, with secrets masked."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from trellis.cli.call_catalogue import PACKAGES, entry_of, operations
from trellis.core.secrets import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trellis.emulator import Recorded

__all__ = ["is_secret", "masked", "table"]

_SECRET = re.compile(
    r"(pass(word|phrase)?|secret|token|assertion|verifier|key|authorization|cookie|signature|dpop|session|credential|plaintext)s?$"
    r"|^(code|env)$"
)
_HARMLESS = frozenset({"idempotency_key", "x_idempotency_key"})
_WIDEST = 120
"""How much of a body is shown, in characters."""
_FORM = "application/x-www-form-urlencoded"


def table(requests: Iterable[Recorded]) -> str:
    """The requests, a line each: number, method, path, what became of it, operation and body."""
    rows = [_row(entry) for entry in requests]
    if not rows:
        return "  (nothing)"
    widths = [max(len(row[column]) for row in rows) for column in range(3)] + [0]
    return "\n".join(
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(entry: Recorded) -> tuple[str, str, str, str]:
    query = "&".join(f"{name}={masked(entry, name, value)}" for name, value in entry.query)
    target = f"{entry.raw_path}?{query}" if query else entry.raw_path
    outcome = f"-> {entry.status}" if entry.status is not None else "-> no answer"
    fault = f" [{entry.fault}]" if entry.fault else ""
    return f"#{entry.number} {entry.method} {target}", outcome + fault, entry.operation_id or "-", _body(entry)


def _body(entry: Recorded) -> str:
    if not entry.body:
        return ""
    media = (entry.headers.get("content-type") or "").partition(";")[0].strip().lower()
    try:
        if media == _FORM:
            shown: Any = dict(parse_qsl(entry.body.decode(), keep_blank_values=True))
        elif media.endswith("json"):
            shown = entry.json()
        else:
            raise ValueError
    except ValueError:
        return f"({len(entry.body)} bytes of {media or 'no type'})"
    text = json.dumps(masked(entry, "", shown), ensure_ascii=False)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}..."


def masked(entry: Recorded, name: str, value: Any) -> Any:
    """A value under a name, with a mask for what is secret in it."""
    if value not in (None, "") and is_secret(entry, name):
        return MASK
    if isinstance(value, dict):
        return {key: masked(entry, key, member) for key, member in value.items()}
    if isinstance(value, list):
        return [masked(entry, name, item) for item in value]
    return value


def is_secret(entry: Recorded, name: str) -> bool:
    """Whether what goes by that name in a request must not be shown: its document says so, or the name does."""
    word = name.lower().replace("-", "_")
    if word in _HARMLESS:
        return False
    return name in _secrets_of(entry.operation_id or "") or _SECRET.search(word) is not None


@lru_cache
def _secrets_of(operation_id: str) -> frozenset[str]:
    """What an operation takes that its document marks as secret."""
    return frozenset(
        argument.wire
        for service in PACKAGES
        if operation_id in operations(service)
        for argument in entry_of(service, operations(service)[operation_id]).arguments
        if argument.secret
    )
