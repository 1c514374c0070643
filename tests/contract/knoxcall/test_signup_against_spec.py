"""Signing up and claiming send what the document declares, with each argument, the same from both surfaces."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

import httpx
import pytest

from knoxcall import claim_signup, claim_signup_sync, signup, signup_sync

from ..document import Operation, knoxcall
from ..payloads import full
from ..wire_check import Conventions, operation_of, request_problems
from .adapters import NOT_RESOURCES

OPEN = Conventions(always=frozenset({"knoxcall-version"}), key="x-idempotency-key", keyed=frozenset())
"""Nobody has credentials yet, and the service honours no key."""

WAYS: dict[str, tuple[Any, Any, dict[str, str]]] = {
    "signup": (signup, signup_sync, {"email": "ä@b.test", "tenant_name": "A & B"}),
    "claim_signup": (claim_signup, claim_signup_sync, {"claim_handle": "h/1"}),
}
LOCAL = frozenset({"base_url", "http"})
each_way = pytest.mark.parametrize("name", WAYS)


def operation_of_way(name: str) -> Operation:
    (line,) = [line for line, way in NOT_RESOURCES.items() if way == name]
    return next(op for op in knoxcall().operations() if op.line == line)


def exchange(name: str, arguments: dict[str, str]) -> list[tuple[httpx.Request, Any]]:
    """The request and the result, asynchronously and synchronously."""
    op = operation_of_way(name)
    answer = full(knoxcall(), op.responses["202"]["content"]["application/json"]["schema"])
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202, json=answer)

    asynchronous, synchronous, _ = WAYS[name]
    target = {"base_url": "http://localhost:9/base", **arguments}

    async def call() -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(serve)) as http:
            return await asynchronous(**target, http=http)

    results = [asyncio.run(call())]
    with httpx.Client(transport=httpx.MockTransport(serve)) as http:
        results.append(synchronous(**target, http=http))
    assert results == [answer["data"]] * 2
    assert len(seen) == 2
    return list(zip(seen, results, strict=True))


def optional(name: str) -> list[str]:
    parameters = inspect.signature(WAYS[name][0]).parameters
    return [one for one in parameters if one not in WAYS[name][2] and one not in LOCAL]


@each_way
def test_nothing_undeclared_or_invalid_is_sent(name: str) -> None:
    for request, _ in exchange(name, WAYS[name][2]):
        op = operation_of(knoxcall(), request)
        assert op is not None
        assert op.line == operation_of_way(name).line
        assert request_problems(knoxcall(), request, OPEN) == []
        assert "authorization" not in request.headers


@each_way
def test_each_argument_arrives_alone_and_what_is_not_given_is_not_sent(name: str) -> None:
    required = WAYS[name][2]
    for extra in [{}, *({argument: "düsseldorf"} for argument in optional(name))]:
        for request, _ in exchange(name, {**required, **extra}):
            assert json.loads(request.content) == {**required, **extra}


@each_way
def test_every_member_of_the_document_can_be_sent(name: str) -> None:
    schema = operation_of_way(name).body_schema()
    assert schema is not None

    assert {*WAYS[name][2], *optional(name)} == set(schema["properties"])
    assert set(WAYS[name][2]) == set(schema["required"])


@each_way
def test_both_surfaces_send_the_same(name: str) -> None:
    (one, _), (other, _) = exchange(name, WAYS[name][2])

    assert (one.method, one.url, one.content) == (other.method, other.url, other.content)
    assert sorted(one.headers.raw) == sorted(other.headers.raw)


@each_way
def test_both_surfaces_have_the_same_signature(name: str) -> None:
    asynchronous, synchronous, _ = WAYS[name]
    found = [
        [(one.name, one.kind, one.default) for one in inspect.signature(function).parameters.values()]
        for function in (asynchronous, synchronous)
    ]

    assert found[0] == found[1]
