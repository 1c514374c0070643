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

    from ..models.metric import Metric


__all__ = ["ServiceMetricsRow"]

_KEYS = frozenset(("name", "metrics"))


@_define(kw_only=True, init=False)
class ServiceMetricsRow(ExtraFields[Any]):
    """The metrics of one service."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"name": "name", "metrics": "metrics"}

    name: str
    metrics: list[Metric]
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        name: str = "",
        metrics: list[Metric] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.name = name
        self.metrics = [] if metrics is None else metrics
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.metrics = _c.as_models(self.metrics, _m.Metric)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.name = get("name") or ""
        self.metrics = [_m.Metric.from_dict(i) for i in v if i is not None] if (v := get("metrics")) else []
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"name": self.name, "metrics": [i0.to_dict() for i0 in self.metrics]}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
