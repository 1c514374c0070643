"""What the page on retries says in its tables is what operation tables, service definitions and policies say."""

from __future__ import annotations

import inspect
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convox import ConvoxClient, RetryConfig
from convox._generated import operations as convox_operations
from convox._service import DEFINITION as CONVOX
from kneo_client._generated import operations as kneo_operations
from kneo_client._service import DEFINITION as KNEO
from kneo_client.agent import SpecsClient
from kneo_client.core.retries import RetryPolicy
from kneo_client.platform import HumanTasksClient, PoliciesClient, RunsClient
from knoxcall import KnoxCallSync
from knoxcall._generated import operations as knoxcall_operations
from knoxcall._service import DEFINITION as KNOXCALL
from tests.docs.markdown_tables import table_after
from trellis.core.runtime.operation import Operation

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "pages" / "retries.md"
GROUPS = {"runs": RunsClient, "human_tasks": HumanTasksClient, "policies": PoliciesClient, "specs": SpecsClient}
CONSEQUENCES = {"honoured": "under its key", "safe": "like a GET"}


def _table(module: ModuleType) -> list[Operation[Any]]:
    return [each for each in vars(module).values() if isinstance(each, Operation)]


def _numbers(cell: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", cell)}


def _first_sentence(cell: str) -> str:
    return re.split(r"; |: ", cell)[0]


def _default(function: Any, name: str) -> Any:
    return inspect.signature(function).parameters[name].default


def test_every_post_of_kneo_is_listed_with_its_class() -> None:
    said = {}
    for method, kind, consequence in table_after(PAGE, "## Kneo: call by call"):
        group, _, name = method.partition(".")
        called = re.findall(r"\bops\.(\w+)", inspect.getsource(getattr(GROUPS[group], name)))
        assert len(called) == 1, method
        said[called[0]] = kind
        assert consequence == CONSEQUENCES[kind]
    others = [each for each in _table(kneo_operations) if each.method != "POST"]
    assert said == {each.id: each.idempotency for each in _table(kneo_operations) if each.method == "POST"}
    assert {each.idempotency for each in others} == {"safe"}
    assert {each.id for each in others if each.method != "GET"} == {"put_environment_policy"}


@pytest.mark.parametrize(
    ("column", "definition", "attempts"),
    [
        (1, KNEO, RetryPolicy().max_attempts),
        (2, KNOXCALL, _default(KnoxCallSync, "retry_max_attempts")),
        (4, CONVOX, RetryConfig().max_retries + 1),
    ],
    ids=["kneo", "knoxcall", "convox"],
)
def test_statuses_attempts_and_keys_are_those_of_the_definitions(column: int, definition: Any, attempts: int) -> None:
    said = {row[0]: row[column] for row in table_after(PAGE, "## At a glance")}
    assert said["attempts in all"] == str(attempts)
    assert _numbers(_first_sentence(said["again after"])) == definition.retry_statuses
    assert all(code in said["again after"] for code in definition.retry_codes)
    if not definition.keyed_methods:
        assert said["key"] == "none"
    else:
        assert said["key"].startswith(f"{definition.idempotency_header}, ")
        assert {method for method in ("POST", "PUT", "PATCH", "DELETE") if method in said["key"]} == (
            definition.keyed_methods
        )


def test_the_policies_have_these_defaults() -> None:
    kneo = {row[0]: float(row[1]) for row in table_after(PAGE, "## Kneo: call by call", first=1)}
    assert kneo == asdict(RetryPolicy())
    knoxcall = {row[0]: float(row[1]) for row in table_after(PAGE, "## KnoxCall")}
    assert knoxcall == {name: _default(KnoxCallSync, name) for name in knoxcall}
    assert len(knoxcall) == 3
    convox = {row[0]: row[1] for row in table_after(PAGE, "## Convox", first=1)}
    statuses = _numbers(convox.pop("retryable_status_codes"))
    assert statuses == RetryConfig().retryable_status_codes
    assert convox == {name: str(getattr(RetryConfig(), name)) for name in convox}
    assert len(convox) == 4


def test_convox_goes_by_the_method() -> None:
    (repeated, posts) = table_after(PAGE, "## Convox")
    assert set(repeated[0].split(", ")) == CONVOX.replayable_methods
    assert _numbers(repeated[1]) == CONVOX.retry_statuses
    assert posts[0] == "POST"
    assert _numbers(posts[1]) == CONVOX.unexecuted_statuses
    assert {each.idempotency for each in _table(convox_operations) if each.method == "POST"} == {"ignored"}
    assert _default(ConvoxClient, "retry") is None


def test_all_management_calls_of_knoxcall_that_change_something_are_repeated() -> None:
    without_a_key = {each.id for each in _table(knoxcall_operations) if each.idempotency == "ignored"}
    assert {each.rpartition("_")[0] or each for each in without_a_key} == {"oauth", "signup", "ephemeral"}
    assert KNOXCALL.keyed_methods <= KNOXCALL.replayable_methods
