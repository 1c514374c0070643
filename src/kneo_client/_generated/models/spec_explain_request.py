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

    from ..models.spec_explain_request_spec_type_0 import SpecExplainRequestSpecType0

__all__ = ["SpecExplainRequest"]

_KEYS = frozenset(("spec", "spec_path"))


@_define(kw_only=True)
class SpecExplainRequest:
    """The spec to describe, inline or by path."""

    spec: SpecExplainRequestSpecType0 | Unset | dict[str, Any] | None = UNSET
    """The spec itself, as an object."""
    spec_path: str | Unset | None = UNSET
    """Path of a spec file on the platform."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        if not _KEYS.issuperset(src):
            raise ValueError(f"SpecExplainRequest has no member {min(str(key) for key in src if key not in _KEYS)!r}")
        v: Any
        get = src.get
        return cls(
            spec=UNSET
            if (v := get("spec", UNSET)) is UNSET
            else (None if v is None else _m.SpecExplainRequestSpecType0.from_dict(v)),
            spec_path=get("spec_path", UNSET),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {}
        if self.spec is not UNSET:
            out["spec"] = _c.dump(self.spec)
        if self.spec_path is not UNSET:
            out["spec_path"] = self.spec_path
        return out
