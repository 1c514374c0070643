"""Idempotency keys: every POST carries one, so that the platform can tell a repetition from a new request."""

from __future__ import annotations

from trellis.core.ids import check_idempotency_key, new_uuid4

__all__ = ["IDEMPOTENCY_KEY_HEADER", "MAX_KEY_LENGTH", "new_idempotency_key", "validate_idempotency_key"]

IDEMPOTENCY_KEY_HEADER = "Idempotency-Key"
"""The header that carries the key."""

MAX_KEY_LENGTH = 256
"""The longest key the platform accepts, in characters."""


def new_idempotency_key() -> str:
    """A fresh key: a random UUID (version 4)."""
    return new_uuid4()


def validate_idempotency_key(key: str) -> str:
    """Return `key` without surrounding white space, as the platform reads it.

    Raises ValueError if nothing is left (the platform would silently treat it as no key), if it is longer than
    `MAX_KEY_LENGTH` characters, or if it is not printable ASCII; TypeError if it is no str.
    """
    return check_idempotency_key(key, MAX_KEY_LENGTH)
