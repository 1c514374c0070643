"""Import every module of the installed distribution. It stands alone: where it runs, only the wheel is installed."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import distribution

DISTRIBUTION = "trellis-clients"
NEED_AN_EXTRA = {
    "trellis.emulator": "the extra `emulator`",
    "trellis.otel": "the extra `otel`",
    "trellis.testing": "pytest and the extra `emulator`",
    "trellis.core.transport.aiohttp_errors": "the extra `aiohttp`",
    "trellis.core.transport.aiohttp_transport": "the extra `aiohttp`",
    "trellis.cli.demo": "the extra `emulator`",
    "trellis.cli.demo_convox": "the extra `emulator`",
    "trellis.cli.demo_kneo": "the extra `emulator`",
    "trellis.cli.demo_kneo_review": "the extra `emulator`",
    "trellis.cli.demo_knoxcall": "the extra `emulator`",
    "trellis.cli.demo_stage": "the extra `emulator`",
    "trellis.cli.serve": "the extra `emulator`",
}


def module_names(files: list[str]) -> list[str]:
    """The dotted names of the modules among a distribution's files; `__main__` is a program, not a module."""
    names = set()
    for file in files:
        if file.endswith(".py") and not file.startswith(("..", "/")):
            parts = file[: -len(".py")].split("/")
            if parts[-1] == "__init__":
                parts.pop()
            if parts and parts[-1] != "__main__":
                names.add(".".join(parts))
    return sorted(names)


def main() -> int:
    """Import them all; returns the exit status."""
    # The folder of this file is no place to import from.
    del sys.path[0]
    names = module_names([file.as_posix() for file in distribution(DISTRIBUTION).files or ()])
    failures = 0
    imported: list[str] = []
    for name in names:
        if any(name == package or name.startswith(package + ".") for package in NEED_AN_EXTRA):
            continue
        try:
            importlib.import_module(name)
        except Exception as error:
            failures += 1
            print(f"cannot import {name}: {type(error).__name__}: {error}")
        else:
            imported.append(name)
    for package, need in NEED_AN_EXTRA.items():
        left_out = sum(name == package or name.startswith(package + ".") for name in names)
        print(f"left out: {left_out} modules of {package}, which needs {need}")
    packages = sorted({name.partition(".")[0] for name in imported})
    print(f"imported {len(imported)} modules of {', '.join(packages)}; {failures} failed")
    return int(bool(failures) or len(imported) < 2)


if __name__ == "__main__":
    sys.exit(main())
