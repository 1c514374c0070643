"""Waiters: they read something over and over until it has come to where it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.aio import sleep, tell

from ..exceptions import ConvoxTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trellis.core.progress import Reporting
    from trellis.core.runtime.operation import Operation
    from trellis.core.waiting import Waiter

    from ..models import App, Build
    from .calls import AsyncCalls

__all__ = ["BUILD_OVER", "app_is_running", "build_is_over", "wait_for"]

T = TypeVar("T")

BUILD_OVER = frozenset({"complete", "failed", "error"})
"""The statuses after which a build does not change any more by itself."""


def app_is_running(app: App) -> bool:
    """Whether an app is neither being made nor updated nor taken back."""
    return app.status == "running"


def build_is_over(build: Build) -> bool:
    """Whether a build has ended, well or not."""
    return build.status in BUILD_OVER


async def wait_for(
    calls: AsyncCalls,
    operation: Operation[T],
    args: Mapping[str, Any],
    arrived: Callable[[T], bool],
    waiter: Waiter,
    *,
    what: str,
    report: Reporting,
) -> T:
    """Call `operation` until `arrived` says so of what it reads; ConvoxTimeoutError when the time is up.

    what: names the thing in that error. report: told of everything that is read.
    """
    looks = 0
    status = "was not looked at"
    pause: float | None = 0.0
    with report:
        while pause is not None:
            try:
                seen: Any = await calls.call(operation, args, deadline=waiter.remaining())
            except ConvoxTimeoutError:
                if not waiter.over():
                    raise
                break
            status = f"is {seen.status or 'without a status'}"
            looks += 1
            if report.active:
                await tell(report, looks, status=seen.status or None, detail=seen)
            if arrived(seen):
                found: T = seen
                return found
            pause = waiter.delay()
            if pause:
                await sleep(pause)
    raise ConvoxTimeoutError(f"{what} {status} after waiting {waiter.timeout:g} s; it goes on by itself")
