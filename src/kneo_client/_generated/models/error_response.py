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

    from ..models.error_detail import ErrorDetail

__all__ = ["ErrorResponse"]

_KEYS = frozenset(("detail",))


@_define(kw_only=True)
class ErrorResponse(ExtraFields[Any]):
    """The body of a refused or failed request."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"detail": "detail"}

    detail: ErrorDetail
    """What went wrong. Some codes bring members of their own, such as `required_scope`, `max_body_bytes`,
    `diagnostics` or `resource`."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        return cls(
            detail=_m.ErrorDetail.from_dict(src["detail"]),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"detail": self.detail.to_dict()}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
