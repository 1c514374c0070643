"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ..models.encrypt_data_result import EncryptDataResult
    from ..models.meta import Meta


__all__ = ["EncryptDataEnveloped"]


class EncryptDataEnveloped(TypedDict):
    """An encrypted value under `data`, like other results."""

    data: EncryptDataResult
    """An encrypted value, in the structure it came in."""
    meta: NotRequired[Meta]
    """What stands beside the data of an answer."""
