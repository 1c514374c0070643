"""Thousands of random fault scripts against the emulated services: what the server did is what the client may think.

Each script is made from a seed of its own, which a failure names; `TRELLIS_CHAOS_SEED` and `TRELLIS_CHAOS_SCRIPTS` run
others and more. Whatever goes wrong on the way, nothing takes effect twice, what was reported as done is done, and a
token is minted once for each that has come to an end.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from convox import AsyncConvoxClient, ConvoxClient, ConvoxError, RetryConfig
from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import KneoError, RetryPolicy
from knoxcall import KnoxCall, KnoxCallError
from tests.fault.left_over import Stock, eventually
from tests.wire.kneo.both_clients import profile_for
from trellis.testing import faults

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from trellis.emulator import ConvoxHandle, EmulatorHandle, KneoHandle, KnoxCallHandle
    from trellis.emulator.faults import Fault

SEED = os.environ.get("TRELLIS_CHAOS_SEED", "2026")
SCRIPTS = int(os.environ.get("TRELLIS_CHAOS_SCRIPTS", "400"))
"""Fault scripts for each service and each kind of client."""
ATTEMPTS = 4
IN_FLIGHT = 8
SPEC = "support_triage.yaml"


class World(Protocol):
    """A service with something to change. operation: what the faults are for. honest: statuses that the service never
    sends after it has carried a request out. error: the base of the SDK's errors."""

    operation: str
    honest: frozenset[int]
    error: type[Exception]
    server: EmulatorHandle

    def client(self, kind: str) -> Any:
        """A client that waits for nothing between attempts."""

    def change(self, client: Any, mark: str) -> Any:
        """A call that takes effect once, with a mark to know it by."""

    def effects(self) -> list[str]:
        """The marks of all that took effect, one for each time it did."""


class Kneo:
    operation = "create_run"
    honest = frozenset({429})
    error = KneoError

    def __init__(self, server: KneoHandle) -> None:
        self.server = server

    def client(self, kind: str) -> Any:
        policy = RetryPolicy(max_attempts=ATTEMPTS, base_delay=0.0, jitter=0)
        profile = profile_for(self.server.url, api_key="local-admin-key", timeout=5.0)
        return (KneoClient if kind == "async" else SyncKneoClient)(profile, retry_policy=policy)

    def change(self, client: Any, mark: str) -> Any:
        return client.platform.runs.create({"spec_path": SPEC, "input": mark, "async_mode": True})

    def effects(self) -> list[str]:
        with self.server.service.lock:
            return [run.input_text for run in self.server.state.runs.values()]


class Knox:
    operation = "clients_create"
    honest = frozenset({429})
    error = KnoxCallError

    def __init__(self, server: KnoxCallHandle) -> None:
        self.server = server

    def client(self, kind: str) -> Any:
        return KnoxCall(
            base_url=self.server.url, tenant="acme", client_id="tk_local", client_secret="local-client-secret",
            retry_max_attempts=ATTEMPTS, retry_base_delay=0.0, timeout=5.0, sync=kind == "sync",
        )  # fmt: skip

    def change(self, client: Any, mark: str) -> Any:
        return client.clients.create(name=mark)

    def effects(self) -> list[str]:
        with self.server.service.lock:
            return [record["name"] for record in self.server.state.table("clients").values()]


class Rack:
    operation = "releases_create"
    honest = frozenset({429, 503})
    error = ConvoxError

    def __init__(self, server: ConvoxHandle) -> None:
        self.server = server
        with ConvoxClient(server.url, server.settings.password) as client:
            client.apps.create("web")

    def client(self, kind: str) -> Any:
        retry = RetryConfig(max_retries=ATTEMPTS - 1, backoff_base=0.0)
        made = AsyncConvoxClient if kind == "async" else ConvoxClient
        return made(self.server.url, self.server.settings.password, retry=retry, timeout=5.0)

    def change(self, client: Any, mark: str) -> Any:
        return client.releases.create("web", env="A=1", description=mark)

    def effects(self) -> list[str]:
        return [release.description for release in self.server.state.apps["web"].releases.values()]


@pytest.fixture(params=["kneo", "knoxcall", "convox"])
def world(request: pytest.FixtureRequest) -> World:
    server = request.getfixturevalue(f"{request.param}_server")
    made: World = {"kneo": Kneo, "knoxcall": Knox, "convox": Rack}[request.param](server)
    return made


@pytest.fixture(autouse=True)
def nothing_left(world: World) -> Iterator[None]:
    """What a run has opened is closed after it; the server's ends of the connections a moment later."""
    world.server.drop_connections()
    assert eventually(lambda: world.server.open_connections == 0)
    before = Stock.take()
    yield
    before.assert_nothing_left()


def dice_of(seed: str) -> random.Random:
    """The same throws for the same seed, on every machine."""
    return random.Random(seed)  # noqa: S311


def random_fault(dice: random.Random, honest: frozenset[int]) -> Fault:
    """One trouble. Only a status that leaves it open may be sent after the request was carried out."""
    executed = dice.random() < 0.5
    code = dice.choice((400, 404, 408, 409, 429, 500, 502, 502, 503, 503, 504, 504))
    choices: list[tuple[int, Callable[[], Fault]]] = [
        (6, lambda: faults.status(code, executed=executed and code >= 500 and code not in honest)),
        (1, lambda: faults.status(429, headers={"Retry-After": "0"})),
        (1, lambda: faults.html(dice.choice((502, 503, 504)))),
        (4, lambda: faults.reset_before_response(executed=executed, clean=dice.random() < 0.5)),
        (1, lambda: faults.reset_after_headers(clean=dice.random() < 0.5)),
        (3, lambda: faults.truncate(dice.randrange(0, 200))),
        (2, lambda: faults.garbage(dice.randbytes(dice.randrange(1, 60)), executed=executed)),
        (1, lambda: faults.delay(0.003, after=dice.random() < 0.5)),
        (1, lambda: faults.drip(dice.randrange(40, 200), 0.001)),
        (1, lambda: faults.upload_lost(1)),
    ]
    weights, makers = zip(*choices, strict=True)
    make: Callable[[], Fault] = dice.choices(makers, weights)[0]
    return make()


def script(dice: random.Random, honest: frozenset[int]) -> list[Fault]:
    """Up to one more trouble than a call has attempts."""
    return [random_fault(dice, honest) for _ in range(dice.randrange(0, ATTEMPTS + 2))]


class Ledger:
    """What each call was told, to be compared with what the server did."""

    def __init__(self, world: World, kind: str) -> None:
        self.world = world
        self.seed = f"{SEED}/{world.operation}/{kind}"
        self.told: dict[str, str] = {}

    def ended(self, mark: str, end: str) -> None:
        self.told[mark] = end

    def verify(self, marks: list[str], scripts: object) -> None:
        """Each of `marks` took effect once if that was reported, and at most once if not."""
        effects = self.world.effects()
        for mark in marks:
            count, end = effects.count(mark), self.told[mark]
            assert count == 1 if end == "done" else count <= 1, (
                f"seed {self.seed}: {mark} took effect {count} times, and its call was told: {end}; faults: {scripts}"
            )


@pytest.mark.slow
def test_a_synchronous_client_amid_random_faults(world: World) -> None:
    ledger = Ledger(world, "sync")
    print(f"seed {ledger.seed}")  # noqa: T201 - shown with a failure
    with world.client("sync") as client:
        for number in range(SCRIPTS):
            world.server.faults.clear()
            played = script(dice_of(f"{ledger.seed}/{number}"), world.honest)
            world.server.faults.add(world.operation, *played)
            mark = f"sync-{number}"
            try:
                world.change(client, mark)
                ledger.ended(mark, "done")
            except world.error as error:
                ledger.ended(mark, repr(error))
            ledger.verify([mark], played)
    _some_of_both(ledger)


@pytest.mark.slow
def test_an_asynchronous_client_with_calls_in_flight_amid_random_faults(world: World) -> None:
    """The faults fall on whichever call comes next."""
    ledger = Ledger(world, "async")
    print(f"seed {ledger.seed}")  # noqa: T201

    async def one(client: Any, mark: str) -> None:
        try:
            await world.change(client, mark)
            ledger.ended(mark, "done")
        except world.error as error:
            ledger.ended(mark, repr(error))

    async def all_of_them() -> None:
        async with world.client("async") as client:
            for number in range(0, SCRIPTS, IN_FLIGHT):
                dice = dice_of(f"{ledger.seed}/{number}")
                world.server.faults.clear()
                played = list(itertools.chain(*(script(dice, world.honest) for _ in range(IN_FLIGHT))))
                world.server.faults.add(world.operation, *played)
                marks = [f"async-{number + index}" for index in range(IN_FLIGHT)]
                await asyncio.gather(*(one(client, mark) for mark in marks))
                ledger.verify(marks, played)
            await _only_this_task()

    asyncio.run(all_of_them())
    _some_of_both(ledger)


def _some_of_both(ledger: Ledger) -> None:
    """Guards against scripts that hit nothing or everything."""
    done = sum(end == "done" for end in ledger.told.values())
    assert len(ledger.told) * 0.1 < done < len(ledger.told) * 0.95, f"{done} of {len(ledger.told)} calls succeeded"


async def _only_this_task() -> None:
    for _ in range(10):
        await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


def token_fault(dice: random.Random) -> Fault:
    """A trouble of the token endpoint before which nothing was minted."""
    return dice.choice(
        (
            lambda: faults.status(dice.choice((429, 500, 502, 503, 504))),
            lambda: faults.html(503),
            lambda: faults.reset_before_response(clean=dice.random() < 0.5),
            lambda: faults.garbage(),
            lambda: faults.delay(0.01),
        )
    )()


@pytest.mark.slow
@pytest.mark.parametrize("world", ["knoxcall"], indirect=True)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_token_that_ends_is_replaced_by_one(world: Knox, kind: str) -> None:
    """However many calls meet its end at a time, and however often the token endpoint fails them."""
    seed = f"{SEED}/tokens/{kind}"
    print(f"seed {seed}")  # noqa: T201
    dice = dice_of(seed)
    ledger = world.server.state.tokens
    ended = 0

    async def round_of(call: Callable[[], Awaitable[Any]]) -> list[Any]:
        return await asyncio.gather(*(call() for _ in range(IN_FLIGHT)), return_exceptions=True)

    def fits(results: list[Any]) -> bool:
        wrong = [result for result in results if isinstance(result, BaseException)]
        assert all(isinstance(error, KnoxCallError) for error in wrong), wrong
        return not wrong

    async def rounds() -> None:
        nonlocal ended
        client = world.client(kind)
        call: Callable[[], Awaitable[Any]] = client.account.get
        if kind == "sync":
            call = lambda: asyncio.to_thread(client.account.get)  # noqa: E731
        for number in range(SCRIPTS // 10):
            world.server.faults.clear()
            world.server.faults.add("oauth_token", *(token_fault(dice) for _ in range(dice.randrange(0, 4))))
            # After the troubles there is a token, and it serves everybody until it ends.
            for _ in range(5):
                if fits(await round_of(call)):
                    break
            else:
                pytest.fail(f"seed {seed}: no token in round {number}")
            minted = len(ledger.issued)
            assert minted == ended + 1, f"seed {seed}: {minted} tokens by round {number}, and {ended} came to an end"
            if dice.random() < 0.7:
                world.server.state.revoke_tokens()
                ended += 1
        await client.aclose() if kind == "async" else client.close()

    asyncio.run(rounds())
    assert ended > 5
