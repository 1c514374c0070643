"""No document brings the comparison down: anything in the place of any node, huge compositions, entangled names."""

from __future__ import annotations

import copy
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.spec_diff import DocumentError, compare, document_of, html_of, json_of, markdown_of, text_of

from .pinned import PINNED, nodes_of, put
from .specimens import Node, api, changed, requesting

if TYPE_CHECKING:
    from trellis.spec_diff import Report

SETTINGS = settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
WORDS = st.sampled_from(
    [
        "",
        "object",
        "string",
        "null",
        "#",
        "#/",
        "#/components/schemas/A",
        "#/paths",
        "type",
        "default",
        "<b>",
        "\x1b[31m",
    ]
)
MEMBERS = st.sampled_from(
    ["$ref", "allOf", "anyOf", "oneOf", "type", "properties", "items", "enum", "required", "nullable", "in", "name",
     "discriminator", "minimum", "exclusiveMinimum", "parameters", "responses", "content", "schema", "x-a", "get"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS | WORDS, inner, max_size=4),
    max_leaves=12,
)


def every_rendering(report: Report) -> None:
    json.loads(json_of(report))
    assert html_of(report).endswith("</html>\n")
    assert all("\x1b" not in line for line in [*text_of(report, prose=True), *markdown_of(report)])


@SETTINGS
@given(service=st.sampled_from(["kneo", "kneo", "kneo", "knoxcall", "convox"]), data=st.data())
def test_anything_may_stand_in_the_place_of_any_node(service: str, data: st.DataObject) -> None:
    root = PINNED[service]
    path = data.draw(st.sampled_from(nodes_of(service)))
    broken = put(root, path, data.draw(JSON))
    try:
        old, new = document_of(root, "old"), document_of(broken, "new")
    except DocumentError:
        return  # the version is gone, or a reference leads outside
    every_rendering(compare(old, new))
    every_rendering(compare(new, old))
    assert compare(new, new).changes == ()


@SETTINGS
@given(one=JSON, other=JSON)
def test_any_two_schemas_are_compared(one: Any, other: Any) -> None:
    components = {"schemas": {"A": one, "B": other}}
    try:
        old, new = (document_of(requesting(node, components=components), "doc") for node in (one, other))
    except DocumentError:
        return
    every_rendering(compare(old, new))
    assert compare(old, old).changes == ()


def test_a_huge_all_of_is_compared() -> None:
    def huge(kind: str) -> Node:
        parts = [{"type": "object", "properties": {"same": {"minLength": n}, f"p{n}": {}}} for n in range(3000)]
        return requesting({"allOf": [*parts, {"properties": {"last": {"type": kind}}}]})

    assert changed(huge("string"), huge("integer")) == [("type-changed", "breaking")]


def named(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def test_a_long_chain_of_bases_is_compared() -> None:
    def chain(last: Node) -> Node:
        links = {f"S{n}": {"allOf": [named(f"S{n + 1}"), {"minProperties": n}]} for n in range(2000)}
        return requesting({"allOf": [named("S0"), {"title": "T"}]}, components={"schemas": {**links, "S2000": last}})

    assert ("type-changed", "breaking") in changed(chain({"type": "string"}), chain({"type": "object"}))


def test_many_variants_are_compared() -> None:
    all_of_them = [{"type": "object", "properties": {f"p{n}": {"type": "string"}}} for n in range(2000)]
    old, new = requesting({"oneOf": all_of_them}), requesting({"oneOf": all_of_them[1:]})

    assert changed(old, new) == [("variant-removed", "breaking")]


def test_schemas_that_all_refer_to_each_other_are_compared() -> None:
    def knot(kind: str) -> Node:
        refs = {f"S{n}": named(f"S{n}") for n in range(40)}
        schemas = {name: {"type": "object", "properties": {**refs, "own": {"type": kind}}} for name in refs}
        return requesting(refs["S0"], components={"schemas": schemas})

    assert changed(knot("string"), knot("integer")) == [("type-changed", "breaking")] * 40


def test_a_knot_of_more_pairs_than_can_be_followed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[compare.__module__], "MAX_VISITS", 2_000)

    def knot(prefix: str, step: int) -> Node:
        # Two rings of different lengths: every schema of the one comes to stand beside every schema of the other.
        names = [f"{prefix}{n}" for n in range(step)]
        ring = {name: {"properties": {"next": named(names[n - 1])}} for n, name in enumerate(names)}
        return requesting(named(f"{prefix}0"), components={"schemas": ring})

    with pytest.raises(DocumentError, match="too entangled"):
        compare(document_of(knot("A", 51), "old"), document_of(knot("B", 50), "new"))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\x1b]0;title\x07", "`](http://a.example)", '"><img src=x>', "\u202e"]
)
def test_what_a_document_says_is_only_ever_text(text: str) -> None:
    old = api()
    new = api({"operationId": text, "tags": [text], "x-a": text}, path=f"/{text}")
    new["components"] = {"schemas": {text: {"type": "string"}}}
    new["info"]["version"] = text
    report = compare(document_of(old, text), document_of(new, text))

    page = html_of(report)
    lines = [*text_of(report, prose=True), *markdown_of(report)]

    assert "<script>" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert all(line.isprintable() for line in lines)
    assert json.loads(json_of(report))["changes"]


def test_the_input_is_not_changed() -> None:
    root = PINNED["kneo"]
    before = copy.deepcopy(root)
    compare(document_of(root, "old"), document_of({**root, "paths": {}}, "new"))

    assert root == before
