"""A product that builds on the clients tests itself with `trellis.testing`: on an installed wheel, out of this tree.

The wheel goes into a virtual environment of its own; what it depends on is lent by the environment that runs this test,
so that no index is needed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib import metadata, util
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("trellis", "kneo_client", "knoxcall", "convox")

pytestmark = pytest.mark.slow


class Workplace(NamedTuple):
    """Where the sample project lives: its interpreter, and its folder."""

    python: Path
    folder: Path

    def run(self, *arguments: str) -> str:
        """What the interpreter says, warnings being errors; a failure shows it."""
        foreign = ("KNEO_", "KNOXCALL_", "CONVOX_", "PYTEST_", "PYTHON")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        environment |= {"HOME": str(self.folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        done = subprocess.run(
            [str(self.python), "-W", "error", *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=100,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    """A copy of the sample project, and a virtual environment with the wheel in it."""
    pytest.importorskip("fastapi")
    venv.EnvBuilder(with_pip=False, symlinks=True).create(tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    (packages,) = (tmp_path / "venv").glob("lib/python3.*/site-packages")
    install(python, packages, tmp_path)
    # After the installation: the installer must not take what is lent for what is there already.
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "lent.pth").write_text("".join(f"{path}\n" for path in sorted(lent)), "utf-8")
    shutil.copytree(
        Path(__file__).with_name("project"), tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__")
    )
    return Workplace(python, tmp_path / "project")


def install(python: Path, packages: Path, tmp_path: Path) -> None:
    """Put the distribution into an environment: the wheel of this tree, or the files of the one that is installed."""
    distribution = metadata.distribution("trellis-clients")
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    if not origin.get("dir_info", {}).get("editable"):
        for file in distribution.files or ():
            if ".." not in file.parts:
                (packages / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), packages / file)
        return
    if util.find_spec("hatchling") is None:
        pytest.skip("hatchling, which builds the wheel, is not installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    command = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "install"]
    options = ["--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, *options, str(wheel)], check=True, capture_output=True)


def test_the_sample_project_passes_its_suites_on_the_wheel(workplace: Workplace) -> None:
    """One test, since each worker of a distributed run would make a workplace of its own."""
    said = workplace.run("-c", f"import {', '.join(PACKAGES)}; print(*({'.__file__, '.join(PACKAGES)}.__file__))")
    own = workplace.python.parents[1]
    for package, path in zip(PACKAGES, said.split(), strict=True):
        assert Path(path).is_relative_to(own), path
        assert Path(path).parent.name == package

    options = ("-q", "-p", "no:cacheprovider", "-p", "anyio.pytest_plugin", "-W", "error")
    said = workplace.run("-m", "pytest", *options, "tests/test_app.py")
    assert re.search(r"^9 passed in ", said, re.MULTILINE), said

    said = workplace.run("-m", "unittest", "discover", "-s", "tests", "-p", "test_ship.py")
    assert re.search(r"^Ran 4 tests in .*\n\nOK$", said, re.MULTILINE), said
