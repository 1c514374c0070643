"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.codec import GO_ZERO_TIMES as _ZERO
from trellis.core.runtime.codec import load_datetime as _load_time
from trellis.core.runtime.objects import ExtraFields

from .. import models as _m

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.service_cost_line import ServiceCostLine
    from ..models.service_variant_cost_line import ServiceVariantCostLine


__all__ = ["AppCost"]

_KEYS = frozenset(
    (
        "app",
        "month-start",
        "as-of",
        "spend-usd",
        "breakdown",
        "pricing-source",
        "pricing-table-version",
        "pricing-adjustment",
        "variant-breakdown",
        "warning-count",
        "tracking-enabled",
    )
)


@_define(kw_only=True, init=False)
class AppCost(ExtraFields[Any]):
    """What an app has cost since the start of the month."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "app": "app",
        "month-start": "month_start",
        "as-of": "as_of",
        "spend-usd": "spend_usd",
        "breakdown": "breakdown",
        "pricing-source": "pricing_source",
        "pricing-table-version": "pricing_table_version",
        "pricing-adjustment": "pricing_adjustment",
        "variant-breakdown": "variant_breakdown",
        "warning-count": "warning_count",
        "tracking-enabled": "tracking_enabled",
    }

    app: str
    month_start: datetime.datetime | None
    as_of: datetime.datetime | None
    spend_usd: float
    breakdown: list[ServiceCostLine]
    """By service."""
    pricing_source: str
    pricing_table_version: str
    pricing_adjustment: float
    """Factor on list prices."""
    variant_breakdown: list[ServiceVariantCostLine]
    """By service and variant of instance."""
    warning_count: int | None
    tracking_enabled: bool
    """Whether the rack keeps track of costs at all."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        app: str = "",
        month_start: datetime.datetime | None = None,
        as_of: datetime.datetime | None = None,
        spend_usd: float = 0.0,
        breakdown: list[ServiceCostLine] | None = None,
        pricing_source: str = "",
        pricing_table_version: str = "",
        pricing_adjustment: float = 0.0,
        variant_breakdown: list[ServiceVariantCostLine] | None = None,
        warning_count: int | None = None,
        tracking_enabled: bool = False,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.app = app
        self.month_start = month_start
        self.as_of = as_of
        self.spend_usd = spend_usd
        self.breakdown = [] if breakdown is None else breakdown
        self.pricing_source = pricing_source
        self.pricing_table_version = pricing_table_version
        self.pricing_adjustment = pricing_adjustment
        self.variant_breakdown = [] if variant_breakdown is None else variant_breakdown
        self.warning_count = warning_count
        self.tracking_enabled = tracking_enabled
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.month_start = _c.as_time(self.month_start)
        self.as_of = _c.as_time(self.as_of)
        self.breakdown = _c.as_models(self.breakdown, _m.ServiceCostLine)
        self.variant_breakdown = _c.as_models(self.variant_breakdown, _m.ServiceVariantCostLine)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.app = get("app") or ""
        self.month_start = None if not (v := get("month-start")) or v in _ZERO else _load_time(v)
        self.as_of = None if not (v := get("as-of")) or v in _ZERO else _load_time(v)
        self.spend_usd = get("spend-usd") or 0.0
        self.breakdown = (
            [_m.ServiceCostLine.from_dict(i) for i in v if i is not None] if (v := get("breakdown")) else []
        )
        self.pricing_source = get("pricing-source") or ""
        self.pricing_table_version = get("pricing-table-version") or ""
        self.pricing_adjustment = get("pricing-adjustment") or 0.0
        self.variant_breakdown = (
            [_m.ServiceVariantCostLine.from_dict(i) for i in v if i is not None]
            if (v := get("variant-breakdown"))
            else []
        )
        self.warning_count = get("warning-count")
        self.tracking_enabled = get("tracking-enabled") or False
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "app": self.app,
            "month-start": _c.dump_go_time(self.month_start),
            "as-of": _c.dump_go_time(self.as_of),
            "spend-usd": self.spend_usd,
            "breakdown": [i0.to_dict() for i0 in self.breakdown],
            "pricing-source": self.pricing_source,
            "pricing-table-version": self.pricing_table_version,
            "pricing-adjustment": self.pricing_adjustment,
        }
        if self.variant_breakdown:
            out["variant-breakdown"] = [i0.to_dict() for i0 in self.variant_breakdown]
        if self.warning_count is not None:
            out["warning-count"] = self.warning_count
        if self.tracking_enabled:
            out["tracking-enabled"] = self.tracking_enabled
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
