"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import EntryMap

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ..models.credential_inventory import CredentialInventory

__all__ = ["CredentialInventoryResponse"]

_KEYS = frozenset(("inventory",))


@_define(kw_only=True)
class CredentialInventoryResponse(EntryMap[Any]):
    """Which credentials the platform has."""

    inventory: CredentialInventory
    """Credentials by group."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    def _entries(self) -> Mapping[str, Any]:
        inner = self.inventory
        return {key: inner[key] for key in inner}

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        return cls(
            inventory=_m.CredentialInventory()
            if (v := src["inventory"]) is None
            else _m.CredentialInventory.from_dict(v),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"inventory": self.inventory.to_dict()}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
