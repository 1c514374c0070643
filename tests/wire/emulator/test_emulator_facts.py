"""What is known of the platform's own ways, row by row, asked of the emulator over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from kneo_client._generated.operations import OPERATIONS
from tests.wire.emulator.releases import code
from trellis.emulator.kneo.settings import EXAMPLES, KneoSettings
from trellis.emulator.kneo.state import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator import KneoHandle

TRIAGE = {"spec_path": "support_triage.yaml", "input": "x"}
REVIEW = {"spec_path": "human_review.yaml", "input": "x"}
SPEC = {"spec_path": "support_triage.yaml"}
BODIES: dict[str, Any] = {
    "create_run": TRIAGE,
    "run_spec": TRIAGE,
    "validate_spec": SPEC,
    "compile_spec": SPEC,
    "explain_spec": SPEC,
    "policy_report_spec": SPEC,
    "graph_spec": SPEC,
    "put_environment_policy": {},
    "preview_environment_policy": {},
    "resume_human_task": {"request_id": "q", "decision": "approved"},
}

EARLIER = {"get_run_policy_report": "yyy-y"}
"""Before 1.1.0 a run's policy report counts as reading specs."""

ROLES = ("admin", "operator", "service", "reviewer", "viewer")
MAY: dict[str, str] = {
    # operation: which of the roles above may call it, in their order
    "list_audit_events": "yyyyy",
    "list_human_tasks": "yyyyy",
    "get_human_task": "yyyyy",
    "resume_human_task": "y-yy-",
    "list_environment_policies": "yyy--",
    "get_environment_policy": "yyy--",
    "put_environment_policy": "yy---",
    "list_runs": "yyyyy",
    "create_run": "yyy--",
    "get_run": "yyyyy",
    "cancel_run": "yyy--",
    "continue_run": "yyy--",
    "list_checkpoints": "yyyyy",
    "diff_checkpoints": "yyyyy",
    "get_run_policy_report": "yyyyy",
    "get_run_graph": "yyyyy",
    "graph_spec": "yyy-y",
    "list_skills": "yyy-y",
    "preview_environment_policy": "yyy--",
    "get_recovery": "yyyyy",
    "get_replay": "yyyyy",
    "get_trace": "yyyyy",
    "list_credentials": "yyy--",
    "validate_spec": "yyy-y",
    "compile_spec": "yyy-y",
    "explain_spec": "yyy-y",
    "policy_report_spec": "yyy-y",
    "run_spec": "yyy--",
    "healthz": "yyyyy",
    "livez": "yyyyy",
    "readyz": "yyyyy",
}


def ask(http: httpx.Client, operation_id: str, **options: Any) -> httpx.Response:
    operation = OPERATIONS[operation_id]
    path = operation.path.replace("{", "").replace("}", "")
    return http.request(operation.method, path, json=BODIES.get(operation_id), **options)


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]["error"]


def test_the_table_of_roles_has_every_operation() -> None:
    assert MAY.keys() == OPERATIONS.keys()


def offered(server: KneoHandle, operation_id: str) -> None:
    """Skip what the release of this run does not have: nobody may do it, and it is 404 for everybody."""
    if operation_id not in server.service.operations:
        pytest.skip(f"{operation_id} came after {server.settings.spec_version}")


@pytest.mark.parametrize("operation_id", MAY)
def test_each_role_may_do_what_the_manual_says_and_nothing_else(
    kneo_server: KneoHandle, http: httpx.Client, operation_id: str
) -> None:
    offered(kneo_server, operation_id)
    allowed = ""
    for role in ROLES:
        answer = ask(http, operation_id, headers={"Authorization": f"Bearer local-{role}-key"})
        refused = answer.status_code == 403
        assert not refused or answer.json()["detail"]["required_scope"] in answer.json()["detail"]["message"]
        allowed += "-" if refused else "y"

    early = {} if kneo_server.settings.since("1.1.0") else EARLIER
    assert allowed == {**MAY, **early}[operation_id]


@pytest.mark.parametrize("operation_id", [name for name in MAY if not name.endswith("z")])
def test_every_operation_but_health_wants_a_key(kneo_server: KneoHandle, http: httpx.Client, operation_id: str) -> None:
    offered(kneo_server, operation_id)
    assert error_of(ask(http, operation_id, headers={"Authorization": "Bearer nobody's"})) == (401, "unauthorized")


def test_an_unknown_query_parameter_can_be_refused_in_any_release(
    start_kneo: Callable[[KneoSettings], KneoHandle],
) -> None:
    server = start_kneo(KneoSettings(refuse_unknown_query=True))
    headers = {"Authorization": "Bearer local-viewer-key"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as http, server.expect_violations():
        refused = http.get("/v1/audit-events?principal=me&limit=5&when=now")
        assert refused.json() == {
            "detail": {
                "error": "unknown_query_parameters",
                "message": "Unknown query parameters: principal, when",
                "unknown": ["principal", "when"],
            }
        }
        assert refused.status_code == 422
        assert http.get("/v1/audit-events?limit=5").status_code == 200
        assert http.get("/v1/livez?anything=1").status_code == 200, "health is exempt"
        # Who may not ask at all is told that first.
        assert error_of(http.get("/v1/security/credentials?nothing=1")) == (403, "forbidden")
        # The other shape of a 422 is the framework's list.
        assert isinstance(http.get("/v1/audit-events?limit=0").json()["detail"], list)


@pytest.mark.parametrize(("length", "expected"), [(256, 200), (257, 400)])
def test_a_key_is_at_most_256_characters(http: httpx.Client, length: int, expected: int) -> None:
    answer = http.post("/v1/runs", json=TRIAGE, headers={"Idempotency-Key": "k" * length})

    assert answer.status_code == expected
    assert expected == 200 or error_of(answer) == (400, "invalid_idempotency_key")


def test_an_empty_key_is_no_key(http: httpx.Client) -> None:
    first, second = (
        http.post("/v1/runs", json=TRIAGE, headers={"Idempotency-Key": ""}).json()["run_id"] for _ in range(2)
    )

    assert first != second


@pytest.mark.parametrize("operation_id", ["validate_spec", "compile_spec", "explain_spec", "policy_report_spec"])
def test_a_key_means_nothing_where_it_is_not_honoured(http: httpx.Client, operation_id: str) -> None:
    path = OPERATIONS[operation_id].path
    answers = [
        http.post(path, json={"spec_path": name}, headers={"Idempotency-Key": "k"})
        for name in ("support_triage.yaml", "human_review.yaml")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_resume_in_progress_elsewhere_is_refused_for_the_moment(kneo_server: KneoHandle, http: httpx.Client) -> None:
    run = http.post("/v1/runs", json=REVIEW).json()
    task = run["continuation_id"]
    body = {"request_id": run["metadata"]["pending_human_request"]["request_id"], "decision": "approved"}
    kneo_server.state.idempotency.hold(f"resume_human_task {task}", "k")

    busy = http.post(f"/v1/human-tasks/{task}/resume", json=body, headers={"Idempotency-Key": "k"})
    assert error_of(busy) == (409, "idempotency_key_in_progress")
    assert int(busy.headers["retry-after"]) > 0

    kneo_server.state.idempotency.release(f"resume_human_task {task}", "k")
    done = http.post(f"/v1/human-tasks/{task}/resume", json=body, headers={"Idempotency-Key": "k"})
    assert done.json()["status"] == "completed"


def test_a_resumed_run_may_block_again(http: httpx.Client) -> None:
    spec = yaml.safe_load((EXAMPLES / "human_review.yaml").read_text("utf-8"))
    spec["workflow"]["steps"].insert(2, {"id": "again", "kind": "human", "human": "release_lead"})
    run = http.post("/v1/runs", json={"spec": spec, "input": "x"}).json()
    seen = []
    for _ in range(2):
        task = run["continuation_id"]
        request = http.get(f"/v1/human-tasks/{task}").json()["request"]
        seen.append((task, request["request_id"]))
        body = {"request_id": request["request_id"], "decision": "approved"}
        run = http.post(f"/v1/human-tasks/{task}/resume", json=body).json()

    assert run["status"] == "completed"
    assert len(set(seen)) == 2
    decisions = http.get("/v1/audit-events?event_type=human.decision").json()["events"]
    assert [event["metadata"]["status"] for event in decisions] == ["completed", "blocked"]


@pytest.mark.parametrize("check", CHECKS)
def test_each_check_can_make_the_platform_not_ready(kneo_server: KneoHandle, http: httpx.Client, check: str) -> None:
    kneo_server.state.fail_check(check)

    answer = http.get("/v1/readyz")

    assert error_of(answer) == (503, "not_ready")
    checks = answer.json()["detail"]["metadata"]["checks"]
    assert {name for name, found in checks.items() if not found["ok"]} == {check}
    assert checks.keys() == set(CHECKS)


def test_a_run_without_a_stored_spec_has_no_policy_report(kneo_server: KneoHandle, http: httpx.Client) -> None:
    run_id = http.post("/v1/runs", json=TRIAGE).json()["run_id"]
    path = f"/v1/runs/{run_id.replace(':', '%3A')}/policy-report"
    assert http.get(path).json()["valid"] is True

    with kneo_server.service.lock:
        kneo_server.state.runs[run_id].spec = None

    assert error_of(http.get(path)) == (400, code(kneo_server, "ValueError"))


def test_audit_shows_each_kind_of_deed_and_never_what_people_wrote(http: httpx.Client) -> None:
    run = http.post("/v1/runs", json=REVIEW).json()
    request_id = run["metadata"]["pending_human_request"]["request_id"]
    body = {"request_id": request_id, "decision": "provided", "content": "between us"}
    http.post(f"/v1/human-tasks/{run['continuation_id']}/resume", json=body)
    http.post("/v1/specs/policy-report", json=SPEC)
    http.get("/v1/security/credentials")
    http.put("/v1/policies/environment/prod", json={})
    http.get("/v1/audit-events")
    http.get("/v1/runs")

    trail = http.get("/v1/audit-events")

    assert [event["event_type"] for event in trail.json()["events"]] == [
        "policy.changed",
        "credential.inventory_accessed",
        "spec.policy_reported",
        "human.decision",
        "run.created",
    ], "reads are not audited, except that of the inventory"
    assert all(
        event.keys() == {"id", "event_type", "actor", "run_id", "continuation_id", "created_at", "metadata"}
        for event in trail.json()["events"]
    )
    assert "between us" not in trail.text
