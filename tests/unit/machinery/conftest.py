"""A small source tree to check, since a check that is only run on a clean tree could as well do nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

# The generator's programs know each other without a package.
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

PACKAGES = (
    "trellis", "trellis/core", "trellis/core/runtime", "trellis/core/transport", "trellis/emulator", "trellis/cli",
    "kneo_client", "kneo_client/_generated", "kneo_client/core", "convox", "convox/_generated",
)  # fmt: skip


@pytest.fixture
def source_tree(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write modules into a tree that has every package of the architecture; returns its `src`."""
    src = tmp_path / "src"

    def write(files: dict[str, str]) -> Path:
        for package in PACKAGES:
            (src / package).mkdir(parents=True, exist_ok=True)
            (src / package / "__init__.py").write_text('"""A package."""\n', "utf-8")
        (src / "trellis" / "_version.py").write_text('__version__ = "1"\n', "utf-8")
        for name, text in files.items():
            target = src / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        return src

    return write
