"""Every operation has its one method on each client, and what the methods send is what the document allows."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

import kneo_client._generated.models as models
from kneo_client.core.errors import KneoProtocolError

from .adapters import (
    COMPOUNDS,
    UNDECLARED,
    Recorder,
    argument_problems,
    coverage_problems,
    doc_problems,
    plain_call,
    sending_problems,
)
from .document import kneo
from .payloads import NEWER, full, minimal, variants
from .surfaces import ASYNC, SURFACES, SYNC, AdapterCall, Surface, adapter_methods
from .wire_check import operation_of

pytestmark = pytest.mark.parametrize("surface", SURFACES, ids=str)

METHODS = adapter_methods(SYNC.open())
PRIMARY = sorted(METHODS.keys() - COMPOUNDS.keys())
each_primary = pytest.mark.parametrize("path", PRIMARY)


def plain(path: str) -> AdapterCall:
    return plain_call(kneo(), path, METHODS[path])


def success_of(path: str) -> dict[str, Any]:
    """The schema of what a method is answered with."""
    recorder = Recorder(kneo())
    SYNC.one(plain(path), recorder)
    op = operation_of(kneo(), recorder.requests[0])
    assert op is not None
    return op.success_schema()


def as_json(value: Any) -> Any:
    """A result as the JSON that it was decoded from; `runs.policy_report` returns that itself."""
    return value if isinstance(value, dict) else value.to_dict()


def test_each_operation_has_exactly_one_method(surface: Surface) -> None:
    assert coverage_problems(kneo(), surface) == []


def test_nothing_undeclared_or_invalid_is_ever_sent(surface: Surface) -> None:
    assert sending_problems(kneo(), surface) == []


def test_every_parameter_of_the_document_can_be_sent_and_arrives_as_given(surface: Surface) -> None:
    assert argument_problems(kneo(), surface) == []


def test_every_method_says_what_it_sends(surface: Surface) -> None:
    assert doc_problems(kneo(), surface) == []


def test_there_are_as_many_methods_as_operations(surface: Surface) -> None:
    primary = adapter_methods(surface.open(Recorder(kneo()))).keys() - COMPOUNDS.keys()

    assert len(primary) == len(list(kneo().operations())) == 31


@pytest.mark.parametrize(
    ("path", "argument"), [(path, name) for path in UNDECLARED for name in sorted(UNDECLARED[path])]
)
@pytest.mark.parametrize("value", ["a value", 0], ids=str)
def test_an_argument_that_no_document_declares_warns_and_is_not_sent(
    surface: Surface, path: str, argument: str, value: Any
) -> None:
    recorder = Recorder(kneo())
    with pytest.warns(DeprecationWarning, match=f"^{argument}= is not sent: GET /v1/") as caught:
        surface.one(AdapterCall(path, (), {argument: value}), recorder).unwrap()
    surface.one(AdapterCall(path), recorder).unwrap()

    assert len(caught) == 1
    warned, plainly = recorder.requests
    assert argument not in str(warned.url)
    assert warned.url == plainly.url


@pytest.mark.parametrize("path", UNDECLARED)
def test_an_undeclared_argument_that_is_not_given_says_nothing(surface: Surface, path: str) -> None:
    # Warnings are errors in this suite.
    surface.one(AdapterCall(path, (), dict.fromkeys(UNDECLARED[path])), Recorder(kneo())).unwrap()


@each_primary
def test_every_answer_that_the_document_allows_arrives_whole(surface: Surface, path: str) -> None:
    schema = success_of(path)
    for label, value in variants(kneo(), schema):
        result = surface.one(plain(path), lambda request, value=value: httpx.Response(200, json=value)).unwrap()

        wanted = value
        if label == "nulls" and type(result).__name__.endswith(("ListResponse", "TraceResponse")):
            wanted = {name: item for name, item in value.items() if item is not None}  # see test_replies.normalised
        assert as_json(result) == wanted, label


@each_primary
@pytest.mark.parametrize(
    "content",
    [b"", b"<html><title>Hello</title></html>", b"{", b"[]", b"null", b'"text"', b"7", b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "html", "cut off", "array", "null", "string", "number", "not utf-8", "too deep"],
)
def test_a_success_that_is_no_such_object_is_a_protocol_error(surface: Surface, path: str, content: bytes) -> None:
    answer = httpx.Response(200, content=content, headers={"X-Request-ID": "rid-9"})

    error = surface.one(plain(path), lambda request: answer).error

    assert type(error) is KneoProtocolError
    assert (error.status, error.request_id) == (200, "rid-9")


@each_primary
def test_an_answer_that_lacks_a_required_member_is_a_protocol_error_that_names_it(surface: Surface, path: str) -> None:
    schema = kneo().resolve(success_of(path))
    for member in schema.get("required", ()):
        value = {key: item for key, item in full(kneo(), schema).items() if key != member}

        error = surface.one(plain(path), lambda request, value=value: httpx.Response(200, json=value)).error

        assert type(error) is KneoProtocolError
        assert repr(member) in str(error)


@pytest.mark.parametrize("path", [path for path in PRIMARY if path.endswith((".create", ".run", ".continue_"))])
def test_an_answer_with_202_decodes_like_one_with_200(surface: Surface, path: str) -> None:
    value = full(kneo(), success_of(path))

    result = surface.one(plain(path), lambda request: httpx.Response(202, json=value)).unwrap()

    assert as_json(result) == value


@pytest.mark.parametrize("path", [path for path in PRIMARY if "body" in METHODS[path].__annotations__])
def test_a_model_as_a_body_sends_the_same_as_the_dict_it_was_made_from(surface: Surface, path: str) -> None:
    *before, _ = plain(path).args
    schema = next(name for name in kneo().schemas if f"{name} |" in str(METHODS[path].__annotations__["body"]))
    for make in (full, minimal):
        value = make(kneo(), kneo().schemas[schema])
        recorder = Recorder(kneo())
        model = getattr(models, schema).from_dict(value)

        surface.perform([AdapterCall(path, (*before, value)), AdapterCall(path, (*before, model))], recorder)

        first, second = recorder.requests
        assert json.loads(first.content) == value
        assert first.content == second.content


@pytest.mark.parametrize(
    "path",
    [
        "platform.runs.list",
        "platform.runs.trace",
        "platform.runs.checkpoints",
        "platform.human_tasks.list",
        "platform.audit.list",
        "agent.skills.list",
    ],
)
def test_pages_keep_members_of_newer_servers(surface: Surface, path: str) -> None:
    value = {**full(kneo(), success_of(path)), **NEWER, "window": 10000, "complete": False, "dropped": 3}

    page = surface.one(plain(path), lambda request: httpx.Response(200, json=value)).unwrap()

    assert (page.window, page.complete, page.dropped) == (10000, False, 3)
    assert page.to_dict() == value


def test_both_surfaces_are_looked_at(surface: Surface) -> None:
    assert SURFACES == (ASYNC, SYNC)
    assert list(adapter_methods(surface.open())) == list(METHODS)
