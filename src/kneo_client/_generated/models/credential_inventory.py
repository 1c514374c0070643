"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.credential_inventory_extra import CredentialInventoryExtra
    from ..models.credential_inventory_providers import CredentialInventoryProviders
    from ..models.credential_inventory_service_tokens import CredentialInventoryServiceTokens

__all__ = ["CredentialInventory"]

_KEYS = frozenset(("providers", "extra", "service_tokens"))


@_define(kw_only=True)
class CredentialInventory(ExtraFields[Any]):
    """Credentials by group, and in each by name."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "providers": "providers",
        "extra": "extra",
        "service_tokens": "service_tokens",
    }

    providers: CredentialInventoryProviders | Unset = UNSET
    """Those of model providers."""
    extra: CredentialInventoryExtra | Unset = UNSET
    """Those that were asked for by variable."""
    service_tokens: CredentialInventoryServiceTokens | Unset = UNSET
    """The platform's own keys."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        get = src.get
        return cls(
            providers=UNSET
            if (v := get("providers", UNSET)) is UNSET
            else _m.CredentialInventoryProviders()
            if v is None
            else _m.CredentialInventoryProviders.from_dict(v),
            extra=UNSET
            if (v := get("extra", UNSET)) is UNSET
            else _m.CredentialInventoryExtra()
            if v is None
            else _m.CredentialInventoryExtra.from_dict(v),
            service_tokens=UNSET
            if (v := get("service_tokens", UNSET)) is UNSET
            else _m.CredentialInventoryServiceTokens()
            if v is None
            else _m.CredentialInventoryServiceTokens.from_dict(v),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {}
        if self.providers is not UNSET:
            out["providers"] = self.providers.to_dict()
        if self.extra is not UNSET:
            out["extra"] = self.extra.to_dict()
        if self.service_tokens is not UNSET:
            out["service_tokens"] = self.service_tokens.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
