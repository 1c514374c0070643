"""The operation table says what the document says, also where the parser reads past it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from trellis.core.runtime.operation import NO_DEFAULT

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )


if TYPE_CHECKING:
    import pathlib

pytestmark = pytest.mark.generator


def param(operation: Any, name: str, where: str) -> Any:
    """One parameter of a row."""
    return next(one for one in operation.params if (one.name, one.where) == (name, where))


def test_every_operation_has_a_row(table: Any) -> None:
    assert {(row.method, row.path): name for name, row in table.OPERATIONS.items()} == {
        ("GET", "/jars"): "list_jars",
        ("POST", "/jars"): "add_jar",
        ("GET", "/jars/{jar-id}/lids/{from}"): "get_lid",
        ("PATCH", "/jars/{jar-id}/lids/{from}"): "change_lid",
        ("GET", "/label"): "get_label",
        ("POST", "/photo"): "add_photo",
        ("PUT", "/photo"): "put_photo",
        ("POST", "/token"): "mint",
        ("GET", "/events"): "watch",
        ("GET", "/shelves"): "list_shelves",
        ("GET", "/bare"): "list_bare",
    }
    assert all(getattr(table, name) is row and row.id == name for name, row in table.OPERATIONS.items())


@pytest.mark.parametrize(
    ("name", "where", "arg", "kind", "style", "explode"),
    [
        ("labels", "query", "labels", "array:string", "form", False),
        ("ids", "query", "ids", "array:uuid", "pipeDelimited", False),
        ("filter", "query", "filter_", "object", "deepObject", False),
        ("where", "query", "where", "object", "json", False),
        ("size", "query", "size", "enum", "form", True),
        ("since", "query", "since", "datetime", "form", True),
        ("X-Since", "header", "x_since", "datetime", "simple", False),
        ("X-Ids", "header", "x_ids", "array:string", "simple", False),
        ("X-Odd", "header", "x_odd", "string", "simple", False),
        ("visit", "cookie", "visit", "number", "form", True),
    ],
)
def test_parameters_keep_kind_and_style(
    table: Any, name: str, where: str, arg: str, kind: str, style: str, explode: bool
) -> None:
    got = param(table.list_jars, name, where)
    assert (got.arg, got.kind, got.style, got.explode) == (arg, kind, style, explode)


def test_parameters_keep_limits_defaults_and_values(table: Any) -> None:
    limit = param(table.list_jars, "limit", "query")
    assert (limit.minimum, limit.maximum, limit.default, limit.required) == (1, 50, 10, False)
    assert param(table.list_jars, "cursor", "query").default is NO_DEFAULT
    assert param(table.list_jars, "order", "query").enum == ("up", "down")
    for name, values in {"place": ("high", "low"), "shape": ("round", "square"), "mood": None}.items():
        nullable = param(table.list_jars, name, "query")
        assert (nullable.kind, nullable.enum) == ("enum", values)
    assert param(table.list_jars, "most", "query").maximum == 9
    assert param(table.list_jars, "size", "query").enum is None  # open: the server decides
    assert param(table.list_jars, "old", "query").deprecated
    assert param(table.list_jars, "X-Odd", "header").nullable


def test_path_parameters_fill_the_gaps_in_the_order_of_the_path(table: Any) -> None:
    row = table.get_lid
    assert row.segments == ("/jars/", "/lids/", "")
    assert [(one.name, one.arg, one.required) for one in row.path_params] == [
        ("jar-id", "jar_id", True),
        ("from", "from_", True),
    ]


def test_a_name_in_two_places_gives_two_arguments(table: Any) -> None:
    assert param(table.get_lid, "id", "query").arg != param(table.get_lid, "id", "header").arg
    assert param(table.get_lid, "class", "query").arg == "class_"


def test_bodies_keep_media_type_and_encoding(table: Any) -> None:
    def bodies(row: Any) -> list[tuple[str, str, str, bool]]:
        return [(body.media, body.encoding, body.type, body.required) for body in row.bodies]

    assert bodies(table.add_jar) == [("application/json", "json", "NewJar", True)]
    assert bodies(table.change_lid) == [
        ("application/merge-patch+json", "json", "ChangeLidJsonBody", False),
        ("application/json-patch+json", "json", "list[ChangeLidJsonBodyItem]", False),
    ]
    assert bodies(table.add_photo) == [("multipart/form-data", "multipart", "AddPhotoBody", True)]
    assert bodies(table.put_photo) == [("image/png", "raw", "", True)]
    assert bodies(table.mint) == [("application/x-www-form-urlencoded", "form", "MintBody", True)]


def test_answers_keep_status_and_type(table: Any) -> None:
    def answers(rows: Any) -> list[tuple[str, str]]:
        return [(reply.status, reply.type) for reply in rows]

    assert answers(table.list_jars.replies) == [("200", "JarPage")]
    assert answers(table.list_jars.errors) == [("404", "Trouble"), ("5XX", "Trouble"), ("default", "Trouble")]
    assert answers(table.add_jar.replies) == [("201", "Jar"), ("202", "None")]
    assert answers(table.add_jar.errors) == [("422", "Trouble | list[str]")]
    assert answers(table.get_lid.replies) == [("200", "Any")]
    assert answers(table.change_lid.replies) == [("204", "None")]
    assert answers(table.get_label.replies) == [("200", "bytes")]
    assert answers(table.add_photo.replies) == [("200", "bytes")]
    assert answers(table.mint.replies) == [("200", "str")]
    assert answers(table.list_bare.replies) == [("200", "list[Jar]")]
    assert table.list_jars.errors[0].media == ("application/problem+json",)


def test_what_the_core_decides_by_is_there(table: Any) -> None:
    assert [row.idempotency for row in (table.add_jar, table.mint, table.change_lid, table.put_photo)] == [
        "honoured",
        "safe",
        "ignored",
        "safe",
    ]
    pagination = table.list_jars.pagination
    assert (pagination.kind, pagination.items, pagination.window) == ("cursor", "jars", None)
    assert pagination.other == {"next": "next_cursor"}
    assert table.list_jars.ext == {"x-shelf": {"height": 3}}
    assert table.list_jars.security == ("key", "token")
    assert table.mint.security == ()
    assert table.watch.stream
    assert not table.list_jars.stream
    assert table.change_lid.deprecated
    assert table.list_jars.tags == ("jars",)


def test_the_table_loads_no_model_and_no_library(pantry_attrs: pathlib.Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(pantry_attrs.parent)!r}); import pantry_attrs.operations;"
        "print([name for name in sys.modules if '.models' in name or name in ('attr', 'httpx', 'datetime', 'uuid')])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
