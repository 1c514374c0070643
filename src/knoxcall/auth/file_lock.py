"""A lock among processes beside the credentials file: a file that only one can create. Shared with `knoxcall login`."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from trellis.core.effects import Blocking, Sleep
from trellis.core.failures import DeadlineFailure

from ..errors import TokenStoreError

if TYPE_CHECKING:
    from pathlib import Path

    from trellis.core.effects import Flow

__all__ = ["POLL_SECONDS", "STALE_SECONDS", "WAIT_SECONDS", "FileLock"]

POLL_SECONDS = 0.1
"""How long to wait before the lock is tried again."""
WAIT_SECONDS = 10.0
"""How long to try for the lock at most."""
STALE_SECONDS = 60.0
"""A lock older than this is taken for that of a process that died."""


class FileLock:
    """One attempt to hold `<file>.lock`. `release` may be called in any state, also by the one who is cancelled."""

    def __init__(self, file: Path) -> None:
        self._path = f"{file}.lock"
        self._tag = f"{os.getpid()} {time.time():.3f} {secrets.token_hex(8)}"

    def acquire(self, deadline: float | None) -> Flow[None]:
        """Wait for the lock. TokenStoreError if it stays another's, or no lock can be made there."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            if (yield Blocking(partial(_take, self._path, self._tag))):
                return
            now = time.monotonic()
            if deadline is not None and now + POLL_SECONDS >= deadline:
                raise DeadlineFailure
            if now >= until:
                raise TokenStoreError(
                    f"another process has held {self._path} for {WAIT_SECONDS:g} s; if there is none, delete it"
                )
            yield Sleep(POLL_SECONDS)

    def release(self) -> None:
        """Give the lock up if it is ours."""
        if _read(self._path) == self._tag:
            with suppress(OSError):
                os.unlink(self._path)


def _take(path: str, tag: str) -> bool:
    problem = ""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        _break_if_stale(path)
        return False
    except OSError as error:
        problem = error.strerror or type(error).__name__
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(tag)
        return True
    raise TokenStoreError(f"cannot make {path}: {problem}. A login can be renewed only where its file can be written")


def _break_if_stale(path: str) -> None:
    try:
        if time.time() - os.stat(path).st_mtime <= STALE_SECONDS:
            return
        owner = _read(path)
        aside = f"{path}.{secrets.token_hex(8)}"
        os.rename(path, aside)  # one process alone succeeds with the same file
    except OSError:
        return
    with suppress(OSError):
        if _read(aside) != owner:  # between our look and our move another broke it, and a third took it anew: give back
            os.link(aside, path)
    with suppress(OSError):
        os.unlink(aside)


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(500)
    except OSError:
        return None
