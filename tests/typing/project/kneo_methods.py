"""What a type checker makes of every adapter method of both clients. Never run: tests/typing/test_static_types.py has
mypy and pyright read it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
from typing_extensions import assert_type

import kneo_client.types as t
from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import Page, PaginatedResult, iterate_all
from kneo_client.core.spec_results import DryRunResult, ValidateThenCompileResult
from kneo_client.types import *  # noqa: F403 # pyright: ignore[reportWildcardImportFromLibrary]
from kneo_client.types import HumanResumeRequest, RunCreateRequest

RUN = RunCreateRequest(
    input_="x", spec={"version": "v1"}, target="agent", overlays=["o.yaml"], overrides={"a": 1}, async_mode=True
)
DECISION = HumanResumeRequest(request_id="q", decision="approved", content=t.UNSET)
POLICY = t.EnvironmentPolicyRequest(require_human_review=True)
SPEC = t.SpecValidateRequest(spec_path="s.yaml", environment=None)
COMPILE = t.SpecCompileRequest(spec={"version": "v1"}, strict=False)


async def asynchronous(client: KneoClient) -> None:
    """Each method of the asynchronous client."""
    assert_type(await client.platform.health.healthz(), t.HealthResponse)
    assert_type(await client.platform.health.livez(), t.HealthResponse)
    assert_type(await client.platform.health.readyz(), t.HealthResponse)
    assert_type(await client.platform.runs.create(RUN), t.RunCreateResponse)
    assert_type(await client.platform.runs.create({"input": "x"}, idempotency_key="k"), t.RunCreateResponse)
    assert_type(await client.platform.runs.list(status="failed", limit=5), t.RunListResponse)
    assert_type(await client.platform.runs.get("r"), t.RunStatusResponse)
    assert_type(await client.platform.runs.cancel("r"), t.RunStatusResponse)
    assert_type(await client.platform.runs.continue_("r", idempotency_key="k"), t.RunCreateResponse)
    assert_type(await client.platform.runs.replay("r"), t.RunReplayResponse)
    assert_type(await client.platform.runs.trace("r", event_type="step_started"), t.TraceResponse)
    assert_type(await client.platform.runs.checkpoints("r", type="step_completed"), t.CheckpointListResponse)
    assert_type(await client.platform.runs.checkpoints_diff("r", from_sequence=1), t.CheckpointDiffResponse)
    assert_type(await client.platform.runs.list(has_error=True, session_id="s", q="x"), t.RunListResponse)
    assert_type(await client.platform.runs.graph("r"), t.RunGraphResponse)
    assert_type(await client.platform.runs.policy_report("r"), dict[str, Any])
    assert_type(await client.platform.runs.recovery("r"), t.RunRecoveryResponse)
    assert_type(
        await client.platform.runs.wait_for_completion("r", timeout=5, terminal_statuses={"completed"}),
        t.RunStatusResponse,
    )
    assert_type(await client.platform.human_tasks.list(workflow_kind="sequential"), t.HumanTaskListResponse)
    assert_type(await client.platform.human_tasks.get("c"), t.HumanTaskResponse)
    assert_type(await client.platform.human_tasks.resume("c", DECISION), t.HumanResumeResponse)
    assert_type(await client.platform.human_tasks.resume_by_id("c", {"decision": "approved"}), t.HumanResumeResponse)
    assert_type(
        await client.platform.human_tasks.resume_first_pending(DECISION, run_id="r"), t.HumanResumeResponse | None
    )
    assert_type(await client.platform.audit.list(event_type="run.created"), t.AuditEventListResponse)
    assert_type(await client.platform.credentials.list(providers=["openai"]), t.CredentialInventoryResponse)
    assert_type(await client.platform.policies.environment_list(), t.EnvironmentPolicyListResponse)
    assert_type(await client.platform.policies.environment_get("prod"), t.EnvironmentPolicyResponse)
    assert_type(await client.platform.policies.environment_put("prod", POLICY), t.EnvironmentPolicyResponse)
    assert_type(await client.agent.specs.validate(SPEC), t.SpecValidateResponse)
    assert_type(await client.agent.specs.compile(COMPILE), t.SpecCompileResponse)
    assert_type(await client.agent.specs.explain({}), t.SpecExplainResponse)
    assert_type(await client.platform.policies.environment_preview("prod", POLICY), t.EnvironmentPolicyPreviewResponse)
    assert_type(await client.agent.specs.graph({}), t.SpecGraphResponse)
    assert_type(await client.agent.skills.list(limit=5), t.SkillsListResponse)
    assert_type(client.agent.skills.iterate(), AsyncIterator[t.SkillsListResponseSkillsItem])
    assert_type(await client.agent.specs.policy_report({}), t.SpecPolicyReportResponse)
    assert_type(await client.agent.specs.run(RUN), t.RunCreateResponse)
    assert_type(await client.agent.specs.validate_then_compile(COMPILE), ValidateThenCompileResult)
    assert_type(await client.agent.specs.dry_run(SPEC), DryRunResult)
    assert_type(client.platform.runs.iterate(), AsyncIterator[t.RunListResponseRunsItem])
    assert_type(client.platform.runs.iterate_trace("r"), AsyncIterator[t.TraceResponseEventsItem])
    assert_type(client.platform.runs.iterate_checkpoints("r"), AsyncIterator[t.CheckpointListResponseCheckpointsItem])
    assert_type(client.platform.runs.tail_trace("r", timeout=5), AsyncIterator[t.TraceResponseEventsItem])
    assert_type(client.platform.human_tasks.iterate(), AsyncIterator[t.HumanTaskListResponseTasksItem])
    assert_type(client.platform.audit.iterate(), AsyncIterator[t.AuditEventListResponseEventsItem])
    assert_type(await client.request("GET", "/v1/runs"), httpx.Response)
    assert_type(client.with_options(deadline=5), KneoClient)


def synchronous(client: SyncKneoClient) -> None:
    """Each method of the synchronous client."""
    assert_type(client.platform.health.healthz(), t.HealthResponse)
    assert_type(client.platform.health.livez(), t.HealthResponse)
    assert_type(client.platform.health.readyz(), t.HealthResponse)
    assert_type(client.platform.runs.create(RUN), t.RunCreateResponse)
    assert_type(client.platform.runs.create({"input": "x"}, idempotency_key="k"), t.RunCreateResponse)
    assert_type(client.platform.runs.list(status="failed", limit=5), t.RunListResponse)
    assert_type(client.platform.runs.get("r"), t.RunStatusResponse)
    assert_type(client.platform.runs.cancel("r"), t.RunStatusResponse)
    assert_type(client.platform.runs.continue_("r", idempotency_key="k"), t.RunCreateResponse)
    assert_type(client.platform.runs.replay("r"), t.RunReplayResponse)
    assert_type(client.platform.runs.trace("r", event_type="step_started"), t.TraceResponse)
    assert_type(client.platform.runs.checkpoints("r", type="step_completed"), t.CheckpointListResponse)
    assert_type(client.platform.runs.checkpoints_diff("r", from_sequence=1), t.CheckpointDiffResponse)
    assert_type(client.platform.runs.list(has_error=True, session_id="s", q="x"), t.RunListResponse)
    assert_type(client.platform.runs.graph("r"), t.RunGraphResponse)
    assert_type(client.platform.runs.policy_report("r"), dict[str, Any])
    assert_type(client.platform.runs.recovery("r"), t.RunRecoveryResponse)
    assert_type(
        client.platform.runs.wait_for_completion("r", timeout=5, terminal_statuses={"completed"}), t.RunStatusResponse
    )
    assert_type(client.platform.human_tasks.list(workflow_kind="sequential"), t.HumanTaskListResponse)
    assert_type(client.platform.human_tasks.get("c"), t.HumanTaskResponse)
    assert_type(client.platform.human_tasks.resume("c", DECISION), t.HumanResumeResponse)
    assert_type(client.platform.human_tasks.resume_by_id("c", {"decision": "approved"}), t.HumanResumeResponse)
    assert_type(client.platform.human_tasks.resume_first_pending(DECISION, run_id="r"), t.HumanResumeResponse | None)
    assert_type(client.platform.audit.list(event_type="run.created"), t.AuditEventListResponse)
    assert_type(client.platform.credentials.list(providers=["openai"]), t.CredentialInventoryResponse)
    assert_type(client.platform.policies.environment_list(), t.EnvironmentPolicyListResponse)
    assert_type(client.platform.policies.environment_get("prod"), t.EnvironmentPolicyResponse)
    assert_type(client.platform.policies.environment_put("prod", POLICY), t.EnvironmentPolicyResponse)
    assert_type(client.agent.specs.validate(SPEC), t.SpecValidateResponse)
    assert_type(client.agent.specs.compile(COMPILE), t.SpecCompileResponse)
    assert_type(client.agent.specs.explain({}), t.SpecExplainResponse)
    assert_type(client.platform.policies.environment_preview("prod", POLICY), t.EnvironmentPolicyPreviewResponse)
    assert_type(client.agent.specs.graph({}), t.SpecGraphResponse)
    assert_type(client.agent.skills.list(limit=5), t.SkillsListResponse)
    assert_type(client.agent.skills.iterate(), Iterator[t.SkillsListResponseSkillsItem])
    assert_type(client.agent.specs.policy_report({}), t.SpecPolicyReportResponse)
    assert_type(client.agent.specs.run(RUN), t.RunCreateResponse)
    assert_type(client.agent.specs.validate_then_compile(COMPILE), ValidateThenCompileResult)
    assert_type(client.agent.specs.dry_run(SPEC), DryRunResult)
    assert_type(client.platform.runs.iterate(), Iterator[t.RunListResponseRunsItem])
    assert_type(client.platform.runs.iterate_trace("r"), Iterator[t.TraceResponseEventsItem])
    assert_type(client.platform.runs.iterate_checkpoints("r"), Iterator[t.CheckpointListResponseCheckpointsItem])
    assert_type(client.platform.runs.tail_trace("r", timeout=5), Iterator[t.TraceResponseEventsItem])
    assert_type(client.platform.human_tasks.iterate(), Iterator[t.HumanTaskListResponseTasksItem])
    assert_type(client.platform.audit.iterate(), Iterator[t.AuditEventListResponseEventsItem])
    assert_type(client.request("GET", "/v1/runs"), httpx.Response)
    assert_type(client.with_options(deadline=5), SyncKneoClient)


async def pages_and_mappings(client: KneoClient) -> None:
    """What is in the answers."""
    runs = await client.platform.runs.list()
    assert_type(runs.items, list[t.RunListResponseRunsItem])
    assert_type(runs[0], t.RunListResponseRunsItem)
    assert_type(runs[:1], list[t.RunListResponseRunsItem])
    assert_type([run for run in runs], list[t.RunListResponseRunsItem])  # noqa: C416
    assert_type(runs.total, int | None)
    assert_type(runs.has_more, bool)
    assert_type(runs[0]["run_id"], Any)
    assert_type(runs[0].get("run_id"), Any | None)
    assert_type("run_id" in runs[0], bool)
    policies = await client.platform.policies.environment_list()
    assert_type(policies["prod"], t.EnvironmentPolicyListResponsePoliciesAdditionalProperty)
    run = await client.platform.runs.get("r")
    assert_type(run.run_id, str)
    assert_type(run.status, t.RunStatus)
    _: str = run.status
    assert_type(HealthResponse.from_dict({}), t.HealthResponse)  # noqa: F405


async def walks_of_ones_own(client: KneoClient) -> None:
    """Walking with a function that fetches either kind of page, or an answer."""

    async def fetch(limit: int, offset: int) -> Page[int]:
        return Page([limit, offset])

    async def fetch_result(limit: int, offset: int) -> PaginatedResult[int]:
        return PaginatedResult([limit, offset])

    async def fetch_runs(limit: int, offset: int) -> t.RunListResponse:
        return await client.platform.runs.list(limit=limit, offset=offset)

    assert_type(iterate_all(fetch), AsyncIterator[int])
    assert_type(iterate_all(fetch_result), AsyncIterator[int])
    assert_type(iterate_all(fetch_runs), AsyncIterator[t.RunListResponseRunsItem])
