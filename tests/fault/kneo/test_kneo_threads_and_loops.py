"""One client, many threads; one client, several event loops; a synchronous client where a loop runs."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import RetryPolicy
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS = 32
CALLS = 20


def echo(exchange: Exchange) -> bool:
    """A run whose id is the one asked for; every seventh request is told to come again."""
    if exchange.number % 7 == 0:
        exchange.send(answer(503))
    else:
        run_id = exchange.target.rpartition("/")[2]
        body = {"run_id": run_id, "status": "completed", "output_text": exchange.headers["x-request-id"]}
        exchange.send(json_answer(body, headers=(f"X-Request-ID: {exchange.headers['x-request-id']}",)))
    return exchange.number % 11 != 0  # now and then a connection ends


@pytest.fixture
def server() -> Iterator[RawServer]:
    server = RawServer(echo)
    yield server
    server.close()


PATIENT = RetryPolicy(max_attempts=20, base_delay=0.001, max_delay=0.01)


def test_threads_of_one_client_never_get_each_others_answers(server: RawServer) -> None:
    ready = threading.Barrier(THREADS)

    with SyncKneoClient(profile_for(server.url), retry_policy=PATIENT) as client:

        def work(thread: int) -> int:
            ready.wait(20)  # all at once, so that they race for the first connection too
            for number in range(CALLS):
                mine = f"{thread}-{number}"
                assert client.platform.runs.get(mine).run_id == mine
                response = client.request("GET", f"/v1/runs/{mine}", request_id=mine)
                assert response.json()["output_text"] == mine
                assert response.request.headers["x-request-id"] == mine
            return thread

        with ThreadPoolExecutor(THREADS) as pool:
            assert sorted(pool.map(work, range(THREADS))) == list(range(THREADS))
    ids = [exchange.headers["x-request-id"] for exchange in server.exchanges if "-" in exchange.target]
    assert len(set(ids)) == 2 * THREADS * CALLS  # retries share their id, calls never


def test_a_client_may_be_closed_by_another_thread(server: RawServer) -> None:
    for _ in range(10):
        client = SyncKneoClient(profile_for(server.url), retry_policy=PATIENT)
        errors: list[str] = []
        stop = threading.Event()

        def work(client: SyncKneoClient = client, errors: list[str] = errors, stop: threading.Event = stop) -> None:
            while not stop.is_set():
                try:
                    client.platform.runs.get("r")
                except Exception as error:
                    errors.append(f"{type(error).__module__}.{type(error).__name__}")
                    return

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        client.close()
        for thread in threads:
            thread.join(20)
        stop.set()
        assert set(errors) == {"kneo_client.core.errors.KneoClosedError"}


async def use(client: KneoClient, name: str, calls: int = 10) -> None:
    async def one(number: int) -> None:
        mine = f"{name}-{number}"
        assert (await client.platform.runs.get(mine)).run_id == mine

    await asyncio.gather(*(one(number) for number in range(calls)))


def test_two_loops_in_turn_share_one_client(server: RawServer) -> None:
    client = KneoClient(profile_for(server.url), retry_policy=PATIENT)

    async def turn(name: str) -> None:
        await use(client, name)

    loops = [asyncio.new_event_loop() for _ in range(3)]
    for _ in range(2):
        for index, loop in enumerate(loops):
            loop.run_until_complete(turn(f"loop{index}"))
    connections = server.connections
    loops[0].run_until_complete(turn("again"))
    assert server.connections <= connections + 10
    # Connections can only be closed where they were made.
    for loop in loops:
        loop.run_until_complete(client.aclose())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def test_two_loops_at_once_share_one_client(server: RawServer) -> None:
    client = KneoClient(profile_for(server.url), retry_policy=PATIENT)
    start, end = threading.Barrier(4), threading.Barrier(4)

    async def work(name: str) -> None:
        start.wait(20)
        for turn in range(10):
            await use(client, f"{name}-{turn}", 5)
        end.wait(20)
        await client.aclose()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(asyncio.run, work(f"thread{n}")) for n in range(4)]:
            done.result(60)


@pytest.mark.anyio
async def test_a_synchronous_client_works_where_a_loop_is_running(server: RawServer) -> None:
    with SyncKneoClient(profile_for(server.url), retry_policy=PATIENT) as client:
        assert client.platform.runs.get("r").run_id == "r"  # blocks the loop, as the caller asked

        def in_thread(number: int) -> Any:
            return client.platform.runs.get(f"{number}").run_id

        found = await asyncio.gather(*(asyncio.to_thread(in_thread, number) for number in range(20)))
        assert found == [f"{number}" for number in range(20)]


@pytest.mark.anyio
async def test_a_task_that_fails_leaves_its_neighbours_alone(server: RawServer) -> None:
    async with KneoClient(profile_for(server.url), retry_policy=PATIENT) as client:
        healthy = asyncio.ensure_future(use(client, "ok", 30))
        doomed = [asyncio.ensure_future(client.platform.runs.get(f"doomed-{n}")) for n in range(30)]
        await asyncio.sleep(0)
        for task in doomed:
            task.cancel()
        await healthy
        await asyncio.gather(*doomed, return_exceptions=True)
        await use(client, "after", 30)
