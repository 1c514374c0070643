"""The checks of this folder can fail: each is put to a mutant of what it checks, and has to find it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kneo_client._generated.operations import OPERATIONS
from trellis.core.runtime.operation import Body, Operation, Pagination, Param, Reply

from .adapters import argument_problems, coverage_problems, doc_problems, sending_problems
from .document import Document, kneo
from .published import unexplained
from .surfaces import ASYNC, SYNC, Surface
from .table import table_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneo_client._generated.models import RunCreateRequest

RUN = "/v1/runs/{run_id}"


def test_the_originals_pass() -> None:
    # So that what is found below is the mutation and nothing else.
    assert table_problems(kneo(), OPERATIONS) == []
    assert unexplained(kneo(), kneo().changed()) == []
    for surface in (SYNC, ASYNC):
        assert coverage_problems(kneo(), surface) == []
        assert sending_problems(kneo(), surface) == []
        assert argument_problems(kneo(), surface) == []


def mutant(change: Callable[[dict[str, Any]], Any]) -> Document:
    document = kneo().changed()
    change(document.root)
    return document


SPEC_MUTANTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "lost operation": lambda root: root["paths"][RUN].pop("get"),
    "lost path": lambda root: root["paths"].pop("/v1/specs/compile"),
    "changed path": lambda root: root["paths"].update({"/v1/run/{run_id}": root["paths"].pop(RUN)}),
    "changed method": lambda root: root["paths"][RUN].update(post=root["paths"][RUN].pop("get")),
    "lost parameter": lambda root: root["paths"]["/v1/runs"]["get"]["parameters"].pop(0),
    "renamed parameter": lambda root: root["paths"]["/v1/runs"]["get"]["parameters"][10].update(name="order_by"),
    "parameter required": lambda root: root["paths"]["/v1/runs"]["get"]["parameters"][0].update(required=True),
    "parameter elsewhere": lambda root: root["paths"]["/v1/runs"]["get"]["parameters"][0].update({"in": "header"}),
    "other style": lambda root: root["paths"]["/v1/security/credentials"]["get"]["parameters"][0].update(explode=False),
    "other limit": lambda root: root["components"]["parameters"]["Limit"]["schema"].update(maximum=500),
    "other default": lambda root: root["components"]["parameters"]["Limit"]["schema"].update(default=50),
    "other parameter type": lambda root: root["components"]["parameters"]["Offset"]["schema"].update(type="string"),
    "fewer choices": lambda root: root["paths"]["/v1/runs"]["get"]["parameters"][11]["schema"]["enum"].pop(),
    "lost body": lambda root: root["paths"]["/v1/specs/run"]["post"].pop("requestBody"),
    "optional body": lambda root: root["paths"]["/v1/specs/run"]["post"]["requestBody"].update(required=False),
    "lost answer": lambda root: root["paths"]["/v1/runs"]["get"]["responses"].pop("200"),
}
SCHEMA_MUTANTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "renamed member": lambda s: s["RunStatusResponse"]["properties"].update(
        state=s["RunStatusResponse"]["properties"].pop("status")
    ),
    "lost member": lambda s: s["HumanResumeRequest"]["properties"].pop("content"),
    "added member": lambda s: s["HumanResumeRequest"]["properties"].update(more={"type": "string"}),
    "no longer required": lambda s: s["RunCreateRequest"]["required"].clear(),
    "other type": lambda s: s["RunListResponse"]["properties"]["count"].update(type="string"),
    "not nullable": lambda s: s["RunListResponse"]["properties"]["sort_by"].update(type="string"),
    "fewer values": lambda s: s["HumanResumeRequest"]["properties"]["decision"]["enum"].pop(),
    "other member default": lambda s: s["RunListResponse"]["properties"]["limit"].update(default=1),
    "open request": lambda s: s["RunCreateRequest"].update(additionalProperties=True),
    "other items": lambda s: s["RunStatusResponse"]["properties"]["visited_steps"]["items"].update(type="integer"),
    "lost schema": lambda s: s.pop("TraceResponse"),
    "added schema": lambda s: s.update(Surprise={"type": "object"}),
}


@pytest.mark.parametrize("change", [*SPEC_MUTANTS.values()], ids=list(SPEC_MUTANTS))
def test_a_changed_operation_of_the_document_is_found_from_both_sides(change: Callable[[dict[str, Any]], Any]) -> None:
    document = mutant(change)

    assert unexplained(document, kneo()) != []
    assert table_problems(document, OPERATIONS) != []


@pytest.mark.parametrize("change", [*SCHEMA_MUTANTS.values()], ids=list(SCHEMA_MUTANTS))
def test_a_changed_schema_of_the_document_is_found(change: Callable[[dict[str, Any]], Any]) -> None:
    assert unexplained(mutant(lambda root: change(root["components"]["schemas"])), kneo()) != []


def test_a_deviation_that_loses_its_reason_is_found() -> None:
    # The document itself, read as if it were the published one, but with a parameter that could be null there.
    published = kneo().changed()
    published.root["components"]["parameters"]["IdempotencyKey"]["schema"] = {"type": ["string", "null"]}
    assert unexplained(kneo(), published) == []

    mute = mutant(lambda root: root["components"]["parameters"]["IdempotencyKey"].pop("x-why"))
    assert unexplained(mute, published) != []


def test_the_extensions_of_an_operation_are_looked_at() -> None:
    for path, method, name in (
        ("/v1/runs", "get", "x-pagination"),
        ("/v1/runs", "post", "x-idempotency"),
        (f"{RUN}/cancel", "post", "x-idempotency"),
    ):
        without = kneo().changed()
        del without.root["paths"][path][method][name]
        assert table_problems(without, OPERATIONS) != [], name


def altered(row: Operation[Any], **changes: Any) -> Operation[Any]:
    names = (
        "params", "bodies", "replies", "errors", "idempotency", "pagination", "stream", "deprecated", "tags",
        "security", "ext",
    )  # fmt: skip
    kept = {name: getattr(row, name) for name in names}
    kept.update({name: getattr(row, name) for name in ("id", "method", "path", "segments")})
    return Operation(**{**kept, **changes})


LIST = OPERATIONS["list_runs"]
CREATE = OPERATIONS["create_run"]
ROW_MUTANTS: dict[str, Operation[Any]] = {
    "lost parameter": altered(LIST, params=LIST.params[1:]),
    "extra parameter": altered(LIST, params=(*LIST.params, Param("q", "q", "query", "string"))),
    "other order": altered(LIST, params=LIST.params[::-1]),
    "parameter elsewhere": altered(LIST, params=(Param("status", "status", "header", "enum"), *LIST.params[1:])),
    "now required": altered(LIST, params=(Param("status", "status", "query", "enum", required=True), *LIST.params[1:])),
    "other style": altered(
        LIST, params=(Param("status", "status", "query", "enum", style="spaceDelimited"), *LIST.params[1:])
    ),
    "other path": altered(LIST, path="/v1/run"),
    "other segments": altered(LIST, segments=("/v2/runs",)),
    "other method": altered(LIST, method="POST"),
    "other id": altered(LIST, id="runs"),
    "no pagination": altered(LIST, pagination=None),
    "other window": altered(LIST, pagination=Pagination("offset", "runs", window=1)),
    "other items": altered(LIST, pagination=Pagination("offset", "run", window=10000)),
    "no security": altered(LIST, security=()),
    "unsafe": altered(LIST, idempotency="ignored"),
    "other reply": altered(LIST, replies=(Reply("200", "TraceResponse", ("application/json",)),)),
    "lost error": altered(LIST, errors=LIST.errors[1:]),
    "lost body": altered(CREATE, bodies=()),
    "other body": altered(CREATE, bodies=(Body("application/json", "json", "HumanResumeRequest", required=True),)),
    "optional body": altered(CREATE, bodies=(Body("application/json", "json", "RunCreateRequest"),)),
    "key not honoured": altered(CREATE, idempotency="ignored"),
    "lost 202": altered(CREATE, replies=CREATE.replies[:1]),
}


@pytest.mark.parametrize("row", [*ROW_MUTANTS.values()], ids=list(ROW_MUTANTS))
def test_a_changed_row_of_the_table_is_found(row: Operation[Any]) -> None:
    key = "create_run" if row.id == "create_run" else "list_runs"

    assert table_problems(kneo(), {**OPERATIONS, key: row}) != []


def test_a_lost_row_is_found() -> None:
    assert table_problems(kneo(), {key: row for key, row in OPERATIONS.items() if key != "get_run"}) == [
        "GET /v1/runs/{run_id}: has no row"
    ]


SLOTS = ("__dict__", "__weakref__")
"""What a class without bases brings along, and another class makes for itself."""


def with_runs(**methods: Any) -> Surface:
    """The synchronous client with other methods in its `runs`; None takes one away."""

    def alter(client: Any) -> None:
        original = client.platform.runs
        namespace = {name: value for name, value in vars(type(original)).items() if name not in SLOTS}
        for name, method in methods.items():
            if method is None:
                namespace.pop(name, None)
            else:
                namespace[name] = method
        client.platform.runs = type("MutantRuns", type(original).__bases__, namespace)(client._transport)
        client.platform.runs._transport = client._transport

    return Surface("mutant", asynchronous=False, alter=alter)


def get(self: Any, run_id: str) -> Any:
    """Ask elsewhere.

    GET /v1/runs/{run_id}
    """
    return self._transport.request("GET", f"/v1/run/{run_id.encode().hex()}")


def get_with_more(self: Any, run_id: str) -> Any:
    """Ask with a parameter that the document lacks."""
    return self._transport.request("GET", f"/v1/runs/{run_id.encode().hex()}", params={"verbose": True})


def list_without_status(
    self: Any, *, limit: int = 100, offset: int = 0, sort_by: str = "updated_at", sort_order: str = "desc"
) -> Any:
    """Leave a parameter out."""
    params = {"limit": limit, "offset": offset, "sort_by": sort_by, "sort_order": sort_order}
    return self._transport.request("GET", "/v1/runs", params=params)


def list_that_forgets(
    self: Any,
    *,
    status: str | None = None,
    limit: int = 100,
    offset: int = 0,
    sort_by: str = "a",
    sort_order: str = "asc",
) -> Any:
    """Take an argument and not send it."""
    return self._transport.request(
        "GET", "/v1/runs", params={"limit": limit, "offset": offset, "sort_by": sort_by, "sort_order": sort_order}
    )


def list_with_a_limit_beyond(self: Any, *, status: str | None = None) -> Any:
    """Send a value that the document does not allow."""
    return self._transport.request("GET", "/v1/runs", params={"limit": 1001, "status": status})


def create_with_spec_id(self: Any, body: RunCreateRequest | dict[str, Any]) -> Any:
    """Send a member that the closed request lacks."""
    return self._transport.request("POST", "/v1/runs", json={"input": "x", "spec_id": "x"})


def twice(self: Any, run_id: str) -> Any:
    """Send two requests."""
    self.recovery(run_id)
    return self.recovery(run_id)


def iterate_and_look(self: Any) -> Any:
    """Walk, and ask for something else besides."""
    page = self.list()
    self.recovery("x")
    return page


CLIENT_MUTANTS: dict[str, tuple[Callable[[Document, Surface], list[str]], Surface, str]] = {
    "removed method": (coverage_problems, with_runs(recovery=None), "recovery: has no method"),
    "removed compound": (coverage_problems, with_runs(iterate=None), "does not exist"),
    "second method": (coverage_problems, with_runs(fetch=get_with_more), "more than one method"),
    "changed path": (coverage_problems, with_runs(get=get), "is not in the document"),
    "two requests": (coverage_problems, with_runs(replay=twice), "sends 2 requests"),
    "unlisted parameter": (sending_problems, with_runs(get=get_with_more), "query verbose is not declared"),
    "illegal value": (sending_problems, with_runs(list=list_with_a_limit_beyond), "1001"),
    "illegal body": (sending_problems, with_runs(create=create_with_spec_id), "spec_id"),
    "parameter out of reach": (argument_problems, with_runs(list=list_without_status), "cannot send query status"),
    "argument not sent": (argument_problems, with_runs(list=list_that_forgets), "status arrives as None"),
    "compound sends more": (coverage_problems, with_runs(iterate=iterate_and_look), "sends ["),
    "wrong docstring": (doc_problems, with_runs(get=get_with_more), "its docstring does not say so"),
}


@pytest.mark.parametrize("name", CLIENT_MUTANTS)
def test_a_changed_client_is_found(name: str) -> None:
    check, surface, message = CLIENT_MUTANTS[name]

    problems = check(kneo(), surface)

    assert [problem for problem in problems if message in problem] != [], problems
