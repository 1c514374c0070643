"""The command: refuses what is not pinned, gives the same bytes every time, and tells what differs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if sys.version_info < (3, 11):
    pytest.skip(
        "openapi-python-client needs Python 3.11; what it generates is tested on 3.10 too", allow_module_level=True
    )

import generate
from spec_prepare import load

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

# All three packages are generated, and more: on a busy machine that takes its time.
pytestmark = [pytest.mark.generator, pytest.mark.timeout(600)]

ROOT = generate.ROOT


def run(*args: str, cwd: pathlib.Path, root: pathlib.Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """The script as `make` runs it."""
    return subprocess.run(
        [sys.executable, str(root / "scripts" / "generate.py"), *args],
        cwd=cwd,
        env={**os.environ, **env},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def tree(tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of what the script reads and writes."""
    for name in ("openapi", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "scripts").mkdir()
    for path in (ROOT / "scripts").glob("*.py"):
        shutil.copy(path, tmp_path / "scripts")
    pins = generate.read_pins(ROOT / "openapi" / "pins.toml")
    for pin in pins["specs"].values():
        shutil.copytree(ROOT / pin["package"], tmp_path / pin["package"], ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.mark.slow
def test_the_tree_is_what_the_pins_give_wherever_it_lies(tree: pathlib.Path, tmp_path: pathlib.Path) -> None:
    done = run("--check", cwd=tmp_path, root=tree, PYTHONHASHSEED="77", TZ="Asia/Tokyo", LC_ALL="C")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_difference_is_told_and_mended(tree: pathlib.Path) -> None:
    package = tree / "src" / "kneo_client" / "_generated"
    before = generate.tree(package)
    (package / "extra.py").write_text("x = 1\n")
    (package / "operations.py").write_text("changed\n")
    (package / "models" / "run_status.py").unlink()
    done = run("--check", "--service", "kneo", cwd=tree, root=tree)
    assert done.returncode == 1
    assert "differs    operations.py" in done.stdout
    assert "unexpected extra.py" in done.stdout
    assert "missing    models/run_status.py" in done.stdout
    assert (package / "extra.py").exists()
    assert run("--service", "kneo", cwd=tree, root=tree).returncode == 0
    assert generate.tree(package) == before
    assert [path.name for path in package.parent.iterdir() if path.name.startswith(".")] == []


def test_a_document_that_is_not_the_pinned_one_is_refused(tree: pathlib.Path) -> None:
    with (tree / "openapi" / "kneo.yaml").open("a") as file:
        file.write("# changed\n")
    done = run(cwd=tree, root=tree)
    assert done.returncode == 2
    assert "kneo.yaml is not the pinned document" in done.stderr
    assert "openapi/pins.toml" in done.stderr


def test_other_tools_than_the_pinned_ones_are_refused(tree: pathlib.Path) -> None:
    pins = tree / "openapi" / "pins.toml"
    pins.write_text(pins.read_text("utf-8").replace('ruff = "', 'ruff = "9'), "utf-8")
    done = run("--check", cwd=tree, root=tree)
    assert done.returncode == 2
    assert "ruff: pinned 9" in done.stderr
    assert "dependency groups" in done.stderr


def test_an_unknown_service_is_refused_with_the_known_ones(tmp_path: pathlib.Path) -> None:
    done = run("--service", "nope", cwd=tmp_path)
    assert done.returncode == 2
    assert "kneo" in done.stderr


def test_the_pins_are_the_dependency_groups() -> None:
    import tomllib

    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    listed = {
        line.split(";")[0].partition("==")[0]: line.split(";")[0].partition("==")[2].strip()
        for lines in groups.values()
        for line in lines
        if isinstance(line, str)
    }
    for name, version in generate.read_pins(ROOT / "openapi" / "pins.toml")["tools"].items():
        assert listed[name] == version


@pytest.mark.parametrize("style", ["attrs", "typeddict"])
def test_the_same_document_gives_the_same_bytes(
    make_package: Callable[..., pathlib.Path], pantry: dict[str, Any], style: str
) -> None:
    once = make_package(pantry, style, f"once_{style}")
    again = make_package(pantry, style, f"again_{style}")
    assert generate.differences(once, again) == []


def test_no_path_of_a_machine_is_in_the_output(pantry_attrs: pathlib.Path) -> None:
    for data in (*generate.tree(pantry_attrs).values(), *generate.tree(ROOT / "src/kneo_client/_generated").values()):
        assert str(pantry_attrs.parent).encode() not in data
        assert str(ROOT).encode() not in data
        assert b"/tmp" not in data


def test_the_tools_see_nothing_of_the_callers_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    report = tmp_path / "report"
    generate.run_tool(sys.executable, "-c", f"import os; open({str(report)!r}, 'w').write(repr(dict(os.environ)))")
    seen = report.read_text()
    assert "A_SECRET" not in seen
    assert "127.0.0.1:9" in seen
    with pytest.raises(generate.Refusal, match="boom"):
        generate.run_tool(sys.executable, "-c", "import sys; sys.exit('boom')")


def test_what_the_lint_finds_stops_generation(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "openapi").mkdir()
    path = tmp_path / "openapi" / "x.yaml"
    path.write_text('{openapi: 3.1.0, info: {title: t, version: "1"}, paths: {/a: {get: {responses: {}}}}}', "utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    pin = {"file": "x.yaml", "version": "1", "sha256": generate.digest(path.read_bytes()), "models": "attrs"}
    with pytest.raises(generate.Refusal, match=r"x\.yaml#/paths/~1a/get: no operationId"):
        generate.generate("x", pin, tmp_path)
    with pytest.raises(generate.Refusal, match="is version 1, pinned is 2"):
        generate.generate("x", {**pin, "version": "2"}, tmp_path)


def test_a_value_that_leaks_as_an_object_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").write_text("x = '<UntrustedString object at 0x7f>'\n")
    with pytest.raises(generate.Refusal, match="unescaped"):
        generate.prune(tmp_path)


def test_an_earlier_pin_comes_along_under_its_version_and_no_other(tmp_path: pathlib.Path) -> None:
    for name, version in (("toys-1.0.yaml", "1.0"), ("toys-2.0.json", "2.0"), ("dolls-1.0.yaml", "9")):
        (tmp_path / name).write_text(json.dumps({"openapi": "3.1.0", "info": {"version": version}}), "utf-8")

    found = generate.earlier_pins(tmp_path, "toys")

    assert {version: document["info"]["version"] for version, document in found.items()} == {"1.0": "1.0", "2.0": "2.0"}
    assert generate.earlier_pins(tmp_path / "none", "toys") == {}
    with pytest.raises(generate.Refusal, match=r"dolls-1\.0\.yaml is version 9"):
        generate.earlier_pins(tmp_path, "dolls")


def test_the_copy_of_the_document_is_the_document() -> None:
    import json

    copied = json.loads((ROOT / "src/kneo_client/_generated/spec.json").read_text("utf-8"))
    assert copied == load(ROOT / "openapi" / "kneo.yaml")
