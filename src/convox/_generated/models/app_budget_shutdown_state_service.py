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

    from ..models.app_budget_shutdown_state_keda import AppBudgetShutdownStateKeda
    from ..models.app_budget_shutdown_state_original_scale import AppBudgetShutdownStateOriginalScale

__all__ = ["AppBudgetShutdownStateService"]

_KEYS = frozenset(
    ("name", "originalScale", "originalGracePeriodSeconds", "kedaScaledObject", "shutdownSequenceIndex", "shutdownAt")
)


@_define(kw_only=True, init=False)
class AppBudgetShutdownStateService(ExtraFields[Any]):
    """One service of an automatic shutdown."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "originalScale": "original_scale",
        "originalGracePeriodSeconds": "original_grace_period_seconds",
        "kedaScaledObject": "keda_scaled_object",
        "shutdownSequenceIndex": "shutdown_sequence_index",
        "shutdownAt": "shutdown_at",
    }

    name: str
    original_scale: AppBudgetShutdownStateOriginalScale
    """The scale of a service before it was stopped."""
    original_grace_period_seconds: int
    keda_scaled_object: AppBudgetShutdownStateKeda | None
    """None where the service does not scale by itself."""
    shutdown_sequence_index: int
    """Its place in the order, from 0."""
    shutdown_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        name: str = "",
        original_scale: AppBudgetShutdownStateOriginalScale | None = None,
        original_grace_period_seconds: int = 0,
        keda_scaled_object: AppBudgetShutdownStateKeda | None = None,
        shutdown_sequence_index: int = 0,
        shutdown_at: datetime.datetime | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.name = name
        self.original_scale = _m.AppBudgetShutdownStateOriginalScale() if original_scale is None else original_scale
        self.original_grace_period_seconds = original_grace_period_seconds
        self.keda_scaled_object = keda_scaled_object
        self.shutdown_sequence_index = shutdown_sequence_index
        self.shutdown_at = shutdown_at
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.original_scale = _c.as_model(self.original_scale, _m.AppBudgetShutdownStateOriginalScale)
        self.keda_scaled_object = _c.as_model(self.keda_scaled_object, _m.AppBudgetShutdownStateKeda)
        self.shutdown_at = _c.as_time(self.shutdown_at)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.name = get("name") or ""
        self.original_scale = (
            _m.AppBudgetShutdownStateOriginalScale()
            if (v := get("originalScale")) is None
            else _m.AppBudgetShutdownStateOriginalScale.from_dict(v)
        )
        self.original_grace_period_seconds = get("originalGracePeriodSeconds") or 0
        self.keda_scaled_object = (
            None if (v := get("kedaScaledObject")) is None else _m.AppBudgetShutdownStateKeda.from_dict(v)
        )
        self.shutdown_sequence_index = get("shutdownSequenceIndex") or 0
        self.shutdown_at = None if not (v := get("shutdownAt")) or v in _ZERO else _load_time(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "name": self.name,
            "originalScale": self.original_scale.to_dict(),
            "originalGracePeriodSeconds": self.original_grace_period_seconds,
            "kedaScaledObject": None if self.keda_scaled_object is None else self.keda_scaled_object.to_dict(),
            "shutdownSequenceIndex": self.shutdown_sequence_index,
            "shutdownAt": None if self.shutdown_at is None else _c.dump_datetime(self.shutdown_at),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
