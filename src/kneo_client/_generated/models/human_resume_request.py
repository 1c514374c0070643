"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define

import trellis.core.runtime.codec as _c
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ..models.human_resume_request_decision import HumanResumeRequestDecision
    from ..models.human_resume_request_metadata import HumanResumeRequestMetadata

__all__ = ["HumanResumeRequest"]

_KEYS = frozenset(("request_id", "decision", "content", "selected_option", "metadata"))


@_define(kw_only=True)
class HumanResumeRequest:
    """A person's answer to a human task."""

    request_id: str
    """Id of the request that is answered, from the task."""
    decision: HumanResumeRequestDecision | str
    """The answer."""
    content: str | Unset | None = UNSET
    """The text, where the decision is edited or provided."""
    selected_option: str | Unset | None = UNSET
    """The option, where the decision is selected."""
    metadata: HumanResumeRequestMetadata | Unset | dict[str, Any] = UNSET
    """Data of the caller's own to keep with the answer."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        if not _KEYS.issuperset(src):
            raise ValueError(f"HumanResumeRequest has no member {min(str(key) for key in src if key not in _KEYS)!r}")
        v: Any
        get = src.get
        return cls(
            request_id=src["request_id"],
            decision=_m.HumanResumeRequestDecision.of(src["decision"]),
            content=get("content", UNSET),
            selected_option=get("selected_option", UNSET),
            metadata=UNSET
            if (v := get("metadata", UNSET)) is UNSET
            else _m.HumanResumeRequestMetadata()
            if v is None
            else _m.HumanResumeRequestMetadata.from_dict(v),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"request_id": self.request_id, "decision": _c.dump(self.decision)}
        if self.content is not UNSET:
            out["content"] = self.content
        if self.selected_option is not UNSET:
            out["selected_option"] = self.selected_option
        if self.metadata is not UNSET:
            out["metadata"] = _c.dump(self.metadata)
        return out
