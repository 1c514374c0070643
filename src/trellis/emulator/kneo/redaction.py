"""What the platform hides from its own answers: values under secret-sounding keys, e-mail addresses, SSNs."""

from __future__ import annotations

import re
from typing import Any

MARK = "[REDACTED]"

_SECRET_KEYS = frozenset(
    {
        "password", "passwd", "secret", "token", "api_key", "apikey", "authorization", "access_token",
        "refresh_token", "client_secret", "private_key", "cookie",
    }
)  # fmt: skip
_INLINE = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}|\b\d{3}-\d{2}-\d{4}\b")


def redacted(value: Any) -> Any:
    """A copy of a JSON value without what is to be hidden."""
    if isinstance(value, dict):
        return {key: MARK if _is_secret(key) and item is not None else redacted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [redacted(item) for item in value]
    if isinstance(value, str):
        return _INLINE.sub(MARK, value)
    return value


def _is_secret(key: Any) -> bool:
    return isinstance(key, str) and key.lower().replace("-", "_") in _SECRET_KEYS
