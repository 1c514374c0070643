"""A token that calls mint on their way, by both drivers: one mint for all who wait, whatever happens to the leader."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
import pytest

from kneo_client.core.errors import KneoNetworkError, KneoTimeoutError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.auth_samples import MintedToken, Refused, token_answer
from tests.unit.core.flow_script import answer, make_call, make_context
from tests.unit.core.surfaces import SURFACES, async_driver, run, sync_driver
from trellis.core.flow import call_flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.core.effects import Flow

PATIENCE = 30.0
ONCE = RetryPolicy(max_attempts=1)


class Platform:
    """Answers calls that carry the minted token; the token endpoint waits for `go` and then does as `mints` says."""

    def __init__(self, *mints: Any) -> None:
        self.go = threading.Event()
        self.forms: list[dict[str, str]] = []
        self.types: list[str] = []
        self.keys: list[str] = []
        self._mints = list(mints) or [answer(200, token_answer())]
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != "auth.example":
            with self._lock:
                self.keys.append(request.headers["authorization"])
            return answer(200, {"ok": True})
        outcome = self._next(request)
        assert self.go.wait(PATIENCE)
        return _happen(outcome)

    async def answer_async(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != "auth.example":
            return self(request)
        outcome = self._next(request)
        while not self.go.is_set():  # noqa: ASYNC110 - set from other threads and loops
            await asyncio.sleep(0.002)
        return _happen(outcome)

    def _next(self, request: httpx.Request) -> Any:
        with self._lock:
            self.forms.append(dict(parse_qsl(request.content.decode())))
            self.types.append(request.headers["content-type"])
            return self._mints.pop(0)


def _happen(outcome: Any) -> httpx.Response:
    if isinstance(outcome, Exception):
        raise outcome
    assert isinstance(outcome, httpx.Response)
    return outcome


def calls(auth: MintedToken, count: int, **options: Any) -> list[Flow[httpx.Response]]:
    return [
        call_flow(make_call("POST", replayable=False, **options), make_context(policy=ONCE, auth=auth))
        for _ in range(count)
    ]


def waiting(auth: MintedToken) -> int:
    under_way = auth.flight._flights.get("token")
    return -1 if under_way is None else len(under_way.waiters)


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.002)


async def until_async(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.002)


def in_threads(tasks: list[Callable[[], Any]]) -> tuple[list[threading.Thread], list[Any]]:
    """Start a thread for each; what they return or raise is collected."""
    outcomes: list[Any] = []

    def work(task: Callable[[], Any]) -> None:
        try:
            outcomes.append(task())
        except Exception as error:
            outcomes.append(error)

    threads = [threading.Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    return threads, outcomes


@pytest.mark.parametrize("surface", SURFACES)
def test_the_mint_is_a_form_on_the_wire_and_the_call_carries_its_token(surface: str) -> None:
    platform = Platform()
    platform.go.set()
    auth = MintedToken()
    assert run(surface, platform, calls(auth, 1)[0]).json() == {"ok": True}
    assert platform.forms == [{"grant_type": "client_credentials", "scope": "a b", "client_id": "id&1"}]
    assert platform.types == ["application/x-www-form-urlencoded"]
    assert platform.keys == ["Bearer t-1"]
    run(surface, platform, calls(auth, 1)[0])
    assert auth.mints == 1


def test_sixty_four_threads_mint_once() -> None:
    platform, auth = Platform(), MintedToken()
    driver = sync_driver(platform)
    threads, outcomes = in_threads([lambda flow=flow: driver.run(flow).status_code for flow in calls(auth, 64)])
    until(lambda: waiting(auth) == 63)
    platform.go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert outcomes == [200] * 64
    assert (auth.mints, len(platform.forms)) == (1, 1)
    assert platform.keys == ["Bearer t-1"] * 64


@pytest.mark.anyio
async def test_a_hundred_tasks_mint_once() -> None:
    platform, auth = Platform(), MintedToken()
    driver = async_driver(platform.answer_async)
    tasks = [asyncio.create_task(driver.run(flow)) for flow in calls(auth, 100)]
    await until_async(lambda: waiting(auth) == 99)
    platform.go.set()
    assert {response.status_code for response in await asyncio.gather(*tasks)} == {200}
    assert (auth.mints, len(platform.forms)) == (1, 1)


@pytest.mark.anyio
async def test_when_the_call_that_mints_is_cancelled_another_mints_and_no_other_is_cancelled() -> None:
    platform = Platform(answer(500), answer(200, token_answer("t-2")))
    auth = MintedToken()
    driver = async_driver(platform.answer_async)
    flows = calls(auth, 20)
    leader = asyncio.create_task(driver.run(flows[0]))
    await until_async(lambda: len(platform.forms) == 1)
    others = [asyncio.create_task(driver.run(flow)) for flow in flows[1:]]
    await until_async(lambda: waiting(auth) == 19)
    leader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leader
    await until_async(lambda: len(platform.forms) == 2)
    platform.go.set()
    assert {response.status_code for response in await asyncio.gather(*others)} == {200}
    assert set(platform.keys) == {"Bearer t-2"}
    assert (auth.mints, waiting(auth)) == (2, -1)


@pytest.mark.anyio
async def test_a_refused_mint_fails_every_call_with_an_error_of_its_own_and_the_next_call_tries_again() -> None:
    platform = Platform(answer(400), answer(200, token_answer()))
    auth = MintedToken()
    driver = async_driver(platform.answer_async)
    tasks = [asyncio.create_task(driver.run(flow)) for flow in calls(auth, 10)]
    await until_async(lambda: waiting(auth) == 9)
    platform.go.set()
    errors = await asyncio.gather(*tasks, return_exceptions=True)
    assert {(type(error), str(error)) for error in errors} == {(Refused, "token endpoint: 400")}
    assert len({id(error) for error in errors}) == 10
    assert (await driver.run(calls(auth, 1)[0])).status_code == 200


@pytest.mark.parametrize(
    "broke",
    [httpx.ConnectError("refused"), httpx.ReadError("reset"), httpx.ReadTimeout("slow")],
    ids=["refused", "reset", "slow"],
)
def test_a_mint_that_breaks_on_the_wire_is_each_threads_own_network_error(broke: Exception) -> None:
    platform, auth = Platform(broke), MintedToken()
    driver = sync_driver(platform)
    threads, outcomes = in_threads([lambda flow=flow: driver.run(flow) for flow in calls(auth, 8)])
    until(lambda: waiting(auth) == 7)
    platform.go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert all(isinstance(error, KneoNetworkError) for error in outcomes)
    assert len({id(error) for error in outcomes}) == 8
    assert all("it was not sent" in str(error) for error in outcomes)
    assert platform.keys == []


def test_two_event_loops_in_two_threads_share_one_mint() -> None:
    platform, auth = Platform(), MintedToken()

    async def main() -> list[int]:
        driver = async_driver(platform.answer_async)
        return [r.status_code for r in await asyncio.gather(*(driver.run(flow) for flow in calls(auth, 5)))]

    threads, outcomes = in_threads([lambda: asyncio.run(main())] * 2)
    until(lambda: waiting(auth) == 9)
    platform.go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert outcomes == [[200] * 5, [200] * 5]
    assert (auth.mints, len(platform.forms)) == (1, 1)


@pytest.mark.parametrize("surface", SURFACES)
def test_waiting_for_anothers_mint_ends_with_the_calls_own_deadline(surface: str) -> None:
    platform, auth = Platform(), MintedToken()
    driver = sync_driver(platform)
    threads, outcomes = in_threads([lambda: driver.run(calls(auth, 1)[0]).status_code])
    until(lambda: len(platform.forms) == 1)
    (late,) = calls(auth, 1, deadline=time.monotonic() + 0.05, budget=0.05)
    with pytest.raises(KneoTimeoutError, match=r"deadline of 0\.05 s; it was not sent"):
        run(surface, platform, late)
    assert waiting(auth) == 0
    platform.go.set()
    threads[0].join(PATIENCE)
    assert outcomes == [200]
