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

    from ..models.human_task_response_messages_type_0_item import HumanTaskResponseMessagesType0Item
    from ..models.human_task_response_request_type_0 import HumanTaskResponseRequestType0

__all__ = ["HumanTaskResponse"]

_KEYS = frozenset(("continuation_id", "request", "messages"))


@_define(kw_only=True)
class HumanTaskResponse(ExtraFields[Any]):
    """One human task."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "continuation_id": "continuation_id",
        "request": "request",
        "messages": "messages",
    }

    continuation_id: str
    """Id of the task."""
    request: HumanTaskResponseRequestType0 | None
    """What the run asks: an id and a prompt at least."""
    messages: list[HumanTaskResponseMessagesType0Item] | Unset | None = UNSET
    """The conversation so far. From 0.7.0 on."""
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
            continuation_id=src["continuation_id"],
            request=(None if (v := src["request"]) is None else _m.HumanTaskResponseRequestType0.from_dict(v)),
            messages=UNSET
            if (v := get("messages", UNSET)) is UNSET
            else (None if v is None else list(map(_m.HumanTaskResponseMessagesType0Item.from_dict, v))),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {
            "continuation_id": self.continuation_id,
            "request": (None if self.request is None else self.request.to_dict()),
        }
        if self.messages is not UNSET:
            out["messages"] = None if self.messages is None else [i0.to_dict() for i0 in self.messages]
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
