"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ClientsUpdateBody"]


class ClientsUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    ip_address: NotRequired[str]
    description: NotRequired[str | None]
    enabled: NotRequired[bool]
