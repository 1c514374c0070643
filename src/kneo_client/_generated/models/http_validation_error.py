"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.validation_error import ValidationError

__all__ = ["HTTPValidationError"]

_KEYS = frozenset(("detail",))


@_define(kw_only=True)
class HTTPValidationError(ExtraFields[Any]):
    """The body of a 422 for a request that does not fit its schema."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"detail": "detail"}

    detail: list[ValidationError] | Unset = UNSET
    """What is wrong, place by place."""
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
            detail=UNSET
            if (v := get("detail", UNSET)) is UNSET
            else []
            if v is None
            else list(map(_m.ValidationError.from_dict, v)),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {}
        if self.detail is not UNSET:
            out["detail"] = [i0.to_dict() for i0 in self.detail]
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
