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

    from ..models.trace_response_events_item import TraceResponseEventsItem
    from ..models.trace_response_sort_order import TraceResponseSortOrder

    # The argument is for type checkers: importing it at run time would load one model with the other.
    _Base = Page[TraceResponseEventsItem]
else:
    _Base = Page

__all__ = ["TraceResponse"]

_KEYS = frozenset(
    ("run_id", "events", "count", "total", "limit", "offset", "sort_by", "sort_order", "window", "complete", "dropped")
)


@_define(kw_only=True)
class TraceResponse(_Base):
    """A page of trace events of one run."""

    run_id: str
    """Id of the run."""
    events: list[TraceResponseEventsItem]
    """The events."""
    count: int | None = None
    """How many are on this page."""
    total: int | None = None
    """How many there are in all."""
    limit: int | None = None
    """Page size applied."""
    offset: int | None = None
    """How many were skipped."""
    sort_by: str | None = None
    """Member sorted by."""
    sort_order: TraceResponseSortOrder | None = None
    """Direction of the sort."""
    window: int | None = None
    """How many of the newest items can be paged over; `total` may be more. From 0.9.0 on."""
    complete: bool | None = None
    """Whether the platform still has all events of the run."""
    dropped: int | None = None
    """How many events it no longer has."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @property
    def items(self) -> list[TraceResponseEventsItem]:
        """The items of this page: `events`."""
        return self.events

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        get = src.get
        return cls(
            run_id=src["run_id"],
            events=[] if (v := src["events"]) is None else list(map(_m.TraceResponseEventsItem.from_dict, v)),
            count=get("count"),
            total=get("total"),
            limit=get("limit"),
            offset=get("offset"),
            sort_by=get("sort_by"),
            sort_order=None if (v := get("sort_order")) is None else _m.TraceResponseSortOrder.of(v),
            window=get("window"),
            complete=get("complete"),
            dropped=get("dropped"),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"run_id": self.run_id, "events": [i0.to_dict() for i0 in self.events]}
        if self.count is not None:
            out["count"] = self.count
        if self.total is not None:
            out["total"] = self.total
        if self.limit is not None:
            out["limit"] = self.limit
        if self.offset is not None:
            out["offset"] = self.offset
        if self.sort_by is not None:
            out["sort_by"] = self.sort_by
        if self.sort_order is not None:
            out["sort_order"] = str(self.sort_order)
        if self.window is not None:
            out["window"] = self.window
        if self.complete is not None:
            out["complete"] = self.complete
        if self.dropped is not None:
            out["dropped"] = self.dropped
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
