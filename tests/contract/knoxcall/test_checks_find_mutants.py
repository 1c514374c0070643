"""The checks of KnoxCall's methods can fail: each is put to a mutant of what it checks, and has to find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knoxcall._generated import operations as ops
from knoxcall.bodies import given

from ..document import Document, knoxcall
from .adapters import argument_problems, coverage_problems, doc_problems, minimal_problems, sending_problems
from .surfaces import KnoxSurface

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..surfaces import Surface

ROUTES = "/v1/routes"
ROUTE = "/v1/routes/{route_id}"


def narrowed(document: Document) -> Document:
    """The document with the operations of `routes` alone, since every check runs over the whole client."""
    paths = document.root["paths"]
    document.root["paths"] = {path: item for path, item in paths.items() if path.startswith(ROUTES)}
    return document


def with_routes(**methods: Any) -> KnoxSurface:
    """The synchronous client with nothing but `routes`, some of whose methods are others; None takes one away."""

    def alter(client: Any) -> None:
        original = client.routes
        for name in [name for name, value in vars(client).items() if hasattr(value, "_calls")]:
            delattr(client, name)
        namespace = {
            name: value for name, value in vars(type(original)).items() if name not in ("__dict__", "__weakref__")
        }
        for name, method in methods.items():
            namespace.pop(name, None)
            if method is not None:
                namespace[name] = method
        client.routes = type("MutantRoutes", (), {**namespace, "__module__": "knoxcall.mutant"})(original._calls)

    return KnoxSurface("mutant", asynchronous=False, alter=alter)


def problems(check: Callable[[Document, Surface], list[str]], document: Document, surface: Surface) -> list[str]:
    """What a check finds, except that the other resources' walkers are not there."""
    verbs = ("GET", "POST", "PUT", "PATCH", "DELETE")
    return [
        problem
        for problem in check(document, surface)
        if problem.startswith(("routes.", *(f"{verb} {ROUTES}" for verb in verbs)))
    ]


CHECKS = (coverage_problems, sending_problems, minimal_problems, argument_problems, doc_problems)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_original_passes(check: Any) -> None:
    # So that what is found below is the mutation and nothing else.
    assert problems(check, narrowed(knoxcall().changed()), with_routes()) == []


def get_elsewhere(self: Any, route_id: str) -> Any:
    """Ask for something else."""
    return self._calls.call(ops.routes_list_actions, {"route_id": route_id})


def get_twice(self: Any, route_id: str) -> Any:
    """Send two requests."""
    self._calls.call(ops.routes_get, {"route_id": route_id})
    return self._calls.call(ops.routes_get, {"route_id": route_id})


def get_another(self: Any, route_id: str) -> Any:
    """Ask for another one.

    GET /v1/routes/{route_id}
    """
    return self._calls.call(ops.routes_get, {"route_id": "another"})


def list_unpaged(self: Any, *, page: int | None = None) -> Any:
    """Leave a parameter out."""
    return self._calls.call(ops.routes_list, {"page": page})


def list_forgetting(self: Any, *, page: int | None = None, per_page: int | None = None) -> Any:
    """Take an argument and not send it."""
    return self._calls.call(ops.routes_list, {"page": page})


def list_with_defaults(self: Any, *, page: int | None = 1, per_page: int | None = None) -> Any:
    """Send what was not given."""
    return self._calls.call(ops.routes_list, {"page": page, "per_page": per_page})


def list_mixed_up(self: Any, *, page: int | None = None, per_page: int | None = None) -> Any:
    """Mix two arguments up."""
    return self._calls.call(ops.routes_list, {"page": per_page, "per_page": page})


def create_with_null(self: Any, *, name: str, target_base_url: str, idempotency_key: str | None = None) -> Any:
    """Send a null for what was not given."""
    body = {"name": name, "target_base_url": target_base_url, "collection_id": None}
    return self._calls.call(ops.routes_create, body=body, idempotency_key=idempotency_key)


def create_renamed(self: Any, *, name: str, target_base_url: str, idempotency_key: str | None = None) -> Any:
    """Send a member under another name."""
    body = given({"name": name, "target_url": target_base_url})
    return self._calls.call(ops.routes_create, body=body, idempotency_key=idempotency_key)


def create_without_key(self: Any, *, name: str, target_base_url: str, idempotency_key: str | None = None) -> Any:
    """Drop the caller's key."""
    return self._calls.call(ops.routes_create, body=given({"name": name, "target_base_url": target_base_url}))


def upsert_not_renamed(self: Any, route_id: str, env_name: str, *, inject_headers: dict[str, Any] | None = None) -> Any:
    """Send a member under the argument's name."""
    args = {"route_id": route_id, "env_name": env_name}
    return self._calls.call(ops.routes_upsert_environment, args, body=given({"inject_headers": inject_headers}))


def update_with_more(self: Any, route_id: str, *, name: str | None = None, enabled: bool | None = None) -> Any:
    """Change more than was asked for."""
    body = given({"name": name, "enabled": True if name is not None else enabled})
    return self._calls.call(ops.routes_update, {"route_id": route_id}, body=body)


def delete_by_putting(self: Any, route_id: str, env_name: str, *, idempotency_key: str | None = None) -> Any:
    """Send another verb than the name says."""
    args = {"route_id": route_id, "env_name": env_name}
    return self._calls.call(ops.routes_upsert_environment, args, body={}, idempotency_key=idempotency_key)


MUTANTS: dict[str, tuple[Callable[[Document, Surface], list[str]], KnoxSurface, str]] = {
    "removed method": (coverage_problems, with_routes(get=None), "GET /v1/routes/{route_id}: has 0 methods"),
    "removed walker": (coverage_problems, with_routes(iterate=None), "routes.iterate: does not exist"),
    "unknown method": (coverage_problems, with_routes(fetch=get_twice), "routes.fetch: is named after no operation"),
    "other operation": (coverage_problems, with_routes(get=get_elsewhere), "routes.get: sends ["),
    "two requests": (coverage_problems, with_routes(get=get_twice), "sends 2 requests"),
    "another verb": (
        coverage_problems,
        with_routes(delete_environment=delete_by_putting),
        "routes.delete_environment: sends [",
    ),
    "another id": (argument_problems, with_routes(get=get_another), "route_id arrives as 'another'"),
    "out of reach": (argument_problems, with_routes(list=list_unpaged), "cannot send query per_page"),
    "not sent": (argument_problems, with_routes(list=list_forgetting), "per_page arrives as None"),
    "mixed up": (argument_problems, with_routes(list=list_mixed_up), "page arrives as None"),
    "key not sent": (argument_problems, with_routes(create=create_without_key), "idempotency_key arrives as"),
    "not renamed": (
        argument_problems,
        with_routes(upsert_environment=upsert_not_renamed),
        "inject_headers arrives as None",
    ),
    "more than asked": (argument_problems, with_routes(update=update_with_more), "changes {"),
    "sent ungiven": (minimal_problems, with_routes(list=list_with_defaults), "'page'"),
    "null ungiven": (minimal_problems, with_routes(create=create_with_null), "collection_id"),
    "member missing": (sending_problems, with_routes(create=create_renamed), '"target_base_url" is a required'),
    "wrong docstring": (doc_problems, with_routes(get=get_elsewhere), "its docstring does not say so"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_changed_client_is_found(name: str) -> None:
    check, surface, message = MUTANTS[name]

    found = problems(check, narrowed(knoxcall().changed()), surface)

    assert [problem for problem in found if message in problem] != [], found


SPEC_MUTANTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "lost operation": lambda paths: paths[ROUTE].pop("get"),
    "new operation": lambda paths: paths[ROUTE].update(put={**paths[ROUTE]["get"], "operationId": "routes_put"}),
    "changed path": lambda paths: paths.update({"/v1/routes-of/{route_id}": paths.pop(ROUTE)}),
    "changed method": lambda paths: paths[ROUTE].update(post=paths[ROUTE].pop("patch")),
    "lost parameter": lambda paths: paths[ROUTES]["get"]["parameters"].pop(0),
    "new parameter": lambda paths: paths[ROUTES]["get"]["parameters"].append(
        {"name": "sort", "in": "query", "schema": {"type": "string"}}
    ),
    "new required parameter": lambda paths: paths[ROUTES]["get"]["parameters"].append(
        {"name": "size", "in": "query", "required": True, "schema": {"type": "integer"}}
    ),
    "lost member": lambda paths: members(paths[ROUTE]["patch"]).pop("enabled"),
    "new member": lambda paths: members(paths[ROUTES]["post"]).update(slug={"type": "string"}),
    "lost body": lambda paths: paths[ROUTES]["post"].pop("requestBody"),
}


def members(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
    return found


@pytest.mark.parametrize("name", SPEC_MUTANTS)
def test_a_changed_document_is_found(name: str) -> None:
    document = narrowed(knoxcall().changed())
    SPEC_MUTANTS[name](document.root["paths"])

    found: list[str] = []
    for check in CHECKS:
        try:
            found += check(document, with_routes())
        except LookupError:  # a method whose operation is gone: the check of coverage has named it
            continue

    assert [one for one in found if "routes" in one] != []
