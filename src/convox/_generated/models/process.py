"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.codec import GO_ZERO_TIMES as _ZERO
from trellis.core.runtime.codec import load_datetime as _load_time
from trellis.core.runtime.objects import ExtraFields

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


__all__ = ["Process"]

_KEYS = frozenset(
    (
        "id",
        "app",
        "command",
        "cpu",
        "gpu",
        "host",
        "image",
        "instance",
        "memory",
        "name",
        "ports",
        "release",
        "started",
        "status",
        "service",
        "gpu-util",
        "gpu-mem-used",
        "gpu-mem-total",
        "gpu-tensor-active",
        "gpu-sm-active",
        "gpu-dram-active",
        "gpu-fp16-active",
        "gpu-fp32-active",
        "gpu-power-w",
    )
)


@_define(kw_only=True, init=False)
class Process(ExtraFields[Any]):
    """A process of an app."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "app": "app",
        "command": "command",
        "cpu": "cpu",
        "gpu": "gpu",
        "host": "host",
        "image": "image",
        "instance": "instance",
        "memory": "memory",
        "name": "name",
        "ports": "ports",
        "release": "release",
        "started": "started",
        "status": "status",
        "service": "service",
        "gpu-util": "gpu_util",
        "gpu-mem-used": "gpu_mem_used",
        "gpu-mem-total": "gpu_mem_total",
        "gpu-tensor-active": "gpu_tensor_active",
        "gpu-sm-active": "gpu_sm_active",
        "gpu-dram-active": "gpu_dram_active",
        "gpu-fp16-active": "gpu_fp16_active",
        "gpu-fp32-active": "gpu_fp32_active",
        "gpu-power-w": "gpu_power_w",
    }

    id: str
    app: str
    command: str
    cpu: float
    """In use."""
    gpu: int
    host: str
    """Address of its instance."""
    image: str
    instance: str
    """The instance that it runs on."""
    memory: float
    """In use."""
    name: str
    """Name of its service."""
    ports: list[str]
    """Ports that it has open."""
    release: str
    started: datetime.datetime | None
    status: str
    """pending, starting, running, unhealthy, crashed, failed, complete or stopped."""
    service: str
    """Empty where the server does not tell."""
    gpu_util: float | None
    gpu_mem_used: int | None
    gpu_mem_total: int | None
    gpu_tensor_active: float | None
    gpu_sm_active: float | None
    gpu_dram_active: float | None
    gpu_fp16_active: float | None
    gpu_fp32_active: float | None
    gpu_power_w: float | None
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        id: str = "",
        app: str = "",
        command: str = "",
        cpu: float = 0.0,
        gpu: int = 0,
        host: str = "",
        image: str = "",
        instance: str = "",
        memory: float = 0.0,
        name: str = "",
        ports: list[str] | None = None,
        release: str = "",
        started: datetime.datetime | None = None,
        status: str = "",
        service: str = "",
        gpu_util: float | None = None,
        gpu_mem_used: int | None = None,
        gpu_mem_total: int | None = None,
        gpu_tensor_active: float | None = None,
        gpu_sm_active: float | None = None,
        gpu_dram_active: float | None = None,
        gpu_fp16_active: float | None = None,
        gpu_fp32_active: float | None = None,
        gpu_power_w: float | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.id = id
        self.app = app
        self.command = command
        self.cpu = cpu
        self.gpu = gpu
        self.host = host
        self.image = image
        self.instance = instance
        self.memory = memory
        self.name = name
        self.ports = [] if ports is None else ports
        self.release = release
        self.started = started
        self.status = status
        self.service = service
        self.gpu_util = gpu_util
        self.gpu_mem_used = gpu_mem_used
        self.gpu_mem_total = gpu_mem_total
        self.gpu_tensor_active = gpu_tensor_active
        self.gpu_sm_active = gpu_sm_active
        self.gpu_dram_active = gpu_dram_active
        self.gpu_fp16_active = gpu_fp16_active
        self.gpu_fp32_active = gpu_fp32_active
        self.gpu_power_w = gpu_power_w
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.started = _c.as_time(self.started)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.id = get("id") or ""
        self.app = get("app") or ""
        self.command = get("command") or ""
        self.cpu = get("cpu") or 0.0
        self.gpu = get("gpu") or 0
        self.host = get("host") or ""
        self.image = get("image") or ""
        self.instance = get("instance") or ""
        self.memory = get("memory") or 0.0
        self.name = get("name") or ""
        self.ports = get("ports") or []
        self.release = get("release") or ""
        self.started = None if not (v := get("started")) or v in _ZERO else _load_time(v)
        self.status = get("status") or ""
        self.service = get("service") or ""
        self.gpu_util = get("gpu-util")
        self.gpu_mem_used = get("gpu-mem-used")
        self.gpu_mem_total = get("gpu-mem-total")
        self.gpu_tensor_active = get("gpu-tensor-active")
        self.gpu_sm_active = get("gpu-sm-active")
        self.gpu_dram_active = get("gpu-dram-active")
        self.gpu_fp16_active = get("gpu-fp16-active")
        self.gpu_fp32_active = get("gpu-fp32-active")
        self.gpu_power_w = get("gpu-power-w")
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "id": self.id,
            "app": self.app,
            "command": self.command,
            "cpu": self.cpu,
            "gpu": self.gpu,
            "host": self.host,
            "image": self.image,
            "instance": self.instance,
            "memory": self.memory,
            "name": self.name,
            "ports": self.ports,
            "release": self.release,
            "started": _c.dump_go_time(self.started),
            "status": self.status,
        }
        if self.service:
            out["service"] = self.service
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
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
