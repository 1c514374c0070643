"""Servers that go away and come back, token endpoints that many ask at a time, nonces that end, clocks that differ."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from convox import ConvoxError
from kneo_client.core import RetryPolicy
from knoxcall import BadRequestError, KnoxCallError
from tests.fault.knoxcall.test_knoxcall_one_mint import in_threads
from tests.fault.left_over import Stock, eventually
from tests.fault.subjects import APP, ATTEMPTS, SUBJECTS, Subject
from tests.wire.convox.racks import Either as ConvoxEither
from tests.wire.kneo.both_clients import Either as KneoEither
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer
from tests.wire.knoxcall.gateways import Either as KnoxCallEither
from tests.wire.knoxcall.gateways import Gateway
from trellis.emulator import EmulatorHandle, KnoxCallSettings, start
from trellis.emulator.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trellis.emulator import KnoxCallHandle

SLACK = 8.0
KNOXCALL: dict[str, Any] = {"tenant": "acme", "client_id": "tk_local", "client_secret": "local-client-secret"}


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    before = Stock.take()
    yield
    before.assert_nothing_left()


class Restart:
    """A service that is closed and, a moment later, serves again at the same address with what it knew."""

    def __init__(self, name: Any) -> None:
        self.handle: EmulatorHandle = start(name)
        self.url = self.handle.url
        self._timer: threading.Timer | None = None

    def begin(self, seconds: float) -> None:
        """Close it now; nobody listens for `seconds`."""
        self.handle.close()
        self._timer = threading.Timer(seconds, self._again)
        self._timer.start()

    def _again(self) -> None:
        service, port = self.handle.service, self.handle.port
        self.handle = EmulatorHandle(service, port=port)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.join(10)
        self.handle.close()


@pytest.fixture
def restart() -> Iterator[Callable[[str], Restart]]:
    made: list[Restart] = []

    def make(name: str) -> Restart:
        made.append(Restart(name))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def made() -> Iterator[Callable[[Any], Any]]:
    """Takes an `Either` and closes it, and what it has made, after the test."""
    taken: list[Any] = []

    def take(either: Any) -> Any:
        taken.append(either)
        return either

    yield take
    for either in taken:
        either.close()


def walked(either: Any, items: Any, meanwhile: Callable[[], None]) -> list[Any]:
    """All that a walk gives; after two of them, something happens."""
    seen: list[Any] = []

    def see(item: Any) -> None:
        seen.append(item)
        if len(seen) == 2:
            meanwhile()

    async def walk() -> None:
        async for item in items:
            see(item)

    if either.is_async:
        either.do(walk())
    else:
        for item in items:
            see(item)
    return seen


def test_a_walk_over_runs_outlasts_a_restart(
    kind: str, made: Callable[[Any], Any], restart: Callable[[str], Restart]
) -> None:
    server = restart("kneo")
    either = made(KneoEither(kind))
    policy = RetryPolicy(max_attempts=12, base_delay=0.05, max_delay=0.2)
    client = either.client(profile_for(server.url, api_key="local-admin-key"), retry_policy=policy)
    runs = client.platform.runs
    begun = [either.do(runs.create({"spec_path": "support_triage.yaml", "input": f"{n}"})) for n in range(10)]
    walk = runs.iterate(page_size=3, sort_by="created_at", sort_order="asc")
    seen = walked(either, walk, lambda: server.begin(0.4))
    assert sorted(run["run_id"] for run in seen) == sorted(str(run.run_id) for run in begun)


def test_a_walk_over_clients_outlasts_a_restart_with_the_token_it_had(
    kind: str, made: Callable[[Any], Any], restart: Callable[[str], Restart]
) -> None:
    server = restart("knoxcall")
    either = made(KnoxCallEither(kind))
    options: dict[str, Any] = {"retry_max_attempts": 12, "retry_base_delay": 0.05, "retry_max_delay": 0.2}
    client = either.client(server.url, **KNOXCALL, **options)
    names = [f"client {number}" for number in range(10)]
    for name in names:
        either.do(client.clients.create(name=name))
    seen = walked(either, client.clients.iterate(per_page=3), lambda: server.begin(0.4))
    assert len(server.handle.state.tokens.issued) == 1
    assert sorted(one["name"] for one in seen) == names


def test_waiting_for_an_app_outlasts_a_restart(
    kind: str, made: Callable[[Any], Any], restart: Callable[[str], Restart]
) -> None:
    from convox import RetryConfig

    server = restart("convox")
    either = made(ConvoxEither(kind))
    retry = RetryConfig(max_retries=11, backoff_base=0.1, backoff_max=0.2)
    client = either.client(server.url, "local-rack-password", retry=retry)
    either.do(client.apps.create("web"))
    server.begin(0.3)
    assert either.do(client.apps.wait_until_running("web", timeout=20, poll_interval=0.05)).name == "web"


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    started: list[RawServer] = []

    def begin(play: Callable[[Exchange], bool | None]) -> RawServer:
        started.append(RawServer(play))
        return started[-1]

    yield begin
    for server in started:
        server.close()


def storm(either: Any, call: Callable[[], Any], callers: int = 32) -> list[BaseException]:
    """So many calls at once, from threads or tasks; what they raised."""
    if not either.is_async:
        return in_threads(callers, call)

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(call() for _ in range(callers)), return_exceptions=True)

    return [end for end in either.do(all_of_them()) if isinstance(end, BaseException)]


@pytest.mark.parametrize("status", [429, 503])
def test_a_storm_on_a_token_endpoint_that_recovers(
    kind: str, made: Callable[[Any], Any], serve: Callable[..., RawServer], status: int
) -> None:
    """Thirty-two callers, one of whom asks; it asks again when the endpoint had no time."""

    def mint(exchange: Exchange, number: int) -> bool:
        if number > 2:
            return gateway.issue(exchange, number)
        exchange.wait(0.1)  # so that all have come by the time this one is over
        exchange.send(json_answer({"error": "temporarily_unavailable"}, status))
        return True

    gateway = Gateway(mint=mint)
    either = made(KnoxCallEither(kind))
    client = either.client(serve(gateway).url, retry_base_delay=0.01)
    assert storm(either, client.account.get) == []
    assert len(gateway.mints) == 3
    assert len(gateway.calls) == 32


def test_a_storm_on_a_token_endpoint_that_stays_down(
    kind: str, made: Callable[[Any], Any], serve: Callable[..., RawServer]
) -> None:
    """Those who wait for a mint share its failure, so that the endpoint is spared thirty-one times the attempts."""

    def mint(exchange: Exchange, number: int) -> bool:
        exchange.wait(0.1)
        exchange.send(answer(503))
        return True

    gateway = Gateway(mint=mint)
    either = made(KnoxCallEither(kind))
    client = either.client(serve(gateway).url, retry_base_delay=0.01)
    started = time.monotonic()
    failures = storm(either, client.account.get)
    assert time.monotonic() - started < SLACK
    assert len(failures) == 32
    assert all(isinstance(failure, KnoxCallError) for failure in failures), failures
    # A caller that a busy machine starts late may come when the first mint is over.
    assert len(gateway.mints) <= 3 * 4
    assert gateway.calls == []


@pytest.mark.parametrize("down", [2, 1000], ids=["recovers", "stays down"])
def test_a_storm_on_the_sessions_of_a_console(
    kind: str, made: Callable[[Any], Any], serve: Callable[..., RawServer], down: int
) -> None:
    """The same of the sessions that a console asks for: one caller asks for all, and they share what comes of it."""
    asked: list[Exchange] = []

    def play(exchange: Exchange) -> bool:
        if exchange.target == "/session":
            asked.append(exchange)
            exchange.wait(0.1)
            exchange.send(answer(503) if len(asked) <= down else json_answer({"id": "s-1"}))
        elif "session" in exchange.headers:
            exchange.send(json_answer([APP]))
        else:
            challenge = 'WWW-Authenticate: Session path="/session" token="false"'
            exchange.send(json_answer({"error": "no"}, 401, headers=(challenge,)))
        return True

    either = made(ConvoxEither(kind))
    client = either.client(serve(play).url, max_retries=2)
    started = time.monotonic()
    failures = storm(either, client.apps.list)
    assert time.monotonic() - started < SLACK
    assert all(isinstance(failure, ConvoxError) for failure in failures), failures
    assert len(failures) == (0 if down == 2 else 32)
    assert len(asked) == 3 if down == 2 else len(asked) <= 3 * 4


@pytest.fixture
def skewed() -> Iterator[Callable[..., KnoxCallHandle]]:
    started: list[KnoxCallHandle] = []

    def begin(**settings: Any) -> KnoxCallHandle:
        started.append(start("knoxcall", settings=KnoxCallSettings(**settings)))
        return started[-1]

    yield begin
    for server in started:
        server.close()


def proving(either: Any, server: KnoxCallHandle) -> Any:
    return either.client(
        server.url, tenant="acme", client_id="tk_local_dpop", client_secret="local-dpop-secret", dpop="always"
    )


def test_a_nonce_that_has_ended_costs_one_more_request_and_no_token(
    kind: str, made: Callable[[Any], Any], skewed: Callable[..., KnoxCallHandle]
) -> None:
    clock = Clock()
    server = skewed(nonce_seconds=4.0, proof_seconds=120.0, clock=clock)
    server.state.require_nonce = True
    either = made(KnoxCallEither(kind))
    client = proving(either, server)
    either.do(client.account.get())
    for _ in range(6):
        before = len(server.requests)
        either.do(client.account.get())
        assert len(server.requests) == before + 1, "a nonce that is good is used again"
        clock.advance(9)
        before = len(server.requests)
        either.do(client.account.get())
        assert [entry.status for entry in server.requests.all()[before:]] == [401, 200]
    assert len(server.state.tokens.issued) == 1


@pytest.mark.parametrize("seconds", [-45, 45])
def test_a_clock_that_is_a_little_off_disturbs_nobody(
    kind: str, made: Callable[[Any], Any], skewed: Callable[..., KnoxCallHandle], seconds: float
) -> None:
    server = skewed(clock=Clock(lambda: time.time() + seconds))
    either = made(KnoxCallEither(kind))
    client = proving(either, server)
    assert either.do(client.account.get())["slug"] == "acme"
    assert either.do(client.account.get())["slug"] == "acme"
    assert len(server.state.tokens.issued) == 1


@pytest.mark.parametrize("seconds", [-600, 600])
def test_a_clock_that_is_far_off_is_refused_once_and_for_all(
    kind: str, made: Callable[[Any], Any], skewed: Callable[..., KnoxCallHandle], seconds: float
) -> None:
    """No storm: one proof, or two, and the error of the token endpoint."""
    server = skewed(clock=Clock(lambda: time.time() + seconds))
    either = made(KnoxCallEither(kind))
    client = proving(either, server)
    with pytest.raises(BadRequestError, match="invalid_dpop_proof"):
        either.do(client.account.get())
    assert len(server.requests) <= 2
    assert server.state.tokens.issued == {}


@pytest.mark.parametrize("seconds", [-7200, 7200])
def test_tokens_last_as_long_as_they_say_whatever_the_servers_clock(
    kind: str, made: Callable[[Any], Any], skewed: Callable[..., KnoxCallHandle], seconds: float
) -> None:
    server = skewed(clock=Clock(lambda: time.time() + seconds))
    either = made(KnoxCallEither(kind))
    client = either.client(server.url, **KNOXCALL)
    for _ in range(5):
        either.do(client.account.get())
    assert len(server.state.tokens.issued) == 1


def http_date(offset: float) -> str:
    return format_datetime(datetime.now(timezone.utc) + timedelta(seconds=offset), usegmt=True)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
@pytest.mark.parametrize("offset", [-3600, 3600])
def test_a_date_in_retry_after_from_a_clock_that_is_off(
    subject: Subject, kind: str, offset: float, serve: Callable[..., RawServer]
) -> None:
    """A moment that has passed costs no wait; one an hour away is not waited for: KnoxCall would for 30 s at most,
    which is past the deadline here, and the others leave it to the caller at once."""
    server = serve(_unavailable(offset))
    either = subject.make(kind)
    try:
        options = {"deadline": 20.0} if subject.name == "knoxcall" else {}
        client = subject.client(either, server.url).with_options(**options)
        started = time.monotonic()
        with pytest.raises(subject.errors["any"]) as caught:
            either.do(subject.calls["safe"].run(client))
        assert time.monotonic() - started < SLACK
    finally:
        either.close()
    assert len(server.exchanges) == (ATTEMPTS if offset < 0 else 1)
    assert subject.status_of(caught.value) == 503
    if offset > 0:
        hint = getattr(caught.value, "retry_after", None)
        assert hint is not None
        assert offset - 60 < hint <= offset
    assert eventually(lambda: not server._open)


def _unavailable(offset: float) -> Callable[[Exchange], bool]:
    def play(exchange: Exchange) -> bool:
        exchange.send(answer(503, headers=(f"Retry-After: {http_date(offset)}",)))
        return True

    return play
