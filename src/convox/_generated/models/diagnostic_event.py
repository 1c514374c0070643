"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.codec import GO_ZERO_TIMES as _ZERO
from trellis.core.runtime.codec import load_datetime as _load_time
from trellis.core.runtime.objects import ExtraFields

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


__all__ = ["DiagnosticEvent"]

_KEYS = frozenset(("timestamp", "type", "reason", "object", "message", "hint"))


@_define(kw_only=True, init=False)
class DiagnosticEvent(ExtraFields[Any]):
    """Something that happened in the cluster."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "timestamp": "timestamp",
        "type": "type",
        "reason": "reason",
        "object": "object",
        "message": "message",
        "hint": "hint",
    }

    timestamp: datetime.datetime | None
    type: str
    reason: str
    object: str
    """What it happened to."""
    message: str
    hint: str
    """What to do about it."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        timestamp: datetime.datetime | None = None,
        type: str = "",
        reason: str = "",
        object: str = "",
        message: str = "",
        hint: str = "",
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.timestamp = timestamp
        self.type = type
        self.reason = reason
        self.object = object
        self.message = message
        self.hint = hint
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.timestamp = _c.as_time(self.timestamp)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.timestamp = None if not (v := get("timestamp")) or v in _ZERO else _load_time(v)
        self.type = get("type") or ""
        self.reason = get("reason") or ""
        self.object = get("object") or ""
        self.message = get("message") or ""
        self.hint = get("hint") or ""
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "timestamp": _c.dump_go_time(self.timestamp),
            "type": self.type,
            "reason": self.reason,
            "object": self.object,
            "message": self.message,
        }
        if self.hint:
            out["hint"] = self.hint
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
