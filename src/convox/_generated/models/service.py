"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.service_autoscale_state import ServiceAutoscaleState
    from ..models.service_nlb_port import ServiceNlbPort
    from ..models.service_port import ServicePort


__all__ = ["Service"]

_KEYS = frozenset(
    (
        "count",
        "cpu",
        "domain",
        "gpu",
        "gpu-vendor",
        "memory",
        "name",
        "nlb",
        "ports",
        "min",
        "max",
        "cold-start",
        "autoscale",
        "agent",
        "gpu-util",
        "gpu-mem-used",
        "gpu-mem-total",
        "gpu-tensor-active",
        "gpu-sm-active",
        "gpu-dram-active",
        "gpu-fp16-active",
        "gpu-fp32-active",
        "gpu-power-w",
        "scale-override-active",
        "triggers-override-active",
    )
)


@_define(kw_only=True, init=False)
class Service(ExtraFields[Any]):
    """A service of an app."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "count": "count",
        "cpu": "cpu",
        "domain": "domain",
        "gpu": "gpu",
        "gpu-vendor": "gpu_vendor",
        "memory": "memory",
        "name": "name",
        "nlb": "nlb",
        "ports": "ports",
        "min": "min",
        "max": "max",
        "cold-start": "cold_start",
        "autoscale": "autoscale",
        "agent": "agent",
        "gpu-util": "gpu_util",
        "gpu-mem-used": "gpu_mem_used",
        "gpu-mem-total": "gpu_mem_total",
        "gpu-tensor-active": "gpu_tensor_active",
        "gpu-sm-active": "gpu_sm_active",
        "gpu-dram-active": "gpu_dram_active",
        "gpu-fp16-active": "gpu_fp16_active",
        "gpu-fp32-active": "gpu_fp32_active",
        "gpu-power-w": "gpu_power_w",
        "scale-override-active": "scale_override_active",
        "triggers-override-active": "triggers_override_active",
    }

    count: int
    """Number of processes."""
    cpu: int
    """Thousandths of a CPU each."""
    domain: str
    gpu: int
    gpu_vendor: str
    memory: int
    """Megabytes each."""
    name: str
    nlb: list[ServiceNlbPort]
    """Ports of a network balancer."""
    ports: list[ServicePort]
    min: int | None
    """Processes at least; None where it does not scale by itself."""
    max: int | None
    """Processes at most; None where it does not scale by itself."""
    cold_start: bool
    """Whether it may be scaled to nothing."""
    autoscale: ServiceAutoscaleState | None
    """None where it does not scale by itself."""
    agent: bool
    """Whether it runs once on every instance."""
    gpu_util: float | None
    gpu_mem_used: int | None
    gpu_mem_total: int | None
    gpu_tensor_active: float | None
    gpu_sm_active: float | None
    gpu_dram_active: float | None
    gpu_fp16_active: float | None
    gpu_fp32_active: float | None
    gpu_power_w: float | None
    scale_override_active: bool
    """Whether a scale that was set by hand wins over the manifest."""
    triggers_override_active: bool
    """Whether triggers that were set by hand win over the manifest."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        count: int = 0,
        cpu: int = 0,
        domain: str = "",
        gpu: int = 0,
        gpu_vendor: str = "",
        memory: int = 0,
        name: str = "",
        nlb: list[ServiceNlbPort] | None = None,
        ports: list[ServicePort] | None = None,
        min: int | None = None,
        max: int | None = None,
        cold_start: bool = False,
        autoscale: ServiceAutoscaleState | None = None,
        agent: bool = False,
        gpu_util: float | None = None,
        gpu_mem_used: int | None = None,
        gpu_mem_total: int | None = None,
        gpu_tensor_active: float | None = None,
        gpu_sm_active: float | None = None,
        gpu_dram_active: float | None = None,
        gpu_fp16_active: float | None = None,
        gpu_fp32_active: float | None = None,
        gpu_power_w: float | None = None,
        scale_override_active: bool = False,
        triggers_override_active: bool = False,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.count = count
        self.cpu = cpu
        self.domain = domain
        self.gpu = gpu
        self.gpu_vendor = gpu_vendor
        self.memory = memory
        self.name = name
        self.nlb = [] if nlb is None else nlb
        self.ports = [] if ports is None else ports
        self.min = min
        self.max = max
        self.cold_start = cold_start
        self.autoscale = autoscale
        self.agent = agent
        self.gpu_util = gpu_util
        self.gpu_mem_used = gpu_mem_used
        self.gpu_mem_total = gpu_mem_total
        self.gpu_tensor_active = gpu_tensor_active
        self.gpu_sm_active = gpu_sm_active
        self.gpu_dram_active = gpu_dram_active
        self.gpu_fp16_active = gpu_fp16_active
        self.gpu_fp32_active = gpu_fp32_active
        self.gpu_power_w = gpu_power_w
        self.scale_override_active = scale_override_active
        self.triggers_override_active = triggers_override_active
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.nlb = _c.as_models(self.nlb, _m.ServiceNlbPort)
        self.ports = _c.as_models(self.ports, _m.ServicePort)
        self.autoscale = _c.as_model(self.autoscale, _m.ServiceAutoscaleState)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.count = get("count") or 0
        self.cpu = get("cpu") or 0
        self.domain = get("domain") or ""
        self.gpu = get("gpu") or 0
        self.gpu_vendor = get("gpu-vendor") or ""
        self.memory = get("memory") or 0
        self.name = get("name") or ""
        self.nlb = [_m.ServiceNlbPort.from_dict(i) for i in v if i is not None] if (v := get("nlb")) else []
        self.ports = [_m.ServicePort.from_dict(i) for i in v if i is not None] if (v := get("ports")) else []
        self.min = get("min")
        self.max = get("max")
        self.cold_start = get("cold-start") or False
        self.autoscale = None if (v := get("autoscale")) is None else _m.ServiceAutoscaleState.from_dict(v)
        self.agent = get("agent") or False
        self.gpu_util = get("gpu-util")
        self.gpu_mem_used = get("gpu-mem-used")
        self.gpu_mem_total = get("gpu-mem-total")
        self.gpu_tensor_active = get("gpu-tensor-active")
        self.gpu_sm_active = get("gpu-sm-active")
        self.gpu_dram_active = get("gpu-dram-active")
        self.gpu_fp16_active = get("gpu-fp16-active")
        self.gpu_fp32_active = get("gpu-fp32-active")
        self.gpu_power_w = get("gpu-power-w")
        self.scale_override_active = get("scale-override-active") or False
        self.triggers_override_active = get("triggers-override-active") or False
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "count": self.count,
            "cpu": self.cpu,
            "domain": self.domain,
            "gpu": self.gpu,
            "gpu-vendor": self.gpu_vendor,
            "memory": self.memory,
            "name": self.name,
            "nlb": [i0.to_dict() for i0 in self.nlb],
            "ports": [i0.to_dict() for i0 in self.ports],
        }
        if self.min is not None:
            out["min"] = self.min
        if self.max is not None:
            out["max"] = self.max
        if self.cold_start:
            out["cold-start"] = self.cold_start
        if self.autoscale is not None:
            out["autoscale"] = self.autoscale.to_dict()
        if self.agent:
            out["agent"] = self.agent
        if self.gpu_util is not None:
            out["gpu-util"] = self.gpu_util
        if self.gpu_mem_used is not None:
            out["gpu-mem-used"] = self.gpu_mem_used
        if self.gpu_mem_total is not None:
            out["gpu-mem-total"] = self.gpu_mem_total
        if self.gpu_tensor_active is not None:
            out["gpu-tensor-active"] = self.gpu_tensor_active
        if self.gpu_sm_active is not None:
            out["gpu-sm-active"] = self.gpu_sm_active
        if self.gpu_dram_active is not None:
            out["gpu-dram-active"] = self.gpu_dram_active
        if self.gpu_fp16_active is not None:
            out["gpu-fp16-active"] = self.gpu_fp16_active
        if self.gpu_fp32_active is not None:
            out["gpu-fp32-active"] = self.gpu_fp32_active
        if self.gpu_power_w is not None:
            out["gpu-power-w"] = self.gpu_power_w
        if self.scale_override_active:
            out["scale-override-active"] = self.scale_override_active
        if self.triggers_override_active:
            out["triggers-override-active"] = self.triggers_override_active
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
