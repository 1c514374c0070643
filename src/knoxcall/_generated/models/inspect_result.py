"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

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


from ..models.inspect_key_ref import InspectKeyRef  # noqa: E402, TC001
