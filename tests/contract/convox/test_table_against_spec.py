"""Convox's generated operation table says what its pinned document says, and what it names decodes."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

import convox._generated.operations as generated
from convox._generated import models
from convox._generated.operations import OPERATIONS
from trellis.core.decode import decoder_for
from trellis.core.runtime.operation import Operation

from ..document import METHODS, convox
from ..payloads import NEWER, full, minimal
from ..table import table_problems

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = "convox._generated.models"
DECLARED = {op.id: op for op in convox().operations()}


def test_every_operation_has_its_row_and_no_row_is_left_over() -> None:
    methods = [method for item in convox().root["paths"].values() for method in item if method in METHODS]

    assert len(convox().root["paths"]) == 78
    assert len(OPERATIONS) == len(methods) == len(DECLARED) == 102


def test_the_rows_agree_with_the_document() -> None:
    assert table_problems(convox(), OPERATIONS) == []


def test_every_row_can_be_had_by_its_name() -> None:
    assert {name: getattr(generated, name) for name in generated.__all__ if name != "OPERATIONS"} == dict(OPERATIONS)


def test_the_copy_of_the_document_that_is_installed_is_the_document() -> None:
    text = resources.files("convox._generated").joinpath("spec.json").read_text("utf-8")

    assert json.loads(text) == convox().root


def test_rows_are_plain_data() -> None:
    assert all(type(row) is Operation for row in OPERATIONS.values())


def test_transports_are_as_many_as_are_known() -> None:
    transports = [row.ext["x-transport"] for row in OPERATIONS.values()]
    assert {one: transports.count(one) for one in transports} == {
        "http": 87,
        "http-stream": 4,
        "websocket": 9,
        "http-proxy": 2,
    }
    assert {row.id for row in OPERATIONS.values() if row.stream} == {
        "builds_export", "files_download", "objects_fetch", "resources_export",
    }  # fmt: skip
    assert {row.id for row in OPERATIONS.values() if row.ext.get("x-any-method")} == {"proxy_http", "registries_proxy"}


def test_only_a_post_and_a_proxy_may_not_be_repeated() -> None:
    for row in OPERATIONS.values():
        once = row.method == "POST" or "x-any-method" in row.ext
        assert row.idempotency == ("ignored" if once else "safe"), row


def test_only_the_check_is_open_to_everyone() -> None:
    assert [row.id for row in OPERATIONS.values() if row.security != ("basic",)] == ["health_check"]


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("name", "name"),
        ("no-cache", "no_cache"),
        ("build-args", "build_args"),
        ("git-sha", "git_sha"),
        ("wildcard-domain", "wildcard_domain"),
        ("parent-release", "parent_release"),
        ("durationInHour", "duration_in_hour"),
        ("src-creds-user", "src_creds_user"),
        ("monthly-cap-usd", "monthly_cap_usd"),
        ("Cpu-Limit", "cpu_limit"),
        ("Use-Service-Volume", "use_service_volume"),
        ("Disable-Stdin", "disable_stdin"),
        ("X-Host", "x_host"),
        ("tar-extra", "tar_extra"),
        ("ack_by", "ack_by"),
        ("id", "id"),
        ("type", "type"),
        ("min", "min"),
        ("all", "all"),
        ("Filter", "filter"),
    ],
)
def test_arguments_are_the_words_of_the_wire_in_snake_case(name: str, argument: str) -> None:
    found = {param.arg for row in OPERATIONS.values() for param in row.params if param.name == name}
    assert found == {argument}


def test_no_argument_of_a_row_stands_for_two_things() -> None:
    for row in OPERATIONS.values():
        words = {param.arg: {p.name.lower() for p in row.params if p.arg == param.arg} for param in row.params}
        assert all(len(names) == 1 for names in words.values()), row


def test_the_command_of_exec_goes_out_in_both_places() -> None:
    params = [param for param in OPERATIONS["processes_exec"].params if param.arg == "command"]
    assert [(param.name, param.where, param.encoding) for param in params] == [
        ("command", "query", ""),
        ("Command", "header", "utf-8"),
    ]


def test_parameters_that_published_clients_send_in_brackets_go_out_in_both_forms() -> None:
    both = {row.id: param.name for row in OPERATIONS.values() for param in row.params if param.style == "deepObject"}
    assert both == dict.fromkeys(
        ("apps_update", "system_update", "resources_system_create", "resources_system_update"), "parameters"
    )
    maps = {param.name for row in OPERATIONS.values() for param in row.params if param.encoding == "map"}
    assert maps == {"parameters", "data", "Environment", "Volumes"}


def test_every_text_in_a_header_is_sent_as_utf_8() -> None:
    for row in OPERATIONS.values():
        for param in row.header_params:
            assert bool(param.encoding) == (param.kind == "string"), (row, param)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_of_json_decodes_and_nothing_of_it_is_lost(name: str) -> None:
    row = OPERATIONS[name]
    content = DECLARED[name].responses.get("200", {}).get("content", {})
    decode = decoder_for(row, MODELS)
    if "application/json" not in content:
        assert row.replies[0].type in ("None", "bytes")
        assert decode(b"ok\n") == (b"ok\n" if row.replies[0].type == "bytes" else None)
        return
    schema = content["application/json"]["schema"]
    for value in (full(convox(), schema), minimal(convox(), schema)):
        if isinstance(value, dict):
            value.update(NEWER)
            assert decode(json.dumps(value).encode()).to_dict().keys() == value.keys()
        else:
            assert len(decode(json.dumps(value).encode())) == len(value)
    if row.replies[0].type.startswith("list["):
        assert decode(b"null\n") == []


def test_every_type_that_a_row_names_is_a_model() -> None:
    words = {
        reply.type.removeprefix("list[").removesuffix("]")
        for row in OPERATIONS.values()
        for reply in (*row.replies, *row.errors)
    }
    assert words - {"None", "bytes", "str"} <= set(models.__all__)
    assert len(words) == 31


@pytest.mark.parametrize(
    "change",
    [
        lambda root: root["paths"]["/apps"]["post"].update({"x-idempotency": "safe"}),
        lambda root: root["paths"]["/apps/{name}"]["put"].pop("x-unwrap"),
        lambda root: root["paths"]["/system/logs"]["get"].pop("x-transport"),
        lambda root: root["paths"]["/apps/{app}/builds/{id}.tgz"]["get"].update({"x-transport": "http"}),
        lambda root: root["paths"]["/apps"]["post"].pop("requestBody"),
        lambda root: root["components"]["parameters"]["LogSince"].update({"x-encoding": "comma"}),
        lambda root: root["components"]["parameters"]["LogSince"]["schema"].update(default="1m"),
        lambda root: root.pop("x-form-fields"),
        lambda root: root["security"].clear(),
    ],
)
def test_a_document_that_was_changed_is_found(change: Callable[[dict[str, Any]], Any]) -> None:
    document = convox().changed()
    change(document.root)

    assert table_problems(document, OPERATIONS) != []
