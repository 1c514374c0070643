"""Every operation has its one method on each client, and what the methods send is what the document allows."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ..document import convox
from ..surfaces import AdapterCall, Surface
from .adapters import (
    COMPOUNDS,
    OF_THE_CLIENT,
    PROXIES,
    Place,
    Recorder,
    argument_problems,
    coverage_problems,
    doc_problems,
    minimal_problems,
    operation_for,
    operation_of,
    plain_call,
    request_problems,
    sending_problems,
    sent,
)
from .surfaces import ASYNC, RESOURCES, SURFACES, SYNC, NoSocket, adapter_methods

pytestmark = pytest.mark.parametrize("surface", SURFACES, ids=str)

METHODS = adapter_methods(SYNC.open())
OWN = [path for path in METHODS if path not in COMPOUNDS and path not in PROXIES]
"""Methods that send the one request they are named after."""


def test_each_operation_has_exactly_one_method(surface: Surface) -> None:
    assert coverage_problems(convox(), surface) == []


def test_nothing_undeclared_or_invalid_is_ever_sent(surface: Surface) -> None:
    assert sending_problems(convox(), surface) == []


def test_what_is_not_given_is_not_sent(surface: Surface) -> None:
    assert minimal_problems(convox(), surface) == []


def test_every_parameter_and_field_can_be_sent_alone_and_arrives_as_given(surface: Surface) -> None:
    assert argument_problems(convox(), surface) == []


def test_every_method_says_what_it_sends(surface: Surface) -> None:
    assert doc_problems(convox(), surface) == []


def test_there_are_as_many_methods_as_operations_and_compounds(surface: Surface) -> None:
    methods = adapter_methods(surface.open(Recorder(convox())))
    operations = list(convox().operations())
    named = [path for path in COMPOUNDS if path == "objects.exists"]

    assert {path.partition(".")[0] for path in methods} == set(RESOURCES)
    assert len(methods) - (len(COMPOUNDS) - len(named)) + len(OF_THE_CLIENT) == len(operations) == 102


def test_arguments_that_are_none_are_not_sent(surface: Surface) -> None:
    for path in OWN:
        call = plain_call(convox(), path, METHODS[path])
        optional = {name: None for name, value in (METHODS[path].__kwdefaults__ or {}).items() if value is None}
        requests = []
        for each in (call, AdapterCall(path, call.args, {**optional, **call.kwargs})):
            recorder = Recorder(convox())
            error = surface.one(each, recorder).error
            assert error is None or isinstance(error, NoSocket), each
            requests.append([(request.url, request.content, request.headers.raw) for request in recorder.requests])
        assert requests[0] == requests[1], path


@pytest.mark.parametrize("bad", ["", ".", ".."])
def test_a_path_argument_that_would_change_the_path_is_refused(surface: Surface, bad: str) -> None:
    for path in OWN:
        call = plain_call(convox(), path, METHODS[path])
        for index in range(len(operation_for(convox(), path).of("path"))):
            recorder = Recorder(convox())
            args = (*call.args[:index], bad, *call.args[index + 1 :])

            error = surface.one(AdapterCall(path, args, call.kwargs), recorder).error

            assert type(error) is ValueError, (path, index)
            assert recorder.requests == [], path


COMPOUND_CALLS: dict[str, list[AdapterCall]] = {
    "apps.wait_until_running": [AdapterCall("apps.wait_until_running", ("web",))],
    "builds.wait": [AdapterCall("builds.wait", ("web", "B1"))],
    "environment.get": [AdapterCall("environment.get", ("web",))],
    "environment.set": [
        AdapterCall("environment.set", ("web", {"A": "1"})),
        AdapterCall("environment.set", ("web", {"A": "1"}), {"promote": False}),
        AdapterCall("environment.set", ("web", {"A": "1"}), {"base": "latest"}),
    ],
    "environment.unset": [AdapterCall("environment.unset", ("web", "A", "B"))],
    "objects.exists": [AdapterCall("objects.exists", ("web", "a/b"))],
    "releases.rollback": [AdapterCall("releases.rollback", ("web", "R1"))],
}


def test_every_compound_is_looked_at(surface: Surface) -> None:
    assert COMPOUND_CALLS.keys() | {"builds.create_from"} == COMPOUNDS.keys()
    assert COMPOUNDS.keys() <= METHODS.keys()


@pytest.mark.parametrize("path", COMPOUND_CALLS)
def test_compounds_send_what_the_document_allows(surface: Surface, path: str) -> None:
    for call in COMPOUND_CALLS[path]:
        recorder = Recorder(convox())
        surface.one(call, recorder).unwrap()

        for request in recorder.requests:
            assert request_problems(convox(), request) == [], call
        lines = [op.line for op in (operation_of(convox(), request) for request in recorder.requests) if op]
        if not call.kwargs and path != "objects.exists":
            assert tuple(lines) == COMPOUNDS[path]


def test_a_build_of_a_folder_sends_what_the_document_allows(surface: Surface, tmp_path: Any) -> None:
    (tmp_path / "convox.yml").write_bytes(b"services: {}\n")
    recorder = Recorder(convox())
    options = {
        "description": "d", "manifest": "m", "no_cache": True, "development": True, "external": True,
        "wildcard_domain": True, "build_args": ["A=1"], "git_sha": "abc",
    }  # fmt: skip

    surface.one(AdapterCall("builds.create_from", ("web", tmp_path), options), recorder).unwrap()

    store, create = recorder.requests
    assert [problem for request in recorder.requests for problem in request_problems(convox(), request)] == []
    op = operation_of(convox(), create)
    assert op is not None
    assert {name: value for (where, name), value in sent(op, create).items() if where == "form"} == {
        "url": "grün & more, 5 %", "description": "d", "manifest": "m", "no-cache": True, "development": True,
        "external": True, "wildcard-domain": True, "build-args": ["A=1"], "git-sha": "abc",
    }  # fmt: skip
    assert store.content.startswith(b"\x1f\x8b")


@pytest.mark.parametrize(
    ("path", "args", "kwargs"),
    [
        ("proxy.http", ("GET", "status"), {"host": "10.0.0.7", "port": 8080}),
        ("registries.proxy", ("GET", "_catalog"), {}),
    ],
)
def test_a_request_through_a_proxy_has_the_shape_of_its_route(
    surface: Surface, path: str, args: tuple[str, ...], kwargs: dict[str, Any]
) -> None:
    recorder = Recorder(convox())

    response = surface.one(AdapterCall(path, args, kwargs), recorder).unwrap()

    (request,) = recorder.requests
    op = operation_of(convox(), request)
    assert op is not None
    assert op.line == operation_for(convox(), path).line
    assert sent(op, request)[Place("path", "path")] == args[1]
    assert isinstance(response, httpx.Response)


@pytest.mark.parametrize("method", sorted(OF_THE_CLIENT.values()))
def test_the_clients_own_operations(surface: Surface, method: str) -> None:
    recorder = Recorder(convox())

    assert surface.one(AdapterCall(method), recorder).unwrap() is None

    (request,) = recorder.requests
    op = operation_of(convox(), request)
    assert op is not None
    assert OF_THE_CLIENT[op.id] == method
    assert request_problems(convox(), request) == []


def test_both_surfaces_are_looked_at(surface: Surface) -> None:
    assert SURFACES == (ASYNC, SYNC)
    assert list(adapter_methods(surface.open(Recorder(convox())))) == list(METHODS)
