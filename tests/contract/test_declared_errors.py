"""Each error that the platform answers with is its own class, with what the answer said, on both clients."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.core import errors as e

from .document import kneo
from .surfaces import KEY, SURFACES, AdapterCall, Surface

if TYPE_CHECKING:
    from collections.abc import Mapping

POST = AdapterCall("platform.runs.create", ({"input": "x"},), {"idempotency_key": "key-7"})
GET = AdapterCall("platform.runs.get", ("run_1",))
SERVERS_ID = "the-servers-own-id"


@dataclass(frozen=True)
class Case:
    """An answer and what it must become. detail: the envelope's object; raw: a body that is none."""

    status: int
    code: str | None
    kind: type[e.KneoError]
    detail: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    raw: bytes | None = None
    call: AdapterCall = POST

    @property
    def body(self) -> Any:
        """The JSON of the answer."""
        return {"detail": {"error": self.code, "message": "What happened, in words", **self.detail}}

    @property
    def response(self) -> httpx.Response:
        """The answer, made anew: a response is used once."""
        content = json.dumps(self.body).encode() if self.raw is None else self.raw
        return httpx.Response(self.status, content=content, headers={"X-Request-ID": SERVERS_ID, **self.headers})

    def __str__(self) -> str:
        return f"{self.status} {self.code or (self.raw or b'nothing')[:16].decode()}"


LISTED = json.dumps({"detail": [{"loc": ["body", "input"], "msg": "Field required", "type": "missing"}]}).encode()
TWO_LISTED = json.dumps({"detail": [{"loc": ["query", "limit"], "msg": "Too big", "type": "x"}] * 2}).encode()
PAGE = b"<html><head><title>502 Bad Gateway</title></head></html>"

CASES = (
    Case(400, "invalid_idempotency_key", e.KneoBadRequestError),
    Case(400, "ValueError", e.KneoBadRequestError),
    Case(400, "FileNotFoundError", e.KneoBadRequestError),
    Case(400, "invalid_request", e.KneoBadRequestError),
    Case(400, "spec_invalid", e.KneoBadRequestError, {"diagnostics": [{"code": "E_TOOL_REF"}]}),
    Case(400, "token_budget_exceeded", e.KneoBadRequestError),
    Case(401, "unauthorized", e.KneoAuthError),
    Case(
        403, "forbidden", e.KneoPermissionError, {"required_scope": "runs:write"},
        attributes={"required_scope": "runs:write"},
    ),
    Case(403, "environment_policy_blocked", e.KneoPermissionError, attributes={"required_scope": None}),
    Case(404, "KeyError", e.KneoNotFoundError, call=GET),
    Case(404, "not_found", e.KneoNotFoundError, call=GET),
    Case(409, "idempotency_key_conflict", e.KneoIdempotencyMismatchError),
    Case(
        409, "idempotency_key_in_progress", e.KneoConflictError, headers={"Retry-After": "2"},
        attributes={"retry_after": 2.0},
    ),
    Case(409, "resource_locked", e.KneoConflictError, {"resource": "run_1"}, attributes={"retry_after": None}),
    Case(409, "run_state_conflict", e.KneoConflictError),
    Case(
        409, "human_task_expired", e.KneoHumanTaskExpiredError,
        {"continuation_id": "cont_1", "expires_at": 1715432400.5},
        attributes={"continuation_id": "cont_1", "expires_at": 1715432400.5},
    ),
    Case(409, None, e.KneoIdempotencyMismatchError, raw=b"{}"),
    Case(409, None, e.KneoConflictError, raw=b"{}", call=GET),
    Case(
        413, "payload_too_large", e.KneoPayloadTooLargeError, {"max_body_bytes": 1048576},
        attributes={"max_body_bytes": 1048576},
    ),
    Case(422, None, e.KneoValidationError, raw=LISTED),
    Case(422, None, e.KneoValidationError, raw=TWO_LISTED),
    Case(422, "unknown_query_parameters", e.KneoValidationError, {"unknown": ["principal"]}),
    Case(422, "guardrail_violation", e.KneoValidationError),
    Case(422, "spec_path_confined", e.KneoValidationError),
    Case(422, "invalid_timestamp", e.KneoValidationError),
    Case(429, None, e.KneoRateLimitedError, headers={"Retry-After": "1.5"}, attributes={"retry_after": 1.5}, raw=PAGE),
    Case(429, None, e.KneoRateLimitedError, attributes={"retry_after": None}, raw=b"slow down"),
    Case(500, "RuntimeError", e.KneoServerError),
    Case(500, "internal_error", e.KneoServerError),
    Case(500, None, e.KneoServerError, raw=b""),
    Case(502, None, e.KneoServerError, raw=PAGE),
    Case(504, None, e.KneoServerError, raw=PAGE),
    Case(503, "not_ready", e.KneoServiceUnavailableError, {"metadata": {"checks": {"queue": {"ok": False}}}}, call=GET),
    Case(
        503, "queue_full", e.KneoServiceUnavailableError, {"queue_depth": 9, "limit": 9}, {"Retry-After": "5"},
        attributes={"retry_after": 5.0},
    ),
    Case(
        503, "store_unavailable", e.KneoServiceUnavailableError, attributes={"retry_after": 0.0},
        headers={"Retry-After": "Wed, 01 Jan 2020 00:00:00 GMT"},
    ),
    Case(418, "teapot", e.KneoError),
)  # fmt: skip

each_case = pytest.mark.parametrize("case", CASES, ids=str)


@each_case
@pytest.mark.parametrize("surface", SURFACES, ids=str)
def test_an_answer_becomes_its_error(surface: Surface, case: Case) -> None:
    error: Any = surface.one(case.call, lambda request: case.response).error

    check(error, case)
    assert error.idempotency_key == ("key-7" if case.call is POST else None)
    line = "POST /v1/runs" if case.call is POST else "GET /v1/runs/{run_id}"
    assert str(error).startswith(f"{line}: HTTP {case.status}")


@each_case
def test_the_function_for_responses_of_ones_own_gives_the_same_class(case: Case) -> None:
    key = "key-7" if case.call is POST else None

    check(e.from_response(case.response, idempotency_key=key), case)


def check(error: Any, case: Case) -> None:
    assert type(error) is case.kind
    assert (error.status, error.code, error.request_id) == (case.status, case.code, SERVERS_ID)
    if case.raw is None:
        assert error.body == case.body
        assert "What happened, in words" in str(error)
        assert case.code is not None
        assert case.code in str(error)
    assert {name: getattr(error, name) for name in case.attributes} == dict(case.attributes)
    assert SERVERS_ID in str(error)
    assert KEY not in repr(error.__dict__) + str(error)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301
        assert (type(twin), twin.args, twin.__dict__) == (type(error), error.args, error.__dict__)


def test_every_declared_error_status_has_its_cases() -> None:
    declared = {status for op in kneo().operations() for status in op.responses if not status.startswith("2")}
    tried = {str(case.status) for case in CASES} | {f"{case.status // 100}XX" for case in CASES}

    assert declared <= tried


@pytest.mark.parametrize("surface", SURFACES, ids=str)
def test_every_operation_maps_its_declared_errors(surface: Surface) -> None:
    """An adapter method does nothing about errors of its own: what holds for one operation holds for all."""
    for call in (POST, GET, AdapterCall("platform.health.readyz"), AdapterCall("platform.runs.iterate")):
        for case in CASES:
            if case.status != 409:
                assert type(surface.one(call, lambda request, case=case: case.response).error) is case.kind


@pytest.mark.parametrize("surface", SURFACES, ids=str)
def test_an_answer_without_an_id_leaves_the_one_that_was_sent(surface: Surface) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers["X-Request-ID"])
        return httpx.Response(404, json={})

    error: Any = surface.one(GET, answer).error

    assert [error.request_id] == sent


@pytest.mark.parametrize("surface", SURFACES, ids=str)
@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308])
def test_a_redirect_is_not_followed_and_says_so(surface: Surface, status: int) -> None:
    seen: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return httpx.Response(status, headers={"Location": "http://elsewhere.test/"})

    error = surface.one(GET, answer).error

    assert type(error) is e.KneoProtocolError
    assert "redirect" in str(error)
    assert [url.host for url in seen] == ["kneo.test"]


@pytest.mark.parametrize("surface", SURFACES, ids=str)
def test_a_key_that_the_server_quotes_back_is_in_no_error(surface: Surface) -> None:
    body = {"detail": {"error": "unauthorized", "message": f"unknown key {KEY}", KEY: [f"Bearer {KEY}"]}}

    error: Any = surface.one(GET, lambda request: httpx.Response(401, json=body)).error

    assert type(error) is e.KneoAuthError
    assert KEY not in f"{error!r} {error} {error.__dict__}"
