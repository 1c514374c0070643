"""Servers that go away and come back, token endpoints that many ask at a time, nonces that end, clocks that differ."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from convox import ConvoxClient
from kneo_client import SyncKneoClient
from kneo_client.core import RetryPolicy
from knoxcall import BadRequestError, KnoxCall, KnoxCallError
from tests.fault.knoxcall.test_knoxcall_one_mint import in_threads
from tests.fault.left_over import Stock, eventually
from tests.fault.subjects import ATTEMPTS, SUBJECTS, Subject
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer
from tests.wire.knoxcall.gateways import ID, SECRET, Gateway
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


def test_a_walk_over_runs_outlasts_a_restart(restart: Callable[[str], Restart]) -> None:
    server = restart("kneo")
    policy = RetryPolicy(max_attempts=12, base_delay=0.05, max_delay=0.2)
    with SyncKneoClient(profile_for(server.url, api_key="local-admin-key"), retry_policy=policy) as client:
        made = [client.platform.runs.create({"spec_path": "support_triage.yaml", "input": f"{n}"}) for n in range(10)]
        walk = client.platform.runs.iterate(page_size=3, sort_by="created_at", sort_order="asc")
        seen = [next(walk)["run_id"] for _ in range(2)]
        server.begin(0.4)
        seen += [run["run_id"] for run in walk]
    assert sorted(seen) == sorted(str(run.run_id) for run in made)


def test_a_walk_over_clients_outlasts_a_restart_with_the_token_it_had(restart: Callable[[str], Restart]) -> None:
    server = restart("knoxcall")
    options: dict[str, Any] = {"retry_max_attempts": 12, "retry_base_delay": 0.05, "retry_max_delay": 0.2}
    with KnoxCall(base_url=server.url, **KNOXCALL, **options) as client:
        names = [f"client {number}" for number in range(10)]
        for name in names:
            client.clients.create(name=name)
        walk = client.clients.iterate(per_page=3)
        seen = [next(walk)["name"] for _ in range(2)]
        server.begin(0.4)
        seen += [one["name"] for one in walk]
        assert len(server.handle.state.tokens.issued) == 1
    assert sorted(seen) == names


def test_waiting_for_an_app_outlasts_a_restart(restart: Callable[[str], Restart]) -> None:
    from convox import RetryConfig

    server = restart("convox")
    retry = RetryConfig(max_retries=11, backoff_base=0.1, backoff_max=0.2)
    with ConvoxClient(server.url, "local-rack-password", retry=retry) as client:
        client.apps.create("web")
        server.begin(0.3)
        assert client.apps.wait_until_running("web", timeout=20, poll_interval=0.05).name == "web"


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    started: list[RawServer] = []

    def begin(play: Callable[[Exchange], bool | None]) -> RawServer:
        started.append(RawServer(play))
        return started[-1]

    yield begin
    for server in started:
        server.close()


@pytest.mark.parametrize("status", [429, 503])
def test_a_storm_on_a_token_endpoint_that_recovers(serve: Callable[..., RawServer], status: int) -> None:
    """Thirty-two callers, one of whom asks; it asks again when the endpoint had no time."""

    def mint(exchange: Exchange, number: int) -> bool:
        if number > 2:
            return gateway.issue(exchange, number)
        exchange.wait(0.1)  # so that all have come by the time this one is over
        exchange.send(json_answer({"error": "temporarily_unavailable"}, status))
        return True

    gateway = Gateway(mint=mint)
    url = serve(gateway).url
    with KnoxCall(base_url=url, client_id=ID, client_secret=SECRET, retry_base_delay=0.01) as client:
        assert in_threads(32, client.account.get) == []
    assert len(gateway.mints) == 3
    assert len(gateway.calls) == 32


def test_a_storm_on_a_token_endpoint_that_stays_down(serve: Callable[..., RawServer]) -> None:
    """Those who wait for a mint share its failure, so that the endpoint is spared thirty-one times the attempts."""

    def mint(exchange: Exchange, number: int) -> bool:
        exchange.wait(0.1)
        exchange.send(answer(503))
        return True

    gateway = Gateway(mint=mint)
    url = serve(gateway).url
    with KnoxCall(base_url=url, client_id=ID, client_secret=SECRET, retry_base_delay=0.01) as client:
        started = time.monotonic()
        failures = in_threads(32, client.account.get)
        assert time.monotonic() - started < SLACK
    assert len(failures) == 32
    assert all(isinstance(failure, KnoxCallError) for failure in failures), failures
    # A caller that a busy machine starts late may come when the first mint is over.
    assert len(gateway.mints) <= 3 * 4
    assert gateway.calls == []


@pytest.fixture
def skewed() -> Iterator[Callable[..., KnoxCallHandle]]:
    started: list[KnoxCallHandle] = []

    def begin(**settings: Any) -> KnoxCallHandle:
        started.append(start("knoxcall", settings=KnoxCallSettings(**settings)))
        return started[-1]

    yield begin
    for server in started:
        server.close()


def proving(server: KnoxCallHandle, **options: Any) -> Any:
    return KnoxCall(
        base_url=server.url, tenant="acme", client_id="tk_local_dpop", client_secret="local-dpop-secret",
        dpop="always", retry_base_delay=0.0, **options,
    )  # fmt: skip


def test_a_nonce_that_has_ended_costs_one_more_request_and_no_token(skewed: Callable[..., KnoxCallHandle]) -> None:
    clock = Clock()
    server = skewed(nonce_seconds=4.0, proof_seconds=120.0, clock=clock)
    server.state.require_nonce = True
    with proving(server) as client:
        client.account.get()
        for _ in range(6):
            before = len(server.requests)
            client.account.get()
            assert len(server.requests) == before + 1, "a nonce that is good is used again"
            clock.advance(9)
            before = len(server.requests)
            client.account.get()
            assert [entry.status for entry in server.requests.all()[before:]] == [401, 200]
    assert len(server.state.tokens.issued) == 1


@pytest.mark.parametrize("seconds", [-45, 45])
def test_a_clock_that_is_a_little_off_disturbs_nobody(skewed: Callable[..., KnoxCallHandle], seconds: float) -> None:
    server = skewed(clock=Clock(lambda: time.time() + seconds))
    with proving(server) as client:
        assert client.account.get()["slug"] == "acme"
        assert client.account.get()["slug"] == "acme"
    assert len(server.state.tokens.issued) == 1


@pytest.mark.parametrize("seconds", [-600, 600])
def test_a_clock_that_is_far_off_is_refused_once_and_for_all(
    skewed: Callable[..., KnoxCallHandle], seconds: float
) -> None:
    """No storm: one proof, or two, and the error of the token endpoint."""
    server = skewed(clock=Clock(lambda: time.time() + seconds))
    with proving(server) as client, pytest.raises(BadRequestError, match="invalid_dpop_proof"):
        client.account.get()
    assert len(server.requests) <= 2
    assert server.state.tokens.issued == {}


@pytest.mark.parametrize("seconds", [-7200, 7200])
def test_tokens_last_as_long_as_they_say_whatever_the_servers_clock(
    skewed: Callable[..., KnoxCallHandle], seconds: float
) -> None:
    server = skewed(clock=Clock(lambda: time.time() + seconds))
    with KnoxCall(base_url=server.url, **KNOXCALL) as client:
        for _ in range(5):
            client.account.get()
    assert len(server.state.tokens.issued) == 1


def http_date(offset: float) -> str:
    return format_datetime(datetime.now(timezone.utc) + timedelta(seconds=offset), usegmt=True)


@pytest.mark.parametrize("kind", ["sync", "async"])
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
