"""What the compound methods of the specs client return."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .._generated.models import (
        SpecCompileResponse,
        SpecExplainResponse,
        SpecPolicyReportResponse,
        SpecValidateResponse,
    )

__all__ = ["DryRunResult", "ValidateThenCompileResult"]


class ValidateThenCompileResult(NamedTuple):
    """The answers of `validate` and, if the spec was valid, of `compile`."""

    validate: SpecValidateResponse
    compile: SpecCompileResponse | None

    @property
    def ok(self) -> bool:
        """Whether the spec is valid and compiles."""
        return self.compile is not None and self.compile.ok


class DryRunResult(NamedTuple):
    """The answers of `validate` and, if the spec was valid, of `explain` and `policy_report`."""

    validate: SpecValidateResponse
    explain: SpecExplainResponse | None
    policy_report: SpecPolicyReportResponse | None

    @property
    def ok(self) -> bool:
        """Whether the spec is valid and the policies let it pass."""
        return self.policy_report is not None and self.policy_report.valid is not False
