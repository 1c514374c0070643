"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.run_status import RunStatus
    from ..models.run_status_response_error_type_0 import RunStatusResponseErrorType0
    from ..models.run_status_response_metadata import RunStatusResponseMetadata
    from ..models.run_status_response_pending_human_request_type_0 import RunStatusResponsePendingHumanRequestType0
    from ..models.run_usage import RunUsage
    from ..models.workflow_kind import WorkflowKind

__all__ = ["RunStatusResponse"]

_KEYS = frozenset(
    (
        "run_id",
        "status",
        "workflow_kind",
        "workflow_name",
        "agent_name",
        "input_text",
        "output_text",
        "error",
        "current_step_index",
        "current_node_id",
        "visited_steps",
        "visited_nodes",
        "continuation_id",
        "pending_human_request",
        "trace_event_count",
        "session_id",
        "usage",
        "metadata",
    )
)


@_define(kw_only=True)
class RunStatusResponse(ExtraFields[Any]):
    """The state of a run."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "run_id": "run_id",
        "status": "status",
        "workflow_kind": "workflow_kind",
        "workflow_name": "workflow_name",
        "agent_name": "agent_name",
        "input_text": "input_text",
        "output_text": "output_text",
        "error": "error",
        "current_step_index": "current_step_index",
        "current_node_id": "current_node_id",
        "visited_steps": "visited_steps",
        "visited_nodes": "visited_nodes",
        "continuation_id": "continuation_id",
        "pending_human_request": "pending_human_request",
        "trace_event_count": "trace_event_count",
        "session_id": "session_id",
        "usage": "usage",
        "metadata": "metadata",
    }

    run_id: str
    """Id of the run."""
    status: RunStatus
    """State of the run."""
    workflow_kind: WorkflowKind | Unset | None = UNSET
    """Kind of its workflow."""
    workflow_name: str | Unset | None = UNSET
    """Name of its workflow."""
    agent_name: str | Unset | None = UNSET
    """Name of the agent that runs or ran last."""
    input_text: str | Unset | None = UNSET
    """Input it was started with."""
    output_text: str | Unset | None = UNSET
    """Output, once there is one."""
    error: RunStatusResponseErrorType0 | Unset | None = UNSET
    """What made it fail: a type and a message at least."""
    current_step_index: int | Unset | None = UNSET
    """Position of the step it is at."""
    current_node_id: str | Unset | None = UNSET
    """Id of the node it is at."""
    visited_steps: list[str] | Unset = UNSET
    """Steps it has been through, in order."""
    visited_nodes: list[str] | Unset = UNSET
    """Nodes it has been through, in order."""
    continuation_id: str | Unset | None = UNSET
    """Id of the human task it waits on."""
    pending_human_request: RunStatusResponsePendingHumanRequestType0 | Unset | None = UNSET
    """What it asks a person."""
    trace_event_count: int | Unset = UNSET
    """How many trace events it has left so far."""
    session_id: str | Unset | None = UNSET
    """Session that it belongs to. From 1.1.0 on."""
    usage: RunUsage | Unset | None = UNSET
    """What its models have used so far. From 1.2.0 on."""
    metadata: RunStatusResponseMetadata | Unset = UNSET
    """Further facts about the run."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        get = src.get
        return cls(
            run_id=src["run_id"],
            status=_m.RunStatus.of(src["status"]),
            workflow_kind=UNSET
            if (v := get("workflow_kind", UNSET)) is UNSET
            else (None if v is None else _m.WorkflowKind.of(v)),
            workflow_name=get("workflow_name", UNSET),
            agent_name=get("agent_name", UNSET),
            input_text=get("input_text", UNSET),
            output_text=get("output_text", UNSET),
            error=UNSET
            if (v := get("error", UNSET)) is UNSET
            else (None if v is None else _m.RunStatusResponseErrorType0.from_dict(v)),
            current_step_index=get("current_step_index", UNSET),
            current_node_id=get("current_node_id", UNSET),
            visited_steps=UNSET if (v := get("visited_steps", UNSET)) is UNSET else [] if v is None else v,
            visited_nodes=UNSET if (v := get("visited_nodes", UNSET)) is UNSET else [] if v is None else v,
            continuation_id=get("continuation_id", UNSET),
            pending_human_request=UNSET
            if (v := get("pending_human_request", UNSET)) is UNSET
            else (None if v is None else _m.RunStatusResponsePendingHumanRequestType0.from_dict(v)),
            trace_event_count=UNSET if (v := get("trace_event_count")) is None else v,
            session_id=get("session_id", UNSET),
            usage=UNSET if (v := get("usage", UNSET)) is UNSET else (None if v is None else _m.RunUsage.from_dict(v)),
            metadata=UNSET
            if (v := get("metadata", UNSET)) is UNSET
            else _m.RunStatusResponseMetadata()
            if v is None
            else _m.RunStatusResponseMetadata.from_dict(v),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"run_id": self.run_id, "status": str(self.status)}
        if self.workflow_kind is not UNSET:
            out["workflow_kind"] = None if self.workflow_kind is None else str(self.workflow_kind)
        if self.workflow_name is not UNSET:
            out["workflow_name"] = self.workflow_name
        if self.agent_name is not UNSET:
            out["agent_name"] = self.agent_name
        if self.input_text is not UNSET:
            out["input_text"] = self.input_text
        if self.output_text is not UNSET:
            out["output_text"] = self.output_text
        if self.error is not UNSET:
            out["error"] = None if self.error is None else self.error.to_dict()
        if self.current_step_index is not UNSET:
            out["current_step_index"] = self.current_step_index
        if self.current_node_id is not UNSET:
            out["current_node_id"] = self.current_node_id
        if self.visited_steps is not UNSET:
            out["visited_steps"] = self.visited_steps
        if self.visited_nodes is not UNSET:
            out["visited_nodes"] = self.visited_nodes
        if self.continuation_id is not UNSET:
            out["continuation_id"] = self.continuation_id
        if self.pending_human_request is not UNSET:
            out["pending_human_request"] = (
                None if self.pending_human_request is None else self.pending_human_request.to_dict()
            )
        if self.trace_event_count is not UNSET:
            out["trace_event_count"] = self.trace_event_count
        if self.session_id is not UNSET:
            out["session_id"] = self.session_id
        if self.usage is not UNSET:
            out["usage"] = None if self.usage is None else self.usage.to_dict()
        if self.metadata is not UNSET:
            out["metadata"] = self.metadata.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
