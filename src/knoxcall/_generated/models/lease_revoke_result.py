"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["LeaseRevokeResult"]


class LeaseRevokeResult(TypedDict):
    """The lease that was revoked."""

    revoked: int
