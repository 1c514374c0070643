"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from ..models.inspect_key_ref import InspectKeyRef


__all__ = ["InspectResult"]


class InspectResult(TypedDict):
    """Whether a value is encrypted, and what can be told from its outside."""

    encrypted: bool
    """Whether it is."""
    scheme: NotRequired[str]
    version: NotRequired[int]
    datatype: NotRequired[str]
    key_ref: NotRequired[InspectKeyRef]
    """Which key a value was encrypted under."""
    fingerprint: NotRequired[str]
