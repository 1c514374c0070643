"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ClientsCreateBody"]


class ClientsCreateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    ip_address: NotRequired[str]
    type: NotRequired[str]
    description: NotRequired[str]
