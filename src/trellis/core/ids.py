"""Request ids and idempotency keys: random UUIDs (RFC 9562, version 4) and the checks on those a caller brings."""

from __future__ import annotations

from os import urandom

__all__ = ["check_idempotency_key", "check_request_id", "new_uuid4"]

_VARIANT = "89ab"


def new_uuid4() -> str:
    """A fresh version 4 UUID as text. The same bits as `str(uuid.uuid4())`, without building the UUID object."""
    digits = urandom(16).hex()
    variant = _VARIANT[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def check_idempotency_key(key: str, limit: int) -> str:
    """Return `key` without surrounding white space. ValueError if nothing is left, it is longer than `limit`
    characters, or it cannot stand in a header; TypeError if it is no str."""
    if not isinstance(key, str):
        raise TypeError(f"idempotency_key must be a str, got {type(key).__name__}")
    stripped = key.strip()
    if not stripped:
        raise ValueError("idempotency_key is empty; leave it out to have one made")
    if len(stripped) > limit:
        raise ValueError(f"idempotency_key has {len(stripped)} characters; the server accepts at most {limit}")
    _check_printable("idempotency_key", stripped)
    return stripped


def check_request_id(request_id: str) -> str:
    """Return `request_id` if it can stand in a header and is not empty; ValueError or TypeError otherwise."""
    if not isinstance(request_id, str):
        raise TypeError(f"request_id must be a str, got {type(request_id).__name__}")
    if not request_id.strip():
        raise ValueError("request_id is empty; leave it out to have one made")
    _check_printable("request_id", request_id)
    return request_id


def _check_printable(name: str, text: str) -> None:
    if not (text.isascii() and text.isprintable()):
        raise ValueError(f"{name} must be printable ASCII: it travels in a header")
