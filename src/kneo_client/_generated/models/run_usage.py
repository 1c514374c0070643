"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields
from trellis.core.runtime.unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


__all__ = ["RunUsage"]

_KEYS = frozenset(("input_tokens", "output_tokens", "total_tokens"))


@_define(kw_only=True)
class RunUsage(ExtraFields[Any]):
    """What the models of a run have used."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "input_tokens": "input_tokens",
        "output_tokens": "output_tokens",
        "total_tokens": "total_tokens",
    }

    input_tokens: int | Unset = UNSET
    """Tokens that went in."""
    output_tokens: int | Unset = UNSET
    """Tokens that came out."""
    total_tokens: int | Unset = UNSET
    """Both together."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        get = src.get
        return cls(
            input_tokens=UNSET if (v := get("input_tokens")) is None else v,
            output_tokens=UNSET if (v := get("output_tokens")) is None else v,
            total_tokens=UNSET if (v := get("total_tokens")) is None else v,
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {}
        if self.input_tokens is not UNSET:
            out["input_tokens"] = self.input_tokens
        if self.output_tokens is not UNSET:
            out["output_tokens"] = self.output_tokens
        if self.total_tokens is not UNSET:
            out["total_tokens"] = self.total_tokens
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
