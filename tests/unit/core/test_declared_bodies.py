"""What documents may declare beyond those of our own services: multipart forms, cookies, lists, empty successes."""

from __future__ import annotations

import datetime
import io
import json
from typing import Any

import pytest

from trellis.core.decode import DecodeError, decoder_for
from trellis.core.defaults import RetryPolicy, read_envelope
from trellis.core.encode import header_pairs, model_body
from trellis.core.multipart import multipart_body
from trellis.core.runtime.operation import Body, Operation, Param, Reply


def parts_of(fields: dict[str, Any]) -> list[tuple[dict[str, str], bytes]]:
    """A body read back by the standard library."""
    from email.parser import BytesParser

    body, media = multipart_body(fields)
    message = BytesParser().parsebytes(f"Content-Type: {media}\r\n\r\n".encode() + body)
    return [
        (
            {
                "name": str(part.get_param("name", header="content-disposition")),
                "filename": str(part.get_filename()),
                "type": part.get_content_type() if part["content-type"] else "",
            },
            part.get_payload(decode=True),
        )
        for part in message.get_payload()
    ]


def test_each_field_is_a_part_of_its_kind() -> None:
    fields = {
        "file": b"\x00\xff",
        "open": io.BytesIO(b"read"),
        "named": ("a.png", b"png", "image/png"),
        "plain": "text \N{SNOWMAN}",
        "count": 3,
        "on": True,
        "none": None,
        "when": datetime.date(2026, 1, 2),
        "many": ["a", "b"],
        "object": {"at": datetime.date(2026, 1, 2)},
    }
    assert parts_of(fields) == [
        ({"name": "file", "filename": "file", "type": "application/octet-stream"}, b"\x00\xff"),
        ({"name": "open", "filename": "open", "type": "application/octet-stream"}, b"read"),
        ({"name": "named", "filename": "a.png", "type": "image/png"}, b"png"),
        ({"name": "plain", "filename": "None", "type": ""}, "text \N{SNOWMAN}".encode()),
        ({"name": "count", "filename": "None", "type": ""}, b"3"),
        ({"name": "on", "filename": "None", "type": ""}, b"true"),
        ({"name": "when", "filename": "None", "type": ""}, b"2026-01-02"),
        ({"name": "many", "filename": "None", "type": ""}, b"a"),
        ({"name": "many", "filename": "None", "type": ""}, b"b"),
        ({"name": "object", "filename": "None", "type": "application/json"}, b'{"at":"2026-01-02"}'),
    ]


def test_no_name_ends_its_line() -> None:
    body, _ = multipart_body({'a"\r\nX-Evil: 1': ('b"\n', b"c")})
    assert b'name="a%22%0D%0AX-Evil: 1"; filename="b%22%0A"' in body
    with pytest.raises(ValueError, match="media type"):
        multipart_body({"a": ("b", b"c", "text/plain\r\nX-Evil: 1")})


@pytest.mark.parametrize("value", [io.StringIO("text"), ("a", 1), ("a",), (1, b"a"), object()])
def test_what_cannot_be_a_part_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        multipart_body({"a": value})


def test_cookies_go_out_in_one_header_after_the_others() -> None:
    row: Operation[None] = Operation(
        "a",
        "GET",
        "/a",
        ("/a",),
        params=(
            Param("sid", "sid", "cookie", "string", required=True),
            Param("X-A", "x_a", "header", "string", style="simple"),
            Param("n m", "n_m", "cookie", "integer"),
        ),
    )
    assert list(header_pairs(row, {"sid": "a;b", "x_a": "1", "n_m": 2})) == [
        ("X-A", "1"),
        ("Cookie", "sid=a%3Bb; n%20m=2"),
    ]
    assert list(header_pairs(row, {"sid": "x"})) == [("Cookie", "sid=x")]
    with pytest.raises(TypeError, match="sid is required"):
        list(header_pairs(row, {}))


@pytest.mark.parametrize(
    ("kind", "body", "sent"),
    [
        ("list[Thing]", [{"a": 1}], [{"a": 1}]),
        ("list[datetime.date]", (datetime.date(2026, 1, 2),), ["2026-01-02"]),
        ("Any", "text", "text"),
        ("Any", [1], [1]),
        ("str", "text", "text"),
        ("Thing | list[Thing]", [{"a": 1}], [{"a": 1}]),
    ],
)
def test_a_body_may_be_a_list_or_plain(kind: str, body: Any, sent: Any) -> None:
    row: Operation[None] = Operation("a", "POST", "/a", ("/a",), bodies=(Body("application/json", "json", kind),))
    assert model_body(row, body) == sent


@pytest.mark.parametrize(
    ("kind", "body"), [("Thing", [1]), ("Thing", "a"), ("list[Thing]", "a"), ("str", 1), ("", [1])]
)
def test_but_not_where_the_document_has_another_one(kind: str, body: Any) -> None:
    row: Operation[None] = Operation("a", "POST", "/a", ("/a",), bodies=(Body("application/json", "json", kind),))
    with pytest.raises(TypeError, match="body must be"):
        model_body(row, body)


def decode(*replies: Reply) -> Any:
    """The decoder of an operation with these successes."""
    return decoder_for(Operation("a", "GET", "/a", ("/a",), replies=replies), "trellis.core.runtime.unset")


def test_nothing_is_none_where_a_success_without_content_is_declared() -> None:
    assert decode(Reply("200", "list[str]"), Reply("204", "None"))(b"") is None
    assert decode(Reply("200", "list[str]"), Reply("204", "None"))(b'["a"]') == ["a"]
    with pytest.raises(DecodeError, match="empty"):
        decode(Reply("200", "list[str]"), Reply("202", "None"))(b"")


@pytest.mark.parametrize("kind", ["int", "bool", "float | None", "list[str] | dict[str, int]", "Literal['a | b']"])
def test_plain_values_and_unions_of_them_are_left_as_they_are(kind: str) -> None:
    assert decode(Reply("200", kind))(b"7") == 7


def test_a_text_in_json_is_read_as_json() -> None:
    assert decode(Reply("200", "str", ("application/json",)))(b'"a"') == "a"
    assert decode(Reply("200", "str", ("text/plain",)))(b'"a"') == '"a"'
    with pytest.raises(DecodeError, match="does not fit str"):
        decode(Reply("200", "str", ("application/json; charset=utf-8",)))(b"1")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"error": {"code": "gone", "message": "It went."}}, ("gone", "It went.")),
        ({"error": "invalid_grant", "error_description": "No."}, ("invalid_grant", "No.")),
        ({"type": "about:blank", "title": "Not so", "detail": "Because."}, ("about:blank", "Because.")),
        ({"errors": [{"code": "a", "detail": "b"}]}, ("a", "b")),
        ({"message": "m", "error": {}}, (None, "m")),
        ([{"msg": "x"}], (None, "x")),
        ([], (None, None)),
        ("text", (None, "text")),
        (None, (None, None)),
        ({"error": {"error": {"error": {"error": {"message": "deep"}}}}}, (None, None)),
    ],
)
def test_the_error_of_a_body_is_found(body: Any, found: tuple[Any, Any]) -> None:
    assert read_envelope(body)[:2] == found
    json.dumps(read_envelope(body)[2])


def test_a_policy_waits_longer_each_time_and_obeys_the_server() -> None:
    policy = RetryPolicy(4, base_delay=1.0, max_delay=3.0)
    assert policy.delay_for(1) == 0.0
    assert 0.75 <= policy.delay_for(2) <= 1.25
    assert 2.25 <= policy.delay_for(9) <= 3.75
    assert policy.delay_for(2, 40.0) == 40.0
    with pytest.raises(ValueError, match="at least 1"):
        RetryPolicy(0)
    with pytest.raises(TypeError, match="max_attempts must be an int"):
        RetryPolicy(True)
    with pytest.raises(ValueError, match="base_delay"):
        RetryPolicy(base_delay=-1.0)
