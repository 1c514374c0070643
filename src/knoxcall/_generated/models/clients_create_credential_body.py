"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["ClientsCreateCredentialBody"]


class ClientsCreateCredentialBody(TypedDict):
    """Members of this object are described below."""

    kind: str
    data: dict[str, Any]
    label: NotRequired[str]
