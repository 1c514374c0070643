"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["SignupCreateBody"]


class SignupCreateBody(TypedDict):
    """Members of this object are described below."""

    email: str
    tenant_name: str
    full_name: NotRequired[str]
    tenant_slug: NotRequired[str]
    country: NotRequired[str]
    region: NotRequired[str]
