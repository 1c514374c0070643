"""What the built wheel and sdist contain: `python -m scripts.checks.wheel FOLDER` names what is missing or stray."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

from .source_tree import SRC

DISTRIBUTION = "trellis_clients"
SDIST_FILES = ("LICENSE", "README.md", "CHANGELOG.md", "Makefile", "pyproject.toml", "PKG-INFO", "openapi/pins.toml")
SDIST_FOLDERS = ("src", "openapi", "templates", "scripts", "tests")
STRAY_PARTS = frozenset({"__pycache__", ".venv", ".git", ".mypy_cache", ".ruff_cache", "build", "node_modules"})


def wheel_faults(names: set[str], version: str, src: Path = SRC) -> list[str]:
    """What is wrong with a wheel that holds the files `names`."""
    info = f"{DISTRIBUTION}-{version}.dist-info"
    wanted = {path.relative_to(src).as_posix() for path in src.rglob("*") if _ships(path)}
    wanted |= {f"{info}/METADATA", f"{info}/entry_points.txt", f"{info}/licenses/LICENSE", "trellis/py.typed"}
    packages = sorted(path for path in src.iterdir() if path.is_dir() and path.name != "__pycache__")
    for package in packages:
        wanted.add(f"{package.name}/py.typed")
        if package.name != "trellis":
            wanted.add(f"{package.name}/_generated/spec.json")
    faults = [f"missing from the wheel: {name}" for name in sorted(wanted - names)]
    tops = {package.name for package in packages} | {info}
    faults += [f"stray in the wheel: {name}" for name in sorted(names) if name.partition("/")[0] not in tops]
    if not any(name.startswith("trellis/emulator/examples/") and name.endswith((".yaml", ".yml")) for name in names):
        faults.append("missing from the wheel: an example spec in trellis/emulator/examples/")
    return faults + [f"stray in the wheel: {name}" for name in sorted(names) if STRAY_PARTS & set(name.split("/"))]


def _ships(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".so")


def sdist_faults(names: set[str]) -> list[str]:
    """What is wrong with an sdist that holds the files `names`, its top folder removed."""
    faults = [f"missing from the sdist: {name}" for name in SDIST_FILES if name not in names]
    for folder in SDIST_FOLDERS:
        if not any(name.startswith(f"{folder}/") for name in names):
            faults.append(f"missing from the sdist: {folder}/")
    return faults + [f"stray in the sdist: {name}" for name in sorted(names) if STRAY_PARTS & set(name.split("/"))]


def faults_of(folder: Path) -> list[str]:
    """Check the one wheel and the one sdist in `folder`."""
    wheels, sdists = sorted(folder.glob("*.whl")), sorted(folder.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        return [f"{folder}: expected one wheel and one sdist, found {len(wheels)} and {len(sdists)}"]
    version = wheels[0].name.split("-")[1]
    with zipfile.ZipFile(wheels[0]) as archive:
        in_wheel = {name for name in archive.namelist() if not name.endswith("/")}
    with tarfile.open(sdists[0]) as archive:
        in_sdist = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    return wheel_faults(in_wheel, version) + sdist_faults(in_sdist)


def main(arguments: list[str]) -> int:
    """Run the command line; returns its exit status."""
    if len(arguments) != 1:
        print("usage: python -m scripts.checks.wheel FOLDER", file=sys.stderr)
        return 2
    faults = faults_of(Path(arguments[0]))
    for fault in faults:
        print(fault)
    built = ", ".join(path.name for path in sorted(Path(arguments[0]).iterdir()))
    print(f"{built}: {'complete, nothing stray' if not faults else f'{len(faults)} faults'}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
