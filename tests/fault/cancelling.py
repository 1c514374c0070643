"""Cancels a call wherever it waits, in each of the ways in which a cancellation can reach it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

__all__ = ["COUNTS_CANCELLATIONS", "WAYS", "cancelled_at", "only_this_task"]

COUNTS_CANCELLATIONS = sys.version_info >= (3, 11)
"""Before `Task.cancelling`, anyio cannot tell a cancellation from its own that comes at the same moment, as the end of
each connecting does: it is lost there, with plain httpx too, and has to be asked for again."""

WAYS = ("as it waits", "as it resumes", "twice") if COUNTS_CANCELLATIONS else ("as it waits",)
"""As it waits: what it waits for never comes. As it resumes: that has come, and the task is about to take it; what it
took is lost if nobody gives it back. Twice: and once more as soon as it waits for its own clearing up."""


class _Stepped:
    """Awaits a coroutine and cancels its task at the nth time that it waits, in one of `WAYS`."""

    def __init__(self, inner: Awaitable[Any], step: int, way: str) -> None:
        self._inner = inner
        self._step = step
        self._way = way
        self._steps = 0
        self.reached = False

    def __await__(self) -> Generator[Any, Any, Any]:
        task = asyncio.current_task()
        assert task is not None
        inner = self._inner.__await__()
        value: Any = None
        error: BaseException | None = None
        while True:
            try:
                waited_for = inner.send(value) if error is None else inner.throw(error)
            except StopIteration as done:
                return done.value
            self._steps += 1
            if self._steps == self._step or (self._way == "twice" and self._steps == self._step + 1 and self.reached):
                self.reached = True
                self._cancel(task, waited_for)
            value, error = None, None
            try:
                value = yield waited_for
            except BaseException as thrown:
                error = thrown

    def _cancel(self, task: asyncio.Task[Any], waited_for: Any) -> None:
        if self._way != "as it resumes":
            task.cancel()
        elif waited_for is None:
            asyncio.get_running_loop().call_soon(task.cancel)
        else:  # called before the task's own callback, which is added when the future gets to it
            waited_for.add_done_callback(lambda _: task.cancel())


async def cancelled_at(step: int, call: Callable[[], Awaitable[Any]], way: str = "as it waits") -> bool:
    """Run `call`, cancelled when it waits for the `step`th time. False if it was over before that. AssertionError if
    the cancellation was lost, or it fails without one."""
    stepped = _Stepped(call(), step, way)

    async def run() -> None:
        await stepped

    task = asyncio.ensure_future(run())
    (end,) = await asyncio.gather(task, return_exceptions=True)
    if stepped.reached:
        assert task.cancelled(), f"step {step}: the cancellation was lost, the call ended in {end!r}"
    elif end is not None:
        raise end
    return stepped.reached


async def only_this_task(*others: asyncio.Task[Any]) -> None:
    """Wait until no task is left but this one and `others`; AssertionError if one stays."""
    expected = {asyncio.current_task(), *others}
    for turn in range(400):
        if asyncio.all_tasks() <= expected:
            return
        await asyncio.sleep(0 if turn < 100 else 0.01)
    raise AssertionError(f"left over: {asyncio.all_tasks() - expected}")
