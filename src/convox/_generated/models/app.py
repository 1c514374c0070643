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


__all__ = ["App"]

_KEYS = frozenset(("locked", "name", "release", "router", "status", "parameters", "generation", "budget"))


@_define(kw_only=True, init=False)
class App(ExtraFields[Any]):
    """An app: what is built, released and run together."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "locked": "locked",
        "name": "name",
        "release": "release",
        "router": "router",
        "status": "status",
        "parameters": "parameters",
        "generation": "generation",
        "budget": "budget",
    }

    locked: bool
    """Whether it is protected from being deleted."""
    name: str
    release: str
    """The active release; empty before the first promotion."""
    router: str
    """Host name of the router that its traffic comes through."""
    status: str
    """creating, running, updating, rollback or deleting."""
    parameters: dict[str, str]
    """Settings by name."""
    generation: str
    """2 on racks of today."""
    budget: AppBudget | None
    """How much an app may cost, and what happens then."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        locked: bool = False,
        name: str = "",
        release: str = "",
        router: str = "",
        status: str = "",
        parameters: dict[str, str] | None = None,
        generation: str = "",
        budget: AppBudget | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.locked = locked
        self.name = name
        self.release = release
        self.router = router
        self.status = status
        self.parameters = {} if parameters is None else parameters
        self.generation = generation
        self.budget = budget
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.budget = _c.as_model(self.budget, _m.AppBudget)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.locked = get("locked") or False
        self.name = get("name") or ""
        self.release = get("release") or ""
        self.router = get("router") or ""
        self.status = get("status") or ""
        self.parameters = get("parameters") or {}
        self.generation = get("generation") or ""
        self.budget = None if (v := get("budget")) is None else _m.AppBudget.from_dict(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "locked": self.locked,
            "name": self.name,
            "release": self.release,
            "router": self.router,
            "status": self.status,
            "parameters": self.parameters,
        }
        if self.generation:
            out["generation"] = self.generation
        if self.budget is not None:
            out["budget"] = self.budget.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
