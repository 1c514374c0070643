"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["CredentialInventoryResponseInventory"]


class CredentialInventoryResponseInventory(OpenObject[Any]):
    """Credentials by group: providers, extra and service_tokens."""

    __slots__ = ()
