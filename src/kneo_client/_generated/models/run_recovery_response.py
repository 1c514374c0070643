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

    from ..models.run_recovery_response_error_type_0 import RunRecoveryResponseErrorType0
    from ..models.run_recovery_response_pending_human_request_type_0 import RunRecoveryResponsePendingHumanRequestType0
    from ..models.run_recovery_response_replay_context import RunRecoveryResponseReplayContext
    from ..models.run_status import RunStatus
    from ..models.workflow_kind import WorkflowKind

__all__ = ["RunRecoveryResponse"]

_KEYS = frozenset(
    (
        "run_id",
        "status",
        "workflow_kind",
        "workflow_name",
        "current_step_index",
        "current_node_id",
        "visited_steps",
        "visited_nodes",
        "continuation_id",
        "pending_human_request",
        "error",
        "checkpoint_count",
        "replay_context",
    )
)


@_define(kw_only=True)
class RunRecoveryResponse(ExtraFields[Any]):
    """What is known for recovering a run."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "run_id": "run_id",
        "status": "status",
        "workflow_kind": "workflow_kind",
        "workflow_name": "workflow_name",
        "current_step_index": "current_step_index",
        "current_node_id": "current_node_id",
        "visited_steps": "visited_steps",
        "visited_nodes": "visited_nodes",
        "continuation_id": "continuation_id",
        "pending_human_request": "pending_human_request",
        "error": "error",
        "checkpoint_count": "checkpoint_count",
        "replay_context": "replay_context",
    }

    run_id: str
    """Id of the run."""
    status: RunStatus
    """State of the run."""
    workflow_kind: WorkflowKind | Unset | None = UNSET
    """Kind of its workflow."""
    workflow_name: str | Unset | None = UNSET
    """Name of its workflow."""
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
    pending_human_request: RunRecoveryResponsePendingHumanRequestType0 | Unset | None = UNSET
    """What it asks a person."""
    error: RunRecoveryResponseErrorType0 | Unset | None = UNSET
    """What made it fail: a type and a message at least."""
    checkpoint_count: int | Unset = UNSET
    """How many checkpoints it has left."""
    replay_context: RunRecoveryResponseReplayContext | Unset = UNSET
    """Whether it can be continued (`can_continue`), and from where."""
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
            current_step_index=get("current_step_index", UNSET),
            current_node_id=get("current_node_id", UNSET),
            visited_steps=UNSET if (v := get("visited_steps", UNSET)) is UNSET else [] if v is None else v,
            visited_nodes=UNSET if (v := get("visited_nodes", UNSET)) is UNSET else [] if v is None else v,
            continuation_id=get("continuation_id", UNSET),
            pending_human_request=UNSET
            if (v := get("pending_human_request", UNSET)) is UNSET
            else (None if v is None else _m.RunRecoveryResponsePendingHumanRequestType0.from_dict(v)),
            error=UNSET
            if (v := get("error", UNSET)) is UNSET
            else (None if v is None else _m.RunRecoveryResponseErrorType0.from_dict(v)),
            checkpoint_count=UNSET if (v := get("checkpoint_count")) is None else v,
            replay_context=UNSET
            if (v := get("replay_context", UNSET)) is UNSET
            else _m.RunRecoveryResponseReplayContext()
            if v is None
            else _m.RunRecoveryResponseReplayContext.from_dict(v),
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
        if self.error is not UNSET:
            out["error"] = None if self.error is None else self.error.to_dict()
        if self.checkpoint_count is not UNSET:
            out["checkpoint_count"] = self.checkpoint_count
        if self.replay_context is not UNSET:
            out["replay_context"] = self.replay_context.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
