"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ClientsUpdateCredentialBody"]


class ClientsUpdateCredentialBody(TypedDict):
    """Members of this object are described below."""

    enabled: NotRequired[bool]
    label: NotRequired[str | None]
