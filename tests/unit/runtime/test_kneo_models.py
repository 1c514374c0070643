"""The generated kneo package, on every Python that it runs on."""

from __future__ import annotations

import copy
import importlib
import json
import pathlib
import pickle
import subprocess
import sys
from typing import Any

import pytest

import kneo_client
from kneo_client._generated import SPEC_VERSION, models
from kneo_client._generated.operations import OPERATIONS
from trellis.core.runtime.objects import OpenObject
from trellis.core.runtime.operation import NO_DEFAULT
from trellis.core.runtime.unset import UNSET

PACKAGE = pathlib.Path(kneo_client.__file__).parent / "_generated"
SPEC: dict[str, Any] = json.loads((PACKAGE / "spec.json").read_text("utf-8"))

RUN: dict[str, Any] = {
    "run_id": "run_2026-05-10T12:34:56_a1",
    "status": "blocked",
    "workflow_kind": "sequential",
    "error": None,
    "visited_steps": ["draft"],
    "pending_human_request": {"request_id": "req_1", "prompt": "Approve?"},
    "metadata": {"trace_event_count": 7},
    "session_id": None,
    "usage": {"input_tokens": 7, "output_tokens": 5, "total_tokens": 12},
    "newer_member": "from a newer server",
}
RUNS = {"runs": [{"run_id": "a"}, {"run_id": "b"}], "count": 2, "total": 5, "limit": 2, "offset": 0, "window": 10000}


def test_the_table_is_the_document() -> None:
    assert SPEC["info"]["version"] == SPEC_VERSION
    declared = {
        (method.upper(), path): operation
        for path, item in SPEC["paths"].items()
        for method, operation in item.items()
        if method in ("get", "put", "post", "delete", "patch")
    }
    assert len(declared) == len(OPERATIONS) == 31
    assert len(SPEC["paths"]) == 29
    for name, row in OPERATIONS.items():
        operation = declared[row.method, row.path]
        assert operation["operationId"] == name == row.id
        assert list(row.ext.get("x-scopes", [])) == operation.get("x-scopes", [])
        assert bool(row.security) == (operation.get("security") != [])
        filled = [row.segments[0]]
        for param, rest in zip(row.path_params, row.segments[1:], strict=True):
            filled += ["{", param.name, "}", rest]
        assert "".join(filled) == row.path


def test_repeating_is_safe_where_it_is() -> None:
    by_class: dict[str, set[str]] = {}
    for name, row in OPERATIONS.items():
        if row.method != "GET":
            by_class.setdefault(row.idempotency, set()).add(name)
        else:
            assert row.idempotency == "safe"
    assert by_class == {
        "honoured": {"create_run", "run_spec", "resume_human_task", "continue_run"},
        "safe": {
            "cancel_run", "validate_spec", "compile_spec", "explain_spec", "graph_spec", "policy_report_spec",
            "put_environment_policy", "preview_environment_policy",
        },
    }  # fmt: skip


def test_lists_say_how_they_page() -> None:
    paging = {name: row.pagination for name, row in OPERATIONS.items() if row.pagination is not None}
    assert {name: (page.kind, page.items, page.window) for name, page in paging.items()} == {
        "list_runs": ("offset", "runs", 10000),
        "list_checkpoints": ("offset", "checkpoints", 10000),
        "get_trace": ("offset", "events", 10000),
        "list_human_tasks": ("offset", "tasks", 10000),
        "list_audit_events": ("offset", "events", 10000),
        "list_skills": ("offset", "skills", 10000),
    }
    for name in paging:
        params = {param.name: param for param in OPERATIONS[name].query_params}
        assert (params["limit"].minimum, params["limit"].maximum, params["limit"].default) == (1, 1000, 100)
        assert (params["offset"].minimum, params["offset"].maximum, params["offset"].default) == (0, 10000, 0)
    status = next(param for param in OPERATIONS["list_runs"].params if param.name == "status")
    assert (status.kind, status.enum, status.default) == ("enum", None, NO_DEFAULT)


def test_a_run_keeps_everything() -> None:
    run = models.RunStatusResponse.from_dict(RUN)
    assert run.status == "blocked"
    assert run.status is models.RunStatus.BLOCKED
    assert f"{run.status}" == "blocked"
    assert run.error is None
    assert run.output_text is UNSET
    assert run["newer_member"] == run.additional_properties["newer_member"]
    assert run.session_id is None
    assert run.usage
    assert run.usage.total_tokens == run["usage"]["total_tokens"] == 12
    assert "output_text" not in run
    assert run.get("status") == "blocked"
    assert run.metadata
    assert run.metadata["trace_event_count"] == 7
    assert run.to_dict() == RUN
    assert pickle.loads(pickle.dumps(run)) == run == copy.deepcopy(run)  # noqa: S301


def test_a_status_nobody_knows_yet_is_fine() -> None:
    run = models.RunStatusResponse.from_dict({**RUN, "status": "hibernating"})
    assert run.status == "hibernating"
    assert not run.status.is_known
    assert run.to_dict()["status"] == "hibernating"


@pytest.mark.parametrize("name", ["visited_steps", "visited_nodes", "metadata"])
def test_null_lists_and_maps_are_empty(name: str) -> None:
    run = models.RunStatusResponse.from_dict({**RUN, name: None})
    assert len(getattr(run, name)) == 0


def test_a_page_of_runs() -> None:
    page = models.RunListResponse.from_dict(RUNS)
    assert [item["run_id"] for item in page] == ["a", "b"]
    assert isinstance(page[0], models.RunListResponseRunsItem)
    assert (len(page), page.count, page.total, page.window, page.has_more) == (2, 2, 5, 10000, True)
    assert page.sort_by is None
    assert page.items is page.runs
    assert page.to_dict() == RUNS
    assert models.RunListResponse.from_dict({"runs": None, "count": 0})


def test_a_page_that_says_little() -> None:
    page = models.AuditEventListResponse.from_dict({"events": [{"id": "evt_1"}], "count": 1})
    assert (len(page), page.total, page.limit, page.offset, page.has_more) == (1, None, None, None, False)
    newer = models.AuditEventListResponse.from_dict({"events": [], "count": 0, "total": 9, "offset": 0, "limit": 0})
    assert (newer.total, newer.offset, newer.has_more) == (9, 0, True)


def test_answers_around_a_map_are_mappings() -> None:
    policies = models.EnvironmentPolicyListResponse.from_dict({"policies": {"prod": {"enabled": True}}, "count": 1})
    assert list(policies) == ["prod"]
    assert policies["prod"]["enabled"] is True
    entry = {"name": "provider:openai", "env_var": "OPENAI_API_KEY", "present": False}
    inventory = models.CredentialInventoryResponse.from_dict({"inventory": {"providers": {"openai": entry}}})
    assert inventory["providers"]["openai"]["present"] is False
    assert inventory["providers"]["openai"].status is UNSET
    assert list(inventory.keys()) == ["providers"]
    assert list(inventory.inventory.keys()) == ["providers"]
    assert len(models.CredentialInventoryResponse.from_dict({"inventory": None})) == 0


def test_a_request_sends_what_was_set_and_no_defaults() -> None:
    assert models.RunCreateRequest(input_="x").to_dict() == {"input": "x"}
    request = models.RunCreateRequest(
        input_="x", async_mode=True, spec=models.RunCreateRequestSpecType0({"version": "v1"}), environment=None
    )
    assert request.to_dict() == {"input": "x", "async_mode": True, "spec": {"version": "v1"}, "environment": None}
    assert models.HumanResumeRequest(request_id="r", decision=models.HumanResumeRequestDecision.APPROVED).to_dict() == {
        "request_id": "r",
        "decision": "approved",
    }
    with pytest.raises(ValueError, match="RunCreateRequest has no member 'spec_id'"):
        models.RunCreateRequest.from_dict({"input": "x", "spec_id": "s"})


def test_names_that_users_know_exist() -> None:
    for name in (
        "HealthResponseMetadata", "RunListResponseRunsItem", "TraceResponseEventsItem",
        "CheckpointListResponseCheckpointsItem", "HumanTaskListResponseTasksItem", "AuditEventListResponseEventsItem",
    ):  # fmt: skip
        assert issubclass(getattr(models, name), OpenObject)


@pytest.mark.parametrize("name", models.__all__)
def test_every_model_loads_and_has_a_docstring(name: str) -> None:
    model = getattr(models, name)
    assert model.__name__ == name
    assert model.__doc__
    assert model.__doc__.strip()


def test_the_table_loads_without_models_and_libraries() -> None:
    code = (
        "import sys; import kneo_client._generated.operations; print([name for name in sys.modules"
        " if '_generated.models' in name or name in ('attr', 'attrs', 'httpx', 'asyncio', 'ssl', 'datetime')])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_generated_module_says_so() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    assert modules
    for path in modules:
        assert path.read_text("utf-8").startswith('"""Generated from the pinned OpenAPI document'), path
    assert json.loads((PACKAGE / "manifest.json").read_text("utf-8"))["spec"]["version"] == SPEC_VERSION


def test_models_need_only_the_runtime() -> None:
    for name in models.__all__:
        module = importlib.import_module(getattr(models, name).__module__)
        for value in vars(module).values():
            home = getattr(value, "__name__", "") if isinstance(value, type(json)) else getattr(value, "__module__", "")
            assert not str(home).startswith("trellis") or str(home).startswith("trellis.core.runtime")
