"""The emulated platform over a socket: what each of its operations answers, and with which failures."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.wire.emulator.releases import code
from trellis.emulator.clock import Clock
from trellis.emulator.kneo.settings import KneoSettings, Limits

TRIAGE = {"spec_path": "support_triage.yaml"}
REVIEW = {"spec_path": "human_review.yaml"}
FAILING = {"spec_path": "failing_step.yaml"}


def started(http: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = http.post("/v1/runs", json={**TRIAGE, "input": "where is my parcel?", **body})
    assert answer.status_code in (200, 202), answer.text
    return answer.json()


def path_to(run: dict[str, Any], rest: str = "") -> str:
    return f"/v1/runs/{run['run_id'].replace(':', '%3A')}{rest}"


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]["error"]


@pytest.mark.parametrize("path", ["/v1/healthz", "/v1/livez", "/v1/readyz", "/healthz"])
def test_health_needs_no_key(kneo_server, path) -> None:
    answer = httpx.get(kneo_server.url + path, trust_env=False)
    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert answer.json()["version"] == kneo_server.settings.spec_version


def test_a_failing_check_makes_the_platform_not_ready(kneo_server, http) -> None:
    kneo_server.state.fail_check("queue", "database is locked")
    answer = http.get("/v1/readyz")
    assert error_of(answer) == (503, "not_ready")
    checks = answer.json()["detail"]["metadata"]["checks"]
    detail = {"error": "OperationalError", "message": "database is locked"}
    hidden = kneo_server.settings.since("0.6.0")
    assert checks["queue"] == {"name": "queue", "ok": False, **({} if hidden else detail)}
    assert checks["api"]["ok"] is True
    assert http.get("/v1/livez").status_code == 200
    kneo_server.state.pass_check("queue")
    assert http.get("/v1/readyz").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"X-Kneo-Api-Key": "wrong"}])
def test_without_a_valid_key_the_answer_is_401(kneo_server, headers) -> None:
    answer = httpx.get(f"{kneo_server.url}/v1/runs", headers=headers, trust_env=False)
    assert error_of(answer) == (401, "unauthorized")


def test_either_header_carries_the_key_and_bearer_wins(kneo_server) -> None:
    for headers, status in (
        ({"X-Kneo-Api-Key": "local-viewer-key"}, 200),
        ({"Authorization": "Bearer wrong", "X-Kneo-Api-Key": "local-viewer-key"}, 401),
    ):
        assert httpx.get(f"{kneo_server.url}/v1/runs", headers=headers, trust_env=False).status_code == status


def test_a_missing_scope_is_named(kneo_server) -> None:
    headers = {"Authorization": "Bearer local-viewer-key"}
    answer = httpx.post(f"{kneo_server.url}/v1/runs", json={"input": "x"}, headers=headers, trust_env=False)
    assert answer.json() == {
        "detail": {
            "error": "forbidden",
            "message": "Missing required scope: runs:write",
            "required_scope": "runs:write",
        }
    }
    assert answer.status_code == 403


def test_without_keys_the_platform_is_open(start_kneo) -> None:
    server = start_kneo(KneoSettings(keys=()))
    assert httpx.get(f"{server.url}/v1/audit-events", trust_env=False).status_code == 200


@pytest.mark.parametrize("path", ["/v1/livez", "/v1/runs/none", "/nowhere"])
def test_each_answer_carries_the_request_id(http, path) -> None:
    assert http.get(path, headers={"X-Request-ID": "mine"}).headers["x-request-id"] == "mine"
    made = [http.get(path).headers["x-request-id"] for _ in range(2)]
    assert len({len(made[0]), 36}) == 1
    assert made[0] != made[1]


def test_paths_and_methods_that_are_not_there(http) -> None:
    assert (http.get("/v1/nothing").status_code, http.get("/v1/nothing").json()) == (404, {"detail": "Not Found"})
    answer = http.delete("/v1/runs")
    assert (answer.status_code, answer.json()) == (405, {"detail": "Method Not Allowed"})
    assert answer.headers["allow"] == "GET, POST"


def test_a_body_over_the_limit_is_refused_before_anything_else(start_kneo) -> None:
    server = start_kneo(KneoSettings(limits=Limits(body_bytes=100)))
    answer = httpx.post(f"{server.url}/nowhere", content=b"x" * 101, trust_env=False)
    assert error_of(answer) == (413, "payload_too_large")
    assert answer.json()["detail"]["max_body_bytes"] == 100


INVALID_BODIES = [
    ({}, [("missing", ["body", "input"])]),
    ({"spec_id": "s"}, [("missing", ["body", "input"]), ("extra_forbidden", ["body", "spec_id"])]),
    ({"input": 1}, [("string_type", ["body", "input"])]),
    ({"input": "x", "spec": "text"}, [("dict_type", ["body", "spec"])]),
    ({"input": "x", "overlays": "a"}, [("list_type", ["body", "overlays"])]),
    ({"input": "x", "overlays": [1]}, [("string_type", ["body", "overlays", 0])]),
    ({"input": "x", "async_mode": "maybe"}, [("bool_parsing", ["body", "async_mode"])]),
    ({"input": "x", "async_mode": []}, [("bool_type", ["body", "async_mode"])]),
    ({"input": "x", "target": "moon"}, [("literal_error", ["body", "target"])]),
    ({"input": "x", "metadata": None}, [("dict_type", ["body", "metadata"])]),
    ({"input": "x" * 20_001}, [("value_error", ["body", "input"])]),
    ({"input": "x", "spec": {"a": "b" * 262_144}}, [("value_error", ["body", "spec"])]),
    ({"input": "x", "overlays": ["o"] * 101}, [("value_error", ["body", "overlays"])]),
    ([], [("model_attributes_type", ["body"])]),
]


@pytest.mark.parametrize(("body", "problems"), INVALID_BODIES)
def test_a_body_that_does_not_fit_is_answered_with_a_list(kneo_server, http, body, problems) -> None:
    answer = http.post("/v1/runs", json=body)
    assert answer.status_code == 422
    assert [(problem["type"], problem["loc"]) for problem in answer.json()["detail"]] == problems
    assert all(violation.where == "request" for violation in kneo_server.violations.clear())


@pytest.mark.parametrize(
    ("content", "media", "kind"),
    [
        (b"{", "application/json", "json_invalid"),
        (b"", "application/json", "missing"),
        (b"{}", "text/plain", "model_attributes_type"),
    ],
)
def test_a_body_that_is_no_json_is_answered_with_a_list_too(kneo_server, http, content, media, kind) -> None:
    with kneo_server.expect_violations():
        answer = http.post("/v1/specs/validate", content=content, headers={"Content-Type": media})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == kind


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("limit=0", "greater_than_equal"),
        ("limit=1001", "less_than_equal"),
        ("limit=ten", "int_parsing"),
        ("offset=-1", "greater_than_equal"),
        ("offset=10001", "less_than_equal"),
        ("sort_order=up", "literal_error"),
    ],
)
def test_a_query_out_of_bounds_is_refused(kneo_server, http, query, problem) -> None:
    with kneo_server.expect_violations():
        answer = http.get(f"/v1/runs?{query}")
    assert answer.status_code == 422
    assert [(found["type"], found["loc"][0]) for found in answer.json()["detail"]] == [(problem, "query")]


@pytest.mark.kneo_before("0.11.0")
def test_an_unknown_query_parameter_is_ignored_and_recorded(kneo_server, http) -> None:
    with kneo_server.expect_violations() as found:
        assert http.get("/v1/audit-events?principal=me").status_code == 200
    assert [violation.where for violation in found] == ["request"]
    assert "principal" in found[0].message


def test_a_synchronous_run_is_answered_when_it_is_over(http) -> None:
    run = started(http)
    assert run["status"] == "completed"
    assert run["output_text"] == "[editor] shipping case, answered. [writer] A shipping question: where is my parcel?"
    assert run["human_intervention_required"] is False
    assert run["metadata"]["workflow_kind"] == "sequential"


def test_an_asynchronous_run_goes_on_by_itself(http) -> None:
    run = started(http, async_mode=True)
    assert run["status"] == "created"
    seen = {run["status"]}
    limit = time.monotonic() + 10
    while "completed" not in seen and time.monotonic() < limit:
        seen.add(http.get(path_to(run)).json()["status"])
        time.sleep(0.002)
    # A busy machine may miss a state in between; the frozen clock below misses none.
    assert {"created", "completed"} <= seen <= {"created", "running", "completed"}


def test_with_a_frozen_clock_a_run_goes_on_when_the_test_says_so(start_kneo) -> None:
    server = start_kneo(KneoSettings(clock=Clock.frozen(), step_seconds=10, keys=()))
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        run = started(http, async_mode=True)
        assert run["run_id"].startswith("run_2026-05-10T12:34:56_")
        seen = []
        for _ in range(5):
            seen.append(http.get(path_to(run)).json()["status"])
            server.state.advance(10.001)
    assert seen == ["created", "running", "running", "running", "completed"]


def test_everything_a_run_leaves_behind_can_be_read(http) -> None:
    run = started(http, metadata={"ticket": 7, "token": "s3cret"}, environment="prod")
    status = http.get(path_to(run)).json()
    assert status["visited_steps"] == ["sort", "draft", "summary"]
    assert status["metadata"] == {"ticket": 7, "token": "[REDACTED]", "environment": "prod"}
    trace = http.get(path_to(run, "/trace")).json()
    assert trace["total"] == trace["count"] == status["trace_event_count"] == len(trace["events"])
    tools = http.get(path_to(run, "/trace?event_type=tool_call_started")).json()["events"]
    assert [event["payload"]["tool_name"] for event in tools] == ["order_lookup"]
    newest = http.get(path_to(run, "/trace?sort_by=sequence&sort_order=desc&limit=1")).json()["events"]
    assert newest[0]["event_type"] == "run_completed"
    checkpoints = http.get(path_to(run, "/checkpoints?type=step_completed")).json()
    assert [checkpoint["step_id"] for checkpoint in checkpoints["checkpoints"]] == ["sort", "draft", "summary"]
    replay = http.get(path_to(run, "/replay")).json()
    assert replay["checkpoint_count"] == len(replay["timeline"]) == 5
    recovery = http.get(path_to(run, "/recovery")).json()
    assert recovery["replay_context"]["can_continue"] is False
    report = http.get(path_to(run, "/policy-report")).json()
    assert report["valid"] is True
    assert report["report"]["environment"] == "prod"


def test_checkpoints_can_be_compared(kneo_server, http) -> None:
    run = started(http)
    last = http.get(path_to(run, "/checkpoints/diff")).json()
    assert (last["from_checkpoint"]["sequence"], last["to_checkpoint"]["sequence"]) == (4, 5)
    chosen = http.get(path_to(run, "/checkpoints/diff?from_sequence=1&to_sequence=2")).json()
    assert {"path": "state.visited_steps[0]", "value": "sort"} in chosen["added"]
    assert chosen["change_count"] == sum(len(chosen[kind]) for kind in ("added", "removed", "changed"))
    missing = http.get(path_to(run, "/checkpoints/diff?from_sequence=1&to_sequence=99"))
    assert error_of(missing) == (404, code(kneo_server, "KeyError"))


def test_checkpoints_of_a_run_that_has_none_cannot_be_compared(start_kneo) -> None:
    server = start_kneo(KneoSettings(clock=Clock.frozen(), keys=()))
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        run = started(http, async_mode=True)
        assert error_of(http.get(path_to(run, "/checkpoints/diff"))) == (400, code(server, "ValueError"))


@pytest.mark.parametrize(
    "rest", ["", "/trace", "/checkpoints", "/checkpoints/diff", "/replay", "/recovery", "/policy-report"]
)
def test_an_unknown_run_is_404(kneo_server, http, rest) -> None:
    assert error_of(http.get(f"/v1/runs/run_%2F..%2Fnone{rest}")) == (404, code(kneo_server, "KeyError"))


@pytest.mark.parametrize("verb", ["cancel", "continue"])
def test_an_unknown_run_can_be_neither_cancelled_nor_continued(kneo_server, http, verb) -> None:
    assert error_of(http.post(f"/v1/runs/none/{verb}")) == (404, code(kneo_server, "KeyError"))


def test_runs_are_listed_in_pages(http) -> None:
    made = [started(http)["run_id"] for _ in range(5)]
    newest_first = http.get("/v1/runs?limit=2").json()
    assert [run["run_id"] for run in newest_first["runs"]] == made[:-3:-1]
    assert {name: newest_first[name] for name in ("count", "total", "limit", "offset", "sort_by", "sort_order")} == {
        "count": 2, "total": 5, "limit": 2, "offset": 0, "sort_by": "updated_at", "sort_order": "desc",
    }  # fmt: skip
    walked = [
        run["run_id"]
        for offset in range(0, 5, 2)
        for run in http.get(f"/v1/runs?limit=2&offset={offset}&sort_by=created_at&sort_order=asc").json()["runs"]
    ]
    assert walked == made


def test_runs_are_listed_by_status(kneo_server, http) -> None:
    started(http)
    failed = started(http, **FAILING)
    listed = http.get("/v1/runs?status=failed").json()
    assert [run["run_id"] for run in listed["runs"]] == [failed["run_id"]]
    (run,) = listed["runs"]
    assert run["trace_event_count"] == len(kneo_server.state.runs[run["run_id"]].trace)
    assert ("trace_events" in run) is not kneo_server.settings.since("0.9.0")
    assert http.get("/v1/runs?status=queued").json()["total"] == 0


def test_cancel_stops_a_run_and_does_nothing_to_one_that_has_ended(http) -> None:
    run = started(http, **REVIEW)
    assert run["status"] == "blocked"
    for _ in range(2):
        answer = http.post(path_to(run, "/cancel"))
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert http.get("/v1/human-tasks").json()["tasks"] == []
    assert http.post(path_to(started(http), "/cancel")).json()["status"] == "completed"


def test_a_failed_run_goes_on_where_it_failed(kneo_server, http) -> None:
    run = started(http, **FAILING)
    assert run["status"] == "failed"
    assert http.get(path_to(run)).json()["error"]["type"] == "upstream_unavailable"
    context = http.get(path_to(run, "/recovery")).json()["replay_context"]
    assert (context["can_continue"], context["failed_step"], context["next_step_index"]) == (True, "fetch", 1)
    continued = http.post(path_to(run, "/continue")).json()
    assert (continued["run_id"], continued["status"]) == (run["run_id"], "completed")
    refused = (409, "run_state_conflict") if kneo_server.settings.since("0.9.0") else (400, "ValueError")
    assert error_of(http.post(path_to(run, "/continue"))) == refused


BAD_INPUT, NO_FILE = (400, "ValueError"), (400, "FileNotFoundError")
INVALID, CONFINED = (400, "invalid_request"), (422, "spec_path_confined")


@pytest.mark.parametrize(
    ("body", "first", "now"),
    [
        ({"input": "x"}, BAD_INPUT, INVALID),
        ({"input": "x", "spec": {}, "spec_path": "support_triage.yaml"}, BAD_INPUT, INVALID),
        ({"input": "x", "spec_path": "none.yaml"}, NO_FILE, INVALID),
        ({"input": "x", "spec_path": "../__init__.py"}, NO_FILE, CONFINED),
        ({"input": "x", "spec_path": "/etc/hostname"}, NO_FILE, CONFINED),
        ({"input": "x", "spec_path": "a\x00b"}, NO_FILE, INVALID),
        ({"input": "x", "spec": {"version": "v1"}}, (500, "SpecValidationError"), (400, "spec_invalid")),
    ],
)
def test_a_run_needs_one_valid_spec(kneo_server, http, body, first, now) -> None:
    expected = now if kneo_server.settings.since("1.2.0") else first
    assert error_of(http.post("/v1/runs", json=body)) == expected
    assert kneo_server.state.runs == {}


def test_spec_files_are_read_from_the_directory_of_the_platform_only(start_kneo, tmp_path) -> None:
    (tmp_path / "list.yaml").write_text("- 1\n")
    (tmp_path / "broken.yaml").write_text("a: [\n")
    (tmp_path / "s.json").write_text('{"version": "v1", "agent": {"provider": "dummy", "instructions": "i"}}')
    (tmp_path / "out").symlink_to("/etc")
    server = start_kneo(KneoSettings(spec_root=tmp_path, keys=()))
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        assert http.post("/v1/specs/validate", json={"spec_path": "s.json"}).json()["valid"] is True
        outside = CONFINED if server.settings.since("1.0.0") else NO_FILE
        unreadable = (400, code(server, "ValueError"))
        for path, expected in (("list.yaml", unreadable), ("broken.yaml", unreadable), ("out/hostname", outside)):
            assert error_of(http.post("/v1/specs/validate", json={"spec_path": path})) == expected


def test_specs_are_validated_compiled_explained_and_reported_on(http) -> None:
    assert http.post("/v1/specs/validate", json=TRIAGE).json() == {"valid": True, "diagnostics": []}
    compiled = http.post("/v1/specs/compile", json=TRIAGE).json()
    assert compiled["ok"] is True
    assert [step["id"] for step in compiled["summary"]["steps"]] == ["sort", "draft", "summary"]
    assert (
        "2. draft: ask agent writer with order_lookup"
        in http.post("/v1/specs/explain", json=TRIAGE).json()["summary"]["text"]
    )
    assert http.post("/v1/specs/policy-report", json=TRIAGE).json()["report"]["blocking"] is False


def test_an_invalid_spec_is_data_to_validate_and_a_failure_to_compile(http) -> None:
    spec = {"version": "v1", "agent": {"provider": "openai"}}
    validated = http.post("/v1/specs/validate", json={"spec": spec})
    assert (validated.status_code, validated.json()["valid"]) == (200, False)
    for path in ("compile", "explain", "policy-report"):
        answer = http.post(f"/v1/specs/{path}", json={"spec": spec})
        assert error_of(answer) == (400, "spec_invalid")
        assert answer.json()["detail"]["diagnostics"] == validated.json()["diagnostics"]


@pytest.mark.kneo_before("0.12.0")
def test_specs_run_sees_the_run_through_even_if_asked_not_to(http) -> None:
    answer = http.post("/v1/specs/run", json={**TRIAGE, "input": "x", "async_mode": True})
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")


def test_an_agent_can_be_run_alone(http) -> None:
    agent_alone = http.post("/v1/specs/run", json={**TRIAGE, "input": "x", "target": "agent"}).json()
    assert agent_alone["output_text"] == "[triage] x"


@pytest.mark.parametrize("path", ["/v1/runs", "/v1/specs/run"])
def test_an_idempotency_key_runs_a_request_once(kneo_server, http, path) -> None:
    body, headers = {**TRIAGE, "input": "x"}, {"Idempotency-Key": "k"}
    first = http.post(path, json=body, headers=headers)
    again = http.post(path, json=dict(reversed(body.items())), headers=headers)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert len(kneo_server.state.runs) == 1
    other = http.post(path, json={**body, "input": "y"}, headers=headers)
    assert error_of(other) == (409, "idempotency_key_conflict")
    blank = [http.post(path, json=body, headers={"Idempotency-Key": ""}).json()["run_id"] for _ in range(2)]
    assert len({first.json()["run_id"], *blank}) == 3
    assert error_of(http.post(path, json=body, headers={"Idempotency-Key": "x" * 257})) == (
        400,
        "invalid_idempotency_key",
    )


def test_a_key_in_progress_is_refused_for_the_moment(kneo_server, http) -> None:
    body, headers = {**TRIAGE, "input": "x"}, {"Idempotency-Key": "k"}
    kneo_server.state.idempotency.hold("create_run", "k")
    answer = http.post("/v1/runs", json=body, headers=headers)
    assert error_of(answer) == (409, "idempotency_key_in_progress")
    assert answer.headers["retry-after"] == "1"
    kneo_server.state.idempotency.release("create_run", "k")
    assert http.post("/v1/runs", json=body, headers=headers).status_code == 200


def test_the_same_key_is_another_key_at_another_endpoint(kneo_server, http) -> None:
    for path in ("/v1/runs", "/v1/specs/run"):
        http.post(path, json={**TRIAGE, "input": "x"}, headers={"Idempotency-Key": "k"})
    assert len(kneo_server.state.runs) == 2


def test_a_human_task_is_listed_read_and_resumed(kneo_server, http) -> None:
    run = started(http, **REVIEW)
    (task,) = http.get(f"/v1/human-tasks?run_id={run['run_id'].replace(':', '%3A')}").json()["tasks"]
    assert task["id"] == task["continuation_id"] == run["continuation_id"]
    assert task["request"] == task["pending_human_request"] == run["metadata"]["pending_human_request"]
    one = http.get(f"/v1/human-tasks/{task['id']}").json()
    said = one.pop("messages", None)
    assert one == {"continuation_id": task["id"], "request": task["request"]}
    if kneo_server.settings.since("0.7.0"):
        assert said[0] == {"role": "user", "content": "where is my parcel?"}
    else:
        assert said is None
    decision = {"request_id": task["request"]["request_id"], "decision": "edited", "content": "better"}
    kneo_server.state.locked.add(task["id"])
    locked = http.post(f"/v1/human-tasks/{task['id']}/resume", json=decision)
    assert error_of(locked) == (409, "resource_locked")
    assert task["id"] in locked.json()["detail"]["resource"]
    kneo_server.state.locked.clear()
    first, again = (
        http.post(f"/v1/human-tasks/{task['id']}/resume", json=decision, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert first.json()["status"] == "completed"
    assert first.json()["output_text"] == "BETTER"
    assert again.json() == first.json()
    gone = (404, code(kneo_server, "KeyError"))
    assert error_of(http.post(f"/v1/human-tasks/{task['id']}/resume", json=decision)) == gone
    assert error_of(http.get(f"/v1/human-tasks/{task['id']}")) == gone
    (event,) = http.get("/v1/audit-events?event_type=human.decision").json()["events"]
    assert event["metadata"] == {
        "request_id": decision["request_id"],
        "decision": "edited",
        "selected_option": None,
        "status": "completed",
        "has_content": True,
    }


def test_tasks_are_filtered_by_workflow_kind(http) -> None:
    started(http, **REVIEW)
    counts = [http.get(f"/v1/human-tasks?workflow_kind={kind}").json()["count"] for kind in ("sequential", "graph")]
    assert counts == [1, 0]


def test_audit_events_name_the_key_and_come_newest_first(kneo_server, http) -> None:
    run = started(http, **REVIEW)
    http.post(path_to(run, "/cancel"), headers={"Authorization": "Bearer local-service-key"})
    answer = http.get("/v1/audit-events").json()
    echoes = {"total", "limit", "offset", "sort_by", "sort_order", "window"}
    assert set(answer) == {"events", "count"} | (echoes if kneo_server.settings.since("0.9.0") else set())
    assert [(event["event_type"], event["actor"]) for event in answer["events"]] == [
        ("run.cancelled", "service"),
        ("run.created", "admin"),
    ]
    assert http.get("/v1/audit-events?limit=1").json()["count"] == 1
    assert http.get("/v1/audit-events?run_id=other").json()["count"] == 0


def test_environment_policies_are_replaced_and_reported(kneo_server, http) -> None:
    unknown = http.get("/v1/policies/environment/prod%2Feu")
    assert (unknown.status_code, unknown.json()["policy"]) == (200, None)
    first = http.put("/v1/policies/environment/prod%2Feu", json={"require_human_review": True}).json()
    assert (first["environment"], first["previous_policy"]) == ("prod/eu", None)
    second = http.put("/v1/policies/environment/prod%2Feu", json={"fail_on_warnings": True}).json()
    assert second["previous_policy"] == first["policy"]
    assert second["policy"]["require_human_review"] is False
    assert http.get("/v1/policies/environment").json() == {"policies": {"prod/eu": second["policy"]}, "count": 1}
    (newest, _) = http.get("/v1/audit-events?event_type=policy.changed").json()["events"]
    assert sorted(newest["metadata"]["changed_fields"]) == ["fail_on_warnings", "require_human_review"]
    http.put("/v1/policies/environment/strict", json={"require_human_review": True})
    report = http.post("/v1/specs/policy-report", json={**TRIAGE, "environment": "strict"}).json()["report"]
    assert [finding["rule"] for finding in report["findings"]] == ["require_human_review"]
    with kneo_server.expect_violations():
        assert http.get(f"/v1/policies/environment/{'e' * 129}").status_code == 422


def test_the_credential_inventory_never_holds_a_credential(kneo_server, http) -> None:
    inventory = http.get("/v1/security/credentials?providers=openai&extras=EXTRA").json()["inventory"]
    newer = {"status": "missing", "expires_at": None, "last_checked": None}
    assert inventory["providers"]["openai"] == {
        "name": "provider:openai", "env_var": "OPENAI_API_KEY", "present": False, "value": None,
        **(newer if kneo_server.settings.since("1.2.0") else {}),
    }  # fmt: skip
    assert inventory["service_tokens"]["KNEO_SERV_API_KEYS"]["value"] == "[REDACTED]"
    assert list(inventory["extra"]) == ["EXTRA"]
    bare = http.get("/v1/security/credentials?include_service_tokens=false").json()["inventory"]
    assert bare["service_tokens"] == {}
    (event, _) = http.get("/v1/audit-events").json()["events"]
    assert event["event_type"] == "credential.inventory_accessed"
