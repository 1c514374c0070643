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


__all__ = ["ServiceAutoscaleState"]

_KEYS = frozenset(
    ("enabled", "cpu-threshold", "mem-threshold", "gpu-threshold", "queue-threshold", "metric-name", "custom-triggers")
)


@_define(kw_only=True, init=False)
class ServiceAutoscaleState(ExtraFields[Any]):
    """By what a service scales."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "enabled": "enabled",
        "cpu-threshold": "cpu_threshold",
        "mem-threshold": "mem_threshold",
        "gpu-threshold": "gpu_threshold",
        "queue-threshold": "queue_threshold",
        "metric-name": "metric_name",
        "custom-triggers": "custom_triggers",
    }

    enabled: bool
    cpu_threshold: int | None
    mem_threshold: int | None
    gpu_threshold: int | None
    queue_threshold: int | None
    metric_name: str
    custom_triggers: int | None
    """How many triggers of one's own there are."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        enabled: bool = False,
        cpu_threshold: int | None = None,
        mem_threshold: int | None = None,
        gpu_threshold: int | None = None,
        queue_threshold: int | None = None,
        metric_name: str = "",
        custom_triggers: int | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.enabled = enabled
        self.cpu_threshold = cpu_threshold
        self.mem_threshold = mem_threshold
        self.gpu_threshold = gpu_threshold
        self.queue_threshold = queue_threshold
        self.metric_name = metric_name
        self.custom_triggers = custom_triggers
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
        self.enabled = get("enabled") or False
        self.cpu_threshold = get("cpu-threshold")
        self.mem_threshold = get("mem-threshold")
        self.gpu_threshold = get("gpu-threshold")
        self.queue_threshold = get("queue-threshold")
        self.metric_name = get("metric-name") or ""
        self.custom_triggers = get("custom-triggers")
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"enabled": self.enabled}
        if self.cpu_threshold is not None:
            out["cpu-threshold"] = self.cpu_threshold
        if self.mem_threshold is not None:
            out["mem-threshold"] = self.mem_threshold
        if self.gpu_threshold is not None:
            out["gpu-threshold"] = self.gpu_threshold
        if self.queue_threshold is not None:
            out["queue-threshold"] = self.queue_threshold
        if self.metric_name:
            out["metric-name"] = self.metric_name
        if self.custom_triggers is not None:
            out["custom-triggers"] = self.custom_triggers
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
