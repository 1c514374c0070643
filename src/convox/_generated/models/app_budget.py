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


__all__ = ["AppBudget"]

_KEYS = frozenset(
    ("monthly-cap-usd", "alert-threshold-percent", "at-cap-action", "pricing-adjustment", "last-cap-mutation-by")
)


@_define(kw_only=True, init=False)
class AppBudget(ExtraFields[Any]):
    """How much an app may cost, and what happens then."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "monthly-cap-usd": "monthly_cap_usd",
        "alert-threshold-percent": "alert_threshold_percent",
        "at-cap-action": "at_cap_action",
        "pricing-adjustment": "pricing_adjustment",
        "last-cap-mutation-by": "last_cap_mutation_by",
    }

    monthly_cap_usd: float
    """Dollars a month."""
    alert_threshold_percent: float | None
    """Percentage of the cap at which to warn."""
    at_cap_action: str
    """What happens when the cap is reached."""
    pricing_adjustment: float | None
    """Factor on list prices."""
    last_cap_mutation_by: str
    """Who changed the cap last."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        monthly_cap_usd: float = 0.0,
        alert_threshold_percent: float | None = None,
        at_cap_action: str = "",
        pricing_adjustment: float | None = None,
        last_cap_mutation_by: str = "",
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.monthly_cap_usd = monthly_cap_usd
        self.alert_threshold_percent = alert_threshold_percent
        self.at_cap_action = at_cap_action
        self.pricing_adjustment = pricing_adjustment
        self.last_cap_mutation_by = last_cap_mutation_by
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
        self.monthly_cap_usd = get("monthly-cap-usd") or 0.0
        self.alert_threshold_percent = get("alert-threshold-percent")
        self.at_cap_action = get("at-cap-action") or ""
        self.pricing_adjustment = get("pricing-adjustment")
        self.last_cap_mutation_by = get("last-cap-mutation-by") or ""
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"monthly-cap-usd": self.monthly_cap_usd}
        if self.alert_threshold_percent is not None:
            out["alert-threshold-percent"] = self.alert_threshold_percent
        if self.at_cap_action:
            out["at-cap-action"] = self.at_cap_action
        if self.pricing_adjustment is not None:
            out["pricing-adjustment"] = self.pricing_adjustment
        if self.last_cap_mutation_by:
            out["last-cap-mutation-by"] = self.last_cap_mutation_by
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
