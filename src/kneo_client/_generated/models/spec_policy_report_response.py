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

    from ..models.spec_policy_report_response_report import SpecPolicyReportResponseReport

__all__ = ["SpecPolicyReportResponse"]

_KEYS = frozenset(("report", "valid"))


@_define(kw_only=True)
class SpecPolicyReportResponse(ExtraFields[Any]):
    """How a spec stands against policy."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"report": "report", "valid": "valid"}

    report: SpecPolicyReportResponseReport
    """The report."""
    valid: bool | Unset = UNSET
    """Whether nothing stands in its way."""
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
            report=_m.SpecPolicyReportResponseReport()
            if (v := src["report"]) is None
            else _m.SpecPolicyReportResponseReport.from_dict(v),
            valid=UNSET if (v := get("valid")) is None else v,
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"report": self.report.to_dict()}
        if self.valid is not UNSET:
            out["valid"] = self.valid
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
