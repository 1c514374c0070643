"""Every status that can stand in a status line is a typed outcome, whatever the body says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kneo_client.core import (
    KneoAuthError,
    KneoBadRequestError,
    KneoConflictError,
    KneoError,
    KneoIdempotencyMismatchError,
    KneoNetworkError,
    KneoNotFoundError,
    KneoPayloadTooLargeError,
    KneoPermissionError,
    KneoProtocolError,
    KneoRateLimitedError,
    KneoServerError,
    KneoServiceUnavailableError,
    KneoValidationError,
)
from tests.wire.kneo.both_clients import failure_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

ENVELOPE = {"detail": {"error": "some_code", "message": "some words"}}
NAMED = {
    400: KneoBadRequestError,
    401: KneoAuthError,
    403: KneoPermissionError,
    404: KneoNotFoundError,
    409: KneoConflictError,
    413: KneoPayloadTooLargeError,
    422: KneoValidationError,
    429: KneoRateLimitedError,
    503: KneoServiceUnavailableError,
}


def expected(status: int) -> type[KneoError]:
    """What an answer of this status with an error envelope as its body must end in."""
    if status < 200:
        return KneoNetworkError  # no status of HTTP, an interim answer that nothing follows, another protocol
    if status < 400:
        return KneoProtocolError  # an error envelope is no run; a redirect is never followed
    return NAMED.get(status, KneoServerError if status >= 500 else KneoError)


def by_path(exchange: Exchange) -> bool:
    """GET /v1/runs/204 is answered with 204, and so on."""
    status = int(exchange.target.rpartition("/")[2])
    bodyless = status < 200 or status in (204, 304)
    exchange.send(answer(status, length=-1) if bodyless else json_answer(ENVELOPE, status))
    return status >= 200


def test_every_status_from_0_to_999_has_its_typed_error(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(by_path)
    client = either.client(server.url)
    wrong = {}
    for status in range(1000):
        with pytest.raises(KneoError) as caught:
            either.do(client.platform.runs.get(f"{status:03d}"))
        error = caught.value
        if type(error) is not expected(status) or (status >= 200 and error.status != status):
            wrong[status] = repr(error)
    assert wrong == {}
    assert len(server.exchanges) == 1000


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 599])
def test_an_error_says_what_where_why_and_which_request(
    either: Either, serve: Callable[..., RawServer], status: int
) -> None:
    server = serve(json_answer(ENVELOPE, status, headers=("X-Request-ID: server-chose-this",)))
    error = failure_of(either, lambda: either.client(server.url).platform.runs.get("r"), expected(status))
    assert (error.status, error.code, error.body) == (status, "some_code", ENVELOPE)
    assert error.request_id == "server-chose-this"
    for part in ("GET /v1/runs/{run_id}", str(status), "some_code", "some words", "server-chose-this"):
        assert part in str(error)


def test_without_an_id_from_the_server_the_error_carries_the_one_that_was_sent(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    server = serve(json_answer(ENVELOPE, 500))
    error = failure_of(either, lambda: either.client(server.url).platform.runs.get("r"), KneoServerError)
    assert error.request_id == server.exchanges[0].headers["x-request-id"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"detail": {"error": "idempotency_key_conflict"}}, KneoIdempotencyMismatchError),
        ({"detail": "already there"}, KneoIdempotencyMismatchError),
        ({"detail": {"error": "resource_locked", "resource": "run"}}, KneoConflictError),
        ({"detail": {"error": "run_state_conflict"}}, KneoConflictError),
    ],
    ids=["conflict code", "no code, keyed request", "locked", "state"],
)
def test_a_409_to_a_keyed_post_is_told_apart_by_its_code(
    either: Either, serve: Callable[..., RawServer], body: Any, kind: type[KneoError]
) -> None:
    server = serve(json_answer(body, 409))
    client = either.client(server.url)
    error = failure_of(either, lambda: client.platform.runs.create({"input": "x"}, idempotency_key="mine"), kind)
    assert error.idempotency_key == "mine"


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308, 399])
def test_a_redirect_is_never_followed(either: Either, serve: Callable[..., RawServer], status: int) -> None:
    elsewhere = serve(json_answer({"ok": True}))
    location = f"Location: {elsewhere.url}/v1/livez"
    server = serve(answer(status, headers=(location,)))
    client = either.client(server.url, attempts=3)
    error = failure_of(either, client.platform.health.livez, KneoProtocolError)
    assert error.status == status
    assert "redirect" in str(error)
    assert len(server.exchanges) == 1
    assert elsewhere.connections == 0


@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_is_handed_out_untouched_by_the_escape_hatch(
    either: Either, serve: Callable[..., RawServer], status: int
) -> None:
    elsewhere = serve(json_answer({"ok": True}))
    server = serve(answer(status, headers=(f"Location: {elsewhere.url}/v1/livez",)))
    response = either.do(either.client(server.url).request("GET", "/v1/livez"))
    assert response.status_code == status
    assert elsewhere.connections == 0
