"""What a process holds: descriptors, threads and tasks. A test takes stock before and after, and compares."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Stock", "eventually", "tasks_of"]

_DESCRIPTORS = "/proc/self/fd"


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether `condition` comes true in time: the other side notices a moment later what has become of a socket."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def tasks_of(loop: asyncio.AbstractEventLoop) -> list[str]:
    """The tasks that are still under way on an event loop once each has had a chance to end: what httpx leaves of a
    body that could not be unpacked is closed by the loop, a turn later."""

    async def others() -> list[str]:
        left: list[str] = []
        for _ in range(10):
            await asyncio.sleep(0)
            left = [repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            if not left:
                break
        return left

    return loop.run_until_complete(others())


class Stock(NamedTuple):
    """Open descriptors (by what they are, where the system says so) and live threads."""

    descriptors: dict[str, str]
    threads: frozenset[threading.Thread]

    @classmethod
    def take(cls) -> Stock:
        """As it is now."""
        found: dict[str, str] = {}
        if os.path.isdir(_DESCRIPTORS):
            for name in os.listdir(_DESCRIPTORS):
                try:
                    found[name] = os.readlink(f"{_DESCRIPTORS}/{name}")
                except OSError:  # the one that lists the directory
                    continue
        return cls(found, frozenset(thread for thread in threading.enumerate() if thread.is_alive()))

    def surplus(self) -> list[str]:
        """What there is now and was not then."""
        now = Stock.take()
        extra = len(now.descriptors) - len(self.descriptors)
        # A number may be given anew to something else, so that only their count says whether there are more.
        new = [f"{name} {what}" for name, what in now.descriptors.items() if self.descriptors.get(name) != what]
        return (new if extra > 0 else []) + [repr(thread) for thread in now.threads - self.threads]

    def assert_nothing_left(self) -> None:
        """Wait until everything is gone that came since; AssertionError if something stays."""
        if not eventually(lambda: not self.surplus(), 2.0):
            gc.collect()
            assert eventually(lambda: not self.surplus()), f"left over: {self.surplus()}"
