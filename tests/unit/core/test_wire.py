"""Requests before any HTTP library saw them: headers that cannot leave their line, reprs that show nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.wire import HeaderSet, WireRequest, check_header

CONTROLS = [chr(code) for code in (*range(9), *range(10, 32), 127)]
NOT_TOKENS = [
    "",
    " ",
    "X Y",
    "X:",
    "X\n",
    "X\r\nEvil: 1",
    "Ü",
    "X\x00",
    "(x)",
    "a,b",
    "a/b",
    '"x"',
    "[x]",
    "x@y",
    "\x7f",
]


@pytest.mark.parametrize("char", CONTROLS, ids=repr)
@pytest.mark.parametrize("place", ["{}x", "x{}y", "x{}"])
def test_no_control_character_gets_into_a_header_value(char: str, place: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        check_header("X-Note", place.format(char))


@pytest.mark.parametrize("name", NOT_TOKENS, ids=repr)
def test_a_name_that_is_no_token_is_a_value_error(name: str) -> None:
    with pytest.raises(ValueError, match="is not a token"):
        check_header(name, "x")
    with pytest.raises(ValueError, match="is not a token"):
        HeaderSet.of([(name, "x")])


@pytest.mark.parametrize(
    "header", [(b"X", "x"), (1, "x"), (None, "x"), ("X", b"x"), ("X", 1), ("X", None), ("X", ["x"])], ids=repr
)
def test_a_name_or_value_that_is_no_text_is_a_type_error(header: Any) -> None:
    with pytest.raises(TypeError, match=r"must be a str|expected a str"):
        HeaderSet.of([header])


@pytest.mark.parametrize("value", ["k-secret\n", "k-secret\x00", "k-secret\u2028", "\u20ack-secret"], ids=repr)
def test_a_refused_value_is_not_quoted_anywhere_in_the_error(value: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what the text must not hold is the point
        HeaderSet.of([("Authorization", value)])
    error: BaseException | None = refused.value
    while error is not None:
        assert "k-secret" not in f"{error} {error!r} {vars(error)} {getattr(error, 'object', '')}"
        error = error.__context__


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f")))
def test_a_value_in_iso_8859_1_is_sent_without_the_white_space_around_it(value: str) -> None:
    assert check_header("X-Note", value) == value.strip(" \t").encode("latin-1")


@given(st.text())
def test_whatever_is_accepted_stays_on_its_line(value: str) -> None:
    try:
        sent = check_header("X-Note", value)
    except ValueError:
        return
    assert not set(sent) & {0, 10, 13, 127}


def test_more_headers_replace_those_of_the_same_name_whatever_their_case() -> None:
    headers = HeaderSet.of([("Accept", "a"), ("X-One", "1"), ("ACCEPT", "b")])
    longer = headers.with_((b"accept", b"c"), (b"X-Two", b"2"))
    assert longer.pairs == ((b"X-One", b"1"), (b"accept", b"c"), (b"X-Two", b"2"))
    assert len(headers.pairs) == 3
    assert longer.get(b"accept") == b"c"
    assert longer.get(b"x-two") == b"2"
    assert longer.get(b"missing") is None


def test_a_request_with_other_headers_is_a_new_request() -> None:
    request = WireRequest("POST", "https://h.example/x", HeaderSet.of([("A", "1")]), b"{}", rereadable=False)
    signed = request.with_headers((b"A", b"2"))
    assert (signed.method, signed.url, signed.body, signed.rereadable) == ("POST", request.url, b"{}", False)
    assert (request.headers.get(b"a"), signed.headers.get(b"a")) == (b"1", b"2")


def test_reprs_show_neither_values_nor_bodies_nor_queries() -> None:
    headers = HeaderSet.of([("Authorization", "Bearer k-secret"), ("X-Plain", "k-secret")])
    request = WireRequest("POST", "https://h.example/x?key=k-secret", headers, b'{"key": "k-secret"}')
    assert repr(headers) == "<HeaderSet Authorization, X-Plain>"
    assert repr(request) == "<WireRequest POST https://h.example/x>"
