"""A caller's own httpx client that was used before a fork: the child uses none of its connections, and needs no other
client; the parent notices nothing."""

from __future__ import annotations

import asyncio
import os
import threading
import warnings
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient
from knoxcall import KnoxCall
from knoxcall.errors import APIConnectionError
from tests.fault.forked import in_child
from tests.fault.kneo.test_kneo_forks import authority, raw_server
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, json_answer
from trellis.core.transport.inherited import InheritedConnections
from trellis.core.transport.portal import PORTAL

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Authority = tuple[ssl.SSLContext, Path]

__all__ = ["authority"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


PATIENT = httpx.Limits(keepalive_expiry=60.0)
"""A fork takes long on a busy machine: no connection is to grow too old meanwhile."""


def tell_peer(exchange: Exchange) -> bool:
    """Answer every call of both services with the connection's port, so that a test can tell connections apart."""
    port = str(exchange.connection.getpeername()[1])
    members = {"ok": True, "version": port, "data": {"id": "t", "slug": port}}
    exchange.send(json_answer(members))
    return True


class Lender:
    """A client of one service over an httpx client that a test made. `ask`: one call; the port that it came from."""

    def __init__(self, service: str, kind: str, url: str, verify: Any = True) -> None:
        self.kind = kind
        if service == "kneo":
            maker: Any = KneoClient if kind == "asynchronous" else SyncKneoClient

            def make(http: Any) -> Any:
                return maker(profile_for(url), http_client=http)
        else:

            def make(http: Any) -> Any:
                return KnoxCall(sync=kind != "asynchronous", base_url=url, api_key="kc_1", http=http)

        kind_of_http: Any = httpx.Client if kind == "synchronous" else httpx.AsyncClient
        self.http: Any = kind_of_http(verify=verify, limits=PATIENT)
        self.make = make
        self.client = make(self.http)
        self.service = service
        self._loop = asyncio.new_event_loop() if kind == "asynchronous" else None

    def ask(self, client: Any = None) -> str:
        client = client or self.client
        call = client.platform.health.livez if self.service == "kneo" else client.account.get
        found = call() if self._loop is None else self._loop.run_until_complete(call())
        return str(found.version if self.service == "kneo" else found["slug"])

    def ask_in_child(self) -> str:
        return in_child(self._ask_anew)

    def _ask_anew(self) -> str:
        if self._loop is not None:
            asyncio.set_event_loop(None)
            self._loop = asyncio.new_event_loop()
        return self.ask()

    def get(self, url: str) -> str:
        """What the caller's program does with its client itself."""
        response = self.http.get(url) if self.kind == "synchronous" else self.await_(self.http.get(url))
        return str(response.json()["version"])

    def await_(self, awaitable: Any) -> Any:
        return PORTAL.wait_for(awaitable) if self._loop is None else self._loop.run_until_complete(awaitable)

    def close(self) -> None:
        assert not self.http.is_closed
        self.http.close() if self.kind == "synchronous" else self.await_(self.http.aclose())
        if self._loop is not None:
            self._loop.close()


@pytest.fixture(params=["kneo", "knoxcall"])
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["synchronous", "bridged", "asynchronous"])
def lend(request: pytest.FixtureRequest, service: str) -> Iterator[Callable[..., Lender]]:
    lenders: list[Lender] = []

    def lend(url: str, verify: Any = True) -> Lender:
        lenders.append(Lender(service, request.param, url, verify))
        return lenders[-1]

    yield lend
    for lender in lenders:
        lender.close()


def test_a_warm_pool_is_not_shared(lend: Callable[..., Lender]) -> None:
    with raw_server(tell_peer) as server:
        lender = lend(server.url)
        parents = lender.ask()
        children = [lender.ask_in_child() for _ in range(3)]
        assert all(port.isdigit() for port in children), children
        assert parents not in children
        assert lender.ask() == parents
        assert server.connections == 4


def test_a_child_keeps_the_connection_that_it_made(lend: Callable[..., Lender]) -> None:
    with raw_server(tell_peer) as server:
        lender = lend(server.url)
        parents = lender.ask()

        def thrice() -> str:
            first = lender._ask_anew()
            return f"{first == lender.ask() == lender.ask()} {first != parents}"

        assert in_child(thrice) == "True True"
        assert lender.ask() == parents
        assert server.connections == 2


def test_a_child_of_a_child_makes_its_own(lend: Callable[..., Lender]) -> None:
    with raw_server(tell_peer) as server:
        lender = lend(server.url)
        parents = lender.ask()

        def with_grandchild() -> str:
            childs = lender._ask_anew()
            grandchilds = lender.ask_in_child()
            return f"{len({parents, childs, grandchilds})} {grandchilds.isdigit()} {lender.ask() == childs}"

        assert in_child(with_grandchild) == "3 True True"
        assert lender.ask() == parents


def test_the_parents_tls_connection_survives(lend: Callable[..., Lender], authority: Authority) -> None:
    import ssl

    context, path = authority
    with raw_server(tell_peer, tls=context) as server:
        lender = lend(server.url, ssl.create_default_context(cafile=str(path)))
        parents = lender.ask()
        for _ in range(3):
            childs = lender.ask_in_child()
            assert childs.isdigit(), childs
            assert childs != parents
            assert lender.ask() == parents
        assert server.connections == 4


def test_a_childs_close_of_the_http_client_leaves_the_parents_connection_open(lend: Callable[..., Lender]) -> None:
    def use_and_close() -> str:
        lender._ask_anew()
        lender.close()
        return "closed"

    with raw_server(tell_peer) as server:
        lender = lend(server.url)
        parents = lender.ask()
        assert in_child(use_and_close) == "closed"
        assert lender.ask() == parents


def test_all_of_many_idle_connections_are_left_to_the_parent(service: str) -> None:
    """As many at a time as threads call; a child whose calls go one by one would come upon each of them."""
    together = threading.Barrier(12)

    def meet_then_tell(exchange: Exchange) -> bool:
        if exchange.number <= 12:
            together.wait(20)
        return tell_peer(exchange)

    with raw_server(meet_then_tell) as server:
        lender = Lender(service, "synchronous", server.url)
        parents: list[str] = []
        threads = [threading.Thread(target=lambda: parents.append(lender.ask())) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(set(parents)) == 12
        childs = lender.ask_in_child()
        assert childs.isdigit(), childs
        assert childs not in parents
        assert server.connections == 13
        lender.close()


@pytest.mark.parametrize("made", ["before the fork", "in the child"])
def test_connections_that_the_caller_opened_without_us_are_not_used_either(service: str, made: str) -> None:
    with raw_server(tell_peer) as server:
        lender = Lender(service, "synchronous", server.url)
        parents = lender.get(server.url)

        def ask() -> str:
            return lender.ask(lender.make(lender.http) if made == "in the child" else None)

        childs = in_child(ask)
        assert childs.isdigit(), childs
        assert childs != parents
        assert lender.get(server.url) == parents
        assert server.connections == 2
        lender.close()


def test_many_threads_of_a_child_share_none_of_the_parents(service: str) -> None:
    with raw_server(tell_peer) as server:
        lender = Lender(service, "synchronous", server.url)
        parents = {lender.ask()}

        def in_threads() -> str:
            ports: list[str] = []
            failures: list[BaseException] = []

            def one() -> None:
                try:
                    ports.append(lender.ask())
                except BaseException as error:
                    failures.append(error)

            threads = [threading.Thread(target=one) for _ in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
            return f"{len(ports)} {parents & set(ports)} {failures}"

        assert in_child(in_threads) == "16 set() []"
        assert {lender.ask()} == parents
        lender.close()


def test_a_request_that_was_stopped_may_use_what_another_has_opened_meanwhile() -> None:
    inherited = InheritedConnections()
    request = httpx.Request("GET", "http://gw.test/")

    def connects(one: httpx.Request) -> httpx.Response:
        for step in ("connection.connect_tcp.started", "http11.send_request_headers.started"):
            one.extensions["trace"](step, {})
        return httpx.Response(200)

    def attempts() -> int:
        made = []

        def send(one: httpx.Request) -> httpx.Response:
            made.append(one)
            trace = one.extensions.get("trace")
            if len(made) == 1:
                inherited.guarded(connects)(httpx.Request("GET", "http://gw.test/other"))
            if trace is not None:
                trace("http11.send_request_headers.started", {})
            return httpx.Response(200)

        assert inherited.guarded(send)(request).status_code == 200
        return len(made)

    assert in_child(attempts) == "2"


def test_a_transport_of_the_callers_own_is_used_in_the_child_too(service: str) -> None:
    """Nothing of ours takes its place: it may be the only one that reaches the server, or none that should."""
    members = {"ok": True, "version": "7", "data": {"slug": "7"}}
    answered = httpx.MockTransport(lambda request: httpx.Response(200, json=members))
    lender = Lender(service, "synchronous", "http://127.0.0.1:9")
    lender.http.close()
    lender.http = httpx.Client(transport=answered)
    lender.client = lender.make(lender.http)
    assert lender.ask() == "7"
    assert lender.ask_in_child() == "7"
    lender.close()


@pytest.mark.parametrize("kind", ["bridged", "asynchronous"])
def test_the_child_does_not_even_hold_an_asynchronous_connection(service: str, kind: str) -> None:
    """Some releases of anyio shut a connection down before they close it, for both processes."""
    streams: list[Any] = []

    async def keep(response: httpx.Response) -> None:
        streams.append(response.extensions["network_stream"])

    def of_the_socket() -> int:
        return os.fstat(streams[0].get_extra_info("socket").fileno()).st_ino

    with raw_server(tell_peer) as server:
        lender = Lender(service, kind, server.url)
        lender.http.event_hooks = {"response": [keep]}
        lender.ask()
        before = of_the_socket()
        childs = in_child(of_the_socket)
        assert childs.isdigit(), childs
        assert childs != str(before)
        assert of_the_socket() == before
        lender.close()


class OneConnectionForGood(httpx.BaseTransport):
    """Sends everything over one connection, come what may, as HTTP/2 does; and says what it does, as httpcore does."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        trace = request.extensions.get("trace")
        if trace is not None:
            trace("http2.send_request_headers.started", {})
        return httpx.Response(200, json={"data": {"slug": "sent"}})


def test_a_client_that_cannot_let_go_is_refused_in_the_child_and_nothing_is_sent() -> None:
    with httpx.Client(transport=OneConnectionForGood()) as http:
        client = KnoxCall(base_url="https://127.0.0.1:9", api_key="kc_1", http=http, retry_base_delay=0.0)
        assert client.account.get()["slug"] == "sent"

        def ask() -> str:
            with pytest.raises(APIConnectionError, match="make a new HTTP client in each child") as caught:
                client.account.get()
            return f"refused, and so was what caused it: {caught.value.__cause__ or caught.value.__context__}"

        assert in_child(ask) == "refused, and so was what caused it: None"
        assert client.account.get()["slug"] == "sent"


def test_an_asynchronous_client_goes_on_in_the_loop_in_which_it_forked(service: str) -> None:
    """The loop's list of what it listens to is shared with the child; a child that took a connection off it would
    leave the parent waiting for ever."""
    with raw_server(tell_peer) as server:
        lender = Lender(service, "asynchronous", server.url)

        def in_thread() -> str:
            found: list[str] = []
            thread = threading.Thread(target=lambda: found.append(lender._ask_anew()))
            thread.start()
            thread.join(20)
            return found[0]

        async def parent() -> None:
            call = lender.client.platform.health.livez if service == "kneo" else lender.client.account.get
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                before = await call()
                childs = in_child(in_thread)
                assert childs.isdigit(), childs
                after = await asyncio.wait_for(call(), 20)
            assert before == after

        assert lender._loop is not None
        lender._loop.run_until_complete(parent())
        assert server.connections == 2
        lender.close()
