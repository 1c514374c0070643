"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["CryptoSignWebhookBody"]


class CryptoSignWebhookBody(TypedDict):
    """Members of this object are described below."""

    payload: NotRequired[str]
    payload_b64: NotRequired[str]
    """Bytes in base64."""
    timestamp_seconds: NotRequired[int]
    """Seconds since the epoch; now, if left out."""
    format: NotRequired[str]
