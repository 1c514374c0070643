"""The fault table over aiohttp: how often a request is sent, and how the call ends, for all three SDKs.

What may have been executed is the row that matters: aiohttp repeats requests of its own accord, and libraries over it
call a lost answer a failure to connect.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING, Any

import pytest

from tests.fault.left_over import Stock, eventually, tasks_of
from tests.fault.outcomes import LET_THROUGH, Outcome
from tests.fault.subjects import SUBJECTS, Subject
from tests.fault.test_fault_table import assert_one_call, attempts_stated
from tests.fault.troubles import ANSWERED, GOOD_IN_SPITE, STALL, TROUBLES
from tests.wire.kneo.raw_server import Exchange, RawServer, answer
from trellis.core.transport import unpacking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

pytest.importorskip("aiohttp", reason="the extra `aiohttp` is not installed")
REFUSED = "the same length twice"
"""RFC 9112, section 6.3, lets a client take it or refuse it; aiohttp does the latter."""


@pytest.fixture(autouse=True)
def little_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", LET_THROUGH)


class Switched:
    """A server that plays whatever it is told to, and else answers as the service would."""

    def __init__(self, subject: Subject) -> None:
        self.play: Any = None
        self.subject = subject
        self.raw = RawServer(lambda exchange: (self.play or subject.healthy)(exchange))

    def say(self, play: Callable[[Exchange], bool]) -> threading.Event:
        """Play it; the event is set once everything is said."""
        said = threading.Event()

        def told(exchange: Exchange) -> bool:
            keep = play(exchange)
            said.set()
            return keep

        self.play = told
        return said

    def sent(self, start: int) -> list[Exchange]:
        return self.raw.exchanges[start:]


@pytest.fixture(params=SUBJECTS, ids=lambda subject: subject.name)
def subject(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.param
    return found


@pytest.fixture
def either(subject: Subject) -> Iterator[Any]:
    from trellis.connections import Aiohttp

    class OverAiohttp(subject.make):  # type: ignore[misc, name-defined]
        def client(self, *args: Any, **options: Any) -> Any:
            options["http" if subject.name == "knoxcall" else "http_client"] = Aiohttp()
            return super().client(*args, **options)

    both = OverAiohttp("async")
    warm = RawServer(subject.healthy)
    both.do(next(iter(subject.calls.values())).run(subject.client(both, warm.url)))  # what is loaded once is loaded
    both.shut(both._made.pop())
    warm.close()
    before = Stock.take()
    yield both
    for thing in reversed(both._made):
        both.shut(thing)
    assert tasks_of(both.loop) == []
    both.close()
    before.assert_nothing_left()


@pytest.fixture
def server(either: Any, subject: Subject) -> Iterator[Switched]:
    server = Switched(subject)
    yield server
    server.raw.close()


def test_troubles_are_typed_and_nothing_is_sent_twice_that_must_not_be(
    subject: Subject, either: Any, server: Switched
) -> None:
    patient = subject.client(either, server.raw.url)
    hasty = subject.client(either, server.raw.url, attempts=2, timeout=STALL)
    for name, trouble in TROUBLES.items():
        late = trouble.error == "timeout"
        client, most = (hasty, 2) if late else (patient, 3)
        for which, shape in subject.calls.items():
            if which == "keyed":
                continue  # between the two others in all respects
            server.play, start = trouble.play, len(server.raw.exchanges)

            outcome = Outcome(either, shape, client)

            outcome.assert_typed(subject.errors[trouble.error])
            attempts = attempts_stated(trouble, shape, most)
            sent = len(server.sent(start))
            # On a busy machine a time limit this short can pass before a request is seen.
            assert sent == attempts or (late and sent < attempts), f"{name}, {which}"
            assert f"attempt {attempts} of {most}; " in str(outcome.error), name
            if sent == attempts:
                assert "it may have been executed" in str(outcome.error), name
                assert_one_call(server.sent(start), shape)
            server.play = None
            assert Outcome(either, shape, client).error is None, f"{which} does not work after {name}"


def test_odd_answers_are_taken_as_httpx_takes_them(subject: Subject, either: Any, server: Switched) -> None:
    client = subject.client(either, server.raw.url)
    shape = subject.calls["safe"]
    for name, odd in GOOD_IN_SPITE.items():
        if name == REFUSED:
            continue
        for _ in range(2):
            over = threading.Event()
            said = server.say(odd(shape.reply, over))
            outcome = Outcome(either, shape, client)
            over.set()
            assert outcome.error is None, f"{name}: {outcome.error!r}"
            assert said.wait(5)
            # What comes after an answer is noticed once it is there: here, when what came before is acknowledged.
            either.do(asyncio.sleep(0.06 if "after" in name or "asked" in name else 0.0))
    for name, content in ANSWERED.items():
        if "small" in name:
            continue  # the bytes that are too many break the rules, and aiohttp then lets go of the answer, too
        server.play = lambda exchange, content=content: exchange.send(content) or True
        outcome = Outcome(either, shape, client)
        assert isinstance(outcome.error, subject.errors["any"]), name
        assert not isinstance(outcome.error, (subject.errors["network"], subject.errors["timeout"])), name


def test_a_connection_that_ends_under_a_request_is_one_attempt(subject: Subject, either: Any, server: Switched) -> None:
    """What aiohttp would send again by itself on a connection that was used before: a GET, a PUT, a DELETE."""
    client = subject.client(either, server.raw.url, attempts=1)
    shape = subject.calls["safe"]
    assert Outcome(either, shape, client).error is None
    server.play, start = (lambda exchange: False), len(server.raw.exchanges)

    outcome = Outcome(either, shape, client)

    outcome.assert_typed(subject.errors["network"])
    assert len(server.sent(start)) == 1


@pytest.mark.parametrize("subject", [SUBJECTS[0]], ids=["kneo"])
def test_requests_are_what_httpx_sends(subject: Subject, either: Any, server: Switched) -> None:
    """No header added, no URL rewritten, no cookie kept, no redirect followed, whatever the status."""
    over_httpx = subject.make("async")
    clients = [
        subject.client(either, server.raw.url, attempts=1),
        subject.client(over_httpx, server.raw.url, attempts=1),
    ]
    cookie = answer(302, b"{}", headers=("Set-Cookie: a=b", "Location: /v1/other"))
    server.play = lambda exchange: exchange.send(cookie) or True
    targets = ["/v1/a%2Fb/c", "/v1/x?q=a%20b+c&r=%C3%A9", "/v1/~x!$&'()*+,;=:@?a=/?", "/v1/%7Ex/%2e%2Ex/y", "/v1/é"]
    seen = []
    for client, kind in zip(clients, (either, over_httpx), strict=True):
        start = len(server.raw.exchanges)
        for target in targets:
            response = kind.do(client.request("GET", target, headers={"X-One": "1"}, request_id="r"))
            assert response.status_code == 302
        kind.do(client.request("POST", "/v1/runs", json={"a": "é" * 100_000}, idempotency_key="k", request_id="r"))
        kind.do(client.request("POST", "/v1/runs", idempotency_key="k", request_id="r"))
        seen.append([(each.method, each.target, each.headers, each.body) for each in server.sent(start)])
    over_httpx.close()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("subject", [SUBJECTS[0]], ids=["kneo"])
def test_every_status_is_the_callers(subject: Subject, either: Any, server: Switched) -> None:
    client = subject.client(either, server.raw.url, attempts=1)
    kneo = subject.errors["any"]
    for status in (200, 204, 205, 299, 302, 399, 400, 418, 499, 500, 599, 600, 999):
        reply = answer(status, b"" if status in (204, 205) else b"{}")
        server.play = lambda exchange, reply=reply: exchange.send(reply) or True
        try:
            found = either.do(client.request("GET", "/v1/livez")).status_code
        except kneo as error:
            found = subject.status_of(error)
        assert found == status


def _hold(listener: socket.socket, until: threading.Event) -> None:
    with listener.accept()[0]:
        until.wait(20)


@pytest.mark.parametrize("subject", [SUBJECTS[2]], ids=["convox"])
def test_a_body_that_the_server_does_not_take_is_given_up(subject: Subject, either: Any, server: Switched) -> None:
    taken = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=lambda: _hold(listener, taken), daemon=True)
        thread.start()
        client = subject.client(either, f"http://127.0.0.1:{listener.getsockname()[1]}", attempts=1, timeout=0.3)

        async def forever() -> Any:
            while True:
                yield b"x" * 1_000_000

        with pytest.raises(subject.errors["timeout"], match="the connection broke while sending"):
            either.do(client.objects.store("web", "k", forever()))
        taken.set()
        thread.join()


@pytest.mark.parametrize("subject", [SUBJECTS[2]], ids=["convox"])
def test_what_a_callers_iterator_raises_comes_out(subject: Subject, either: Any, server: Switched) -> None:
    class Mine(Exception):
        pass

    async def broken() -> Any:
        yield b"one"
        raise Mine

    client = subject.client(either, server.raw.url)
    with pytest.raises(Mine):
        either.do(client.objects.store("web", "k", broken()))


@pytest.mark.parametrize("subject", [SUBJECTS[0]], ids=["kneo"])
def test_a_callers_own_client_over_aiohttp_has_its_errors_told_by_their_causes(
    subject: Subject, either: Any, server: Switched
) -> None:
    """`httpx_aiohttp` calls a lost answer a failure to connect; a POST would be sent again, and done twice."""
    library = pytest.importorskip("httpx_aiohttp")
    mine: httpx.AsyncClient = library.HttpxAiohttpClient()
    plain = subject.make("async")
    client = plain.client(server.raw.url, attempts=3, http_client=mine)
    server.play, start = (lambda exchange: False), len(server.raw.exchanges)

    with pytest.raises(subject.errors["network"], match="it may have been executed"):
        plain.do(client.request("PATCH", "/v1/unheard-of"))

    assert len(server.sent(start)) == 1
    assert eventually(lambda: True)
    plain.do(mine.aclose())
    plain.close()


def test_a_sync_client_cannot_send_over_aiohttp(subject: Subject) -> None:
    from trellis.connections import Aiohttp

    sync = subject.make("sync")
    word = "http" if subject.name == "knoxcall" else "http_client"
    try:
        with pytest.raises(TypeError, match="asynchronous clients"):
            sync.client("https://h.example", **{word: Aiohttp()})
    finally:
        sync.close()


def _no_distribution(name: str) -> str:
    raise PackageNotFoundError(name)


@pytest.mark.parametrize("version", [_no_distribution, lambda name: "3.9.5"], ids=["missing", "too old"])
def test_without_the_extra_the_error_names_it(version: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    from trellis.connections import Aiohttp

    monkeypatch.setattr("importlib.metadata.version", version)
    with pytest.raises(ImportError, match=r"trellis-clients\[aiohttp\]"):
        Aiohttp()
