"""Answers to typed results, and bodies that do not fit said in plain words."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneo_client._generated.models import RunStatusResponse
from kneo_client._generated.operations import OPERATIONS
from trellis.core.decode import DecodeError, decoder_for, load_json
from trellis.core.runtime.operation import Operation, Reply

MODELS = "kneo_client._generated.models"


def decode(expression: str, content: bytes, *more: Reply) -> Any:
    operation: Operation[Any] = Operation("op", "GET", "/x", ("/x",), replies=(*more, Reply("200", expression)))
    return decoder_for(operation, MODELS)(content)


RUN = {"run_id": "r", "status": "completed"}


@pytest.mark.parametrize(
    ("expression", "content", "result"),
    [
        ("None", b"ignored", None),
        ("None", b"", None),
        ("bytes", b"\x00\xff", b"\x00\xff"),
        ("str", b"caf\xc3\xa9 \xff", "café \ufffd"),
        ("Any", b'{"a": [1, null]}', {"a": [1, None]}),
        ("Any", b"null", None),
        ("Any", b"\xef\xbb\xbf[1]", [1]),
        ("list[Any]", b"[1, 2]", [1, 2]),
        ("list[Any]", b"null", []),
        ("dict[str, Any]", b'{"a": 1}', {"a": 1}),
        ("dict[str, Any]", b"null", {}),
        ("list[dict[str, Any]]", b"[null, {}]", [{}, {}]),
        ("list[str]", b'["a", ""]', ["a", ""]),
        ("list[str]", b"null", []),
        ("dict[str, str]", b'{"a": "b"}', {"a": "b"}),
    ],
)
def test_each_type_expression_has_its_result(expression: str, content: bytes, result: Any) -> None:
    assert decode(expression, content) == result


def test_a_model_comes_out_of_its_own_expression_and_of_lists_and_maps() -> None:
    run = decode("RunStatusResponse", json.dumps(RUN).encode())
    assert isinstance(run, RunStatusResponse)
    assert run.run_id == "r"
    (listed,) = decode("list[RunStatusResponse]", json.dumps([RUN]).encode())
    assert listed == run
    assert decode("dict[str, RunStatusResponse]", json.dumps({"k": RUN}).encode()) == {"k": run}


def test_a_success_without_content_decodes_like_the_one_beside_it() -> None:
    """`POST /v1/runs` answers 202 without a schema: its body is that of the 200."""
    run = decode("RunStatusResponse", json.dumps(RUN).encode(), Reply("202", "None"))
    assert isinstance(run, RunStatusResponse)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the body is empty"),
        (b"<!doctype html><html></html>", r"the body is an HTML page \(28 bytes\)"),
        (b"  \n<html>", "the body is an HTML page"),
        (b"OK", r"the body is no JSON \(2 bytes\)"),
        (b'{"a": ', "the body is no JSON"),
        (b'{"a": 1} trailing', "the body is no JSON"),
        (b"\xff\xfe{}", "the body is no JSON"),
        (b"[" * 200_000 + b"]" * 200_000, "the JSON is nested too deeply"),
    ],
    ids=["empty", "page", "page after space", "text", "cut", "trailing", "not UTF-8", "deep"],
)
def test_a_body_that_is_no_json_says_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(DecodeError, match=words):
        load_json(content)


@pytest.mark.parametrize(
    ("expression", "content", "words"),
    [
        ("RunStatusResponse", b"{}", "RunStatusResponse lacks '"),
        ("RunStatusResponse", b"null", "null does not fit RunStatusResponse"),
        ("RunStatusResponse", b"[]", "a JSON array does not fit RunStatusResponse"),
        ("RunStatusResponse", b'"x"', "a JSON string does not fit RunStatusResponse"),
        ("RunStatusResponse", b"true", "a JSON boolean does not fit RunStatusResponse"),
        ("RunStatusResponse", b"5", "a JSON number does not fit RunStatusResponse"),
        ("list[RunStatusResponse]", b"{}", r"a JSON object does not fit list\[RunStatusResponse\]"),
        ("dict[str, RunStatusResponse]", b"[]", r"a JSON array does not fit dict\[str, RunStatusResponse\]"),
        ("list[RunStatusResponse]", b"[5]", "does not fit"),
        ("list[str]", b'["a", 5]', r"a JSON array does not fit list\[str\]"),
    ],
)
def test_json_that_does_not_fit_says_what_it_is(expression: str, content: bytes, words: str) -> None:
    with pytest.raises(DecodeError, match=words) as refused:
        decode(expression, content)
    assert refused.value.__cause__ is None


def test_an_expression_that_the_table_cannot_mean_is_refused_when_it_is_compiled() -> None:
    with pytest.raises(ValueError, match="unknown type expression"):
        decode("tuple[int, ...]", b"[]")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_of_the_table_has_a_decoder(name: str) -> None:
    assert callable(decoder_for(OPERATIONS[name], MODELS))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(OPERATIONS)), JSON)
def test_whatever_json_a_server_answers_is_a_result_or_a_decode_error(name: str, value: Any) -> None:
    with suppress(DecodeError):
        decoder_for(OPERATIONS[name], MODELS)(json.dumps(value).encode())


@given(st.binary(max_size=60))
def test_whatever_bytes_a_server_answers_are_a_value_or_a_decode_error(content: bytes) -> None:
    with suppress(DecodeError):
        load_json(content)


def unwrap(expression: str, body: Any, **ext: Any) -> Any:
    operation: Operation[Any] = Operation(
        "op", "GET", "/x", ("/x",), replies=(Reply("200", expression),), ext={f"x-{key}": ext[key] for key in ext}
    )
    return decoder_for(operation, MODELS)(json.dumps(body).encode())


@pytest.mark.parametrize(
    ("expression", "body", "result"),
    [
        ("Any", {"data": {"a": 1}, "meta": {}}, {"a": 1}),
        ("Any", {"data": None}, None),
        ("list[Any]", {"data": [1], "meta": {}}, [1]),
        ("list[Any]", {"data": None}, []),
        # Without the member the body is taken for the result itself.
        ("Any", {"a": 1}, {"a": 1}),
        ("list[Any]", [1], [1]),
        ("Any", "text", "text"),
    ],
)
def test_a_result_is_taken_out_of_its_envelope(expression: str, body: Any, result: Any) -> None:
    assert unwrap(expression, body, unwrap="data") == result


def test_an_enveloped_result_becomes_its_model_and_one_that_does_not_fit_is_told() -> None:
    assert unwrap("RunStatusResponse", {"data": RUN}, unwrap="data").run_id == "r"
    with pytest.raises(DecodeError, match=r"a JSON object does not fit list\[Any\]"):
        unwrap("list[Any]", {"meta": {}}, unwrap="data")


def test_members_beside_the_result_are_folded_into_it_where_there_are_any() -> None:
    def folded(body: Any) -> Any:
        return unwrap("Any", body, unwrap="data", fold=["warning"])

    assert folded({"data": {"a": 1}, "warning": "w", "meta": {}}) == {"a": 1, "warning": "w"}
    assert folded({"data": {"a": 1}}) == {"a": 1}
    assert folded({"data": [1], "warning": "w"}) == [1]


def test_a_union_of_what_stays_as_it_is_stays_as_it_is_and_one_of_models_is_refused() -> None:
    assert decode("Any | Any", b'{"a": 1}') == {"a": 1}
    with pytest.raises(ValueError, match="no way to choose"):
        decode("RunStatusResponse | RunListResponse", b"{}")
