"""Assertions on recorded requests, with messages that show the whole log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trellis.emulator import Recorded

_SAME_IN_EACH_ATTEMPT = ("x-request-id", "idempotency-key", "content-type", "accept", "user-agent")


def only_request(requests: Iterable[Recorded], operation_id: str | None = None) -> Recorded:
    """The one request that was received, to `operation_id` if given; AssertionError if there were none or several."""
    found = _to(requests, operation_id)
    if len(found) != 1:
        raise AssertionError(f"expected one request{_named(operation_id)}, received {len(found)}:\n{_shown(requests)}")
    return found[0]


def assert_operations(requests: Iterable[Recorded], *operation_ids: str) -> None:
    """Assert that exactly these operations were called, in this order, each attempt counted."""
    entries = list(requests)
    called = [entry.operation_id for entry in entries]
    if called != list(operation_ids):
        raise AssertionError(f"expected {', '.join(operation_ids) or 'no request'}; received:\n{_shown(entries)}")


def attempts_of_one_call(
    requests: Iterable[Recorded], operation_id: str | None = None, *, count: int | None = None
) -> list[Recorded]:
    """The attempts of one logical call, checked to be the same on the wire.

    They have the same method, path, query and body, the same request id and idempotency key. count: how many there
    must be; None for any number from one on. Raises AssertionError otherwise.
    """
    entries = list(requests)
    found = _to(entries, operation_id)
    if not found or (count is not None and len(found) != count):
        wanted = "some" if count is None else str(count)
        raise AssertionError(f"expected {wanted} attempt(s){_named(operation_id)}:\n{_shown(entries)}")
    first = _fingerprint(found[0])
    for entry in found[1:]:
        different = [name for name, value in _fingerprint(entry).items() if value != first[name]]
        if different:
            raise AssertionError(f"attempts differ in {', '.join(different)}:\n{_shown(entries)}")
    return found


def _fingerprint(entry: Recorded) -> dict[str, object]:
    headers = {name: entry.headers.get(name) for name in _SAME_IN_EACH_ATTEMPT}
    return {
        "method": entry.method,
        "path": entry.raw_path,
        "query": entry.query_string,
        "body": entry.body,
        **headers,
    }


def _to(requests: Iterable[Recorded], operation_id: str | None) -> list[Recorded]:
    return [entry for entry in requests if operation_id is None or entry.operation_id == operation_id]


def _named(operation_id: str | None) -> str:
    return f" to {operation_id}" if operation_id is not None else ""


def _shown(requests: Iterable[Recorded]) -> str:
    return "\n".join(f"  {entry}" for entry in requests) or "  (nothing)"
