"""The synchronous surface has the same names, signatures and docstrings as the asynchronous one."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

import pytest

from kneo_client import agent, client, platform
from kneo_client.core import transport

from .twins import NAMES, described, function_of, in_sync_words, own_methods

TWINS = {
    client.KneoClient: client.SyncKneoClient,
    transport.Transport: transport.SyncTransport,
    platform.PlatformClient: platform.SyncPlatformClient,
    platform.HealthClient: platform.SyncHealthClient,
    platform.RunsClient: platform.SyncRunsClient,
    platform.HumanTasksClient: platform.SyncHumanTasksClient,
    platform.AuditClient: platform.SyncAuditClient,
    platform.CredentialsClient: platform.SyncCredentialsClient,
    platform.PoliciesClient: platform.SyncPoliciesClient,
    agent.AgentClient: agent.SyncAgentClient,
    agent.SpecsClient: agent.SyncSpecsClient,
}
WORDS = {
    **{kind.__name__: twin.__name__ for kind, twin in TWINS.items()},
    "AsyncIterator": "Iterator",
    "AsyncClient": "Client",
}
"""How annotations change from one surface to the other."""

each_class = pytest.mark.parametrize("kind", TWINS, ids=lambda kind: kind.__name__)


@each_class
def test_the_same_methods_are_there(kind: type) -> None:
    assert [NAMES.get(name, name) for name in own_methods(kind)] == list(own_methods(TWINS[kind]))


@each_class
def test_every_signature_is_the_same(kind: type) -> None:
    for name, member in own_methods(kind).items():
        twin = own_methods(TWINS[kind])[NAMES.get(name, name)]
        wanted = [(*rest, in_sync_words(annotation, WORDS)) for *rest, annotation in described(member)]
        assert [tuple(entry) for entry in wanted] == described(twin), name
        assert type(member) is type(twin), name


@each_class
def test_only_the_asynchronous_one_is_asynchronous(kind: type) -> None:
    for name, member in own_methods(TWINS[kind]).items():
        function = function_of(member)
        assert not inspect.iscoroutinefunction(function), name
        assert not inspect.isasyncgenfunction(function), name


@each_class
def test_everything_public_is_documented_on_both_surfaces(kind: type) -> None:
    for each in (kind, TWINS[kind]):
        assert each.__doc__
        for name, member in vars(each).items():
            if not name.startswith("_") and (callable(getattr(each, name)) or isinstance(member, property)):
                assert (getattr(each, name).__doc__ or "").strip(), f"{each.__name__}.{name} has no docstring"


@each_class
def test_the_synchronous_docstrings_speak_of_nothing_asynchronous(kind: type) -> None:
    twin = TWINS[kind]
    texts = [twin.__doc__ or "", *(inspect.getdoc(member) or "" for member in vars(twin).values())]

    words = {word for text in texts for word in re.findall(r"\w+", text)}
    assert words & {"await", "async", "asynchronous", "AsyncClient", "aclose", "coroutine", "asyncio"} == set()


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("kneo_client", ["KneoClient"]),
        ("kneo_client.client", ["KneoClient"]),
        ("kneo_client.core.transport", ["Transport", "SyncTransport"]),
        ("kneo_client.platform", [
            "PlatformClient", "HealthClient", "RunsClient", "HumanTasksClient", "AuditClient", "CredentialsClient",
            "PoliciesClient",
        ]),
        ("kneo_client.platform.health", ["HealthClient"]),
        ("kneo_client.platform.runs", ["RunsClient", "DEFAULT_TERMINAL_STATUSES"]),
        ("kneo_client.platform.human_tasks", ["HumanTasksClient"]),
        ("kneo_client.platform.audit", ["AuditClient"]),
        ("kneo_client.platform.credentials", ["CredentialsClient"]),
        ("kneo_client.platform.policies", ["PoliciesClient"]),
        ("kneo_client.agent", ["AgentClient", "SpecsClient"]),
        ("kneo_client.agent.specs", ["SpecsClient"]),
        ("kneo_client.core.profiles", [
            "DEFAULT_PROFILE_NAME", "DEFAULT_TIMEOUT_SECONDS", "ENV_API_KEY", "ENV_AUTH_SCHEME", "ENV_PROFILE",
            "ENV_TIMEOUT", "ENV_URL", "Profile", "ProfileError", "default_config_path", "load_profile",
        ]),
        ("kneo_client.core.auth", ["ApiKeyAuth", "AuthScheme"]),
        ("kneo_client.core.retries", ["RETRYABLE_STATUS_CODES", "RetryPolicy"]),
        ("kneo_client.core.pagination", ["DEFAULT_PAGE_SIZE", "MAX_PAGE_SIZE", "PaginatedResult", "iterate_all"]),
        ("kneo_client.core.results", ["DEFAULT_PAGE_SIZE", "MAX_PAGE_SIZE", "Map", "Page", "iterate_all"]),
        ("kneo_client.types", ["UNSET", "RunCreateRequest", "HumanResumeRequest", "EnvironmentPolicyRequest"]),
        ("kneo_client.core.idempotency", [
            "IDEMPOTENCY_KEY_HEADER", "MAX_KEY_LENGTH", "new_idempotency_key", "validate_idempotency_key",
        ]),
        ("kneo_client.core.request_id", ["REQUEST_ID_HEADER", "generate_request_id"]),
        ("kneo_client.core.logging", ["REDACTED", "get_logger", "redact_headers"]),
        ("kneo_client.core.errors", [
            "KneoError", "KneoNetworkError", "KneoAuthError", "KneoPermissionError", "KneoNotFoundError",
            "KneoConflictError", "KneoIdempotencyMismatchError", "KneoRateLimited", "KneoServerError", "from_response",
        ]),
    ],
)  # fmt: skip
def test_the_reference_manuals_names_are_where_it_says(module: str, names: list[str]) -> None:
    found = importlib.import_module(module)

    assert [name for name in names if not hasattr(found, name)] == []


SIGNATURES = {
    "health.healthz": "()",
    "health.livez": "()",
    "health.readyz": "()",
    "runs.create": "(body, *, idempotency_key=None)",
    "runs.list": "(*, status=None, limit=100, offset=0, sort_by='updated_at', sort_order='desc')",
    "runs.get": "(run_id)",
    "runs.cancel": "(run_id, *, idempotency_key=None)",
    "runs.continue_": "(run_id, *, idempotency_key=None)",
    "runs.replay": "(run_id)",
    "runs.trace": "(run_id, *, event_type=None, limit=100, offset=0, sort_by='timestamp', sort_order='asc')",
    "runs.checkpoints": "(run_id, *, limit=100, offset=0, sort_by='sequence', sort_order='asc')",
    "runs.checkpoints_diff": "(run_id, *, from_sequence=None, to_sequence=None)",
    "runs.policy_report": "(run_id)",
    "runs.recovery": "(run_id)",
    "runs.wait_for_completion": "(run_id, *, timeout=None, poll_interval=1.0, terminal_statuses=None)",
    "runs.tail_trace": (
        "(run_id, *, start_offset=0, page_size=100, poll_interval=1.0, timeout=None, terminal_statuses=None,"
        " event_type=None)"
    ),
    # The manual's defaults of these two lists' sort_by, sort_order and offset are no valid ones: None is not sent.
    "human_tasks.list": "(*, status=None, limit=100, offset=0, sort_by=None, sort_order=None)",
    "human_tasks.get": "(continuation_id)",
    "human_tasks.resume": "(continuation_id, body, *, idempotency_key=None)",
    "human_tasks.resume_by_id": "(continuation_id, body, *, idempotency_key=None)",
    "human_tasks.resume_first_pending": "(body, *, run_id=None, workflow_kind=None, idempotency_key=None)",
    "audit.list": (
        "(*, event_type=None, run_id=None, principal=None, limit=100, offset=None, sort_by=None, sort_order=None)"
    ),
    "credentials.list": "(*, providers=None, extras=None, include_service_tokens=True)",
    "policies.environment_list": "()",
    "policies.environment_get": "(environment)",
    "policies.environment_put": "(environment, body)",
    "specs.validate_then_compile": "(body, *, idempotency_key=None)",
    "specs.dry_run": "(body, *, idempotency_key=None)",
    "specs.validate": "(body, *, idempotency_key=None)",
    "specs.compile": "(body, *, idempotency_key=None)",
    "specs.explain": "(body, *, idempotency_key=None)",
    "specs.policy_report": "(body, *, idempotency_key=None)",
    "specs.run": "(body, *, idempotency_key=None)",
}
"""The reference manual's and its later editions', without annotations. What we add to one is keyword-only and may be
left out."""

HOMES = {
    "health": platform.HealthClient,
    "runs": platform.RunsClient,
    "human_tasks": platform.HumanTasksClient,
    "audit": platform.AuditClient,
    "credentials": platform.CredentialsClient,
    "policies": platform.PoliciesClient,
    "specs": agent.SpecsClient,
}


def test_every_adapter_has_its_signatures_looked_at() -> None:
    looked_at = {method.partition(".")[0] for method in SIGNATURES}
    adapters = {home.__name__ for home in HOMES.values()}

    assert looked_at == HOMES.keys()
    assert adapters == {kind.__name__ for kind in TWINS if kind.__module__.startswith("kneo_client._async.")} - {
        "KneoClient", "Transport", "PlatformClient", "AgentClient",
    }  # fmt: skip


@pytest.mark.parametrize("method", SIGNATURES)
def test_a_method_takes_what_the_reference_manual_says(method: str) -> None:
    home, _, name = method.partition(".")
    wanted: dict[str, Any] = {}
    exec(f"def f{SIGNATURES[method]}: pass", wanted)  # noqa: S102
    promised = inspect.signature(wanted["f"]).parameters
    ours = dict(inspect.signature(getattr(HOMES[home], name)).parameters)
    del ours["self"]

    for name, parameter in promised.items():
        assert (ours[name].kind, ours[name].default) == (parameter.kind, parameter.default), name
    for name in ours.keys() - promised.keys():
        assert ours[name].kind is inspect.Parameter.KEYWORD_ONLY, name
        assert ours[name].default is not inspect.Parameter.empty, name
