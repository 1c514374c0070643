"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["SignupCreateBody"]


class SignupCreateBody(TypedDict):
    """Members of this object are described below."""

    email: str
    tenant_name: str
    full_name: NotRequired[str]
    tenant_slug: NotRequired[str]
    country: NotRequired[str]
    region: NotRequired[str]
