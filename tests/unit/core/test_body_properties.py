"""Bodies of forms, whatever is in them: a parser that servers use reads back what was given, part by part."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.core.encode import form_body
from trellis.core.multipart import multipart_body

PLAIN_NAMES = st.text("abcXYZ019-_.:;,=&?/()é☃", min_size=1, max_size=12)
ODD_NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(
    ['a"; filename="x', "a\r\nX-Evil: 1\r\n\r\n", "--", "\x00", "a\nb", "%22", "\u2028", '\\"']
)
CONTENTS = st.binary(max_size=40) | st.sampled_from([b"\r\n--", b"--\r\n", b"\r\n\r\n", b"\r\n"])
VALUES = CONTENTS | st.text(st.characters(codec="utf-8"), max_size=20) | st.tuples(PLAIN_NAMES, CONTENTS)


def parts_of(body: bytes, media: str) -> list[tuple[str, str | None, bytes]]:
    """Name, file name and content of each part, as Werkzeug reads them."""
    multipart = pytest.importorskip("werkzeug.sansio.multipart", reason="it comes with schemathesis: Python 3.11")
    decoder = multipart.MultipartDecoder(media.partition("boundary=")[2].encode())
    decoder.receive_data(body)
    decoder.receive_data(None)
    found: list[tuple[str, str | None, bytes]] = []
    for event in iter(decoder.next_event, None):
        if isinstance(event, multipart.Epilogue):
            break
        if isinstance(event, multipart.Data):
            name, file_name, content = found[-1]
            found[-1] = (name, file_name, content + event.data)
        elif not isinstance(event, multipart.Preamble):
            found.append((event.name, getattr(event, "filename", None), b""))
            assert {name.lower() for name, _ in event.headers} <= {"content-disposition", "content-type"}
    return found


def content_of(value: Any) -> bytes:
    content = value[1] if isinstance(value, tuple) else value
    return content.encode() if isinstance(content, str) else bytes(content)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(PLAIN_NAMES, VALUES, min_size=1, max_size=5))
def test_parts_come_back_with_names_and_contents(fields: dict[str, Any]) -> None:
    body, media = multipart_body(fields)
    expected = []
    for name, value in fields.items():
        file_name = value[0] if isinstance(value, tuple) else name if isinstance(value, bytes) else None
        expected.append((name, file_name, content_of(value)))
    assert parts_of(body, media) == expected


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(ODD_NAMES, CONTENTS | st.tuples(ODD_NAMES, CONTENTS), min_size=1, max_size=4))
def test_no_name_makes_or_changes_another_part_or_header(fields: dict[str, Any]) -> None:
    parts = parts_of(*multipart_body(fields))
    assert [content for _, _, content in parts] == [content_of(value) for value in fields.values()]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(), st.lists(st.text(), min_size=1, max_size=3), max_size=4))
def test_fields_of_a_form_come_back(fields: dict[str, list[str]]) -> None:
    body = form_body(fields)
    assert body.isascii()
    assert parse_qsl(body.decode(), keep_blank_values=True) == [
        (name, value) for name, values in fields.items() for value in values
    ]
