"""An httpx client of the caller's own: it decides, it carries every request, and it is never closed by us."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall.client import KnoxCall
from tests.wire.kneo.raw_server import json_answer
from tests.wire.knoxcall.gateways import ID, SECRET, Gateway
from trellis.core.transport.portal import PORTAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either


def test_it_carries_every_request_and_stays_open(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    seen: list[str] = []
    http = either.http(
        headers={"X-Mine": "yes"}, cookies={"c": "d"},
        event_hooks={"request": [either.hook(lambda request: seen.append(request.url.path))]},
    )  # fmt: skip
    client = either.client(serve(gateway).url, http=http)
    either.do(client.account.get())
    either.do(client.call("r", path="/p"))
    either.shut(client)
    assert seen == ["/oauth/token", "/v1/account", "/p"]
    assert not http.is_closed
    assert all(call.headers["x-mine"] == "yes" for call in gateway.calls)
    assert all(call.headers["cookie"] == "c=d" for call in gateway.calls)


def test_its_own_credentials_and_redirects_do_not_apply(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(json_answer({}, 302, headers=("Location: /elsewhere",)))
    http = either.http(auth=("user", "password"), follow_redirects=True)
    response = either.do(either.client(serve(gateway).url, http=http).call("r"))
    assert response.status_code == 302
    assert gateway.shown() == ["Bearer kc_1"]


def test_a_synchronous_client_is_bridged_to_an_asynchronous_one(serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    http = httpx.AsyncClient()
    with KnoxCall(base_url=serve(gateway).url, client_id=ID, client_secret=SECRET, http=http) as client:
        assert client.account.get()["slug"] == "acme"
        response = client.call("r", method="POST", body={"a": 1})
        assert (response.status_code, json.loads(gateway.calls[1].body)) == (200, {"a": 1})
        assert response.json()["data"]["slug"] == "acme"
    assert not http.is_closed
    PORTAL.wait_for(http.aclose())  # in the loop that its connections belong to


def test_a_mock_transport_of_the_callers_sees_all(either: Either) -> None:
    seen: list[str] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url}")
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={"access_token": "kc_1"})
        return httpx.Response(200, json={"data": []})

    client = either.client(tenant="acme", http=either.http(transport=httpx.MockTransport(take)))
    either.do(client.environments.list())
    either.do(client.call("r", path="/x"))
    assert seen == [
        "POST https://api.knoxcall.com/oauth/token",
        "GET https://api.knoxcall.com/v1/environments",
        "GET https://acme.knoxcall.com/api/x",
    ]


@pytest.mark.parametrize("thing", [object(), "http", httpx.HTTPTransport()], ids=lambda thing: type(thing).__name__)
def test_what_is_no_http_client_is_refused(either: Either, thing: Any) -> None:
    with pytest.raises(TypeError, match=r"^http must be an httpx"):
        either.client(http=thing)


def test_an_asynchronous_client_refuses_a_synchronous_http_client() -> None:
    with httpx.Client() as http, pytest.raises(TypeError, match="AsyncClient"):
        KnoxCall(sync=False, api_key="k", http=http)


def test_its_timeout_is_overruled_by_the_calls_own(either: Either, serve: Callable[..., RawServer]) -> None:
    from knoxcall.errors import APIConnectionTimeoutError
    from tests.wire.knoxcall.gateways import failure_of

    gateway = Gateway(lambda exchange: exchange.wait(20) and False)
    client = either.client(serve(gateway).url, http=either.http(timeout=60))
    failure_of(either, lambda: client.call("r", method="POST", timeout=0.2), APIConnectionTimeoutError)
