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


__all__ = ["Capacity"]

_KEYS = frozenset(
    ("cluster-cpu", "cluster-gpu", "cluster-memory", "process-count", "process-cpu", "process-gpu", "process-memory")
)


@_define(kw_only=True, init=False)
class Capacity(ExtraFields[Any]):
    """How much of the rack is in use."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "cluster-cpu": "cluster_cpu",
        "cluster-gpu": "cluster_gpu",
        "cluster-memory": "cluster_memory",
        "process-count": "process_count",
        "process-cpu": "process_cpu",
        "process-gpu": "process_gpu",
        "process-memory": "process_memory",
    }

    cluster_cpu: int
    """Thousandths of a CPU in all."""
    cluster_gpu: int
    cluster_memory: int
    """Megabytes in all."""
    process_count: int
    """Number of processes."""
    process_cpu: int
    """Thousandths of a CPU that processes reserve."""
    process_gpu: int
    process_memory: int
    """Megabytes that processes reserve."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        cluster_cpu: int = 0,
        cluster_gpu: int = 0,
        cluster_memory: int = 0,
        process_count: int = 0,
        process_cpu: int = 0,
        process_gpu: int = 0,
        process_memory: int = 0,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.cluster_cpu = cluster_cpu
        self.cluster_gpu = cluster_gpu
        self.cluster_memory = cluster_memory
        self.process_count = process_count
        self.process_cpu = process_cpu
        self.process_gpu = process_gpu
        self.process_memory = process_memory
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
        self.cluster_cpu = get("cluster-cpu") or 0
        self.cluster_gpu = get("cluster-gpu") or 0
        self.cluster_memory = get("cluster-memory") or 0
        self.process_count = get("process-count") or 0
        self.process_cpu = get("process-cpu") or 0
        self.process_gpu = get("process-gpu") or 0
        self.process_memory = get("process-memory") or 0
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "cluster-cpu": self.cluster_cpu,
            "cluster-gpu": self.cluster_gpu,
            "cluster-memory": self.cluster_memory,
            "process-count": self.process_count,
            "process-cpu": self.process_cpu,
            "process-gpu": self.process_gpu,
            "process-memory": self.process_memory,
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
