"""An error is typed and readable whatever its body is: the platform's envelope, a proxy's page, or rubbish."""

from __future__ import annotations

import copy
import gzip
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client.core import (
    KneoBadRequestError,
    KneoError,
    KneoHumanTaskExpiredError,
    KneoNetworkError,
    KneoPayloadTooLargeError,
    KneoPermissionError,
    KneoServerError,
    KneoServiceUnavailableError,
    KneoValidationError,
)
from tests.wire.kneo.both_clients import failure_of
from tests.wire.kneo.raw_server import answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

PAGE = b"<html>\n<head><title>502 Bad\n Gateway</title></head><body>nginx</body></html>"

BODIES: dict[str, tuple[bytes, str | None, str]] = {
    # name: the body, the code it must be read as, words that the text must have
    "nested": (b'{"detail":{"error":"E1","message":"nested words"}}', "E1", "nested words"),
    "flat": (b'{"error":"E2","message":"flat words"}', "E2", "flat words"),
    "detail is text": (b'{"detail":"only text"}', None, "only text"),
    "list": (b'{"detail":[{"loc":["body","input"],"msg":"Field required"},{}]}', None, "body.input: Field required"),
    "list, more": (b'{"detail":[{"loc":["a"],"msg":"m"},{},{}]}', None, "(+2 more)"),
    "empty list": (b'{"detail":[]}', None, "HTTP 500"),
    "list of odd things": (b'{"detail":[null,3]}', None, "HTTP 500"),
    "list with odd members": (b'{"detail":[{"loc":5,"msg":{"a":[1]}}]}', None, "HTTP 500"),
    "detail is null": (b'{"detail":null,"error":"E3"}', "E3", "HTTP 500"),
    "detail is a number": (b'{"detail":7}', None, "HTTP 500"),
    "code is no text": (b'{"detail":{"error":["x"],"message":9}}', None, "HTTP 500"),
    "empty object": (b"{}", None, "HTTP 500"),
    "array": (b'["a"]', None, "HTTP 500"),
    "null": (b"null", None, "HTTP 500"),
    "json string": (b'"just words"', None, "just words"),
    "number": (b"12", None, "HTTP 500"),
    "html": (PAGE, None, "502 Bad Gateway"),
    "html without title": (b"<HTML><body>x</body></HTML>", None, "an HTML page"),
    "text": (b"upstream connect error", None, "upstream connect error"),
    "empty": (b"", None, "HTTP 500"),
    "no utf-8": (b"\xff\xfe\x00broken", None, "HTTP 500"),
    "cut json": (b'{"detail":{"error":"E', None, "HTTP 500"),
    "utf-8 with bom": (b"\xef\xbb\xbf{}", None, "HTTP 500"),
    "lone surrogate": (b'{"detail":{"message":"\\ud800"}}', None, "HTTP 500"),
    "duplicate members": (b'{"detail":1,"detail":{"error":"E4"}}', "E4", "HTTP 500"),
    "nan": (b'{"detail":{"error":"E5","x":NaN}}', "E5", "HTTP 500"),
    "endless number": (b"9" * 9000, None, "HTTP 500"),
    "deep": (b"[" * 100_000, None, "HTTP 500"),
    "deep and closed": (b"[" * 100_000 + b"]" * 100_000, None, "HTTP 500"),
    "as deep as the parser goes": (b"[" * 900 + b"]" * 900, None, "HTTP 500"),
    "deep envelope": (b'{"detail":' * 480 + b"1" + b"}" * 480, None, "HTTP 500"),
    "huge": (b"x" * 2_000_000, None, "xxx"),
}


@pytest.mark.parametrize(("body", "code", "words"), BODIES.values(), ids=BODIES.keys())
def test_a_500_is_a_server_error_whatever_its_body(
    either: Either, serve: Callable[..., RawServer], body: bytes, code: str | None, words: str
) -> None:
    server = serve(answer(500, body))
    client = either.client(server.url)
    error = failure_of(either, lambda: client.platform.runs.get("r"), KneoServerError)
    assert error.status == 500
    assert error.code == code
    assert words in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 1000
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):  # noqa: S301 - our own bytes
        assert (str(twin), repr(twin.body)) == (str(error), repr(error.body))


@pytest.mark.parametrize("body", [b"[" * depth + b"]" * depth for depth in (200, 400, 600, 800, 950, 2000)])
def test_no_depth_of_nesting_breaks_an_error(either: Either, serve: Callable[..., RawServer], body: bytes) -> None:
    server = serve(answer(400, body))
    client = either.client(server.url)
    failure_of(either, lambda: client.platform.runs.get("r"), KneoBadRequestError)
    failure_of(either, lambda: client.request("GET", "/v1/runs/r"), KneoBadRequestError)


@pytest.mark.parametrize(
    ("status", "detail", "kind", "fields"),
    [
        (403, {"error": "forbidden", "required_scope": "runs:write"}, KneoPermissionError,
         {"required_scope": "runs:write"}),
        (403, {"error": "forbidden", "required_scope": 3}, KneoPermissionError, {"required_scope": None}),
        (413, {"error": "payload_too_large", "max_body_bytes": 1024}, KneoPayloadTooLargeError,
         {"max_body_bytes": 1024}),
        (413, {"max_body_bytes": True}, KneoPayloadTooLargeError, {"max_body_bytes": None}),
        (409, {"error": "human_task_expired", "continuation_id": "c", "expires_at": 12}, KneoHumanTaskExpiredError,
         {"continuation_id": "c", "expires_at": 12.0}),
        (422, [{"loc": ["query", "limit"], "msg": "too big"}], KneoValidationError, {}),
    ],
    ids=["scope", "scope of another type", "limit", "limit of another type", "expired", "validation"],
)  # fmt: skip
def test_details_of_the_envelope_become_attributes(
    either: Either,
    serve: Callable[..., RawServer],
    status: int,
    detail: Any,
    kind: type[KneoError],
    fields: dict[str, Any],
) -> None:
    server = serve(json_answer({"detail": detail}, status))
    error = failure_of(either, lambda: either.client(server.url).platform.runs.get("r"), kind)
    assert {name: getattr(error, name) for name in fields} == fields


@pytest.mark.parametrize("value", ["5", "2.5", "0", "-3", "nonsense", "", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_retry_after_is_read_and_never_breaks_an_error(
    either: Either, serve: Callable[..., RawServer], value: str
) -> None:
    server = serve(json_answer({}, 503, headers=(f"Retry-After: {value}",)))
    client = either.client(server.url)
    error = failure_of(either, lambda: client.platform.runs.get("r"), KneoServiceUnavailableError)
    known = {"5": 5.0, "2.5": 2.5, "0": 0.0, "-3": 0.0, "nonsense": None, "": None}
    if value in known:
        assert error.retry_after == known[value]
    else:
        assert error.retry_after is not None
        assert error.retry_after > 1e6


def test_a_compressed_error_is_read(either: Either, serve: Callable[..., RawServer]) -> None:
    body = gzip.compress(json.dumps({"detail": {"error": "E9"}}).encode())
    server = serve(answer(500, body, headers=("Content-Encoding: gzip",)))
    error = failure_of(either, lambda: either.client(server.url).platform.runs.get("r"), KneoServerError)
    assert error.code == "E9"


def test_an_error_whose_compression_is_broken_is_still_typed(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(answer(500, b"no gzip at all", headers=("Content-Encoding: gzip",)))
    error = failure_of(either, lambda: either.client(server.url).platform.runs.get("r"), KneoNetworkError)
    assert "decompress" in str(error)
