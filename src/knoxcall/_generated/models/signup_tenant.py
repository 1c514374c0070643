"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SignupTenant"]


class SignupTenant(TypedDict):
    """The new tenant."""

    id: str
    slug: str
    name: str
    region: str
    plan: str
