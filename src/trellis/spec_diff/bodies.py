"""Compares request bodies and answers: whether there is one, of which status, type and headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .findings import Found
from .members import life_cycle, members_of, other_members, prose
from .parameters import compare_content, compare_header, once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .findings import Documents, Finding, Place

__all__ = ["compare_body", "compare_response", "compare_responses", "compare_shared_body"]

STATUS = re.compile(r"[1-5](\d\d|XX)|DEFAULT")


def compare_body(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    """Compare the bodies of two requests; None for no body."""
    at = place.at(" · body")
    if old is None and new is None:
        return
    if old is None or new is None:
        required = new is not None and _required(docs.new.resolve(new).node)
        rule = "body-removed" if new is None else "required-body-added" if required else "optional-body-added"
        yield Found(rule, at)
        return
    yield from once(docs, "body", old, new, at, compare_shared_body)


def _required(node: Any) -> bool:
    return isinstance(node, dict) and node.get("required") is True


def compare_shared_body(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    """Compare two bodies whose references have been followed."""
    yield from members_of(old, new, place)
    was, now = _required(old), _required(new)
    if was != now:
        yield Found("body-became-required" if now else "body-became-optional", place)
    a, b = (node if isinstance(node, dict) else {} for node in (old, new))
    yield from prose(a, b, place)
    yield from compare_content(docs, a.get("content"), b.get("content"), place)
    yield from other_members(a, b, place, frozenset({"required", "content"}))


def compare_responses(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    """Compare the answers of two operations, status by status; a range stands in for a status that it holds."""
    yield from members_of({} if old is None else old, {} if new is None else new, place.at(" · responses"))
    yield from _odd(old, new, place)
    before, after = _by_status(old), _by_status(new)
    for status in sorted({**before, **after}):
        at = place.at(f" · {status.lower() if status == 'DEFAULT' else status}")
        if status in before and status in after:
            yield from once(docs, "response", before[status], after[status], at, compare_response)
        elif status in before:
            cover = _range_of(status)
            if cover is not None and cover in after:
                yield Found("status-became-range", at, status, cover)
                yield from once(docs, "response", before[status], after[cover], at, compare_response)
            else:
                yield Found(_rule(status, "removed"), at)
        else:
            cover = _range_of(status)
            if cover is not None and cover in before:
                yield Found("status-singled-out", at, cover, status)
                yield from once(docs, "response", before[cover], after[status], at, compare_response)
            else:
                yield Found(_rule(status, "added"), at)


def _by_status(node: Any) -> dict[str, Any]:
    found = {key.upper(): value for key, value in node.items()} if isinstance(node, dict) else {}
    return {key: value for key, value in found.items() if STATUS.fullmatch(key)}


def _odd(old: Any, new: Any, place: Place) -> Iterator[Found]:
    """Members of the responses that are no status."""
    before, after = (
        {key: value for key, value in node.items() if not STATUS.fullmatch(key.upper())}
        if isinstance(node, dict)
        else {}
        for node in (old, new)
    )
    yield from other_members(before, after, place.at(" · responses"), frozenset())


def _range_of(status: str) -> str | None:
    return f"{status[0]}XX" if status != "DEFAULT" and not status.endswith("XX") else None


def _rule(status: str, happened: str) -> str:
    kind = "default-response" if status == "DEFAULT" else "failure" if status[0] in "45" else "success"
    return f"{kind}-{happened}"


def compare_response(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    """Compare two answers whose references have been followed."""
    yield from members_of(old, new, place)
    a, b = (node if isinstance(node, dict) else {} for node in (old, new))
    yield from prose(a, b, place)
    yield from life_cycle(a, b, place)
    yield from _headers(docs, a.get("headers"), b.get("headers"), place)
    yield from compare_content(docs, a.get("content"), b.get("content"), place)
    yield from other_members(a, b, place, frozenset({"headers", "content"}))


def _headers(docs: Documents, old: Any, new: Any, place: Place) -> Iterator[Finding]:
    yield from members_of({} if old is None else old, {} if new is None else new, place.at(" · headers"))
    before, after = (
        {name.lower(): node for name, node in part.items()} if isinstance(part, dict) else {} for part in (old, new)
    )
    for name in sorted({**before, **after}):
        at = place.at(f" · header {name}")
        if name not in before:
            yield Found("header-added", at)
        elif name not in after:
            sent = _required(docs.old.resolve(before[name]).node)
            yield Found("required-header-removed" if sent else "optional-header-removed", at)
        else:
            yield from once(docs, "header", before[name], after[name], at, compare_header)
