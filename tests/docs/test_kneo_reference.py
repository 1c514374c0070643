"""The reference manual of kneo_client 0.1, name by name: modules, fields, defaults, types, errors.

Signatures of clients and transports are held to it in tests/unit/kneo, those of the adapters in tests/contract.
"""

from __future__ import annotations

import dataclasses
import inspect
import logging
from importlib import import_module
from typing import Any

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient, types
from kneo_client.agent import AgentClient, SpecsClient
from kneo_client.core import errors, pagination, profiles
from kneo_client.core.auth import AuthScheme
from kneo_client.core.logging import get_logger, redact_headers
from kneo_client.core.retries import RetryPolicy
from kneo_client.platform import (
    AuditClient,
    CredentialsClient,
    HealthClient,
    HumanTasksClient,
    PlatformClient,
    PoliciesClient,
    RunsClient,
)

PROFILE = profiles.Profile("prod", "https://kneo.example.com", "a-key")

NAMES = {
    "kneo_client": ("KneoClient",),
    "kneo_client.core.transport": ("Transport", "SyncTransport"),
    "kneo_client.core.profiles": ("Profile", "ProfileError", "load_profile", "default_config_path"),
    "kneo_client.core.auth": ("ApiKeyAuth", "AuthScheme"),
    "kneo_client.core.retries": ("RetryPolicy", "RETRYABLE_STATUS_CODES"),
    "kneo_client.core.idempotency": ("new_idempotency_key", "validate_idempotency_key"),
    "kneo_client.core.pagination": ("PaginatedResult", "iterate_all"),
    "kneo_client.core.request_id": ("generate_request_id",),
    "kneo_client.core.logging": ("get_logger", "redact_headers"),
    "kneo_client.core.errors": ("KneoError", "from_response"),
    "kneo_client.platform": ("PlatformClient",),
    "kneo_client.platform.health": ("HealthClient",),
    "kneo_client.platform.runs": ("RunsClient",),
    "kneo_client.platform.human_tasks": ("HumanTasksClient",),
    "kneo_client.platform.audit": ("AuditClient",),
    "kneo_client.platform.credentials": ("CredentialsClient",),
    "kneo_client.platform.policies": ("PoliciesClient",),
    "kneo_client.agent": ("AgentClient",),
    "kneo_client.agent.specs": ("SpecsClient",),
}


@pytest.mark.parametrize("module", NAMES)
def test_a_module_has_and_lists_what_the_manual_finds_there(module: str) -> None:
    found = import_module(module)
    assert [name for name in NAMES[module] if name not in found.__all__ or not hasattr(found, name)] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEFAULT_PROFILE_NAME", "default"),
        ("DEFAULT_TIMEOUT_SECONDS", 30.0),
        ("ENV_PROFILE", "KNEO_PROFILE"),
        ("ENV_URL", "KNEO_URL"),
        ("ENV_API_KEY", "KNEO_API_KEY"),
        ("ENV_AUTH_SCHEME", "KNEO_AUTH_SCHEME"),
        ("ENV_TIMEOUT", "KNEO_TIMEOUT"),
    ],
)
def test_the_constants_of_profiles(name: str, value: Any) -> None:
    assert getattr(profiles, name) == value


def test_the_schemes_are_strings() -> None:
    assert {member.name: member.value for member in AuthScheme} == {"BEARER": "bearer", "KNEO_API_KEY": "kneo_api_key"}
    assert isinstance(AuthScheme.BEARER, str)


FIELDS: dict[type, str] = {
    profiles.Profile: "name, url, api_key, auth_scheme=AuthScheme.BEARER, timeout=30.0",
    RetryPolicy: "max_attempts=3, base_delay=0.2, max_delay=30.0, jitter=0.1",
}


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_a_dataclass_has_these_fields_in_this_order_and_is_frozen(kind: type) -> None:
    assert parameters_of(kind) == promised(FIELDS[kind])
    made = PROFILE if kind is profiles.Profile else kind()
    for field in dataclasses.fields(kind):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(made, field.name, None)


def test_a_page_counts_and_knows_whether_more_follows() -> None:
    page = pagination.PaginatedResult(items=["a", "b"], total=5, limit=2, offset=2)
    assert (page.count, page.has_more, page.sort_by, page.sort_order) == (2, True, None, None)
    assert not dataclasses.replace(page, offset=3).has_more


SIGNATURES: dict[str, tuple[Any, str]] = {
    "KneoClient.aclose": (KneoClient.aclose, ""),
    "PlatformClient": (PlatformClient.__init__, "transport"),
    "AgentClient": (AgentClient.__init__, "transport"),
    "load_profile": (
        profiles.load_profile,
        "name=None, *, config_file=None, url=None, api_key=None, auth_scheme=None, timeout=None",
    ),
    "default_config_path": (profiles.default_config_path, ""),
    "RetryPolicy.delay_for": (RetryPolicy.delay_for, "attempt, retry_after=None"),
    "iterate_all": (pagination.iterate_all, "fetch_page, *, page_size=100, start_offset=0"),
    "get_logger": (get_logger, "name='kneo_client'"),
    "redact_headers": (redact_headers, "headers"),
    "from_response": (errors.from_response, "response, *, idempotency_key=None"),
}


def promised(text: str) -> dict[str, tuple[Any, Any]]:
    names: dict[str, Any] = {"AuthScheme": AuthScheme}
    exec(f"def promised({text}): ...", names)  # noqa: S102 - text from the tables here
    return parameters_of(names["promised"])


def parameters_of(function: Any) -> dict[str, tuple[Any, Any]]:
    found = inspect.signature(function).parameters.values()
    return {each.name: (each.kind, each.default) for each in found if each.name != "self"}


@pytest.mark.parametrize(("function", "text"), SIGNATURES.values(), ids=SIGNATURES)
def test_a_function_takes_what_the_manual_passes(function: Any, text: str) -> None:
    """What it takes besides is by keyword and may be left out."""
    wanted, actual = promised(text), parameters_of(function)
    assert {name: actual.get(name) for name in wanted} == wanted
    for name in actual.keys() - wanted.keys():
        kind, default = actual[name]
        assert kind is inspect.Parameter.KEYWORD_ONLY, name
        assert default is not inspect.Parameter.empty, name


ANSWERS: dict[Any, dict[str, str]] = {
    HealthClient: dict.fromkeys(("healthz", "livez", "readyz"), "HealthResponse"),
    RunsClient: {
        "create": "RunCreateResponse",
        "list": "RunListResponse",
        "get": "RunStatusResponse",
        "cancel": "RunStatusResponse",
        "continue_": "RunCreateResponse",
        "replay": "RunReplayResponse",
        "trace": "TraceResponse",
        "checkpoints": "CheckpointListResponse",
        "checkpoints_diff": "CheckpointDiffResponse",
        "policy_report": "dict[str, Any]",
        "recovery": "RunRecoveryResponse",
        "wait_for_completion": "RunStatusResponse",
    },
    HumanTasksClient: {
        "list": "HumanTaskListResponse",
        "get": "HumanTaskResponse",
        "resume": "HumanResumeResponse",
    },
    AuditClient: {"list": "AuditEventListResponse"},
    CredentialsClient: {"list": "CredentialInventoryResponse"},
    PoliciesClient: {
        "environment_list": "EnvironmentPolicyListResponse",
        "environment_get": "EnvironmentPolicyResponse",
        "environment_put": "EnvironmentPolicyResponse",
    },
    SpecsClient: {
        "validate": "SpecValidateResponse",
        "compile": "SpecCompileResponse",
        "explain": "SpecExplainResponse",
        "policy_report": "SpecPolicyReportResponse",
        "run": "RunCreateResponse",
    },
}
BODIES: dict[tuple[Any, str], str] = {
    (RunsClient, "create"): "RunCreateRequest",
    (HumanTasksClient, "resume"): "HumanResumeRequest",
    (PoliciesClient, "environment_put"): "EnvironmentPolicyRequest",
    (SpecsClient, "validate"): "SpecValidateRequest",
    (SpecsClient, "compile"): "SpecCompileRequest",
    (SpecsClient, "explain"): "SpecExplainRequest",
    (SpecsClient, "policy_report"): "SpecPolicyReportRequest",
    (SpecsClient, "run"): "RunCreateRequest",
}


@pytest.mark.parametrize(
    ("kind", "name", "answer"),
    [(kind, name, answer) for kind, methods in ANSWERS.items() for name, answer in methods.items()],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_method_is_awaited_and_gives_the_manuals_type(kind: Any, name: str, answer: str) -> None:
    method = getattr(kind, name)
    assert inspect.iscoroutinefunction(method)
    assert inspect.signature(method).return_annotation == answer
    assert answer == "dict[str, Any]" or inspect.isclass(getattr(types, answer))


@pytest.mark.parametrize(("kind", "name"), BODIES, ids=lambda value: getattr(value, "__name__", value))
def test_a_body_is_a_model_or_a_dict(kind: Any, name: str) -> None:
    model = BODIES[kind, name]
    body = inspect.signature(getattr(kind, name)).parameters["body"]
    assert body.annotation == f"{model} | dict[str, Any]"
    assert inspect.isclass(getattr(types, model))


@pytest.mark.parametrize(
    ("model", "answer", "fields"),
    [
        ("HealthResponse", {"ok": True}, {"ok": True, "service": types.UNSET, "metadata": types.UNSET}),
        ("HealthResponse", {"ok": False, "service": "s", "version": "1"}, {"service": "s", "version": "1"}),
        ("RunCreateResponse", {"run_id": "r", "status": "completed"}, {"run_id": "r", "status": "completed"}),
        ("SpecValidateResponse", {"valid": True, "diagnostics": []}, {"valid": True, "diagnostics": []}),
        ("SpecCompileResponse", {"ok": False, "diagnostics": []}, {"ok": False, "diagnostics": []}),
        ("AuditEventListResponse", {"events": [], "count": 0}, {"events": []}),
    ],
)
def test_an_answer_has_the_fields_that_the_manual_reads(model: str, answer: Any, fields: dict[str, Any]) -> None:
    made = getattr(types, model).from_dict(answer)
    assert {name: getattr(made, name) for name in fields} == fields


def test_a_client_has_its_parts() -> None:
    client = KneoClient(PROFILE)
    assert client.profile is PROFILE
    assert client._transport.profile is PROFILE
    parts = {name: type(part).__name__ for name, part in vars(client.platform).items()}
    assert parts == {
        "health": "HealthClient",
        "runs": "RunsClient",
        "human_tasks": "HumanTasksClient",
        "audit": "AuditClient",
        "credentials": "CredentialsClient",
        "policies": "PoliciesClient",
    }
    assert isinstance(client.agent.specs, SpecsClient)
    twin = SyncKneoClient(PROFILE)
    assert vars(twin.platform).keys() == parts.keys()
    assert twin._transport.profile is PROFILE


def test_an_override_that_profiles_do_not_have_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="api_kee"):
        KneoClient.from_profile(url="https://kneo", api_kee="a")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("status", "key", "kind"),
    [
        (401, None, "KneoAuthError"),
        (403, None, "KneoPermissionError"),
        (404, None, "KneoNotFoundError"),
        (409, "a-key", "KneoIdempotencyMismatchError"),
        (409, None, "KneoConflictError"),
        (429, None, "KneoRateLimited"),
        (500, None, "KneoServerError"),
        (502, None, "KneoServerError"),
        (503, None, "KneoServerError"),
        (599, None, "KneoServerError"),
        (418, None, "KneoError"),
    ],
)
def test_an_answer_becomes_the_manuals_error(status: int, key: str | None, kind: str) -> None:
    headers = {"X-Request-ID": "rid-1", "Retry-After": "7"}
    response = httpx.Response(status, json={"detail": "no"}, headers=headers, request=httpx.Request("GET", "http://k"))
    error = errors.from_response(response, idempotency_key=key)
    assert isinstance(error, getattr(errors, kind))
    assert isinstance(error, errors.KneoError)
    assert (kind == "KneoIdempotencyMismatchError") is isinstance(error, errors.KneoIdempotencyMismatchError)
    assert (error.status, error.request_id, error.idempotency_key, error.body) == (
        status,
        "rid-1",
        key,
        {"detail": "no"},
    )
    if isinstance(error, errors.KneoRateLimited):
        assert error.retry_after == 7.0


def test_errors_are_exceptions_with_a_family() -> None:
    named = ("Auth", "Permission", "NotFound", "IdempotencyMismatch", "Conflict", "Server", "Network")
    kinds = [getattr(errors, f"Kneo{name}Error") for name in named] + [errors.KneoRateLimited]
    assert all(issubclass(kind, errors.KneoError) for kind in kinds)
    assert issubclass(errors.KneoError, Exception)
    assert errors.KneoNetworkError("lost").status is None


def test_headers_are_fit_for_a_log() -> None:
    secret = ("Authorization", "X-Kneo-Api-Key", "cookie", "Set-Cookie", "Proxy-Authorization", "X-Authorization-Old")
    shown = redact_headers({**dict.fromkeys(secret, "s"), "Accept": "text/plain"})
    assert shown == {**dict.fromkeys(secret, "<redacted>"), "Accept": "text/plain"}


def test_loggers_are_the_standard_ones() -> None:
    assert get_logger("transport") is logging.getLogger("kneo_client.transport")
