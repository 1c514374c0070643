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

    from ..models.dns_01_solver import Dns01Solver


__all__ = ["LetsEncryptConfig"]

_KEYS = frozenset(("role", "solvers"))


@_define(kw_only=True, init=False)
class LetsEncryptConfig(ExtraFields[Any]):
    """How certificates are had from Let's Encrypt."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"role": "role", "solvers": "solvers"}

    role: str
    """The cloud role that changes DNS."""
    solvers: list[Dns01Solver]
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        role: str = "",
        solvers: list[Dns01Solver] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.role = role
        self.solvers = [] if solvers is None else solvers
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.solvers = _c.as_models(self.solvers, _m.Dns01Solver)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.role = get("role") or ""
        self.solvers = [_m.Dns01Solver.from_dict(i) for i in v if i is not None] if (v := get("solvers")) else []
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"role": self.role, "solvers": [i0.to_dict() for i0 in self.solvers]}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
