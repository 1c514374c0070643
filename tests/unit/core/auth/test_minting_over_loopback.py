"""Mints over real sockets, by both drivers: one for all who wait, whatever becomes of the leader."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from kneo_client._service import DEFINITION
from kneo_client.core.errors import KneoServerError, KneoTimeoutError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.auth.proofs import Proof, hash_of
from tests.unit.core.flow_script import make_call, make_context
from tests.unit.core.surfaces import SURFACES, http_server, on_own_connections
from trellis.core.auth.dpop import Dpop
from trellis.core.auth.grants import ClientCredentialsGrant
from trellis.core.auth.oauth import TokenEndpoint
from trellis.core.auth.session import EndpointSource, TokenAuth
from trellis.core.auth.token_cache import TokenCache
from trellis.core.auth.tokens import Token
from trellis.core.flow import call_flow
from trellis.core.observe import Observer
from trellis.core.secrets import Secret
from trellis.core.transport.async_sender import AsyncPool
from trellis.core.transport.drivers import AsyncDriver, SyncDriver
from trellis.core.transport.limits import PoolLimits
from trellis.core.transport.sync_sender import SyncPool
from trellis.core.transport.tls import TlsConfig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

    from trellis.core.auth.session import TokenSource
    from trellis.core.effects import Flow

PATIENCE = 30.0


class Service:
    """A token endpoint that waits for `go`, and an API that takes its tokens; both check proofs and ask for nonces."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.url = ""
        self.statuses: list[int] = []
        self.mints = 0
        self.calls: list[tuple[str, Proof | None]] = []
        self.nonce: str | None = None
        self.dpop = False
        self.forms: list[dict[str, str]] = []
        self._lock = threading.Lock()

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        proof = request.headers.get("DPoP")
        read = None if proof is None else Proof(proof.encode())
        if self.nonce is not None and (read is None or read.claims.get("nonce") != self.nonce):
            self._answer(request, 401, {"error": "use_dpop_nonce"}, {"DPoP-Nonce": self.nonce})
        elif request.path == "/oauth/token":
            self._mint(request, body)
        else:
            with self._lock:
                self.calls.append((request.headers["Authorization"], read))
            self._answer(request, 200, {"ok": True})

    def _mint(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        with self._lock:
            self.mints += 1
            number = self.mints
            self.forms.append(dict(parse_qsl(body.decode())))
            status = self.statuses.pop(0) if self.statuses else 200
        assert self.go.wait(PATIENCE)
        kind = "DPoP" if self.dpop else "Bearer"
        token = {"access_token": f"at-{number}", "token_type": kind, "expires_in": 3600}
        self._answer(request, status, token if status == 200 else {"error": "busy"})

    @staticmethod
    def _answer(request: BaseHTTPRequestHandler, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    with http_server(service) as url:
        service.url = url
        yield service
        service.go.set()


def make_auth(service: Service, dpop: Dpop | None = None, *, attempts: int = 1, store: Any = None) -> TokenAuth:
    endpoint = TokenEndpoint(
        f"{service.url}/oauth/token",
        DEFINITION,
        RetryPolicy(max_attempts=attempts, base_delay=0.001),
        observer=Observer("kneo_client.transport", ()),
        clock=time.monotonic,
        wall_clock=time.time,
        dpop=dpop,
    )

    def grant(deadline: float | None) -> Flow[ClientCredentialsGrant]:
        yield from ()
        return ClientCredentialsGrant("id-1", Secret("s3cret"))

    def find(deadline: float | None) -> Flow[TokenSource]:
        yield from ()
        return EndpointSource(endpoint, grant, cache_key=lambda jkt: f"id-1:{jkt}")

    cache = TokenCache(wall_clock=time.time, clock=time.monotonic, logger="tests.auth", store=store)
    return TokenAuth(find, DEFINITION, cache=cache, clock=time.monotonic, dpop=dpop)


def call(service: Service, auth: TokenAuth, limit: float | None = None, **options: Any) -> Flow[Any]:
    deadline = None if limit is None else time.monotonic() + limit
    made = make_call("POST", replayable=False, url=f"{service.url}/v1/runs", deadline=deadline, budget=limit, **options)
    return call_flow(made, make_context(policy=RetryPolicy(max_attempts=1), auth=auth, clock=time.monotonic))


async def _content(response: Any) -> Any:
    return response.json()


def made(surface: str, flow: Flow[Any]) -> Any:
    return on_own_connections(surface, flow, lambda response: response.json(), _content)


@pytest.mark.parametrize("surface", SURFACES)
def test_a_call_mints_and_carries_its_token(surface: str, service: Service) -> None:
    auth = make_auth(service)
    assert made(surface, call(service, auth)) == {"ok": True}
    assert made(surface, call(service, auth)) == {"ok": True}
    assert service.forms == [{"grant_type": "client_credentials"}]
    assert [authorization for authorization, _ in service.calls] == ["Bearer at-1"] * 2


@pytest.mark.parametrize("surface", SURFACES)
def test_a_mint_is_repeated_though_the_call_may_not_be(surface: str, service: Service) -> None:
    service.statuses = [503, 500]
    assert made(surface, call(service, make_auth(service, attempts=3))) == {"ok": True}
    assert service.mints == 3
    assert len(service.calls) == 1


@pytest.mark.parametrize("surface", SURFACES)
def test_proofs_and_nonces_hold_at_both_ends(surface: str, service: Service) -> None:
    service.nonce, service.dpop = "n-1", True
    dpop = Dpop("always", wall_clock=time.time)
    assert made(surface, call(service, make_auth(service, dpop))) == {"ok": True}
    ((authorization, proof),) = service.calls
    assert authorization == "DPoP at-1"
    assert proof is not None
    assert proof.claims["htu"] == f"{service.url}/v1/runs"
    assert (proof.claims["ath"], proof.claims["nonce"]) == (hash_of("at-1"), "n-1")
    assert abs(proof.claims["iat"] - time.time()) < 60


def test_sixty_four_threads_mint_once(service: Service) -> None:
    service.go.clear()
    auth, outcomes = make_auth(service), []
    driver = SyncDriver(SyncPool(PoolLimits(), TlsConfig()))
    barrier = threading.Barrier(64)

    def work() -> None:
        barrier.wait(PATIENCE)
        outcomes.append(driver.run(call(service, auth)).status_code)

    threads = [threading.Thread(target=work) for _ in range(64)]
    for thread in threads:
        thread.start()
    until(lambda: waiting(auth) == 63)
    service.go.set()
    for thread in threads:
        thread.join(PATIENCE)
    driver.close()
    assert (outcomes, service.mints) == ([200] * 64, 1)


@pytest.mark.anyio
async def test_a_hundred_tasks_mint_once(service: Service) -> None:
    service.go.clear()
    auth = make_auth(service)
    driver = AsyncDriver(AsyncPool(PoolLimits(), TlsConfig()))
    tasks = [asyncio.create_task(driver.run(call(service, auth))) for _ in range(100)]
    await until_async(lambda: waiting(auth) == 99)
    service.go.set()
    responses = await asyncio.gather(*tasks)
    await driver.aclose()
    assert {response.status_code for response in responses} == {200}
    assert service.mints == 1


@pytest.mark.anyio
async def test_a_cancelled_leader_hands_over(service: Service) -> None:
    service.go.clear()
    auth = make_auth(service)
    driver = AsyncDriver(AsyncPool(PoolLimits(), TlsConfig()))
    leader = asyncio.create_task(driver.run(call(service, auth)))
    await until_async(lambda: service.mints == 1)
    others = [asyncio.create_task(driver.run(call(service, auth))) for _ in range(10)]
    await until_async(lambda: waiting(auth) == 10)
    leader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leader
    await until_async(lambda: service.mints == 2)
    service.go.set()
    assert {response.status_code for response in await asyncio.gather(*others)} == {200}
    await driver.aclose()
    assert service.mints == 2


@pytest.mark.parametrize("surface", SURFACES)
def test_a_leader_whose_own_deadline_passes_fails_alone(surface: str, service: Service) -> None:
    service.go.clear()
    auth, outcomes = make_auth(service), []
    driver = SyncDriver(SyncPool(PoolLimits(), TlsConfig()))

    def work() -> None:
        outcomes.append(driver.run(call(service, auth)).status_code)

    def follow() -> None:
        until(lambda: service.mints == 1)
        for thread in threads:
            thread.start()
        until(lambda: service.mints == 2)
        service.go.set()

    threads = [threading.Thread(target=work) for _ in range(5)]
    follower = threading.Thread(target=follow)
    follower.start()
    with pytest.raises(KneoTimeoutError, match="POST /oauth/token"):
        made(surface, call(service, auth, 1.0))
    for thread in (follower, *threads):
        thread.join(PATIENCE)
    driver.close()
    assert (outcomes, service.mints) == ([200] * 5, 2)


def test_a_mint_that_is_refused_fails_each_thread_with_an_error_of_its_own(service: Service) -> None:
    service.statuses = [500]
    service.go.clear()
    auth, errors = make_auth(service), []
    driver = SyncDriver(SyncPool(PoolLimits(), TlsConfig()))

    def work() -> None:
        try:
            driver.run(call(service, auth))
        except KneoServerError as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    until(lambda: waiting(auth) == 7)
    service.go.set()
    for thread in threads:
        thread.join(PATIENCE)
    driver.close()
    assert len({id(error) for error in errors}) == 8
    assert all("s3cret" not in str(error) for error in errors)


class AsyncStore:
    """A store of the asynchronous kind, which minds the loop it is used in."""

    def __init__(self) -> None:
        self.kept: dict[str, Token] = {}
        self.loop: Any = None
        self.locked = 0

    def _mind(self) -> None:
        loop = asyncio.get_running_loop()
        assert self.loop in (None, loop), "used in two loops"
        self.loop = loop

    async def get(self, key: str) -> Token | None:
        self._mind()
        await asyncio.sleep(0)
        return self.kept.get(key)

    async def set(self, key: str, token: Token) -> None:
        self._mind()
        self.kept[key] = token

    async def delete(self, key: str) -> None:
        self._mind()
        self.kept.pop(key, None)

    async def with_lock(self, key: str, function: Any) -> Any:
        self._mind()
        self.locked += 1
        return await function()


@pytest.mark.parametrize("surface", SURFACES)
def test_an_asynchronous_store_serves_both_kinds_of_client(surface: str, service: Service) -> None:
    store = AsyncStore()
    assert made(surface, call(service, make_auth(service, store=store))) == {"ok": True}
    assert (list(store.kept), store.locked) == (["id-1:None"], 1)
    if surface == "sync":  # a second client, the same loop
        assert made(surface, call(service, make_auth(service, store=store))) == {"ok": True}
        assert service.mints == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_child_goes_on_with_the_token_though_a_thread_of_the_parent_was_renewing_it(service: Service) -> None:
    auth = make_auth(service)
    made("sync", call(service, auth))
    auth._cache._lock.acquire()
    auth._cache._renewing.add(auth._cache_key())
    child = os.fork()
    if child == 0:
        status = 1
        try:
            stuck = bool(auth._cache._renewing)
            made("sync", call(service, auth))
            auth._cache.refuse(auth._cache_key(), Token(Secret("at-1"), 0.0))
            made("sync", call(service, auth))
            status = 2 if stuck else 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    auth._cache._lock.release()
    assert [authorization for authorization, _ in service.calls] == ["Bearer at-1", "Bearer at-1", "Bearer at-2"]


def waiting(auth: TokenAuth) -> int:
    return sum(len(flight.waiters) for flight in auth._cache._flight._flights.values())


def until(met: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.002)


async def until_async(met: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.002)
