"""What the service refuses is raised as its typed error, from any kind of method of both clients."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall import errors as e

from ..surfaces import AdapterCall
from .surfaces import SURFACES

if TYPE_CHECKING:
    from ..surfaces import Surface

pytestmark = pytest.mark.parametrize("surface", SURFACES, ids=str)

CALLS = [
    AdapterCall("routes.get", ("rt_1",)),
    AdapterCall("routes.list"),
    AdapterCall("routes.iterate"),
    AdapterCall("routes.delete", ("rt_1",)),
    AdapterCall("secrets.create", (), {"name": "s", "secret_type": "api_key", "value": "v"}),
    AdapterCall("pki.get_crl", ("root",)),
    AdapterCall("request", (), {"method": "GET", "path": "/v1/anything"}),
]
each_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.method)

BY_STATUS = {
    400: e.BadRequestError,
    401: e.AuthenticationError,
    402: e.PaymentRequiredError,
    403: e.PermissionDeniedError,
    404: e.NotFoundError,
    405: e.KnoxCallError,
    408: e.KnoxCallError,
    409: e.ConflictError,
    410: e.KnoxCallError,
    418: e.KnoxCallError,
    422: e.ValidationError,
    429: e.RateLimitError,
    500: e.ServerError,
    501: e.ServerError,
    502: e.ServerError,
    503: e.ServerError,
    504: e.ServerError,
    599: e.ServerError,
}
NESTED = {"error": {"type": "the_code", "message": "In the server's words.", "request_id": "rid-body"}}


def raised(surface: Surface, call: AdapterCall, status: int, body: Any, **headers: str) -> e.KnoxCallError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    outcome = surface.one(call, lambda request: httpx.Response(status, content=content, headers=names))
    assert isinstance(outcome.error, e.KnoxCallError), outcome
    return outcome.error


@each_call
@pytest.mark.parametrize("status", BY_STATUS)
def test_each_status_is_its_error_with_what_the_server_said(surface: Surface, call: AdapterCall, status: int) -> None:
    error = raised(surface, call, status, NESTED)

    assert type(error) is BY_STATUS[status]
    assert (error.status, error.code, error.message) == (status, "the_code", "In the server's words.")
    assert error.request_id == "rid-body"
    assert error.body == NESTED
    assert "In the server's words." in str(error)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert (twin.status, twin.code, twin.message, twin.request_id, twin.body) == (
            error.status, error.code, error.message, error.request_id, error.body,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code", "message", "request_id"),
    [
        (NESTED, "the_code", "In the server's words.", "rid-body"),
        (
            {"error": "invalid_client", "error_description": "Unknown client."},
            "invalid_client",
            "Unknown client.",
            None,
        ),
        ({"error": "nope", "message": "Flat."}, "nope", "Flat.", None),
        ({"error": "nope"}, "nope", "nope", None),
        ({"code": "c", "message": "m", "request_id": "rid-flat"}, "c", "m", "rid-flat"),
        ({"code": "c", "error": "e", "errorId": "rid-id"}, "c", "e", "rid-id"),
    ],
    ids=["nested", "OAuth", "flat", "only a code", "flat with id", "errorId"],
)
def test_every_shape_of_an_error_body_is_read(
    surface: Surface, body: Any, code: str, message: str, request_id: str | None
) -> None:
    error = raised(surface, CALLS[0], 409, body)

    assert (error.code, error.message) == (code, message)
    assert error.request_id == request_id  # None where the server named none: no id of ours went out


def test_the_header_names_the_request_before_the_body_does(surface: Surface) -> None:
    assert raised(surface, CALLS[0], 404, NESTED, X_Request_Id="rid-header").request_id == "rid-header"


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b"{", b"[1]", b"null", b"\xff", b'{"error": 7}'])
def test_a_body_that_says_nothing_still_makes_its_error(surface: Surface, body: bytes) -> None:
    error = raised(surface, CALLS[0], 404, body)

    assert type(error) is e.NotFoundError
    assert (error.status, error.code) == (404, None)
    assert "404" in str(error)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"error": {"type": "t", "message": "m", "fields": {"name": "taken"}}}, {"name": "taken"}),
        ({"error": {"type": "t", "message": "m"}, "fields": {"name": "taken"}}, {"name": "taken"}),
        ({"error": {"message": "m", "fields": {"a": "1"}}, "fields": {"b": "2"}}, {"a": "1", "b": "2"}),
        ({"error": {"message": "m", "fields": "all"}}, {}),
        ({}, {}),
    ],
    ids=["in the error", "at the top", "both", "no mapping", "none"],
)
def test_what_is_wrong_by_field_is_read_wherever_it_stands(surface: Surface, body: Any, fields: dict[str, Any]) -> None:
    error = raised(surface, CALLS[4], 422, body)

    assert isinstance(error, e.ValidationError)
    assert error.fields == fields


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("value", "seconds"), [("7", 7), ("0", 0), ("1.5", 1.5), ("soon", None)])
def test_the_wait_that_the_server_asks_for_is_on_the_error(
    surface: Surface, status: int, value: str, seconds: float | None
) -> None:
    error = raised(surface, CALLS[0], status, NESTED, Retry_After=value)

    assert isinstance(error, (e.RateLimitError, e.ServerError))
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (httpx.ConnectError("refused"), e.APIConnectionError),
        (httpx.ReadError("reset"), e.APIConnectionError),
        (httpx.RemoteProtocolError("no HTTP"), e.APIConnectionError),
        (httpx.ConnectTimeout("slow"), e.APIConnectionTimeoutError),
        (httpx.ReadTimeout("slow"), e.APIConnectionTimeoutError),
        (httpx.PoolTimeout("slow"), e.APIConnectionTimeoutError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
@each_call
def test_trouble_with_the_connection_is_ours(
    surface: Surface, call: AdapterCall, trouble: Exception, kind: type[e.KnoxCallError]
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise trouble

    error = surface.one(call, fail).error

    assert type(error) is kind
    assert isinstance(error, TimeoutError) == (kind is e.APIConnectionTimeoutError)


@each_call
def test_a_closed_client_says_so(surface: Surface, call: AdapterCall) -> None:
    # `one` closes the client after the call: a second round over the same one has to be refused.
    clients: list[Any] = []
    kept = type(surface)(surface.name, surface.asynchronous, clients.append)
    kept.one(call, lambda request: httpx.Response(200, json={"data": []}))
    again = type(surface)(surface.name, surface.asynchronous)
    object.__setattr__(again, "open", lambda *args, **options: clients[0])

    error = again.one(call).error

    assert isinstance(error, e.ClientClosedError)
    assert "closed" in str(error)
