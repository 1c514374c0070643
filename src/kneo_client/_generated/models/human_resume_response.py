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

    from ..models.human_resume_response_metadata import HumanResumeResponseMetadata
    from ..models.run_status import RunStatus

__all__ = ["HumanResumeResponse"]

_KEYS = frozenset(("run_id", "status", "output_text", "metadata"))


@_define(kw_only=True)
class HumanResumeResponse(ExtraFields[Any]):
    """Where a run stands after a human task was answered."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "run_id": "run_id",
        "status": "status",
        "output_text": "output_text",
        "metadata": "metadata",
    }

    run_id: str | None
    """Id of the run."""
    status: RunStatus
    """State of the run."""
    output_text: str | Unset | None = UNSET
    """Output, once there is one."""
    metadata: HumanResumeResponseMetadata | Unset = UNSET
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
            output_text=get("output_text", UNSET),
            metadata=UNSET
            if (v := get("metadata", UNSET)) is UNSET
            else _m.HumanResumeResponseMetadata()
            if v is None
            else _m.HumanResumeResponseMetadata.from_dict(v),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"run_id": self.run_id, "status": str(self.status)}
        if self.output_text is not UNSET:
            out["output_text"] = self.output_text
        if self.metadata is not UNSET:
            out["metadata"] = self.metadata.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
