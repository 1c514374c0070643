"""Every `httpx.Response` that a caller is handed is whole, whichever path sent it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.core import RetryPolicy
from tests.wire.kneo.raw_server import json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

BODY = {"ok": True, "version": "v"}
REPLY = json_answer(BODY, headers=("Set-Cookie: a=1; Path=/", "X-Request-ID: theirs"))


def requested(either: Either, client: Any) -> httpx.Response:
    response = either.do(client.request("GET", "/v1/livez", params={"a": ["1", "2"]}, headers={"X-Mine": "yes"}))
    assert isinstance(response, httpx.Response)
    assert response.request.headers["x-mine"] == "yes"
    assert response.url.query == b"a=1&a=2"
    return response


def posted(either: Either, client: Any) -> httpx.Response:
    response = either.do(client.request("POST", "/v1/anything", json={"x": "ü"}))
    assert isinstance(response, httpx.Response)
    assert response.request.content == '{"x":"ü"}'.encode()
    return response


def observed(either: Either, client: Any) -> httpx.Response:
    seen: list[httpx.Response] = []
    assert either.do(client.with_options(on_response=seen.append).platform.health.livez()).ok
    (response,) = seen
    return response


def observed_request(either: Either, client: Any) -> httpx.Response:
    seen: list[httpx.Response] = []
    response = either.do(client.with_options(on_response=seen.append).request("GET", "/v1/livez"))
    assert seen == [response]
    return seen[0]


def with_deadline(either: Either, client: Any) -> httpx.Response:
    response = either.do(client.request("GET", "/v1/livez", deadline=20))
    assert isinstance(response, httpx.Response)
    return response


def after_a_retry(either: Either, client: Any) -> httpx.Response:
    patient = client.with_options(retry_policy=RetryPolicy(max_attempts=3, base_delay=0))
    response = either.do(patient.request("DELETE", "/v1/runs/r"))
    assert isinstance(response, httpx.Response)
    return response


WAYS = (requested, posted, observed, observed_request, with_deadline, after_a_retry)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("connection", ["own pool", "caller's client", "mock transport"])
def test_a_response_is_whole(
    either: Either, serve: Callable[..., RawServer], way: Callable[[Either, Any], httpx.Response], connection: str
) -> None:
    server = serve(REPLY)
    url = server.url
    if connection == "own pool":
        client = either.client(url)
    elif connection == "caller's client":
        client = either.client(url, http_client=either.http())
    else:
        mock = httpx.MockTransport(
            lambda request: httpx.Response(
                200, json=BODY, headers=[("Set-Cookie", "a=1; Path=/"), ("X-Request-ID", "theirs")]
            )
        )
        client = either.client(url, http_client=either.http(transport=mock))
    response = way(either, client)
    assert response.request.url == response.url
    assert str(response.url).startswith(f"{url}/v1/")
    assert response.request.headers["authorization"] == "Bearer local-admin-key"
    assert len(response.request.headers["x-request-id"]) == 36
    assert response.request.read() == response.request.content
    if connection != "mock transport":
        sent = server.exchanges[-1]
        assert sent.target.encode() == response.url.raw_path
        assert sent.headers["x-request-id"] == response.request.headers["x-request-id"]
        assert sent.body == response.request.content
        assert response.http_version == "HTTP/1.1"
        assert response.reason_phrase == "Reason"
    assert response.history == []
    assert response.next_request is None
    assert response.elapsed >= datetime.timedelta(0)
    assert dict(response.cookies) == {"a": "1"}
    assert response.headers["x-request-id"] == "theirs"
    assert response.raise_for_status() is response
    assert response.is_success
    assert response.json() == BODY
    assert response.read() == response.content
    assert either.do(response.aread() if either.is_async else response.read()) == response.content
    assert response.text == response.content.decode()
    assert response.is_closed
    assert response.is_stream_consumed
    if either.is_async:
        assert either.collect(response.aiter_lines()) == [response.text]
        assert b"".join(either.collect(response.aiter_bytes())) == response.content
    else:
        assert list(response.iter_lines()) == [response.text]
        assert b"".join(response.iter_bytes()) == response.content
    either.do(response.aclose() if either.is_async else response.close())
    assert "200" in repr(response)


def test_a_redirect_can_be_looked_at(either: Either, serve: Callable[..., RawServer]) -> None:
    from tests.wire.kneo.raw_server import answer

    server = serve(answer(302, headers=("Location: /v1/other",)))
    response = either.do(either.client(server.url).request("GET", "/v1/livez"))
    assert response.has_redirect_location
    assert response.history == []
    with pytest.raises(httpx.HTTPStatusError):
        response.raise_for_status()
