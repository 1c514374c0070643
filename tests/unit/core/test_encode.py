"""Arguments to paths, queries, headers and bodies: what is sent, and what is refused before anything is sent."""

from __future__ import annotations

import datetime
import enum
import json
import uuid
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from trellis.core.encode import (
    check_path,
    form_body,
    free_query,
    header_pairs,
    json_body,
    model_body,
    path_of,
    query_of,
    quote_segment,
)
from trellis.core.runtime.operation import Body, Operation, Param
from trellis.core.runtime.unset import UNSET

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
"""Every text that has a UTF-8 form."""

HUGE = 10**400
UTC = datetime.timezone.utc


class Color(str, enum.Enum):
    RED = "red"


def operation(*params: Param, segments: tuple[str, ...] = ("/v1/things",), **more: Any) -> Operation[Any]:
    return Operation("op", "GET", "/v1/things", segments, params=params, **more)


def query(value: Any, kind: str = "string", **options: Any) -> str:
    return query_of(operation(Param("q", "q", "query", kind, **options)), {"q": value})


# -- paths -------------------------------------------------------------------------------------------------------------

TRACE = operation(
    Param("run_id", "run_id", "path", "string", required=True),
    Param("step", "step", "path", "string", required=True),
    segments=("/v1/runs/", "/trace/", "/end"),
)


@pytest.mark.parametrize(
    ("id", "tags", "called"),
    [
        ("runs_trace_all", ("runs",), "runs.trace_all"),
        ("list_runs", ("runs",), "GET /v1/things"),
        ("runs", ("runs",), "GET /v1/things"),
        ("runs_get", (), "GET /v1/things"),
    ],
)
def test_a_mistake_is_reported_under_the_name_that_callers_know(id: str, tags: tuple[str, ...], called: str) -> None:
    param = Param("run_id", "run_id", "path", "string", required=True)
    row: Operation[Any] = Operation(id, "GET", "/v1/things", ("/v1/things/", ""), params=(param,), tags=tags)
    with pytest.raises(TypeError) as caught:
        path_of(row, {"run_id": None})
    assert str(caught.value) == f"{called}: run_id is required"


@given(TEXT, TEXT)
@example("run_2026-05-10T12:34:56_a1b2", "a/b?c#d")
@example("%2F", "..%2f")
@example("...", "~")
def test_any_text_round_trips_through_a_path_and_never_adds_a_segment(run_id: str, step: str) -> None:
    assume(run_id not in ("", ".", ".."))
    assume(step not in ("", ".", ".."))
    path = path_of(TRACE, {"run_id": run_id, "step": step})
    pieces = path.split("/")
    assert pieces[:3] == ["", "v1", "runs"]
    assert [unquote(pieces[3]), pieces[4], unquote(pieces[5]), pieces[6]] == [run_id, "trace", step, "end"]
    assert len(pieces) == 7
    assert path.isascii()
    assert not set(path) & set("?#\\ ")


@given(TEXT)
@example("a" * 2000)
def test_the_http_library_sends_the_path_as_we_wrote_it(run_id: str) -> None:
    assume(run_id not in ("", ".", ".."))
    path = f"/v1/{quote_segment('run_id', run_id)}"
    assert httpx.URL(f"https://h.example{path}").raw_path == path.encode("ascii")


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_value_that_would_name_another_resource_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="run_id must not be"):
        path_of(TRACE, {"run_id": value, "step": "1"})


@pytest.mark.parametrize("value", [None, UNSET])
def test_a_path_parameter_is_required(value: Any) -> None:
    with pytest.raises(TypeError, match="step is required"):
        path_of(TRACE, {"run_id": "r", "step": value})
    with pytest.raises(TypeError, match="step is required"):
        path_of(TRACE, {"run_id": "r"})


@pytest.mark.parametrize("value", [b"r", 1.5, True, ["r"], object()], ids=lambda value: type(value).__name__)
def test_a_path_value_is_text(value: Any) -> None:
    with pytest.raises(TypeError, match="run_id must be a str"):
        quote_segment("run_id", value)
    with pytest.raises(TypeError, match="run_id must be a str"):
        path_of(TRACE, {"run_id": value, "step": "1"})


def test_text_without_a_utf8_form_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        quote_segment("run_id", "\ud800")


@pytest.mark.parametrize(("value", "fine"), [("a" * 128, True), ("a" * 129, False)])
def test_a_path_values_length_is_bounded_where_the_spec_bounds_it(value: str, fine: bool) -> None:
    bounded = operation(
        Param("env", "env", "path", "string", required=True, min_length=1, max_length=128), segments=("/v1/",)
    )
    if fine:
        assert path_of(bounded, {"env": value}) == f"/v1/{value}"
        return
    with pytest.raises(ValueError, match="env must have at most 128 characters, got 129"):
        path_of(bounded, {"env": value})


# -- queries -----------------------------------------------------------------------------------------------------------


@given(TEXT)
def test_any_text_round_trips_through_a_query(value: str) -> None:
    assert parse_qsl(query(value), keep_blank_values=True, max_num_fields=1) == [("q", value)]


@given(st.dictionaries(TEXT, st.lists(TEXT, max_size=4), max_size=4))
def test_any_mapping_round_trips_through_a_free_query_and_a_form(params: dict[str, list[str]]) -> None:
    pairs = [(name, value) for name, values in params.items() for value in values]
    assert parse_qsl(free_query(params), keep_blank_values=True) == pairs
    assert parse_qsl(form_body(params).decode("ascii"), keep_blank_values=True) == pairs


@pytest.mark.parametrize(
    ("kind", "value", "sent"),
    [
        ("string", "a b", "q=a%20b"),
        ("string", "", "q="),
        ("integer", 7, "q=7"),
        ("number", 0.5, "q=0.5"),
        ("boolean", True, "q=true"),
        ("boolean", False, "q=false"),
        ("enum", Color.RED, "q=red"),
        ("enum", "red", "q=red"),
        ("datetime", datetime.datetime(2026, 5, 1, 12, tzinfo=UTC), "q=2026-05-01T12%3A00%3A00Z"),
        ("date", datetime.date(2026, 5, 1), "q=2026-05-01"),
        ("uuid", uuid.UUID(int=1), "q=00000000-0000-0000-0000-000000000001"),
        ("array:string", ["a", "b&c"], "q=a&q=b%26c"),
        ("array:integer", (1, 2), "q=1&q=2"),
        ("array:string", [], ""),
    ],
)
def test_each_kind_has_its_text(kind: str, value: Any, sent: str) -> None:
    assert query(value, kind) == sent


@pytest.mark.parametrize(
    ("style", "explode", "sent"),
    [
        ("form", True, "q=a&q=b"),
        ("form", False, "q=a%2Cb"),
        ("spaceDelimited", False, "q=a%20b"),
        ("pipeDelimited", False, "q=a%7Cb"),
    ],
)
def test_lists_follow_the_style_of_the_spec(style: str, explode: bool, sent: str) -> None:
    assert query(["a", "b"], "array:string", style=style, explode=explode) == sent


def test_objects_follow_the_style_of_the_spec() -> None:
    assert query({"a": 1, "b": "x"}, "object", style="deepObject") == "q%5Ba%5D=1&q%5Bb%5D=x"
    assert query({"a": 1, "b": "x"}, "object") == "a=1&b=x"


@pytest.mark.parametrize("value", [None, UNSET])
def test_an_argument_that_is_not_given_is_not_sent(value: Any) -> None:
    assert query(value) == ""
    assert query_of(operation(Param("q", "q", "query", "string")), {}) == ""
    with pytest.raises(TypeError, match="q is required"):
        query(value, required=True)


def test_parameters_keep_the_order_of_the_spec_and_their_wire_names() -> None:
    op = operation(Param("sortBy", "sort_by", "query", "string"), Param("limit", "limit", "query", "integer"))
    assert query_of(op, {"limit": 5, "sort_by": "id", "unknown": 1}) == "sortBy=id&limit=5"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 5),
        ("string", b"x"),
        ("integer", "5"),
        ("integer", 5.0),
        ("integer", True),
        ("number", "1"),
        ("number", True),
        ("boolean", 1),
        ("boolean", "true"),
        ("enum", 1.5),
        ("enum", b"red"),
        ("array:string", "abc"),
        ("array:string", b"abc"),
        ("array:string", [1]),
        ("array:integer", [True]),
        ("any", object()),
        ("any", b"bytes"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_type_error(kind: str, value: Any) -> None:
    with pytest.raises(TypeError):
        query(value, kind)


@pytest.mark.parametrize(
    ("kind", "value", "options"),
    [
        ("integer", 0, {"minimum": 1}),
        ("integer", 1001, {"maximum": 1000}),
        ("integer", HUGE, {"maximum": 1000}),
        ("integer", -HUGE, {"minimum": 0}),
        ("number", float("nan"), {}),
        ("number", float("inf"), {}),
        ("string", "", {"min_length": 1}),
        ("string", "abcd", {"max_length": 3}),
        ("enum", "blue", {"enum": ("red", "green")}),
        ("datetime", datetime.datetime(2026, 5, 1), {}),
        ("datetime", datetime.time(12), {}),
        ("string", "\udcff", {}),
    ],
    ids=str,
)
def test_a_value_outside_the_specs_limits_is_a_value_error(kind: str, value: Any, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ, the kind is the promise
        query(value, kind, **options)


@pytest.mark.parametrize(("value", "options"), [(1, {"minimum": 1}), (1000, {"maximum": 1000})])
def test_the_limits_themselves_are_allowed(value: int, options: dict[str, Any]) -> None:
    assert query(value, "integer", **options) == f"q={value}"


def test_header_parameters_become_text() -> None:
    op = operation(
        Param("X-Flag", "flag", "header", "boolean"),
        Param("X-List", "many", "header", "array:string"),
        Param("X-None", "none", "header", "string"),
    )
    pairs = list(header_pairs(op, {"flag": True, "many": ["a", "b"], "none": None}))
    assert pairs == [("X-Flag", "true"), ("X-List", "a,b")]


# -- paths of a caller's own -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/v1/runs", "/v1/runs?limit=1&x=..", "/v1/a%20b", "/v1/..a", "/a//b"])
def test_a_path_of_the_callers_own_is_sent_as_it_is(path: str) -> None:
    assert check_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "", "v1/runs", "https://evil.example/v1", "//evil.example/v1", "/v1/../admin", "/v1/./runs",
        "/v1/%2e%2E/x", "/v1/.%2e", "/%2E/x", "/..", "/v1/..?x",
        "/v1/a b", "/v1/a\nb", "/v1/\x00", "/v1/\x7f", "/v1#top", "\\\\evil.example", "/\\evil.example",
    ],
    ids=repr,
)  # fmt: skip
def test_a_path_that_could_lead_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        check_path(path)


@pytest.mark.parametrize("path", [None, b"/v1", httpx.URL("https://h.example/v1")], ids=lambda v: type(v).__name__)
def test_a_path_that_is_no_text_is_a_type_error(path: Any) -> None:
    with pytest.raises(TypeError, match="path must be a str"):
        check_path(path)


# -- bodies ------------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_any_json_value_round_trips_through_a_body(value: Any) -> None:
    assert json.loads(json_body(value)) == value


def test_a_body_is_compact_utf8() -> None:
    assert json_body({"a": [1, "ü"]}) == '{"a":[1,"ü"]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), {"a": [float("nan")]}, "\ud800"])
def test_what_json_cannot_carry_is_a_value_error(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the json module's own words
        json_body(value)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", {("a",): 1}], ids=lambda value: type(value).__name__)
def test_what_json_has_no_form_for_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError):
        json_body(value)


class Thing:
    def to_dict(self) -> dict[str, Any]:
        return {"name": "x"}


class Special(Thing):
    """A subclass of the operation's own model."""


class Other:
    def to_dict(self) -> dict[str, Any]:
        return {}


POST_THING: Operation[Any] = operation(bodies=(Body("application/json", "json", "Thing"),))


@pytest.mark.parametrize("body", [Thing(), Special(), {"name": "x"}], ids=["model", "subclass", "dict"])
def test_a_body_is_the_operations_model_or_a_dict(body: Any) -> None:
    assert model_body(POST_THING, body) == {"name": "x"}


@pytest.mark.parametrize("body", [Other(), "name: x", b"{}", ["x"], 5], ids=lambda body: type(body).__name__)
def test_anything_else_as_a_body_is_a_type_error_that_names_the_model(body: Any) -> None:
    with pytest.raises(TypeError, match=f"the body must be a Thing or a dict, got {type(body).__name__}"):
        model_body(POST_THING, body)
