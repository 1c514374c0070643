"""Compares the addresses that a document names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .findings import Found, same, shown
from .members import members_of, other_members, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .findings import Place

__all__ = ["compare_servers"]

WITHOUT = [{"url": "/"}]
"""What a document without servers means."""


def compare_servers(old: Any, new: Any, place: Place) -> Iterator[Found]:
    """Compare two lists of servers."""
    for one, other in ((old, new), (new, old)):
        if one is not None and not isinstance(one, list) and not same(one, other):
            yield Found("malformed" if one is new else "repaired", place, shown(old), shown(new))
            break
    before, after = _by_address(old), _by_address(new)
    for address in before:
        if address not in after:
            yield Found("server-removed", place, address, "")
    for address in after:
        if address not in before:
            yield Found("server-added", place, "", address)
    shared = [address for address in before if address in after]
    if (
        shared
        and next(iter(before)) in after
        and next(iter(after)) in before
        and next(iter(before)) != next(iter(after))
    ):
        yield Found("server-order-changed", place, next(iter(before)), next(iter(after)))
    for address in shared:
        at = place.at(f" {address}")
        yield from members_of(before[address], after[address], at)
        a, b = before[address], after[address]
        yield from prose(a, b, at)
        if not same(a.get("variables", {}), b.get("variables", {})):
            yield Found("server-variables-changed", at, shown(a.get("variables", {})), shown(b.get("variables", {})))
        yield from other_members(a, b, at, frozenset({"url", "variables"}))


def _by_address(servers: Any) -> dict[str, dict[str, Any]]:
    listed = servers if isinstance(servers, list) and servers else WITHOUT
    found: dict[str, dict[str, Any]] = {}
    for server in listed:
        url = server.get("url") if isinstance(server, dict) else None
        if isinstance(url, str):
            found.setdefault(url.rstrip("/") or "/", server)
    return found
