"""Requests through a KnoxCall route, unsigned and with a DPoP proof each, beside the same request made with httpx."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .gateway_subjects import GatewayAsync, GatewaySync
from .measure import interleave, timed, timed_async
from .memory_calls import in_memory
from .report import ratio
from .subjects import PlainAsync, PlainSync, fresh_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from .plan import Plan
    from .report import Result

URL = "http://127.0.0.1:8000"
BUDGETS = {"memory-call": 0.90, "memory-call-dpop": 1.0, "loopback-call": 0.95, "loopback-call-dpop": 1.0}
"""Against the same whole `httpx.Response`, which both sides read: most of the time is in it."""


def measure(plan: Plan) -> Iterator[Result]:
    """The budgets of `call`. A signed one is held against httpx and the bare signature in its proof: the least that
    anybody who sends one can pay. No rows where the client under test is no gateway's."""
    if plan.subject != "knoxcall":
        return
    with in_memory():
        yield from _rows(plan, URL, "memory", plan.calls(1000), time.process_time)
    yield from _rows(plan, plan.server.url, "loopback", plan.calls(500), time.perf_counter)


def _rows(plan: Plan, url: str, where: str, calls: int, clock: Callable[[], float]) -> Iterator[Result]:
    for row, mode, extra, words in (
        (f"{where}-call", "auto", _nothing, ""),
        (f"{where}-call-dpop", "always", _bare_signature(), ", DPoP, to httpx and a signature"),
    ):
        theirs, ours = PlainSync(url), GatewaySync(url, mode)
        theirs_async, ours_async = PlainAsync(url), GatewayAsync(url, mode)
        loop = asyncio.new_event_loop()
        sides = _Sides(ours, theirs, ours_async, theirs_async, loop, extra, calls, clock)
        try:
            for side in (sides.ours, sides.theirs, sides.ours_async, sides.theirs_async):
                side()
            got = interleave(sides.ours, sides.theirs, plan.rounds(9))
            yield ratio(f"{row}-sync", f"call through a route, {where}{words}, sync", got, BUDGETS[row])
            # In memory the sync httpx client is the measure of both surfaces, as it is for the management API.
            plain = sides.theirs if where == "memory" else sides.theirs_async
            got = interleave(sides.ours_async, plain, plan.rounds(9))
            yield ratio(f"{row}-async", f"call through a route, {where}{words}, async", got, BUDGETS[row])
        finally:
            ours.close()
            theirs.close()
            loop.run_until_complete(ours_async.aclose())
            loop.run_until_complete(theirs_async.aclose())
            loop.close()


@dataclass(frozen=True)
class _Sides:
    """The four measurements; `extra` is what httpx's user has to do besides."""

    sync: GatewaySync
    plain: PlainSync
    asynchronous: GatewayAsync
    plain_async: PlainAsync
    loop: asyncio.AbstractEventLoop
    extra: Callable[[], Any]
    calls: int
    clock: Callable[[], float]

    def ours(self) -> float:
        return timed(lambda: self.sync.call(fresh_id()), self.calls, self.clock)

    def theirs(self) -> float:
        return timed(lambda: (self.extra(), self.plain.call(fresh_id())), self.calls, self.clock)

    def ours_async(self) -> float:
        return timed_async(self.loop, lambda: self.asynchronous.call(fresh_id()), self.calls, self.clock)

    def theirs_async(self) -> float:
        def call() -> Awaitable[object]:
            self.extra()
            return self.plain_async.call(fresh_id())

        return timed_async(self.loop, call, self.calls, self.clock)


def _nothing() -> None:
    """Unsigned requests need nothing more."""


def _bare_signature() -> Callable[[], Any]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    private, algorithm = ec.generate_private_key(ec.SECP256R1()), ec.ECDSA(hashes.SHA256())
    text = b"x" * 400  # about what a proof signs
    return lambda: private.sign(text, algorithm)
