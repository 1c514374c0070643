"""Convox errors: their constructors, the table from answers to classes, and what they carry."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import convox
from convox import exceptions
from convox._service import DEFINITION
from convox.exceptions import (
    ConvoxAPIError,
    ConvoxAuthError,
    ConvoxClosedError,
    ConvoxConflictError,
    ConvoxConnectionError,
    ConvoxError,
    ConvoxForbiddenError,
    ConvoxGatewayError,
    ConvoxNotFoundError,
    ConvoxNotImplementedError,
    ConvoxProtocolError,
    ConvoxServerError,
    ConvoxTimeoutError,
    ConvoxValidationError,
)
from trellis.core.errors import read_error_answer


class Answered:
    """An answer as the flow sees one."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        self.status_code = status
        self.content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def error_for(status: int, body: Any, **headers: str) -> ConvoxAPIError:
    """The error of an answer."""
    answer = read_error_answer(
        Answered(status, body, **headers),
        envelope=DEFINITION.envelope,
        request_id_header="request-id",
        wall_clock=lambda: 0.0,
        call="GET /apps/{name}",
    )
    error = DEFINITION.answer_error(answer)
    assert isinstance(error, ConvoxAPIError)
    return error


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        (ConvoxAPIError, ConvoxError),
        (ConvoxConnectionError, ConvoxError),
        (ConvoxTimeoutError, ConvoxError),
        (ConvoxTimeoutError, TimeoutError),
        (ConvoxClosedError, RuntimeError),
        (ConvoxAuthError, ConvoxAPIError),
        (ConvoxForbiddenError, ConvoxAuthError),
        (ConvoxProtocolError, ConvoxAPIError),
    ],
)
def test_the_family(kind: type, parent: type) -> None:
    assert issubclass(kind, parent)


def test_every_error_is_public_at_the_root() -> None:
    names = {name for name in convox.__all__ if name.endswith("Error")}

    assert names == {name for name in exceptions.__all__ if name.endswith("Error")}
    assert len(names) == 14
    assert all(getattr(convox, name) is getattr(exceptions, name) for name in names)


def test_an_api_error_is_made_as_ever() -> None:
    error = ConvoxAPIError(404, "app not found", "req-1")

    assert (error.status_code, error.message, error.request_id) == (404, "app not found", "req-1")
    assert str(error) == "[404] app not found"
    assert ConvoxAPIError(500, "boom").request_id is None


def test_the_other_errors_take_a_message() -> None:
    assert str(ConvoxConnectionError("refused")) == "refused"
    assert str(ConvoxTimeoutError("too late")) == "too late"


@pytest.mark.parametrize(
    "error",
    [
        ConvoxForbiddenError(403, "no", "req-1", body={"error": "no"}, hint="ask"),
        ConvoxTimeoutError("too late"),
        ConvoxClosedError("closed"),
        error_for(503, {"error": "busy"}, request_id="req-2", retry_after="7"),
    ],
)
@pytest.mark.parametrize("twin_of", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])  # noqa: S301
def test_errors_survive_copies(error: ConvoxError, twin_of: Any) -> None:
    twin = twin_of(error)

    assert type(twin) is type(error)
    assert str(twin) == str(error)
    assert vars(twin) == vars(error)


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "x", ConvoxValidationError),
        (401, "unauthorized", ConvoxAuthError),
        (401, "You are Unauthorized to Access this rack", ConvoxForbiddenError),
        (402, "x", ConvoxAPIError),
        (403, "forbidden", ConvoxForbiddenError),
        (403, "app is currently updating", ConvoxConflictError),
        (403, "no deployment in progress", ConvoxConflictError),
        (404, "x", ConvoxNotFoundError),
        (404, "already exists", ConvoxNotFoundError),
        (405, "x", ConvoxAPIError),
        (409, "x", ConvoxConflictError),
        (418, "x", ConvoxAPIError),
        (422, "x", ConvoxValidationError),
        (429, "x", ConvoxAPIError),
        (500, "x", ConvoxServerError),
        (501, "x", ConvoxNotImplementedError),
        (502, "x", ConvoxGatewayError),
        (503, "not found", ConvoxGatewayError),
        (504, "x", ConvoxGatewayError),
        (505, "x", ConvoxAPIError),
        (500, "app Not Found: web", ConvoxNotFoundError),
        (500, "no such app", ConvoxNotFoundError),
        (500, "release does not exist", ConvoxNotFoundError),
        (500, "app already exists: web", ConvoxConflictError),
        (500, "app is locked: web", ConvoxConflictError),
        (500, "app name is reserved", ConvoxValidationError),
        (500, "invalid parameter", ConvoxValidationError),
        (500, "must specify a service", ConvoxValidationError),
        (500, "can not promote an older release", ConvoxValidationError),
        (500, "name required", ConvoxValidationError),
        (500, "not available on this rack", ConvoxValidationError),
        (500, "budgets are not enabled", ConvoxValidationError),
        (500, "telemetry is disabled", ConvoxValidationError),
        (500, "invalid name: not found", ConvoxNotFoundError),
        (500, "invalid name: already exists", ConvoxConflictError),
    ],
)
def test_status_and_words_choose_the_class(status: int, message: str, kind: type[ConvoxAPIError]) -> None:
    error = error_for(status, {"error": message})

    assert type(error) is kind
    assert (error.status_code, error.status, error.message) == (status, status, message)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": "no such app"}, "no such app"),
        ({"error": {"code": 3}}, "{'code': 3}"),
        (b"  no such app \n", "no such app"),
        (b"", "HTTP 404"),
        (b" \n", "HTTP 404"),
        ({"error": None}, '{"error": null}'),
        ({"reason": "x"}, '{"reason": "x"}'),
        (b"<html><head><title>404 Not Found</title></head><body>nginx</body></html>", "404 Not Found"),
    ],
)
def test_the_message_is_the_servers_own(body: Any, message: str) -> None:
    error = error_for(404, body)

    assert error.message == message
    assert str(error) == f"[404] {message}"


def test_a_very_long_text_is_cut_in_the_message_and_whole_in_the_body() -> None:
    error = error_for(500, b"x" * 10_000)

    assert len(error.message) < 2100
    assert error.body == "x" * 10_000


def test_an_error_carries_request_id_hint_and_patience() -> None:
    error = error_for(429, {"error": "slow down"}, request_id="req-9", retry_after="7")

    assert (error.request_id, error.retry_after) == ("req-9", 7.0)
    assert error.hint is not None
    assert "retry_after" in error.hint
    notes = getattr(error, "__notes__", None)  # Python 3.11
    if hasattr(error, "add_note"):
        assert notes == [f"GET /apps/{{name}}; request id req-9; {error.hint}"]


@pytest.mark.parametrize(
    ("kind", "request_id", "stream", "refused"),
    [
        ("text/html", None, False, True),
        ("Text/HTML; charset=utf-8", "req-1", False, True),
        ("text/html", None, True, True),
        ("text/html", "req-1", True, False),
        ("text/plain", None, False, False),
        ("application/json", None, False, False),
        (None, None, False, False),
    ],
)
def test_a_web_page_is_no_answer_of_a_rack(
    kind: str | None, request_id: str | None, stream: bool, refused: bool
) -> None:
    headers = {"content-type": kind, exceptions.REQUEST_ID_HEADER: request_id}
    error = exceptions.from_web_page(
        "GET /apps", 200, {name: value for name, value in headers.items() if value is not None}, stream
    )

    assert (error is not None) is refused
    if error is not None:
        assert type(error) is ConvoxGatewayError
        assert error.status_code == 502
        assert "rack=" in error.message
