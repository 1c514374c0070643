"""A caller's own httpx client decides: what it was set up with holds, and it stays the caller's to close."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import (
    ApiKeyAuth,
    AuthScheme,
    KneoClosedError,
    KneoNetworkError,
    KneoNotFoundError,
    KneoRequestTimeoutError,
    KneoServerError,
    SyncTransport,
)
from kneo_client.platform import SyncPlatformClient
from tests.wire.kneo.both_clients import failure_of, profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneo_client.core.profiles import Profile
    from tests.wire.kneo.both_clients import Either
    from trellis.emulator import EmulatorHandle

URL = "http://profile.invalid/prefix"
LIVE = {"ok": True, "version": "from the mock"}


class Recorder:
    """A handler for httpx.MockTransport that remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer: httpx.Response | Exception = self._answers.pop(0) if self._answers else httpx.Response(200, json=LIVE)
        if isinstance(answer, Exception):
            raise answer
        return answer


def bound(either: Either, recorder: Recorder, *, attempts: int = 1, url: str = URL, **options: Any) -> Any:
    """A Kneo client over an httpx client of the test's own, with its options."""
    return either.client(
        url, attempts=attempts, http_client=either.http(transport=httpx.MockTransport(recorder), **options)
    )


def test_without_settings_of_its_own_the_profile_holds(either: Either) -> None:
    recorder = Recorder()
    found = either.do(bound(either, recorder).platform.health.livez())
    assert found.version == "from the mock"
    (request,) = recorder.requests
    assert str(request.url) == "http://profile.invalid/prefix/v1/livez"
    assert request.headers["authorization"] == "Bearer local-admin-key"
    assert request.headers["user-agent"].startswith("trellis-kneo-client/")
    assert request.headers["accept"] == "application/json"


def test_its_base_url_holds(either: Either) -> None:
    recorder = Recorder()
    either.do(bound(either, recorder, base_url="http://own.invalid/below").platform.health.livez())
    assert str(recorder.requests[0].url) == "http://own.invalid/below/v1/livez"


def test_its_headers_hold_and_ours_fill_the_rest(either: Either) -> None:
    recorder = Recorder()
    headers = {"User-Agent": "mine/1", "Accept": "application/vnd.mine+json", "X-Team": "blue"}
    either.do(bound(either, recorder, headers=headers).platform.health.livez())
    sent = recorder.requests[0].headers
    assert (sent["user-agent"], sent["accept"], sent["x-team"]) == ("mine/1", "application/vnd.mine+json", "blue")
    assert sent["authorization"] == "Bearer local-admin-key"
    assert len(sent["x-request-id"]) == 36


def test_its_cookies_hold(either: Either) -> None:
    recorder = Recorder()
    either.do(bound(either, recorder, cookies={"session": "abc"}).platform.health.livez())
    assert recorder.requests[0].headers["cookie"] == "session=abc"


def test_its_params_are_added_to_the_operations_own(either: Either) -> None:
    recorder = Recorder(httpx.Response(200, json={"runs": [], "count": 0, "total": 0}))
    either.do(bound(either, recorder, params={"tenant": "t 1"}).platform.runs.list(limit=7))
    params = recorder.requests[0].url.params
    assert params["tenant"] == "t 1"
    assert params["limit"] == "7"


@pytest.mark.parametrize("header", ["Authorization", "X-Kneo-Api-Key"])
def test_a_credential_in_its_headers_replaces_ours(either: Either, header: str) -> None:
    recorder = Recorder()
    either.do(bound(either, recorder, headers={header: "own"}).platform.health.livez())
    sent = recorder.requests[0].headers
    assert sent[header] == "own"
    assert "local-admin-key" not in str(sent.raw)


@pytest.mark.parametrize("scheme", list(AuthScheme))
def test_its_auth_signs_instead_of_ours(either: Either, scheme: AuthScheme) -> None:
    recorder = Recorder()
    either.do(bound(either, recorder, auth=ApiKeyAuth("other-key", scheme)).platform.health.livez())
    sent = recorder.requests[0].headers
    name, value = scheme.header("other-key")
    assert sent[name] == value
    assert "local-admin-key" not in str(sent.raw)


def test_the_seeds_own_recipe_works_against_a_platform(either: Either, kneo_server: EmulatorHandle) -> None:
    shared = either.http(
        base_url=kneo_server.url,
        auth=ApiKeyAuth("local-admin-key", AuthScheme.KNEO_API_KEY),
        timeout=30.0,
        limits=httpx.Limits(max_keepalive_connections=20, max_connections=100),
    )
    transport = either.transport(kneo_server.url, http_client=shared)
    assert either.do(transport.request("GET", "/v1/runs")).json()["runs"] == []
    either.shut(transport)
    assert not shared.is_closed
    assert either.do(shared.get("/v1/runs")).status_code == 200
    assert "x-kneo-api-key" in kneo_server.requests[0].headers
    assert "authorization" not in kneo_server.requests[0].headers


def test_its_event_hooks_see_the_request_as_sent_and_the_response(either: Either) -> None:
    recorder = Recorder(httpx.Response(503), httpx.Response(200, json=LIVE))
    seen: list[Any] = []
    hooks = {"request": [either.hook(seen.append)], "response": [either.hook(seen.append)]}
    either.do(bound(either, recorder, attempts=2, event_hooks=hooks).platform.health.livez())
    kinds = [type(item).__name__ for item in seen]
    assert kinds == ["Request", "Response", "Request", "Response"]
    assert "x-request-id" in seen[0].headers


@pytest.mark.parametrize("body", ["plain", "gzip"])
def test_an_event_hook_may_read_the_response(either: Either, serve: Callable[..., RawServer], body: str) -> None:
    """The way httpx documents for hooks that log bodies."""
    import gzip

    from tests.wire.kneo.raw_server import answer

    content = json.dumps(LIVE).encode()
    reply = answer(200, content)
    if body == "gzip":
        reply = answer(200, gzip.compress(content), headers=("Content-Encoding: gzip",))
    seen: list[bytes] = []

    def read(response: httpx.Response) -> None:
        seen.append(response.read())

    async def aread(response: httpx.Response) -> None:
        seen.append(await response.aread())

    hook = aread if either.is_async else read
    client = either.client(serve(reply).url, http_client=either.http(event_hooks={"response": [hook]}))
    assert either.do(client.platform.health.livez()).version == "from the mock"
    assert either.do(client.request("GET", "/v1/livez")).json() == LIVE
    assert either.do(client.with_options(deadline=20).platform.health.livez()).version == "from the mock"
    assert seen == [content] * 3


def test_an_error_from_its_hook_comes_out_as_it_is(either: Either) -> None:
    """`raise_for_status` in a hook is the caller's own wish."""
    hooks = {"response": [either.hook(lambda response: response.raise_for_status())]}
    client = bound(either, Recorder(httpx.Response(500)), event_hooks=hooks)
    with pytest.raises(httpx.HTTPStatusError):
        either.do(client.platform.health.livez())


def test_its_timeout_holds_unless_one_is_asked_for(either: Either) -> None:
    recorder = Recorder()
    client = bound(either, recorder, timeout=httpx.Timeout(11.0, connect=3.0))
    either.do(client.platform.health.livez())
    either.do(client.with_options(timeout=2).platform.health.livez())
    given, asked = (request.extensions["timeout"] for request in recorder.requests)
    assert given == {"connect": 3.0, "read": 11.0, "write": 11.0, "pool": 11.0}
    assert asked == {"connect": 2.0, "read": 2.0, "write": 2.0, "pool": 2.0}


def test_its_mounts_hold(either: Either) -> None:
    recorder, other = Recorder(), Recorder()
    mounts = {"http://profile.invalid": httpx.MockTransport(other)}
    either.do(bound(either, recorder, mounts=mounts).platform.health.livez())
    assert (len(recorder.requests), len(other.requests)) == (0, 1)


def test_its_wish_to_follow_redirects_does_not_carry_our_key_away(either: Either) -> None:
    recorder = Recorder(httpx.Response(307, headers={"Location": "http://elsewhere.invalid/"}))
    client = bound(either, recorder, follow_redirects=True)
    response = either.do(client.request("GET", "/v1/livez"))
    assert response.status_code == 307
    assert [request.url.host for request in recorder.requests] == ["profile.invalid"]


def test_retries_and_ids_work_over_it(either: Either) -> None:
    recorder = Recorder(httpx.Response(503), httpx.ConnectError("no"), httpx.ReadError("gone"))
    either.do(bound(either, recorder, attempts=4).platform.health.livez())
    assert len({request.headers["x-request-id"] for request in recorder.requests}) == 1
    assert len(recorder.requests) == 4


def test_a_post_keeps_its_body_and_key_in_every_attempt(either: Either) -> None:
    created = httpx.Response(200, json={"run_id": "r", "status": "created", "human_intervention_required": False})
    recorder = Recorder(httpx.Response(502), httpx.ReadError("gone"), created)
    either.do(bound(either, recorder, attempts=3).platform.runs.create({"input": "x"}, idempotency_key="k"))
    assert [json.loads(request.content) for request in recorder.requests] == [{"input": "x"}] * 3
    assert [request.headers["idempotency-key"] for request in recorder.requests] == ["k"] * 3


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("x"), KneoNetworkError),
        (httpx.ReadTimeout("x"), KneoRequestTimeoutError),
        (httpx.ProxyError("x"), KneoNetworkError),
        (httpx.RemoteProtocolError("x"), KneoNetworkError),
        (httpx.UnsupportedProtocol("x"), KneoNetworkError),
        (OSError("x"), KneoNetworkError),
        (ConnectionResetError("x"), KneoNetworkError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_failures_of_its_transport_are_ours(either: Either, raised: Exception, kind: type[Exception]) -> None:
    error = failure_of(either, bound(either, Recorder(raised)).platform.health.livez, kind)
    assert type(raised).__name__ in str(error)


def test_errors_are_mapped_as_ever(either: Either) -> None:
    recorder = Recorder(httpx.Response(500, json={"detail": {"error": "E"}}))
    error = failure_of(either, bound(either, recorder).platform.health.livez, KneoServerError)
    assert error.code == "E"


def test_it_is_never_closed_by_us(either: Either) -> None:
    own = either.http(transport=httpx.MockTransport(Recorder()))
    for _ in range(2):
        client = either.client(URL, http_client=own)
        either.do(client.platform.health.livez())
        either.shut(client)
        assert not own.is_closed


def test_one_that_its_owner_closed_is_a_closed_client(either: Either) -> None:
    own = either.http(transport=httpx.MockTransport(Recorder()))
    client = either.client(URL, http_client=own)
    either.shut(own)
    failure_of(either, client.platform.health.livez, KneoClosedError)


def test_a_client_of_the_wrong_kind_is_refused_at_once() -> None:
    profile = profile_for(URL)
    with httpx.Client() as wrong, pytest.raises(TypeError, match=r"httpx\.AsyncClient"):
        KneoClient(profile, http_client=wrong)  # type: ignore[arg-type]
    for kind in (KneoClient, SyncKneoClient):
        with pytest.raises(TypeError, match="http_client"):
            kind(profile, http_client=object())  # type: ignore[arg-type]


def test_two_kneo_clients_share_one_http_client(either: Either) -> None:
    recorder = Recorder()
    own = either.http(transport=httpx.MockTransport(recorder))
    for key in ("key-one", "key-two"):
        either.do(either.client(profile_for(URL, api_key=key), http_client=own).platform.health.livez())
    assert [request.headers["authorization"] for request in recorder.requests] == ["Bearer key-one", "Bearer key-two"]


def test_an_auth_that_sends_another_request_shows_in_the_response(either: Either) -> None:
    class Rewriting(httpx.Auth):
        def auth_flow(self, request: httpx.Request) -> Any:
            yield httpx.Request(request.method, request.url.copy_add_param("signed", "1"), headers=request.headers)

    recorder = Recorder()
    response = either.do(bound(either, recorder, auth=Rewriting()).request("GET", "/v1/livez"))
    assert response.request.url == recorder.requests[0].url
    assert response.url.params["signed"] == "1"


def test_the_wait_for_a_slow_answer_ends_with_the_deadline(either: Either, serve: Callable[..., RawServer]) -> None:
    def hang(exchange: Exchange) -> bool:
        exchange.wait(20)
        exchange.send(json_answer(LIVE))
        return True

    client = either.client(serve(hang).url, http_client=either.http(timeout=20))
    with pytest.raises(TimeoutError):
        either.do(client.with_options(deadline=0.2).platform.health.livez())


def test_a_synchronous_client_can_be_brought_an_asynchronous_one(kneo_profile: Profile) -> None:
    """Only the sends run in a loop; what retries, waits and decodes is the calling thread."""

    seen: list[httpx.Response] = []
    made: list[httpx.AsyncClient] = []

    def factory() -> httpx.AsyncClient:
        made.append(httpx.AsyncClient(headers={"X-Team": "blue"}))
        return made[-1]

    transport = SyncTransport(kneo_profile, http_client_factory=factory)
    with transport:
        response = transport.request("GET", "/v1/healthz")
        assert (response.status_code, response.request.headers["x-team"]) == (200, "blue")
        watched = transport.with_options(on_response=seen.append)
        assert SyncPlatformClient(watched).health.livez().ok
        assert seen[0].json()["ok"] is True
        with pytest.raises(KneoNotFoundError):
            SyncPlatformClient(transport).runs.get("nowhere")
    assert made[0].is_closed
    with pytest.raises(TypeError, match="cannot both be given"):
        SyncTransport(kneo_profile, http_client=made[0], http_client_factory=factory)
