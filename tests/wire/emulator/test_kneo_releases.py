"""What later releases of the emulated platform do, and that an earlier one does not yet do it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from trellis.emulator import Clock, KneoSettings, in_process
from trellis.emulator.kneo.settings import EXAMPLES, SPEC_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator import KneoHandle

TRIAGE = {"spec_path": "support_triage.yaml", "input": "x"}
REVIEW = {"spec_path": "human_review.yaml", "input": "x"}
FAILING = {"spec_path": "failing_step.yaml", "input": "x"}


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]["error"]


def started(http: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = http.post("/v1/runs", json={**TRIAGE, **body})
    assert answer.status_code in (200, 202), answer.text
    made: dict[str, Any] = answer.json()
    return made


def path_to(run: dict[str, Any], rest: str = "") -> str:
    return f"/v1/runs/{run['run_id'].replace(':', '%3A')}{rest}"


def test_the_newest_release_is_the_default_and_another_can_be_named() -> None:
    assert SPEC_VERSIONS == ("0.4.0", "1.2.0")
    assert KneoSettings().spec_version == "1.2.0"
    for version, operations in (("0.4.0", 27), ("1.2.0", 31)):
        service = in_process("kneo", settings=KneoSettings(spec_version=version)).service
        assert service.document["info"]["version"] == version
        assert len(service.operations) == operations
    with pytest.raises(ValueError, match=r"spec_version is one of 0\.4\.0, 1\.2\.0"):
        KneoSettings(spec_version="0.9.0")


@pytest.mark.kneo_before("0.8.0")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/skills"),
        ("GET", "/v1/runs/r/graph"),
        ("POST", "/v1/specs/graph"),
        ("POST", "/v1/policies/environment/e/preview"),
    ],
)
def test_an_earlier_release_does_not_have_the_later_operations(http: httpx.Client, method: str, path: str) -> None:
    answer = http.request(method, path, json={} if method == "POST" else None)

    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


@pytest.mark.kneo_before("0.9.0")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/runs", {**TRIAGE, "session_id": "s"}),
        ("/v1/runs", {**TRIAGE, "skills": {"add": ["citations"]}}),
        ("/v1/specs/explain", {"spec_path": "support_triage.yaml", "environment": "prod"}),
    ],
)
def test_an_earlier_release_refuses_the_later_members(
    kneo_server: KneoHandle, http: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    with kneo_server.expect_violations():
        answer = http.post(path, json=body)

    assert answer.status_code == 422
    assert [problem["type"] for problem in answer.json()["detail"]] == ["extra_forbidden"]


@pytest.mark.kneo_before("0.9.0")
def test_an_earlier_release_takes_a_policy_and_overrides_and_lets_everything_pass(http: httpx.Client) -> None:
    http.put("/v1/policies/environment/prod", json={"require_human_review": True})

    assert started(http, environment="prod", overrides={"agent.provider": "nobody"})["status"] == "completed"
    spec = {"version": "v1"}
    answer = http.post("/v1/specs/validate", json={"spec": spec, "overlays": ["none.yaml"]})
    assert answer.json()["valid"] is False


@pytest.mark.kneo_before("0.8.0")
def test_an_earlier_release_ignores_the_key_of_continue(http: httpx.Client) -> None:
    run, key = started(http, **FAILING), {"Idempotency-Key": "k"}

    assert http.post(path_to(run, "/continue"), headers=key).json()["status"] == "completed"
    assert error_of(http.post(path_to(run, "/continue"), headers=key)) == (400, "ValueError")


@pytest.mark.kneo_since("0.8.0")
def test_continue_is_carried_out_once_under_its_key_and_not_while_it_is_under_way(
    kneo_server: KneoHandle, http: httpx.Client
) -> None:
    run, key = started(http, **FAILING), {"Idempotency-Key": "k"}
    kneo_server.state.locked.add(run["run_id"])
    locked = http.post(path_to(run, "/continue"), headers=key)
    assert error_of(locked) == (409, "resource_locked")
    assert locked.json()["detail"]["resource"] == f"run:{run['run_id']}"
    kneo_server.state.locked.clear()

    first, again = (http.post(path_to(run, "/continue"), headers=key) for _ in range(2))

    assert first.json()["status"] == "completed"
    assert (again.status_code, again.json()) == (200, first.json())
    assert error_of(http.post(path_to(run, "/continue"))) == (409, "run_state_conflict")


@pytest.mark.kneo_since("0.12.0")
@pytest.mark.parametrize("path", ["/v1/runs", "/v1/specs/run"])
def test_an_asynchronous_start_is_accepted_and_replayed_as_such(http: httpx.Client, path: str) -> None:
    body, key = {**TRIAGE, "async_mode": True}, {"Idempotency-Key": "k"}

    first, again = (http.post(path, json=body, headers=key) for _ in range(2))

    assert (first.status_code, first.json()["status"]) == (202, "created")
    assert (again.status_code, again.json()) == (202, first.json())
    assert http.post(path, json=TRIAGE).status_code == 200


@pytest.mark.kneo_since("1.2.0")
def test_runs_are_found_by_what_they_are(start_kneo: Callable[[KneoSettings], KneoHandle]) -> None:
    server = start_kneo(KneoSettings(clock=Clock.frozen(), keys=()))
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        first = started(http, input="a Refund", session_id="monday")
        server.state.advance(60)
        failed = started(http, **FAILING, session_id="monday")
        server.state.advance(60)
        last = started(http, target="agent")

        def found(query: str) -> list[str]:
            answer = http.get(f"/v1/runs?sort_by=created_at&sort_order=asc&{query}").json()
            assert answer["total"] == answer["count"]
            return [run["run_id"] for run in answer["runs"]]

        every = [run["run_id"] for run in (first, failed, last)]
        assert found("") == every
        assert found("session_id=monday") == every[:2]
        assert found("workflow_kind=sequential") == every[:2]
        assert found("workflow_name=nothing") == []
        assert found("has_error=true") == [every[1]]
        assert found("has_error=false") == [every[0], every[2]]
        assert found("q=REFUND") == [every[0]]
        assert found("created_after=2026-05-10T12:34:56Z") == every[1:]
        assert found("created_after=2026-05-10T12:34:56.5Z".replace(".5", ".500000")) == every[1:]
        assert found("created_before=2026-05-10T14:35:56%2B02:00") == every[:1]
        assert found("created_after=2026-05-10") == every
        refused = http.get("/v1/runs?created_after=yesterday")
        assert error_of(refused) == (422, "invalid_timestamp")


@pytest.mark.kneo_since("1.2.0")
def test_a_run_says_its_session_and_what_it_used(http: httpx.Client) -> None:
    run = http.get(path_to(started(http, session_id="s"))).json()

    assert run["session_id"] == "s"
    usage = run["usage"]
    assert usage["input_tokens"] > 0 < usage["output_tokens"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
    (listed,) = http.get("/v1/runs").json()["runs"]
    assert (listed["session_id"], listed["usage"]) == ("s", usage)


@pytest.mark.kneo_since("1.2.0")
def test_skills_are_listed_and_lent_to_a_run(kneo_server: KneoHandle, http: httpx.Client) -> None:
    page = http.get("/v1/skills?limit=2").json()
    assert [skill["name"] for skill in page["skills"]] == ["citations", "plain-language"]
    assert (page["total"], page["window"], page["sort_by"]) == (3, 10_000, "name")

    overlay = {"add": ["citations"], "disable": ["translation"]}
    run = started(http, skills=overlay)

    (event,) = http.get("/v1/audit-events?event_type=run.skills_overlay").json()["events"]
    assert (event["run_id"], event["metadata"]) == (run["run_id"], overlay)
    unknown = http.post("/v1/runs", json={**TRIAGE, "skills": {"add": ["juggling"]}})
    assert error_of(unknown) == (400, "invalid_request")
    assert len(kneo_server.state.runs) == 1


@pytest.mark.kneo_since("1.1.0")
def test_a_workflow_can_be_drawn_with_and_without_a_run(http: httpx.Client) -> None:
    drawn = http.post("/v1/specs/graph", json={"spec_path": "human_review.yaml"}).json()
    run = started(http, **REVIEW)
    at = http.get(path_to(run, "/graph")).json()

    assert {name: at[name] for name in drawn} == drawn
    ids = [node["id"] for node in drawn["nodes"]]
    assert drawn["start"] == ids[0]
    assert [(edge["source"], edge["target"]) for edge in drawn["edges"]] == list(itertools.pairwise(ids))
    assert (at["run_id"], at["status"]) == (run["run_id"], "blocked")
    assert at["visited"] == ids[: ids.index(at["current"])]
    http.post(path_to(run, "/cancel"))
    assert http.get(path_to(run, "/graph")).json()["current"] is None
    invalid = http.post("/v1/specs/graph", json={"spec": {}})
    assert error_of(invalid) == (400, "spec_invalid")


@pytest.mark.kneo_since("1.1.0")
@pytest.mark.parametrize("on_timeout", ["fail", "continue", "escalate"])
def test_a_task_whose_time_is_over_can_only_be_decided_if_it_is_passed_on(
    start_kneo: Callable[[KneoSettings], KneoHandle], on_timeout: str
) -> None:
    spec = yaml.safe_load((EXAMPLES / "human_review.yaml").read_text("utf-8"))
    for human in spec["components"]["humans"].values():
        human.update(timeout_seconds=60, on_timeout=on_timeout)
    server = start_kneo(KneoSettings(clock=Clock.frozen(), keys=()))
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        run = http.post("/v1/runs", json={"spec": spec, "input": "x"}).json()
        task = run["continuation_id"]
        request = http.get(f"/v1/human-tasks/{task}").json()["request"]
        server.state.advance(61)
        counts = {name: http.get(f"/v1/human-tasks?status={name}").json()["count"] for name in ("pending", "escalated")}
        assert counts == {"pending": 1, "escalated": 0}

        body = {"request_id": request["request_id"], "decision": "approved"}
        if on_timeout == "escalate":
            server.state.sweep()
            assert http.get("/v1/human-tasks?status=escalated").json()["count"] == 1
            assert http.get("/v1/human-tasks?status=pending").json()["count"] == 0
        answer = http.post(f"/v1/human-tasks/{task}/resume", json=body)

        if on_timeout == "escalate":
            assert answer.json()["status"] == "completed"
        else:
            assert error_of(answer) == (409, "human_task_expired")
            detail = answer.json()["detail"]
            assert detail["continuation_id"] == task
            assert math.isclose(detail["expires_at"], request["expires_at"])


@pytest.mark.kneo_since("0.9.0")
def test_a_policy_stops_what_does_not_satisfy_it(kneo_server: KneoHandle, http: httpx.Client) -> None:
    http.put("/v1/policies/environment/prod", json={"require_human_review": True})

    for path, body in (("/v1/runs", TRIAGE), ("/v1/specs/compile", {"spec_path": "support_triage.yaml"})):
        refused = http.post(path, json={**body, "environment": "prod"})
        assert error_of(refused) == (403, "environment_policy_blocked")
        assert [found["rule"] for found in refused.json()["detail"]["diagnostics"]] == ["require_human_review"]
        assert http.post(path, json={**body, "environment": "dev"}).status_code == 200
    assert started(http, **REVIEW, environment="prod")["status"] == "blocked"


@pytest.mark.kneo_since("1.2.0")
def test_a_policy_can_be_tried_before_it_is_put(kneo_server: KneoHandle, http: httpx.Client) -> None:
    run = started(http, environment="prod")
    started(http, environment="dev")
    path = "/v1/policies/environment/prod"

    preview = http.post(f"{path}/preview", json={"require_human_review": True}).json()

    assert preview["diff"]["require_human_review"] == {"current": None, "proposed": True}
    assert (preview["affected_run_ids"], preview["newly_blocking"]) == ([run["run_id"]], ["require_human_review"])
    assert (preview["environment"], preview["runs_evaluated"]) == ("prod", 1)
    assert http.get(path).json()["policy"] is None, "nothing is stored"
    http.put(path, json={"require_human_review": True})
    same = http.post(f"{path}/preview", json={"require_human_review": True}).json()
    assert (same["diff"], same["affected_run_ids"], same["newly_blocking"]) == ({}, [], [])


@pytest.mark.kneo_since("0.9.0")
def test_overlays_and_overrides_change_the_spec(
    start_kneo: Callable[[KneoSettings], KneoHandle], tmp_path: Any
) -> None:
    (tmp_path / "base.yaml").write_text((EXAMPLES / "support_triage.yaml").read_text("utf-8"))
    (tmp_path / "renamed.yaml").write_text("name: renamed\nworkflow: {name: by-overlay}\n")
    server = start_kneo(KneoSettings(spec_root=tmp_path, keys=()))
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        body = {"spec_path": "base.yaml", "overlays": ["renamed.yaml"], "overrides": {"agent.model": "other"}}
        summary = http.post("/v1/specs/compile", json=body).json()["summary"]

        assert (summary["name"], summary["workflow_name"], summary["agent"]["model"]) == (
            "renamed", "by-overlay", "other",
        )  # fmt: skip
        assert summary["step_count"] == 3, "the rest stays"
        outside = http.post("/v1/specs/compile", json={**body, "overlays": ["../x.yaml"]})
        assert error_of(outside)[0] == (422 if server.settings.since("1.0.0") else 400)


@pytest.mark.kneo_since("0.9.0")
def test_an_invalid_spec_is_data_to_validate_wherever_it_comes_from(
    start_kneo: Callable[[KneoSettings], KneoHandle], tmp_path: Any
) -> None:
    (tmp_path / "bad.yaml").write_text("version: v1\n")
    server = start_kneo(KneoSettings(spec_root=tmp_path, keys=()))

    answer = httpx.post(f"{server.url}/v1/specs/validate", json={"spec_path": "bad.yaml"}, trust_env=False)

    assert (answer.status_code, answer.json()["valid"]) == (200, False)


@pytest.mark.kneo_before("0.9.0")
def test_an_invalid_spec_by_path_was_once_a_failure_to_validate(
    start_kneo: Callable[[KneoSettings], KneoHandle], tmp_path: Any
) -> None:
    (tmp_path / "bad.yaml").write_text("version: v1\n")
    server = start_kneo(KneoSettings(spec_root=tmp_path, keys=()))

    answer = httpx.post(f"{server.url}/v1/specs/validate", json={"spec_path": "bad.yaml"}, trust_env=False)

    assert error_of(answer) == (400, "spec_invalid")


@pytest.mark.kneo_since("0.6.0")
def test_the_audit_trail_is_paged_and_sorted(start_kneo: Callable[[KneoSettings], KneoHandle]) -> None:
    server = start_kneo(KneoSettings(clock=Clock.frozen(), keys=()))
    with server.service.lock:
        for number in range(5):
            server.state.record("policy.changed", "operator", number=number)
    with httpx.Client(base_url=server.url, trust_env=False) as http:

        def numbers(query: str) -> list[int]:
            page = http.get(f"/v1/audit-events?{query}").json()
            assert page["total"] == 5
            return [event["metadata"]["number"] for event in page["events"]]

        assert numbers("") == [4, 3, 2, 1, 0], "the newest first, also of one moment"
        assert numbers("limit=2&offset=2") == [2, 1]
        assert numbers("sort_order=asc") == [0, 1, 2, 3, 4]


@pytest.mark.kneo_since("1.2.0")
def test_lists_say_how_far_paging_goes_and_a_trace_whether_it_is_whole(http: httpx.Client) -> None:
    run = started(http)
    for path in ("/v1/runs", "/v1/human-tasks", "/v1/audit-events", "/v1/skills"):
        assert http.get(path).json()["window"] == 10_000
    assert http.get(path_to(run, "/checkpoints")).json()["window"] == 10_000
    trace = http.get(path_to(run, "/trace")).json()
    assert (trace["window"], trace["complete"], trace["dropped"]) == (10_000, True, 0)


@pytest.mark.kneo_since("0.11.0")
def test_an_unknown_query_parameter_is_a_failure(kneo_server: KneoHandle, http: httpx.Client) -> None:
    with kneo_server.expect_violations() as found:
        answer = http.get("/v1/audit-events?principal=me")

    assert error_of(answer) == (422, "unknown_query_parameters")
    assert "principal" in found[0].message
