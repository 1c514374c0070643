"""Drives a flow by hand: scripted outcomes for its sends, a clock that only sleeping moves, a record of effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from kneo_client._service import DEFINITION
from kneo_client.core.retries import RetryPolicy
from trellis.core.effects import Blocking, Close, Emit, Exclusive, Locked, Send, Sleep, Store
from trellis.core.flow import Call, FlowContext, call_flow
from trellis.core.observe import Observer
from trellis.core.wire import HeaderSet, WireRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.core.effects import Flow
    from trellis.core.flow import Auth
    from trellis.core.retry import Backoff
    from trellis.core.secrets import Secret
    from trellis.core.service import ServiceDefinition

NOW = 1_700_000_000.0
"""The wall clock of every scripted flow: Tue, 14 Nov 2023 22:13:20 GMT."""


class Clock:
    """A monotonic clock that stands still unless told."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Played:
    """What a flow did: its effects in order, and how it ended."""

    def __init__(self) -> None:
        self.effects: list[Any] = []
        self.result: Any = None
        self.error: BaseException | None = None

    @property
    def sent(self) -> list[WireRequest]:
        return [effect.request for effect in self.effects if isinstance(effect, Send)]

    @property
    def slept(self) -> list[float]:
        return [effect.seconds for effect in self.effects if isinstance(effect, Sleep)]

    @property
    def events(self) -> list[Any]:
        return [effect.event for effect in self.effects if isinstance(effect, Emit)]

    @property
    def closed(self) -> list[Any]:
        return [effect.response for effect in self.effects if isinstance(effect, Close)]

    @property
    def kinds(self) -> list[str]:
        return [type(effect).__name__ for effect in self.effects]


def play(flow: Flow[Any], outcomes: list[Any], clock: Clock | None = None, *, send_takes: float = 0.0) -> Played:
    """Run `flow`; each Send gets the next of `outcomes`: a response, an exception to throw, or a function of the Send.

    Too few outcomes fail the test, and so do outcomes that are left over.
    """
    played = Played()
    left = list(outcomes)
    _drive(flow, left, clock or Clock(), played, send_takes)
    assert not left, f"the flow ended ({played.result!r}, {played.error!r}) before {left!r} could happen"
    return played


def _drive(flow: Flow[Any], left: list[Any], clock: Clock, played: Played, send_takes: float) -> None:
    failure: Exception | None = None
    value: Any = None
    try:
        while True:
            effect = flow.send(value) if failure is None else flow.throw(failure)
            played.effects.append(effect)
            failure, value = None, None
            try:
                value = _answer(effect, left, clock, played, send_takes)
            except Exception as raised:
                failure = raised
    except StopIteration as done:
        played.result = done.value
    except Exception as error:
        played.error = error


def _answer(effect: Any, left: list[Any], clock: Clock, played: Played, send_takes: float) -> Any:
    if isinstance(effect, Send):
        assert left, f"one send too many: {effect.request!r}"
        clock.now += send_takes
        outcome = left.pop(0)
        if callable(outcome):
            outcome = outcome(effect)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
    if isinstance(effect, Sleep):
        clock.now += effect.seconds
        return None
    if isinstance(effect, (Emit, Close)):
        return None
    if isinstance(effect, Store):
        return effect.operation()
    if isinstance(effect, Blocking):
        return effect.work()
    if isinstance(effect, Locked):
        return effect.lock(lambda: _nested(effect.subflow(), left, clock, played, send_takes))
    assert isinstance(effect, Exclusive), effect
    return _nested(effect.subflow(), left, clock, played, send_takes)


def _nested(flow: Flow[Any], left: list[Any], clock: Clock, played: Played, send_takes: float) -> Any:
    nested = Played()
    _drive(flow, left, clock, nested, send_takes)
    played.effects.extend(nested.effects)
    if nested.error is not None:
        assert isinstance(nested.error, Exception)
        raise nested.error
    return nested.result


def make_call(
    method: str = "GET",
    *,
    replayable: bool = True,
    body: Any = None,
    rereadable: bool = True,
    idempotency_key: str | None = None,
    deadline: float | None = None,
    budget: float | None = None,
    stream: bool = False,
    whole: bool = True,
    url: str = "https://kneo.example/v1/runs?limit=3",
) -> Call:
    """A call with request id "req-1"."""
    headers = HeaderSet.of([("Authorization", "Bearer k-secret"), ("X-Request-ID", "req-1")])
    return Call(
        WireRequest(method, url, headers, body, rereadable=rereadable),
        name="list_runs",
        label=f"{method} /v1/runs",
        request_id="req-1",
        idempotency_key=idempotency_key,
        replayable=replayable,
        timeouts=None,
        deadline=deadline,
        budget=budget,
        stream=stream,
        whole=whole,
    )


def make_context(
    definition: ServiceDefinition = DEFINITION,
    *,
    policy: Backoff | None = None,
    clock: Callable[[], float] | None = None,
    hooks: tuple[Callable[[Any], None], ...] = (),
    auth: Auth | None = None,
    secrets: tuple[Secret, ...] = (),
) -> FlowContext:
    """Kneo's definition, three attempts without jitter, and the clocks of the script."""
    return FlowContext(
        definition,
        policy or RetryPolicy(jitter=0.0),
        observer=Observer("kneo_client.transport", hooks),
        clock=clock or Clock(),
        wall_clock=lambda: NOW,
        auth=auth,
        secrets=secrets,
    )


def play_call(call: Call, context: FlowContext, outcomes: list[Any], clock: Clock | None = None) -> Played:
    """Play one whole call."""
    return play(call_flow(call, context), outcomes, clock)


def answer(status: int = 200, body: Any = None, **headers: str) -> httpx.Response:
    """An answer with a JSON body (or bytes, or none); header names are written with underscores."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(body, bytes):
        return httpx.Response(status, headers=fields, content=body)
    if body is None:
        return httpx.Response(status, headers=fields)
    return httpx.Response(status, headers=fields, json=body)


def platform_error(status: int, code: str | None = None, message: str = "no", **headers: str) -> httpx.Response:
    """An error answer in Kneo's envelope."""
    return answer(status, {"detail": {"error": code, "message": message}}, **headers)
