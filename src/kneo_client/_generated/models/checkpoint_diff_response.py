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

    from ..models.checkpoint_diff_response_added_item import CheckpointDiffResponseAddedItem
    from ..models.checkpoint_diff_response_changed_item import CheckpointDiffResponseChangedItem
    from ..models.checkpoint_diff_response_from_checkpoint import CheckpointDiffResponseFromCheckpoint
    from ..models.checkpoint_diff_response_removed_item import CheckpointDiffResponseRemovedItem
    from ..models.checkpoint_diff_response_to_checkpoint import CheckpointDiffResponseToCheckpoint

__all__ = ["CheckpointDiffResponse"]

_KEYS = frozenset(
    ("run_id", "from_checkpoint", "to_checkpoint", "change_count", "added", "removed", "changed", "truncated")
)


@_define(kw_only=True)
class CheckpointDiffResponse(ExtraFields[Any]):
    """What changed between two checkpoints, by flattened path."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "run_id": "run_id",
        "from_checkpoint": "from_checkpoint",
        "to_checkpoint": "to_checkpoint",
        "change_count": "change_count",
        "added": "added",
        "removed": "removed",
        "changed": "changed",
        "truncated": "truncated",
    }

    run_id: str
    """Id of the run."""
    from_checkpoint: CheckpointDiffResponseFromCheckpoint
    """The earlier checkpoint."""
    to_checkpoint: CheckpointDiffResponseToCheckpoint
    """The later checkpoint."""
    change_count: int
    """How many places differ."""
    added: list[CheckpointDiffResponseAddedItem] | Unset = UNSET
    """What only the later one has."""
    removed: list[CheckpointDiffResponseRemovedItem] | Unset = UNSET
    """What only the earlier one has."""
    changed: list[CheckpointDiffResponseChangedItem] | Unset = UNSET
    """What both have and differs."""
    truncated: bool | Unset = UNSET
    """Whether the lists were cut short."""
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
            from_checkpoint=_m.CheckpointDiffResponseFromCheckpoint()
            if (v := src["from_checkpoint"]) is None
            else _m.CheckpointDiffResponseFromCheckpoint.from_dict(v),
            to_checkpoint=_m.CheckpointDiffResponseToCheckpoint()
            if (v := src["to_checkpoint"]) is None
            else _m.CheckpointDiffResponseToCheckpoint.from_dict(v),
            change_count=src["change_count"],
            added=UNSET
            if (v := get("added", UNSET)) is UNSET
            else []
            if v is None
            else list(map(_m.CheckpointDiffResponseAddedItem.from_dict, v)),
            removed=UNSET
            if (v := get("removed", UNSET)) is UNSET
            else []
            if v is None
            else list(map(_m.CheckpointDiffResponseRemovedItem.from_dict, v)),
            changed=UNSET
            if (v := get("changed", UNSET)) is UNSET
            else []
            if v is None
            else list(map(_m.CheckpointDiffResponseChangedItem.from_dict, v)),
            truncated=UNSET if (v := get("truncated")) is None else v,
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {
            "run_id": self.run_id,
            "from_checkpoint": self.from_checkpoint.to_dict(),
            "to_checkpoint": self.to_checkpoint.to_dict(),
            "change_count": self.change_count,
        }
        if self.added is not UNSET:
            out["added"] = [i0.to_dict() for i0 in self.added]
        if self.removed is not UNSET:
            out["removed"] = [i0.to_dict() for i0 in self.removed]
        if self.changed is not UNSET:
            out["changed"] = [i0.to_dict() for i0 in self.changed]
        if self.truncated is not UNSET:
            out["truncated"] = self.truncated
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
