"""Whatever text callers pass, each operation of the three tables goes where it is to go: a reference parser finds every
value in its own place, the path keeps its shape, and nothing leaves its line."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

import convox._generated.operations as convox
import kneo_client._generated.operations as kneo
import knoxcall._generated.operations as knoxcall
from trellis.core.encode import form_of, header_pairs, path_of, query_of
from trellis.core.wire import HeaderSet

if TYPE_CHECKING:
    from trellis.core.runtime.operation import Operation, Param

TABLES = (kneo, knoxcall, convox)
ROWS: list[Operation[Any]] = [row for table in TABLES for row in table.OPERATIONS.values()]
BAIT = (
    "/", "..", ".", "%2e", "%2F", "\\", "?", "#", "&", "=", "+", ";", "%", "%00", "\r\nX-Evil: 1\r\n\r\n", "\x00", "\n",
    "\t", " ", "@evil.example", "//evil.example", ":", "\u3002", "\u2028", "\uff0f", "\u00e9", "e\u0301", "\U0001f511",
    "a", ",",
)  # fmt: skip
TEXTS = st.text(max_size=12) | st.lists(st.sampled_from(BAIT), max_size=5).map("".join)
SAMPLES: dict[str, Any] = {"integer": 7, "number": 1.5, "boolean": True, "any": "x", "array:string": ["x"]}


def value_for(data: st.DataObject, param: Param) -> Any:
    """Any text where text may stand, and something valid elsewhere; None: it is not sent."""
    if param.kind == "string" and param.encoding in ("", "utf-8"):
        return data.draw(TEXTS, label=param.arg)
    if not param.required:
        return None
    if param.enum is not None:
        return param.enum[0]
    return SAMPLES.get(param.kind, "x")


def may_be_refused(param: Param, text: str) -> bool:
    """Whether there is a reason not to send it."""
    too_long = param.max_length is not None and len(text) > param.max_length
    too_short = param.min_length is not None and len(text) < param.min_length
    if param.where == "path":
        return text in ("", ".", "..") or too_long or too_short
    if param.where == "header":
        if param.encoding == "utf-8":
            return any(unicodedata.category(char) == "Cc" for char in text)
        controls = any((char < " " and char != "\t") or char == "\x7f" for char in text)
        return controls or too_long or too_short or any(char > "\xff" for char in text)
    return too_long or too_short


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_every_text_arrives_in_its_own_place(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(ROWS))
    params = (*row.path_params, *row.query_params, *row.header_params, *row.form_params)
    args = {param.arg: value_for(data, param) for param in params}
    try:
        path, query, form = path_of(row, args), query_of(row, args), form_of(row, args)
        headers = HeaderSet.of(header_pairs(row, args))
    except ValueError:
        assert any(may_be_refused(param, args[param.arg]) for param in params if isinstance(args[param.arg], str))
        return
    target = f"{path}?{query}" if query else path

    assert target.isascii()
    assert target.isprintable()
    assert " " not in target
    # As urllib reads it, and as httpx will send it.
    parts = urlsplit(f"https://host.example{target}")
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "host.example", "")
    assert httpx.URL(f"https://host.example{target}").raw_path == target.encode()
    segments, shape = parts.path.split("/"), row.path.split("/")
    assert len(segments) == len(shape)
    values = {param.name: str(args[param.arg]) for param in row.path_params}
    for segment, template in zip(segments, shape, strict=True):
        assert unquote(segment, errors="strict") == re.sub(r"{(.*?)}", lambda match: values[match[1]], template)
        assert segment not in (".", "..")
        assert segment or not template
    assert_pairs(parse_qsl(parts.query, keep_blank_values=True, errors="strict"), row.query_params, args)
    assert_pairs(
        parse_qsl((form or b"").decode("ascii"), keep_blank_values=True, errors="strict"), row.form_params, args
    )
    sent = {name.decode("ascii"): value for name, value in headers.pairs}
    assert all(not {0, 10, 13} & set(value) for value in sent.values())
    for param in row.header_params:
        text = args[param.arg]
        if isinstance(text, str) and param.where == "header" and param.kind == "string":
            coding = "utf-8" if param.encoding == "utf-8" else "latin-1"
            assert sent[param.name].decode(coding) == text.strip(" \t")
    assert set(sent) <= {param.name for param in row.header_params} | {"Cookie"}


def assert_pairs(found: list[tuple[str, str]], params: tuple[Param, ...], args: dict[str, Any]) -> None:
    """A query or form holds every given value under its name, and no other name."""
    names = {param.name for param in params if args[param.arg] is not None}
    assert {name for name, _ in found} <= names
    for param in params:
        if isinstance(args[param.arg], str) and param.kind == "string":
            assert (param.name, args[param.arg]) in found
