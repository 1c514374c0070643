"""Token stores: what goes in comes out, locks hold and expire, and trouble with Redis is one typed error."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall.auth.redacted import Redacted
from knoxcall.auth.stores import (
    CachedToken,
    MemoryTokenStore,
    RedisTokenStore,
    TokenStore,
    from_stored,
    to_stored,
)
from knoxcall.errors import TokenStoreError
from tests.unit.knoxcall.redis_servers import RedisServer, running_redis
from trellis.core.auth.tokens import Token
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

redis = pytest.importorskip("redis", reason="NOT TESTED against Redis: its client is not installed")

from contextlib import asynccontextmanager  # noqa: E402

CANARY = "canary-5up3r-s3cret"
TOKEN = CachedToken(
    Redacted(CANARY), time.time() + 3000.5, 3600.0, ["a", "b"], "DPoP", Redacted(f"{CANARY}-r"), "thumb", "acme"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as started:
        yield started


@asynccontextmanager
async def client(server: RedisServer, **options: Any) -> AsyncIterator[Any]:
    import redis.asyncio

    made = redis.asyncio.from_url(server.url, socket_timeout=5, **options)
    await made.flushdb()
    try:
        yield made
    finally:
        await made.aclose()


@asynccontextmanager
async def store(server: RedisServer | None, **options: Any) -> AsyncIterator[TokenStore]:
    if server is None:
        yield MemoryTokenStore()
    else:
        async with client(server) as made:
            yield RedisTokenStore(made, **options)


@pytest.fixture(params=["memory", "redis"])
def where(request: pytest.FixtureRequest) -> Any:
    return None if request.param == "memory" else request.getfixturevalue("server")


# -- both ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [TOKEN, CachedToken(Redacted("t"), 2e9)], ids=["all fields", "the least"])
def test_what_is_kept_comes_out_the_same(where: RedisServer | None, token: CachedToken) -> None:
    async def main() -> None:
        async with store(where) as kept:
            assert await kept.get("k") is None
            await kept.set("k", token)
            assert await kept.get("k") == token
            assert await kept.get("other") is None
            await kept.delete("k")
            await kept.delete("k")
            assert await kept.get("k") is None

    asyncio.run(main())


def test_one_at_a_time_holds_the_lock_of_a_key(where: RedisServer | None) -> None:
    inside: list[int] = []
    most: list[int] = []

    async def work() -> str:
        inside.append(1)
        most.append(len(inside))
        await asyncio.sleep(0.01)
        inside.pop()
        return "done"

    async def main() -> None:
        async with store(where) as kept:
            assert await asyncio.gather(*(kept.with_lock("k", work) for _ in range(8))) == ["done"] * 8

    asyncio.run(main())
    assert (len(most), max(most)) == (8, 1)


def test_another_keys_lock_does_not_wait(where: RedisServer | None) -> None:
    async def main() -> None:
        async with store(where) as kept:

            async def outer() -> str:
                return await asyncio.wait_for(kept.with_lock("other", inner), 2)

            async def inner() -> str:
                return "inside"

            assert await kept.with_lock("k", outer) == "inside"

    asyncio.run(main())


@pytest.mark.parametrize("cancelled", [False, True], ids=["failed", "cancelled"])
def test_a_holder_that_ends_badly_gives_the_lock_up(where: RedisServer | None, cancelled: bool) -> None:
    async def main() -> None:
        async with store(where) as kept:
            begun = asyncio.Event()

            async def ends_badly() -> None:
                begun.set()
                if not cancelled:
                    raise LookupError("no")
                await asyncio.sleep(60)

            task = asyncio.ensure_future(kept.with_lock("k", ends_badly))
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError if cancelled else LookupError):
                await task

            async def quick() -> int:
                return 1

            assert await asyncio.wait_for(kept.with_lock("k", quick), 1) == 1

    asyncio.run(main())


def test_one_who_stops_waiting_leaves_the_lock_to_the_others(where: RedisServer | None) -> None:
    async def main() -> None:
        async with store(where) as kept:
            free = asyncio.Event()

            async def hold() -> str:
                await free.wait()
                return "held"

            async def next_one() -> str:
                return "next"

            holder = asyncio.ensure_future(kept.with_lock("k", hold))
            await asyncio.sleep(0.05)
            gives_up = asyncio.ensure_future(kept.with_lock("k", next_one))
            stays = asyncio.ensure_future(kept.with_lock("k", next_one))
            await asyncio.sleep(0.1)
            gives_up.cancel()
            free.set()
            assert await holder == "held"
            assert await asyncio.wait_for(stays, 2) == "next"

    asyncio.run(main())


def test_loops_in_turn_and_in_other_threads_share_a_store(server: RedisServer) -> None:
    import redis.asyncio

    made = redis.asyncio.from_url(server.url, socket_timeout=5)
    shared: list[Any] = [MemoryTokenStore(), RedisTokenStore(made)]
    for kept in shared:
        inside: list[int] = []
        most: list[int] = []

        async def work(inside: list[int] = inside, most: list[int] = most) -> None:
            inside.append(1)
            most.append(len(inside))
            await asyncio.sleep(0.02)
            inside.pop()

        async def main(kept: Any = kept, work: Any = work) -> None:
            await kept.set("k", TOKEN)
            assert await kept.get("k") == TOKEN
            await kept.with_lock("k", work)

        async def at_home(main: Any = main) -> None:
            await main()
            await made.aclose()  # its loop ends here; everywhere else is not its home

        asyncio.run(at_home())
        threads = [threading.Thread(target=asyncio.run, args=(main(),)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert (len(most), max(most)) == (6, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_uses_connections_of_its_own(server: RedisServer) -> None:
    async def main() -> None:
        async with client(server) as made:
            await RedisTokenStore(made).set("k", TOKEN)  # the client has a connection, of which `kept` does not know
            kept = RedisTokenStore(made)

            def in_child() -> int:
                async def look() -> int:
                    return 0 if await kept.get("k") == TOKEN and not kept._redis.at_home() else 1

                return asyncio.run(look())

            status = await asyncio.to_thread(_forked, in_child)
            assert status == 0
            assert await kept.get("k") == TOKEN

    asyncio.run(main())


def _forked(work: Any) -> int:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forking among threads
        pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


# -- Redis ---------------------------------------------------------------------------------------------------------


def test_keys_and_values_are_as_documented(server: RedisServer) -> None:
    async def main() -> None:
        async with client(server) as made:
            for prefix in ("knox", "knox:", "knox::"):
                await made.flushdb()
                await RedisTokenStore(made, prefix=prefix).set("acme:x", TOKEN)
                assert await made.keys("*") == [b"knox:token:acme:x"]
            assert json.loads(await made.get("knox:token:acme:x")) == {
                "accessToken": CANARY, "expiresAt": TOKEN.expires_at, "scope": ["a", "b"], "tokenType": "DPoP",
                "lifetime": 3600.0, "tenant": "acme", "refreshToken": f"{CANARY}-r", "cnfJkt": "thumb",
            }  # fmt: skip

    asyncio.run(main())


@pytest.mark.parametrize(
    ("remaining", "longest", "ttl"),
    [(1000, 3600, 1060), (100_000, 3600, 3600), (10, 3600, 70), (-5000, 3600, 60), (1000, 90, 90), (1000, 5, 60)],
)
def test_a_token_lives_in_redis_a_minute_longer_than_itself(
    server: RedisServer, remaining: float, longest: int, ttl: int
) -> None:
    async def main() -> None:
        async with client(server) as made:
            kept = RedisTokenStore(made, default_cache_ttl_seconds=longest)
            await kept.set("k", CachedToken(Redacted("t"), time.time() + remaining))
            assert ttl - 3 <= await made.ttl("knoxcall:token:k") <= ttl

    asyncio.run(main())


@pytest.mark.parametrize(
    "value",
    [
        "", "no json", "[]", "5", "{}", '{"accessToken": "t"}', '{"accessToken": "", "expiresAt": 1}', "[" * 100_000,
        '{"accessToken": 5, "expiresAt": 1}', '{"accessToken": "t", "expiresAt": "soon"}', b"\xff\xfe\x00",
        '{"accessToken": "t", "expiresAt": true}', '{"accessToken": "t", "expiresAt": NaN}',
        '{"accessToken": "t", "expiresAt": 1700000000000}',
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_corrupt_value_is_no_token(server: RedisServer, value: Any) -> None:
    async def main() -> None:
        async with client(server) as made:
            await made.set("knoxcall:token:k", value)
            assert await RedisTokenStore(made).get("k") is None

    asyncio.run(main())


def test_odd_members_of_a_value_are_left_out(server: RedisServer) -> None:
    async def main() -> None:
        async with client(server) as made:
            odd = {"accessToken": "t", "expiresAt": 5, "scope": "a b", "tokenType": 7, "lifetime": "x", "tenant": []}
            await made.set("knoxcall:token:k", json.dumps(odd))
            assert await RedisTokenStore(made).get("k") == CachedToken(Redacted("t"), 5.0)

    asyncio.run(main())


def test_clients_that_decode_answers_work_too(server: RedisServer) -> None:
    async def main() -> None:
        async with client(server, decode_responses=True) as made:
            kept = RedisTokenStore(made)
            await kept.set("k", TOKEN)
            assert await kept.get("k") == TOKEN

    asyncio.run(main())


def test_a_synchronous_client_works_too(server: RedisServer) -> None:
    async def main() -> None:
        with redis.Redis.from_url(server.url) as made:
            kept = RedisTokenStore(made)
            await kept.set("k", TOKEN)

            async def look() -> CachedToken | None:
                return await kept.get("k")

            assert await kept.with_lock("k", look) == TOKEN
            await kept.delete("k")

    asyncio.run(main())


def test_a_lock_whose_holder_died_expires(server: RedisServer) -> None:
    async def main() -> None:
        async with client(server) as made:
            await made.set("knoxcall:lock:k", "someone-dead", px=300)

            async def work() -> float:
                return time.monotonic()

            begun = time.monotonic()
            assert 0.2 < await RedisTokenStore(made).with_lock("k", work) - begun < 3
            assert await made.get("knoxcall:lock:k") is None

    asyncio.run(main())


def test_after_the_wait_the_work_is_done_without_the_lock_which_stays_the_others(server: RedisServer) -> None:
    async def main() -> None:
        async with client(server) as made:
            await made.set("knoxcall:lock:k", "another", ex=60)

            async def work() -> str:
                return "done all the same"

            begun = time.monotonic()
            assert await RedisTokenStore(made, lock_wait_ms=150).with_lock("k", work) == "done all the same"
            assert 0.1 < time.monotonic() - begun < 2
            assert await made.get("knoxcall:lock:k") == b"another"

    asyncio.run(main())


@pytest.mark.parametrize("scripts", [True, False], ids=["by script", "without eval"])
def test_a_lock_that_outlived_its_time_is_not_taken_from_the_next_holder(server: RedisServer, scripts: bool) -> None:
    class Plain:
        def __init__(self, whole: Any) -> None:
            self.get, self.set, self.delete = whole.get, whole.set, whole.delete

    async def main() -> None:
        async with client(server) as made:

            async def slow() -> None:
                assert 0 < await made.ttl("knoxcall:lock:k") <= 7
                await made.set("knoxcall:lock:k", "next holder")

            async def quick() -> None:
                assert await made.exists("knoxcall:lock:k")

            kept = RedisTokenStore(made if scripts else Plain(made), lock_ttl_seconds=7)
            await kept.with_lock("other", lambda: made.get("x"))
            assert await made.get("knoxcall:lock:other") is None
            await kept.with_lock("k", slow)
            assert await made.get("knoxcall:lock:k") == b"next holder"
            await made.delete("knoxcall:lock:k")
            await kept.with_lock("k", quick)
            assert not await made.exists("knoxcall:lock:k")

    asyncio.run(main())


def test_a_lock_is_given_up_in_one_step(server: RedisServer) -> None:
    asked: list[str] = []

    class Recording:
        def __init__(self, whole: Any) -> None:
            self._whole = whole

        def __getattr__(self, command: str) -> Any:
            asked.append(command)
            return getattr(self._whole, command)

    async def main() -> None:
        async with client(server) as made:
            await RedisTokenStore(Recording(made)).with_lock("k", lambda: made.ping())
            assert not await made.exists("knoxcall:lock:k")

    asyncio.run(main())
    assert "eval" in asked
    assert not {"get", "delete"} & set(asked)


def test_a_lost_connection_is_one_typed_error_and_the_store_comes_back(tmp_path: Any) -> None:
    async def main() -> None:
        with running_redis(tmp_path) as own:
            async with client(own, password=None) as made:
                kept = RedisTokenStore(made, lock_wait_ms=200)
                await kept.set("k", TOKEN)
                own.stop()

                async def never() -> None:
                    raise AssertionError("ran without a lock although the store is down")

                for doing in (
                    kept.get("k"), kept.set("k", TOKEN), kept.delete("k"), kept.with_lock("k", never),
                ):  # fmt: skip
                    with pytest.raises(TokenStoreError, match="Redis token store could not") as caught:
                        await doing
                    assert caught.value.__cause__ is None
                    assert caught.value.__context__ is None
                    assert CANARY not in repr(caught.value)
                own.start()
                assert await kept.get("k") is None
                await kept.set("k", TOKEN)
                assert await kept.get("k") == TOKEN
                await made.flushdb()

    asyncio.run(main())


def test_a_connection_lost_while_the_work_was_done_does_not_lose_its_result(tmp_path: Any) -> None:
    async def main() -> None:
        with running_redis(tmp_path) as own:
            async with client(own) as made:

                async def work() -> str:
                    own.stop()
                    return "minted"

                assert await RedisTokenStore(made).with_lock("k", work) == "minted"
                own.start()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("client_", "options", "kind"),
    [
        ("redis://127.0.0.1", {}, TypeError),
        (object(), {"lock_wait_ms": -1}, ValueError),
        (object(), {"lock_ttl_seconds": 0}, ValueError),
        (object(), {"default_cache_ttl_seconds": 0}, ValueError),
    ],
)
def test_settings_that_cannot_work_are_refused(client_: Any, options: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        RedisTokenStore(client_, **options)


def test_a_client_without_the_commands_is_a_typed_error() -> None:
    async def main() -> None:
        with pytest.raises(TokenStoreError, match="AttributeError"):
            await RedisTokenStore(object()).get("k")

    asyncio.run(main())


# -- tokens as values ----------------------------------------------------------------------------------------------


def test_stored_and_core_tokens_are_the_same_thing() -> None:
    assert to_stored(from_stored(TOKEN)) == TOKEN
    core = Token(Secret("a"), 5.0, lifetime=9.0, scope=("x",), refresh_token=Secret("r"), extra={"tenant": "t", "z": 1})
    stored = to_stored(core)
    assert (stored.access_token.expose(), stored.expires_at, stored.tenant) == ("a", 5.0, "t")
    back = from_stored(stored)
    assert (back.scope, back.token_type, back.lifetime) == (("x",), "Bearer", 9.0)
    assert back.refresh_token is not None
    assert back.refresh_token.reveal() == "r"


def test_a_cached_token_hides_its_secrets_even_if_they_came_bare() -> None:
    bare: Any = CachedToken(CANARY, 5.0, refresh_token=CANARY)  # type: ignore[arg-type]
    assert bare == CachedToken(Redacted(CANARY), 5.0, refresh_token=Redacted(CANARY))
    for shown in (repr(bare), repr([TOKEN]), repr(RedisTokenStore(object())), repr(MemoryTokenStore())):
        assert CANARY not in shown
    for secret in (TOKEN, RedisTokenStore(object())):
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(secret)
