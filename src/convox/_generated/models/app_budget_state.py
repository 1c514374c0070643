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


__all__ = ["AppBudgetState"]

_KEYS = frozenset(
    (
        "month-start",
        "current-month-spend-usd",
        "current-month-spend-as-of",
        "alert-fired-at-threshold",
        "alert-fired-at-cap",
        "circuit-breaker-tripped",
        "circuit-breaker-ack-by",
        "circuit-breaker-ack-at",
        "warning-count",
        "per-service-spend-usd",
        "per-service-instance-type",
        "per-service-spend-by-variant",
        "per-service-variant-pods-last-tick",
    )
)


@_define(kw_only=True, init=False)
class AppBudgetState(ExtraFields[Any]):
    """What an app has cost this month, and what came of it."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "month-start": "month_start",
        "current-month-spend-usd": "current_month_spend_usd",
        "current-month-spend-as-of": "current_month_spend_as_of",
        "alert-fired-at-threshold": "alert_fired_at_threshold",
        "alert-fired-at-cap": "alert_fired_at_cap",
        "circuit-breaker-tripped": "circuit_breaker_tripped",
        "circuit-breaker-ack-by": "circuit_breaker_ack_by",
        "circuit-breaker-ack-at": "circuit_breaker_ack_at",
        "warning-count": "warning_count",
        "per-service-spend-usd": "per_service_spend_usd",
        "per-service-instance-type": "per_service_instance_type",
        "per-service-spend-by-variant": "per_service_spend_by_variant",
        "per-service-variant-pods-last-tick": "per_service_variant_pods_last_tick",
    }

    month_start: datetime.datetime | None
    current_month_spend_usd: float
    current_month_spend_as_of: datetime.datetime | None
    """When that was worked out."""
    alert_fired_at_threshold: datetime.datetime | None
    alert_fired_at_cap: datetime.datetime | None
    circuit_breaker_tripped: bool
    """Whether the cap was reached and acted upon."""
    circuit_breaker_ack_by: str
    """Who closed the breaker."""
    circuit_breaker_ack_at: datetime.datetime | None
    warning_count: int | None
    per_service_spend_usd: dict[str, float]
    """Dollars by service."""
    per_service_instance_type: dict[str, str]
    """Instance type by service."""
    per_service_spend_by_variant: dict[str, dict[str, float]]
    """Dollars by service and variant of instance."""
    per_service_variant_pods_last_tick: dict[str, dict[str, int]]
    """Processes by service and variant, when last counted."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        month_start: datetime.datetime | None = None,
        current_month_spend_usd: float = 0.0,
        current_month_spend_as_of: datetime.datetime | None = None,
        alert_fired_at_threshold: datetime.datetime | None = None,
        alert_fired_at_cap: datetime.datetime | None = None,
        circuit_breaker_tripped: bool = False,
        circuit_breaker_ack_by: str = "",
        circuit_breaker_ack_at: datetime.datetime | None = None,
        warning_count: int | None = None,
        per_service_spend_usd: dict[str, float] | None = None,
        per_service_instance_type: dict[str, str] | None = None,
        per_service_spend_by_variant: dict[str, dict[str, float]] | None = None,
        per_service_variant_pods_last_tick: dict[str, dict[str, int]] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.month_start = month_start
        self.current_month_spend_usd = current_month_spend_usd
        self.current_month_spend_as_of = current_month_spend_as_of
        self.alert_fired_at_threshold = alert_fired_at_threshold
        self.alert_fired_at_cap = alert_fired_at_cap
        self.circuit_breaker_tripped = circuit_breaker_tripped
        self.circuit_breaker_ack_by = circuit_breaker_ack_by
        self.circuit_breaker_ack_at = circuit_breaker_ack_at
        self.warning_count = warning_count
        self.per_service_spend_usd = {} if per_service_spend_usd is None else per_service_spend_usd
        self.per_service_instance_type = {} if per_service_instance_type is None else per_service_instance_type
        self.per_service_spend_by_variant = {} if per_service_spend_by_variant is None else per_service_spend_by_variant
        self.per_service_variant_pods_last_tick = (
            {} if per_service_variant_pods_last_tick is None else per_service_variant_pods_last_tick
        )
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.month_start = _c.as_time(self.month_start)
        self.current_month_spend_as_of = _c.as_time(self.current_month_spend_as_of)
        self.alert_fired_at_threshold = _c.as_time(self.alert_fired_at_threshold)
        self.alert_fired_at_cap = _c.as_time(self.alert_fired_at_cap)
        self.circuit_breaker_ack_at = _c.as_time(self.circuit_breaker_ack_at)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.month_start = None if not (v := get("month-start")) or v in _ZERO else _load_time(v)
        self.current_month_spend_usd = get("current-month-spend-usd") or 0.0
        self.current_month_spend_as_of = (
            None if not (v := get("current-month-spend-as-of")) or v in _ZERO else _load_time(v)
        )
        self.alert_fired_at_threshold = (
            None if not (v := get("alert-fired-at-threshold")) or v in _ZERO else _load_time(v)
        )
        self.alert_fired_at_cap = None if not (v := get("alert-fired-at-cap")) or v in _ZERO else _load_time(v)
        self.circuit_breaker_tripped = get("circuit-breaker-tripped") or False
        self.circuit_breaker_ack_by = get("circuit-breaker-ack-by") or ""
        self.circuit_breaker_ack_at = None if not (v := get("circuit-breaker-ack-at")) or v in _ZERO else _load_time(v)
        self.warning_count = get("warning-count")
        self.per_service_spend_usd = get("per-service-spend-usd") or {}
        self.per_service_instance_type = get("per-service-instance-type") or {}
        self.per_service_spend_by_variant = get("per-service-spend-by-variant") or {}
        self.per_service_variant_pods_last_tick = get("per-service-variant-pods-last-tick") or {}
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "month-start": _c.dump_go_time(self.month_start),
            "current-month-spend-usd": self.current_month_spend_usd,
            "current-month-spend-as-of": _c.dump_go_time(self.current_month_spend_as_of),
        }
        if self.alert_fired_at_threshold is not None:
            out["alert-fired-at-threshold"] = _c.dump_datetime(self.alert_fired_at_threshold)
        if self.alert_fired_at_cap is not None:
            out["alert-fired-at-cap"] = _c.dump_datetime(self.alert_fired_at_cap)
        if self.circuit_breaker_tripped:
            out["circuit-breaker-tripped"] = self.circuit_breaker_tripped
        if self.circuit_breaker_ack_by:
            out["circuit-breaker-ack-by"] = self.circuit_breaker_ack_by
        if self.circuit_breaker_ack_at is not None:
            out["circuit-breaker-ack-at"] = _c.dump_datetime(self.circuit_breaker_ack_at)
        if self.warning_count is not None:
            out["warning-count"] = self.warning_count
        if self.per_service_spend_usd:
            out["per-service-spend-usd"] = self.per_service_spend_usd
        if self.per_service_instance_type:
            out["per-service-instance-type"] = self.per_service_instance_type
        if self.per_service_spend_by_variant:
            out["per-service-spend-by-variant"] = self.per_service_spend_by_variant
        if self.per_service_variant_pods_last_tick:
            out["per-service-variant-pods-last-tick"] = self.per_service_variant_pods_last_tick
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
