"""What platforms after 0.4.0 added, as both clients show it, and what an older one says to whoever asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kneo_client.core import (
    KneoConflictError,
    KneoHumanTaskExpiredError,
    KneoNotFoundError,
    KneoPermissionError,
    KneoValidationError,
)
from kneo_client.types import EnvironmentPolicyRequest, RunCreateRequest, SkillsOverlay, SpecGraphRequest
from tests.wire.kneo.both_clients import failure_of, profile_for
from trellis.emulator import Clock, KneoSettings
from trellis.emulator.kneo.settings import EXAMPLES
from trellis.testing import attempts_of_one_call, faults, only_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from trellis.emulator import KneoHandle

TRIAGE: dict[str, Any] = {"spec_path": "support_triage.yaml", "input": "x"}
REVIEW: dict[str, Any] = {"spec_path": "human_review.yaml", "input": "x"}
NEWER: dict[str, Callable[[Any], Any]] = {
    "runs.graph": lambda client: client.platform.runs.graph("r"),
    "specs.graph": lambda client: client.agent.specs.graph({"spec_path": "support_triage.yaml"}),
    "skills.list": lambda client: client.agent.skills.list(),
    "policies.environment_preview": lambda client: client.platform.policies.environment_preview("prod", {}),
}


@pytest.mark.kneo_before("0.8.0")
@pytest.mark.parametrize("call", NEWER.values(), ids=NEWER)
def test_a_platform_without_the_operation_says_so(
    either: Either, kneo_server: KneoHandle, call: Callable[[Any], Any]
) -> None:
    client = either.client(kneo_server.url)

    error = failure_of(either, lambda: call(client), KneoNotFoundError)

    assert (error.status, error.code) == (404, None)
    assert "Not Found" in str(error)


@pytest.mark.kneo_before("0.9.0")
@pytest.mark.parametrize("more", [{"session_id": "s"}, {"skills": {"add": ["citations"]}}], ids=lambda more: str(*more))
def test_a_platform_that_does_not_know_a_member_names_it(
    either: Either, kneo_server: KneoHandle, more: dict[str, Any]
) -> None:
    runs = either.client(kneo_server.url).platform.runs

    with kneo_server.expect_violations():
        error = failure_of(either, lambda: runs.create({**TRIAGE, **more}), KneoValidationError)

    assert f"body.{next(iter(more))}" in str(error)
    assert kneo_server.state.runs == {}


@pytest.mark.kneo_before("0.11.0")
def test_a_platform_that_does_not_know_a_filter_lists_everything(either: Either, kneo_server: KneoHandle) -> None:
    runs = either.client(kneo_server.url).platform.runs
    either.do(runs.create(TRIAGE))

    with kneo_server.expect_violations():
        assert len(either.do(runs.list(has_error=True))) == 1


def test_what_older_platforms_answer_leaves_the_newer_members_unset(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    created = either.do(client.platform.runs.create(TRIAGE))

    run = either.do(client.platform.runs.get(created.run_id))
    page = either.do(client.platform.runs.list())
    trace = either.do(client.platform.runs.trace(created.run_id))

    newer = kneo_server.settings.since("1.2.0")
    assert ("usage" in run, "session_id" in run, page[0].get("session_id", "none")) == (
        newer, newer, None if newer else "none",
    )  # fmt: skip
    assert (page.window, trace.complete, trace.dropped) == ((10_000, True, 0) if newer else (None, None, None))
    assert (page.has_more, trace.has_more) == (False, False)


@pytest.mark.kneo_since("1.2.0")
def test_runs_are_found_by_session_kind_name_error_moment_and_text(either: Either, kneo_server: KneoHandle) -> None:
    runs = either.client(kneo_server.url).platform.runs
    body = RunCreateRequest(input_="a refund", spec_path="support_triage.yaml", session_id="monday")
    first = either.do(runs.create(body)).run_id
    failed = either.do(runs.create({"spec_path": "failing_step.yaml", "input": "x"})).run_id

    def found(**filters: Any) -> list[str]:
        page = [run["run_id"] for run in either.do(runs.list(**filters, sort_order="asc"))]
        assert [run["run_id"] for run in either.collect(runs.iterate(**filters, sort_order="asc"))] == page
        return page

    assert found(session_id="monday") == found(q="REFUND") == found(has_error=False) == [first]
    assert found(has_error=True) == [failed]
    assert found(workflow_kind="sequential", created_after="2020-01-01T00:00:00Z") == [first, failed]
    assert found(created_before="2020-01-01T00:00:00+01:00") == found(workflow_name="none") == []
    assert kneo_server.requests.last.query[:1] == [("workflow_name", "none")]
    error = failure_of(either, lambda: runs.list(created_after="yesterday"), KneoValidationError)
    assert error.code == "invalid_timestamp"
    assert either.do(runs.get(first)).session_id == "monday"


@pytest.mark.kneo_since("1.2.0")
def test_a_run_says_what_it_used(either: Either, kneo_server: KneoHandle) -> None:
    runs = either.client(kneo_server.url).platform.runs

    usage = either.do(runs.get(either.do(runs.create(TRIAGE)).run_id)).usage

    assert usage.total_tokens == usage.input_tokens + usage.output_tokens > 0


@pytest.mark.kneo_since("0.12.0")
def test_an_accepted_start_is_a_run_like_any_other(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    seen: list[int] = []
    told = client.with_options(on_response=lambda response: seen.append(response.status_code))

    for start in (told.platform.runs.create, told.agent.specs.run):
        created = either.do(start({**TRIAGE, "async_mode": True}))
        assert created.status == "created"
        run = either.do(client.platform.runs.wait_for_completion(created.run_id, poll_interval=0.01, timeout=10))
        assert run.status == "completed"
    assert seen == [202, 202]


@pytest.mark.kneo_since("1.1.0")
def test_a_workflow_is_drawn(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    run = either.do(client.platform.runs.create(REVIEW))

    at = either.do(client.platform.runs.graph(run.run_id))
    drawn = either.do(client.agent.specs.graph(SpecGraphRequest(spec_path="human_review.yaml")))

    assert (at.run_id, at.status, at.visited) == (run.run_id, "blocked", [at.start])
    assert [node["id"] for node in at.nodes] == [node["id"] for node in drawn.nodes]
    assert len(drawn.edges) == len(drawn.nodes) - 1
    kneo_server.faults.add("graph_spec", faults.status(503))
    patient = either.client(kneo_server.url, attempts=2)
    either.do(patient.agent.specs.graph({"spec_path": "human_review.yaml"}))
    attempts_of_one_call(kneo_server.requests.to("graph_spec")[1:], "graph_spec", count=2)


@pytest.mark.kneo_since("0.9.0")
def test_skills_are_walked_over_and_lent_to_a_run(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    names = [skill["name"] for skill in either.collect(client.agent.skills.iterate(page_size=2))]
    assert names == ["citations", "plain-language", "translation"]
    page = either.do(client.agent.skills.list(limit=1, offset=1, sort_order="desc"))
    assert ([skill["name"] for skill in page], page.total, page.has_more) == (["plain-language"], 3, True)

    overlay = SkillsOverlay(add=["citations"], disable=["translation"])
    body = RunCreateRequest(input_="x", spec_path="support_triage.yaml", skills=overlay)
    either.do(client.platform.runs.create(body))

    assert only_request(kneo_server.requests, "create_run").json()["skills"] == {
        "add": ["citations"], "disable": ["translation"],
    }  # fmt: skip
    (event,) = either.do(client.platform.audit.list(event_type="run.skills_overlay"))
    assert event["metadata"] == {"add": ["citations"], "disable": ["translation"]}


@pytest.mark.kneo_since("1.2.0")
def test_a_policy_is_tried_and_then_stops_a_run(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    policies = client.platform.policies
    run = either.do(client.platform.runs.create({**TRIAGE, "environment": "prod"}))

    preview = either.do(policies.environment_preview("prod", EnvironmentPolicyRequest(require_human_review=True)))

    assert preview.affected_run_ids == [run.run_id]
    assert (preview.newly_blocking, preview.runs_evaluated) == (["require_human_review"], 1)
    assert preview.diff["require_human_review"]["proposed"] is True
    assert either.do(policies.environment_get("prod")).policy is None
    either.do(policies.environment_put("prod", {"require_human_review": True}))
    again = {**TRIAGE, "environment": "prod"}
    error = failure_of(either, lambda: client.platform.runs.create(again), KneoPermissionError)
    assert error.code == "environment_policy_blocked"


@pytest.mark.kneo_since("1.1.0")
def test_a_task_past_its_time_is_an_error_of_its_own(
    either: Either, start_kneo: Callable[[KneoSettings], KneoHandle]
) -> None:
    spec = yaml.safe_load((EXAMPLES / "human_review.yaml").read_text("utf-8"))
    for human in spec["components"]["humans"].values():
        human.update(timeout_seconds=60, on_timeout="fail")
    server = start_kneo(KneoSettings(clock=Clock.frozen()))
    client = either.client(profile_for(server.url))
    tasks = client.platform.human_tasks
    run = either.do(client.platform.runs.create({"spec": spec, "input": "x"}))
    task = either.do(tasks.get(run.continuation_id))
    assert task.messages[0]["role"] == "user"
    server.state.advance(61)

    body = {"request_id": task.request["request_id"], "decision": "approved"}
    error = failure_of(either, lambda: tasks.resume(run.continuation_id, body), KneoHumanTaskExpiredError)

    assert isinstance(error, KneoConflictError)
    assert (error.continuation_id, error.expires_at) == (run.continuation_id, task.request["expires_at"])
