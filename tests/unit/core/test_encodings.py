"""Forms, and values that become one text: as the server reads them, or refused before anything is sent."""

from __future__ import annotations

import datetime
import json
import re
import socket
import threading
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.encode import form_of, header_pairs, query_of
from trellis.core.encodings import go_duration, go_time
from trellis.core.runtime.operation import Body, Encoding, Operation, Param, Where
from trellis.core.runtime.unset import UNSET
from trellis.core.wire import HeaderSet

HOUR = datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 1, 2, 12, 0, 5, 123456, tzinfo=datetime.timezone.utc)


def row(*params: Param) -> Operation[Any]:
    """A row with these parameters."""
    return Operation(
        "tools_add",
        "POST",
        "/tools",
        ("/tools",),
        params=params,
        bodies=(Body("application/x-www-form-urlencoded", "form"),),
        tags=("tools",),
    )


def field(name: str = "x", kind: str = "string", **more: Any) -> Param:
    """A field of a form."""
    return Param(name, name.replace("-", "_"), "form", kind, **more)


def sent(param: Param, value: Any) -> list[tuple[str, str]] | None:
    """The fields that a server reads of one argument."""
    content = form_of(row(param), {param.arg: value})
    return None if content is None else parse_qsl(content.decode("ascii"), keep_blank_values=True, strict_parsing=True)


# -- forms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("string", "a b&c=d+e%é\n", "a b&c=d+e%é\n"),
        ("string", "", ""),
        ("integer", 7, "7"),
        ("integer", -7, "-7"),
        ("integer", "12", "12"),
        ("number", 1.5, "1.5"),
        ("number", 2, "2"),
        ("boolean", True, "true"),
        ("boolean", False, "false"),
    ],
)
def test_a_field_goes_out_as_its_text(kind: str, value: Any, text: str) -> None:
    assert sent(field(kind=kind), value) == [("x", text)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 7),
        ("string", b"x"),
        ("string", ["x"]),
        ("integer", True),
        ("integer", 1.5),
        ("integer", "1.5"),
        ("integer", "twelve"),
        ("integer", ""),
        ("integer", "\N{ARABIC-INDIC DIGIT ONE}"),
        ("number", "1.5"),
        ("boolean", "true"),
        ("boolean", 1),
    ],
)
def test_a_field_of_another_type_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(TypeError, match="x must be"):
        sent(field(kind=kind), value)


@pytest.mark.parametrize("value", [0, 9, "0", "9"])
def test_a_field_beyond_its_limits_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="x must be at"):
        sent(field(kind="integer", minimum=1, maximum=8), value)


def test_a_field_with_another_value_than_the_known_ones_is_refused() -> None:
    with pytest.raises(ValueError, match="x must be one of 'read', 'write', got 'own'"):
        sent(field(kind="enum", enum=("read", "write")), "own")


@pytest.mark.parametrize("absent", [{}, {"x": None}, {"x": UNSET}])
def test_without_fields_there_is_no_body(absent: dict[str, Any]) -> None:
    assert form_of(row(field()), absent) is None


@pytest.mark.parametrize("absent", [{}, {"x": None}, {"x": UNSET}])
def test_a_required_field_that_is_missing_is_refused(absent: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"tools\.add: x is required"):
        form_of(row(field(required=True)), absent)


def test_fields_go_out_in_the_order_of_the_document_under_their_own_names() -> None:
    operation = row(field("no-cache", "boolean"), field("git-sha"), field("url"))
    assert form_of(operation, {"url": "u", "no_cache": True, "git_sha": "g"}) == b"no-cache=true&git-sha=g&url=u"


@given(st.dictionaries(st.sampled_from("abcdef"), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_comes_back_as_it_was(values: dict[str, str]) -> None:
    content = form_of(row(*map(field, "abcdef")), values)
    assert dict(parse_qsl((content or b"").decode("ascii"), keep_blank_values=True)) == values


# -- encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "value", "text"),
    [
        ("comma", ["a", "b c", "é"], "a,b c,é"),
        ("comma", ("a",), "a"),
        ("comma", {"b", "a"}, "a,b"),
        ("comma", [], ""),
        ("comma", "a,b", "a,b"),
        ("map", {"A": "1", "B C": "2&3=4"}, "A=1&B%20C=2%263%3D4"),
        ("map", {"A": "1", "B": None}, "A=1"),
        ("map", {"A": 1, "B": True, "C": False, "D": 1.5, "E": ""}, "A=1&B=true&C=false&D=1.5&E="),
        ("map", {}, ""),
        ("go-time", NOON, "20260102.120005.123456000"),
        ("go-time", NOON.astimezone(datetime.timezone(-HOUR)), "20260102.120005.123456000"),
        ("go-time", datetime.datetime(1, 1, 1, tzinfo=datetime.timezone.utc), "00010101.000000.000000000"),
        ("go-time", "20260102.000000.000000000", "20260102.000000.000000000"),
        ("go-duration", 1.5 * HOUR, "1h30m"),
        ("go-duration", "24h", "24h"),
        ("base64", b"\x00\xff", "AP8="),
        ("base64", bytearray(b"x"), "eA=="),
        ("base64", "AP8=", "AP8="),
        ("json", {"a": [1, None, "é"]}, '{"a":[1,null,"é"]}'),
        ("json", [], "[]"),
        ("json", '{"a": 1}', '{"a": 1}'),
    ],
)
def test_a_value_becomes_one_text(encoding: Encoding, value: Any, text: str) -> None:
    assert sent(field(encoding=encoding), value) == [("x", text)]


@pytest.mark.parametrize(
    ("encoding", "value", "error", "message"),
    [
        ("comma", ["a,b"], ValueError, "x must not hold an item with a comma"),
        ("comma", ["a", 1], TypeError, "got int in it"),
        ("comma", {"a": 1}, TypeError, "x must be a list of str, got dict"),
        ("comma", 1, TypeError, "got int"),
        ("map", [("a", "b")], TypeError, "x must be a mapping, got list"),
        ("map", "A=1", TypeError, "x must be a mapping, got str"),
        ("map", {1: "a"}, TypeError, "names that are str, got int"),
        ("map", {"a": ["b"]}, TypeError, "got list in it"),
        ("go-time", NOON.replace(tzinfo=None), ValueError, "^x: a date and time without a time zone"),
        ("go-time", NOON.date(), TypeError, "x must be a datetime, got date"),
        ("go-time", 7, TypeError, "got int"),
        ("go-duration", 3600, TypeError, "a timedelta or text such as '1h30m', got int"),
        ("base64", 7, TypeError, "x must be bytes"),
        ("json", {"a": object()}, TypeError, "object"),
        ("json", {"a": float("nan")}, ValueError, "not JSON compliant"),
    ],
)
def test_a_value_that_has_no_such_text_is_refused(
    encoding: Encoding, value: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        sent(field(encoding=encoding), value)


def test_a_model_in_json_is_what_it_writes() -> None:
    class Model:
        def to_dict(self) -> dict[str, Any]:
            return {"a": 1}

    assert sent(field(encoding="json"), Model()) == [("x", '{"a":1}')]
    assert sent(field(encoding="json"), [{"deep": Model()}]) == [("x", '[{"deep":{"a":1}}]')]


def test_a_map_can_go_out_in_both_forms() -> None:
    param = field("parameters", encoding="map", style="deepObject")
    assert sent(param, {"A b": "1&2", "C": 3, "D": None}) == [
        ("parameters", "A%20b=1%262&C=3"),
        ("parameters[A b]", "1&2"),
        ("parameters[C]", "3"),
    ]


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
    )
)
def test_any_map_comes_back_as_it_was(value: dict[str, str]) -> None:
    fields = dict(sent(field(encoding="map"), value) or ())
    assert {key: only for key, (only,) in parse_qs(fields["x"], keep_blank_values=True).items()} == value


GO_DURATION = re.compile(r"-?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?")


@given(st.timedeltas(min_value=datetime.timedelta(days=-9999), max_value=datetime.timedelta(days=9999)))
def test_any_duration_is_the_same_length_in_go(value: datetime.timedelta) -> None:
    text = go_duration(value)
    match = GO_DURATION.fullmatch(text)
    assert match is not None
    assert any(match.groups())
    hours, minutes, seconds = (part or "0" for part in match.groups())
    whole, _, fraction = seconds.partition(".")
    length = datetime.timedelta(
        hours=int(hours), minutes=int(minutes), seconds=int(whole), microseconds=int(f"{fraction:0<6}")
    )
    assert (-length if text.startswith("-") else length) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.timedelta(), "0s"),
        (HOUR, "1h"),
        (25 * HOUR, "25h"),
        (HOUR / 2, "30m"),
        (datetime.timedelta(seconds=90), "1m30s"),
        (datetime.timedelta(microseconds=1), "0.000001s"),
        (-1.5 * HOUR, "-1h30m"),
        (datetime.timedelta(seconds=1.5), "1.5s"),
    ],
)
def test_durations_are_as_short_as_they_can_be(value: datetime.timedelta, text: str) -> None:
    assert go_duration(value) == text


@given(st.datetimes(timezones=st.timezones()))
def test_any_time_is_the_same_moment_in_go(value: datetime.datetime) -> None:
    try:
        utc = value.astimezone(datetime.timezone.utc)
    except OverflowError:
        return  # at the ends of the calendar
    text = go_time(value)
    assert re.fullmatch(r"\d{8}\.\d{6}\.\d{6}000", text)
    assert datetime.datetime.strptime(text[:-3] + "+0000", "%Y%m%d.%H%M%S.%f%z") == utc


# -- queries and headers -----------------------------------------------------------------------------------------------


def placed(where: Where, encoding: Encoding, **more: Any) -> Param:
    return Param("X-Opt", "x_opt", where, "string", encoding=encoding, **more)


def test_a_query_has_encodings_too() -> None:
    operation = row(placed("query", "comma"), Param("at", "at", "query", "string", encoding="go-time"))
    assert query_of(operation, {"x_opt": ["a", "b"], "at": NOON}) == "X-Opt=a%2Cb&at=20260102.120005.123456000"


@pytest.mark.parametrize(
    ("encoding", "value", "text"),
    [
        ("map", {"A": "é\n", "B": "2"}, b"A=%C3%A9%0A&B=2"),
        ("go-duration", HOUR, b"1h"),
        ("utf-8", "plain", b"plain"),
        ("utf-8", "größe 日本 \N{PARTY POPPER}", "größe 日本 \N{PARTY POPPER}".encode()),
        ("utf-8", "a\tb", b"a\tb"),
    ],
)
def test_a_header_has_encodings_too(encoding: Encoding, value: Any, text: bytes) -> None:
    headers = HeaderSet.of(header_pairs(row(placed("header", encoding)), {"x_opt": value}))
    assert headers.pairs == ((b"X-Opt", text),)


@pytest.mark.parametrize(
    "value", ["a\nb", "a\rb", "a\x00", "\x1b", "\x7f", "é\n", "\x85", "a\x9f", "\ud800"], ids=ascii
)
def test_control_characters_in_a_header_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="control character") as caught:
        HeaderSet.of(header_pairs(row(placed("header", "utf-8")), {"x_opt": value}))
    assert not isinstance(caught.value, UnicodeError)  # which would hold the whole text


def test_a_required_header_that_is_missing_is_refused() -> None:
    with pytest.raises(TypeError, match=r"tools\.add: x_opt is required"):
        list(header_pairs(row(placed("header", "utf-8", required=True)), {}))


def test_text_in_a_header_reaches_the_server_as_utf_8() -> None:
    """Over a real socket, and through the HTTP library: what a server reads that takes the bytes as they come."""
    text = "echo größe 日本"
    headers = HeaderSet.of(header_pairs(row(placed("header", "utf-8")), {"x_opt": text}))
    received: list[bytes] = []

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(10)
                data = b""
                while b"\r\n\r\n" not in data:
                    data += connection.recv(65536)
                received.append(data)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        with httpx.HTTPTransport() as transport:
            url = f"http://127.0.0.1:{server.getsockname()[1]}/"
            response = transport.handle_request(httpx.Request("POST", url, headers=list(headers.pairs)))
            response.read()
        thread.join(10)

    lines = received[0].split(b"\r\n")
    assert [line for line in lines if line.lower().startswith(b"x-opt:")] == [b"X-Opt: " + text.encode("utf-8")]


def test_json_of_the_table_is_what_a_server_can_read() -> None:
    fields = dict(sent(field(encoding="json"), {"min": 1, "triggers": [{"type": "cpu", "threshold": 0.5}]}) or ())
    assert json.loads(fields["x"]) == {"min": 1, "triggers": [{"type": "cpu", "threshold": 0.5}]}
