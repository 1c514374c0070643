"""The check of the built archives names what is missing and what does not belong."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from scripts.checks.imports import module_names
from scripts.checks.wheel import SDIST_FILES, SDIST_FOLDERS, faults_of, sdist_faults, wheel_faults

if TYPE_CHECKING:
    from pathlib import Path

WHEEL = {
    "kneo_client/__init__.py",
    "kneo_client/py.typed",
    "kneo_client/_generated/spec.json",
    "trellis/__init__.py",
    "trellis/py.typed",
    "trellis/emulator/examples/review.yaml",
    "trellis_clients-1.0.dist-info/METADATA",
    "trellis_clients-1.0.dist-info/entry_points.txt",
    "trellis_clients-1.0.dist-info/licenses/LICENSE",
}
SDIST = {*SDIST_FILES, "src/a.py", "openapi/b.yaml", "templates/c.jinja", "scripts/d.py", "tests/e.py"}


@pytest.fixture
def src(tmp_path: Path) -> Path:
    for name in ("kneo_client/__init__.py", "trellis/__init__.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    return tmp_path


def test_complete_archives_have_no_fault(src: Path) -> None:
    assert wheel_faults(WHEEL, "1.0", src) == []
    assert sdist_faults(SDIST) == []


@pytest.mark.parametrize("name", sorted(WHEEL - {"trellis/emulator/examples/review.yaml"}))
def test_each_file_of_the_wheel_is_missed(src: Path, name: str) -> None:
    assert f"missing from the wheel: {name}" in wheel_faults(WHEEL - {name}, "1.0", src)


def test_a_module_that_the_build_left_out_is_missed(src: Path) -> None:
    (src / "trellis" / "new.py").touch()

    assert wheel_faults(WHEEL, "1.0", src) == ["missing from the wheel: trellis/new.py"]


def test_a_wheel_without_an_example_is_incomplete(src: Path) -> None:
    (fault,) = wheel_faults(WHEEL - {"trellis/emulator/examples/review.yaml"}, "1.0", src)

    assert "example" in fault


@pytest.mark.parametrize("name", ["tests/test_a.py", "scripts/generate.py", "trellis/__pycache__/a.pyc"])
def test_a_stray_file_in_the_wheel_is_named(src: Path, name: str) -> None:
    assert wheel_faults({*WHEEL, name}, "1.0", src) == [f"stray in the wheel: {name}"]


@pytest.mark.parametrize("name", SDIST_FILES)
def test_each_file_of_the_sdist_is_missed(name: str) -> None:
    assert sdist_faults(SDIST - {name}) == [f"missing from the sdist: {name}"]


@pytest.mark.parametrize("folder", SDIST_FOLDERS)
def test_each_folder_of_the_sdist_is_missed(folder: str) -> None:
    without = {name for name in SDIST if not name.startswith(f"{folder}/")}

    assert f"missing from the sdist: {folder}/" in sdist_faults(without)


def test_a_folder_is_judged_by_its_one_wheel_and_one_sdist(tmp_path: Path) -> None:
    assert "expected one wheel and one sdist" in faults_of(tmp_path)[0]
    with zipfile.ZipFile(tmp_path / "trellis_clients-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("secret.pem", "")
    with tarfile.open(tmp_path / "trellis_clients-1.0.tar.gz", "w:gz") as sdist:
        sdist.addfile(tarfile.TarInfo("trellis_clients-1.0/build/x"), io.BytesIO())

    faults = faults_of(tmp_path)

    assert "stray in the wheel: secret.pem" in faults
    assert "stray in the sdist: build/x" in faults
    assert "missing from the sdist: LICENSE" in faults


def test_the_modules_of_a_distribution_are_found_by_its_files() -> None:
    files = ["a/__init__.py", "a/b.py", "a/__main__.py", "a/py.typed", "../bin/tool.py", "a-1.dist-info/RECORD"]

    assert module_names(files) == ["a", "a.b"]
