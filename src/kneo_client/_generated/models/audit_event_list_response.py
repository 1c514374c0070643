"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.pages import Page

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ..models.audit_event_list_response_events_item import AuditEventListResponseEventsItem

    # The argument is for type checkers: importing it at run time would load one model with the other.
    _Base = Page[AuditEventListResponseEventsItem]
else:
    _Base = Page

__all__ = ["AuditEventListResponse"]

_KEYS = frozenset(("events", "count"))


@_define(kw_only=True)
class AuditEventListResponse(_Base):
    """The newest audit events."""

    events: list[AuditEventListResponseEventsItem]
    """The events."""
    count: int
    """How many are in this answer."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @property
    def items(self) -> list[AuditEventListResponseEventsItem]:
        """The items of this page: `events`."""
        return self.events

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        return cls(
            events=[] if (v := src["events"]) is None else list(map(_m.AuditEventListResponseEventsItem.from_dict, v)),
            count=src["count"],
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"events": [i0.to_dict() for i0 in self.events], "count": self.count}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
