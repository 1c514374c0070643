"""Paths and queries of a caller's own, and what is made of answers to them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from convox._answers import open_answer
from convox._targets import by_name, target_of
from convox.exceptions import ConvoxProtocolError


@pytest.mark.parametrize(
    ("path", "target"), [("/apps", "/apps"), ("apps", "/apps"), ("apps?a=1:2", "/apps?a=1:2"), ("", "/")]
)
def test_a_leading_slash_may_be_left_out(path: str, target: str) -> None:
    assert target_of(path) == target


@pytest.mark.parametrize(
    "path", ["https://evil.example/apps", "http:apps", "//evil.example/apps", "HTTPS://x", "a+b:c"]
)
def test_another_address_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a URL"):
        target_of(path)


def test_a_path_is_text() -> None:
    with pytest.raises(TypeError, match="path must be a str, got int"):
        target_of(3)  # type: ignore[arg-type]


def test_queries_are_mappings_or_pairs() -> None:
    assert by_name(None) is None
    assert by_name({"a": 1}) == {"a": 1}
    assert by_name([("a", 1), ("b", 2), ("a", 3)]) == {"a": [1, 3], "b": [2]}
    with pytest.raises(TypeError, match="params must be"):
        by_name("a=1")


@pytest.mark.parametrize(
    ("body", "kind", "result"),
    [
        (b"", "application/json", None),
        (b'{"a": 1}\n', "application/json", {"a": 1}),
        (b"[1]", "text/plain", [1]),
        (b"null\n", "text/plain", None),
        (b"ok\n", "text/plain; charset=utf-8", "ok"),
        (b" ok ", "", "ok"),
        ("é".encode("latin-1"), "text/plain; charset=latin-1", "é"),
        (b"\x1f\x8b\x08\x00binary\xff", "application/gzip", b"\x1f\x8b\x08\x00binary\xff"),
        (b"a\0b", "application/octet-stream", b"a\0b"),
        (b"x", "text/plain; charset=no-such-code", "x"),
    ],
)
def test_an_answer_is_json_text_or_bytes(body: bytes, kind: str, result: Any) -> None:
    assert open_answer("GET /x", httpx.Response(200, content=body, headers={"Content-Type": kind})) == result


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"])
def test_broken_json_is_an_error_that_holds_no_foreign_one(kind: str) -> None:
    response = httpx.Response(200, content=b'{"a": ', headers={"Content-Type": kind, "Request-Id": "req-1"})

    with pytest.raises(ConvoxProtocolError) as caught:
        open_answer("GET /x", response)
    assert (caught.value.status_code, caught.value.request_id, caught.value.body) == (200, "req-1", '{"a": ')
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
