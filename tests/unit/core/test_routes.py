"""Finding an operation by method and path, so that a call by path has its operation's rules."""

from __future__ import annotations

from typing import Any

import pytest

from kneo_client._generated.operations import OPERATIONS
from trellis.core.encode import path_of
from trellis.core.routes import Routes
from trellis.core.runtime.operation import Operation, Param

TABLE = Routes.of("kneo_client._generated.operations")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_found_by_a_path_of_its_own(name: str) -> None:
    operation = OPERATIONS[name]
    odd = {param.arg: "run_2026-05-10T12:34:56/a?b" for param in operation.path_params}
    assert TABLE.find(operation.method, path_of(operation, odd)) is operation


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/v1/runs"),
        ("get", "/v1/runs"),
        ("GET", "/v1/runs/"),
        ("GET", "/v1/runs/r/"),
        ("GET", "/v1/runs/r/nothing"),
        ("GET", "/v1/runs/a/b/trace"),
        ("GET", "/v1/runs//trace"),
        ("GET", "/runs"),
        ("GET", "/x/v1/runs"),
        ("GET", "/v1/runsx"),
        ("GET", ""),
        ("BREW", "/v1/runs"),
    ],
)
def test_other_paths_belong_to_no_operation(method: str, path: str) -> None:
    assert TABLE.find(method, path) is None


def operation(path: str, *segments: str) -> Operation[Any]:
    names = [f"p{index}" for index in range(path.count("{"))]
    params = tuple(Param(name, name, "path", "string", required=True) for name in names)
    return Operation(path, "GET", path, segments, params=params)


def test_a_literal_segment_wins_over_a_parameter_whatever_the_order_of_the_table() -> None:
    literal = operation("/apps/main", "/apps/main")
    variable = operation("/apps/{name}", "/apps/")
    for table in ([literal, variable], [variable, literal]):
        routes = Routes(table)
        assert routes.find("GET", "/apps/main") is literal
        assert routes.find("GET", "/apps/other") is variable


def test_the_literal_pieces_of_a_path_are_no_patterns() -> None:
    routes = Routes([operation("/v1/a.b", "/v1/a.b"), operation("/x/{id}/c+d", "/x/", "/c+d")])
    assert routes.find("GET", "/v1/aXb") is None
    assert routes.find("GET", "/x/1/ccd") is None
    assert routes.find("GET", "/x/1/c+d") is not None


def test_a_table_is_compiled_once() -> None:
    assert Routes.of("kneo_client._generated.operations") is TABLE
