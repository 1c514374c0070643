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

    from ..models.trigger_spec import TriggerSpec


__all__ = ["ServiceTriggersOptions"]

_KEYS = frozenset(("min", "max", "triggers"))


@_define(kw_only=True, init=False)
class ServiceTriggersOptions(ExtraFields[Any]):
    """Triggers to scale a service by."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"min": "min", "max": "max", "triggers": "triggers"}

    min: int
    max: int
    triggers: list[TriggerSpec]
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        min: int = 0,
        max: int = 0,
        triggers: list[TriggerSpec] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.min = min
        self.max = max
        self.triggers = [] if triggers is None else triggers
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.triggers = _c.as_models(self.triggers, _m.TriggerSpec)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.min = get("min") or 0
        self.max = get("max") or 0
        self.triggers = [_m.TriggerSpec.from_dict(i) for i in v if i is not None] if (v := get("triggers")) else []
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"min": self.min, "max": self.max, "triggers": [i0.to_dict() for i0 in self.triggers]}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
