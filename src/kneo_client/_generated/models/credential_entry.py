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

    from ..models.credential_entry_status import CredentialEntryStatus

__all__ = ["CredentialEntry"]

_KEYS = frozenset(("name", "env_var", "present", "status", "value", "expires_at", "last_checked"))


@_define(kw_only=True)
class CredentialEntry(ExtraFields[Any]):
    """One credential: where the platform looks for it and whether it is there."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "env_var": "env_var",
        "present": "present",
        "status": "status",
        "value": "value",
        "expires_at": "expires_at",
        "last_checked": "last_checked",
    }

    name: str
    """What it is for, such as `provider:openai`."""
    env_var: str
    """Environment variable that it is read from."""
    present: bool
    """Whether it is there."""
    status: CredentialEntryStatus | Unset = UNSET
    """The same in a word. From 1.2.0 on."""
    value: str | Unset | None = UNSET
    """A mark in place of the value. It never leaves the platform."""
    expires_at: str | Unset | None = UNSET
    """When it expires, if known. From 1.2.0 on."""
    last_checked: str | Unset | None = UNSET
    """When it was last tried, if ever. From 1.2.0 on."""
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
            name=src["name"],
            env_var=src["env_var"],
            present=src["present"],
            status=UNSET if (v := get("status")) is None else _m.CredentialEntryStatus.of(v),
            value=get("value", UNSET),
            expires_at=get("expires_at", UNSET),
            last_checked=get("last_checked", UNSET),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"name": self.name, "env_var": self.env_var, "present": self.present}
        if self.status is not UNSET:
            out["status"] = str(self.status)
        if self.value is not UNSET:
            out["value"] = self.value
        if self.expires_at is not UNSET:
            out["expires_at"] = self.expires_at
        if self.last_checked is not UNSET:
            out["last_checked"] = self.last_checked
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
