"""What a user writes: tests of their own code with pytest-httpx, which replaces httpx's default transports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import KneoNetworkError, KneoNotFoundError, Profile, RetryPolicy

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

PROFILE = Profile(name="users", url="https://kneo.example", api_key="users-key")
CREATED = {"run_id": "run_1", "status": "completed", "human_intervention_required": False}


def test_a_users_sync_test(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(
        method="POST",
        url="https://kneo.example/v1/runs",
        match_headers={"Authorization": "Bearer users-key", "Content-Type": "application/json"},
        match_json={"input": "hello"},
        json=CREATED,
    )
    with SyncKneoClient(PROFILE) as client:
        assert client.platform.runs.create({"input": "hello"}).run_id == "run_1"
    (request,) = httpx_mock.get_requests()
    assert json.loads(request.content) == {"input": "hello"}
    assert request.read() == request.content
    assert len(request.headers["Idempotency-Key"]) == 36


@pytest.mark.anyio
async def test_a_users_async_test(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(method="POST", url="https://kneo.example/v1/runs", json=CREATED)
    httpx_mock.add_response(method="GET", url="https://kneo.example/v1/runs/run_1", json=CREATED)
    async with KneoClient(PROFILE) as client:
        assert (await client.platform.runs.create({"input": "hello"})).run_id == "run_1"
        assert (await client.platform.runs.get("run_1")).status == "completed"
    post, get = httpx_mock.get_requests()
    assert json.loads(post.content) == {"input": "hello"}
    assert post.headers["Authorization"] == get.headers["Authorization"] == "Bearer users-key"
    assert post.headers["X-Request-ID"] != get.headers["X-Request-ID"]


def test_a_users_test_of_trouble(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=503, headers={"Retry-After": "0"})
    httpx_mock.add_exception(httpx.ReadTimeout("too slow"))
    httpx_mock.add_response(status_code=404, json={"detail": {"error": "KeyError", "message": "no run"}})
    policy = RetryPolicy(max_attempts=3, base_delay=0)
    with SyncKneoClient(PROFILE, retry_policy=policy) as client, pytest.raises(KneoNotFoundError, match="no run"):
        client.platform.runs.get("x")
    assert len(httpx_mock.get_requests(url="https://kneo.example/v1/runs/x")) == 3


@pytest.mark.anyio
async def test_a_users_async_test_of_trouble(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_exception(httpx.ConnectError("no route"))
    async with KneoClient(PROFILE, retry_policy=RetryPolicy(max_attempts=1)) as client:
        with pytest.raises(KneoNetworkError, match="no route"):
            await client.platform.runs.get("x")


def test_a_response_of_a_users_test_may_have_a_body_of_any_kind(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(stream=httpx.ByteStream(b'{"ok":true}'))
    httpx_mock.add_response(text='{"ok":true}')
    httpx_mock.add_response(content=b'{"ok":true}', headers={"Content-Type": "text/html"})
    with SyncKneoClient(PROFILE) as client:
        for _ in range(3):
            assert client.platform.health.livez().ok


def test_a_users_test_with_a_client_of_their_own(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url="https://own.example/v1/livez", json={"ok": True})
    with httpx.Client(base_url="https://own.example") as own, SyncKneoClient(PROFILE, http_client=own) as client:
        assert client.platform.health.livez().ok


@pytest.mark.httpx_mock(assert_all_responses_were_requested=False)
def test_nothing_is_requested_by_making_and_closing_a_client(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json={"ok": True})
    SyncKneoClient(PROFILE).close()
    assert httpx_mock.get_requests() == []
