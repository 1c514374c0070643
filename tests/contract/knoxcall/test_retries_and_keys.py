"""What is sent again, how long is waited before, and under which key: through both clients, over httpx's seam."""

from __future__ import annotations

import asyncio
import re
import selectors
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall import errors as e

from ..surfaces import AdapterCall
from .surfaces import ASYNC, KEY, SURFACES

if TYPE_CHECKING:
    from ..surfaces import Surface

READ = AdapterCall("routes.get", ("rt_1",))
WRITES = [
    AdapterCall("routes.create", (), {"name": "r", "target_base_url": "https://u.test"}),
    AdapterCall("routes.update", ("rt_1",), {"enabled": False}),
    AdapterCall("secrets.set_value", ("s_1",), {"value": "v"}),
    AdapterCall("routes.delete", ("rt_1",)),
    AdapterCall("crypto.inspect", ("value",)),
]
CALLS = [READ, *WRITES]
each_surface = pytest.mark.parametrize("surface", SURFACES, ids=str)
each_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.method)
each_write = pytest.mark.parametrize("call", WRITES, ids=lambda call: call.method)
ULID = re.compile("[0-9A-HJKMNP-TV-Z]{26}")
TOKENS = {"client_id": "tk_1", "client_secret": "s3", "dpop": "never"}


class Script:
    """Answers by a script: a status, a status with headers, or an exception; after its end, with success."""

    def __init__(self, *steps: Any) -> None:
        self.steps = list(steps)
        self.requests: list[httpx.Request] = []
        self.mints = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth/token"):
            self.mints += 1
            return httpx.Response(200, json={"access_token": f"kc_{self.mints}", "token_type": "Bearer"})
        self.requests.append(request)
        step = self.steps.pop(0) if self.steps else 200
        if isinstance(step, Exception):
            raise step
        status, headers = step if isinstance(step, tuple) else (step, {})
        return httpx.Response(status, json={"data": {"id": "1"}} if status < 400 else {}, headers=headers)

    def sent(self, header: str) -> list[str | None]:
        return [request.headers.get(header) for request in self.requests]


@each_surface
@each_call
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_passing_trouble_is_tried_again(surface: Surface, call: AdapterCall, status: int) -> None:
    script = Script(status, status)

    surface.one(call, script, retry_max_attempts=3).unwrap()

    assert len(script.requests) == 3
    assert len({request.content for request in script.requests}) == 1
    assert len({str(request.url) for request in script.requests}) == 1


@each_surface
@each_call
@pytest.mark.parametrize("status", [400, 402, 403, 404, 409, 410, 422, 501, 505])
def test_a_decision_of_the_server_is_not_asked_for_again(surface: Surface, call: AdapterCall, status: int) -> None:
    script = Script(status)

    error = surface.one(call, script, retry_max_attempts=3).error

    assert isinstance(error, e.KnoxCallError)
    assert len(script.requests) == 1


@each_surface
@each_call
@pytest.mark.parametrize(
    "trouble",
    [httpx.ConnectError("no"), httpx.ReadError("reset"), httpx.ReadTimeout("slow"), httpx.WriteError("reset")],
    ids=lambda trouble: type(trouble).__name__,
)
def test_a_broken_connection_is_tried_again_since_every_change_has_its_key(
    surface: Surface, call: AdapterCall, trouble: Exception
) -> None:
    script = Script(trouble, trouble)

    surface.one(call, script, retry_max_attempts=3).unwrap()

    assert len(script.requests) == 3


@each_surface
@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_there_are_as_many_attempts_as_were_allowed(surface: Surface, attempts: int) -> None:
    script = Script(*[503] * 9)

    error = surface.one(READ, script, retry_max_attempts=attempts).error

    assert type(error) is e.ServerError
    assert len(script.requests) == attempts


@each_surface
@each_write
def test_one_call_has_one_key_through_all_its_attempts(surface: Surface, call: AdapterCall) -> None:
    script = Script(503, httpx.ReadError("reset"))

    surface.one(call, script, retry_max_attempts=3).unwrap()

    (key, *others) = script.sent("X-Idempotency-Key")
    assert others == [key, key]
    assert key is not None
    assert ULID.fullmatch(key)


@each_surface
@each_write
def test_two_calls_have_two_keys(surface: Surface, call: AdapterCall) -> None:
    script = Script()

    surface.perform([call, call], script)

    first, second = script.sent("X-Idempotency-Key")
    assert first != second


@each_surface
def test_reading_needs_no_key(surface: Surface) -> None:
    script = Script()

    surface.one(READ, script).unwrap()

    assert script.sent("X-Idempotency-Key") == [None]


@each_surface
def test_a_key_of_the_callers_is_sent_as_it_is(surface: Surface) -> None:
    script = Script(503)
    call = AdapterCall("routes.delete", ("rt_1",), {"idempotency_key": "my-key/1"})

    surface.one(call, script, retry_max_attempts=2).unwrap()

    assert script.sent("X-Idempotency-Key") == ["my-key/1"] * 2


@each_surface
@each_call
def test_a_401_has_a_new_token_minted_once_under_the_same_key(surface: Surface, call: AdapterCall) -> None:
    script = Script(401)

    surface.one(call, script, retry_max_attempts=3, **TOKENS).unwrap()

    assert script.sent("Authorization") == ["Bearer kc_1", "Bearer kc_2"]
    assert len(set(script.sent("X-Idempotency-Key"))) == 1
    assert script.mints == 2


@each_surface
@each_call
def test_a_second_401_is_raised(surface: Surface, call: AdapterCall) -> None:
    script = Script(401, 401)

    error = surface.one(call, script, retry_max_attempts=5, **TOKENS).error

    assert type(error) is e.AuthenticationError
    assert len(script.requests) == 2


@each_surface
@each_call
def test_a_static_token_that_was_refused_is_not_sent_again(surface: Surface, call: AdapterCall) -> None:
    script = Script(401)

    error = surface.one(call, script, retry_max_attempts=3).error

    assert type(error) is e.AuthenticationError
    assert script.sent("Authorization") == [f"Bearer {KEY}"]


@each_surface
def test_the_server_is_waited_for_as_long_as_it_asks(surface: Surface) -> None:
    import time

    script = Script((429, {"Retry-After": "1"}))
    started = time.monotonic()

    surface.one(READ, script, retry_max_attempts=2).unwrap()

    assert time.monotonic() - started > 0.9


class TimeTravel(asyncio.SelectorEventLoop):
    """A loop whose clock is moved on instead of waited for. travelled: seconds that would have been waited."""

    def __init__(self) -> None:
        self.travelled = 0.0
        super().__init__(_Jump(self))

    def time(self) -> float:
        return super().time() + self.travelled


class _Jump(selectors.DefaultSelector):
    def __init__(self, loop: TimeTravel) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout:
            self._loop.travelled += timeout
        return ready


def waited(*steps: Any, **options: Any) -> tuple[float, int]:
    """Seconds that a call over the asynchronous client would have slept, and its requests."""
    script = Script(*steps)
    loop = TimeTravel()

    async def call() -> None:
        async with ASYNC.open(script, **options) as client:
            await client.routes.get("rt_1")

    try:
        loop.run_until_complete(call())
    finally:
        loop.close()
    return loop.travelled, len(script.requests)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("asked", "seconds"), [("5", 5), ("30", 30), ("31", 30), ("3600", 30), ("2.5", 2.5)])
def test_no_wait_is_longer_than_30_seconds(status: int, asked: str, seconds: float) -> None:
    travelled, requests = waited((status, {"Retry-After": asked}), retry_max_attempts=3)

    assert travelled == pytest.approx(seconds, abs=0.5)
    assert requests == 2


def test_without_a_wish_of_the_servers_waits_double_and_are_shortened_by_chance() -> None:
    travelled, requests = waited(503, 503, 503, retry_max_attempts=4, retry_base_delay=1.0, retry_max_delay=100.0)

    # 1, 2 and 4 seconds, each between half and all of it.
    assert 3.4 < travelled < 7.1
    assert requests == 4


def test_waits_have_the_callers_limit() -> None:
    travelled, requests = waited(*[503] * 4, retry_max_attempts=5, retry_base_delay=64.0, retry_max_delay=2.0)

    assert travelled < 8.1
    assert requests == 5
