"""Every operation has its one method on each client, and what the methods send is what the document allows."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from knoxcall.bodies import NULL

from ..document import knoxcall
from ..surfaces import AdapterCall, Surface
from ..wire_check import KNOXCALL, operation_of, request_problems
from .adapters import (
    LOCAL,
    NOT_RESOURCES,
    RENAMED,
    WALKERS,
    Recorder,
    argument_problems,
    coverage_problems,
    doc_problems,
    minimal_problems,
    operation_for,
    plain_call,
    sending_problems,
)
from .surfaces import ASYNC, RESOURCES, SURFACES, SYNC, adapter_methods

pytestmark = pytest.mark.parametrize("surface", SURFACES, ids=str)

METHODS = adapter_methods(SYNC.open())


def body_of(surface: Surface, call: AdapterCall) -> Any:
    """The JSON that a call sends."""
    recorder = Recorder(knoxcall())
    surface.one(call, recorder).unwrap()
    (request,) = recorder.requests
    return json.loads(request.content)


def test_each_operation_has_exactly_one_method(surface: Surface) -> None:
    assert coverage_problems(knoxcall(), surface) == []


def test_nothing_undeclared_or_invalid_is_ever_sent(surface: Surface) -> None:
    assert sending_problems(knoxcall(), surface) == []


def test_what_is_not_given_is_not_sent_except_the_known_defaults(surface: Surface) -> None:
    assert minimal_problems(knoxcall(), surface) == []


def test_every_parameter_and_member_can_be_sent_alone_and_arrives_as_given(surface: Surface) -> None:
    assert argument_problems(knoxcall(), surface) == []


def test_every_method_says_what_it_sends(surface: Surface) -> None:
    assert doc_problems(knoxcall(), surface) == []


def test_there_are_as_many_methods_as_operations_walks_and_local_functions(surface: Surface) -> None:
    methods = adapter_methods(surface.open(Recorder(knoxcall())))
    operations = list(knoxcall().operations())

    assert {path.partition(".")[0] for path in methods} == set(RESOURCES)
    assert len(methods) == 123
    assert len(methods.keys() - WALKERS.keys() - LOCAL) + len(NOT_RESOURCES) == len(operations) == 121


def test_arguments_that_are_none_are_not_sent(surface: Surface) -> None:
    for path, method in METHODS.items():
        if path in LOCAL:
            continue
        call = plain_call(knoxcall(), path, method)
        optional = {name: None for name, value in (method.__kwdefaults__ or {}).items() if value is None}
        requests = []
        for each in (call, AdapterCall(path, call.args, {**call.kwargs, **optional})):
            recorder = Recorder(knoxcall())
            surface.one(each, recorder).unwrap()
            requests.append([(request.url, request.content) for request in recorder.requests])
        assert requests[0] == requests[1], path


@pytest.mark.parametrize("path", sorted(RENAMED))
def test_arguments_with_another_name_on_the_wire_go_out_under_that(surface: Surface, path: str) -> None:
    call = plain_call(knoxcall(), path, METHODS[path])
    given = {name: {"a": ["b", None]} for name in RENAMED[path]}

    body = body_of(surface, AdapterCall(path, call.args, {**call.kwargs, **given}))

    for name in RENAMED[path].values():
        assert body[name] == {"a": ["b", None]}
    assert body.keys() & given.keys() == set()


def test_metadata_of_a_token_keeps_its_name(surface: Surface) -> None:
    body = body_of(surface, AdapterCall("vaults.tokenize", ("cards",), {"value": "v", "metadata": {"a": 1}}))

    assert body == {"value": "v", "metadata": {"a": 1}}


@pytest.mark.parametrize("path", ["webhooks.create", "webhooks.update"])
@pytest.mark.parametrize(
    ("given", "sent"), [("rt_1", ["rt_1"]), (["rt_1", "rt_2"], ["rt_1", "rt_2"]), (("rt_1",), ["rt_1"]), ([], [])]
)
def test_route_filter_is_one_id_or_many_and_a_list_on_the_wire(
    surface: Surface, path: str, given: Any, sent: list[str]
) -> None:
    call = plain_call(knoxcall(), path, METHODS[path])

    assert (
        body_of(surface, AdapterCall(path, call.args, {**call.kwargs, "route_filter": given}))["route_filter"] == sent
    )


@pytest.mark.parametrize("path", [path for path in METHODS if path.endswith((".update", ".update_credential"))])
def test_null_clears_a_field_of_what_is_updated(surface: Surface, path: str) -> None:
    call = plain_call(knoxcall(), path, METHODS[path])
    clearable = METHODS[path].__kwdefaults__.keys() - {"idempotency_key"}
    assert clearable != set()
    for name in clearable:
        wire = RENAMED.get(path, {}).get(name, name)
        body = body_of(surface, AdapterCall(path, call.args, {**call.kwargs, name: NULL}))
        assert body == {wire: None}, name


def test_an_oauth_client_is_created_with_the_documented_defaults(surface: Surface) -> None:
    assert body_of(surface, AdapterCall("oauth_clients.create", (), {"name": "ci"})) == {
        "name": "ci", "type": "confidential", "grant_types": ["client_credentials"], "allowed_scopes": [],
        "require_dpop": False, "require_pkce": True, "token_format": "opaque",
    }  # fmt: skip


def test_an_api_key_without_expiry_is_created_without_any_expiry_member(surface: Surface) -> None:
    # An explicit null would make a key that never expires.
    assert body_of(surface, AdapterCall("api_keys.create", (), {"name": "ci"})) == {"name": "ci"}


@pytest.mark.parametrize("bad", ["", ".", ".."])
def test_a_path_argument_that_would_change_the_path_is_refused(surface: Surface, bad: str) -> None:
    for path, method in METHODS.items():
        if path in LOCAL or not operation_for(knoxcall(), path).of("path"):
            continue
        call = plain_call(knoxcall(), path, method)
        recorder = Recorder(knoxcall())

        error = surface.one(AdapterCall(path, (bad, *call.args[1:]), call.kwargs), recorder).error

        assert type(error) is ValueError, path
        assert recorder.requests == [], path


@pytest.mark.parametrize("lease", [7, "7"])
def test_a_lease_is_named_by_its_number_or_its_text(surface: Surface, lease: int | str) -> None:
    recorder = Recorder(knoxcall())

    surface.one(AdapterCall("dynamic_db.revoke_lease", (lease,)), recorder).unwrap()

    assert [request.url.path for request in recorder.requests] == ["/base/v1/dyn-db-credentials/leases/7/revoke"]


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "PATCH"])
def test_calls_without_a_route_send_what_the_document_declares(surface: Surface, method: str) -> None:
    given = {
        "X-Knox-Encrypted": "yes", "X-Knox-Timeout-Ms": "1500", "X-Knox-Proxy-Mode": "transparent",
        "X-Knox-Upstream-Authorization": "Basic YTpi", "X-Knox-Upstream-Auth-Secret": "sec_1",
        "X-Knox-Upstream-Auth-Scheme": "Token",
    }  # fmt: skip
    call = AdapterCall("ephemeral", ("https://api.example.test/a?b=c",), {
        "method": method, "encrypted": "yes", "timeout_ms": 1500, "mode": "transparent",
        "upstream_authorization": "Basic YTpi", "upstream_auth_secret": "sec_1", "upstream_auth_scheme": "Token",
        "body": None if method == "GET" else b"\x00\xff", "headers": {"Content-Type": "application/octet-stream"},
    })  # fmt: skip
    recorder = Recorder(knoxcall())

    response = surface.one(call, recorder).unwrap()

    (request,) = recorder.requests
    op = operation_of(knoxcall(), request)
    assert op is not None
    assert op.line == f"{method} /v1/proxy"
    assert NOT_RESOURCES[op.line] == "ephemeral"
    declared = {name.lower() for name in op.of("header")}
    knox = {name for name in request.headers if name.startswith(("x-knox", "x-idem", "knoxcall"))}
    assert knox == declared, "every parameter can be set, and nothing else of the gateway's goes out"
    assert {name: request.headers[name] for name in given} == given
    assert request.headers["X-Knox-Proxy-URL"] == "https://api.example.test/a?b=c"
    assert request.content == (b"" if method == "GET" else b"\x00\xff")
    assert isinstance(response, httpx.Response)


def test_minting_a_token_sends_what_the_document_declares(surface: Surface) -> None:
    recorder = Recorder(knoxcall())
    options = {"client_id": "tk_1", "client_secret": "s", "scope": ["routes:read", "routes:write"], "dpop": "never"}

    def answer(request: httpx.Request) -> httpx.Response:
        recorder(request)
        return httpx.Response(200, json={"access_token": "kc_1", "token_type": "Bearer"})

    surface.one(AdapterCall("authenticate"), answer, **options).unwrap()

    (request,) = recorder.requests
    assert request.method + " " + request.url.path == "POST /base/oauth/token"
    assert request_problems(knoxcall(), request, KNOXCALL_TOKENS) == []
    assert (
        request.content.decode()
        == f"grant_type=client_credentials&scope={quote('routes:read routes:write')}".replace("%20", "+")
    )


KNOXCALL_TOKENS = type(KNOXCALL)(frozenset({"authorization"}), KNOXCALL.key, frozenset())
"""The token endpoint is OAuth's: neither the API's version nor a key goes with it."""


def test_both_surfaces_are_looked_at(surface: Surface) -> None:
    assert SURFACES == (ASYNC, SYNC)
    assert list(adapter_methods(surface.open(Recorder(knoxcall())))) == list(METHODS)
