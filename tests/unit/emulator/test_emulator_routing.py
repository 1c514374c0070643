"""Routing by the operation table: segments are compared as sent and decoded afterwards."""

from __future__ import annotations

import pytest

from kneo_client._generated.operations import OPERATIONS
from trellis.emulator.routing import Router


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(OPERATIONS.values(), aliases=lambda path: (path.removeprefix("/v1"),))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_each_operation_is_found_under_both_of_its_paths(router: Router, operation) -> None:
    path = operation.path
    for param in operation.path_params:
        path = path.replace("{" + param.name + "}", "a%2Fb%3A1")
    for spelling in (path, path.removeprefix("/v1")):
        match = router.match(operation.method, spelling)
        assert match.operation is operation
        assert match.params == {param.name: "a/b:1" for param in operation.path_params}


@pytest.mark.parametrize(
    ("method", "path", "operation_id", "allowed"),
    [
        ("GET", "/v1/runs/diff", "get_run", ()),
        ("GET", "/v1/runs/run_1/checkpoints/diff", "diff_checkpoints", ()),
        ("GET", "/v1/runs/run_1/checkpoints", "list_checkpoints", ()),
        ("GET", "/v1/runs/a/b", None, ()),
        ("GET", "/v1/runs/", None, ()),
        ("GET", "/v1/runs//checkpoints", None, ()),
        ("DELETE", "/v1/runs", None, ("GET", "POST")),
        ("GET", "/v1/runs/run_1/cancel", None, ("POST",)),
        ("GET", "/v2/runs", None, ()),
        ("GET", "/", None, ()),
    ],
)
def test_literals_win_and_nothing_else_matches(router, method, path, operation_id, allowed) -> None:
    match = router.match(method, path)
    assert (match.operation.id if match.operation else None) == operation_id
    assert match.allowed == allowed


def test_two_operations_cannot_share_a_route() -> None:
    with pytest.raises(ValueError, match="two operations answer GET /v1/runs"):
        Router([OPERATIONS["list_runs"], OPERATIONS["list_runs"]])
