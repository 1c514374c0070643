"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["HumanTaskResponseMessagesType0Item"]


class HumanTaskResponseMessagesType0Item(OpenObject[Any]):
    """One message of a conversation."""

    __slots__ = ()
