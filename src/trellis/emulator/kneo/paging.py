"""Offset pagination as the platform's lists do it: filter, sort by any member, cut a page, echo how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


WINDOW = 10_000
"""How many of the newest items the platform pages over."""


def page(
    key: str, items: Sequence[dict[str, Any]], query: Mapping[str, Any], *, with_window: bool = False
) -> dict[str, Any]:
    """A page of `items` under `key`, with count, total and the echoes of limit, offset, sort_by and sort_order.

    with_window: whether it also says how far paging goes, as from 0.9.0 on.
    """
    limit, offset = query["limit"], query["offset"]
    sort_by, sort_order = query["sort_by"], query["sort_order"]
    ordered = sorted(items, key=lambda item: _sort_key(item.get(sort_by)), reverse=sort_order == "desc")
    chosen = ordered[offset : offset + limit]
    return {
        key: chosen,
        "count": len(chosen),
        "total": len(items),
        "limit": limit,
        "offset": offset,
        "sort_by": sort_by,
        "sort_order": sort_order,
        **({"window": WINDOW} if with_window else {}),
    }


def matching(items: Sequence[dict[str, Any]], query: Mapping[str, Any], *names: str) -> list[dict[str, Any]]:
    """The items whose members equal the filters that were given."""
    wanted = {name: query[name] for name in names if query.get(name) is not None}
    return [item for item in items if all(item.get(name) == value for name, value in wanted.items())]


def _sort_key(value: Any) -> tuple[int, float, str]:
    """Numbers before texts before everything else, so that a list of mixed or missing members still has an order."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return 0, float(value), ""
    if isinstance(value, str):
        return 1, 0.0, value
    return 2, 0.0, ""
