"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["CryptoSignWebhookBody"]


class CryptoSignWebhookBody(TypedDict):
    """Members of this object are described below."""

    payload: NotRequired[str]
    payload_b64: NotRequired[str]
    """Bytes in base64."""
    timestamp_seconds: NotRequired[int]
    """Seconds since the epoch; now, if left out."""
    format: NotRequired[str]
