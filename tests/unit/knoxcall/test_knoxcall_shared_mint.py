"""Two processes, one Redis, one token: the core's cache over the real store, on both surfaces."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall._retries import RetryPolicy
from knoxcall._service import DEFINITION
from knoxcall.auth.stores import RedisTokenStore, from_stored, to_stored
from tests.unit.core.surfaces import SURFACES, async_driver, http_server, sync_driver
from tests.unit.knoxcall.redis_servers import running_redis
from trellis.core.auth.grants import ClientCredentialsGrant
from trellis.core.auth.oauth import TokenEndpoint
from trellis.core.auth.token_cache import TokenCache
from trellis.core.observe import Observer
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from trellis.core.auth.tokens import Token
    from trellis.core.effects import Flow

pytest.importorskip("redis", reason="NOT TESTED against Redis: its client is not installed")

PROCESS = """
import sys
from tests.unit.knoxcall.test_knoxcall_shared_mint import token_of_a_process
print(token_of_a_process(*sys.argv[1:]))
"""


def forward(url: str) -> Any:
    def post(request: httpx.Request) -> httpx.Response:
        answer = httpx.post(url, content=request.content)
        return httpx.Response(answer.status_code, content=answer.content)

    return post


def token_of_a_process(surface: str, redis_url: str, token_url: str) -> str:
    """What each process does: ask its own cache, which shares the store."""
    import asyncio

    import redis.asyncio

    client = redis.asyncio.from_url(redis_url, socket_timeout=10)
    endpoint = TokenEndpoint(
        "http://knox.test/oauth/token", DEFINITION, RetryPolicy(),
        observer=Observer("knoxcall.transport"), clock=time.monotonic, wall_clock=time.time,
    )  # fmt: skip
    cache = TokenCache(
        wall_clock=time.time, clock=time.monotonic, logger="knoxcall",
        store=RedisTokenStore(client), to_stored=to_stored, from_stored=from_stored,
    )  # fmt: skip
    grant = ClientCredentialsGrant("id", Secret("secret"))

    def mint(deadline: float | None, refused: Token | None) -> Flow[Token]:
        return endpoint.request(grant, deadline)

    flow = cache.get(lambda: "acme::key", mint, None, lambda token: True)
    if surface == "sync":
        return str(sync_driver(forward(token_url)).run(flow).access_token.reveal())

    async def main() -> str:
        token = await async_driver(forward(token_url)).run(flow)
        await client.aclose()
        return str(token.access_token.reveal())

    return asyncio.run(main())


@pytest.mark.slow
@pytest.mark.parametrize("surface", SURFACES)
def test_processes_that_share_a_redis_mint_once(tmp_path: Path, surface: str) -> None:
    mints: list[float] = []

    def answer(request: Any) -> None:
        request.rfile.read(int(request.headers["Content-Length"]))
        mints.append(time.monotonic())
        time.sleep(1.0)  # long enough for the others to come while it is minted
        content = json.dumps({"access_token": f"kc_{len(mints)}", "expires_in": 3600}).encode()
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    with running_redis(tmp_path) as server, http_server(answer) as url:
        command = [sys.executable, "-W", "ignore::ResourceWarning", "-c", PROCESS, surface, server.url, url]
        started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        tokens = [process.communicate(timeout=90)[0].strip() for process in started]
    assert tokens == ["kc_1"] * 3
    assert len(mints) == 1
