"""What the pages on moving here say to write instead: it is Python, and what it calls is there and takes that."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import knoxcall
from convox import ConvoxClient
from kneo_client import KneoClient
from kneo_client.core.profiles import Profile
from knoxcall import KnoxCall

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = Path(__file__).parents[2] / "docs" / "pages"
CLIENTS: dict[str, Any] = {
    "kneo-migration.md": lambda: KneoClient(Profile(name="of the page", url="https://kneo.example.com", api_key="key")),
    "knoxcall-migration.md": lambda: KnoxCall(api_key="key"),
    "convox-migration.md": lambda: ConvoxClient("rack.example.com", "key"),
}

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="NOT TESTED: the site's sources are not here")


def sides(page: str) -> Iterator[tuple[str, str]]:
    """Before and after, of each change that a page shows."""
    text = (PAGES / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```diff\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        lines = block.splitlines()
        before, after = ("\n".join(line[1:] for line in lines if line[:1] != sign) for sign in "+-")
        yield before, after


def parsed(code: str) -> ast.Module:
    """The code, which may hold `await`."""
    return ast.parse(f"async def change():\n{textwrap.indent(code, '    ')}")


def problems(code: str, names: dict[str, Any]) -> Iterator[str]:
    """Calls of what is not there, or that it does not take."""
    for node in ast.walk(parsed(code)):
        if not isinstance(node, ast.Call):
            continue
        first, *rest = ast.unparse(node.func).split(".")
        if first not in names:
            continue
        try:
            called = reduce(getattr, rest, names[first])
            inspect.signature(called).bind(*node.args, **{word.arg: word.value for word in node.keywords if word.arg})
        except (AttributeError, TypeError) as error:
            yield f"{ast.unparse(node)}: {error}"


@pytest.mark.parametrize("page", CLIENTS)
def test_what_is_to_be_written_instead_exists(page: str) -> None:
    names = {**{name: getattr(knoxcall, name) for name in knoxcall.__all__}, "client": CLIENTS[page]()}
    changes = list(sides(page))
    assert len(changes) > 1
    called = [
        ast.unparse(node.func) for _, new in changes for node in ast.walk(parsed(new)) if isinstance(node, ast.Call)
    ]
    assert any(name.startswith("client.") for name in called)
    assert [problem for _, new in changes for problem in problems(new, names)] == []
    for old, _ in changes:
        parsed(old)
