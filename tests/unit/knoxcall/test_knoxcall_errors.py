"""KnoxCall's errors: which answer becomes which, from every envelope, and that they are plain, redacted data."""

from __future__ import annotations

import copy
import pickle
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knoxcall import errors
from knoxcall.errors import (
    APIConnectionError,
    APIConnectionTimeoutError,
    BootstrapError,
    ClientClosedError,
    KnoxCallError,
    NotAuthenticatedError,
    RateLimitError,
    ServerError,
    SignupError,
    ValidationError,
    error_from_response,
)

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = sorted(
    {kind for name in errors.__all__ if isinstance(kind := getattr(errors, name), type) and issubclass(kind, Exception)}
    - {errors.KnoxCallSecurityWarning},
    key=lambda kind: kind.__name__,
)


def envelope(kind: str | None = "some_type", message: str = "no", **more: Any) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message, "request_id": "req-body", **more}}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationError),
        (402, errors.PaymentRequiredError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (405, KnoxCallError),
        (408, KnoxCallError),
        (409, errors.ConflictError),
        (410, KnoxCallError),
        (422, ValidationError),
        (429, RateLimitError),
        (500, ServerError),
        (503, ServerError),
        (599, ServerError),
        (304, KnoxCallError),
    ],
)
def test_the_status_decides_the_kind(status: int, kind: type[KnoxCallError]) -> None:
    error = error_from_response(status, envelope(), {})
    assert type(error) is kind
    assert error.status == status


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (envelope("quota", "too much"), "quota", "too much"),
        ({"error": "invalid_client", "error_description": "unknown client"}, "invalid_client", "unknown client"),
        ({"error": "went wrong"}, "went wrong", "went wrong"),
        ({"error": "oops", "message": "it broke"}, "oops", "it broke"),
        ({"code": "C1", "error": "oops"}, "C1", "oops"),
        ({"error_description": "a", "message": "b", "error": "c"}, "c", "a"),
        ({"message": "only words"}, None, "only words"),
        ({"error": {"type": 7, "message": ["x"]}}, None, None),
        ({"error": {}}, None, None),
        ([], None, None),
        (b'"text"', None, "text"),
        (b"not json", None, "not json"),
        (b"<html><title>Bad Gateway</title></html>", None, "Bad Gateway"),
        (b"", None, None),
        (None, None, None),
    ],
)
def test_code_and_message_are_found_in_every_envelope(body: Any, code: str | None, message: str | None) -> None:
    error = error_from_response(418, body, {})
    assert error.code == code
    assert error.message == (message if message is not None else "HTTP 418")
    assert "HTTP 418" in str(error)
    if message:
        assert message in str(error)


@pytest.mark.parametrize(
    ("headers", "body", "request_id"),
    [
        ({"X-Request-Id": "req-header"}, envelope(), "req-header"),
        ({}, envelope(), "req-body"),
        ({}, {"request_id": "flat"}, "flat"),
        ({}, {"errorId": "err-1"}, "err-1"),
        ({"x-request-id": ""}, {"errorId": "err-1"}, "err-1"),
        ({}, {"request_id": 5}, None),
        ({}, None, None),
    ],
)
def test_the_request_id_of_the_header_comes_before_the_bodys(
    headers: dict[str, str], body: Any, request_id: str | None
) -> None:
    error = error_from_response(500, body, headers)
    assert error.request_id == request_id
    assert (request_id is None) or (request_id in str(error))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (envelope(fields={"name": ["required"]}), {"name": ["required"]}),
        ({"error": "invalid", "fields": {"url": ["no"]}}, {"url": ["no"]}),
        ({**envelope(fields={"a": ["in"]}), "fields": {"a": ["top"], "b": ["top"]}}, {"a": ["in"], "b": ["top"]}),
        (envelope(fields=["name"]), {}),
        (envelope(), {}),
        (b"nothing", {}),
        (None, {}),
    ],
)
def test_a_validation_error_lists_fields_from_inside_and_from_the_top(body: Any, fields: dict[str, Any]) -> None:
    error = error_from_response(422, body, {})
    assert isinstance(error, ValidationError)
    assert error.fields == fields


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7), ("0", 0), ("1.5", 1.5), ("-3", 0), ("soon", None), ("", None), (None, None)],
)
@pytest.mark.parametrize("status", [429, 503, 500])
def test_retry_after_is_a_number_of_seconds(value: str | None, seconds: float | None, status: int) -> None:
    error = error_from_response(status, None, {} if value is None else {"Retry-After": value})
    assert isinstance(error, (RateLimitError, ServerError))
    assert error.retry_after == seconds
    assert seconds is None or isinstance(error.retry_after, type(seconds))


def test_retry_after_may_be_a_date() -> None:
    error = error_from_response(429, None, httpx.Headers({"retry-after": formatdate(time.time() + 60, usegmt=True)}))
    assert isinstance(error, RateLimitError)
    assert error.retry_after is not None
    assert 50 < error.retry_after <= 60


def test_headers_are_kept_by_lower_case_name_without_what_is_secret() -> None:
    error = error_from_response(
        401,
        None,
        {
            "Set-Cookie": "sid=canary", "Authorization": "Bearer canary", "DPoP": "canary", "X-KnoxCall-Key": "canary",
            "X-Session-Token": "canary", "DPoP-Nonce": "n-1", "WWW-Authenticate": "DPoP", "X-RateLimit-Remaining": "0",
        },
    )  # fmt: skip
    assert error.headers is not None
    assert "canary" not in repr(error.headers)
    assert {"set-cookie", "authorization", "dpop", "x-knoxcall-key", "x-session-token"} <= error.headers.keys()
    assert (error.headers["dpop-nonce"], error.headers["www-authenticate"]) == ("n-1", "DPoP")
    assert error.headers["x-ratelimit-remaining"] == "0"


def test_what_the_documented_constructor_is_given_is_what_one_reads() -> None:
    error = KnoxCallError("m", status=400, code="c", request_id="r", headers={"A": "b"}, body={"x": 1})
    assert (error.message, error.status, error.code, error.request_id) == ("m", 400, "c", "r")
    assert (error.headers, error.body, str(error)) == ({"a": "b"}, {"x": 1}, "m")
    assert KnoxCallError("m").headers is None


@pytest.mark.parametrize(
    "twin",
    [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))],  # noqa: S301 - our own bytes
    ids=["copy", "deepcopy", "pickle"],
)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_errors_survive_copying_and_pickling(kind: type[KnoxCallError], twin: Callable[[Any], Any]) -> None:
    error = kind("words", status=422, code="c", request_id="r", headers={"A": "b"}, body={"fields": {"f": 1}})
    copied = twin(error)
    assert type(copied) is kind
    assert (copied.args, copied.__dict__) == (error.args, error.__dict__)
    assert copied.message == "words"


def test_the_hierarchy_is_the_documented_one() -> None:
    assert all(issubclass(kind, KnoxCallError) for kind in KINDS)
    assert issubclass(APIConnectionTimeoutError, (APIConnectionError,))
    assert issubclass(APIConnectionTimeoutError, TimeoutError)
    assert issubclass(NotAuthenticatedError, BootstrapError)
    assert issubclass(ClientClosedError, RuntimeError)
    assert errors.PermissionError is errors.PermissionDeniedError
    assert SignupError("no", code="slug_taken").type == "slug_taken"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["error", "type", "message", "fields", "code", "request_id", "errorId", "x"]), inner, max_size=4
    ),
    max_leaves=8,
)  # fmt: skip


@given(status=st.integers(400, 599), body=st.binary(max_size=40) | JSON, value=st.text(max_size=20))
def test_no_answer_is_too_odd_to_become_an_error(status: int, body: Any, value: str) -> None:
    error = error_from_response(status, body, {"retry-after": value, "x-request-id": value})
    assert isinstance(error, KnoxCallError)
    assert f"HTTP {status}" in str(error)
    assert "\n" not in str(error)
