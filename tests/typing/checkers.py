"""The two type checkers that users have, mypy and pyright, each run strictly over one file, with no setting of ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kneo_client

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CHECKERS", "unknown_types"]

# An installed package is found by itself, one that only this process was pointed to is not.
_HOME = Path(kneo_client.__file__).parents[1]
_FOUND = "" if _HOME.name == "site-packages" else str(_HOME)
_MYPY_LINE = re.compile(r"^[^:]+:(\d+): error: (.*)$", re.MULTILINE)


def mypy(path: Path, folder: Path) -> list[tuple[int, str]]:
    """What mypy says: line and text of every error. folder: an empty directory to run in."""
    pytest.importorskip("mypy")
    options = ["--strict", "--config-file=", "--follow-imports=silent", "--cache-dir", str(folder)]
    done = _run("mypy", *options, str(path), folder=folder, MYPYPATH=_FOUND)
    assert "Success: no issues found" in done.stdout or done.returncode == 1, done.stdout + done.stderr
    return [(int(line), text) for line, text in _MYPY_LINE.findall(done.stdout)]


def pyright(path: Path, folder: Path) -> list[tuple[int, str]]:
    """What pyright says: line and text of every error. It is basedpyright, which brings the JavaScript engine that
    pyright would download; in its mode "strict" it has pyright's rules and no more."""
    pytest.importorskip("basedpyright")
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.10", "include": [str(path)], "extraPaths": [_FOUND]}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    found = _pyright("--project", str(folder), "--pythonpath", sys.executable, folder=folder)
    assert found["summary"]["filesAnalyzed"] == 1, found
    errors = [one for one in found["generalDiagnostics"] if one["severity"] == "error"]
    return [(one["range"]["start"]["line"] + 1, one["message"]) for one in errors]


def unknown_types(package: str, folder: Path) -> dict[str, str]:
    """The names of a package's public surface, and of all that it refers to, whose types are not written out, and what
    pyright says of each. A name that only refers to such a one is not among them."""
    pytest.importorskip("basedpyright")
    found = _pyright("--verifytypes", package, "--ignoreexternal", folder=folder)["typeCompleteness"]
    assert found["exportedSymbolCounts"]["withKnownType"] > 100, "the package was not found"
    return {
        symbol["name"]: " ".join(messages)
        for symbol in found["symbols"]
        if symbol["isTypeAmbiguous"] or not symbol["isTypeKnown"]
        if (messages := [one["message"] for one in symbol["diagnostics"] if "partially" not in one["message"]])
    }


def _pyright(*arguments: str, folder: Path) -> dict[str, Any]:
    # For `--verifytypes` it asks the first `python` on the path where packages are.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = _run("basedpyright", "--outputjson", *arguments, folder=folder, PATH=path, PYTHONPATH=_FOUND)
    assert done.stdout.lstrip().startswith("{"), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _run(module: str, *arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)


CHECKERS: dict[str, Callable[[Path, Path], list[tuple[int, str]]]] = {"mypy": mypy, "pyright": pyright}
"""By name."""
