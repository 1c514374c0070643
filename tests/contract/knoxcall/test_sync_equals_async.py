"""Both clients put the same bytes on the wire, attempt for attempt, and make the same of what comes back."""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall.bodies import NULL

from ..document import knoxcall
from ..plain_server import DROP, PlainServer, answer
from ..surfaces import AdapterCall, Outcome
from .adapters import LOCAL, operation_for, optional_calls, plain_call, success_of
from .surfaces import ASYNC, SYNC, adapter_methods

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = {path: method for path, method in adapter_methods(SYNC.open()).items() if path not in LOCAL}
IDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|\b0[0-9A-HJKMNP-TV-Z]{25}\b")
"""UUIDs and, until the year 10889, ULIDs."""

TOKEN = answer(200, b'{"access_token": "kc_minted", "token_type": "Bearer", "expires_in": 3600}')


@pytest.fixture(scope="module")
def server() -> Iterator[PlainServer]:
    with PlainServer() as started:
        yield started


def success(path: str) -> bytes:
    """A whole answer with the full success of a method's operation."""
    media, value = success_of(knoxcall(), operation_for(knoxcall(), path))
    if media == "application/json":
        return answer(200, json.dumps(value).encode())
    return answer(200, value.encode()).replace(b"application/json", media.encode())


def same(server: PlainServer, calls: list[AdapterCall], script: list[bytes], **options: Any) -> list[bytes]:
    """Play the script to both clients and compare; returns the requests, ids of ours numbered as they first appear."""
    options = {"base_url": f"http://127.0.0.1:{server.port}", "retry_max_attempts": 3, **options}
    wire: list[list[bytes]] = []
    results: list[list[Any]] = []
    for surface in (SYNC, ASYNC):
        requests: list[bytes] = []
        ids: dict[bytes, bytes] = {}
        seen: list[Any] = []
        for call in calls:
            server.play(script)
            outcome = surface.one(call, **options)
            requests += [_number_all(ids, raw) for raw in server.requests()]
            seen.append(_comparable(outcome, ids))
        wire.append(requests)
        results.append(seen)
    assert wire[0] == wire[1]
    assert results[0] == results[1]
    return wire[0]


def _number_all(ids: dict[bytes, bytes], raw: bytes) -> bytes:
    return IDS.sub(lambda found: ids.setdefault(found[0], b"<id %d>" % len(ids)), raw)


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
    plain = plain_call(knoxcall(), path, METHODS[path])
    calls = [plain, *(call for _, call in optional_calls(knoxcall(), plain, METHODS[path]))]

    requests = same(server, calls, [success(path)])

    assert len(requests) >= len(calls)
    changes = not requests[0].startswith(b"GET ")
    assert all(raw.count(b"\r\nX-Idempotency-Key: ") == changes for raw in requests)


def refused(path: str) -> list[AdapterCall]:
    """Calls with an argument that cannot be sent, the others being good."""
    call = plain_call(knoxcall(), path, METHODS[path])
    calls = [AdapterCall(path, (bad, *call.args[1:]), call.kwargs) for bad in ("", ".", "..", None) if call.args]
    if path in ("crypto.inspect", "crypto.encrypt_data", "crypto.decrypt_data"):
        calls = [AdapterCall(path, (float("nan"),)), AdapterCall(path, (object(),))]
    for name, parameter in inspect.signature(METHODS[path]).parameters.items():
        if name == "idempotency_key":
            bad_keys: tuple[Any, ...] = ("", "x" * 256, "ü", "a\nb", 7)
            calls += [AdapterCall(path, call.args, {**call.kwargs, name: bad}) for bad in bad_keys]
        elif parameter.kind is parameter.KEYWORD_ONLY and name not in ("page", "per_page", "cursor", "limit"):
            calls.append(AdapterCall(path, call.args, {**call.kwargs, name: object()}))
    return calls


@pytest.mark.parametrize("path", [path for path in METHODS if refused(path)])
def test_every_method_with_arguments_that_are_refused(server: PlainServer, path: str) -> None:
    assert same(server, refused(path), [success(path)]) == [], "something that cannot be sent was sent"


SCRIPTS = {
    "503 then success": [answer(503, b"{}")],
    "502 and 504 then success": [answer(502, b"<html>"), answer(504, b"")],
    "429 with Retry-After 0": [answer(429, b"slow", "Retry-After: 0")],
    "broken connection": [DROP],
    "broken thrice": [DROP, DROP, DROP],
    "cut off": [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{", DROP, DROP],
    "never": [answer(503, b"{}")] * 3,
    "refused token": [answer(401, b'{"error": {"type": "invalid_token", "message": "m"}}')],
    "not found": [answer(404, b'{"error": {"type": "not_found", "message": "No"}}', "X-Request-Id: r-1")],
    "conflict": [answer(409, b'{"error": {"type": "conflict", "message": "m", "request_id": "r-2"}}')],
    "invalid": [answer(422, b'{"error": {"type": "t", "message": "m", "fields": {"name": "taken"}}}')],
    "redirect": [answer(307, b"", "Location: http://127.0.0.1:9/")],
    "garbage": [answer(200, b"<html>hello</html>")],
    "nothing": [answer(200, b"")],
    "no HTTP": [b"220 mail.test ESMTP\r\nConnection: close\r\n\r\n", DROP, DROP],
}


@pytest.mark.parametrize("trouble", SCRIPTS)
@pytest.mark.parametrize(
    "path",
    ["routes.get", "routes.list", "routes.iterate", "routes.create", "routes.delete", "pki.get_crl", "crypto.inspect",
     "vaults.rotate", "audit_logs.iterate_events"],
)  # fmt: skip
def test_trouble_on_the_way(server: PlainServer, path: str, trouble: str) -> None:
    requests = same(server, [plain_call(knoxcall(), path, METHODS[path])], [*SCRIPTS[trouble], success(path)])

    if trouble == "503 then success" and "iterate" not in path:
        assert len(requests) == 2
        assert requests[0] == requests[1], "an attempt differs from the one before"


@pytest.mark.parametrize("script", [[TOKEN], [TOKEN, answer(401, b"{}"), TOKEN], [answer(503, b"{}"), TOKEN]],
                         ids=["fresh", "refused once", "endpoint down"])  # fmt: skip
@pytest.mark.parametrize("path", ["routes.get", "routes.create"])
def test_tokens_that_have_to_be_minted(server: PlainServer, path: str, script: list[bytes]) -> None:
    call = plain_call(knoxcall(), path, METHODS[path])

    requests = same(
        server, [call], [*script, success(path)], client_id="tk_1", client_secret="s", scope=["a", "b"], dpop="never"
    )

    assert requests[0].startswith(b"POST /oauth/token HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer kc_minted\r\n" in requests[-1]


@pytest.mark.parametrize("body", ["", "<html>", "{}", '{"error": "invalid_client"}'])
@pytest.mark.parametrize("status", [200, 302, 400, 401, 500])
def test_a_token_endpoint_that_gives_none(server: PlainServer, status: int, body: str) -> None:
    same(server, [AdapterCall("routes.list")], [answer(status, body.encode())], client_id="tk_1", client_secret="s")


THROUGH = [
    AdapterCall("call", ("pay ments",), {"path": "/a b?x=1", "query": {"y": [1, True, "ü&"]}}),
    AdapterCall("call", ("r",), {"method": "POST", "body": {"a": 1.5}, "environment": "prod"}),
    AdapterCall("call", ("r",), {"method": "PUT", "body": b"\x00", "headers": {"X-Mine": "1", "Authorization": "no"}}),
    AdapterCall("call", ("r",), {"path": "../x"}),
    AdapterCall("call", ("r",), {"headers": {"X-Mine": "a\r\nb: c"}}),
    AdapterCall("call", ("r",), {"method": "POST", "body": float("nan")}),
    AdapterCall("call", ("",)),
    AdapterCall("ephemeral", ("https://u.test/",), {"mode": "transparent", "timeout_ms": 5}),
    AdapterCall("ephemeral", ("https://u.test/",), {"method": "PATCH", "body": "text", "upstream_auth_secret": "s"}),
    AdapterCall("request", (), {"method": "GET", "path": "/v1/x", "query": {"a": [1, "b c"], "n": None}}),
    AdapterCall("request", (), {"method": "POST", "path": "/v1/x", "body": [1], "idempotency_key": "k"}),
    AdapterCall("request", (), {"method": "GET", "path": "http://elsewhere.test/"}),
    AdapterCall("request", (), {"method": "GET", "path": "/v1/../admin"}),
    AdapterCall("request", (), {"method": "GET", "path": "/v1/x", "headers": {"Host": "elsewhere.test"}}),
    AdapterCall("routes.update", ("r",), {"name": NULL}),
    AdapterCall("authenticate"),
    AdapterCall("sign_out"),
]


@pytest.mark.parametrize("call", THROUGH, ids=str)
@pytest.mark.parametrize(
    "first",
    [answer(200, b'{"data": 1}'), answer(503, b"{}"), answer(404, b"{}", "X-Knox-Upstream-Status: 404"), DROP],
    ids=["200", "503", "404", "broken"],
)
def test_the_client_s_own_methods(server: PlainServer, call: AdapterCall, first: bytes) -> None:
    same(server, [call], [first, answer(200, b'{"data": 2}', "X-Request-Id: theirs")])


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete", "request"])
def test_a_bound_route(server: PlainServer, verb: str) -> None:
    sent: list[list[bytes]] = []
    for surface in (SYNC, ASYNC):
        server.play([answer(200, b"{}")])

        def bind(client: Any) -> None:
            client.bound = client.route("ops", environment="prod", headers={"X-One": "1", "X-Two": "2"})

        altered = type(surface)(surface.name, surface.asynchronous, bind)
        args = ("OPTIONS", "/z") if verb == "request" else ("/z",)
        call = AdapterCall(f"bound.{verb}", args, {"headers": {"x-two": "3"}})
        altered.one(call, base_url=f"http://127.0.0.1:{server.port}").unwrap()
        sent.append(server.requests())

    assert sent[0] == sent[1]
    (raw,) = sent[0]
    assert b"\r\nX-One: 1\r\n" in raw
    assert raw.lower().count(b"\r\nx-two: ") == 1
    assert b"x-knoxcall-environment: prod" in raw
