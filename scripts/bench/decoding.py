"""What an object costs to decode: JSON alone, then the SDK's objects, then with every field of each read."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from .measure import take_turns, timed
from .payloads import PAGE_SIZE, answer
from .report import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .plan import Plan

LISTS = {
    "kneo": ("kneo_client._generated", "list_runs", "runs"),
    "knoxcall": ("knoxcall._generated", "routes_list", "data"),
    "convox": ("convox._generated", "apps_list", ""),
}


def measure(plan: Plan) -> Iterator[Figure]:
    """Microseconds of CPU per object of a page of 100. No figure for what has no objects of its own."""
    if plan.subject not in LISTS:
        return
    from importlib import import_module

    from trellis.core.decode import decoder_for

    package, name, member = LISTS[plan.subject]
    wire = plan.wire
    path, query = wire.path, wire.page_query(0)
    content = answer(b"GET", f"{path}?{query}".encode())
    decode = decoder_for(import_module(f"{package}.operations").OPERATIONS[name], f"{package}.models")

    def items() -> Any:
        found = decode(content)
        if not member:
            return found
        return found[member] if isinstance(found, dict) else getattr(found, member)

    read = plan.read_item
    sides: dict[str, Callable[[], Any]] = {
        "json.loads": lambda: json.loads(content),
        "json.loads, fields read": lambda: [wire.read_item(item) for item in wire.read_items(json.loads(content))],
        "decoded": lambda: decode(content),
        "decoded, fields read": lambda: [read(item) for item in items()],
    }
    calls = plan.calls(100)
    runs = {side: partial(timed, work, calls, time.process_time) for side, work in sides.items()}
    measured = take_turns(runs, plan.rounds(9))
    each = {side: [value / PAGE_SIZE for value in values] for side, values in measured.items()}
    title = f"an object of a page of {PAGE_SIZE} ({len(content) // PAGE_SIZE} bytes each), CPU"
    yield Figure.of_seconds("decode", title, each, beside="json.loads, fields read")
