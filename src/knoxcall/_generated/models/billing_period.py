"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["BillingPeriod"]


class BillingPeriod(TypedDict):
    """The month that usage is counted for."""

    year: int
    month: int
    start: str | None
    end: str | None
