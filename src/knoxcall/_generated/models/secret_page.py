"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SecretPage"]


class SecretPage(TypedDict):
    """One page of secrets."""

    data: list[Secret]
    meta: PageMeta
    """Where a page stands among the others."""


from ..models.page_meta import PageMeta  # noqa: E402, TC001
from ..models.secret import Secret  # noqa: E402, TC001
