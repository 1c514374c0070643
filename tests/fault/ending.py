"""A program that runs other programs to their very end, each in a fork of itself: it has imported what takes long.

Standard input is a JSON object of programs by name; standard output one of what each ended with: its exit status,
what it wrote, and its seconds. Unlike those of the documentation, they end as an interpreter does, threads waited for,
exit handlers called, and modules taken down.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
import time

LIMIT = 20
"""Seconds after which a program is killed."""
SLOW = (
    "anyio._backends._asyncio", "asyncio", "convox._async.client", "convox._sync.client", "httpx",
    "kneo_client.client", "kneo_client.core.profiles", "knoxcall.client", "trellis.core.sockets.async_socket",
    "trellis.core.sockets.sync_socket", "trellis.core.transport.drivers", "trellis.core.transport.sync_sender",
    "trellis.core.transport.async_sender", "websockets.client",
)  # fmt: skip


def run_each(programs: dict[str, str]) -> str | None:
    """The results as JSON; in the process of a program: its text, which is to be run."""
    results: dict[str, object] = {}
    for name, text in programs.items():
        reading, writing = os.pipe()
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            nothing = os.open(os.devnull, os.O_RDONLY)
            for source, stream in ((nothing, 0), (writing, 1), (writing, 2)):
                os.dup2(source, stream)
            for descriptor in (nothing, reading, writing):
                os.close(descriptor)
            signal.alarm(LIMIT)  # whose default is to end the process
            return text
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as output:
            said = output.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        results[name] = (status, said, time.monotonic() - started)
    print(json.dumps(results))  # noqa: T201 - this is its output
    return None


if __name__ == "__main__":
    for module in SLOW:
        importlib.import_module(module)
    given = json.load(sys.stdin)
    gc.collect()
    gc.freeze()
    program = run_each(given)
    if program is not None:
        exec(compile(program, "program", "exec"), globals())  # noqa: S102
