"""The page on security names, for each promise, the files that test it: they are there, and hold tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.markdown_tables import table_after

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "pages" / "security.md"

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="NOT TESTED: the site's sources are not here")


def test_each_promise_is_tested_where_the_page_says() -> None:
    table = table_after(PAGE, "## What is promised, and where it is tested")
    assert len(table) > 15
    named = {name for _, files in table for name in re.findall(r"tests/[\w/]+\.py", files)}
    assert all("tests/" in files for _, files in table)
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
    assert [name for name in sorted(named) if "\ndef test_" not in (ROOT / name).read_text(encoding="utf-8")] == []


def test_every_test_of_security_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    there = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "security").rglob("test_*.py"))
    assert len(there) > 8
    assert [name for name in there if f"`{name}`" not in text] == []
