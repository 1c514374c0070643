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


__all__ = ["ServiceVariantCostLine"]

_KEYS = frozenset(("service", "instance-type", "capacity-type", "spend-usd", "replicas"))


@_define(kw_only=True, init=False)
class ServiceVariantCostLine(ExtraFields[Any]):
    """What a service has cost on one variant of instance."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "service": "service",
        "instance-type": "instance_type",
        "capacity-type": "capacity_type",
        "spend-usd": "spend_usd",
        "replicas": "replicas",
    }

    service: str
    instance_type: str
    capacity_type: str
    """on-demand or spot."""
    spend_usd: float
    replicas: int | None
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        service: str = "",
        instance_type: str = "",
        capacity_type: str = "",
        spend_usd: float = 0.0,
        replicas: int | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.service = service
        self.instance_type = instance_type
        self.capacity_type = capacity_type
        self.spend_usd = spend_usd
        self.replicas = replicas
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
        self.service = get("service") or ""
        self.instance_type = get("instance-type") or ""
        self.capacity_type = get("capacity-type") or ""
        self.spend_usd = get("spend-usd") or 0.0
        self.replicas = get("replicas")
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "service": self.service,
            "instance-type": self.instance_type,
            "capacity-type": self.capacity_type,
            "spend-usd": self.spend_usd,
        }
        if self.replicas is not None:
            out["replicas"] = self.replicas
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
