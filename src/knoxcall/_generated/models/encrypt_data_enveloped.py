"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["EncryptDataEnveloped"]


class EncryptDataEnveloped(TypedDict):
    """An encrypted value under `data`, like other results."""

    data: EncryptDataResult
    """An encrypted value, in the structure it came in."""
    meta: NotRequired[Meta]
    """What stands beside the data of an answer."""


from ..models.encrypt_data_result import EncryptDataResult  # noqa: E402, TC001
from ..models.meta import Meta  # noqa: E402, TC001
