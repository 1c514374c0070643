"""Generated from the pinned OpenAPI document by `make generate`: do not edit.

The operation table: one row per operation, as plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.runtime.operation import Body, Operation, Pagination, Param, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .models.audit_event_list_response import AuditEventListResponse
    from .models.checkpoint_diff_response import CheckpointDiffResponse
    from .models.checkpoint_list_response import CheckpointListResponse
    from .models.credential_inventory_response import CredentialInventoryResponse
    from .models.environment_policy_list_response import EnvironmentPolicyListResponse
    from .models.environment_policy_preview_response import EnvironmentPolicyPreviewResponse
    from .models.environment_policy_response import EnvironmentPolicyResponse
    from .models.health_response import HealthResponse
    from .models.human_resume_response import HumanResumeResponse
    from .models.human_task_list_response import HumanTaskListResponse
    from .models.human_task_response import HumanTaskResponse
    from .models.run_create_response import RunCreateResponse
    from .models.run_graph_response import RunGraphResponse
    from .models.run_list_response import RunListResponse
    from .models.run_recovery_response import RunRecoveryResponse
    from .models.run_replay_response import RunReplayResponse
    from .models.run_status_response import RunStatusResponse
    from .models.skills_list_response import SkillsListResponse
    from .models.spec_compile_response import SpecCompileResponse
    from .models.spec_explain_response import SpecExplainResponse
    from .models.spec_graph_response import SpecGraphResponse
    from .models.spec_policy_report_response import SpecPolicyReportResponse
    from .models.spec_validate_response import SpecValidateResponse
    from .models.trace_response import TraceResponse

__all__ = [
    "OPERATIONS",
    "cancel_run",
    "compile_spec",
    "continue_run",
    "create_run",
    "diff_checkpoints",
    "explain_spec",
    "get_environment_policy",
    "get_human_task",
    "get_recovery",
    "get_replay",
    "get_run",
    "get_run_graph",
    "get_run_policy_report",
    "get_trace",
    "graph_spec",
    "healthz",
    "list_audit_events",
    "list_checkpoints",
    "list_credentials",
    "list_environment_policies",
    "list_human_tasks",
    "list_runs",
    "list_skills",
    "livez",
    "policy_report_spec",
    "preview_environment_policy",
    "put_environment_policy",
    "readyz",
    "resume_human_task",
    "run_spec",
    "validate_spec",
]

healthz: Operation[HealthResponse] = Operation(
    "healthz",
    "GET",
    "/v1/healthz",
    ("/v1/healthz",),
    replies=(Reply("200", "HealthResponse", ("application/json",)),),
    errors=(Reply("503", "ErrorResponse", ("application/json",)), Reply("5XX", "ErrorResponse", ("application/json",))),
    idempotency="safe",
    tags=("health",),
    security=(),
)
"""Report that the service answers.

A plain check for people and probes, open to everyone.
"""

livez: Operation[HealthResponse] = Operation(
    "livez",
    "GET",
    "/v1/livez",
    ("/v1/livez",),
    replies=(Reply("200", "HealthResponse", ("application/json",)),),
    errors=(Reply("503", "ErrorResponse", ("application/json",)), Reply("5XX", "ErrorResponse", ("application/json",))),
    idempotency="safe",
    tags=("health",),
    security=(),
)
"""Report that the process is alive.

Says nothing about the stores and queues behind it; `readyz` does.
"""

readyz: Operation[HealthResponse] = Operation(
    "readyz",
    "GET",
    "/v1/readyz",
    ("/v1/readyz",),
    replies=(Reply("200", "HealthResponse", ("application/json",)),),
    errors=(Reply("503", "ErrorResponse", ("application/json",)), Reply("5XX", "ErrorResponse", ("application/json",))),
    idempotency="safe",
    tags=("health",),
    security=(),
)
"""Report whether the platform can take work.

The answer's metadata holds one entry per check (stores, queue, registries, providers). A platform that is not
ready answers 503 with the same checks inside the error.
"""

list_runs: Operation[RunListResponse] = Operation(
    "list_runs",
    "GET",
    "/v1/runs",
    ("/v1/runs",),
    params=(
        Param("status", "status", "query", "enum"),
        Param("workflow_kind", "workflow_kind", "query", "enum"),
        Param("workflow_name", "workflow_name", "query", "string"),
        Param("session_id", "session_id", "query", "string"),
        Param("has_error", "has_error", "query", "boolean"),
        Param("created_after", "created_after", "query", "string"),
        Param("created_before", "created_before", "query", "string"),
        Param("q", "q", "query", "string"),
        Param("limit", "limit", "query", "integer", default=100, minimum=1, maximum=1000),
        Param("offset", "offset", "query", "integer", default=0, minimum=0, maximum=10000),
        Param("sort_by", "sort_by", "query", "string", default="updated_at"),
        Param("sort_order", "sort_order", "query", "enum", default="desc", enum=("asc", "desc")),
    ),
    replies=(Reply("200", "RunListResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    pagination=Pagination("offset", "runs", window=10000),
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""List runs, the last changed first."""

create_run: Operation[RunCreateResponse] = Operation(
    "create_run",
    "POST",
    "/v1/runs",
    ("/v1/runs",),
    params=(Param("Idempotency-Key", "idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "RunCreateRequest", required=True),),
    replies=(
        Reply("200", "RunCreateResponse", ("application/json",)),
        Reply("202", "RunCreateResponse", ("application/json",)),
    ),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="honoured",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:write"]},
)
"""Start a run.

Runs the given spec on the input. Without `async_mode` the answer arrives when the run has ended or waits for a
person, which can take minutes; with it, the answer arrives at once and the run is followed with `get_run`.
"""

get_run: Operation[RunStatusResponse] = Operation(
    "get_run",
    "GET",
    "/v1/runs/{run_id}",
    ("/v1/runs/", ""),
    params=(Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "RunStatusResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""Get the state of one run."""

cancel_run: Operation[RunStatusResponse] = Operation(
    "cancel_run",
    "POST",
    "/v1/runs/{run_id}/cancel",
    ("/v1/runs/", "/cancel"),
    params=(Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "RunStatusResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:write"]},
)
"""Ask a run to stop.

The run stops at its next step. Cancelling one that has already ended changes nothing and answers its state.
"""

list_checkpoints: Operation[CheckpointListResponse] = Operation(
    "list_checkpoints",
    "GET",
    "/v1/runs/{run_id}/checkpoints",
    ("/v1/runs/", "/checkpoints"),
    params=(
        Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),
        Param("type", "type_", "query", "string"),
        Param("limit", "limit", "query", "integer", default=100, minimum=1, maximum=1000),
        Param("offset", "offset", "query", "integer", default=0, minimum=0, maximum=10000),
        Param("sort_by", "sort_by", "query", "string", default="sequence"),
        Param("sort_order", "sort_order", "query", "enum", default="asc", enum=("asc", "desc")),
    ),
    replies=(Reply("200", "CheckpointListResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    pagination=Pagination("offset", "checkpoints", window=10000),
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""List the checkpoints of a run, the first one first."""

diff_checkpoints: Operation[CheckpointDiffResponse] = Operation(
    "diff_checkpoints",
    "GET",
    "/v1/runs/{run_id}/checkpoints/diff",
    ("/v1/runs/", "/checkpoints/diff"),
    params=(
        Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),
        Param("from_sequence", "from_sequence", "query", "integer", minimum=1),
        Param("to_sequence", "to_sequence", "query", "integer", minimum=1),
    ),
    replies=(Reply("200", "CheckpointDiffResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""Compare two checkpoints of a run.

Without either sequence number, compares the last two.
"""

continue_run: Operation[RunCreateResponse] = Operation(
    "continue_run",
    "POST",
    "/v1/runs/{run_id}/continue",
    ("/v1/runs/", "/continue"),
    params=(
        Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),
        Param("Idempotency-Key", "idempotency_key", "header", "string", style="simple", explode=False),
    ),
    replies=(Reply("200", "RunCreateResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="honoured",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:write"]},
)
"""Take up a failed run from its last good step.

For failed runs of sequential workflows, where the recovery context says that it can be done. A run that waits
for a person is not continued but resumed, through its human task.
"""

get_run_graph: Operation[RunGraphResponse] = Operation(
    "get_run_graph",
    "GET",
    "/v1/runs/{run_id}/graph",
    ("/v1/runs/", "/graph"),
    params=(Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "RunGraphResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""Get the workflow of a run as a graph, and where the run is in it.

From 1.1.0 on.
"""

get_run_policy_report: Operation[SpecPolicyReportResponse] = Operation(
    "get_run_policy_report",
    "GET",
    "/v1/runs/{run_id}/policy-report",
    ("/v1/runs/", "/policy-report"),
    params=(Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "SpecPolicyReportResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""Report how the spec of a run stands against policy.

Answers 400 for a run that was stored without its spec. Before 1.1.0 it takes the scope `specs:read`.
"""

get_recovery: Operation[RunRecoveryResponse] = Operation(
    "get_recovery",
    "GET",
    "/v1/runs/{run_id}/recovery",
    ("/v1/runs/", "/recovery"),
    params=(Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "RunRecoveryResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""Get what is known for recovering a run."""

get_replay: Operation[RunReplayResponse] = Operation(
    "get_replay",
    "GET",
    "/v1/runs/{run_id}/replay",
    ("/v1/runs/", "/replay"),
    params=(Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "RunReplayResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""Get the timeline of a run, rebuilt from its checkpoints."""

get_trace: Operation[TraceResponse] = Operation(
    "get_trace",
    "GET",
    "/v1/runs/{run_id}/trace",
    ("/v1/runs/", "/trace"),
    params=(
        Param("run_id", "run_id", "path", "string", required=True, style="simple", explode=False),
        Param("event_type", "event_type", "query", "string"),
        Param("limit", "limit", "query", "integer", default=100, minimum=1, maximum=1000),
        Param("offset", "offset", "query", "integer", default=0, minimum=0, maximum=10000),
        Param("sort_by", "sort_by", "query", "string", default="timestamp"),
        Param("sort_order", "sort_order", "query", "enum", default="asc", enum=("asc", "desc")),
    ),
    replies=(Reply("200", "TraceResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    pagination=Pagination("offset", "events", window=10000),
    tags=("runs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:read"]},
)
"""List the trace events of a run, the oldest first.

Arguments and results inside events are redacted by the server.
"""

list_human_tasks: Operation[HumanTaskListResponse] = Operation(
    "list_human_tasks",
    "GET",
    "/v1/human-tasks",
    ("/v1/human-tasks",),
    params=(
        Param("status", "status", "query", "enum", enum=("pending", "escalated")),
        Param("run_id", "run_id", "query", "string"),
        Param("workflow_kind", "workflow_kind", "query", "enum"),
        Param("limit", "limit", "query", "integer", default=100, minimum=1, maximum=1000),
        Param("offset", "offset", "query", "integer", default=0, minimum=0, maximum=10000),
        Param("sort_by", "sort_by", "query", "string", default="id"),
        Param("sort_order", "sort_order", "query", "enum", default="asc", enum=("asc", "desc")),
    ),
    replies=(Reply("200", "HumanTaskListResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    pagination=Pagination("offset", "tasks", window=10000),
    tags=("human-tasks",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["human:read"]},
)
"""List the places where runs wait for a person."""

get_human_task: Operation[HumanTaskResponse] = Operation(
    "get_human_task",
    "GET",
    "/v1/human-tasks/{continuation_id}",
    ("/v1/human-tasks/", ""),
    params=(
        Param("continuation_id", "continuation_id", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "HumanTaskResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("human-tasks",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["human:read"]},
)
"""Get one human task with the request it waits on."""

resume_human_task: Operation[HumanResumeResponse] = Operation(
    "resume_human_task",
    "POST",
    "/v1/human-tasks/{continuation_id}/resume",
    ("/v1/human-tasks/", "/resume"),
    params=(
        Param("continuation_id", "continuation_id", "path", "string", required=True, style="simple", explode=False),
        Param("Idempotency-Key", "idempotency_key", "header", "string", style="simple", explode=False),
    ),
    bodies=(Body("application/json", "json", "HumanResumeRequest", required=True),),
    replies=(Reply("200", "HumanResumeResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="honoured",
    tags=("human-tasks",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["human:write"]},
)
"""Answer a human task and let its run go on.

The run goes on within this call and may stop at a further task. A second answer while one is being worked on is
refused with 409, and so is one after the task's time, unless it was passed on.
"""

list_environment_policies: Operation[EnvironmentPolicyListResponse] = Operation(
    "list_environment_policies",
    "GET",
    "/v1/policies/environment",
    ("/v1/policies/environment",),
    replies=(Reply("200", "EnvironmentPolicyListResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("policies",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["policies:read"]},
)
"""List the policy of every environment that has one."""

get_environment_policy: Operation[EnvironmentPolicyResponse] = Operation(
    "get_environment_policy",
    "GET",
    "/v1/policies/environment/{environment}",
    ("/v1/policies/environment/", ""),
    params=(
        Param(
            "environment",
            "environment",
            "path",
            "string",
            required=True,
            style="simple",
            explode=False,
            min_length=1,
            max_length=128,
        ),
    ),
    replies=(Reply("200", "EnvironmentPolicyResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("policies",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["policies:read"]},
)
"""Get the policy of one environment.

An environment without a policy answers with a null policy.
"""

put_environment_policy: Operation[EnvironmentPolicyResponse] = Operation(
    "put_environment_policy",
    "PUT",
    "/v1/policies/environment/{environment}",
    ("/v1/policies/environment/", ""),
    params=(
        Param(
            "environment",
            "environment",
            "path",
            "string",
            required=True,
            style="simple",
            explode=False,
            min_length=1,
            max_length=128,
        ),
    ),
    bodies=(Body("application/json", "json", "EnvironmentPolicyRequest", required=True),),
    replies=(Reply("200", "EnvironmentPolicyResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("policies",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["policies:write"]},
)
"""Replace the policy of one environment.

What is left out goes back to its default; nothing of the old policy is kept.
"""

preview_environment_policy: Operation[EnvironmentPolicyPreviewResponse] = Operation(
    "preview_environment_policy",
    "POST",
    "/v1/policies/environment/{environment}/preview",
    ("/v1/policies/environment/", "/preview"),
    params=(
        Param(
            "environment",
            "environment",
            "path",
            "string",
            required=True,
            style="simple",
            explode=False,
            min_length=1,
            max_length=128,
        ),
    ),
    bodies=(Body("application/json", "json", "EnvironmentPolicyRequest", required=True),),
    replies=(Reply("200", "EnvironmentPolicyPreviewResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("policies",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["policies:read"]},
)
"""Say what replacing the policy of one environment would change.

Holds the runs that the platform knows against the new policy, and stores nothing. From 1.2.0 on.
"""

list_audit_events: Operation[AuditEventListResponse] = Operation(
    "list_audit_events",
    "GET",
    "/v1/audit-events",
    ("/v1/audit-events",),
    params=(
        Param("event_type", "event_type", "query", "string"),
        Param("run_id", "run_id", "query", "string"),
        Param("limit", "limit", "query", "integer", default=100, minimum=1, maximum=1000),
        Param("offset", "offset", "query", "integer", default=0, minimum=0, maximum=10000),
        Param("sort_by", "sort_by", "query", "string", default="created_at"),
        Param("sort_order", "sort_order", "query", "enum", default="desc", enum=("asc", "desc")),
    ),
    replies=(Reply("200", "AuditEventListResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    pagination=Pagination("offset", "events", window=10000),
    tags=("audit-events",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["audit:read"]},
)
"""List audit events, the newest first.

Before 0.6.0 there is a limit and no offset, and no order but the newest first.
"""

list_credentials: Operation[CredentialInventoryResponse] = Operation(
    "list_credentials",
    "GET",
    "/v1/security/credentials",
    ("/v1/security/credentials",),
    params=(
        Param("providers", "providers", "query", "array:string"),
        Param("extras", "extras", "query", "array:string"),
        Param("include_service_tokens", "include_service_tokens", "query", "boolean", default=True),
    ),
    replies=(Reply("200", "CredentialInventoryResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("security",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["credentials:read"]},
)
"""List which credentials the platform has, never their values.

Reading the inventory is itself recorded in the audit trail.
"""

list_skills: Operation[SkillsListResponse] = Operation(
    "list_skills",
    "GET",
    "/v1/skills",
    ("/v1/skills",),
    params=(
        Param("limit", "limit", "query", "integer", default=100, minimum=1, maximum=1000),
        Param("offset", "offset", "query", "integer", default=0, minimum=0, maximum=10000),
        Param("sort_by", "sort_by", "query", "string", default="name"),
        Param("sort_order", "sort_order", "query", "enum", default="asc", enum=("asc", "desc")),
    ),
    replies=(Reply("200", "SkillsListResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    pagination=Pagination("offset", "skills", window=10000),
    tags=("skills",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["specs:read"]},
)
"""List the skills that the platform knows.

From 0.8.0 on.
"""

validate_spec: Operation[SpecValidateResponse] = Operation(
    "validate_spec",
    "POST",
    "/v1/specs/validate",
    ("/v1/specs/validate",),
    bodies=(Body("application/json", "json", "SpecValidateRequest", required=True),),
    replies=(Reply("200", "SpecValidateResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("specs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["specs:read"]},
)
"""Check a spec without running it.

An invalid spec is a 200 answer with `valid` false and its diagnostics; before 0.9.0 that is a 400 if it came by
its path.
"""

compile_spec: Operation[SpecCompileResponse] = Operation(
    "compile_spec",
    "POST",
    "/v1/specs/compile",
    ("/v1/specs/compile",),
    bodies=(Body("application/json", "json", "SpecCompileRequest", required=True),),
    replies=(Reply("200", "SpecCompileResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("specs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["specs:read"]},
)
"""Compile a spec without running it."""

explain_spec: Operation[SpecExplainResponse] = Operation(
    "explain_spec",
    "POST",
    "/v1/specs/explain",
    ("/v1/specs/explain",),
    bodies=(Body("application/json", "json", "SpecExplainRequest", required=True),),
    replies=(Reply("200", "SpecExplainResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("specs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["specs:read"]},
)
"""Describe what a spec would do."""

graph_spec: Operation[SpecGraphResponse] = Operation(
    "graph_spec",
    "POST",
    "/v1/specs/graph",
    ("/v1/specs/graph",),
    bodies=(Body("application/json", "json", "SpecGraphRequest", required=True),),
    replies=(Reply("200", "SpecGraphResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("specs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["specs:read"]},
)
"""Draw the workflow of a spec as a graph.

From 1.1.0 on.
"""

policy_report_spec: Operation[SpecPolicyReportResponse] = Operation(
    "policy_report_spec",
    "POST",
    "/v1/specs/policy-report",
    ("/v1/specs/policy-report",),
    bodies=(Body("application/json", "json", "SpecPolicyReportRequest", required=True),),
    replies=(Reply("200", "SpecPolicyReportResponse", ("application/json",)),),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="safe",
    tags=("specs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["specs:read"]},
)
"""Report how a spec stands against policy."""

run_spec: Operation[RunCreateResponse] = Operation(
    "run_spec",
    "POST",
    "/v1/specs/run",
    ("/v1/specs/run",),
    params=(Param("Idempotency-Key", "idempotency_key", "header", "string", style="simple", explode=False),),
    bodies=(Body("application/json", "json", "RunCreateRequest", required=True),),
    replies=(
        Reply("200", "RunCreateResponse", ("application/json",)),
        Reply("202", "RunCreateResponse", ("application/json",)),
    ),
    errors=(
        Reply("400", "ErrorResponse", ("application/json",)),
        Reply("401", "ErrorResponse", ("application/json",)),
        Reply("403", "ErrorResponse", ("application/json",)),
        Reply("404", "ErrorResponse", ("application/json",)),
        Reply("409", "ErrorResponse", ("application/json",)),
        Reply("413", "ErrorResponse", ("application/json",)),
        Reply("422", "HTTPValidationError | ErrorResponse", ("application/json",)),
        Reply("500", "ErrorResponse", ("application/json",)),
        Reply("503", "ErrorResponse", ("application/json",)),
        Reply("5XX", "ErrorResponse", ("application/json",)),
    ),
    idempotency="honoured",
    tags=("specs",),
    security=("bearerAuth", "kneoApiKey"),
    ext={"x-scopes": ["runs:write"]},
)
"""Run a spec and wait for it.

Takes the same request as starting a run. Before 0.12.0 `async_mode` is ignored here.
"""


OPERATIONS: Mapping[str, Operation[Any]] = {
    "healthz": healthz,
    "livez": livez,
    "readyz": readyz,
    "list_runs": list_runs,
    "create_run": create_run,
    "get_run": get_run,
    "cancel_run": cancel_run,
    "list_checkpoints": list_checkpoints,
    "diff_checkpoints": diff_checkpoints,
    "continue_run": continue_run,
    "get_run_graph": get_run_graph,
    "get_run_policy_report": get_run_policy_report,
    "get_recovery": get_recovery,
    "get_replay": get_replay,
    "get_trace": get_trace,
    "list_human_tasks": list_human_tasks,
    "get_human_task": get_human_task,
    "resume_human_task": resume_human_task,
    "list_environment_policies": list_environment_policies,
    "get_environment_policy": get_environment_policy,
    "put_environment_policy": put_environment_policy,
    "preview_environment_policy": preview_environment_policy,
    "list_audit_events": list_audit_events,
    "list_credentials": list_credentials,
    "list_skills": list_skills,
    "validate_spec": validate_spec,
    "compile_spec": compile_spec,
    "explain_spec": explain_spec,
    "graph_spec": graph_spec,
    "policy_report_spec": policy_report_spec,
    "run_spec": run_spec,
}
"""All rows, by operation id, in the order of the document."""
