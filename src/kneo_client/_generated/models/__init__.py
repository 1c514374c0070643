"""Generated from the pinned OpenAPI document by `make generate`: do not edit.

The models, each loaded on first use (PEP 562): an operation loads the few that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .audit_event_list_response import AuditEventListResponse
    from .audit_event_list_response_events_item import AuditEventListResponseEventsItem
    from .audit_event_list_response_sort_order import AuditEventListResponseSortOrder
    from .checkpoint_diff_response import CheckpointDiffResponse
    from .checkpoint_diff_response_added_item import CheckpointDiffResponseAddedItem
    from .checkpoint_diff_response_changed_item import CheckpointDiffResponseChangedItem
    from .checkpoint_diff_response_from_checkpoint import CheckpointDiffResponseFromCheckpoint
    from .checkpoint_diff_response_removed_item import CheckpointDiffResponseRemovedItem
    from .checkpoint_diff_response_to_checkpoint import CheckpointDiffResponseToCheckpoint
    from .checkpoint_list_response import CheckpointListResponse
    from .checkpoint_list_response_checkpoints_item import CheckpointListResponseCheckpointsItem
    from .checkpoint_list_response_sort_order import CheckpointListResponseSortOrder
    from .credential_entry import CredentialEntry
    from .credential_entry_status import CredentialEntryStatus
    from .credential_inventory import CredentialInventory
    from .credential_inventory_extra import CredentialInventoryExtra
    from .credential_inventory_providers import CredentialInventoryProviders
    from .credential_inventory_response import CredentialInventoryResponse
    from .credential_inventory_service_tokens import CredentialInventoryServiceTokens
    from .environment_policy_list_response import EnvironmentPolicyListResponse
    from .environment_policy_list_response_policies import EnvironmentPolicyListResponsePolicies
    from .environment_policy_list_response_policies_additional_property import (
        EnvironmentPolicyListResponsePoliciesAdditionalProperty,
    )
    from .environment_policy_preview_response import EnvironmentPolicyPreviewResponse
    from .environment_policy_preview_response_diff import EnvironmentPolicyPreviewResponseDiff
    from .environment_policy_preview_response_diff_additional_property import (
        EnvironmentPolicyPreviewResponseDiffAdditionalProperty,
    )
    from .environment_policy_request import EnvironmentPolicyRequest
    from .environment_policy_response import EnvironmentPolicyResponse
    from .environment_policy_response_policy_type_0 import EnvironmentPolicyResponsePolicyType0
    from .environment_policy_response_previous_policy_type_0 import EnvironmentPolicyResponsePreviousPolicyType0
    from .error_detail import ErrorDetail
    from .error_response import ErrorResponse
    from .get_trace_sort_order import GetTraceSortOrder
    from .health_response import HealthResponse
    from .health_response_metadata import HealthResponseMetadata
    from .http_validation_error import HTTPValidationError
    from .human_resume_request import HumanResumeRequest
    from .human_resume_request_decision import HumanResumeRequestDecision
    from .human_resume_request_metadata import HumanResumeRequestMetadata
    from .human_resume_response import HumanResumeResponse
    from .human_resume_response_metadata import HumanResumeResponseMetadata
    from .human_task_list_response import HumanTaskListResponse
    from .human_task_list_response_sort_order import HumanTaskListResponseSortOrder
    from .human_task_list_response_tasks_item import HumanTaskListResponseTasksItem
    from .human_task_response import HumanTaskResponse
    from .human_task_response_messages_type_0_item import HumanTaskResponseMessagesType0Item
    from .human_task_response_request_type_0 import HumanTaskResponseRequestType0
    from .list_audit_events_sort_order import ListAuditEventsSortOrder
    from .list_checkpoints_sort_order import ListCheckpointsSortOrder
    from .list_human_tasks_sort_order import ListHumanTasksSortOrder
    from .list_human_tasks_status import ListHumanTasksStatus
    from .list_runs_sort_order import ListRunsSortOrder
    from .list_skills_sort_order import ListSkillsSortOrder
    from .run_create_request import RunCreateRequest
    from .run_create_request_metadata import RunCreateRequestMetadata
    from .run_create_request_overrides import RunCreateRequestOverrides
    from .run_create_request_spec_type_0 import RunCreateRequestSpecType0
    from .run_create_request_target import RunCreateRequestTarget
    from .run_create_response import RunCreateResponse
    from .run_create_response_metadata import RunCreateResponseMetadata
    from .run_graph_response import RunGraphResponse
    from .run_graph_response_edges_item import RunGraphResponseEdgesItem
    from .run_graph_response_nodes_item import RunGraphResponseNodesItem
    from .run_list_response import RunListResponse
    from .run_list_response_runs_item import RunListResponseRunsItem
    from .run_list_response_sort_order import RunListResponseSortOrder
    from .run_recovery_response import RunRecoveryResponse
    from .run_recovery_response_error_type_0 import RunRecoveryResponseErrorType0
    from .run_recovery_response_pending_human_request_type_0 import RunRecoveryResponsePendingHumanRequestType0
    from .run_recovery_response_replay_context import RunRecoveryResponseReplayContext
    from .run_replay_response import RunReplayResponse
    from .run_replay_response_replay_context import RunReplayResponseReplayContext
    from .run_replay_response_timeline_item import RunReplayResponseTimelineItem
    from .run_status import RunStatus
    from .run_status_response import RunStatusResponse
    from .run_status_response_error_type_0 import RunStatusResponseErrorType0
    from .run_status_response_metadata import RunStatusResponseMetadata
    from .run_status_response_pending_human_request_type_0 import RunStatusResponsePendingHumanRequestType0
    from .run_usage import RunUsage
    from .skills_list_response import SkillsListResponse
    from .skills_list_response_skills_item import SkillsListResponseSkillsItem
    from .skills_list_response_sort_order import SkillsListResponseSortOrder
    from .skills_overlay import SkillsOverlay
    from .spec_compile_request import SpecCompileRequest
    from .spec_compile_request_overrides import SpecCompileRequestOverrides
    from .spec_compile_request_spec_type_0 import SpecCompileRequestSpecType0
    from .spec_compile_response import SpecCompileResponse
    from .spec_compile_response_diagnostics_item import SpecCompileResponseDiagnosticsItem
    from .spec_compile_response_summary import SpecCompileResponseSummary
    from .spec_explain_request import SpecExplainRequest
    from .spec_explain_request_overrides import SpecExplainRequestOverrides
    from .spec_explain_request_spec_type_0 import SpecExplainRequestSpecType0
    from .spec_explain_response import SpecExplainResponse
    from .spec_explain_response_summary import SpecExplainResponseSummary
    from .spec_graph_request import SpecGraphRequest
    from .spec_graph_request_overrides import SpecGraphRequestOverrides
    from .spec_graph_request_spec_type_0 import SpecGraphRequestSpecType0
    from .spec_graph_response import SpecGraphResponse
    from .spec_graph_response_edges_item import SpecGraphResponseEdgesItem
    from .spec_graph_response_nodes_item import SpecGraphResponseNodesItem
    from .spec_policy_report_request import SpecPolicyReportRequest
    from .spec_policy_report_request_overrides import SpecPolicyReportRequestOverrides
    from .spec_policy_report_request_spec_type_0 import SpecPolicyReportRequestSpecType0
    from .spec_policy_report_response import SpecPolicyReportResponse
    from .spec_policy_report_response_report import SpecPolicyReportResponseReport
    from .spec_validate_request import SpecValidateRequest
    from .spec_validate_request_overrides import SpecValidateRequestOverrides
    from .spec_validate_request_spec_type_0 import SpecValidateRequestSpecType0
    from .spec_validate_response import SpecValidateResponse
    from .spec_validate_response_diagnostics_item import SpecValidateResponseDiagnosticsItem
    from .trace_response import TraceResponse
    from .trace_response_events_item import TraceResponseEventsItem
    from .trace_response_sort_order import TraceResponseSortOrder
    from .validation_error import ValidationError
    from .validation_error_ctx import ValidationErrorCtx
    from .workflow_kind import WorkflowKind

_MODULES = {
    "AuditEventListResponse": ".audit_event_list_response",
    "AuditEventListResponseEventsItem": ".audit_event_list_response_events_item",
    "AuditEventListResponseSortOrder": ".audit_event_list_response_sort_order",
    "CheckpointDiffResponse": ".checkpoint_diff_response",
    "CheckpointDiffResponseAddedItem": ".checkpoint_diff_response_added_item",
    "CheckpointDiffResponseChangedItem": ".checkpoint_diff_response_changed_item",
    "CheckpointDiffResponseFromCheckpoint": ".checkpoint_diff_response_from_checkpoint",
    "CheckpointDiffResponseRemovedItem": ".checkpoint_diff_response_removed_item",
    "CheckpointDiffResponseToCheckpoint": ".checkpoint_diff_response_to_checkpoint",
    "CheckpointListResponse": ".checkpoint_list_response",
    "CheckpointListResponseCheckpointsItem": ".checkpoint_list_response_checkpoints_item",
    "CheckpointListResponseSortOrder": ".checkpoint_list_response_sort_order",
    "CredentialEntry": ".credential_entry",
    "CredentialEntryStatus": ".credential_entry_status",
    "CredentialInventory": ".credential_inventory",
    "CredentialInventoryExtra": ".credential_inventory_extra",
    "CredentialInventoryProviders": ".credential_inventory_providers",
    "CredentialInventoryResponse": ".credential_inventory_response",
    "CredentialInventoryServiceTokens": ".credential_inventory_service_tokens",
    "EnvironmentPolicyListResponse": ".environment_policy_list_response",
    "EnvironmentPolicyListResponsePolicies": ".environment_policy_list_response_policies",
    "EnvironmentPolicyListResponsePoliciesAdditionalProperty": ".environment_policy_list_response_policies_additional_property",  # noqa: E501
    "EnvironmentPolicyPreviewResponse": ".environment_policy_preview_response",
    "EnvironmentPolicyPreviewResponseDiff": ".environment_policy_preview_response_diff",
    "EnvironmentPolicyPreviewResponseDiffAdditionalProperty": ".environment_policy_preview_response_diff_additional_property",  # noqa: E501
    "EnvironmentPolicyRequest": ".environment_policy_request",
    "EnvironmentPolicyResponse": ".environment_policy_response",
    "EnvironmentPolicyResponsePolicyType0": ".environment_policy_response_policy_type_0",
    "EnvironmentPolicyResponsePreviousPolicyType0": ".environment_policy_response_previous_policy_type_0",
    "ErrorDetail": ".error_detail",
    "ErrorResponse": ".error_response",
    "GetTraceSortOrder": ".get_trace_sort_order",
    "HealthResponse": ".health_response",
    "HealthResponseMetadata": ".health_response_metadata",
    "HTTPValidationError": ".http_validation_error",
    "HumanResumeRequest": ".human_resume_request",
    "HumanResumeRequestDecision": ".human_resume_request_decision",
    "HumanResumeRequestMetadata": ".human_resume_request_metadata",
    "HumanResumeResponse": ".human_resume_response",
    "HumanResumeResponseMetadata": ".human_resume_response_metadata",
    "HumanTaskListResponse": ".human_task_list_response",
    "HumanTaskListResponseSortOrder": ".human_task_list_response_sort_order",
    "HumanTaskListResponseTasksItem": ".human_task_list_response_tasks_item",
    "HumanTaskResponse": ".human_task_response",
    "HumanTaskResponseMessagesType0Item": ".human_task_response_messages_type_0_item",
    "HumanTaskResponseRequestType0": ".human_task_response_request_type_0",
    "ListAuditEventsSortOrder": ".list_audit_events_sort_order",
    "ListCheckpointsSortOrder": ".list_checkpoints_sort_order",
    "ListHumanTasksSortOrder": ".list_human_tasks_sort_order",
    "ListHumanTasksStatus": ".list_human_tasks_status",
    "ListRunsSortOrder": ".list_runs_sort_order",
    "ListSkillsSortOrder": ".list_skills_sort_order",
    "RunCreateRequest": ".run_create_request",
    "RunCreateRequestMetadata": ".run_create_request_metadata",
    "RunCreateRequestOverrides": ".run_create_request_overrides",
    "RunCreateRequestSpecType0": ".run_create_request_spec_type_0",
    "RunCreateRequestTarget": ".run_create_request_target",
    "RunCreateResponse": ".run_create_response",
    "RunCreateResponseMetadata": ".run_create_response_metadata",
    "RunGraphResponse": ".run_graph_response",
    "RunGraphResponseEdgesItem": ".run_graph_response_edges_item",
    "RunGraphResponseNodesItem": ".run_graph_response_nodes_item",
    "RunListResponse": ".run_list_response",
    "RunListResponseRunsItem": ".run_list_response_runs_item",
    "RunListResponseSortOrder": ".run_list_response_sort_order",
    "RunRecoveryResponse": ".run_recovery_response",
    "RunRecoveryResponseErrorType0": ".run_recovery_response_error_type_0",
    "RunRecoveryResponsePendingHumanRequestType0": ".run_recovery_response_pending_human_request_type_0",
    "RunRecoveryResponseReplayContext": ".run_recovery_response_replay_context",
    "RunReplayResponse": ".run_replay_response",
    "RunReplayResponseReplayContext": ".run_replay_response_replay_context",
    "RunReplayResponseTimelineItem": ".run_replay_response_timeline_item",
    "RunStatus": ".run_status",
    "RunStatusResponse": ".run_status_response",
    "RunStatusResponseErrorType0": ".run_status_response_error_type_0",
    "RunStatusResponseMetadata": ".run_status_response_metadata",
    "RunStatusResponsePendingHumanRequestType0": ".run_status_response_pending_human_request_type_0",
    "RunUsage": ".run_usage",
    "SkillsListResponse": ".skills_list_response",
    "SkillsListResponseSkillsItem": ".skills_list_response_skills_item",
    "SkillsListResponseSortOrder": ".skills_list_response_sort_order",
    "SkillsOverlay": ".skills_overlay",
    "SpecCompileRequest": ".spec_compile_request",
    "SpecCompileRequestOverrides": ".spec_compile_request_overrides",
    "SpecCompileRequestSpecType0": ".spec_compile_request_spec_type_0",
    "SpecCompileResponse": ".spec_compile_response",
    "SpecCompileResponseDiagnosticsItem": ".spec_compile_response_diagnostics_item",
    "SpecCompileResponseSummary": ".spec_compile_response_summary",
    "SpecExplainRequest": ".spec_explain_request",
    "SpecExplainRequestOverrides": ".spec_explain_request_overrides",
    "SpecExplainRequestSpecType0": ".spec_explain_request_spec_type_0",
    "SpecExplainResponse": ".spec_explain_response",
    "SpecExplainResponseSummary": ".spec_explain_response_summary",
    "SpecGraphRequest": ".spec_graph_request",
    "SpecGraphRequestOverrides": ".spec_graph_request_overrides",
    "SpecGraphRequestSpecType0": ".spec_graph_request_spec_type_0",
    "SpecGraphResponse": ".spec_graph_response",
    "SpecGraphResponseEdgesItem": ".spec_graph_response_edges_item",
    "SpecGraphResponseNodesItem": ".spec_graph_response_nodes_item",
    "SpecPolicyReportRequest": ".spec_policy_report_request",
    "SpecPolicyReportRequestOverrides": ".spec_policy_report_request_overrides",
    "SpecPolicyReportRequestSpecType0": ".spec_policy_report_request_spec_type_0",
    "SpecPolicyReportResponse": ".spec_policy_report_response",
    "SpecPolicyReportResponseReport": ".spec_policy_report_response_report",
    "SpecValidateRequest": ".spec_validate_request",
    "SpecValidateRequestOverrides": ".spec_validate_request_overrides",
    "SpecValidateRequestSpecType0": ".spec_validate_request_spec_type_0",
    "SpecValidateResponse": ".spec_validate_response",
    "SpecValidateResponseDiagnosticsItem": ".spec_validate_response_diagnostics_item",
    "TraceResponse": ".trace_response",
    "TraceResponseEventsItem": ".trace_response_events_item",
    "TraceResponseSortOrder": ".trace_response_sort_order",
    "ValidationError": ".validation_error",
    "ValidationErrorCtx": ".validation_error_ctx",
    "WorkflowKind": ".workflow_kind",
}

__all__ = [
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

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(module, __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES})
