"""Names that later releases of the published client added: they are here, too."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client import KneoClient, SyncKneoClient, core
from kneo_client.agent import DryRunResult, SkillsClient, SpecsClient, ValidateThenCompileResult
from kneo_client.core import KneoServerError, RetryPolicy, errors, results
from kneo_client.platform import AuditClient, CredentialsClient, HumanTasksClient, PoliciesClient, RunsClient
from trellis.testing import attempts_of_one_call, faults

if TYPE_CHECKING:
    from kneo_client.core import Profile
    from trellis.emulator import KneoHandle

REQUEST = "json=None params=None headers=None idempotency_key=None request_id=None retry_policy=None"
TAIL = "start_offset=0 page_size=100 poll_interval=1.0 timeout=None terminal_statuses=None event_type=None"

KEYWORDS: dict[str, tuple[Any, str]] = {
    "KneoClient": (KneoClient.__init__, "http_client=None retry_policy=None"),
    "KneoClient.from_profile": (
        KneoClient.from_profile,
        "config_file=None url=None api_key=None auth_scheme=None timeout=None http_client=None",
    ),
    "KneoClient.request": (KneoClient.request, REQUEST),
    "SyncKneoClient.request": (SyncKneoClient.request, REQUEST),
    "Transport.request": (core.Transport.request, REQUEST),
    "SyncTransport.request": (core.SyncTransport.request, REQUEST),
    "RunsClient.tail_trace": (RunsClient.tail_trace, TAIL),
    "RunsClient.list": (
        RunsClient.list,
        "status=None workflow_kind=None workflow_name=None session_id=None has_error=None created_after=None"
        " created_before=None q=None limit=100 offset=0 sort_by='updated_at' sort_order='desc'",
    ),
    "RunsClient.checkpoints": (RunsClient.checkpoints, "type=None"),
    "PoliciesClient.environment_preview": (PoliciesClient.environment_preview, "idempotency_key=None"),
    "SkillsClient.list": (SkillsClient.list, "limit=100 offset=0 sort_by='name' sort_order='asc'"),
    "SpecsClient.graph": (SpecsClient.graph, "idempotency_key=None"),
    "HumanTasksClient.list": (
        HumanTasksClient.list,
        "status=None run_id=None workflow_kind=None sort_by=None sort_order=None",
    ),
    "HumanTasksClient.resume_by_id": (HumanTasksClient.resume_by_id, "idempotency_key=None"),
    "HumanTasksClient.resume_first_pending": (
        HumanTasksClient.resume_first_pending,
        "run_id=None workflow_kind=None idempotency_key=None",
    ),
    "AuditClient.list": (AuditClient.list, "event_type=None run_id=None limit=100 offset=None sort_by=None"),
    "CredentialsClient.list": (CredentialsClient.list, "providers=None extras=None include_service_tokens=True"),
    "SpecsClient.validate_then_compile": (SpecsClient.validate_then_compile, "idempotency_key=None"),
    "SpecsClient.dry_run": (SpecsClient.dry_run, "idempotency_key=None"),
    "iterate_all": (results.iterate_all, "page_size=100 start_offset=0"),
}


@pytest.mark.parametrize(("function", "keywords"), KEYWORDS.values(), ids=KEYWORDS)
def test_a_function_takes_the_later_keywords(function: Any, keywords: str) -> None:
    parameters = inspect.signature(function).parameters
    wanted = dict(each.split("=") for each in keywords.split(" "))
    found = {name: repr(parameters[name].default) for name in wanted if name in parameters}
    assert found == wanted
    assert {parameters[name].kind for name in wanted} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(
    "name",
    [
        *("AuthScheme", "Map", "Page", "Profile", "RetryPolicy", "SyncTransport", "Transport", "iterate_all"),
        *("load_profile", "new_idempotency_key", "KneoError", "KneoNetworkError", "KneoProtocolError"),
        *("KneoBadRequestError", "KneoAuthError", "KneoPermissionError", "KneoNotFoundError", "KneoConflictError"),
        *("KneoIdempotencyMismatchError", "KneoHumanTaskExpiredError", "KneoPayloadTooLargeError"),
        *("KneoValidationError", "KneoRateLimitedError", "KneoServerError", "KneoServiceUnavailableError"),
    ],
)
def test_core_has_the_later_names_at_hand(name: str) -> None:
    assert name in core.__all__
    assert getattr(core, name).__name__ == name


@pytest.mark.parametrize("old", ["KneoRateLimited", "KneoPayloadTooLarge", "KneoServiceUnavailable"])
def test_an_error_that_was_renamed_is_one_class_under_both_names(old: str) -> None:
    assert getattr(errors, old) is getattr(errors, f"{old}Error")


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        (errors.KneoError, {"status", "body", "request_id", "idempotency_key", "code"}),
        (errors.KneoConflictError, {"retry_after"}),
        (errors.KneoHumanTaskExpiredError, {"continuation_id", "expires_at"}),
        (errors.KneoPayloadTooLargeError, {"max_body_bytes"}),
        (errors.KneoRateLimitedError, {"retry_after"}),
        (errors.KneoServiceUnavailableError, {"retry_after"}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_an_error_has_the_later_attributes(kind: type[Exception], attributes: set[str]) -> None:
    assert {name: getattr(kind("what happened"), name) for name in attributes} == dict.fromkeys(attributes)


def test_a_run_can_be_drawn_by_its_id_alone() -> None:
    assert list(inspect.signature(RunsClient.graph).parameters) == ["self", "run_id"]
    assert "KneoHumanTaskExpiredError" in errors.__all__


def test_the_results_of_compound_methods_have_their_parts() -> None:
    assert list(inspect.signature(ValidateThenCompileResult).parameters) == ["validate", "compile"]
    assert list(inspect.signature(DryRunResult).parameters) == ["validate", "explain", "policy_report"]
    assert isinstance(ValidateThenCompileResult.ok, property)
    assert isinstance(DryRunResult.ok, property)


def test_a_policy_for_one_request_is_for_that_one(kneo_profile: Profile, kneo_server: KneoHandle) -> None:
    with SyncKneoClient(kneo_profile, retry_policy=RetryPolicy(max_attempts=1)) as client:
        kneo_server.faults.add("livez", faults.status(503, times=3))
        patient = RetryPolicy(max_attempts=4, base_delay=0)
        assert client.request("GET", "/v1/livez", retry_policy=patient).status_code == 200
        attempts_of_one_call(kneo_server.requests, "livez", count=4)
        kneo_server.faults.add("livez", faults.status(503))
        with pytest.raises(KneoServerError):
            client.request("GET", "/v1/livez")
        assert kneo_server.requests.received == 5


@pytest.mark.anyio
async def test_a_policy_for_one_request_is_for_that_one_asynchronously(
    kneo: KneoClient, kneo_server: KneoHandle
) -> None:
    kneo_server.faults.add("livez", faults.status(503))
    with pytest.raises(KneoServerError):
        await kneo.request("GET", "/v1/livez", retry_policy=RetryPolicy(max_attempts=1))
    assert kneo_server.requests.received == 1
