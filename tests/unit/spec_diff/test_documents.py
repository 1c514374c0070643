"""What can be read as a document, what is refused, and what the refusal says."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from trellis.spec_diff import DocumentError, compare, document_of, parse_document, read_document

from .specimens import api, over, requesting

if TYPE_CHECKING:
    from pathlib import Path


def nested(levels: int) -> Any:
    node: Any = {}
    for _ in range(levels):
        node = {"items": node}
    return node


def test_json_and_yaml_give_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(api()), "utf-8")
    (tmp_path / "a.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: An API, version: 1}\npaths: {/things: {post: {responses: {204: "
        "{description: Done.}}}}}\n",
        "utf-8",
    )

    report = compare(read_document(tmp_path / "a.json"), read_document(tmp_path / "a.yaml"))

    assert [change.rule for change in report.changes] == ["info-changed"]  # the version is a number in the second


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(api()).encode())

    assert read_document(tmp_path / "a.json").version == "1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "an OpenAPI document is an object"),
        ("[]", "an OpenAPI document is an object"),
        ("{", "not valid JSON"),
        ("a: [", "not valid YAML, line"),
        ('{"openapi": "3.1.0", "x": NaN}', "NaN is no JSON number"),
        ('{"openapi": "3.1.0", "x": 1e999}', "inf is no JSON number"),
        ("openapi: 3.1.0\nx: .nan", "nan is no JSON number"),
        ("openapi: 3.1.0\nx: !!set {a, b}", "holds a set"),
        ("openapi: 3.1.0\nx: !!python/object:os.system {}", "not valid YAML"),
        ("{}", "OpenAPI 3.0 and 3.1 can be compared, this says openapi null"),
        ('{"openapi": 3.1}', "this says openapi 3.1"),
        ('{"openapi": "3.2.0"}', "this says openapi"),
        ('{"swagger": "2.0"}', "this says swagger 2.0"),
        ("openapi: 3.1.0\nx: &a [*a]", "in a circle of YAML aliases"),
        ('{"openapi": "3.1.0", "x": ' + "[" * 5000 + "]" * 5000 + "}", "nested"),
        ('{"openapi": "3.1.0", "x": ' + "9" * 5000 + "}", "not valid JSON"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(DocumentError, match=r"^doc: ") as caught:
        parse_document(text, "doc")

    assert says in str(caught.value)


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["openapi: 3.1.0", "x0: &x0 [a, a, a, a, a, a, a, a, a, a]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 9)]

    with pytest.raises(DocumentError, match="more than 2000000 nodes"):
        parse_document("\n".join(lines), "doc")


@pytest.mark.parametrize(
    "ref",
    ["other.yaml", "other.yaml#/components/schemas/A", "https://a.example/x.json#/A", "./a.json", "file:///etc/passwd"],
)
def test_a_reference_out_of_the_document_is_refused_by_name(ref: str) -> None:
    for broken in (
        requesting({"$ref": ref}),
        requesting({"properties": {"a": {"allOf": [{"$ref": ref}]}}}),
        api(paths={"/a": {"$ref": ref}}),
        api({"responses": {"default": {"$ref": ref}}}),
        api({"parameters": [{"$ref": ref}]}),
    ):
        with pytest.raises(DocumentError, match="refers to what is outside the document") as caught:
            document_of(broken, "doc")
        assert repr(ref) in str(caught.value)


def test_a_reference_in_an_example_is_a_word_like_any_other() -> None:
    payload = {"$ref": "other.yaml"}
    node = {"type": "object", "example": payload, "enum": [payload], "x-notes": payload, "const": payload}

    assert document_of(requesting(node), "doc").version == "1"


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe9"}')

    for name in ("missing.json", "latin.json", "."):
        with pytest.raises(DocumentError, match=r"^.*: (No such file|not UTF-8|Is a directory)"):
            read_document(tmp_path / name)


def test_yaml_without_pyyaml_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)

    with pytest.raises(DocumentError, match=r"pip install \"trellis-clients\[emulator\]\", or write .* JSON"):
        parse_document("openapi: 3.1.0", "doc")
    assert parse_document(json.dumps(api()), "doc").version == "1"


def test_depth_is_bounded_where_documents_are_still_honest() -> None:
    assert document_of(requesting(nested(100)), "doc").version == "1"
    with pytest.raises(DocumentError, match="nested deeper than 128"):
        document_of(requesting(nested(130)), "doc")


def test_what_is_as_deep_as_may_be_is_compared() -> None:
    old, new = (requesting(nested(100)) for _ in range(2))
    deepest: Any = new["paths"]["/things"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    while deepest.get("items"):
        deepest = deepest["items"]
    deepest["items"] = {"type": "string"}

    (change,) = compare(document_of(old, "old"), document_of(new, "new")).changes

    assert (change.rule, change.severity) == ("type-narrowed", "breaking")


def test_the_document_does_not_change_with_what_it_was_made_from() -> None:
    data = over(api())
    document = document_of(data, "doc")
    data["info"]["version"] = "2"

    assert document.version == "1"
