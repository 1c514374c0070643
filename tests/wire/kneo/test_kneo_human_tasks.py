"""Human tasks: a run blocks, somebody decides, the run goes on; and what happens when several decide at a time."""

from __future__ import annotations

import asyncio
import copy
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kneo_client.core import (
    KneoBadRequestError,
    KneoConflictError,
    KneoError,
    KneoIdempotencyMismatchError,
    KneoNotFoundError,
    KneoPermissionError,
    KneoProtocolError,
    KneoValidationError,
)
from kneo_client.types import UNSET, HumanResumeRequest
from tests.wire.kneo.both_clients import failure_of, profile_for
from tests.wire.kneo.raw_server import json_answer
from trellis.emulator.kneo.settings import EXAMPLES
from trellis.testing import assert_operations

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer
    from trellis.emulator import KneoHandle

REVIEW: dict[str, Any] = yaml.safe_load((EXAMPLES / "human_review.yaml").read_text("utf-8"))


def blocked(either: Either, client: Any, *, timeout_seconds: float | None = 60, text: str = "We ship") -> Any:
    """A run that waits at its human step."""
    spec = copy.deepcopy(REVIEW)
    human = spec["components"]["humans"]["release_lead"]
    human["timeout_seconds"] = timeout_seconds
    run = either.do(client.platform.runs.create({"input": text, "spec": spec}))
    assert run.status == "blocked"
    return run


def answering(run: Any, decision: str = "approved", **more: Any) -> dict[str, Any]:
    return {"request_id": run.metadata["pending_human_request"]["request_id"], "decision": decision, **more}


def side_by_side(either: Either, call: Callable[[int], Any], count: int) -> list[Any]:
    """What each of several calls made at a time came to: its result, or its KneoError."""
    if not either.is_async:

        def outcome(number: int) -> Any:
            try:
                return call(number)
            except KneoError as error:
                return error

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(outcome, range(count)))

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(call(number) for number in range(count)), return_exceptions=True)

    return either.do(all_of_them())  # type: ignore[no-any-return]


def test_a_run_blocks_is_listed_read_resumed_and_completes(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    tasks = client.platform.human_tasks
    run = blocked(either, client)
    assert run.human_intervention_required is True

    page = either.do(tasks.list(run_id=run.run_id))
    assert (page.count, page.total, [task["id"] for task in page]) == (1, 1, [run.continuation_id])
    task = either.do(tasks.get(run.continuation_id))
    assert task.request["request_id"] == page[0]["pending_human_request"]["request_id"]
    assert task.request["prompt"] == "Approve the draft?"

    done = either.do(
        tasks.resume(task.continuation_id, {"request_id": task.request["request_id"], "decision": "approved"})
    )
    assert (done.run_id, done.status) == (run.run_id, "completed")

    after = either.do(client.platform.runs.get(run.run_id))
    assert (after.status, after.output_text) == ("completed", done.output_text)
    assert either.do(tasks.list()).items == []
    (event,) = either.do(client.platform.audit.list(event_type="human.decision")).events
    assert (event["actor"], event["metadata"]["decision"]) == ("admin", "approved")


@pytest.mark.parametrize(
    ("decision", "more", "status", "output"),
    [
        ("approved", {}, "completed", None),
        ("edited", {"content": "better"}, "completed", "BETTER"),
        ("provided", {"content": "given"}, "completed", "GIVEN"),
        ("selected", {"selected_option": "hold"}, "completed", "HOLD"),
        ("rejected", {}, "failed", None),
    ],
)
@pytest.mark.parametrize("as_model", [False, True], ids=["dict", "model"])
def test_each_decision_goes_into_the_run(
    either: Either,
    kneo_server: KneoHandle,
    decision: str,
    more: dict[str, Any],
    status: str,
    output: str | None,
    as_model: bool,
) -> None:
    client = either.client(kneo_server.url)
    run = blocked(either, client)
    body: Any = answering(run, decision, **more)

    done = either.do(
        client.platform.human_tasks.resume(run.continuation_id, HumanResumeRequest(**body) if as_model else body)
    )

    assert done.status == status
    assert output is None or done.output_text == output


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"request_id": "req_other", "decision": "approved"}, KneoBadRequestError),
        ({"decision": "edited"}, KneoBadRequestError),
        ({"decision": "selected", "selected_option": "neither"}, KneoBadRequestError),
        ({"decision": "approve"}, KneoValidationError),
        ({"decision": "approved", "note": "closed"}, KneoValidationError),
        ({"decision": "approved", "request_id": None}, KneoValidationError),
    ],
    ids=str,
)
def test_a_decision_that_cannot_be_leaves_the_task_waiting(
    either: Either, kneo_server: KneoHandle, body: dict[str, Any], kind: type[KneoError]
) -> None:
    client = either.client(kneo_server.url)
    run = blocked(either, client)
    whole = {"request_id": answering(run)["request_id"], **body}

    if kind is KneoValidationError:
        with kneo_server.expect_violations():
            failure_of(either, lambda: client.platform.human_tasks.resume(run.continuation_id, whole), kind)
    else:
        failure_of(either, lambda: client.platform.human_tasks.resume(run.continuation_id, whole), kind)

    assert either.do(client.platform.runs.get(run.run_id)).status == "blocked"
    assert either.do(client.platform.human_tasks.get(run.continuation_id)).continuation_id == run.continuation_id


def test_a_task_that_is_gone_cannot_be_read_or_decided(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    tasks = client.platform.human_tasks
    run = blocked(either, client)
    either.do(tasks.resume(run.continuation_id, answering(run)))

    failure_of(either, lambda: tasks.get(run.continuation_id), KneoNotFoundError)
    failure_of(either, lambda: tasks.resume(run.continuation_id, answering(run)), KneoNotFoundError)


def test_of_several_who_decide_at_a_time_one_does(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    run = blocked(either, client)

    outcomes = side_by_side(
        either, lambda number: client.platform.human_tasks.resume(run.continuation_id, answering(run)), 6
    )

    won = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    assert [outcome.status for outcome in won] == ["completed"]
    lost = {type(outcome) for outcome in outcomes if outcome not in won}
    assert lost <= {KneoNotFoundError, KneoConflictError}
    assert len(either.do(client.platform.audit.list(event_type="human.decision"))) == 1


def test_while_another_resume_is_under_way_the_task_is_locked(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url, attempts=3)
    run = blocked(either, client)
    kneo_server.state.locked.add(run.continuation_id)
    kneo_server.requests.clear()

    error = failure_of(
        either, lambda: client.platform.human_tasks.resume(run.continuation_id, answering(run)), KneoConflictError
    )

    assert error.code == "resource_locked"
    assert_operations(kneo_server.requests, "resume_human_task")
    kneo_server.state.locked.clear()
    assert either.do(client.platform.human_tasks.resume(run.continuation_id, answering(run))).status == "completed"


def test_a_decision_under_one_key_is_made_once_and_answered_alike(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url, attempts=5, base_delay=0.01)
    tasks = client.platform.human_tasks
    run = blocked(either, client)

    def decide(number: int) -> Any:
        return tasks.resume(run.continuation_id, answering(run), idempotency_key="the same")

    outcomes = side_by_side(either, decide, 4)

    assert [outcome.to_dict() for outcome in outcomes] == [outcomes[0].to_dict()] * 4
    error = failure_of(
        either,
        lambda: tasks.resume(run.continuation_id, answering(run, "rejected"), idempotency_key="the same"),
        KneoIdempotencyMismatchError,
    )
    assert error.idempotency_key == "the same"


def test_who_may_not_decide_is_told_the_scope_that_is_missing(either: Either, kneo_server: KneoHandle) -> None:
    run = blocked(either, either.client(kneo_server.url))
    operator = either.client(profile_for(kneo_server.url, api_key="local-operator-key"))

    error = failure_of(
        either, lambda: operator.platform.human_tasks.resume(run.continuation_id, answering(run)), KneoPermissionError
    )

    assert "human:write" in str(error)


def test_tasks_are_filtered_and_walked(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    tasks = client.platform.human_tasks
    runs = [blocked(either, client) for _ in range(5)]

    ids = [task["id"] for task in either.collect(tasks.iterate(page_size=2))]
    assert ids == sorted(run.continuation_id for run in runs)
    newest = either.collect(tasks.iterate(page_size=2, sort_by="created_at", sort_order="desc", start_offset=1))
    assert [task["run_id"] for task in newest] == [run.run_id for run in reversed(runs)][1:]
    assert len(either.collect(tasks.iterate(run_id=runs[2].run_id))) == 1
    assert either.collect(tasks.iterate(workflow_kind="graph")) == []
    assert "sort_by" not in kneo_server.requests[-1].query_string


def test_the_first_pending_is_the_one_whose_deadline_comes_first(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    runs = {seconds: blocked(either, client, timeout_seconds=seconds) for seconds in (None, 900, 60, 300)}

    order = []
    while (done := either.do(client.platform.human_tasks.resume_first_pending({"decision": "approved"}))) is not None:
        order.append(done.run_id)

    assert order == [runs[seconds].run_id for seconds in (60, 300, 900, None)]


@pytest.mark.parametrize("filters", [{}, {"run_id": "run_unknown"}, {"workflow_kind": "graph"}], ids=str)
def test_nothing_pending_is_none_and_decides_nothing(
    either: Either, kneo_server: KneoHandle, filters: dict[str, str]
) -> None:
    client = either.client(kneo_server.url)
    if filters:
        blocked(either, client)
    kneo_server.requests.clear()

    assert either.do(client.platform.human_tasks.resume_first_pending({"decision": "approved"}, **filters)) is None
    assert_operations(kneo_server.requests, "list_human_tasks")


def test_the_first_pending_of_one_run_is_decided(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    blocked(either, client, timeout_seconds=1)
    wanted = blocked(either, client, timeout_seconds=900)

    done = either.do(client.platform.human_tasks.resume_first_pending({"decision": "approved"}, run_id=wanted.run_id))

    assert done.run_id == wanted.run_id


def test_a_request_id_is_filled_in_only_where_a_dict_has_none(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    tasks = client.platform.human_tasks
    run = blocked(either, client)
    own = {"decision": "approved"}
    kneo_server.requests.clear()

    failure_of(either, lambda: tasks.resume_first_pending({"request_id": "req_mine", **own}), KneoBadRequestError)
    failure_of(
        either,
        lambda: tasks.resume_by_id(run.continuation_id, HumanResumeRequest(request_id="req_mine", decision="approved")),
        KneoBadRequestError,
    )
    assert either.do(tasks.resume_by_id(run.continuation_id, own)).status == "completed"

    assert own == {"decision": "approved"}, "the caller's own dict was changed"
    sent = [request.json()["request_id"] for request in kneo_server.requests if request.method == "POST"]
    assert sent == ["req_mine", "req_mine", answering(run)["request_id"]]


def test_a_model_decides_the_first_pending_as_it_is(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    run = blocked(either, client)
    body = HumanResumeRequest(request_id=answering(run)["request_id"], decision="edited", content="by model")
    assert body.selected_option is UNSET

    done = either.do(client.platform.human_tasks.resume_first_pending(body, idempotency_key="mine"))

    assert done.output_text == "BY MODEL"
    assert kneo_server.requests[-1].headers["idempotency-key"] == "mine"


def test_resume_by_id_of_a_stale_id_sends_no_decision(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)

    failure_of(
        either,
        lambda: client.platform.human_tasks.resume_by_id("cont_gone", {"decision": "approved"}),
        KneoNotFoundError,
    )

    assert_operations(kneo_server.requests, "get_human_task")


@pytest.mark.parametrize(
    ("tasks", "path"),
    [
        ([{"id": "by id", "request": {"request_id": "q"}}], "/v1/human-tasks/by%20id/resume"),
        ([{"continuation_id": "c/1", "id": "other"}], "/v1/human-tasks/c%2F1/resume"),
        ([{"id": "e", "status": "escalated"}, {"id": "p", "status": "pending"}], "/v1/human-tasks/p/resume"),
        ([{"id": "a", "request": None}, {"id": "b", "request": {"deadline_epoch": 5}}], "/v1/human-tasks/b/resume"),
        ([{"id": "a", "request": {"expires_at": "soon"}}, {"id": "b"}], "/v1/human-tasks/a/resume"),
    ],
    ids=["id only", "both ids", "escalated", "one deadline", "a deadline of another type"],
)
def test_tasks_of_every_servers_shape_are_understood(
    either: Either, serve: Callable[..., RawServer], tasks: list[dict[str, Any]], path: str
) -> None:
    server = serve(json_answer({"tasks": tasks, "count": len(tasks), "run_id": "r", "status": "completed"}))

    either.do(either.client(server.url).platform.human_tasks.resume_first_pending({"decision": "approved"}))

    assert [exchange.target for exchange in server.exchanges][1:] == [path]


def test_a_task_that_cannot_be_named_is_a_protocol_error(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(json_answer({"tasks": [{"request": {"request_id": "q"}}], "count": 1}))
    tasks = either.client(server.url).platform.human_tasks

    failure_of(either, lambda: tasks.resume_first_pending({"decision": "approved"}), KneoProtocolError)
