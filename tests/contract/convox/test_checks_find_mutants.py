"""The checks of Convox's methods can fail: each is put to a mutant of what it checks, and has to find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convox._generated import operations as ops

from ..document import Document, convox
from .adapters import (
    argument_problems,
    coverage_problems,
    doc_problems,
    minimal_problems,
    sending_problems,
)
from .surfaces import ConvoxSurface

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..surfaces import Surface

RELEASES = "/apps/{app}/releases"
RELEASE = "/apps/{app}/releases/{id}"
PROMOTE = "/apps/{app}/releases/{id}/promote"


class Nothing:
    """A resource without methods."""

    def __init__(self, calls: Any) -> None:
        self._calls = calls


def with_methods(resource: str, **methods: Any) -> ConvoxSurface:
    """The synchronous client with nothing but one resource, some of whose methods are others; None takes one away."""

    def alter(client: Any) -> None:
        from .surfaces import RESOURCES

        original = getattr(client, resource)
        namespace = {
            name: value for name, value in vars(type(original)).items() if name not in ("__dict__", "__weakref__")
        }
        for name, method in methods.items():
            namespace.pop(name, None)
            if method is not None:
                namespace[name] = method
        for name in RESOURCES:
            client.__dict__[name] = Nothing(client._calls)
        client.__dict__[resource] = type("Mutant", (), namespace)(client._calls)

    return ConvoxSurface("mutant", asynchronous=False, alter=alter)


def problems(
    check: Callable[[Document, Surface], list[str]], document: Document, surface: Surface, resource: str = "releases"
) -> list[str]:
    """What a check finds, except that the other resources are not there."""
    return [problem for problem in check(document, surface) if problem.startswith((f"{resource}.", f"{resource}_"))]


CHECKS = (coverage_problems, sending_problems, minimal_problems, argument_problems, doc_problems)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("resource", ["releases", "apps", "processes", "files"])
def test_the_original_passes(check: Any, resource: str) -> None:
    # So that what is found below is the mutation and nothing else.
    assert problems(check, convox(), with_methods(resource), resource) == []


def get_elsewhere(self: Any, app: str, release_id: str) -> Any:
    """Ask for something else."""
    return self._calls.call(ops.builds_get, {"app": app, "id": release_id})


def get_twice(self: Any, app: str, release_id: str) -> Any:
    """Send two requests."""
    self._calls.call(ops.releases_get, {"app": app, "id": release_id})
    return self._calls.call(ops.releases_get, {"app": app, "id": release_id})


def get_another(self: Any, app: str, release_id: str) -> Any:
    """Ask for another one."""
    return self._calls.call(ops.releases_get, {"app": app, "id": "another"})


def list_unlimited(self: Any, app: str) -> Any:
    """Leave a parameter out."""
    return self._calls.call(ops.releases_list, {"app": app})


def list_forgetting(self: Any, app: str, *, limit: int | None = None) -> Any:
    """Take an argument and not send it."""
    return self._calls.call(ops.releases_list, {"app": app})


def list_with_a_default(self: Any, app: str, *, limit: int | None = None) -> Any:
    """Send what was not given."""
    return self._calls.call(ops.releases_list, {"app": app, "limit": 20 if limit is None else limit})


def create_mixed_up(
    self: Any,
    app: str,
    *,
    build: str | None = None,
    env: str | None = None,
    description: str | None = None,
    parent_release: str | None = None,
) -> Any:
    """Mix two arguments up."""
    args = {"app": app, "build": env, "env": build, "description": description, "parent_release": parent_release}
    return self._calls.call(ops.releases_create, args)


def create_by_json(self: Any, app: str, *, env: str | None = None) -> Any:
    """Send JSON, which the server does not read."""
    return self._calls.send("POST", f"/apps/{_quoted(app)}/releases", json={"env": env})


def create_with_more(self: Any, app: str, *, build: str | None = None, env: str | None = None) -> Any:
    """Say more than was asked for."""
    more = "a build without a word" if build else None
    return self._calls.call(ops.releases_create, {"app": app, "build": build, "env": env, "description": more})


def promote_undeclared(self: Any, app: str, release_id: str) -> Any:
    """Send a field that the document does not have."""
    path = f"/apps/{_quoted(app)}/releases/{_quoted(release_id)}/promote"
    return self._calls.send("POST", path, data={"minimum": "50"})


def update_with_one_form(
    self: Any, name: str, *, lock: bool | None = None, parameters: dict[str, str] | None = None
) -> Any:
    """Send parameters only as racks do not read them."""
    fields = {f"parameters[{key}]": value for key, value in (parameters or {}).items()}
    return self._calls.send("PUT", f"/apps/{_quoted(name)}", data={**fields, **({"lock": True} if lock else {})})


def lock_as_python_writes_it(
    self: Any, name: str, *, lock: bool | None = None, parameters: dict[str, str] | None = None
) -> Any:
    """Send a boolean that the server reads as false."""
    return self._calls.send("PUT", f"/apps/{_quoted(name)}", data={} if lock is None else {"lock": str(lock)})


def metrics_in_iso(self: Any, name: str, *, start: Any = None) -> Any:
    """Send a time as the server does not read it."""
    return self._calls.call(ops.apps_metrics, {"name": name, "start": None if start is None else start.isoformat()})


def logs_over_http(self: Any, name: str) -> Any:
    """Ask for a log without a WebSocket."""
    return self._calls.send("GET", f"/apps/{_quoted(name)}/logs")


def run_by_form(self: Any, app: str, service: str, *, command: str | None = None) -> Any:
    """Send options as fields, which the server does not look at."""
    path = f"/apps/{_quoted(app)}/services/{_quoted(service)}/processes"
    return self._calls.send("POST", path, data={"command": command} if command else None)


def upload_cut(self: Any, app: str, pid: str, tar: bytes) -> Any:
    """Send something else than what was given."""
    return self._calls.call(ops.files_upload, {"app": app, "pid": pid}, body=tar[:-1])


def upload_as_something(self: Any, app: str, pid: str, tar: bytes) -> Any:
    """Send a body without its type."""
    return self._calls.send("POST", f"/apps/{_quoted(app)}/processes/{_quoted(pid)}/files", content=tar)


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


MUTANTS: dict[str, tuple[Callable[[Document, Surface], list[str]], str, dict[str, Any], str]] = {
    "removed method": (coverage_problems, "releases", {"get": None}, "releases_get: has 0 methods"),
    "removed compound": (coverage_problems, "releases", {"rollback": None}, "releases.rollback: does not exist"),
    "unknown method": (coverage_problems, "releases", {"fetch": get_twice}, "releases.fetch: there is no operation"),
    "other operation": (coverage_problems, "releases", {"get": get_elsewhere}, "releases.get: sends ["),
    "two requests": (coverage_problems, "releases", {"get": get_twice}, "releases.get: sends ["),
    "no WebSocket": (coverage_problems, "apps", {"logs": logs_over_http}, "sent over the wrong transport"),
    "another id": (argument_problems, "releases", {"get": get_another}, "id arrives as 'another'"),
    "out of reach": (argument_problems, "releases", {"list": list_unlimited}, "cannot send query limit"),
    "not sent": (argument_problems, "releases", {"list": list_forgetting}, "limit arrives as None"),
    "mixed up": (argument_problems, "releases", {"create": create_mixed_up}, "build arrives as None"),
    "more than asked": (argument_problems, "releases", {"create": create_with_more}, "changes {"),
    "a time in ISO 8601": (argument_problems, "apps", {"metrics": metrics_in_iso}, "start arrives as '2026-"),
    "a boolean of Python's": (argument_problems, "apps", {"update": lock_as_python_writes_it}, "arrives as 'True'"),
    "a body cut short": (argument_problems, "files", {"upload": upload_cut}, "the body arrives as"),
    "sent ungiven": (minimal_problems, "releases", {"list": list_with_a_default}, "'limit'"),
    "JSON": (sending_problems, "releases", {"create": create_by_json}, "content type is 'application/json'"),
    "undeclared field": (sending_problems, "releases", {"promote": promote_undeclared}, "form minimum is not declared"),
    "one form of a map": (sending_problems, "apps", {"update": update_with_one_form}, "the form in brackets"),
    "fields for headers": (sending_problems, "processes", {"run": run_by_form}, "form command is not declared"),
    "a body of no type": (sending_problems, "files", {"upload": upload_as_something}, "content type is None"),
    "wrong docstring": (doc_problems, "releases", {"get": get_elsewhere}, "its docstring does not say so"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_changed_client_is_found(name: str) -> None:
    check, resource, methods, message = MUTANTS[name]

    found = problems(check, convox(), with_methods(resource, **methods), resource)

    assert [problem for problem in found if message in problem] != [], found


SPEC_MUTANTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "lost operation": lambda paths: paths[RELEASE].pop("get"),
    "new operation": lambda paths: paths[RELEASE].update(
        put={**paths[RELEASE]["get"], "operationId": "releases_replace"}
    ),
    "changed path": lambda paths: paths.update({"/apps/{app}/versions/{id}": paths.pop(RELEASE)}),
    "changed method": lambda paths: paths[PROMOTE].update(put=paths[PROMOTE].pop("post")),
    "lost parameter": lambda paths: paths[RELEASES]["get"]["parameters"].pop(),
    "new parameter": lambda paths: paths[RELEASES]["get"]["parameters"].append(
        {"name": "since", "in": "query", "schema": {"type": "string"}}
    ),
    "new required parameter": lambda paths: paths[RELEASES]["get"]["parameters"].append(
        {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}}
    ),
    "lost field": lambda paths: fields(paths[PROMOTE]["post"]).pop("force"),
    "new field": lambda paths: fields(paths[PROMOTE]["post"]).update(slug={"type": "string"}),
    "renamed field": lambda paths: fields(paths[RELEASES]["post"]).update(
        parent=fields(paths[RELEASES]["post"]).pop("parent-release")
    ),
    "another type": lambda paths: fields(paths[PROMOTE]["post"]).update(min={"type": "boolean"}),
    "another encoding": lambda paths: fields(paths[RELEASES]["post"])["env"].update({"x-encoding": "map"}),
    "lost body": lambda paths: paths[RELEASES]["post"].pop("requestBody"),
    "another transport": lambda paths: paths[RELEASE]["get"].update({"x-transport": "websocket"}),
}


def fields(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"][
        "properties"
    ]
    return found


@pytest.mark.parametrize("name", SPEC_MUTANTS)
def test_a_changed_document_is_found(name: str) -> None:
    document = convox().changed()
    SPEC_MUTANTS[name](document.root["paths"])

    found: list[str] = []
    for check in CHECKS:
        try:
            found += check(document, with_methods("releases"))
        except LookupError:  # a method whose operation is gone: the check of coverage has named it
            continue

    assert [one for one in found if one.startswith(("releases.", "releases_"))] != []
