"""All models of the platform's API, and UNSET: what an optional field is when the platform did not send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.runtime.unset import UNSET, Unset

if TYPE_CHECKING:
    from ._generated.models import *  # noqa: F403

# ruff: noqa: F405
# Written out, and held against the generated models by a test: type checkers do not read a list that is put together,
# and a star import would have no models in it.
__all__ = [
    "UNSET",
    "Unset",
    "AuditEventListResponse",
    "AuditEventListResponseEventsItem",
    "AuditEventListResponseSortOrder",
    "CheckpointDiffResponse",
    "CheckpointDiffResponseAddedItem",
    "CheckpointDiffResponseChangedItem",
    "CheckpointDiffResponseFromCheckpoint",
    "CheckpointDiffResponseRemovedItem",
    "CheckpointDiffResponseToCheckpoint",
    "CheckpointListResponse",
    "CheckpointListResponseCheckpointsItem",
    "CheckpointListResponseSortOrder",
    "CredentialEntry",
    "CredentialEntryStatus",
    "CredentialInventory",
    "CredentialInventoryExtra",
    "CredentialInventoryProviders",
    "CredentialInventoryResponse",
    "CredentialInventoryServiceTokens",
    "EnvironmentPolicyListResponse",
    "EnvironmentPolicyListResponsePolicies",
    "EnvironmentPolicyListResponsePoliciesAdditionalProperty",
    "EnvironmentPolicyPreviewResponse",
    "EnvironmentPolicyPreviewResponseDiff",
    "EnvironmentPolicyPreviewResponseDiffAdditionalProperty",
    "EnvironmentPolicyRequest",
    "EnvironmentPolicyResponse",
    "EnvironmentPolicyResponsePolicyType0",
    "EnvironmentPolicyResponsePreviousPolicyType0",
    "ErrorDetail",
    "ErrorResponse",
    "GetTraceSortOrder",
    "HTTPValidationError",
    "HealthResponse",
    "HealthResponseMetadata",
    "HumanResumeRequest",
    "HumanResumeRequestDecision",
    "HumanResumeRequestMetadata",
    "HumanResumeResponse",
    "HumanResumeResponseMetadata",
    "HumanTaskListResponse",
    "HumanTaskListResponseSortOrder",
    "HumanTaskListResponseTasksItem",
    "HumanTaskResponse",
    "HumanTaskResponseMessagesType0Item",
    "HumanTaskResponseRequestType0",
    "ListAuditEventsSortOrder",
    "ListCheckpointsSortOrder",
    "ListHumanTasksSortOrder",
    "ListHumanTasksStatus",
    "ListRunsSortOrder",
    "ListSkillsSortOrder",
    "RunCreateRequest",
    "RunCreateRequestMetadata",
    "RunCreateRequestOverrides",
    "RunCreateRequestSpecType0",
    "RunCreateRequestTarget",
    "RunCreateResponse",
    "RunCreateResponseMetadata",
    "RunGraphResponse",
    "RunGraphResponseEdgesItem",
    "RunGraphResponseNodesItem",
    "RunListResponse",
    "RunListResponseRunsItem",
    "RunListResponseSortOrder",
    "RunRecoveryResponse",
    "RunRecoveryResponseErrorType0",
    "RunRecoveryResponsePendingHumanRequestType0",
    "RunRecoveryResponseReplayContext",
    "RunReplayResponse",
    "RunReplayResponseReplayContext",
    "RunReplayResponseTimelineItem",
    "RunStatus",
    "RunStatusResponse",
    "RunStatusResponseErrorType0",
    "RunStatusResponseMetadata",
    "RunStatusResponsePendingHumanRequestType0",
    "RunUsage",
    "SkillsListResponse",
    "SkillsListResponseSkillsItem",
    "SkillsListResponseSortOrder",
    "SkillsOverlay",
    "SpecCompileRequest",
    "SpecCompileRequestOverrides",
    "SpecCompileRequestSpecType0",
    "SpecCompileResponse",
    "SpecCompileResponseDiagnosticsItem",
    "SpecCompileResponseSummary",
    "SpecExplainRequest",
    "SpecExplainRequestOverrides",
    "SpecExplainRequestSpecType0",
    "SpecExplainResponse",
    "SpecExplainResponseSummary",
    "SpecGraphRequest",
    "SpecGraphRequestOverrides",
    "SpecGraphRequestSpecType0",
    "SpecGraphResponse",
    "SpecGraphResponseEdgesItem",
    "SpecGraphResponseNodesItem",
    "SpecPolicyReportRequest",
    "SpecPolicyReportRequestOverrides",
    "SpecPolicyReportRequestSpecType0",
    "SpecPolicyReportResponse",
    "SpecPolicyReportResponseReport",
    "SpecValidateRequest",
    "SpecValidateRequestOverrides",
    "SpecValidateRequestSpecType0",
    "SpecValidateResponse",
    "SpecValidateResponseDiagnosticsItem",
    "TraceResponse",
    "TraceResponseEventsItem",
    "TraceResponseSortOrder",
    "ValidationError",
    "ValidationErrorCtx",
    "WorkflowKind",
]


if not TYPE_CHECKING:  # a checker would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from ._generated import models

        value = globals()[name] = getattr(models, name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__} - {"TYPE_CHECKING", "annotations"})
