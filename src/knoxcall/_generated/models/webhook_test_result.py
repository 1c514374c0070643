"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["WebhookTestResult"]


class WebhookTestResult(TypedDict):
    """How the receiver answered a test delivery."""

    success: bool
    response_time_ms: int
    """Milliseconds."""
    status: NotRequired[int]
    error: NotRequired[str]
