"""Work in forked children: one at a time or several at once, with what each returned."""

from __future__ import annotations

import gc
import os
import signal
import threading
import warnings
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["in_child", "in_children"]


class _Child(NamedTuple):
    pid: int
    reading: int


def in_child(work: Callable[[], object], limit: float = 20.0) -> str:
    """What `work` returns in a forked child, as text; the end of the child's exception if it raised one. The child
    ends like any program's child that returns: with its objects collected, but without pytest's own exit."""
    return _result(_fork(work), limit)


def in_children(count: int, work: Callable[[int], object], limit: float = 20.0) -> list[str]:
    """The same of so many children at once, each of which is told its number."""
    children = [_fork(lambda number=number: work(number)) for number in range(count)]  # type: ignore[misc]
    return [_result(child, limit) for child in children]


def _fork(work: Callable[[], object]) -> _Child:
    reading, writing = os.pipe()
    gc.freeze()  # else the child's collection looks at all that pytest holds, and copies every page of it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 on: forking while threads run, which is the point
        child = os.fork()
    if child == 0:  # pragma: no cover - runs in the child
        os.close(reading)
        try:
            text = str(work())
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        gc.collect()
        os.write(writing, text.encode()[-4000:])
        os.close(writing)
        os._exit(0)
    gc.unfreeze()
    os.close(writing)
    return _Child(child, reading)


def _result(child: _Child, limit: float) -> str:
    timer = threading.Timer(limit, lambda: os.kill(child.pid, signal.SIGKILL))
    timer.start()
    try:
        told = b""
        while more := os.read(child.reading, 4096):
            told += more
    finally:
        os.close(child.reading)
        _, status = os.waitpid(child.pid, 0)
        timer.cancel()
    return told.decode() if status == 0 else f"the child hung or died: {status}, {told!r}"
