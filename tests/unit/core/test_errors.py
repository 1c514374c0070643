"""Kneo's errors: plain data that survives pickle and copy, and the classification of every envelope."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.core import errors
from kneo_client.core.errors import KneoError, from_response, read_envelope
from tests.unit.core.flow_script import NOW, answer
from trellis.core.errors import ServiceError, read_error_answer
from trellis.core.secrets import MASK, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = sorted({getattr(errors, name) for name in errors.__all__ if name.startswith("Kneo")}, key=lambda k: k.__name__)


def unpickled(protocol: int) -> Callable[[Any], Any]:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - our own bytes


TWINS: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle {protocol}": unpickled(protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)},
}


@pytest.mark.parametrize("twin", TWINS.values(), ids=TWINS.keys())
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_survives_being_duplicated_with_all_it_knows(kind: type[KneoError], twin: Any) -> None:
    error = kind(
        "it failed",
        status=418,
        body={"detail": [1, {"a": None}]},
        request_id="r",
        idempotency_key="k",
        code="c",
    )
    error.extra = "added later"  # type: ignore[attr-defined]
    double = twin(error)
    assert type(double) is kind
    assert double is not error
    assert (str(double), repr(double), double.args) == (str(error), repr(error), error.args)
    assert vars(double) == vars(error)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_can_be_made_of_nothing_and_of_a_message_alone(kind: type[KneoError]) -> None:
    assert str(kind()) == ""
    error = kind("words")
    assert str(error) == "words"
    fields = (error.status, error.body, error.request_id, error.idempotency_key, error.code)
    assert fields == (None, None, None, None, None)


def test_a_deep_copy_shares_no_body_with_its_original() -> None:
    error = KneoError("x", body={"detail": []})
    copy.deepcopy(error).body["detail"].append(1)
    assert error.body == {"detail": []}


@pytest.mark.parametrize(
    ("kind", "bases"),
    [
        (errors.KneoTimeoutError, (TimeoutError, OSError)),
        (errors.KneoRequestTimeoutError, (errors.KneoNetworkError, errors.KneoTimeoutError, TimeoutError)),
        (errors.KneoClosedError, (RuntimeError,)),
        (errors.KneoIdempotencyMismatchError, (errors.KneoConflictError,)),
        (errors.KneoHumanTaskExpiredError, (errors.KneoConflictError,)),
        (errors.KneoServiceUnavailableError, (errors.KneoServerError,)),
    ],
)
def test_kinds_belong_where_the_documentation_draws_them(kind: type, bases: tuple[type, ...]) -> None:
    assert issubclass(kind, (KneoError,))
    for base in bases:
        assert issubclass(kind, base)


def test_every_kind_is_a_kneo_error_and_a_service_error() -> None:
    assert all(issubclass(kind, KneoError) for kind in KINDS)
    assert issubclass(KneoError, ServiceError)
    assert not issubclass(KneoError, (ValueError, OSError))


def test_older_names_are_the_same_classes() -> None:
    assert errors.KneoRateLimited is errors.KneoRateLimitedError
    assert errors.KneoPayloadTooLarge is errors.KneoPayloadTooLargeError
    assert errors.KneoServiceUnavailable is errors.KneoServiceUnavailableError


# -- the envelope, as the platform and the proxies before it write it --------------------------------------------------

FORBIDDEN = {"error": "forbidden", "message": "Missing required scope: runs:write", "required_scope": "runs:write"}


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"detail": FORBIDDEN}, "forbidden", "Missing required scope: runs:write"),
        (FORBIDDEN, "forbidden", "Missing required scope: runs:write"),
        ({"detail": "Not Found"}, None, "Not Found"),
        ({"detail": [{"loc": ["body", "input"], "msg": "Field required"}]}, None, "body.input: Field required"),
        ({"detail": [{"loc": ["query", 0], "msg": "m"}, {}, {}]}, None, "query.0: m (+2 more)"),
        ({"detail": [{"msg": "m"}]}, None, "request: m"),
        ({"detail": [{}]}, None, "request: invalid"),
        ({"detail": []}, None, "the request does not fit the API"),
        ({"detail": ["text"]}, None, "the request does not fit the API"),
        ({"detail": None}, None, None),
        ({"detail": 5, "error": "x"}, "x", None),
        ({"detail": {"error": 5, "message": ["m"]}}, None, None),
        ({"detail": {"error": "", "message": ""}}, None, None),
        ({}, None, None),
        ([], None, None),
        ("text", None, None),
        (None, None, None),
        (5, None, None),
    ],
    ids=str,
)
def test_code_and_message_are_found_wherever_they_stand(body: Any, code: str | None, message: str | None) -> None:
    assert read_envelope(body)[:2] == (code, message)


def error_of(status: int, detail: Any, *, key: str | None = None, **headers: str) -> KneoError:
    return from_response(answer(status, {"detail": detail}, **headers), idempotency_key=key)


@pytest.mark.parametrize(
    ("code", "key", "kind"),
    [
        ("idempotency_key_conflict", "k", errors.KneoIdempotencyMismatchError),
        ("idempotency_key_conflict", None, errors.KneoIdempotencyMismatchError),
        (None, "k", errors.KneoIdempotencyMismatchError),
        (None, None, errors.KneoConflictError),
        ("idempotency_key_in_progress", "k", errors.KneoConflictError),
        ("resource_locked", "k", errors.KneoConflictError),
        ("run_state_conflict", "k", errors.KneoConflictError),
        ("human_task_expired", "k", errors.KneoHumanTaskExpiredError),
        ("something_new", "k", errors.KneoConflictError),
    ],
)
def test_a_conflict_is_classified_by_its_code(code: str | None, key: str | None, kind: type[KneoError]) -> None:
    error = error_of(409, {"error": code, "message": "m"}, key=key)
    assert type(error) is kind
    assert error.idempotency_key == key


def test_what_the_platform_adds_to_its_errors_becomes_attributes() -> None:
    expired = error_of(409, {"error": "human_task_expired", "continuation_id": "cont_1", "expires_at": 1715432400})
    assert isinstance(expired, errors.KneoHumanTaskExpiredError)
    assert (expired.continuation_id, expired.expires_at) == ("cont_1", 1715432400.0)
    forbidden = error_of(403, FORBIDDEN)
    assert isinstance(forbidden, errors.KneoPermissionError)
    assert forbidden.required_scope == "runs:write"
    large = error_of(413, {"error": "payload_too_large", "max_body_bytes": 1048576})
    assert isinstance(large, errors.KneoPayloadTooLargeError)
    assert large.max_body_bytes == 1048576


@pytest.mark.parametrize("odd", [None, "soon", [1], {"a": 1}, True])
def test_an_addition_of_another_kind_is_left_out(odd: Any) -> None:
    expired = error_of(409, {"error": "human_task_expired", "continuation_id": 5, "expires_at": odd})
    assert isinstance(expired, errors.KneoHumanTaskExpiredError)
    assert (expired.continuation_id, expired.expires_at) == (None, None)


@pytest.mark.parametrize("status", [409, 429, 503])
def test_the_servers_wish_to_wait_is_on_the_errors_that_have_one(status: int) -> None:
    error = error_of(status, {"error": "x"}, retry_after="5")
    assert error.retry_after == 5.0  # type: ignore[attr-defined]
    assert error_of(status, {"error": "x"}).retry_after is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", [200, 204, 302])
def test_an_error_asked_for_where_there_is_none_is_plain(status: int) -> None:
    assert type(from_response(httpx.Response(status))) is KneoError


@pytest.mark.parametrize(
    ("status", "hint"),
    [(401, "api_key"), (403, "scope"), (409, "present state"), (429, "retry_after"), (503, "later")],
)
def test_the_message_says_what_to_do_next(status: int, hint: str) -> None:
    assert hint in str(error_of(status, {"error": "x", "message": "m"}))


def test_a_message_is_one_line_and_not_too_long() -> None:
    text = str(error_of(500, {"error": "x", "message": f"two\nlines {'and much more ' * 100}"}))
    assert "\n" not in text
    assert len(text) < 400
    assert text.startswith("HTTP 500 x: two lines and much more")


def test_the_status_and_code_stand_without_message_or_ids() -> None:
    read = read_error_answer(
        answer(500), envelope=read_envelope, request_id_header="X-Request-ID", wall_clock=lambda: NOW
    )
    assert read.text() == "HTTP 500"
    assert read.text("Do this.") == "HTTP 500. Do this."


def test_an_answer_keeps_its_headers_for_those_errors_that_show_them_without_our_secrets() -> None:
    read = read_error_answer(
        answer(503, {}, retry_after="3", x_echo="Bearer s3cret-token"),
        envelope=read_envelope,
        request_id_header="X-Request-ID",
        wall_clock=lambda: NOW,
        secrets=(Secret("s3cret-token"),),
    )
    assert read.headers["retry-after"] == "3"
    assert read.headers["x-echo"] == f"Bearer {MASK}"
