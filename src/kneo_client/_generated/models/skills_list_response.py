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

    from ..models.skills_list_response_skills_item import SkillsListResponseSkillsItem
    from ..models.skills_list_response_sort_order import SkillsListResponseSortOrder

    # The argument is for type checkers: importing it at run time would load one model with the other.
    _Base = Page[SkillsListResponseSkillsItem]
else:
    _Base = Page

__all__ = ["SkillsListResponse"]

_KEYS = frozenset(("skills", "count", "total", "limit", "offset", "sort_by", "sort_order", "window"))


@_define(kw_only=True)
class SkillsListResponse(_Base):
    """A page of skills."""

    skills: list[SkillsListResponseSkillsItem]
    """The skills."""
    count: int
    """How many are on this page."""
    total: int | None = None
    """How many there are in all."""
    limit: int | None = None
    """Page size applied."""
    offset: int | None = None
    """How many were skipped."""
    sort_by: str | None = None
    """Member sorted by."""
    sort_order: SkillsListResponseSortOrder | None = None
    """Direction of the sort."""
    window: int | None = None
    """How many of the newest items can be paged over; `total` may be more. From 0.9.0 on."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @property
    def items(self) -> list[SkillsListResponseSkillsItem]:
        """The items of this page: `skills`."""
        return self.skills

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        get = src.get
        return cls(
            skills=[] if (v := src["skills"]) is None else list(map(_m.SkillsListResponseSkillsItem.from_dict, v)),
            count=src["count"],
            total=get("total"),
            limit=get("limit"),
            offset=get("offset"),
            sort_by=get("sort_by"),
            sort_order=None if (v := get("sort_order")) is None else _m.SkillsListResponseSortOrder.of(v),
            window=get("window"),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"skills": [i0.to_dict() for i0 in self.skills], "count": self.count}
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
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
