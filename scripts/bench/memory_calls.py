"""One GET of 1 KB of JSON without a network: CPU time, on httpx's own transport seam.

`HTTPTransport.handle_request` and its async twin are replaced for both sides, which is where pytest-httpx cuts too;
everything above it, the building of requests and the reading of responses, is each side's own.
"""

from __future__ import annotations

import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx

from .measure import interleave, timed, timed_async
from .payloads import answer
from .report import ratio
from .subjects import fresh_id

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

    from .plan import Plan
    from .report import Result
    from .subjects import AsyncSubject, SyncSubject

URL = "http://127.0.0.1:9"
REPEATED, NEW = 0.30, 0.45


def _respond(request: httpx.Request) -> httpx.Response:
    body = answer(request.method.encode("ascii"), request.url.raw_path)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    return httpx.Response(200, headers=headers, stream=httpx.ByteStream(body), extensions={"http_version": b"HTTP/1.1"})


def _handle_request(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
    return _respond(request)


async def _handle_async_request(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
    return _respond(request)


@contextlib.contextmanager
def in_memory() -> Iterator[None]:
    """Every request of this process is answered at once, without a socket."""
    sync_handler, async_handler = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request
    _cut_at(_handle_request, _handle_async_request)
    try:
        yield
    finally:
        _cut_at(sync_handler, async_handler)


def _cut_at(sync_handler: Any, async_handler: Any) -> None:
    httpx.HTTPTransport.handle_request = sync_handler  # type: ignore[method-assign]
    httpx.AsyncHTTPTransport.handle_async_request = async_handler  # type: ignore[method-assign]


def measure(plan: Plan) -> Iterator[Result]:
    """The CPU budgets of one GET. Both surfaces are compared with the sync `httpx.Client`, as the budget says."""
    with in_memory(), plan.sync_pair(URL) as (ours, theirs), plan.async_pair(URL) as (loop, ours_async, _):
        sides = _Sides(ours, theirs, ours_async, loop, plan.calls(1500))
        for path, run_id, budget in (("repeated", lambda: "run-1", REPEATED), ("new", fresh_id, NEW)):
            for surface, side in (("sync", sides.ours), ("async", sides.ours_async)):
                side(run_id), sides.theirs(run_id)
                ratios = interleave(partial(side, run_id), partial(sides.theirs, run_id), plan.rounds(9))
                what = f"GET in memory, {path} path, {surface}, CPU"
                yield ratio(f"memory-{surface}-{path}", what, ratios, budget)


class _Sides:
    """The three measurements of one GET, each given how to name the run."""

    def __init__(
        self,
        ours: SyncSubject,
        theirs: SyncSubject,
        ours_async: AsyncSubject,
        loop: asyncio.AbstractEventLoop,
        calls: int,
    ) -> None:
        self._ours, self._theirs, self._ours_async, self._loop, self._calls = ours, theirs, ours_async, loop, calls

    def ours(self, run_id: Callable[[], str]) -> float:
        return timed(lambda: self._ours.get(run_id()), self._calls, time.process_time)

    def theirs(self, run_id: Callable[[], str]) -> float:
        return timed(lambda: self._theirs.get(run_id()), self._calls, time.process_time)

    def ours_async(self, run_id: Callable[[], str]) -> float:
        return timed_async(self._loop, lambda: self._ours_async.get(run_id()), self._calls, time.process_time)
