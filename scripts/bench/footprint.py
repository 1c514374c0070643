"""What a client costs to make and to keep: time, memory, threads, CA bundles, and nothing that grows with the calls."""

from __future__ import annotations

import contextlib
import gc
import os
import ssl
import statistics
import threading
import time
import tracemalloc
from collections import Counter
from typing import TYPE_CHECKING, Any

from .measure import seconds
from .memory_calls import in_memory
from .report import Result
from .subjects import fresh_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .plan import Plan

CLIENTS = 200
CALLS = 20_000
WARM_UP = 2_000
GROWTH_ALLOWED_KB = 32.0
"""Room for what the interpreter itself keeps, such as free lists; a leak of one small object a call would be 1 MB."""


def measure(plan: Plan) -> Iterator[Result]:
    """The budgets of construction and of growth."""
    yield from _construction(plan)
    yield from _tls(plan)
    yield from _growth(plan)


def _construction(plan: Plan) -> Iterator[Result]:
    url = "https://service.invalid"
    plan.ours(url).close()
    threads = threading.active_count()
    per_round = []
    for _ in range(plan.rounds(7)):
        gc.collect()
        started = time.perf_counter()
        clients = [plan.ours(url) for _ in range(CLIENTS)]
        per_round.append((time.perf_counter() - started) / CLIENTS)
        for client in clients:
            client.close()
    new_threads = threading.active_count() - threads
    middle = statistics.median(per_round)
    yield Result("construct-time", "making a client", middle * 1e3, "at most", 0.1, "ms", detail=seconds(middle))
    yield Result("construct-memory", "memory of a client", _memory_per_client(plan, url), "at most", 10, "KB")
    yield Result("construct-threads", f"threads of {CLIENTS} clients", new_threads, "at most", 0, "")


def _memory_per_client(plan: Plan, url: str) -> float:
    tracemalloc.start()
    try:
        plan.ours(url).close()
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        clients = [plan.ours(url) for _ in range(CLIENTS)]
        gc.collect()
        used = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    for client in clients:
        client.close()
    return used / CLIENTS / 1024


def _tls(plan: Plan) -> Iterator[Result]:
    with in_memory(), _counted_ca_loads() as loads:
        clients = [plan.ours("https://service.invalid") for _ in range(20)]
        made = sum(loads.values())
        for client in clients:
            client.get(fresh_id())
        used = sum(loads.values())
        for client in clients:
            client.close()
    yield Result("tls-at-construction", "CA bundles loaded by making 20 clients", made, "at most", 0, "")
    yield Result("tls-at-first-call", "CA bundles loaded by their https calls", used - made, "at most", 1, "")


@contextlib.contextmanager
def _counted_ca_loads() -> Iterator[Counter[str]]:
    """Counts the loading of certificate authorities into any TLS context of this process."""
    loads: Counter[str] = Counter()
    names = ("load_verify_locations", "load_default_certs", "set_default_verify_paths")
    originals = {name: (name in vars(ssl.SSLContext), getattr(ssl.SSLContext, name)) for name in names}
    inside = threading.local()

    def counted(name: str, original: Any) -> Any:
        def load(context: ssl.SSLContext, *args: Any, **kwargs: Any) -> Any:
            # load_default_certs calls the others: one bundle, counted once.
            outermost = not getattr(inside, "active", False)
            inside.active = True
            try:
                loads[name] += outermost
                return original(context, *args, **kwargs)
            finally:
                inside.active = not outermost

        return load

    for name, (_, original) in originals.items():
        setattr(ssl.SSLContext, name, counted(name, original))
    try:
        yield loads
    finally:
        for name, (was_own, original) in originals.items():
            if was_own:
                setattr(ssl.SSLContext, name, original)
            else:
                delattr(ssl.SSLContext, name)


def _growth(plan: Plan) -> Iterator[Result]:
    calls = plan.calls(CALLS)
    client = plan.ours(plan.server.url)
    tracemalloc.start()
    try:
        _many(client, plan.calls(WARM_UP))
        before = _state()
        _many(client, calls)
        after = _state()
    finally:
        tracemalloc.stop()
        client.close()
    memory, files, threads = (late - early for late, early in zip(after, before, strict=True))
    what = f"growth over {calls} calls: "
    yield Result("growth-memory", what + "memory", memory / 1024, "at most", GROWTH_ALLOWED_KB, "KB")
    yield Result("growth-files", what + "file descriptors", files, "at most", 0, "")
    yield Result("growth-threads", what + "threads", threads, "at most", 0, "")


def _many(client: Any, calls: int) -> None:
    for _ in range(calls):
        client.get(fresh_id())


def _state() -> tuple[int, int, int]:
    """Traced bytes, open file descriptors, threads."""
    gc.collect()
    folder = next((name for name in ("/proc/self/fd", "/dev/fd") if os.path.isdir(name)), None)
    files = len(os.listdir(folder)) if folder else 0
    return tracemalloc.get_traced_memory()[0], files, threading.active_count()
