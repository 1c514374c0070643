"""Runs the code of the documentation as its reader would, against local services, and says what went otherwise."""

from __future__ import annotations

import doctest
import json
import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.docs.page_blocks import blocks_of, commands_of
from trellis.emulator import ConvoxSettings, KneoSettings, start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from tests.docs.page_blocks import Block
    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

__all__ = ["QUIETLY", "UNRAISABLE", "BlockServer", "Services", "Shell", "environment_of", "faults_of_page"]

SERVER = Path(__file__).with_name("block_server.py")
PLAIN = {"NO_COLOR": "1", "COLUMNS": "100", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
FOREIGN = ("KNEO_", "KNOXCALL_", "CONVOX_", "PYTEST_", "COLUMNS", "OTEL_")
QUIETLY = ("-q", "-p", "no:cacheprovider", "-p", "anyio.pytest_plugin")
"""Options of pytest. With those of `PLAIN` it loads no plugin that happens to be installed, but for anyio's."""
UNRAISABLE = "Exception ignored"
"""How the interpreter begins to tell of an error or a warning in a destructor, which no exit status shows."""


def environment_of(kneo: KneoHandle, knoxcall: KnoxCallHandle, convox: ConvoxHandle, home: Path) -> dict[str, str]:
    """What the README says to export for these services, and nothing of this machine's own."""
    client = knoxcall.settings.clients[0]
    others = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {
        **others,
        "HOME": str(home),
        "KNEO_URL": kneo.url,
        "KNEO_API_KEY": kneo.settings.keys[0].key,
        "KNOXCALL_BASE_URL": knoxcall.url,
        "KNOXCALL_CLIENT_ID": client.client_id,
        "KNOXCALL_CLIENT_SECRET": str(client.client_secret),
        "CONVOX_HOST": convox.url,
        "CONVOX_PASSWORD": convox.settings.password,
    }


class Services:
    """The three services, as `trellis serve` starts them but faster."""

    def __init__(self) -> None:
        self.kneo = start("kneo", settings=KneoSettings(step_seconds=0.01))
        self.knoxcall = start("knoxcall")
        self.convox = start("convox", settings=ConvoxSettings(step_seconds=0.01))

    def reset(self) -> None:
        """Fresh state in all of them."""
        for service in (self.kneo, self.knoxcall, self.convox):
            service.reset()

    def environment(self, home: Path) -> dict[str, str]:
        """What a user exports to reach them."""
        return environment_of(self.kneo, self.knoxcall, self.convox, home)

    def close(self) -> None:
        """Stop them."""
        for service in (self.kneo, self.knoxcall, self.convox):
            service.close()


@dataclass(frozen=True)
class Result:
    """How a job ended, and what it wrote to both of its streams."""

    status: int
    output: str


class BlockServer:
    """The other end of `block_server.py`, which is started with warnings as errors."""

    def __init__(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        # Where no bytecode is written, each job would compile what it imports.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._bytecode = tempfile.TemporaryDirectory() if sys.dont_write_bytecode else None
        if self._bytecode is not None:
            environment["PYTHONPYCACHEPREFIX"] = self._bytecode.name
        self._process = process = subprocess.Popen(
            [sys.executable, "-W", "error", str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        self._jobs, self._answers = process.stdin, process.stdout

    def run(self, argv: list[str], folder: Path, environment: Mapping[str, str], *, terminal: bool = False) -> Result:
        """Run a command that `block_server.py` knows, in a process of its own. terminal: whether it has one."""
        job = {"argv": argv, "folder": str(folder), "environment": dict(environment), "terminal": terminal}
        self._jobs.write(json.dumps(job) + "\n")
        self._jobs.flush()
        answer: dict[str, Any] = json.loads(self._answers.readline())
        return Result(**answer)

    def __enter__(self) -> BlockServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._jobs.close()
        self._process.wait(60)
        self._answers.close()
        if self._bytecode is not None:
            self._bytecode.cleanup()


@dataclass(frozen=True)
class Shell:
    """Where the blocks of one page are run: one after the other in one folder, each with fresh services."""

    server: BlockServer
    services: Services
    folder: Path

    def run(self, argv: list[str], *, terminal: bool = False, **environment: str) -> Result:
        """Run a command in the page's folder."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        self.work.mkdir(exist_ok=True)
        everything = {**self.services.environment(home), **PLAIN, **environment}
        return self.server.run(argv, self.work, everything, terminal=terminal)

    @property
    def work(self) -> Path:
        """The page's folder, where its files are."""
        return self.folder / "work"

    def write(self, name: str, text: str) -> None:
        """Make a file in the page's folder."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def faults_of_page(page: Path, shell: Shell) -> Iterator[str]:
    """Run what is on a page; a line or more for each block that fails or prints something else than the page says."""
    blocks = blocks_of(page)
    for block in blocks:
        if block.title and block.reason is None:
            shell.write(block.title, block.code)
    tested = any(block.is_test and block.reason is None for block in blocks)
    for block in blocks:
        # With tests on the page, a named file is what they are about.
        if block.is_run and not (tested and block.title):
            shell.services.reset()
            for fault in _faults(block, shell):
                yield f"{page.name}:{block.line}: {fault}"
    if tested:
        shell.services.reset()
        result = shell.run(["pytest", *QUIETLY])
        if result.status:
            yield f"{page.name}: its tests fail:\n{result.output}"


def _faults(block: Block, shell: Shell) -> Iterator[str]:
    if block.language == "console":
        for command in commands_of(block):
            words = shlex.split(command.text)
            settings: dict[str, str] = {}
            while words and "=" in words[0]:
                name, _, value = words.pop(0).partition("=")
                settings[name] = value
            yield from _judge(shell.run(words, terminal=True, **settings), command.says, command.status, command.text)
        return
    name = block.title or f"line_{block.line}.py"
    if not block.title:
        shell.write(name, block.code)
    yield from _judge(shell.run(["python", name]), block.says, 0, "the block")


def _judge(result: Result, says: str | None, status: int, what: str) -> Iterator[str]:
    if result.status != status:
        yield f"{what} ended with status {result.status}, not {status}:\n{result.output}"
    elif UNRAISABLE in result.output:
        yield f"{what} left something open:\n{result.output}"
    elif says is not None and not doctest.OutputChecker().check_output(says, result.output, doctest.ELLIPSIS):
        yield f"{what} prints something else:\n{result.output}--- the page says:\n{says}"
