"""Specs: checking, compiling, explaining and trying them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.aio import gather
from trellis.core.group import Group

from ..._generated import operations as ops
from ...core.errors import KneoValidationError
from ...core.spec_results import DryRunResult, ValidateThenCompileResult
from ..transport import caller_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ..._generated.models import (
        RunCreateRequest,
        RunCreateResponse,
        SpecCompileRequest,
        SpecCompileResponse,
        SpecExplainRequest,
        SpecExplainResponse,
        SpecGraphRequest,
        SpecGraphResponse,
        SpecPolicyReportRequest,
        SpecPolicyReportResponse,
        SpecValidateRequest,
        SpecValidateResponse,
    )
    from ..transport import Transport

__all__ = ["SpecsClient"]


class SpecsClient(Group):
    """The loop of writing a spec: validate, compile, explain, run.

    A body names the spec by `spec` (the spec as an object, not as text) or `spec_path` (a file the platform can read).
    All but `run` change nothing on the platform, so they are retried like a GET.
    """

    def __init__(self, transport: Transport) -> None:
        self._calls = caller_of(transport)

    async def validate(
        self, body: SpecValidateRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> SpecValidateResponse:
        """Check a spec. An invalid one is a result, not an error: see `valid` and `diagnostics`.

        POST /v1/specs/validate
        """
        return await self._calls.call(ops.validate_spec, body=body, idempotency_key=idempotency_key)

    async def compile(
        self, body: SpecCompileRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> SpecCompileResponse:
        """Compile a spec to what the platform would run.

        POST /v1/specs/compile. Raises KneoBadRequestError for an invalid spec.
        """
        return await self._calls.call(ops.compile_spec, body=body, idempotency_key=idempotency_key)

    async def explain(
        self, body: SpecExplainRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> SpecExplainResponse:
        """Sum a spec up for people.

        body: `environment`, `overlays` and `overrides` need a platform from 0.9.0 on; older ones refuse them.

        POST /v1/specs/explain. Raises KneoBadRequestError for an invalid spec.
        """
        return await self._calls.call(ops.explain_spec, body=body, idempotency_key=idempotency_key)

    async def graph(
        self, body: SpecGraphRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> SpecGraphResponse:
        """The workflow of a spec as nodes and edges.

        POST /v1/specs/graph. Raises KneoBadRequestError for an invalid spec. It needs a platform from 1.1.0 on; older
        ones answer KneoNotFoundError.
        """
        return await self._calls.call(ops.graph_spec, body=body, idempotency_key=idempotency_key)

    async def policy_report(
        self, body: SpecPolicyReportRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> SpecPolicyReportResponse:
        """What the policies would say about a spec.

        POST /v1/specs/policy-report. Raises KneoBadRequestError for an invalid spec.
        """
        return await self._calls.call(ops.policy_report_spec, body=body, idempotency_key=idempotency_key)

    async def run(
        self, body: RunCreateRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> RunCreateResponse:
        """Run a spec once, to try it. The answer comes when the run ends or blocks.

        body: as for `runs.create`. Platforms from 0.12.0 on heed `async_mode` here, too: the answer then comes at once.
        idempotency_key: at most 256 characters; the platform answers a repetition with its first answer.

        POST /v1/specs/run. Raises KneoIdempotencyMismatchError if the key was used for another payload.
        """
        return await self._calls.call(ops.run_spec, body=body, idempotency_key=idempotency_key)

    async def validate_then_compile(
        self, body: SpecValidateRequest | SpecCompileRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> ValidateThenCompileResult:
        """Validate a spec and, if it is valid, compile it.

        body: one for both; what only `compile` takes (`strict`) is left out for `validate`.

        POST /v1/specs/validate, POST /v1/specs/compile
        """
        whole = _as_dict(body)
        validated = await self.validate(_without(whole, "strict"), idempotency_key=idempotency_key)
        if not validated.valid:
            return ValidateThenCompileResult(validated, None)
        return ValidateThenCompileResult(validated, await self.compile(whole, idempotency_key=idempotency_key))

    async def dry_run(
        self, body: SpecValidateRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> DryRunResult:
        """Validate a spec and, if it is valid, explain it and report what the policies say: all but running it.

        body: one for all three. A platform before 0.9.0 takes only `spec` and `spec_path` in `explain`: if it refuses
        the rest there, it is asked again without.

        POST /v1/specs/validate, POST /v1/specs/explain, POST /v1/specs/policy-report
        """
        whole = _without(_as_dict(body), "strict")
        validated = await self.validate(whole, idempotency_key=idempotency_key)
        if not validated.valid:
            return DryRunResult(validated, None, None)
        explained, report = await gather(
            lambda: self._explain(whole, idempotency_key),
            lambda: self.policy_report(whole, idempotency_key=idempotency_key),
        )
        return DryRunResult(validated, explained, report)

    async def _explain(self, whole: dict[str, Any], idempotency_key: str | None) -> SpecExplainResponse:
        try:
            return await self.explain(whole, idempotency_key=idempotency_key)
        except KneoValidationError as refused:
            where: dict[str, Any] = {name: whole[name] for name in ("spec", "spec_path") if name in whole}
            if not _refuses(refused, whole.keys() - where.keys()):
                raise
        return await self.explain(where, idempotency_key=idempotency_key)


def _refuses(error: KneoValidationError, members: AbstractSet[str]) -> bool:
    """Whether a 422 says no more than that the platform does not know these members of the body."""
    problems = error.body.get("detail") if isinstance(error.body, dict) else None
    unknown = {("body", name) for name in members & {"environment", "overlays", "overrides"}}
    return (
        isinstance(problems, list)
        and bool(problems)
        and all(
            isinstance(problem, dict)
            and problem.get("type") == "extra_forbidden"
            and isinstance(problem.get("loc"), list)
            and tuple(problem["loc"]) in unknown
            for problem in problems
        )
    )


def _as_dict(body: Any) -> dict[str, Any]:
    if isinstance(body, dict):
        return body
    if type(body).__name__ not in ("SpecValidateRequest", "SpecCompileRequest"):
        raise TypeError(f"the body must be a SpecValidateRequest or a dict, got {type(body).__name__}")
    made: dict[str, Any] = body.to_dict()
    return made


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}
