"""What is sent again and what is not, seen from the server: attempts, keys, ids and effects."""

from __future__ import annotations

import contextlib
import json
import socket
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client.core import (
    KneoBadRequestError,
    KneoConflictError,
    KneoIdempotencyMismatchError,
    KneoNetworkError,
    KneoRateLimitedError,
    KneoServerError,
    KneoServiceUnavailableError,
)
from tests.wire.kneo.both_clients import failure_of
from trellis.testing import attempts_of_one_call, faults, only_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from trellis.emulator import EmulatorHandle

SPEC = {
    "version": "v1",
    "name": "s",
    "agent": {"name": "a", "provider": "dummy", "instructions": "i"},
    "workflow": {"kind": "sequential", "steps": [{"id": "echo", "kind": "function", "function": "echo"}]},
}
RUN = {"input": "hello", "spec": SPEC}


def envelope(code: str) -> dict[str, Any]:
    return {"detail": {"error": code, "message": code}}


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_trouble_is_retried_until_it_passes(either: Either, kneo_server: EmulatorHandle, status: int) -> None:
    kneo_server.faults.add("livez", faults.status(status, times=2))
    assert either.do(either.client(kneo_server.url, attempts=3).platform.health.livez()).ok
    attempts_of_one_call(kneo_server.requests, "livez", count=3)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 410, 418, 422, 425, 500, 501, 505, 520])
def test_other_answers_are_final(either: Either, kneo_server: EmulatorHandle, status: int) -> None:
    kneo_server.faults.add("livez", faults.status(status, content="no", times=None))
    client = either.client(kneo_server.url, attempts=3)
    with pytest.raises(Exception, match=f"HTTP {status}"):
        either.do(client.platform.health.livez())
    only_request(kneo_server.requests, "livez")


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_the_policy_says_how_often(either: Either, kneo_server: EmulatorHandle, attempts: int) -> None:
    kneo_server.faults.add("livez", faults.status(503, times=None))
    client = either.client(kneo_server.url, attempts=attempts)
    failure_of(either, client.platform.health.livez, KneoServiceUnavailableError)
    attempts_of_one_call(kneo_server.requests, "livez", count=attempts)


def test_one_call_keeps_its_key_and_its_id_and_the_next_call_has_others(
    either: Either, kneo_server: EmulatorHandle
) -> None:
    client = either.client(kneo_server.url, attempts=3)
    for _ in range(2):
        kneo_server.faults.add("create_run", faults.status(503), faults.reset_before_response())
        either.do(client.platform.runs.create(RUN))
    first, second = kneo_server.requests[:3], kneo_server.requests[3:]
    one = attempts_of_one_call(first, "create_run", count=3)[0]
    two = attempts_of_one_call(second, "create_run", count=3)[0]
    assert one.headers["idempotency-key"] != two.headers["idempotency-key"]
    assert one.headers["x-request-id"] != two.headers["x-request-id"]


def test_a_key_and_an_id_of_the_callers_own_are_the_ones_on_the_wire(
    either: Either, kneo_server: EmulatorHandle
) -> None:
    kneo_server.faults.add("create_run", faults.status(503))
    client = either.client(kneo_server.url, attempts=2)
    response = either.do(client.request("POST", "/v1/runs", json=RUN, idempotency_key=" my key ", request_id="my-id"))
    for attempt in attempts_of_one_call(kneo_server.requests, "create_run", count=2):
        assert attempt.headers.get_all("idempotency-key") == ["my key"]
        assert attempt.headers.get_all("x-request-id") == ["my-id"]
    assert response.headers["x-request-id"] == "my-id"


@pytest.mark.parametrize("create", ["runs.create", "specs.run"])
def test_a_create_whose_reply_was_lost_runs_once_and_gives_the_first_answer(
    either: Either, kneo_server: EmulatorHandle, create: str
) -> None:
    operation = {"runs.create": "create_run", "specs.run": "run_spec"}[create]
    kneo_server.faults.add(operation, faults.reply_lost())
    client = either.client(kneo_server.url, attempts=2)
    call = client.platform.runs.create if create == "runs.create" else client.agent.specs.run
    run = either.do(call(RUN))
    lost, replayed = attempts_of_one_call(kneo_server.requests, operation, count=2)
    assert lost.executed
    assert list(kneo_server.state.runs) == [run.run_id]
    assert replayed.answer is not None
    assert replayed.answer.decoded()["run_id"] == run.run_id


def test_the_same_key_with_another_payload_is_refused_and_not_repeated(
    either: Either, kneo_server: EmulatorHandle
) -> None:
    client = either.client(kneo_server.url, attempts=3)
    either.do(client.platform.runs.create(RUN, idempotency_key="k"))
    other = {**RUN, "input": "something else"}
    error = failure_of(
        either, lambda: client.platform.runs.create(other, idempotency_key="k"), KneoIdempotencyMismatchError
    )
    assert error.idempotency_key == "k"
    assert len(kneo_server.requests.to("create_run")) == 2


def test_a_key_that_is_in_progress_is_waited_for(either: Either, kneo_server: EmulatorHandle) -> None:
    busy = faults.status(409, json=envelope("idempotency_key_in_progress"), headers={"Retry-After": "0"}, times=2)
    kneo_server.faults.add("create_run", busy)
    run = either.do(either.client(kneo_server.url, attempts=3).platform.runs.create(RUN))
    attempts_of_one_call(kneo_server.requests, "create_run", count=3)
    assert list(kneo_server.state.runs) == [run.run_id]


def test_a_locked_resource_is_not_asked_again(either: Either, kneo_server: EmulatorHandle) -> None:
    kneo_server.faults.add("create_run", faults.status(409, json=envelope("resource_locked")))
    client = either.client(kneo_server.url, attempts=3)
    failure_of(either, lambda: client.platform.runs.create(RUN), KneoConflictError)
    only_request(kneo_server.requests, "create_run")


def failed_run(either: Either, client: Any) -> str:
    broken = {
        **SPEC,
        "workflow": {"kind": "sequential", "steps": [{"id": "boom", "kind": "function", "function": "fail"}]},
    }
    run = either.do(client.platform.runs.create({"input": "x", "spec": broken}))
    assert run.status == "failed"
    return str(run.run_id)


LOST = {
    "reply lost": faults.reply_lost(),
    "reset before anything happened": faults.reset_before_response(),
    "502": faults.status(502),
    "503": faults.status(503),
    "504": faults.status(504),
    "half a body": faults.truncate(5),
    "garbage": faults.garbage(),
}


FAILING = {"spec_path": "failing_step.yaml", "input": "x"}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST.keys())
@pytest.mark.kneo_since("0.8.0")
def test_continue_is_repeated_under_its_key(either: Either, kneo_server: EmulatorHandle, fault: Any) -> None:
    client = either.client(kneo_server.url, attempts=3)
    run = either.do(client.platform.runs.create(FAILING))
    kneo_server.faults.add("continue_run", fault)

    continued = either.do(client.platform.runs.continue_(run.run_id, idempotency_key="mine"))

    assert (continued.run_id, continued.status) == (run.run_id, "completed")
    requests = kneo_server.requests.to("continue_run")
    attempts_of_one_call(requests, "continue_run", count=2)
    assert {request.headers["idempotency-key"] for request in requests} == {"mine"}


@pytest.mark.kneo_before("0.8.0")
def test_a_repeated_continue_says_on_an_older_platform_that_the_run_went_on(
    either: Either, kneo_server: EmulatorHandle
) -> None:
    client = either.client(kneo_server.url, attempts=3)
    run = either.do(client.platform.runs.create(FAILING))
    kneo_server.faults.add("continue_run", faults.reply_lost())

    failure_of(either, lambda: client.platform.runs.continue_(run.run_id), KneoBadRequestError)

    assert either.do(client.platform.runs.get(run.run_id)).status == "completed"


UNEXECUTED = {
    "429": faults.status(429, content="slow down", headers={"Retry-After": "0"}),
    "queue full": faults.status(503, json=envelope("queue_full"), headers={"Retry-After": "0"}),
}


@pytest.mark.parametrize("fault", UNEXECUTED.values(), ids=UNEXECUTED.keys())
def test_continue_is_repeated_when_it_surely_was_not_executed(
    either: Either, kneo_server: EmulatorHandle, fault: Any
) -> None:
    kneo_server.faults.add("continue_run", fault)
    client = either.client(kneo_server.url, attempts=2)
    with pytest.raises(Exception, match="HTTP 40"):  # there is no such run: the second attempt did arrive
        either.do(client.platform.runs.continue_("some-run"))
    attempts_of_one_call(kneo_server.requests, "continue_run", count=2)


def test_continue_is_repeated_when_the_connection_was_refused(either: Either) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    seen: list[Any] = []
    client = either.client(f"http://127.0.0.1:{port}", attempts=3, hooks=(seen.append,))
    error = failure_of(either, lambda: client.platform.runs.continue_("r"), KneoNetworkError)
    assert "attempt 3 of 3; it was not sent" in str(error)
    assert [event.attempt for event in seen if type(event).__name__ == "AttemptStarted"] == [1, 2, 3]


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST.keys())
def test_cancel_is_repeated_since_repeating_it_changes_nothing(
    either: Either, kneo_server: EmulatorHandle, fault: Any
) -> None:
    client = either.client(kneo_server.url, attempts=2)
    run = either.do(client.platform.runs.create({**RUN, "async_mode": True}))
    kneo_server.faults.add("cancel_run", fault)
    assert either.do(client.platform.runs.cancel(run.run_id)).status in ("cancelled", "completed")
    attempts_of_one_call(kneo_server.requests, "cancel_run", count=2)


@pytest.mark.parametrize(("method", "attempts"), [("PATCH", 1), ("POST", 2), ("PUT", 2), ("DELETE", 2), ("GET", 2)])
def test_calls_by_path_follow_the_rules_of_their_method(
    either: Either, kneo_server: EmulatorHandle, method: str, attempts: int
) -> None:
    kneo_server.faults.add("*", faults.reset_before_response(times=None))
    client = either.client(kneo_server.url, attempts=2)
    failure_of(either, lambda: client.request(method, "/v1/not/in/the/spec", json={"a": 1}), KneoNetworkError)
    assert len(attempts_of_one_call(kneo_server.requests)) == attempts


def test_calls_by_path_to_a_known_operation_follow_its_own_rules(either: Either, kneo_server: EmulatorHandle) -> None:
    kneo_server.faults.add("*", faults.reset_before_response(times=None))
    client = either.client(kneo_server.url, attempts=2)
    failure_of(either, lambda: client.request("POST", "/v1/runs/some%2Frun/continue"), KneoNetworkError)
    attempts_of_one_call(kneo_server.requests, "continue_run", count=2)


def sleeps_of(either: Either, url: str, call: Callable[[Any], Any], **policy: Any) -> list[float]:
    """The waits that a failing or succeeding call schedules, as its hook is told."""
    seen: list[Any] = []
    client = either.client(url, hooks=(seen.append,), **policy)
    with contextlib.suppress(KneoServerError, KneoRateLimitedError):
        either.do(call(client))
    return [event.delay for event in seen if type(event).__name__ == "RetryScheduled"]


def test_the_servers_own_wish_replaces_the_computed_wait(either: Either, kneo_server: EmulatorHandle) -> None:
    kneo_server.faults.add(
        "livez",
        faults.status(503, headers={"Retry-After": "0.01"}),
        faults.status(429, headers={"Retry-After": "0"}),
        faults.status(502),
    )
    waits = sleeps_of(either, kneo_server.url, lambda c: c.platform.health.livez(), attempts=4, base_delay=0.005)
    assert waits == [0.01, 0.0, 0.02]


def test_a_wish_beyond_the_policys_patience_is_the_callers_to_grant(
    either: Either, kneo_server: EmulatorHandle
) -> None:
    kneo_server.faults.add("livez", faults.status(429, headers={"Retry-After": "3600"}))
    client = either.client(kneo_server.url, attempts=3)
    error = failure_of(either, client.platform.health.livez, KneoRateLimitedError)
    assert error.retry_after == 3600.0
    only_request(kneo_server.requests, "livez")


def test_a_body_is_the_same_bytes_in_every_attempt(either: Either, kneo_server: EmulatorHandle) -> None:
    kneo_server.faults.add("create_run", faults.reset_before_response(), faults.status(502))
    either.do(either.client(kneo_server.url, attempts=3).platform.runs.create({**RUN, "input": "ä" * 1000}))
    bodies = {attempt.body for attempt in attempts_of_one_call(kneo_server.requests, "create_run", count=3)}
    assert len(bodies) == 1
    assert json.loads(bodies.pop())["input"] == "ä" * 1000


def test_a_run_that_failed_can_be_continued_once(either: Either, kneo_server: EmulatorHandle) -> None:
    client = either.client(kneo_server.url)
    run_id = failed_run(either, client)
    assert either.do(client.platform.runs.continue_(run_id)).run_id == run_id
    only_request(kneo_server.requests, "continue_run")
