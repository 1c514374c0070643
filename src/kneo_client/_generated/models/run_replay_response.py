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

    from ..models.run_replay_response_replay_context import RunReplayResponseReplayContext
    from ..models.run_replay_response_timeline_item import RunReplayResponseTimelineItem
    from ..models.run_status import RunStatus
    from ..models.workflow_kind import WorkflowKind

__all__ = ["RunReplayResponse"]

_KEYS = frozenset(
    (
        "run_id",
        "status",
        "workflow_kind",
        "workflow_name",
        "agent_name",
        "checkpoint_count",
        "timeline",
        "replay_context",
    )
)


@_define(kw_only=True)
class RunReplayResponse(ExtraFields[Any]):
    """The timeline of a run, rebuilt from its checkpoints."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "run_id": "run_id",
        "status": "status",
        "workflow_kind": "workflow_kind",
        "workflow_name": "workflow_name",
        "agent_name": "agent_name",
        "checkpoint_count": "checkpoint_count",
        "timeline": "timeline",
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
    agent_name: str | Unset | None = UNSET
    """Name of the agent that ran last."""
    checkpoint_count: int | Unset = UNSET
    """How many checkpoints it has left."""
    timeline: list[RunReplayResponseTimelineItem] | Unset = UNSET
    """The checkpoints in order, in brief."""
    replay_context: RunReplayResponseReplayContext | Unset = UNSET
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
            agent_name=get("agent_name", UNSET),
            checkpoint_count=UNSET if (v := get("checkpoint_count")) is None else v,
            timeline=UNSET
            if (v := get("timeline", UNSET)) is UNSET
            else []
            if v is None
            else list(map(_m.RunReplayResponseTimelineItem.from_dict, v)),
            replay_context=UNSET
            if (v := get("replay_context", UNSET)) is UNSET
            else _m.RunReplayResponseReplayContext()
            if v is None
            else _m.RunReplayResponseReplayContext.from_dict(v),
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
        if self.checkpoint_count is not UNSET:
            out["checkpoint_count"] = self.checkpoint_count
        if self.timeline is not UNSET:
            out["timeline"] = [i0.to_dict() for i0 in self.timeline]
        if self.replay_context is not UNSET:
            out["replay_context"] = self.replay_context.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
