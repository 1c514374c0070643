"""Request ids: every request carries one, the same in all attempts of a call, and the platform answers with it."""

from __future__ import annotations

from trellis.core.ids import new_uuid4

__all__ = ["REQUEST_ID_HEADER", "generate_request_id"]

REQUEST_ID_HEADER = "X-Request-ID"
"""The header that carries the id, both ways."""


def generate_request_id() -> str:
    """A fresh request id: a random UUID (version 4)."""
    return new_uuid4()
