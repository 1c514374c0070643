"""Forms whose fields are arguments, encodings, sockets and proxies: linted, carried past the parser, accounted for."""

from __future__ import annotations

import copy
import importlib
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )

from spec_complete import missing
from spec_lint import lint
from trellis.core.runtime.operation import NO_DEFAULT

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

pytestmark = pytest.mark.generator

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def table(workshop_filled: pathlib.Path) -> Any:
    return importlib.import_module(f"{workshop_filled.name}.operations")


def test_the_workshop_is_clean_and_nothing_of_it_is_lost(
    workshop: dict[str, Any], workshop_filled: pathlib.Path
) -> None:
    assert lint(workshop) == []
    assert missing(workshop, workshop_filled) == []


@pytest.mark.parametrize(
    ("name", "arg", "kind", "encoding", "style"),
    [
        ("name", "name", "string", "", "form"),
        ("maxWeight", "max_weight", "integer", "", "form"),
        ("kind", "kind", "enum", "", "form"),
        ("parts", "parts", "string", "comma", "form"),
        ("settings", "settings", "string", "map", "deepObject"),
        ("data", "data", "string", "map", "form"),
        ("lifetime", "lifetime", "string", "go-duration", "form"),
        ("picture", "picture", "string", "base64", "form"),
        ("options", "options", "string", "json", "form"),
        ("lambda", "lambda_", "boolean", "", "form"),
    ],
)
def test_fields_are_parameters(table: Any, name: str, arg: str, kind: str, encoding: str, style: str) -> None:
    field = next(one for one in table.add_tool.form_params if one.name == name)
    assert (field.arg, field.kind, field.encoding, field.style) == (arg, kind, encoding, style)
    assert field.required == (name == "name")
    assert field.deprecated == (name == "lambda")
    assert field.default == ("saw" if name == "kind" else NO_DEFAULT)


def test_fields_keep_their_limits_and_values(table: Any) -> None:
    by_name = {one.name: one for one in table.add_tool.form_params}
    assert (by_name["maxWeight"].minimum, by_name["maxWeight"].maximum) == (1, 9)
    assert by_name["kind"].enum == ("saw", "drill")


def test_a_form_of_arguments_has_no_model(table: Any, workshop_filled: pathlib.Path) -> None:
    assert [(body.media, body.encoding, body.type, body.required) for body in table.add_tool.bodies] == [
        (FORM, "form", "", True)
    ]
    assert not list((workshop_filled / "models").glob("add_tool*"))


def test_parameters_have_the_names_of_the_wire_and_their_encodings(table: Any) -> None:
    others = [(one.name, one.arg, one.where, one.encoding) for one in table.add_tool.params if one.where != "form"]
    assert others == [
        ("Dry-Run", "dry_run", "header", ""),
        ("Label", "label", "header", "utf-8"),
        ("since", "since", "query", "go-time"),
        ("type", "type", "query", ""),
    ]


def test_one_argument_can_go_out_in_two_places(table: Any) -> None:
    assert [(one.name, one.arg, one.where) for one in table.follow_tool.params[1:]] == [
        ("line", "line", "query"),
        ("Line", "line", "header"),
    ]


def test_streams_sockets_and_proxies(table: Any) -> None:
    assert (table.export_tool.stream, table.export_tool.segments) == (True, ("/tools/", ".tgz"))
    assert not table.add_tool.stream
    assert table.follow_tool.ext["x-transport"] == "websocket"
    assert [(reply.status, reply.type) for reply in table.follow_tool.replies] == [("101", "None")]
    assert (table.proxy.ext["x-any-method"], table.proxy.idempotency) == (True, "ignored")
    assert ([reply.status for reply in table.proxy.replies], table.proxy.errors) == (["default"], ())


def test_a_list_that_may_be_null_is_a_list(table: Any) -> None:
    assert table.list_tools.replies[0].type == "list[Tool]"
    assert table.add_tool.replies[0].type == "None"


# -- what is lost is noticed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("operations.py", 'Param("maxWeight"', 'Param("maxWeigh"', "POST /tools: field maxWeight"),
        ("operations.py", '"max_weight", "form"', '"max_weight", "query"', "POST /tools: field maxWeight"),
        ("operations.py", '"parts", "parts", "form"', '"parts", "data", "form"', "two parameters are both called data"),
        ("operations.py", 'Param("Line", "line"', 'Param("Lane", "line"', "parameter Line in header"),
        (
            "models/tool.py",
            "    size_mm: int | None\n",
            "    name: str\n",
            "schema Tool: two members are both called name",
        ),
    ],
)
def test_a_loss_is_noticed(
    workshop: dict[str, Any],
    workshop_filled: pathlib.Path,
    tmp_path: pathlib.Path,
    file: str,
    old: str,
    new: str,
    line: str,
) -> None:
    package = tmp_path / "package"
    shutil.copytree(workshop_filled, package, ignore=shutil.ignore_patterns("__pycache__"))
    text = (package / file).read_text("utf-8")
    assert old in text
    (package / file).write_text(text.replace(old, new), "utf-8")

    assert any(line in lost for lost in missing(workshop, package)), missing(workshop, package)


# -- what cannot be carried is refused ---------------------------------------------------------------------------------


def body(document: dict[str, Any]) -> Any:
    return document["paths"]["/tools"]["post"]["requestBody"]["content"]


def fields(document: dict[str, Any]) -> Any:
    return body(document)[FORM]["schema"]["properties"]


def header(document: dict[str, Any]) -> Any:
    return document["paths"]["/tools/{id}/logs"]["get"]["parameters"][2]


REFUSED: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another word for arguments": (lambda d: d.update({"x-form-fields": True}), "write `arguments`"),
    "a second media type": (
        lambda d: body(d).update({"application/json": {"schema": {}}}),
        "a form beside another media type",
    ),
    "a form with a name": (
        lambda d: body(d)[FORM].update(schema={"$ref": "#/components/schemas/Part"}),
        "are listed in place",
    ),
    "a form without fields": (lambda d: body(d)[FORM]["schema"].pop("properties"), "are listed in place"),
    "a field that is a list": (
        lambda d: fields(d).update(name={"type": "array", "items": {"type": "string"}}),
        "a field holds one text",
    ),
    "a field that is an object": (lambda d: fields(d).update(name={"type": "object"}), "a field holds one text"),
    "a field without a type": (lambda d: fields(d).update(name={}), "a field holds one text"),
    "a field whose name is no name": (lambda d: fields(d).update({"!": {"type": "string"}}), "no name for an argument"),
    "a field with a line break": (lambda d: fields(d).update({"a\nb": {"type": "string"}}), "no name for an argument"),
    "an unknown encoding": (lambda d: fields(d)["name"].update({"x-encoding": "rot13"}), "is no x-encoding"),
    "UTF-8 in a form": (lambda d: fields(d)["name"].update({"x-encoding": "utf-8"}), "has no meaning in form"),
    "an encoded number": (
        lambda d: fields(d)["maxWeight"].update({"x-encoding": "comma"}),
        "on the wire its type is string",
    ),
    "an unknown encoding of a header": (lambda d: header(d).update({"x-encoding": "q"}), "is no x-encoding"),
    "an encoding in a path": (
        lambda d: d["paths"]["/tools/{id}.tgz"]["get"]["parameters"][0].update({"x-encoding": "comma"}),
        "has no meaning in path",
    ),
    "a shared argument that nobody shares": (
        lambda d: header(d).update({"x-argument": "row"}),
        "shares its x-argument 'row' with no other parameter",
    ),
    "a style of a field that is no map": (
        lambda d: body(d)[FORM].update(encoding={"name": {"style": "deepObject"}}),
        "only style deepObject is understood here, for a field that is a map",
    ),
    "another style of a field": (
        lambda d: body(d)[FORM].update(encoding={"settings": {"style": "spaceDelimited"}}),
        "only style deepObject",
    ),
    "a style of no field": (
        lambda d: body(d)[FORM].update(encoding={"nothing": {"style": "deepObject"}}),
        "only style deepObject",
    ),
    "an unknown transport": (
        lambda d: d["paths"]["/tools"]["get"].update({"x-transport": "carrier pigeon"}),
        "'carrier pigeon': write one of",
    ),
    "a socket that is answered with 200": (
        lambda d: d["paths"]["/tools/{id}/logs"]["get"].update(responses={"200": {"description": "d"}}),
        "answered with 101",
    ),
    "a socket that is posted to": (
        lambda d: d["paths"]["/tools"]["post"].update({"x-transport": "websocket"}),
        "a GET that is answered with 101",
    ),
    "an answer without success that is no proxy's": (
        lambda d: d["paths"]["/proxy/{path}"]["get"].pop("x-any-method"),
        "no success is declared",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "text"), REFUSED.values(), ids=REFUSED)
def test_refused(workshop: dict[str, Any], change: Callable[[dict[str, Any]], Any], text: str) -> None:
    document = copy.deepcopy(workshop)
    change(document)

    found = lint(document)

    assert any(text in str(problem) for problem in found), found


def test_without_the_extension_a_form_is_a_model(workshop: dict[str, Any], make_package: Any) -> None:
    document = copy.deepcopy(workshop)
    del document["x-form-fields"]
    for member in fields(document).values():
        member.pop("x-encoding", None)

    package = make_package(document, "attrs", "workshop_with_a_form")

    row = importlib.import_module(f"{package.name}.operations").add_tool
    assert (row.form_params, row.bodies[0].type) == ((), "AddToolBody")
