"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define

import trellis.core.runtime.codec as _c
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ..models.spec_graph_request_overrides import SpecGraphRequestOverrides
    from ..models.spec_graph_request_spec_type_0 import SpecGraphRequestSpecType0

__all__ = ["SpecGraphRequest"]

_KEYS = frozenset(("spec", "spec_path", "environment", "overlays", "overrides"))


@_define(kw_only=True)
class SpecGraphRequest:
    """The spec to draw, inline or by path."""

    spec: SpecGraphRequestSpecType0 | Unset | dict[str, Any] | None = UNSET
    """The spec itself, as an object."""
    spec_path: str | Unset | None = UNSET
    """Path of a spec file on the platform."""
    environment: str | Unset | None = UNSET
    """Environment whose settings and policy apply."""
    overlays: list[str] | Unset = UNSET
    """Paths of overlays to lay over the spec in turn."""
    overrides: SpecGraphRequestOverrides | Unset | dict[str, Any] = UNSET
    """Single settings that replace those of the spec."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        if not _KEYS.issuperset(src):
            raise ValueError(f"SpecGraphRequest has no member {min(str(key) for key in src if key not in _KEYS)!r}")
        v: Any
        get = src.get
        return cls(
            spec=UNSET
            if (v := get("spec", UNSET)) is UNSET
            else (None if v is None else _m.SpecGraphRequestSpecType0.from_dict(v)),
            spec_path=get("spec_path", UNSET),
            environment=get("environment", UNSET),
            overlays=UNSET if (v := get("overlays", UNSET)) is UNSET else [] if v is None else v,
            overrides=UNSET
            if (v := get("overrides", UNSET)) is UNSET
            else _m.SpecGraphRequestOverrides()
            if v is None
            else _m.SpecGraphRequestOverrides.from_dict(v),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {}
        if self.spec is not UNSET:
            out["spec"] = _c.dump(self.spec)
        if self.spec_path is not UNSET:
            out["spec_path"] = self.spec_path
        if self.environment is not UNSET:
            out["environment"] = self.environment
        if self.overlays is not UNSET:
            out["overlays"] = self.overlays
        if self.overrides is not UNSET:
            out["overrides"] = _c.dump(self.overrides)
        return out
