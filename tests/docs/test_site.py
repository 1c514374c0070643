"""Every code block of the site's pages runs as it stands, each in a process of its own, against local services."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.block_runner import Shell, faults_of_page
from tests.docs.page_blocks import blocks_of

if TYPE_CHECKING:
    from tests.docs.block_runner import BlockServer, Services

SOURCES = Path(__file__).parents[2] / "docs" / "pages"
PAGES = sorted(path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.md"))
OURS = {"convox", "kneo_client", "knoxcall", "trellis"}
MOST_NOT_RUN = 6
"""Of all blocks of all pages: those that cannot be run, for a reason that the page tells."""


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_shows_happens(name: str, block_server: BlockServer, services: Services, tmp_path: Path) -> None:
    faults = list(faults_of_page(SOURCES / name, Shell(block_server, services, tmp_path)))
    assert not faults, "\n".join(faults)


def test_blocks_import_what_they_name() -> None:
    """The program that runs them has imported our modules, so that a forgotten import would go unnoticed."""
    faults = [
        f"{name}:{block.line}: {chain} is not imported"
        for name in PAGES
        for block in blocks_of(SOURCES / name)
        if block.language == "python" and block.reason is None
        for chain in taken_for_granted(ast.parse(block.code))
    ]
    assert not faults, "\n".join(faults)
    assert taken_for_granted(ast.parse("import convox\nconvox.ConvoxClient, convox.models.App")) == ["convox.models"]


def taken_for_granted(tree: ast.Module) -> list[str]:
    """Modules of a package of ours that code gets at through the package, having imported only that."""
    whole = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return [
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in OURS & whole
        if node.attr not in getattr(importlib.import_module(node.value.id), "__all__", ())
    ]


def test_few_blocks_are_shown_without_being_run() -> None:
    excused = [
        f"{name}:{block.line}: {block.reason}"
        for name in PAGES
        for block in blocks_of(SOURCES / name)
        if block.reason is not None
    ]
    assert len(excused) <= MOST_NOT_RUN, "\n".join(excused)
    assert all(line.rpartition(": ")[2] for line in excused)
