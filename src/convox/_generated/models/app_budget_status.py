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

    from ..models.app_budget import AppBudget
    from ..models.app_budget_state import AppBudgetState

__all__ = ["AppBudgetStatus"]

_KEYS = frozenset(("config", "state"))


@_define(kw_only=True, init=False)
class AppBudgetStatus(ExtraFields[Any]):
    """The budget of an app, and where it stands."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"config": "config", "state": "state"}

    config: AppBudget | None
    """None where the app has no budget."""
    state: AppBudgetState | None
    """None before the first accounting."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        config: AppBudget | None = None,
        state: AppBudgetState | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.config = config
        self.state = state
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.config = _c.as_model(self.config, _m.AppBudget)
        self.state = _c.as_model(self.state, _m.AppBudgetState)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.config = None if (v := get("config")) is None else _m.AppBudget.from_dict(v)
        self.state = None if (v := get("state")) is None else _m.AppBudgetState.from_dict(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "config": None if self.config is None else self.config.to_dict(),
            "state": None if self.state is None else self.state.to_dict(),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
