"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.environment_policy_preview_response_diff import EnvironmentPolicyPreviewResponseDiff

__all__ = ["EnvironmentPolicyPreviewResponse"]

_KEYS = frozenset(("environment", "diff", "affected_run_ids", "newly_blocking", "runs_evaluated"))


@_define(kw_only=True)
class EnvironmentPolicyPreviewResponse(ExtraFields[Any]):
    """What replacing the policy of one environment would change."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "environment": "environment",
        "diff": "diff",
        "affected_run_ids": "affected_run_ids",
        "newly_blocking": "newly_blocking",
        "runs_evaluated": "runs_evaluated",
    }

    environment: str
    """Name of the environment."""
    diff: EnvironmentPolicyPreviewResponseDiff
    """The members of the policy that would change, each with what it was and would be."""
    affected_run_ids: list[str]
    """Runs for which the outcome would be another."""
    newly_blocking: list[str]
    """Rules that would stop a run that nothing stops now."""
    runs_evaluated: int
    """How many runs were looked at."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        return cls(
            environment=src["environment"],
            diff=_m.EnvironmentPolicyPreviewResponseDiff()
            if (v := src["diff"]) is None
            else _m.EnvironmentPolicyPreviewResponseDiff.from_dict(v),
            affected_run_ids=[] if (v := src["affected_run_ids"]) is None else v,
            newly_blocking=[] if (v := src["newly_blocking"]) is None else v,
            runs_evaluated=src["runs_evaluated"],
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {
            "environment": self.environment,
            "diff": self.diff.to_dict(),
            "affected_run_ids": self.affected_run_ids,
            "newly_blocking": self.newly_blocking,
            "runs_evaluated": self.runs_evaluated,
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
