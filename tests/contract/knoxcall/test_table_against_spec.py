"""KnoxCall's generated operation table says what its pinned document says, and what it names decodes as it came."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

import knoxcall._generated.operations as generated
from knoxcall._generated import models
from knoxcall._generated.operations import OPERATIONS
from trellis.core.decode import decoder_for
from trellis.core.runtime.operation import Operation

from ..document import METHODS, knoxcall
from ..table import table_problems

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = [op.line for op in knoxcall().operations()]
MODELS = "knoxcall._generated.models"


def test_every_operation_has_its_row_and_no_row_is_left_over() -> None:
    methods = [method for item in knoxcall().root["paths"].values() for method in item if method in METHODS]

    assert len(knoxcall().root["paths"]) == 79
    assert len(OPERATIONS) == len(methods) == len(LINES) == 121


def test_the_rows_agree_with_the_document() -> None:
    assert table_problems(knoxcall(), OPERATIONS) == []


def test_every_row_can_be_had_by_its_name() -> None:
    assert {name: getattr(generated, name) for name in generated.__all__ if name != "OPERATIONS"} == dict(OPERATIONS)


def test_the_copy_of_the_document_that_is_installed_is_the_document() -> None:
    text = resources.files("knoxcall._generated").joinpath("spec.json").read_text("utf-8")

    assert json.loads(text) == knoxcall().root


SUCCESSES = [
    pytest.param(row.id, reply.type, id=f"{row.id} {reply.status}")
    for row in OPERATIONS.values()
    for reply in row.replies
]


def result_of(expression: str) -> Any:
    """Some JSON of the outer shape of a reply type, with a member that no document knows."""
    if expression.startswith("list["):
        return [{"surprise": 1}]
    return {"surprise": {"deep": [None, 1.5]}}


@pytest.mark.parametrize(("operation", "expression"), SUCCESSES)
def test_every_row_can_be_decoded_and_its_json_stays_as_it_came(operation: str, expression: str) -> None:
    row = OPERATIONS[operation]
    decode = decoder_for(row, MODELS)

    if expression == "None":
        assert decode(b'{"data": {"deleted": true}, "meta": {"request_id": "r"}}') is None
    elif expression in ("str", "bytes"):
        assert decode(b"-----BEGIN") in ("-----BEGIN", b"-----BEGIN")
    else:
        result = result_of(expression)
        body = {"data": result, "meta": {"request_id": "r"}} if row.ext.get("x-unwrap") else result
        assert decode(json.dumps(body).encode()) == result


@pytest.mark.parametrize("operation", ["oauth_clients_create", "oauth_clients_rotate_secret"])
def test_the_warning_beside_a_secret_is_folded_into_the_result(operation: str) -> None:
    body = {"data": {"client_id": "c", "client_secret": "s"}, "warning": "shown once"}

    got = decoder_for(OPERATIONS[operation], MODELS)(json.dumps(body).encode())

    assert got == {"client_id": "c", "client_secret": "s", "warning": "shown once"}


def test_every_change_is_keyed_and_no_argument_is_the_version_header() -> None:
    unkeyed = {"oauth_token", "signup_create", "signup_claim"}
    for row in OPERATIONS.values():
        keyed = "X-Idempotency-Key" in [param.name for param in row.header_params]
        if row.method == "GET":
            assert (row.idempotency, keyed) == ("safe", False), row
        elif row.id in unkeyed or row.tags == ("ephemeral",):
            assert (row.idempotency, keyed) == ("ignored", False), row
        else:
            assert (row.idempotency, keyed) == ("honoured", True), row
        assert "knoxcall-version" not in [param.name.lower() for param in row.params]


def test_every_type_that_a_row_names_is_a_model() -> None:
    words = {
        word
        for row in OPERATIONS.values()
        for part in (row.replies, row.errors, row.bodies)
        for one in part
        for word in one.type.replace("list[", "").replace("]", "").split(" | ")
    } - {"None", "str", "bytes", "Any", ""}

    assert words <= set(models.__all__)
    assert len(words) > 100


def without(path: str, method: str, name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda root: root["paths"][path][method].pop(name)


@pytest.mark.parametrize(
    "change",
    [
        without("/v1/routes", "get", "x-pagination"),
        without("/v1/agents", "get", "x-unwrap"),
        without("/v1/oauth-clients", "post", "x-fold"),
        without("/v1/routes/{route_id}", "delete", "x-idempotency"),
        without("/v1/routes", "post", "requestBody"),
        lambda root: root["paths"]["/v1/agents"]["get"].update({"x-unwrap": "meta"}),
        lambda root: root["paths"]["/v1/audit-logs/events"]["get"]["x-pagination"].update(next="next"),
        lambda root: root["paths"]["/oauth/token"]["post"]["security"].clear(),
    ],
)
def test_a_document_that_was_changed_is_found(change: Callable[[dict[str, Any]], Any]) -> None:
    document = knoxcall().changed()
    change(document.root)

    assert table_problems(document, OPERATIONS) != []


def test_rows_are_plain_data() -> None:
    assert all(type(row) is Operation for row in OPERATIONS.values())
