"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


__all__ = ["Route53"]

_KEYS = frozenset(("hosted-zone-id", "region", "role"))


@_define(kw_only=True, init=False)
class Route53(ExtraFields[Any]):
    """How to reach Route 53. Null means the rack's own."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "hosted-zone-id": "hosted_zone_id",
        "region": "region",
        "role": "role",
    }

    hosted_zone_id: str | None
    region: str | None
    role: str | None
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        hosted_zone_id: str | None = None,
        region: str | None = None,
        role: str | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.hosted_zone_id = hosted_zone_id
        self.region = region
        self.role = role
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        self = cls.__new__(cls)
        get = src.get
        self.hosted_zone_id = get("hosted-zone-id")
        self.region = get("region")
        self.role = get("role")
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"hosted-zone-id": self.hosted_zone_id, "region": self.region, "role": self.role}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
