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

    from ..models.app_budget_simulation_eligibility import AppBudgetSimulationEligibility


__all__ = ["AppBudgetSimulationResult"]

_KEYS = frozenset(
    (
        "app",
        "at-cap-action",
        "webhook-url",
        "notify-before-minutes",
        "shutdown-grace-period",
        "shutdown-order",
        "recovery-mode",
        "eligibility",
        "would-shut-down-services",
        "would-shut-down-count",
        "estimated-cost-saved-usd-per-hour",
        "simulated-at",
    )
)


@_define(kw_only=True, init=False)
class AppBudgetSimulationResult(ExtraFields[Any]):
    """What an automatic shutdown would do."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "app": "app",
        "at-cap-action": "at_cap_action",
        "webhook-url": "webhook_url",
        "notify-before-minutes": "notify_before_minutes",
        "shutdown-grace-period": "shutdown_grace_period",
        "shutdown-order": "shutdown_order",
        "recovery-mode": "recovery_mode",
        "eligibility": "eligibility",
        "would-shut-down-services": "would_shut_down_services",
        "would-shut-down-count": "would_shut_down_count",
        "estimated-cost-saved-usd-per-hour": "estimated_cost_saved_usd_per_hour",
        "simulated-at": "simulated_at",
    }

    app: str
    at_cap_action: str
    webhook_url: str = _field(repr=_c.masked)
    """Where it would be announced; such addresses often hold a key."""
    notify_before_minutes: int
    shutdown_grace_period: str
    shutdown_order: str
    recovery_mode: str
    eligibility: list[AppBudgetSimulationEligibility]
    would_shut_down_services: list[str]
    would_shut_down_count: int
    estimated_cost_saved_usd_per_hour: float
    simulated_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        app: str = "",
        at_cap_action: str = "",
        webhook_url: str = "",
        notify_before_minutes: int = 0,
        shutdown_grace_period: str = "",
        shutdown_order: str = "",
        recovery_mode: str = "",
        eligibility: list[AppBudgetSimulationEligibility] | None = None,
        would_shut_down_services: list[str] | None = None,
        would_shut_down_count: int = 0,
        estimated_cost_saved_usd_per_hour: float = 0.0,
        simulated_at: datetime.datetime | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.app = app
        self.at_cap_action = at_cap_action
        self.webhook_url = webhook_url
        self.notify_before_minutes = notify_before_minutes
        self.shutdown_grace_period = shutdown_grace_period
        self.shutdown_order = shutdown_order
        self.recovery_mode = recovery_mode
        self.eligibility = [] if eligibility is None else eligibility
        self.would_shut_down_services = [] if would_shut_down_services is None else would_shut_down_services
        self.would_shut_down_count = would_shut_down_count
        self.estimated_cost_saved_usd_per_hour = estimated_cost_saved_usd_per_hour
        self.simulated_at = simulated_at
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.eligibility = _c.as_models(self.eligibility, _m.AppBudgetSimulationEligibility)
        self.simulated_at = _c.as_time(self.simulated_at)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.app = get("app") or ""
        self.at_cap_action = get("at-cap-action") or ""
        self.webhook_url = get("webhook-url") or ""
        self.notify_before_minutes = get("notify-before-minutes") or 0
        self.shutdown_grace_period = get("shutdown-grace-period") or ""
        self.shutdown_order = get("shutdown-order") or ""
        self.recovery_mode = get("recovery-mode") or ""
        self.eligibility = (
            [_m.AppBudgetSimulationEligibility.from_dict(i) for i in v if i is not None]
            if (v := get("eligibility"))
            else []
        )
        self.would_shut_down_services = get("would-shut-down-services") or []
        self.would_shut_down_count = get("would-shut-down-count") or 0
        self.estimated_cost_saved_usd_per_hour = get("estimated-cost-saved-usd-per-hour") or 0.0
        self.simulated_at = None if not (v := get("simulated-at")) or v in _ZERO else _load_time(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "app": self.app,
            "at-cap-action": self.at_cap_action,
            "webhook-url": self.webhook_url,
            "notify-before-minutes": self.notify_before_minutes,
            "shutdown-grace-period": self.shutdown_grace_period,
            "shutdown-order": self.shutdown_order,
            "recovery-mode": self.recovery_mode,
            "eligibility": [i0.to_dict() for i0 in self.eligibility],
            "would-shut-down-services": self.would_shut_down_services,
            "would-shut-down-count": self.would_shut_down_count,
            "estimated-cost-saved-usd-per-hour": self.estimated_cost_saved_usd_per_hour,
            "simulated-at": _c.dump_go_time(self.simulated_at),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
