"""Loggers of this package, and headers made fit for a log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from trellis.core.observe import redact_headers as _redact
from trellis.core.secrets import MASK

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["REDACTED", "get_logger", "redact_headers"]

REDACTED = MASK
"""What stands in place of a sensitive value: "<redacted>"."""

_ROOT = "kneo_client"
_SENSITIVE = ("authorization", "x-kneo-api-key", "cookie", "set-cookie", "proxy-authorization")


def get_logger(name: str = _ROOT) -> logging.Logger:
    """The logger `name` below `kneo_client`: "transport" gives `kneo_client.transport`; a full name stays as it is."""
    if name != _ROOT and not name.startswith(f"{_ROOT}."):
        name = f"{_ROOT}.{name}"
    return logging.getLogger(name)


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """A copy of `headers` with `REDACTED` for the value of every header that can hold a credential."""
    return _redact(headers, _SENSITIVE, REDACTED)
