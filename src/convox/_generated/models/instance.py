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


__all__ = ["Instance"]

_KEYS = frozenset(
    (
        "agent",
        "cpu",
        "cpu-capacity",
        "cpu-allocatable",
        "gpu-capacity",
        "gpu-allocatable",
        "id",
        "memory",
        "memory-capacity",
        "memory-allocatable",
        "private-ip",
        "processes",
        "public-ip",
        "status",
        "started",
    )
)


@_define(kw_only=True, init=False)
class Instance(ExtraFields[Any]):
    """A machine of the rack."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "agent": "agent",
        "cpu": "cpu",
        "cpu-capacity": "cpu_capacity",
        "cpu-allocatable": "cpu_allocatable",
        "gpu-capacity": "gpu_capacity",
        "gpu-allocatable": "gpu_allocatable",
        "id": "id",
        "memory": "memory",
        "memory-capacity": "memory_capacity",
        "memory-allocatable": "memory_allocatable",
        "private-ip": "private_ip",
        "processes": "processes",
        "public-ip": "public_ip",
        "status": "status",
        "started": "started",
    }

    agent: bool
    """Whether it has registered with the rack."""
    cpu: float
    """In use."""
    cpu_capacity: float
    cpu_allocatable: float
    gpu_capacity: int
    gpu_allocatable: int
    id: str
    memory: float
    """In use."""
    memory_capacity: float
    memory_allocatable: float
    private_ip: str
    processes: int
    """How many run on it."""
    public_ip: str
    status: str
    started: datetime.datetime | None
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        agent: bool = False,
        cpu: float = 0.0,
        cpu_capacity: float = 0.0,
        cpu_allocatable: float = 0.0,
        gpu_capacity: int = 0,
        gpu_allocatable: int = 0,
        id: str = "",
        memory: float = 0.0,
        memory_capacity: float = 0.0,
        memory_allocatable: float = 0.0,
        private_ip: str = "",
        processes: int = 0,
        public_ip: str = "",
        status: str = "",
        started: datetime.datetime | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.agent = agent
        self.cpu = cpu
        self.cpu_capacity = cpu_capacity
        self.cpu_allocatable = cpu_allocatable
        self.gpu_capacity = gpu_capacity
        self.gpu_allocatable = gpu_allocatable
        self.id = id
        self.memory = memory
        self.memory_capacity = memory_capacity
        self.memory_allocatable = memory_allocatable
        self.private_ip = private_ip
        self.processes = processes
        self.public_ip = public_ip
        self.status = status
        self.started = started
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
        self.agent = get("agent") or False
        self.cpu = get("cpu") or 0.0
        self.cpu_capacity = get("cpu-capacity") or 0.0
        self.cpu_allocatable = get("cpu-allocatable") or 0.0
        self.gpu_capacity = get("gpu-capacity") or 0
        self.gpu_allocatable = get("gpu-allocatable") or 0
        self.id = get("id") or ""
        self.memory = get("memory") or 0.0
        self.memory_capacity = get("memory-capacity") or 0.0
        self.memory_allocatable = get("memory-allocatable") or 0.0
        self.private_ip = get("private-ip") or ""
        self.processes = get("processes") or 0
        self.public_ip = get("public-ip") or ""
        self.status = get("status") or ""
        self.started = None if not (v := get("started")) or v in _ZERO else _load_time(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "agent": self.agent,
            "cpu": self.cpu,
            "cpu-capacity": self.cpu_capacity,
            "cpu-allocatable": self.cpu_allocatable,
            "gpu-capacity": self.gpu_capacity,
            "gpu-allocatable": self.gpu_allocatable,
            "id": self.id,
            "memory": self.memory,
            "memory-capacity": self.memory_capacity,
            "memory-allocatable": self.memory_allocatable,
            "private-ip": self.private_ip,
            "processes": self.processes,
            "public-ip": self.public_ip,
            "status": self.status,
            "started": _c.dump_go_time(self.started),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
