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


__all__ = ["ServiceCostLine"]

_KEYS = frozenset(("service", "gpu-hours", "cpu-hours", "mem-gb-hours", "spend-usd", "instance-type", "attribution"))


@_define(kw_only=True, init=False)
class ServiceCostLine(ExtraFields[Any]):
    """What a service has cost."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "service": "service",
        "gpu-hours": "gpu_hours",
        "cpu-hours": "cpu_hours",
        "mem-gb-hours": "mem_gb_hours",
        "spend-usd": "spend_usd",
        "instance-type": "instance_type",
        "attribution": "attribution",
    }

    service: str
    gpu_hours: float
    cpu_hours: float
    mem_gb_hours: float
    spend_usd: float
    instance_type: str
    attribution: str
    """How shared costs were divided."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        service: str = "",
        gpu_hours: float = 0.0,
        cpu_hours: float = 0.0,
        mem_gb_hours: float = 0.0,
        spend_usd: float = 0.0,
        instance_type: str = "",
        attribution: str = "",
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.service = service
        self.gpu_hours = gpu_hours
        self.cpu_hours = cpu_hours
        self.mem_gb_hours = mem_gb_hours
        self.spend_usd = spend_usd
        self.instance_type = instance_type
        self.attribution = attribution
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
        self.gpu_hours = get("gpu-hours") or 0.0
        self.cpu_hours = get("cpu-hours") or 0.0
        self.mem_gb_hours = get("mem-gb-hours") or 0.0
        self.spend_usd = get("spend-usd") or 0.0
        self.instance_type = get("instance-type") or ""
        self.attribution = get("attribution") or ""
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "service": self.service,
            "gpu-hours": self.gpu_hours,
            "cpu-hours": self.cpu_hours,
            "mem-gb-hours": self.mem_gb_hours,
            "spend-usd": self.spend_usd,
        }
        if self.instance_type:
            out["instance-type"] = self.instance_type
        if self.attribution:
            out["attribution"] = self.attribution
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
