"""What a call costs above the transport, layer by layer: each side is the one before it and one thing more."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from trellis.core.effects import Send
from trellis.core.flow import call_flow
from trellis.core.transport.requests import UrlCache, build_request

from .measure import take_turns, timed
from .report import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .plan import Plan


def measure(plan: Plan) -> Iterator[Figure]:
    """The anatomy of one GET over loopback. One SDK stands for all: what is measured is the core."""
    if plan.subject != "kneo":
        return
    from kneo_client import SyncKneoClient
    from kneo_client._generated.operations import OPERATIONS
    from kneo_client.core.profiles import Profile

    ours, theirs = plan.ours(plan.server.url), plan.theirs(plan.server.url)
    client = SyncKneoClient(Profile(name="bench", url=plan.server.url, api_key="k"))
    client.platform.runs.get("run-1")
    # The client's inside is nobody's business but this measurement's.
    engine: Any = client._transport._engine
    pool = engine._driver().sender
    transport = pool._transports["http"]
    operation = OPERATIONS["get_run"]
    call = engine.prepare(operation, {"run_id": "run-1"})
    send = Send(call.request, call.timeouts, None, False, False)
    urls = UrlCache()
    request = build_request(send, urls, call.timeouts)

    def sent(made: Any) -> bytes:
        response = transport.handle_request(made)
        content = b"".join(response.stream)
        response.stream.close()
        return content

    sides: dict[str, Callable[[], Any]] = {
        "transport": lambda: sent(request),
        "+ JSON": lambda: json.loads(sent(request)),
        "+ request": lambda: json.loads(sent(build_request(send, urls, call.timeouts))),
        "+ pool": lambda: json.loads(pool.send(send).content),
        "+ flow, driver": lambda: json.loads(engine.run(call_flow(call, engine._context)).content),
        "+ decoding": lambda: engine.result(operation, call, engine.run(call_flow(call, engine._context))),
        "+ encoding": lambda: engine.call(operation, {"run_id": "run-1"}),
        "whole call": lambda: ours.get("run-1"),
        "httpx.Client": lambda: theirs.get("run-1"),
    }
    try:
        for side in sides.values():
            timed(side, 10)
        runs = {name: partial(timed, side, plan.calls(200)) for name, side in sides.items()}
        measured = take_turns(runs, plan.rounds(11))
    finally:
        client.close()
        ours.close()
        theirs.close()
    yield Figure.of_seconds(
        "layers", "a GET over loopback, layer by layer, sync", measured, beside="httpx.Client",
        detail="a whole call reads every field, too",
    )  # fmt: skip
