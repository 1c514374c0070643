"""Where a download goes: a file that appears whole or not at all, or a file object of the caller's. Blocking parts."""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import threading
from typing import IO, Any, Protocol

__all__ = ["Sink", "check_target", "sink_for"]


class Sink(Protocol):
    """What a download is written to: opened, written to, then committed. `discard` ends it at any time, from any
    thread, also one that is still being opened or written to by another; one that is being committed comes to its end.
    """

    def open(self) -> None: ...
    def write(self, chunk: bytes) -> None: ...
    def commit(self) -> None: ...
    def discard(self) -> None: ...


def check_target(target: Any) -> None:
    """TypeError unless `target` is a path or a binary file open for writing; IsADirectoryError for a folder."""
    if isinstance(target, (str, os.PathLike)):
        if os.path.isdir(target):
            raise IsADirectoryError(f"{os.fspath(target)!r} is a folder; name the file to save to")
        return
    write = getattr(target, "write", None)
    if not callable(write):
        raise TypeError(f"save to a path or to a binary file open for writing, not to {type(target).__name__}")
    if isinstance(target, io.TextIOBase):
        raise TypeError("the file to save to is open as text; open it with mode 'wb'")
    if inspect.iscoroutinefunction(write):
        raise TypeError("save to a path or to an ordinary binary file, not to an asynchronous one")


def sink_for(target: str | os.PathLike[str] | IO[bytes]) -> Sink:
    """The way to write to `target`. Opening it raises OSError if its folder is missing or may not be written to."""
    if not isinstance(target, (str, os.PathLike)):
        return _Given(target)
    path = os.path.realpath(target)  # a rename would replace a symbolic link, not what it leads to
    if os.path.exists(path) and not os.path.isfile(path):
        return _Device(path)
    return _Beside(path)


class _Given:
    """A file object of the caller's, who opened it and will close it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def open(self) -> None:
        """It is open."""

    def write(self, chunk: bytes) -> None:
        _write_all(self._file, chunk)

    def commit(self) -> None:
        flush = getattr(self._file, "flush", None)
        if flush is not None:
            flush()

    def discard(self) -> None:
        """What was written stays: only the caller knows how to take it back."""


class _Device:
    """A pipe or a device such as /dev/null: there is nothing to put in its place, so it is written to as it stands."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def open(self) -> None:
        self._file = open(self._path, "wb", buffering=0)  # noqa: SIM115 - closed by `commit`

    def write(self, chunk: bytes) -> None:
        assert self._file is not None
        _write_all(self._file, chunk)

    def commit(self) -> None:
        if self._file is not None:
            self._file.close()

    discard = commit


class _Beside:
    """A temporary file in the target's folder, which takes the target's place when it is complete."""

    def __init__(self, path: str) -> None:
        self._path = path
        folder, name = os.path.split(path)
        self._part = os.path.join(folder, f".{name[:50]}.{os.urandom(4).hex()}.part")
        self._file: IO[bytes] | None = None
        self._over = False
        self._committing = False
        # A task that is cancelled leaves its thread at work behind, which must not make the file anew.
        self._lock = threading.Lock()

    def open(self) -> None:
        with self._lock:
            if self._over:
                return
            # Not `tempfile`: its files are private to the user, and that of a plain `open` follows the umask.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._file = os.fdopen(os.open(self._part, flags, 0o666), "wb")

    def write(self, chunk: bytes) -> None:
        with self._lock:
            if not self._over:
                assert self._file is not None
                self._file.write(chunk)

    def commit(self) -> None:
        try:
            with self._lock:
                if self._over:
                    return
                self._committing = True
                assert self._file is not None
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                if os.path.exists(self._path):
                    os.chmod(self._part, os.stat(self._path).st_mode & 0o7777)
                os.replace(self._part, self._path)
                self._over = True
        finally:
            self._clear_up()

    def discard(self) -> None:
        if not self._committing:  # that takes its time, and clears up after itself
            self._clear_up()

    def _clear_up(self) -> None:
        with self._lock:
            over, self._over = self._over, True
            if over or self._file is None:
                return
            with contextlib.suppress(OSError):  # a full disk: the rest of the buffer cannot be written either
                self._file.close()
            os.unlink(self._part)


def _write_all(file: Any, chunk: bytes) -> None:
    """Write all of `chunk`: an unbuffered file may take only a part at a time."""
    rest = memoryview(chunk)
    while rest:
        taken = file.write(rest)
        if taken is None and not isinstance(file, io.RawIOBase):
            return  # a file object that does not count
        if not taken:
            raise BlockingIOError("the file to save to takes no more bytes at present; open it in blocking mode")
        rest = rest[taken:]
