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

    from ..models.validation_error_ctx import ValidationErrorCtx

__all__ = ["ValidationError"]

_KEYS = frozenset(("loc", "msg", "type", "ctx", "input"))


@_define(kw_only=True)
class ValidationError(ExtraFields[Any]):
    """One thing that is wrong with a request."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "loc": "loc",
        "msg": "msg",
        "type": "type_",
        "ctx": "ctx",
        "input": "input_",
    }

    loc: list[str | int]
    """Where it is: names of members and positions in lists, from the outside in."""
    msg: str
    """What is wrong."""
    type_: str
    """Kind of the problem."""
    ctx: ValidationErrorCtx | Unset = UNSET
    """The limits that were not kept, and the like."""
    input_: Any | Unset = UNSET
    """The value that was refused."""
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
            loc=[] if (v := src["loc"]) is None else v,
            msg=src["msg"],
            type_=src["type"],
            ctx=UNSET
            if (v := get("ctx", UNSET)) is UNSET
            else _m.ValidationErrorCtx()
            if v is None
            else _m.ValidationErrorCtx.from_dict(v),
            input_=get("input", UNSET),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"loc": self.loc, "msg": self.msg, "type": self.type_}
        if self.ctx is not UNSET:
            out["ctx"] = self.ctx.to_dict()
        if self.input_ is not UNSET:
            out["input"] = _c.dump(self.input_)
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
