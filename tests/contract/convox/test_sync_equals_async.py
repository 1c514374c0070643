"""Both clients put the same bytes on the wire, attempt for attempt, and make the same of what comes back."""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from convox import RetryConfig

from ..document import convox
from ..payloads import full
from ..plain_server import DROP, PlainServer, answer
from ..surfaces import AdapterCall, Outcome
from .adapters import COMPOUNDS, NOT_SENT, PROXIES, operation_for, optional_calls, params_of, plain_call
from .surfaces import ASYNC, SYNC, adapter_methods

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = {
    path: method
    for path, method in adapter_methods(SYNC.open()).items()
    if path not in COMPOUNDS and path not in PROXIES
}
OURS = re.compile(rb"(?<=Sec-WebSocket-Key: )[\w+/=]+|source-[0-9a-f]{32}")
"""What is made up anew for each request."""
DOWNLOADS = ("builds.export", "files.download", "objects.fetch", "resources.export_data")
SOCKETS = [path for path in METHODS if operation_for(convox(), path).node["x-transport"] == "websocket"]
OK = answer(200, b"ok\n").replace(b"application/json", b"text/plain")


@pytest.fixture(scope="module")
def server() -> Iterator[PlainServer]:
    with PlainServer() as started:
        yield started


def success(path: str) -> bytes:
    """A whole answer with the full success of a method's operation."""
    op = operation_for(convox(), path)
    if path in SOCKETS:
        return answer(404, b'{"error": "no such thing"}', "Request-Id: r-1")
    content = op.responses[min(op.responses, key=lambda status: not status.startswith("2"))].get("content", {})
    if "application/json" in content:
        return answer(200, json.dumps(full(convox(), content["application/json"]["schema"])).encode())
    return OK if "text/plain" in content else answer(200, b"any bytes", "Request-Id: r-1")


def same(server: PlainServer, calls: list[AdapterCall], script: list[bytes], **options: Any) -> list[bytes]:
    """Play the script to both clients and compare; returns the requests."""
    options = {
        "host": f"http://127.0.0.1:{server.port}/base",
        "retry": RetryConfig(max_retries=2, backoff_base=0.0),
        **options,
    }
    wire: list[list[bytes]] = []
    results: list[list[Any]] = []
    for surface in (SYNC, ASYNC):
        requests: list[bytes] = []
        seen: list[Any] = []
        for call in calls:
            server.play(script)
            outcome = surface.one(call, **options)
            requests += [OURS.sub(b"<made up>", raw) for raw in server.requests()]
            seen.append(_comparable(outcome))
        wire.append(requests)
        results.append(seen)
    assert wire[0] == wire[1]
    assert results[0] == results[1]
    return wire[0]


def _comparable(outcome: Outcome) -> Any:
    if outcome.error is not None:
        error = outcome.error
        return type(error), str(error), repr(sorted(vars(error).items()))
    value = outcome.value
    response = getattr(value, "response", value)  # of a download, too
    if isinstance(response, httpx.Response):
        return response.status_code, response.headers.raw, str(response.request.url)
    return value


@pytest.mark.parametrize("path", METHODS)
def test_every_method_with_each_of_its_arguments(server: PlainServer, path: str) -> None:
    plain = plain_call(convox(), path, METHODS[path])
    calls = [plain, *(call for _, call in optional_calls(convox(), plain, METHODS[path]))]

    requests = same(server, calls, [success(path)])

    assert len(requests) == len(calls)
    assert all(b"\r\nAccept: application/json\r\n" in raw for raw in requests)


def refused(path: str) -> list[AdapterCall]:
    """Calls with an argument that cannot be sent, the others being good."""
    op = operation_for(convox(), path)
    call = plain_call(convox(), path, METHODS[path])
    calls = []
    for index in range(len(op.of("path"))):
        for bad in ("", ".", "..", None, object()):
            calls.append(AdapterCall(path, (*call.args[:index], bad, *call.args[index + 1 :]), call.kwargs))
    for name, parameter in inspect.signature(METHODS[path]).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and (params_of(op, name) or name in NOT_SENT - {"wait"}):
            calls.append(AdapterCall(path, call.args, {**call.kwargs, name: b"\x00"}))
    return calls


@pytest.mark.parametrize("path", [path for path in METHODS if refused(path)])
def test_every_method_with_arguments_that_are_refused(server: PlainServer, path: str) -> None:
    assert same(server, refused(path), [success(path)]) == [], "something that cannot be sent was sent"


SCRIPTS = {
    "503 then success": [answer(503, b"{}")],
    "502 and 504 then success": [answer(502, b"<html>"), answer(504, b"")],
    "429 with Retry-After 0": [answer(429, b"slow", "Retry-After: 0")],
    "429 with a long Retry-After": [answer(429, b"slow", "Retry-After: 3600")],
    "500": [answer(500, b'{"error": "app not found"}', "Request-Id: r-9")],
    "broken connection": [DROP],
    "broken thrice": [DROP, DROP, DROP],
    "cut off": [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{", DROP, DROP],
    "never": [answer(503, b"{}")] * 3,
    "refused": [answer(401, b'{"error": "unauthorized"}')],
    "not found": [answer(404, b'{"error": "no such app: x"}', "Request-Id: r-1")],
    "busy": [answer(403, b'{"error": "app is currently updating"}')],
    "older": [answer(400, b'{"error": "can not promote an older release, try rollback"}')],
    "redirect": [answer(307, b"", "Location: http://127.0.0.1:9/")],
    "a page": [answer(200, b"<html>hello</html>").replace(b"application/json", b"text/html")],
    "garbage": [answer(200, b"{]")],
    "nothing": [answer(200, b"")],
    "null": [answer(200, b"null")],
    "no HTTP": [b"220 mail.test ESMTP\r\nConnection: close\r\n\r\n", DROP, DROP],
}


@pytest.mark.parametrize("trouble", SCRIPTS)
@pytest.mark.parametrize(
    "path",
    ["apps.get", "apps.list", "apps.create", "apps.delete", "builds.export", "builds.import_build", "processes.run",
     "releases.promote", "apps.logs"],
)  # fmt: skip
def test_trouble_on_the_way(server: PlainServer, path: str, trouble: str) -> None:
    requests = same(server, [plain_call(convox(), path, METHODS[path])], [*SCRIPTS[trouble], success(path)])

    if trouble == "503 then success":
        assert len(requests) == 2
        assert requests[0] == requests[1], "an attempt differs from the one before"


APP = {"name": "web", "release": "R1", "status": "running", "locked": False, "router": "", "parameters": None}
RELEASE = {"id": "R2", "app": "web", "build": "B1", "env": "A=1\nB=2\n", "manifest": "", "description": "",
           "created": "2026-03-01T10:00:00Z"}  # fmt: skip
BUILD = {"id": "B1", "app": "web", "status": "failed", "reason": "exit 1", "started": "2026-03-01T10:00:00Z"}
OLDER = answer(400, b'{"error": "can not promote an older release, try rollback"}')


def as_json(value: Any) -> bytes:
    return answer(200, json.dumps(value).encode())


COMPOUND_SCRIPTS: dict[str, tuple[AdapterCall, list[bytes], int]] = {
    "environment": (AdapterCall("environment.get", ("web",)), [as_json(APP), as_json(RELEASE)], 2),
    "set": (
        AdapterCall("environment.set", ("web", {"C": "ü & x"})),
        [as_json(APP), as_json(RELEASE), as_json(RELEASE), OK],
        4,
    ),
    "unset the latest": (
        AdapterCall("environment.unset", ("web", "A"), {"base": "latest", "promote": False}),
        [as_json([RELEASE]), as_json(RELEASE), as_json(RELEASE)],
        3,
    ),
    "set that cannot be promoted": (
        AdapterCall("environment.set", ("web", {"C": "3"})),
        [as_json(APP), as_json(RELEASE), as_json(RELEASE), OLDER],
        4,
    ),
    "refused": (AdapterCall("environment.set", ("web", {"A": "1\n2"})), [as_json(APP)], 0),
    "rollback": (
        AdapterCall("releases.rollback", ("web", "R1"), {"wait": True, "poll_interval": 0.01}),
        [OLDER, as_json(RELEASE), as_json(RELEASE), OK, as_json({**APP, "status": "updating"}),
         as_json({**APP, "release": "R2"})],
        6,
    ),
    "went back": (
        AdapterCall("releases.promote", ("web", "R2"), {"wait": True, "poll_interval": 0.01}),
        [OK, as_json({**APP, "status": "updating"}), as_json(APP)],
        3,
    ),
    "failed build": (AdapterCall("builds.wait", ("web", "B1")), [as_json(BUILD)], 1),
    "wanted failure": (AdapterCall("builds.wait", ("web", "B1"), {"raise_on_failure": False}), [as_json(BUILD)], 1),
    "time is up": (
        AdapterCall("apps.wait_until_running", ("web",), {"timeout": 0}),
        [as_json({**APP, "status": "creating"})],
        1,
    ),
    "a look that fails": (AdapterCall("builds.wait", ("web", "B1")), [answer(404, b'{"error": "no"}')], 1),
    "no object": (AdapterCall("objects.exists", ("web", "a/b")), [answer(200, b""), answer(404, b"{}")], 2),
}  # fmt: skip


@pytest.mark.parametrize("name", COMPOUND_SCRIPTS)
def test_compounds(server: PlainServer, name: str) -> None:
    call, script, count = COMPOUND_SCRIPTS[name]

    assert len(same(server, [call], script)) == count


def test_a_build_of_a_folder(server: PlainServer, tmp_path: Any) -> None:
    (tmp_path / "convox.yml").write_bytes(b"services: {}\n")

    requests = same(
        server,
        [AdapterCall("builds.create_from", ("web", tmp_path), {"description": "ü"})],
        [as_json({"Url": "object://web/key"}), as_json(BUILD)],
    )

    assert len(requests) == 2
    assert requests[1].endswith(b"\r\n\r\nurl=object%3A%2F%2Fweb%2Fkey&description=%C3%BC")


@pytest.mark.parametrize("path", DOWNLOADS)
def test_downloads_are_read_alike(server: PlainServer, path: str) -> None:
    for script in ([success(path)], [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nshort"]):
        results = []
        for surface in (SYNC, ASYNC):

            def read_it(client: Any) -> None:
                resource, _, name = path.partition(".")
                original = getattr(client, resource)
                client.reader = _reader(getattr(original, name))

            server.play(script)
            altered = type(surface)(surface.name, surface.asynchronous, read_it)
            call = plain_call(convox(), path, METHODS[path])
            outcome = altered.one(AdapterCall("reader", call.args), host=f"http://127.0.0.1:{server.port}/base")
            results.append(_comparable(outcome))
        assert results[0] == results[1]


def _reader(method: Any) -> Any:
    """Ask for a download and read it, on either surface."""

    async def asynchronous(*args: Any) -> Any:
        return await (await method(*args)).read()

    return asynchronous if inspect.iscoroutinefunction(method) else lambda *args: method(*args).read()


BY_PATH = [
    AdapterCall("api.get", ("/apps",), {"params": {"x": [1, True, "ü&"], "n": None}}),
    AdapterCall("api.get", ("apps/web?y=1",)),
    AdapterCall("api.post", ("/apps",), {"data": {"name": "web", "lock": True, "n": None}}),
    AdapterCall("api.put", ("/letsencrypt/config",), {"json": {"a": [1.5, None]}}),
    AdapterCall("api.post", ("/x",), {"content": b"\x00", "headers": {"X-Mine": "1"}}),
    AdapterCall("api.delete", ("/apps/web",)),
    AdapterCall("api.get", ("http://elsewhere.test/",)),
    AdapterCall("api.get", ("/../x",)),
    AdapterCall("api.get", ("/x",), {"headers": {"X-Mine": "a\r\nb: c"}}),
    AdapterCall("check"),
    AdapterCall("check_credentials"),
]


@pytest.mark.parametrize("call", BY_PATH, ids=str)
@pytest.mark.parametrize(
    "first",
    [as_json({"a": 1}), OK, answer(200, b""), answer(503, b"{}"), answer(404, b'{"error": "no"}'), DROP],
    ids=["JSON", "ok", "empty", "503", "404", "broken"],
)
def test_the_clients_own_methods(server: PlainServer, call: AdapterCall, first: bytes) -> None:
    same(server, [call], [first, as_json({"b": 2})])


@pytest.mark.parametrize("flag", ["true", "false"])
@pytest.mark.parametrize("minted", [as_json({"id": "new-session"}), answer(500, b"{}"), as_json({})])
def test_a_challenge_of_the_console(server: PlainServer, flag: str, minted: bytes) -> None:
    challenge = answer(401, b"{}", f'WWW-Authenticate: Session path="/session" token="{flag}"')
    script = [challenge, minted, as_json(APP)]

    requests = same(
        server, [AdapterCall("apps.get", ("web",))], script, rack="org/rack", session="old", retry=RetryConfig(0)
    )

    assert len(requests) == (1 if flag == "true" else 3 if b"new-session" in minted else 2)
