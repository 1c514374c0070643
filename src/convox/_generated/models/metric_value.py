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


__all__ = ["MetricValue"]

_KEYS = frozenset(("avg", "count", "max", "min", "sum", "time"))


@_define(kw_only=True, init=False)
class MetricValue(ExtraFields[Any]):
    """A metric in one span of time."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "avg": "avg",
        "count": "count",
        "max": "max",
        "min": "min",
        "sum": "sum",
        "time": "time",
    }

    avg: float
    count: float
    """Number of samples."""
    max: float
    min: float
    sum: float
    time: datetime.datetime | None
    """When the span starts."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        avg: float = 0.0,
        count: float = 0.0,
        max: float = 0.0,
        min: float = 0.0,
        sum: float = 0.0,
        time: datetime.datetime | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.avg = avg
        self.count = count
        self.max = max
        self.min = min
        self.sum = sum
        self.time = time
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.time = _c.as_time(self.time)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.avg = get("avg") or 0.0
        self.count = get("count") or 0.0
        self.max = get("max") or 0.0
        self.min = get("min") or 0.0
        self.sum = get("sum") or 0.0
        self.time = None if not (v := get("time")) or v in _ZERO else _load_time(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "avg": self.avg,
            "count": self.count,
            "max": self.max,
            "min": self.min,
            "sum": self.sum,
            "time": _c.dump_go_time(self.time),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
