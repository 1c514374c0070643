"""Reads the tables of a page of the documentation, for tests that compare them with what they are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["table_after"]

_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
_NEXT_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)


def table_after(page: Path, heading: str, *, first: int = 0) -> list[list[str]]:
    """The rows of a table below a heading, without its head. Cells are stripped, and their code loses its backticks.

    heading: as it stands on the page, with its hashes. first: 0 for the first table before the next heading, 1 for the
    second. LookupError if there is no such heading, or no such table.
    """
    _, found, rest = page.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    if not found:
        raise LookupError(f"{page.name} has no heading {heading!r}")
    tables = _TABLE.findall(_NEXT_HEADING.split(rest)[0])
    if len(tables) <= first:
        raise LookupError(f"{page.name} has {len(tables)} tables below {heading!r}")
    lines = tables[first].splitlines()[2:]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]
