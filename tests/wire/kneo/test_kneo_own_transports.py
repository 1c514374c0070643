"""Adapters work over a transport of the user's own: a subclass, a patched one, or anything with a fitting `request`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.agent import AgentClient, SyncAgentClient
from kneo_client.core import KneoNotFoundError, KneoProtocolError, KneoTimeoutError, SyncTransport, Transport
from kneo_client.platform import PlatformClient, SyncPlatformClient
from kneo_client.types import HumanResumeRequest
from tests.wire.kneo.both_clients import failure_of, profile_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from trellis.emulator import KneoHandle

RUN = {"run_id": "r", "status": "running"}


class Told:
    """A transport with the published interface and nothing else: it notes what it is asked for, and answers as told."""

    def __init__(self, *answers: Any, status: int = 200) -> None:
        self.answers = list(answers)
        self.status = status
        self.calls: list[tuple[str, str, dict[str, Any]]] = []

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Any = None,
        headers: Any = None,
        idempotency_key: str | None = None,
        request_id: str | None = None,
    ) -> httpx.Response:
        given = {"json": json, "params": params, "idempotency_key": idempotency_key, "headers": headers}
        self.calls.append((method, path, {name: value for name, value in given.items() if value is not None}))
        return httpx.Response(self.status, json=self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])


class ToldAsynchronously(Told):
    """The same to await."""

    async def request(  # type: ignore[override]
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Any = None,
        headers: Any = None,
        idempotency_key: str | None = None,
        request_id: str | None = None,
    ) -> httpx.Response:
        return super().request(method, path, json=json, params=params, headers=headers, idempotency_key=idempotency_key)


@pytest.fixture
def told(either: Either) -> Callable[..., tuple[Any, Any, Told]]:
    """The platform and agent clients of a kind, over a transport that answers with what the test says."""

    def make(*answers: Any, status: int = 200) -> tuple[Any, Any, Told]:
        if either.is_async:
            transport = ToldAsynchronously(*answers, status=status)
            return PlatformClient(transport), AgentClient(transport), transport  # type: ignore[arg-type]
        plain: Any = Told(*answers, status=status)
        return SyncPlatformClient(plain), SyncAgentClient(plain), plain

    return make


def test_a_transport_gets_method_path_and_query(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, transport = told({"runs": [RUN], "count": 1, "total": 1, "limit": 5, "offset": 0})
    page = either.do(platform.runs.list(status="a b&c", limit=5))
    assert [run["run_id"] for run in page] == ["r"]
    query = {"status": "a b&c", "limit": "5", "offset": "0", "sort_by": "updated_at", "sort_order": "desc"}
    assert transport.calls == [("GET", "/v1/runs", {"params": query})]


def test_a_repeated_parameter_is_a_list(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, transport = told({"inventory": {}})
    either.do(platform.credentials.list(providers=["openai", "x y"], extras=["A"]))
    ((_, path, given),) = transport.calls
    assert path == "/v1/security/credentials"
    assert given["params"] == {"providers": ["openai", "x y"], "extras": "A", "include_service_tokens": "true"}


def test_an_id_is_one_segment_of_the_path(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, transport = told(RUN)
    assert either.do(platform.runs.get("a/b?c=1")).run_id == "r"
    assert transport.calls == [("GET", "/v1/runs/a%2Fb%3Fc%3D1", {})]


@pytest.mark.parametrize(
    "body",
    [HumanResumeRequest(request_id="q", decision="approved"), {"request_id": "q", "decision": "approved"}],
    ids=["model", "dict"],
)
def test_a_body_arrives_as_plain_data(body: Any, either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, transport = told({"run_id": "r", "status": "completed"})
    either.do(platform.human_tasks.resume("c", body, idempotency_key="k-1"))
    sent = {"json": {"request_id": "q", "decision": "approved"}, "idempotency_key": "k-1"}
    assert transport.calls == [("POST", "/v1/human-tasks/c/resume", sent)]


def test_specs_go_through_it_too(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    _, agent, transport = told({"valid": True, "diagnostics": []})
    assert either.do(agent.specs.validate({"spec": {}})).valid
    assert transport.calls == [("POST", "/v1/specs/validate", {"json": {"spec": {}}})]


def test_wrong_arguments_do_not_reach_it(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, transport = told(RUN)
    with pytest.raises(ValueError, match="run_id"):
        either.do(platform.runs.get(".."))
    with pytest.raises(TypeError):
        either.do(platform.runs.create("a body"))
    assert transport.calls == []


def test_a_waiter_works_without_deadlines(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, transport = told(RUN, RUN, {**RUN, "status": "completed"})
    done = either.do(platform.runs.wait_for_completion("r", timeout=60, poll_interval=0.001))
    assert (done.status, len(transport.calls)) == ("completed", 3)


def test_a_waiter_ends_without_deadlines(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, _ = told(RUN)
    failure_of(
        either,
        lambda: platform.runs.wait_for_completion("r", timeout=0.05, poll_interval=0.01),
        KneoTimeoutError,
    )


def test_a_walker_asks_it_for_page_after_page(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    pages = [
        {"runs": [{**RUN, "run_id": f"r{offset}"}], "count": 1, "total": 2, "limit": 1, "offset": offset}
        for offset in (0, 1)
    ]
    platform, _, transport = told(*pages)
    assert len(either.collect(platform.runs.iterate(page_size=1))) == 2
    assert [given["params"]["offset"] for _, _, given in transport.calls] == ["0", "1"]


def test_an_error_that_it_hands_on_is_typed(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, _ = told({"detail": {"error": "not_found", "message": "no such run"}}, status=404)
    error = failure_of(either, lambda: platform.runs.get("r"), KneoNotFoundError)
    assert (error.status, error.code) == (404, "not_found")


def test_an_answer_that_does_not_fit_is_typed(either: Either, told: Callable[..., tuple[Any, Any, Told]]) -> None:
    platform, _, _ = told(["no", "run"])
    failure_of(either, lambda: platform.runs.get("r"), KneoProtocolError)


def test_a_subclass_sees_every_call(either: Either, kneo_server: KneoHandle) -> None:
    seen: list[str] = []

    class Watching(Transport):
        async def request(self, method: str, path: str, **more: Any) -> httpx.Response:
            seen.append(f"{method} {path} {more.get('params')}")
            return await super().request(method, path, **more)

    class SyncWatching(SyncTransport):
        def request(self, method: str, path: str, **more: Any) -> httpx.Response:
            seen.append(f"{method} {path} {more.get('params')}")
            return super().request(method, path, **more)

    profile = profile_for(kneo_server.url)
    if either.is_async:
        mine: Any = Watching(profile)
        platform: Any = PlatformClient(mine)
    else:
        mine = SyncWatching(profile)
        platform = SyncPlatformClient(mine)
    created = either.do(platform.runs.create({"input": "hi", "spec_path": "support_triage.yaml"}))
    done = either.do(platform.runs.wait_for_completion(created.run_id, timeout=30))
    events = either.collect(platform.runs.iterate_trace(created.run_id, page_size=1000))
    either.shut(mine)

    assert (done.status, bool(events)) == ("completed", True)
    path = "/v1/runs/" + created.run_id.replace(":", "%3A")
    assert seen[:2] == ["POST /v1/runs None", f"GET {path} None"]
    assert seen[2].startswith(f"GET {path}/trace {{")
    raw = [f"{entry.method} {entry.raw_path}" for entry in kneo_server.requests]
    assert raw == [" ".join(line.split(" ")[:2]) for line in seen]


def test_a_patched_transport_is_asked_too(either: Either, kneo_server: KneoHandle) -> None:
    transport = either.transport(kneo_server.url)
    original, seen = transport.request, []

    def patched(method: str, path: str, **more: Any) -> Any:
        seen.append(path)
        return original(method, path, **more)

    transport.request = patched
    platform: Any = (PlatformClient if either.is_async else SyncPlatformClient)(transport)
    assert either.do(platform.health.livez()).ok
    assert seen == ["/v1/livez"]
