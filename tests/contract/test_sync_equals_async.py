"""Both clients put the same bytes on the wire, attempt for attempt, and make the same of what comes back."""

from __future__ import annotations

import functools
import inspect
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.core.auth import AuthScheme
from kneo_client.core.profiles import Profile
from kneo_client.core.retries import RetryPolicy

from .adapters import UNDECLARED, Recorder, answer_to, main_operation, optional_calls, plain_call
from .document import kneo
from .payloads import minimal
from .plain_server import DROP, PlainServer, answer
from .surfaces import ASYNC, KEY, SYNC, AdapterCall, Outcome, Surface, adapter_methods
from .wire_check import operation_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SIDE_BY_SIDE = "agent.specs.dry_run"
AT_ONCE = RetryPolicy(base_delay=0, jitter=0)
UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
METHODS = adapter_methods(SYNC.open())
UNFIT: dict[str, tuple[Any, ...]] = {
    "limit": (0, 1001, "5", True, 1.0),
    "offset": (-1, 10_001, "5"),
    "page_size": (0, -1, "5", True),
    "start_offset": (-1, "5", None),
    "sort_order": ("up", 7),
    "sort_by": (7,),
    "status": (1.5,),
    "run_id": (7,),
    "event_type": (7,),
    "workflow_kind": (1.5,),
    "type": (7,),
    "from_sequence": (0, "1"),
    "to_sequence": (0, "1"),
    "providers": ("openai", [7]),
    "extras": ("HOME", {"A": 1}),
    "include_service_tokens": ("yes", 1),
    "poll_interval": (-1, float("nan"), "1", None),
    "timeout": (-1, float("nan"), "1"),
    "terminal_statuses": ("completed", 7),
    "idempotency_key": ("", " ", "x" * 257, "ü", "a\nb", 7),
}
"""Values that no argument of the name takes."""


def success(path: str) -> bytes:
    """What a method's operation answers, in full; of several operations, the members of all their answers."""
    recorder = Recorder(kneo())
    SYNC.one(plain_call(kneo(), path, METHODS[path]), recorder)
    merged: dict[str, Any] = {}
    for request in recorder.requests:
        op = operation_of(kneo(), request)
        assert op is not None
        merged.update(answer_to(kneo(), op))
    return json.dumps(merged).encode()


def argument_variants(path: str) -> list[AdapterCall]:
    call = plain_call(kneo(), path, METHODS[path])
    recorder = Recorder(kneo())
    SYNC.one(call, recorder)
    op = main_operation(kneo(), path, recorder.requests)
    assert op is not None
    variants = [call, *optional_calls(kneo(), op, call, METHODS[path])]
    schema = op.body_schema()
    if schema is not None:
        variants.append(AdapterCall(path, (*call.args[:-1], minimal(kneo(), schema))))
    if "idempotency_key" in inspect.signature(METHODS[path]).parameters:
        variants.append(AdapterCall(path, call.args, {"idempotency_key": "fixed-key"}))
    return variants


def refused(path: str) -> list[AdapterCall]:
    """Calls with an argument that cannot be sent, the others being good."""
    call = plain_call(kneo(), path, METHODS[path])
    parameters = inspect.signature(METHODS[path]).parameters
    calls = [
        AdapterCall(path, call.args, {name: value})
        for name, parameter in parameters.items()
        if parameter.default is not parameter.empty and name not in UNDECLARED.get(path, ())
        for value in UNFIT.get(name, ())
    ]
    if "body" in parameters:
        bodies: list[Any] = [None, "text", [1], {"input": float("nan")}, {"input": object()}]
        calls += [AdapterCall(path, (*call.args[:-1], body)) for body in bodies]
    if call.args and isinstance(call.args[0], str):
        calls += [AdapterCall(path, (value, *call.args[1:])) for value in ("", ".", "..", None, 1.5, True)]
    return calls


@pytest.fixture(scope="module")
def server() -> Iterator[PlainServer]:
    with PlainServer() as started:
        yield started


def same(server: PlainServer, calls: list[AdapterCall], script: list[bytes], **changes: Any) -> list[bytes]:
    """Play the script to both clients and compare; returns the requests, ids of ours numbered as they first appear."""
    profile = Profile("contract", f"http://127.0.0.1:{server.port}", KEY, **changes)
    wire: list[list[bytes]] = []
    results: list[list[Any]] = []
    for surface in (SYNC, ASYNC):
        requests: list[bytes] = []
        ids: dict[bytes, bytes] = {}
        seen: list[Any] = []
        for call in calls:
            server.play(script)
            outcome = surface.one(call, profile=profile, policy=AT_ONCE)
            # What goes out side by side arrives in any order; attempts of one call keep theirs.
            arrived = sorted(server.requests(), key=_line) if call.method == SIDE_BY_SIDE else server.requests()
            requests += [_number_all(ids, raw) for raw in arrived]
            seen.append(_comparable(outcome, ids))
        wire.append(requests)
        results.append(seen)
    assert wire[0] == wire[1]
    assert results[0] == results[1]
    return wire[0]


def _line(raw: bytes) -> bytes:
    return raw.partition(b"\r\n")[0]


def _number_all(ids: dict[bytes, bytes], raw: bytes) -> bytes:
    """The ids that a client made, in a text, by the order in which they were first seen."""
    return UUID.sub(lambda found: ids.setdefault(found[0], b"<id %d>" % len(ids)), raw)


def _comparable(outcome: Outcome, ids: dict[bytes, bytes]) -> Any:
    def plain(text: str) -> str:
        return _number_all(ids, text.encode()).decode()

    if outcome.error is not None:
        return type(outcome.error), plain(str(outcome.error)), plain(repr(sorted(vars(outcome.error).items())))
    if isinstance(outcome.value, httpx.Response):
        response = outcome.value
        return response.status_code, response.headers.raw, response.content, str(response.request.url)
    return outcome.value


@pytest.mark.parametrize("path", METHODS)
def test_every_method_with_each_of_its_arguments(server: PlainServer, path: str) -> None:
    calls = argument_variants(path)

    requests = same(server, calls, [answer(200, success(path))])

    assert len(requests) >= len(calls)
    assert all(raw.count(b"\r\nX-Request-ID: ") == 1 for raw in requests)


@pytest.mark.parametrize("path", [path for path in METHODS if inspect.signature(METHODS[path]).parameters])
def test_every_method_with_arguments_that_are_refused(server: PlainServer, path: str) -> None:
    calls = refused(path)

    requests = same(server, calls, [answer(200, success(path))])

    assert calls != []
    assert requests == [], "something that cannot be sent was sent"


SCRIPTS = {
    "503 then success": [answer(503, b"{}")],
    "502 and 504 then success": [answer(502, b"<html>"), answer(504, b"")],
    "429 with Retry-After 0": [answer(429, b"slow", "Retry-After: 0")],
    "in progress": [answer(409, b'{"detail": {"error": "idempotency_key_in_progress"}}', "Retry-After: 0")],
    "queue full": [answer(503, b'{"detail": {"error": "queue_full", "message": "m"}}', "Retry-After: 0")],
    "broken connection": [DROP],
    "broken thrice": [DROP, DROP, DROP],
    "cut off": [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{", DROP, DROP],
    "never": [answer(503, b"{}")] * 3,
    "asks for too much patience": [answer(503, b"{}", "Retry-After: 3600")],
    "not found": [answer(404, b'{"detail": {"error": "not_found", "message": "No such run"}}', "X-Request-ID: r-1")],
    "conflict": [answer(409, b'{"detail": {"error": "resource_locked", "message": "m"}}')],
    "invalid": [answer(422, b'{"detail": [{"loc": ["body"], "msg": "no", "type": "t"}]}')],
    "server error": [answer(500, b'{"detail": {"error": "internal_error", "message": "m"}}')],
    "redirect": [answer(307, b"", "Location: http://127.0.0.1:9/")],
    "garbage": [answer(200, b"<html>hello</html>")],
    "nothing": [answer(200, b"")],
    "no HTTP": [b"220 mail.test ESMTP\r\nConnection: close\r\n\r\n", DROP, DROP],
}


@pytest.mark.parametrize("trouble", SCRIPTS)
@pytest.mark.parametrize(
    "path",
    [
        "platform.health.readyz",
        "platform.runs.create",
        "platform.runs.continue_",
        "platform.runs.cancel",
        "platform.runs.iterate",
        "platform.runs.wait_for_completion",
        "agent.specs.validate",
    ],
)
def test_trouble_on_the_way(server: PlainServer, path: str, trouble: str) -> None:
    call = plain_call(kneo(), path, METHODS[path])

    requests = same(server, [call], [*SCRIPTS[trouble], answer(200, success(path))])

    if trouble == "503 then success" and path not in ("platform.runs.continue_", "platform.runs.iterate"):
        assert len(requests) == 2
        assert requests[0] == requests[1], "an attempt differs from the one before"


@pytest.mark.parametrize("scheme", list(AuthScheme))
def test_either_way_to_present_the_key(server: PlainServer, scheme: AuthScheme) -> None:
    requests = same(server, [AdapterCall("platform.health.livez")], [answer(200, b'{"ok": true}')], auth_scheme=scheme)

    name = b"Authorization: Bearer " if scheme is AuthScheme.BEARER else b"X-Kneo-Api-Key: "
    assert requests[0].count(b"\r\n" + name + KEY.encode() + b"\r\n") == 1


REQUESTS = [
    AdapterCall("request", ("GET", "/v1/runs"), {"params": {"limit": 5, "status": None, "x": ["a b", "ü&"]}}),
    AdapterCall("request", ("get", "/v1/runs?a=1"), {"params": {"b": True}, "request_id": "fixed-id"}),
    AdapterCall("request", ("POST", "/v1/anything/new"), {"json": {"ü": [1.5, None]}, "idempotency_key": " key "}),
    AdapterCall("request", ("POST", "/v1/specs/validate"), {"json": {}, "headers": {"X-Mine": "1", "Accept": "a/b"}}),
    AdapterCall(
        "request", ("PUT", "/v1/a%2Fb"), {"json": [], "headers": {"Authorization": "no", "X-Request-ID": "no"}}
    ),
    AdapterCall("request", ("DELETE", "/v1/thing"), {"idempotency_key": "not sent"}),
    AdapterCall("request", ("PATCH", "/v1/thing"), {"json": "text", "deadline": 30}),
    AdapterCall("request", ("GET", "//elsewhere.test/")),
    AdapterCall("request", ("GET", "http://elsewhere.test/")),
    AdapterCall("request", ("GET", "/v1/../admin")),
    AdapterCall("request", ("GET", "/v1/x"), {"headers": {"X-Mine": "a\r\nb: c"}}),
    AdapterCall("request", ("GET", "/v1/x"), {"headers": {"Host": "elsewhere.test"}}),
    AdapterCall("request", ("G ET", "/v1/x")),
    AdapterCall("request", ("POST", "/v1/x"), {"json": float("inf")}),
    AdapterCall("request", ("GET", "/v1/x"), {"request_id": "a\nb"}),
    AdapterCall("request", ("GET", "/v1/x"), {"deadline": -1}),
]


@pytest.mark.parametrize("call", REQUESTS, ids=str)
@pytest.mark.parametrize(
    "first", [answer(200, b"[1]"), answer(503, b"{}"), answer(404, b"{}")], ids=["200", "503", "404"]
)
def test_the_way_to_any_path(server: PlainServer, call: AdapterCall, first: bytes) -> None:
    same(server, [call], [first, answer(200, b"[2]", "X-Request-ID: theirs")])


@pytest.mark.parametrize(
    ("options", "line"),
    [({"headers": {"X-Mine": "1"}}, b"X-Mine: 1"), ({"timeout": 5, "deadline": 30}, b"Host: 127.0.0.1")],
    ids=["headers", "limits"],
)
def test_a_view_with_options_sends_the_same_from_both(
    server: PlainServer, options: dict[str, Any], line: bytes
) -> None:
    profile = Profile("contract", f"http://127.0.0.1:{server.port}/prefix", KEY)
    sent: list[list[bytes]] = []
    for surface in (SYNC, ASYNC):
        server.play([answer(200, b'{"ok": true}')])
        seen: list[int] = []
        options_here = {**options, "on_response": lambda response, seen=seen: seen.append(response.status_code)}

        calls = [AdapterCall("platform.health.livez")]
        altered = Surface(surface.name, surface.asynchronous, functools.partial(_become_view, options_here))
        altered.perform(calls, profile=profile)[0].unwrap()

        assert seen == [200]
        sent.append([UUID.sub(b"<id>", raw) for raw in server.requests()])
    assert sent[0] == sent[1]
    assert line in sent[0][0]
    assert sent[0][0].startswith(b"GET /prefix/v1/livez HTTP/1.1\r\n")


def _become_view(options: dict[str, Any], client: Any) -> None:
    """Put the adapters of a view with options in place of the client's own."""
    view = client.with_options(**options)
    client.platform, client.agent = view.platform, view.agent
