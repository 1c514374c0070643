"""A program that runs code blocks, each in a process of its own that begins where an interpreter has just started.

It has imported what takes long; each job is a fork of that. A job is a line of JSON on
standard input: `argv` as a shell would have it, `folder` to work in, `environment` as a whole, and whether the output
is a `terminal`; the answer is a line with `status` and `output`, standard output and standard error in one.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gc
import importlib
import json
import os
import sys
import threading
import types
from typing import Any, NoReturn

SLOW = (
    "anyio._backends._asyncio",
    "anyio.from_thread",
    "attrs",
    "convox._async.client",
    "convox._sync.client",
    "cryptography.x509",
    "encodings.idna",
    "httpcore",
    "httpx",
    "kneo_client.client",
    "kneo_client.core.profiles",
    "knoxcall.client",
    "logging",
    "platformdirs",
    "pytest",
    "sniffio",
    "ssl",
    "tomllib" if sys.version_info >= (3, 11) else "tomli",
    "trellis.core.transport.async_sender",
    "trellis.core.transport.drivers",
    "trellis.core.transport.sync_sender",
    "trellis.emulator.convox.handle",
    "trellis.emulator.kneo.handle",
    "trellis.emulator.knoxcall.handle",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "yaml",
)
"""What takes long to import. `test_site.py` looks for blocks that get at a module of ours without importing it."""
SECONDS = 60
"""How long a job may take."""


def serve() -> dict[str, Any] | None:
    """Answer jobs until standard input ends (None); in the process of a job: the job, to be carried out."""
    for name in SLOW:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # so that no job looks through, and so copies, what has been imported
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        while line := sys.stdin.readline():
            job: dict[str, Any] = json.loads(line)
            reading, writing = os.openpty() if job["terminal"] else os.pipe()
            child = os.fork()
            if child == 0:
                os.close(reading)
                settle(job, writing)
                return job
            os.close(writing)
            output = read_all(reading)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            answers.write(json.dumps({"status": status, "output": output}) + "\n")
            answers.flush()
    return None


def read_all(source: int) -> str:
    """What is written to the other end of a pipe or a terminal until nobody has that open any longer."""
    pieces = []
    with contextlib.suppress(OSError):  # how a terminal ends
        while piece := os.read(source, 65536):
            pieces.append(piece)
    os.close(source)
    return b"".join(pieces).decode("utf-8", "replace").replace("\r\n", "\n")


def settle(job: dict[str, Any], output: int) -> None:
    """Make this process what a shell would have started: its streams, its folder, its environment."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, stream in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, stream)
    os.close(nothing)
    os.close(output)
    faulthandler.dump_traceback_later(SECONDS, exit=True, file=2)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["folder"])


def perform(argv: list[str]) -> int:
    """Carry out a command: `python FILE`, `pytest ...` or `trellis ...`; its exit status."""
    name, *arguments = argv
    if name == "python":
        run_file(arguments[0], arguments)
        return 0
    sys.argv = argv
    if name == "pytest":
        import pytest

        return int(pytest.main(arguments))
    if name == "trellis":
        from trellis.cli import main

        return main()
    raise ValueError(f"no {name!r} here: there are python, pytest and trellis")


def run_file(path: str, argv: list[str]) -> None:
    """Run a file as the interpreter runs a script."""
    path = os.path.abspath(path)
    sys.argv = argv
    sys.path[0] = os.path.dirname(path)
    main = types.ModuleType("__main__")
    main.__file__ = path
    sys.modules["__main__"] = main
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    exec(code, vars(main))  # noqa: S102


def end_with(status: object) -> NoReturn:
    """End this process as the interpreter does, without taking down one by one the modules that the server imported."""
    if status is not None and not isinstance(status, int):
        sys.stderr.write(f"{status}\n")
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    if (names := vars(sys.modules["__main__"])) is not globals():
        names.clear()  # what a script left open is told of now
    gc.collect()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


def main() -> None:
    """Serve; in the process of a job, carry it out and end it."""
    if (job := serve()) is None:
        return
    status: object
    try:
        status = perform(job["argv"])
    except SystemExit as ending:
        status = ending.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    end_with(status)


if __name__ == "__main__":
    main()
