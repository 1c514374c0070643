"""The page that leads from the `convox` command to the client: its methods exist and send the lines beside them."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convox import ConvoxClient
from convox._generated.operations import OPERATIONS
from tests.docs.markdown_tables import table_after

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "pages" / "convox-cli.md"
LINE = re.compile(r"(?:^|<br>)([A-Z]+ /[^ ,<]*)(, WebSocket)?")
LINE_IN_DOCSTRING = re.compile(r"\b([A-Z]+ /[\w{}/.-]*[\w}])")
WITHOUT_A_METHOD = {"api.get"}
"""The escape hatch: it has no line of its own."""

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="NOT TESTED: the site's sources are not here")


@dataclass(frozen=True)
class Row:
    """One row: the command ("" where there is none), what is written of the client, and the lines: text, WebSocket."""

    command: str
    expressions: tuple[str, ...]
    lines: frozenset[tuple[str, bool]]


def rows() -> list[Row]:
    """All rows of all tables whose last column is of lines."""
    found = []
    for heading in re.findall(r"^## .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        for *command, calls, cell in table_after(PAGE, heading):
            lines = frozenset((line, bool(socket)) for line, socket in LINE.findall(cell))
            if lines:
                found.append(Row("".join(command), tuple(calls.split("<br>")), lines))
    return found


def calls_in(expression: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls of the client in what a row says, such as "apps.get" of `apps.get("shop").parameters`."""
    for node in ast.walk(ast.parse(f"client.{expression}", mode="eval")):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if re.fullmatch(r"client(\.\w+){1,2}", name):
                yield name.removeprefix("client."), node


def method(name: str) -> Any:
    """The function behind "apps.get" or "check"."""
    resource, dot, last = name.rpartition(".")
    owner: Any = ConvoxClient
    if dot:
        module = import_module("convox._sync.api" if resource == "api" else f"convox._sync.resources.{resource}")
        assert inspect.getattr_static(ConvoxClient, resource)
        owner = next(kind for kind in vars(module).values() if inspect.isclass(kind) and hasattr(kind, last))
    return getattr(owner, last)


def lines_of(function: Any) -> set[tuple[str, bool]]:
    """The HTTP lines in a method's docstring, and whether they are a WebSocket's."""
    text = " ".join((inspect.getdoc(function) or "").split())
    return {(line, "over a WebSocket" in text) for line in LINE_IN_DOCSTRING.findall(text)}


def pinned() -> set[tuple[str, bool]]:
    """All lines of the pinned document, with METHOD where any will do."""
    return {
        (
            f"{'METHOD' if row.ext.get('x-any-method') else row.method} {row.path}",
            row.ext.get("x-transport") == "websocket",
        )
        for row in OPERATIONS.values()
    }


def test_every_row_calls_methods_that_take_these_arguments_and_send_these_lines() -> None:
    table = rows()
    assert len(table) > 100
    problems = []
    for row in table:
        promised: set[tuple[str, bool]] = set()
        called = [call for expression in row.expressions for call in calls_in(expression)]
        if not called:
            problems.append(f"{row}: it calls nothing")
        for name, node in called:
            function = method(name)
            try:
                inspect.signature(function).bind(
                    None, *node.args, **{word.arg: word.value for word in node.keywords if word.arg}
                )
            except TypeError as error:
                problems.append(f"{row.command or name}: {error}")
            promised |= lines_of(function)
            if name not in WITHOUT_A_METHOD and not lines_of(function) & row.lines:
                problems.append(f"{row.command or name}: none of its lines is of {name}")
        if not WITHOUT_A_METHOD & {name for name, _ in called} and not row.lines <= promised:
            problems.append(f"{row.command}: {sorted(row.lines - promised)} is of none of its methods")
    assert problems == []


def test_every_operation_of_the_rack_is_there_and_no_other() -> None:
    written = set().union(*(row.lines for row in rows()))
    assert written == pinned()


def test_no_command_is_there_twice() -> None:
    commands = [row.command for row in rows() if row.command]
    assert len(set(commands)) == len(commands) > 80
    without = [row.expressions for row in rows() if not row.command]
    assert len(set(without)) == len(without) > 30
