"""validate_then_compile and dry_run: what they send, where they stop, and what they make of the answers."""

from __future__ import annotations

import contextlib
import copy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kneo_client.core import KneoBadRequestError, KneoServerError, KneoValidationError
from kneo_client.core.spec_results import DryRunResult, ValidateThenCompileResult
from kneo_client.types import RunCreateRequest, SpecCompileRequest, SpecExplainRequest, SpecValidateRequest
from tests.wire.kneo.both_clients import failure_of
from tests.wire.kneo.raw_server import Exchange, json_answer
from trellis.emulator.kneo.settings import EXAMPLES
from trellis.testing import assert_operations, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer
    from trellis.emulator import KneoHandle

SPEC: dict[str, Any] = yaml.safe_load((EXAMPLES / "support_triage.yaml").read_text("utf-8"))
BROKEN = {**copy.deepcopy(SPEC), "workflow": {"kind": "sequential", "steps": []}}
WHOLE = {
    "spec": SPEC,
    "environment": "prod",
    "overlays": ["support_triage.yaml"],
    "overrides": {"agent.model": "other"},
    "strict": False,
}


def as_dict(body: Any) -> dict[str, Any]:
    made: dict[str, Any] = body if isinstance(body, dict) else body.to_dict()
    return made


def sent(server: KneoHandle, operation_id: str) -> Any:
    (request,) = server.requests.to(operation_id)
    return request.json()


@pytest.mark.parametrize(
    "body",
    [
        {"spec": SPEC},
        {"spec_path": "support_triage.yaml"},
        WHOLE,
        SpecCompileRequest(spec=SPEC, strict=False),
        SpecValidateRequest(spec=SPEC, environment="prod"),
    ],
    ids=["spec", "path", "everything", "compile model", "validate model"],
)
def test_a_valid_spec_is_compiled(either: Either, kneo_server: KneoHandle, body: Any) -> None:
    before = copy.deepcopy(body)

    result: Any = either.do(either.client(kneo_server.url).agent.specs.validate_then_compile(body))

    assert ValidateThenCompileResult in type(result).__mro__
    assert (result.ok, result.validate.valid, result.compile.ok) == (True, True, True)
    assert tuple(result) == (result.validate, result.compile)
    assert body == before, "the caller's body was changed"
    assert_operations(kneo_server.requests, "validate_spec", "compile_spec")


def test_strict_goes_to_compile_alone(either: Either, kneo_server: KneoHandle) -> None:
    either.do(either.client(kneo_server.url).agent.specs.validate_then_compile(WHOLE))

    assert sent(kneo_server, "compile_spec") == WHOLE
    assert sent(kneo_server, "validate_spec") == {name: value for name, value in WHOLE.items() if name != "strict"}


def test_an_invalid_spec_is_not_compiled(either: Either, kneo_server: KneoHandle) -> None:
    result: Any = either.do(either.client(kneo_server.url).agent.specs.validate_then_compile({"spec": BROKEN}))

    assert (result.ok, result.validate.valid, result.compile) == (False, False, None)
    assert [diagnostic["code"] for diagnostic in result.validate.diagnostics] == ["E_STEPS"]
    assert_operations(kneo_server.requests, "validate_spec")


def test_an_invalid_spec_file_is_an_error_of_this_release(either: Either, kneo_server: KneoHandle) -> None:
    specs = either.client(kneo_server.url).agent.specs

    failure_of(either, lambda: specs.validate_then_compile({"spec_path": "nowhere.yaml"}), KneoBadRequestError)
    assert_operations(kneo_server.requests, "validate_spec")


def test_what_compiles_to_nothing_is_not_ok(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(json_answer({"valid": True, "diagnostics": [], "ok": False, "summary": {}}))

    result: Any = either.do(either.client(server.url).agent.specs.validate_then_compile({"spec": {}}))

    assert (result.validate.valid, result.compile.ok, result.ok) == (True, False, False)


@pytest.mark.parametrize("body", [WHOLE, SpecValidateRequest(spec=SPEC, environment="prod")], ids=["dict", "model"])
def test_a_dry_run_does_all_but_run(either: Either, kneo_server: KneoHandle, body: Any) -> None:
    wanted = {name: value for name, value in as_dict(body).items() if name != "strict"}
    # Platforms before 0.9.0 know only the spec itself in explain, and refuse the rest; they are asked again.
    explained = [wanted] if kneo_server.settings.since("0.9.0") else [wanted, {"spec": SPEC}]

    with contextlib.nullcontext() if len(explained) == 1 else kneo_server.expect_violations():
        result: Any = either.do(either.client(kneo_server.url).agent.specs.dry_run(body))

    assert DryRunResult in type(result).__mro__
    assert (result.ok, result.validate.valid, result.policy_report.valid) == (True, True, True)
    assert result.explain.summary
    assert tuple(result) == (result.validate, result.explain, result.policy_report)
    called = [request.operation_id for request in kneo_server.requests]
    assert called[0] == "validate_spec"
    assert sorted(map(str, called[1:])) == ["explain_spec"] * len(explained) + ["policy_report_spec"]
    assert [request.json() for request in kneo_server.requests.to("explain_spec")] == explained
    assert sent(kneo_server, "policy_report_spec")["environment"] == "prod"
    assert "strict" not in sent(kneo_server, "policy_report_spec")
    assert kneo_server.state.runs == {}


def test_a_refusal_of_something_else_ends_a_dry_run(either: Either, serve: Callable[..., RawServer]) -> None:
    unknown = {"type": "extra_forbidden", "loc": ["body", "environment"], "msg": "Extra inputs are not permitted"}
    wrong = {"type": "string_type", "loc": ["body", "environment"], "msg": "Input should be a valid string"}
    for detail in ([wrong], [unknown, wrong], [], {"error": "unknown_query_parameters", "message": "m"}, [None]):

        def play(exchange: Exchange, detail: Any = detail) -> bool:
            refused = exchange.target.endswith("/explain")
            body = {"detail": detail} if refused else {"valid": True, "report": {}}
            exchange.send(json_answer(body, status=422 if refused else 200))
            return True

        server = serve(play)
        specs = either.client(server.url).agent.specs
        failure_of(either, lambda specs=specs: specs.dry_run({"spec": {}, "environment": "prod"}), KneoValidationError)
        assert [exchange.target for exchange in server.exchanges].count("/v1/specs/explain") == 1


def test_a_dry_run_by_path_explains_that_path(either: Either, kneo_server: KneoHandle) -> None:
    either.do(either.client(kneo_server.url).agent.specs.dry_run({"spec_path": "support_triage.yaml"}))

    assert sent(kneo_server, "explain_spec") == {"spec_path": "support_triage.yaml"}


def test_a_dry_run_of_an_invalid_spec_stops(either: Either, kneo_server: KneoHandle) -> None:
    result: Any = either.do(either.client(kneo_server.url).agent.specs.dry_run({"spec": BROKEN}))

    assert (result.ok, result.explain, result.policy_report) == (False, None, None)
    assert_operations(kneo_server.requests, "validate_spec")


@pytest.mark.parametrize(("valid", "ok"), [(True, True), (False, False), (None, True)])
def test_a_dry_run_is_ok_unless_the_policies_say_no(
    either: Either, serve: Callable[..., RawServer], valid: bool | None, ok: bool
) -> None:
    def play(exchange: Exchange) -> bool:
        answers = {
            "validate": {"valid": True, "diagnostics": []},
            "explain": {"summary": {}},
            "policy-report": {"report": {}, **({} if valid is None else {"valid": valid})},
        }
        exchange.send(json_answer(answers[exchange.target.rpartition("/")[2]]))
        return True

    result: Any = either.do(either.client(serve(play).url).agent.specs.dry_run({"spec": {}}))

    assert result.ok is ok


@pytest.mark.parametrize("failing", ["explain_spec", "policy_report_spec"])
def test_half_a_dry_run_is_an_error(either: Either, kneo_server: KneoHandle, failing: str) -> None:
    kneo_server.faults.add(failing, faults.status(500, times=None))
    specs = either.client(kneo_server.url).agent.specs

    failure_of(either, lambda: specs.dry_run({"spec": SPEC}), KneoServerError)


def test_a_key_goes_with_every_request_of_a_compound(either: Either, kneo_server: KneoHandle) -> None:
    specs = either.client(kneo_server.url).agent.specs

    either.do(specs.validate_then_compile({"spec": SPEC}, idempotency_key="mine"))
    either.do(specs.dry_run({"spec": SPEC}, idempotency_key="mine"))

    assert [request.headers["idempotency-key"] for request in kneo_server.requests] == ["mine"] * 5


@pytest.mark.parametrize("method", ["validate_then_compile", "dry_run"])
@pytest.mark.parametrize(
    "body",
    [None, "spec", ["spec"], SPEC.items(), RunCreateRequest(input_="x"), SpecExplainRequest(spec=SPEC)],
    ids=lambda body: type(body).__name__,
)
def test_a_body_that_fits_none_of_the_requests_sends_nothing(
    either: Either, kneo_server: KneoHandle, method: str, body: Any
) -> None:
    specs = either.client(kneo_server.url).agent.specs

    with pytest.raises(TypeError, match="body"):
        either.do(getattr(specs, method)(body))
    assert_operations(kneo_server.requests)
