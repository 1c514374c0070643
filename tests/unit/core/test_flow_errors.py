"""What a failed call raises: the right kind, plain words, no secret, nothing of the transport attached."""

from __future__ import annotations

import gzip
import json
import traceback
from typing import Any

import pytest

from kneo_client.core import errors
from kneo_client.core.errors import KneoError, KneoNetworkError, KneoRequestTimeoutError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import answer, make_call, make_context, platform_error, play_call
from trellis.core.failures import TransportFailure
from trellis.core.secrets import MASK, Secret

SECRETS = (Secret("Bearer k-secret"), Secret("k-secret"))
ONCE = RetryPolicy(max_attempts=1)


def failed(*outcomes: Any, **options: Any) -> KneoError:
    """The error of a call that is not retried."""
    context = make_context(policy=ONCE, secrets=SECRETS)
    played = play_call(make_call(**options), context, list(outcomes))
    assert isinstance(played.error, KneoError)
    return played.error


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.KneoBadRequestError),
        (401, errors.KneoAuthError),
        (402, errors.KneoError),
        (403, errors.KneoPermissionError),
        (404, errors.KneoNotFoundError),
        (409, errors.KneoConflictError),
        (413, errors.KneoPayloadTooLargeError),
        (422, errors.KneoValidationError),
        (429, errors.KneoRateLimitedError),
        (500, errors.KneoServerError),
        (503, errors.KneoServiceUnavailableError),
        (599, errors.KneoServerError),
    ],
)
def test_each_status_has_its_kind_with_the_code_the_words_and_the_ids(status: int, kind: type[KneoError]) -> None:
    error = failed(platform_error(status, "some_code", "in words", x_request_id="srv-9"), idempotency_key="key-1")
    assert type(error) is kind
    assert (error.status, error.code, error.request_id) == (status, "some_code", "srv-9")
    assert error.idempotency_key == "key-1"
    assert error.body == {"detail": {"error": "some_code", "message": "in words"}}
    assert str(error).startswith(f"GET /v1/runs: HTTP {status} some_code: in words (request id srv-9)")


def test_our_own_request_id_stands_in_where_the_answer_names_none() -> None:
    assert failed(answer(404)).request_id == "req-1"
    assert failed(answer(404, x_request_id="")).request_id == "req-1"


@pytest.mark.parametrize(
    ("body", "message", "kept"),
    [
        (b"<html><head><title>502 Bad\n Gateway</title></head></html>", "502 Bad Gateway", str),
        (b"<HTML><BODY>sorry</BODY></HTML>", "an HTML page", str),
        (b"upstream connect error", "upstream connect error", str),
        (b"\xff\xfe\x00 not text", "not text", str),
        (b'{"detail": ', "detail", str),
        (b"[1, 2]", None, list),
        (b'"just a string"', "just a string", str),
        (b"null", None, type(None)),
        (b"", None, type(None)),
        (b"[" * 100_000, "[[", str),
    ],
    ids=[
        "page with a title", "page without", "text", "no text", "cut JSON", "array", "string", "null", "empty", "deep",
    ],
)  # fmt: skip
def test_any_body_gives_a_readable_error(body: bytes, message: str | None, kept: type) -> None:
    error = failed(answer(502, body))
    assert type(error) is errors.KneoServerError
    assert isinstance(error.body, kept)
    assert (message or "HTTP 502 (request id") in str(error)
    assert len(str(error)) < 500


@pytest.mark.parametrize("depth", [300, 600, 900, 5000])
def test_a_deeply_nested_error_body_is_still_the_services_error(depth: int) -> None:
    error = failed(answer(500, b'{"detail":' + b"[" * depth + b'"k-secret"' + b"]" * depth + b"}"))
    assert type(error) is errors.KneoServerError
    assert "k-secret" not in str(error)


ECHOES = {
    "message": json.dumps({"detail": {"error": "unauthorized", "message": "unknown key Bearer k-secret"}}).encode(),
    "code": json.dumps({"detail": {"error": "k-secret", "message": "x"}}).encode(),
    "list": json.dumps({"detail": [{"loc": ["header", "k-secret"], "msg": "k-secret"}]}).encode(),
    "member name": json.dumps({"detail": {"k-secret": [{"deep": "xk-secretx"}]}}).encode(),
    "escaped": b'{"detail": {"message": "key \\u006b-secret"}}',
    "page": b"<html><title>k-secret</title>Authorization: Bearer k-secret</html>",
    "text": b"Authorization: Bearer k-secret",
}


@pytest.mark.parametrize("body", ECHOES.values(), ids=ECHOES.keys())
def test_a_credential_that_the_server_echoes_appears_nowhere_in_the_error(body: bytes) -> None:
    error = failed(answer(401, body))
    assert MASK in str(error.body)
    for text in (str(error), repr(error), repr(error.body), repr(error.__dict__), repr(error.args)):
        assert "k-secret" not in text


def test_a_credential_in_an_echoed_request_id_is_masked_too() -> None:
    error = failed(answer(500, x_request_id="k-secret"))
    assert "k-secret" not in f"{error} {error.request_id}"


@pytest.mark.parametrize(
    ("phase", "sent", "timed_out", "kind", "words"),
    [
        ("pool", False, True, KneoRequestTimeoutError, "no connection became free"),
        ("connect", False, True, KneoRequestTimeoutError, "could not connect"),
        ("connect", False, False, KneoNetworkError, "could not connect"),
        ("send", True, True, KneoRequestTimeoutError, "the connection broke while sending"),
        ("send", True, False, KneoNetworkError, "the connection broke while sending"),
        ("receive", True, True, KneoRequestTimeoutError, "the answer did not arrive whole"),
        ("receive", True, False, KneoNetworkError, "the answer did not arrive whole"),
        ("decode", True, False, KneoNetworkError, "the answer could not be decompressed"),
    ],
)
def test_a_failure_below_http_says_where_it_broke_and_whether_the_call_may_have_run(
    phase: Any, sent: bool, timed_out: bool, kind: type[KneoError], words: str
) -> None:
    failure = TransportFailure("why it broke [ReadError]", phase=phase, sent=sent, timed_out=timed_out)
    error = failed(failure, idempotency_key="key-1")
    assert type(error) is kind
    assert isinstance(error, TimeoutError) is timed_out
    assert (error.status, error.body, error.request_id, error.idempotency_key) == (None, None, "req-1", "key-1")
    state = "it may have been executed" if sent else "it was not sent"
    expected = f"GET /v1/runs: {words}: why it broke [ReadError] (attempt 1 of 1; {state}; request id req-1)"
    assert str(error) == expected


def test_a_failures_words_are_scrubbed() -> None:
    error = failed(TransportFailure("illegal status line: bytearray(b'Bearer k-secret')", phase="receive"))
    assert "k-secret" not in str(error)
    assert MASK in str(error)


@pytest.mark.parametrize(
    "outcome",
    [TransportFailure("broke", phase="receive"), answer(500), answer(502, b"<html>")],
    ids=["failure", "answer", "page"],
)
@pytest.mark.parametrize("watched", [True, False], ids=["watched", "unwatched"])
def test_the_error_drags_nothing_of_the_transport_along(outcome: Any, watched: bool) -> None:
    hooks = ((lambda event: None),) if watched else ()
    played = play_call(make_call(), make_context(policy=ONCE, hooks=hooks), [outcome])
    assert played.error is not None
    assert played.error.__cause__ is None
    assert played.error.__context__ is None
    assert "TransportFailure" not in "".join(traceback.format_exception(None, played.error, None))


def test_a_validation_list_is_summed_up_by_its_first_place() -> None:
    problems = [{"loc": ["body", "input"], "msg": "Field required", "type": "missing"}, {"loc": ["body", "x"]}]
    error = failed(answer(422, {"detail": problems}))
    assert "HTTP 422: body.input: Field required (+1 more)" in str(error)
    assert error.body == {"detail": problems}


def test_a_compressed_error_body_is_read_like_any_other() -> None:
    content = gzip.compress(json.dumps({"detail": {"error": "not_ready", "message": "soon"}}).encode())
    assert failed(answer(503, content, content_encoding="gzip")).code == "not_ready"
