"""The public names that kneo_client's documentation promises: values, signatures and defaults."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import RetryPolicy, SyncTransport, Transport
from kneo_client.core.idempotency import new_idempotency_key, validate_idempotency_key
from kneo_client.core.logging import get_logger
from kneo_client.core.profiles import Profile
from kneo_client.core.request_id import generate_request_id
from kneo_client.platform.runs import RunsClient

CONSTANTS: dict[str, Any] = {
    "core.idempotency.IDEMPOTENCY_KEY_HEADER": "Idempotency-Key",
    "core.idempotency.MAX_KEY_LENGTH": 256,
    "core.request_id.REQUEST_ID_HEADER": "X-Request-ID",
    "core.pagination.DEFAULT_PAGE_SIZE": 100,
    "core.pagination.MAX_PAGE_SIZE": 1000,
    "core.logging.REDACTED": "<redacted>",
    "core.retries.RETRYABLE_STATUS_CODES": frozenset({429, 502, 503, 504}),
    "platform.runs.DEFAULT_TERMINAL_STATUSES": frozenset({"completed", "failed", "cancelled", "timed_out", "expired"}),
}


@pytest.mark.parametrize(("name", "value"), CONSTANTS.items(), ids=CONSTANTS.keys())
def test_a_constant_has_its_documented_value(name: str, value: Any) -> None:
    module, _, attribute = name.rpartition(".")
    assert getattr(import_module(f"kneo_client.{module}"), attribute) == value


SIGNATURES: dict[str, tuple[Any, str]] = {
    "RunsClient.create": (RunsClient.create, "body, *, idempotency_key=None"),
    "RunsClient.list": (
        RunsClient.list, "*, status=None, limit=100, offset=0, sort_by='updated_at', sort_order='desc'",
    ),
    "RunsClient.get": (RunsClient.get, "run_id"),
    "RunsClient.cancel": (RunsClient.cancel, "run_id, *, idempotency_key=None"),
    "RunsClient.continue_": (RunsClient.continue_, "run_id, *, idempotency_key=None"),
    "RunsClient.replay": (RunsClient.replay, "run_id"),
    "RunsClient.trace": (
        RunsClient.trace, "run_id, *, event_type=None, limit=100, offset=0, sort_by='timestamp', sort_order='asc'",
    ),
    "RunsClient.checkpoints": (
        RunsClient.checkpoints, "run_id, *, limit=100, offset=0, sort_by='sequence', sort_order='asc'",
    ),
    "RunsClient.checkpoints_diff": (RunsClient.checkpoints_diff, "run_id"),
    "RunsClient.policy_report": (RunsClient.policy_report, "run_id"),
    "RunsClient.recovery": (RunsClient.recovery, "run_id"),
    "RunsClient.wait_for_completion": (
        RunsClient.wait_for_completion, "run_id, *, timeout=None, poll_interval=1.0, terminal_statuses=None",
    ),
    "KneoClient": (KneoClient.__init__, "profile, *, retry_policy=None"),
    "KneoClient.from_profile": (KneoClient.from_profile, "name=None"),
    "Transport": (Transport.__init__, "profile, *, http_client=None, retry_policy=None"),
    "Transport.request": (
        Transport.request,
        "method, path, *, json=None, params=None, headers=None, idempotency_key=None, request_id=None",
    ),
    "SyncTransport": (SyncTransport.__init__, "profile, *, retry_policy=None"),
    "SyncTransport.request": (
        SyncTransport.request,
        "method, path, *, json=None, params=None, headers=None, idempotency_key=None, request_id=None",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "documented"), SIGNATURES.values(), ids=SIGNATURES.keys())
def test_a_signature_has_all_that_is_documented_in_its_place(method: Any, documented: str) -> None:
    """More keyword arguments are welcome; what is documented keeps its name, kind, order and default."""
    namespace: dict[str, Any] = {}
    exec(f"def promised({documented}): ...", namespace)  # noqa: S102 - text from the table above
    promised = inspect.signature(namespace["promised"]).parameters
    actual = dict(inspect.signature(method).parameters)
    actual.pop("self", None)
    for name, parameter in promised.items():
        assert (actual[name].kind, actual[name].default) == (parameter.kind, parameter.default), name
    positional = [name for name, found in actual.items() if found.kind is found.POSITIONAL_OR_KEYWORD]
    assert positional == [n for n, found in promised.items() if found.kind is found.POSITIONAL_OR_KEYWORD]


@pytest.mark.parametrize("client", [KneoClient, SyncKneoClient])
def test_every_argument_beyond_the_profile_is_by_keyword(client: Any) -> None:
    parameters = list(inspect.signature(client).parameters.values())
    assert [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY] == ["profile"]


def test_asynchronous_methods_are_coroutines_and_synchronous_ones_are_not() -> None:
    assert inspect.iscoroutinefunction(KneoClient.aclose)
    assert inspect.iscoroutinefunction(Transport.request)
    assert not inspect.iscoroutinefunction(SyncTransport.request)
    assert not hasattr(SyncKneoClient, "aclose")


def test_keys_and_ids_are_fresh_uuids() -> None:
    made = {new_idempotency_key() for _ in range(100)} | {generate_request_id() for _ in range(100)}
    assert len(made) == 200
    assert all(len(each) == 36 and each[14] == "4" and each[19] in "89ab" for each in made)


@pytest.mark.parametrize(
    ("key", "outcome"),
    [("k", "k"), ("  k ", "k"), ("x" * 256, "x" * 256), (" " + "x" * 256, "x" * 256), ("", ValueError),
     (" \t", ValueError), ("x" * 257, ValueError), ("a\nb", ValueError), ("ä", ValueError), (5, TypeError),
     (None, TypeError)],
    ids=repr,
)  # fmt: skip
def test_a_key_of_ones_own_is_checked_and_stripped(key: Any, outcome: Any) -> None:
    if isinstance(outcome, str):
        assert validate_idempotency_key(key) == outcome
    else:
        with pytest.raises(outcome):
            validate_idempotency_key(key)


@pytest.mark.parametrize(
    "fields",
    [{"max_attempts": 0}, {"base_delay": -1}, {"max_delay": -1}, {"base_delay": 5, "max_delay": 1}, {"jitter": 1.1},
     {"jitter": -0.1}, {"max_delay": float("inf")}, {"base_delay": float("nan")}],
    ids=str,
)  # fmt: skip
def test_a_policy_out_of_bounds_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        RetryPolicy(**fields)


def test_what_is_no_policy_is_refused_by_clients_and_their_views() -> None:
    profile = Profile(name="p", url="http://127.0.0.1:9", api_key="k")
    client = SyncKneoClient(profile)
    wrong: Any
    for wrong in (3, 0, {"max_attempts": 3}):
        with pytest.raises(TypeError, match="a retry policy has max_attempts"):
            SyncKneoClient(profile, retry_policy=wrong)
        with pytest.raises(TypeError, match="a retry policy has max_attempts"):
            client.with_options(retry_policy=wrong)


@pytest.mark.parametrize(("attempt", "least", "most"), [(1, 0, 0), (2, 0.18, 0.22), (3, 0.36, 0.44), (30, 27, 33)])
def test_a_pause_doubles_up_to_the_longest_and_varies_by_the_jitter(attempt: int, least: float, most: float) -> None:
    delays = [RetryPolicy().delay_for(attempt) for _ in range(200)]
    assert all(least <= delay <= most for delay in delays)
    assert least == most or len(set(delays)) > 1


def test_the_servers_wish_is_returned_as_it_is() -> None:
    assert RetryPolicy().delay_for(2, 99.0) == 99.0
    assert RetryPolicy().delay_for(3, 0.0) == 0.0
    assert RetryPolicy().delay_for(1, 99.0) == 0.0


@pytest.mark.parametrize(
    ("name", "full"),
    [("transport", "kneo_client.transport"), ("kneo_client.foo", "kneo_client.foo"), ("kneo_client", "kneo_client")],
)
def test_loggers_live_below_the_packages_own(name: str, full: str) -> None:
    assert get_logger(name).name == full
    assert get_logger().name == "kneo_client"


def test_api_key_auth_is_an_auth_of_httpx_for_both_clients() -> None:
    from kneo_client.core.auth import ApiKeyAuth, AuthScheme

    assert issubclass(ApiKeyAuth, httpx.Auth)
    with pytest.raises(ValueError, match="api_key"):
        ApiKeyAuth("")
    for scheme, header in ((AuthScheme.BEARER, "authorization"), (AuthScheme.KNEO_API_KEY, "x-kneo-api-key")):
        request = httpx.Request("GET", "http://x")
        assert list(ApiKeyAuth("k", scheme).auth_flow(request)) == [request]
        assert request.headers[header] == ("Bearer k" if header == "authorization" else "k")
