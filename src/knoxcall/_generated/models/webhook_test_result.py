"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["WebhookTestResult"]


class WebhookTestResult(TypedDict):
    """How the receiver answered a test delivery."""

    success: bool
    response_time_ms: int
    """Milliseconds."""
    status: NotRequired[int]
    error: NotRequired[str]
