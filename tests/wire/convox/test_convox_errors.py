"""Convox errors over the wire: every answer and every breakage is one of ours, and tells no secrets."""

from __future__ import annotations

import base64
import pickle
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from convox import exceptions
from convox.exceptions import (
    ConvoxAPIError,
    ConvoxClosedError,
    ConvoxConnectionError,
    ConvoxForbiddenError,
    ConvoxNotFoundError,
    ConvoxServerError,
    ConvoxTimeoutError,
    ConvoxValidationError,
)
from tests.wire.convox.racks import KEY, OK, failure_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

    Serve = Callable[..., RawServer]


def reset(exchange: Exchange) -> None:
    exchange.reset()


def short(exchange: Exchange) -> None:
    exchange.send(answer(200, b"[", length=50))


def silence(exchange: Exchange) -> None:
    exchange.wait(5)


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (400, "x", "ConvoxValidationError"),
        (401, "unauthorized", "ConvoxAuthError"),
        (401, "you are unauthorized to access this", "ConvoxForbiddenError"),
        (403, "no", "ConvoxForbiddenError"),
        (403, "app is currently updating", "ConvoxConflictError"),
        (404, "x", "ConvoxNotFoundError"),
        (409, "x", "ConvoxConflictError"),
        (422, "x", "ConvoxValidationError"),
        (429, "x", "ConvoxAPIError"),
        (500, "x", "ConvoxServerError"),
        (500, "no such process", "ConvoxNotFoundError"),
        (501, "x", "ConvoxNotImplementedError"),
        (503, "x", "ConvoxGatewayError"),
    ],
)
def test_answers_by_status_and_words(either: Either, serve: Serve, status: int, words: str, kind: str) -> None:
    server = serve(json_answer({"error": words}, status, headers=("Request-Id: req-1",)))

    error = failure_of(either, either.client(server.url).apps.list, getattr(exceptions, kind))

    assert (error.status_code, error.message, error.request_id) == (status, words, "req-1")
    assert str(error) == f"[{status}] {words}"


def test_an_unrouted_request_has_neither_words_nor_id(either: Either, serve: Serve) -> None:
    error = failure_of(either, either.client(serve(answer(404)).url).apps.list, ConvoxNotFoundError)

    assert (error.message, error.request_id) == ("HTTP 404", None)


@pytest.mark.parametrize(
    ("play", "kind", "words"),
    [
        (reset, ConvoxConnectionError, "the answer did not arrive whole"),
        (short, ConvoxConnectionError, "the answer did not arrive whole"),
        (b"rubbish\r\n\r\n", ConvoxConnectionError, "the answer did not arrive whole"),
        (silence, ConvoxTimeoutError, "the answer did not arrive whole"),
        (
            answer(200, b"not gzip", headers=("Content-Encoding: gzip",)),
            ConvoxConnectionError,
            "could not be decompressed",
        ),
    ],
)
def test_breakages(either: Either, serve: Serve, play: Any, kind: type[Exception], words: str) -> None:
    client = either.client(serve(play).url, timeout=0.3)

    error = failure_of(either, client.apps.list, kind)

    assert "GET /apps" in str(error)
    assert words in str(error)


def test_nobody_there(either: Either, serve: Serve) -> None:
    server = serve(OK)
    url = server.url
    server.close()

    error = failure_of(either, either.client(url).apps.list, ConvoxConnectionError)

    assert "could not connect" in str(error)
    assert "it was not sent" in str(error)


def test_no_such_host(either: Either) -> None:
    client = either.client("http://no-such-host.invalid")

    assert "could not connect" in str(failure_of(either, client.apps.list, ConvoxConnectionError))


def test_a_deadline_is_kept_and_is_a_timeout(either: Either, serve: Serve) -> None:
    client = either.client(serve(silence).url).with_options(deadline=0.3)

    error = failure_of(either, client.apps.list, ConvoxTimeoutError)

    assert isinstance(error, TimeoutError)
    assert "deadline of 0.3 s" in str(error)


def test_a_closed_client_says_so(either: Either, serve: Serve) -> None:
    client = either.client(serve(OK).url)
    either.do(client.check())
    either.shut(client)
    either.shut(client)

    error = failure_of(either, client.check, ConvoxClosedError)

    assert isinstance(error, RuntimeError)
    assert "closed" in str(error)


def test_a_view_is_closed_with_its_client(either: Either, serve: Serve) -> None:
    client = either.client(serve(OK).url)
    view = client.with_options(timeout=1)
    either.shut(client)

    failure_of(either, view.check, ConvoxClosedError)


def test_what_a_server_echoes_is_scrubbed(either: Either, serve: Serve) -> None:
    credentials = base64.b64encode(f"convox:{KEY}".encode()).decode()

    def play(exchange: Exchange) -> bool:
        said = f"{exchange.headers['authorization']} {credentials} {KEY} {exchange.headers['session']}"
        exchange.send(json_answer({"error": said, "more": [said]}, 500, headers=(f"Request-Id: {KEY}",)))
        return True

    error = failure_of(either, either.client(serve(play).url, session="s3ssion").apps.list, ConvoxServerError)

    told = [
        str(error),
        repr(error),
        repr(vars(error)),
        str(error.request_id),
        "".join(traceback.format_exception(error)),
    ]
    told.append(repr(pickle.dumps(error)))
    for text in told:
        assert KEY not in text
        assert credentials not in text
        assert "s3ssion" not in text


def test_a_key_of_a_letter_or_two_does_not_make_errors_unreadable(either: Either, serve: Serve) -> None:
    server = serve(json_answer({"error": "check the app key"}, 400))

    error = failure_of(either, either.client(server.url, "key").apps.list, ConvoxValidationError)

    assert error.message == "check the app key"


def test_hints_stand_beside_the_servers_words(either: Either, serve: Serve) -> None:
    error = failure_of(either, either.client(serve(answer(403)).url).apps.list, ConvoxForbiddenError)

    assert error.hint == "Use a key whose role allows this."
    assert error.hint not in str(error)


def test_a_crowded_rack_says_how_long_to_wait(either: Either, serve: Serve) -> None:
    server = serve(json_answer({"error": "slow down"}, 429, headers=("Retry-After: 3600",)))

    error = failure_of(either, either.client(server.url, max_retries=3).apps.list, ConvoxAPIError)

    assert error.retry_after == 3600.0
    assert len(server.exchanges) == 1, "an hour is more than the client waits"
