"""Reads the code blocks of a page of the documentation: what is run, under which name, and what it has to print.

- A `python` block is a script; with a `title="name.py"` it is a file of the page's folder. Files named `conftest.py`
  or `test_*.py` are for pytest.
- Any other block with a title is a file of the page's folder, too.
- A `text` block that directly follows a script is what the script prints; `...` in it stands for anything.
- A `console` block holds commands after `$ `, each followed by what it prints (nothing said, nothing compared).
  `$ echo $?` shows the status of the command before; without it the status has to be 0.
- `<!-- not run: reason -->` above a block says why it is not run.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Block", "Command", "blocks_of", "commands_of"]

RUNNABLE = ("python", "console")

_FENCE = re.compile(
    r"(?:^ *<!-- *not run: *(?P<reason>[^\n]*?) *-->\n\s*?)?"
    r"^(?P<indent> *)(?P<ticks>```+)(?P<info>[^\n`]*)\n(?P<code>.*?)^(?P=indent)(?P=ticks) *$",
    re.MULTILINE | re.DOTALL,
)
_INFO = re.compile(r"(?P<language>[\w+-]*)(?P<options>(?: +\w+=(?:\"[^\"]*\"|\w+))*) *")
_TITLE = re.compile(r"title=\"([^\"]*)\"")


@dataclass(frozen=True)
class Block:
    """One fenced block. line: of its first line of code, counted from 1. says: None where nothing is promised."""

    line: int
    language: str
    title: str
    code: str
    says: str | None
    reason: str | None

    @property
    def is_run(self) -> bool:
        """Whether it is code that is run by itself, not by pytest and not excused."""
        return self.language in RUNNABLE and not self.is_test and self.reason is None

    @property
    def is_test(self) -> bool:
        """Whether pytest is to run it, or takes its fixtures from it."""
        name = self.title.rpartition("/")[2]
        return name == "conftest.py" or (name.startswith("test_") and name.endswith(".py"))


@dataclass(frozen=True)
class Command:
    """A command of a console block. says: None where the page shows no output."""

    text: str
    says: str | None
    status: int


def blocks_of(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order; ValueError for one whose first line cannot be read."""
    text = page.read_text(encoding="utf-8")
    found: list[Block] = []
    follows: Block | None = None
    end = 0
    for fence in _FENCE.finditer(text):
        info = _INFO.fullmatch(fence["info"].strip())
        line = text.count("\n", 0, fence.start("code")) + 1
        if info is None:
            raise ValueError(f"{page.name}:{line - 1}: a fence with {fence['info'].strip()!r}; options are key=value")
        code = textwrap.dedent(fence["code"])
        title = _TITLE.search(info["options"])
        block = Block(line, info["language"], title[1] if title else "", code, None, fence["reason"])
        if block.language == "text" and not block.title and follows and not text[end : fence.start()].strip():
            found[-1] = replace(follows, says=code)
            follows = None
        else:
            found.append(block)
            follows = block if block.language == "python" else None
        end = fence.end()
    return found


def commands_of(block: Block) -> Iterator[Command]:
    """The commands of a console block."""
    parts = re.split(r"^\$ ", block.code.replace("\\\n", ""), flags=re.MULTILINE)
    if parts[0].strip():
        raise ValueError(f"line {block.line}: a console block begins with `$ ` and a command")
    said = [part.partition("\n") for part in parts[1:]]
    for number, (text, _, output) in enumerate(said):
        if text.strip() == "echo $?":
            continue
        asked = number + 1 < len(said) and said[number + 1][0].strip() == "echo $?"
        yield Command(text.strip(), output or None, int(said[number + 1][2]) if asked else 0)
