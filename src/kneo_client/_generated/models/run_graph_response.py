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

    from ..models.run_graph_response_edges_item import RunGraphResponseEdgesItem
    from ..models.run_graph_response_nodes_item import RunGraphResponseNodesItem
    from ..models.run_status import RunStatus
    from ..models.workflow_kind import WorkflowKind

__all__ = ["RunGraphResponse"]

_KEYS = frozenset(
    ("run_id", "status", "workflow_name", "workflow_kind", "start", "max_steps", "nodes", "edges", "current", "visited")
)


@_define(kw_only=True)
class RunGraphResponse(ExtraFields[Any]):
    """The workflow of a run as a graph, and where the run is in it."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "run_id": "run_id",
        "status": "status",
        "workflow_name": "workflow_name",
        "workflow_kind": "workflow_kind",
        "start": "start",
        "max_steps": "max_steps",
        "nodes": "nodes",
        "edges": "edges",
        "current": "current",
        "visited": "visited",
    }

    run_id: str
    """Id of the run."""
    status: RunStatus
    """State of the run."""
    workflow_name: str | Unset | None = UNSET
    """Name of the workflow."""
    workflow_kind: WorkflowKind | Unset | None = UNSET
    """Kind of the workflow."""
    start: str | Unset | None = UNSET
    """Id of the node it begins at."""
    max_steps: int | Unset | None = UNSET
    """After how many steps it is stopped, if it is."""
    nodes: list[RunGraphResponseNodesItem] | Unset = UNSET
    """The nodes."""
    edges: list[RunGraphResponseEdgesItem] | Unset = UNSET
    """The edges, each from a node to the one that may come next."""
    current: str | Unset | None = UNSET
    """Id of the node that the run is at."""
    visited: list[str] | Unset = UNSET
    """Ids of the nodes it has been through, in order."""
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
            workflow_name=get("workflow_name", UNSET),
            workflow_kind=UNSET
            if (v := get("workflow_kind", UNSET)) is UNSET
            else (None if v is None else _m.WorkflowKind.of(v)),
            start=get("start", UNSET),
            max_steps=get("max_steps", UNSET),
            nodes=UNSET
            if (v := get("nodes", UNSET)) is UNSET
            else []
            if v is None
            else list(map(_m.RunGraphResponseNodesItem.from_dict, v)),
            edges=UNSET
            if (v := get("edges", UNSET)) is UNSET
            else []
            if v is None
            else list(map(_m.RunGraphResponseEdgesItem.from_dict, v)),
            current=get("current", UNSET),
            visited=UNSET if (v := get("visited", UNSET)) is UNSET else [] if v is None else v,
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"run_id": self.run_id, "status": str(self.status)}
        if self.workflow_name is not UNSET:
            out["workflow_name"] = self.workflow_name
        if self.workflow_kind is not UNSET:
            out["workflow_kind"] = None if self.workflow_kind is None else str(self.workflow_kind)
        if self.start is not UNSET:
            out["start"] = self.start
        if self.max_steps is not UNSET:
            out["max_steps"] = self.max_steps
        if self.nodes is not UNSET:
            out["nodes"] = [i0.to_dict() for i0 in self.nodes]
        if self.edges is not UNSET:
            out["edges"] = [i0.to_dict() for i0 in self.edges]
        if self.current is not UNSET:
            out["current"] = self.current
        if self.visited is not UNSET:
            out["visited"] = self.visited
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
