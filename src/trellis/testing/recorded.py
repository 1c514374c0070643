"""Assertions on recorded requests, with messages that show the whole log, secrets masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from trellis.emulator.exchange import RequestLog

from .shown import is_secret, masked, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trellis.emulator import Recorded

_SAME_IN_EACH_ATTEMPT = ("x-request-id", "idempotency-key", "content-type", "accept", "user-agent")


def only_request(requests: Iterable[Recorded], operation_id: str | None = None) -> Recorded:
    """The one request that was received, to `operation_id` if given; AssertionError if there were none or several."""
    __tracebackhide__ = True
    found = _to(requests, operation_id)
    if len(found) != 1:
        raise AssertionError(f"expected one request{_named(operation_id)}, received {len(found)}:\n{table(requests)}")
    return found[0]


def assert_sent(
    requests: Iterable[Recorded],
    operation_id: str | None = None,
    *,
    json: Any = ...,
    form: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    headers: Mapping[str, Any] | None = None,
    times: int | None = None,
) -> Recorded:
    """The first request that was as described; AssertionError if none was.

    operation_id: None for any. json, form: what the body held at least: of objects the members named, at any depth, of
    lists every item. query, headers: fields by name; a list is for a name that is sent several times. In all of them
    `...` stands for whatever is there; a field of `query`, `form` or `headers` that is None was not sent. times: how
    many requests have to be so, at least 1; None for one or more. The message says of each request what differs.
    Raises ValueError for `times` below 1: that nothing was sent is `requests.to(operation_id) == []`.
    """
    __tracebackhide__ = True
    if times is not None and times < 1:
        raise ValueError("times is at least 1")
    entries = list(requests)
    wanted = {"form": form, "query": query, "headers": headers}
    found: list[Recorded] = []
    differ: list[str] = []
    for entry in _to(requests, operation_id):
        differences = [*_differences(entry, wanted), *_json_differences(entry, json)]
        if differences:
            differ.append(f"  #{entry.number}: {'; '.join(differences)}")
        else:
            found.append(entry)
    if found and times in (None, len(found)):
        return found[0]
    many = "a request" if times is None else f"{times} request(s)"
    reasons = "".join(f"{line}\n" for line in differ)
    raise AssertionError(
        f"expected {many}{_named(operation_id)} as described, found {len(found)}:\n{reasons}received:\n{table(entries)}"
    )


def assert_operations(requests: Iterable[Recorded], *operation_ids: str) -> None:
    """Assert that exactly these operations were called, in this order, each attempt counted."""
    __tracebackhide__ = True
    for operation_id in operation_ids:
        _to(requests, operation_id)
    entries = list(requests)
    called = [entry.operation_id for entry in entries]
    if called != list(operation_ids):
        raise AssertionError(f"expected {', '.join(operation_ids) or 'no request'}; received:\n{table(entries)}")


def attempts_of_one_call(
    requests: Iterable[Recorded], operation_id: str | None = None, *, count: int | None = None
) -> list[Recorded]:
    """The attempts of one logical call, checked to be the same on the wire.

    They have the same method, path, query and body, the same request id and idempotency key. count: how many there
    must be; None for any number from one on. Raises AssertionError otherwise.
    """
    __tracebackhide__ = True
    entries = list(requests)
    found = _to(requests, operation_id)
    if not found or (count is not None and len(found) != count):
        wanted = "some" if count is None else str(count)
        raise AssertionError(f"expected {wanted} attempt(s){_named(operation_id)}:\n{table(entries)}")
    first = _fingerprint(found[0])
    for entry in found[1:]:
        different = [name for name, value in _fingerprint(entry).items() if value != first[name]]
        if different:
            raise AssertionError(f"attempts differ in {', '.join(different)}:\n{table(entries)}")
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
    if operation_id is None:
        return list(requests)
    if isinstance(requests, RequestLog):
        return requests.to(operation_id)  # which knows the operations there are
    return [entry for entry in requests if entry.operation_id == operation_id]


def _named(operation_id: str | None) -> str:
    return f" to {operation_id}" if operation_id is not None else ""


def _differences(entry: Recorded, wanted: Mapping[str, Mapping[str, Any] | None]) -> Iterator[str]:
    for place, fields in wanted.items():
        for name, value in (fields or {}).items():
            sent = _sent(entry, place, name)
            if value is ... and sent:
                continue
            expected = [] if value is None else [_text(one) for one in (value if isinstance(value, list) else [value])]
            if value is ... or sent != expected:
                is_hidden = is_secret(entry, name)
                was = "not sent" if not sent else "another" if is_hidden else f"{', '.join(sent)!r}"
                meant = "" if value is ... or is_hidden else f", not {', '.join(expected)!r}" if expected else ""
                yield f"{place} {name} is {was}{meant}"


def _sent(entry: Recorded, place: str, name: str) -> list[str]:
    if place == "headers":
        return entry.headers.get_all(name)
    pairs = entry.query
    if place == "form":
        pairs = parse_qsl(entry.body.decode("utf-8", "replace"), keep_blank_values=True)
    return [value for key, value in pairs if key == name]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json_differences(entry: Recorded, wanted: Any) -> Iterator[str]:
    if wanted is ...:
        return
    try:
        sent = entry.json()
    except ValueError:
        yield "the body is no JSON" if entry.body else "there is no body"
        return
    yield from _compared(entry, "json", "", wanted, sent)


def _compared(entry: Recorded, place: str, name: str, wanted: Any, sent: Any) -> Iterator[str]:
    if wanted is ...:
        return
    if isinstance(wanted, dict) and isinstance(sent, dict):
        for key, value in wanted.items():
            if key not in sent:
                yield f"{place}.{key} is not sent"
            else:
                yield from _compared(entry, f"{place}.{key}", key, value, sent[key])
    elif isinstance(wanted, list) and isinstance(sent, list) and len(wanted) == len(sent):
        for index, (one, other) in enumerate(zip(wanted, sent, strict=True)):
            yield from _compared(entry, f"{place}[{index}]", name, one, other)
    elif wanted != sent or isinstance(wanted, bool) != isinstance(sent, bool):
        if is_secret(entry, name):
            yield f"{place} is another"
        else:
            yield f"{place} is {masked(entry, name, sent)!r}, not {masked(entry, name, wanted)!r}"
