"""The compatibility page says what the pins and the package's metadata say."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.docs.markdown_tables import table_after
from trellis.emulator.kneo.settings import SPEC_VERSIONS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "pages" / "compatibility.md"


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    metadata: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return metadata


def test_the_services_are_those_that_are_pinned() -> None:
    pins = tomllib.loads((ROOT / "openapi" / "pins.toml").read_text(encoding="utf-8"))["specs"]
    pinned = {Path(pin["package"]).parent.name: pin["version"] for pin in pins.values()}
    assert {row[0]: row[2] for row in table_after(PAGE, "## Services")} == pinned


def test_the_kneo_platforms_are_those_that_the_suite_runs_on() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"emulated: {' and '.join(SPEC_VERSIONS)}." in text
    versions = [row[0] for row in table_after(PAGE, "### Kneo platforms")]
    assert versions == sorted(versions)
    assert SPEC_VERSIONS[0] < versions[0]
    assert versions[-1] == SPEC_VERSIONS[-1]


def test_the_pythons_are_those_of_the_metadata(project: dict[str, Any]) -> None:
    classifiers = [re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", each) for each in project["classifiers"]]
    declared = [found[1] for found in classifiers if found is not None]
    said = {row[0]: row[1] for row in table_after(PAGE, "## Python")}
    assert said["declared"] == ", ".join(declared)
    assert project["requires-python"] == f">={said['lowest']}"
    assert said["tested with each change"].startswith(f"{declared[0]} and {declared[-1]} ")


def test_the_lowest_versions_are_those_of_the_metadata(project: dict[str, Any]) -> None:
    declared = {}
    for requirement in project["dependencies"]:
        found = re.match(r"([\w.-]+)>=([\d.]+)(?:,<([\d.]+))?", requirement)
        assert found is not None, requirement
        declared[found[1]] = (found[2], found[3])
    rows = table_after(PAGE, "## What is installed")
    assert {row[0]: row[1] for row in rows} == {name: lowest for name, (lowest, _) in declared.items()}
    for name, _, purpose in rows:
        limit = declared[name][1]
        assert limit is None or f"below {limit}" in purpose


def test_the_extras_are_those_of_the_metadata(project: dict[str, Any]) -> None:
    said = {row[0]: row[1].split(", ") for row in table_after(PAGE, "## Extras")}
    assert said == project["optional-dependencies"]
