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


__all__ = ["AppBudgetSimulationEligibility"]

_KEYS = frozenset(("service", "eligible", "replicas", "cost-usd-per-hour", "reason"))


@_define(kw_only=True, init=False)
class AppBudgetSimulationEligibility(ExtraFields[Any]):
    """Whether a shutdown would stop a service."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "service": "service",
        "eligible": "eligible",
        "replicas": "replicas",
        "cost-usd-per-hour": "cost_usd_per_hour",
        "reason": "reason",
    }

    service: str
    eligible: bool
    replicas: int
    cost_usd_per_hour: float
    reason: str
    """Why not, if not."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        service: str = "",
        eligible: bool = False,
        replicas: int = 0,
        cost_usd_per_hour: float = 0.0,
        reason: str = "",
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.service = service
        self.eligible = eligible
        self.replicas = replicas
        self.cost_usd_per_hour = cost_usd_per_hour
        self.reason = reason
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
        self.service = get("service") or ""
        self.eligible = get("eligible") or False
        self.replicas = get("replicas") or 0
        self.cost_usd_per_hour = get("cost-usd-per-hour") or 0.0
        self.reason = get("reason") or ""
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "service": self.service,
            "eligible": self.eligible,
            "replicas": self.replicas,
            "cost-usd-per-hour": self.cost_usd_per_hour,
        }
        if self.reason:
            out["reason"] = self.reason
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
