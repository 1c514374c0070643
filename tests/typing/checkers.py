"""The two type checkers that users have, mypy and pyright, each run strictly and once over all samples, with no setting
of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import kneo_client

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CHECKERS", "Remark", "unknown_types"]

# An installed package is found by itself, one that only this process was pointed to is not.
_HOME = Path(kneo_client.__file__).parents[1]
_FOUND = "" if _HOME.name == "site-packages" else str(_HOME)


class Remark(NamedTuple):
    """What a checker has to say of a line. file: its name alone. is_error: otherwise it answers a `reveal_type`."""

    file: str
    line: int
    is_error: bool
    text: str


def mypy(paths: list[Path], folder: Path) -> list[Remark]:
    """What mypy says. folder: an empty directory to run in."""
    pytest.importorskip("mypy")
    options = ["--strict", "--config-file=", "--follow-imports=silent", "--output=json", "--cache-dir", str(folder)]
    done = _run("mypy", *options, *map(str, paths), folder=folder, MYPYPATH=_FOUND)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [
        Remark(Path(one["file"]).name, one["line"], one["severity"] == "error", one["message"])
        for one in found
        if one["severity"] == "error" or "Revealed type" in one["message"]
    ]


def pyright(paths: list[Path], folder: Path) -> list[Remark]:
    """What pyright says. It is basedpyright, which brings the JavaScript engine that pyright would download; in its
    mode "strict" it has pyright's rules and no more."""
    pytest.importorskip("basedpyright")
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.10", "include": list(map(str, paths))}
    (folder / "pyrightconfig.json").write_text(json.dumps({**settings, "extraPaths": [_FOUND]}))
    found = _pyright("--project", str(folder), "--pythonpath", sys.executable, folder=folder)
    assert found["summary"]["filesAnalyzed"] >= len(paths), found
    return [
        Remark(
            Path(one["file"]).name, one["range"]["start"]["line"] + 1, one["severity"] != "information", one["message"]
        )
        for one in found["generalDiagnostics"]
    ]


def unknown_types(package: str, folder: Path, *, of: tuple[str, ...]) -> dict[str, str]:
    """The names of a package's public surface, and of all that it refers to, whose types are not written out, and what
    pyright says of each. A name that only refers to such a one is not among them. folder: where the package lies. of:
    how the names begin that count."""
    pytest.importorskip("basedpyright")
    found = _pyright("--verifytypes", package, folder=folder)["typeCompleteness"]
    assert sum(symbol["name"].startswith(of) for symbol in found["symbols"]) > 1000, "the packages were not found"
    return {
        symbol["name"]: " ".join(messages)
        for symbol in found["symbols"]
        if symbol["name"].startswith(of) and (symbol["isTypeAmbiguous"] or not symbol["isTypeKnown"])
        if (messages := [one["message"] for one in symbol["diagnostics"] if "partially" not in one["message"]])
    }


def _pyright(*arguments: str, folder: Path) -> dict[str, Any]:
    # For `--verifytypes` it asks the first `python` on the path where packages are.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    places = os.pathsep.join([str(folder), _FOUND])
    done = _run("basedpyright", "--outputjson", *arguments, folder=folder, PATH=path, PYTHONPATH=places)
    assert done.stdout.lstrip().startswith("{"), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _run(module: str, *arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)


CHECKERS: dict[str, Callable[[list[Path], Path], list[Remark]]] = {"mypy": mypy, "pyright": pyright}
"""By name."""
