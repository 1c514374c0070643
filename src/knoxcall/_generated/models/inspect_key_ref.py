"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["InspectKeyRef"]


class InspectKeyRef(TypedDict):
    """Which key a value was encrypted under."""

    tenantId: str
    appKeyId: str
    keyVersion: int
