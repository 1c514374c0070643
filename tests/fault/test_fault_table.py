"""The fault table: for each trouble and each SDK, how often a request is sent, with which keys, and how it ends.

Over real sockets, with both kinds of client. `safe` reads; `keyed` changes something and carries an idempotency key
that the service honours; `bare` changes something and carries none that counts. Columns are attempts of at most three.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.fault.left_over import eventually
from tests.fault.outcomes import SLACK, Outcome
from tests.fault.subjects import ATTEMPTS, IDEMPOTENCY_HEADERS, CallShape, Subject
from tests.fault.troubles import (
    ANSWERED,
    GOOD_IN_SPITE,
    STALL,
    TROUBLES,
    Greeter,
    Trouble,
    reset_now,
)
from tests.wire.kneo.raw_server import Exchange, RawServer, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.usefixtures("little_is_let_through")


@pytest.fixture
def greet(either: Any) -> Iterator[Callable[[Callable[[socket.socket], None]], Greeter]]:
    started: list[Greeter] = []

    def start(what: Callable[[socket.socket], None]) -> Greeter:
        started.append(Greeter(what))
        return started[-1]

    yield start
    for server in started:
        server.close()


def assert_one_call(exchanges: list[Exchange], shape: CallShape) -> None:
    """All attempts are one call: the same method, target, body, request id and key, and a key only where one is."""
    first = exchanges[0]
    varying = {"dpop"}
    for exchange in exchanges:
        assert (exchange.method, exchange.target, exchange.body) == (first.method, first.target, first.body)
        fixed = {name: value for name, value in exchange.headers.items() if name not in varying}
        assert fixed == {name: value for name, value in first.headers.items() if name not in varying}
        keys = [exchange.headers[name] for name in IDEMPOTENCY_HEADERS if name in exchange.headers]
        assert len(keys) == (0 if shape.key is None else 1)
        assert all(keys)


PASSING = (
    "closed before any byte", "reset before any byte", "half the headers", "reset after the headers", "half the body",
    "not HTTP", "no gzip",
)  # fmt: skip


def attempts_stated(trouble: Trouble, shape: CallShape, most: int) -> int:
    """The table's middle column: what may have been executed is repeated only where that does no harm."""
    return most if shape.replayed or not trouble.sent else 1


@pytest.mark.parametrize("name", TROUBLES)
def test_a_trouble_that_stays(subject: Subject, either: Any, serve: Callable[..., RawServer], name: str) -> None:
    trouble = TROUBLES[name]
    late = trouble.error == "timeout"
    most = 2 if late else ATTEMPTS  # each of which takes its time
    troubled = [True]
    server = serve(lambda exchange: trouble.play(exchange) if troubled[0] else subject.healthy(exchange))
    client = subject.client(either, server.url, attempts=most, timeout=STALL if late else 5.0)
    keys = []
    for which, shape in subject.calls.items():
        troubled[0], start = True, len(server.exchanges)

        outcome = Outcome(either, shape, client)

        outcome.assert_typed(subject.errors[trouble.error])
        sent = server.exchanges[start:]
        attempts = attempts_stated(trouble, shape, most)
        assert len(sent) == attempts, f"{which}: {len(sent)} attempts, not {attempts}"
        assert f"attempt {attempts} of {most}; it may have been executed" in str(outcome.error)
        assert_one_call(sent, shape)
        assert attempts * trouble.seconds * late * 0.8 <= outcome.seconds
        assert outcome.seconds < attempts * trouble.seconds + SLACK
        keys += [sent[0].headers[shape.key]] if shape.key else []
        troubled[0] = False
        assert Outcome(either, shape, client).error is None, f"{which} does not work after the trouble"
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", PASSING)
def test_a_trouble_that_passes(subject: Subject, either: Any, serve: Callable[..., RawServer], name: str) -> None:
    trouble = TROUBLES[name]
    left = [0]

    def play(exchange: Exchange) -> bool:
        left[0] -= 1
        return trouble.play(exchange) if left[0] >= 0 else subject.healthy(exchange)

    server = serve(play)
    client = subject.client(either, server.url)
    for shape in subject.calls.values():
        left[0], start = 1, len(server.exchanges)
        outcome = Outcome(either, shape, client)
        sent = server.exchanges[start:]
        assert_one_call(sent, shape)
        if shape.replayed:
            assert outcome.error is None
            assert len(sent) == 2
        else:
            outcome.assert_typed(subject.errors["network"])
            assert len(sent) == 1, "what may have been executed was sent again"


@pytest.mark.parametrize("name", GOOD_IN_SPITE)
def test_an_odd_answer_that_is_good(subject: Subject, either: Any, serve: Callable[..., RawServer], name: str) -> None:
    """And the next call on the client gets its own answer, not what came after the first."""
    said = [0]
    over = threading.Event()

    def play(exchange: Exchange) -> bool:
        keep = GOOD_IN_SPITE[name](subject._shape_of(exchange).reply, over)(exchange)
        said[0] += 1
        return keep

    server = serve(play)
    client = subject.client(either, server.url)
    for number, shape in enumerate([*subject.calls.values(), *subject.calls.values()], 1):
        over.clear()
        outcome = Outcome(either, shape, client)
        over.set()
        assert outcome.error is None, repr(outcome.error)
        assert outcome.seconds < SLACK
        # What comes after an answer, its end included, is noticed once it is there.
        assert eventually(lambda: said[0] == number)  # noqa: B023
        time.sleep(0.02)
    assert len(server.exchanges) == 2 * len(subject.calls)


@pytest.mark.parametrize("name", ANSWERED)
def test_a_success_that_does_not_fit(subject: Subject, either: Any, serve: Callable[..., RawServer], name: str) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(ANSWERED[name])
        return "small" not in name

    server = serve(play)
    client = subject.client(either, server.url)
    for shape in subject.calls.values():
        start = len(server.exchanges)
        outcome = Outcome(either, shape, client)
        time.sleep(0.02)  # so that the next call sees the end of a connection that was closed
        assert len(server.exchanges) == start + 1, "a success was sent again"
        if shape.verbatim:
            assert outcome.result.status_code == 200
        else:
            assert isinstance(outcome.error, subject.errors["any"]), f"{outcome.error!r} {outcome.result!r}"
            assert not isinstance(outcome.error, (subject.errors["network"], subject.errors["timeout"]))


def _not_listening() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


UNREACHABLE: dict[str, tuple[str, str]] = {
    # name: (error, address; {silent}, {plain} and {resets} stand for ports that stall, talk in clear, and break)
    "refused": ("network", "http://127.0.0.1:{closed}"),
    "no such host": ("network", "https://no-such-host.invalid:9"),
    "TLS that stalls": ("timeout", "https://127.0.0.1:{silent}"),
    "TLS that is none": ("network", "https://127.0.0.1:{plain}"),
    "TLS that breaks": ("network", "https://127.0.0.1:{resets}"),
}


# Where a connection breaks before TLS begins, Python forgets to close the socket that it was wrapping.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
@pytest.mark.parametrize("name", UNREACHABLE)
def test_a_server_that_cannot_be_reached(
    subject: Subject, either: Any, greet: Callable[..., Greeter], name: str
) -> None:
    """Nothing was sent, so every call is tried again, those included that must not be done twice."""
    error, address = UNREACHABLE[name]
    greeters = {
        "silent": greet(lambda connection: None),
        "plain": greet(lambda connection: connection.sendall(answer(400, b"speak HTTP"))),
        "resets": greet(reset_now),
    }
    ports = {known: greeter.port for known, greeter in greeters.items()}
    url = address.format(closed=_not_listening().rpartition(":")[2], **ports)
    most = 2 if error == "timeout" else ATTEMPTS
    client = subject.client(either, url, attempts=most, timeout=STALL if error == "timeout" else 5.0)
    for number, shape in enumerate(subject.calls.values(), 1):
        outcome = Outcome(either, shape, client)
        outcome.assert_typed(subject.errors[error])
        assert "could not connect" in str(outcome.error)
        assert f"attempt {most} of {most}; it was not sent" in str(outcome.error)
        limit = most * STALL if error == "timeout" else 0.0
        assert limit * 0.8 <= outcome.seconds < limit + SLACK
        assert {sum(greeter.connections for greeter in greeters.values())} <= {0, number * most}


def test_a_connection_that_is_broken_as_soon_as_it_is_made(
    subject: Subject, either: Any, greet: Callable[..., Greeter]
) -> None:
    """Unless the break is noticed before the request leaves, nobody can know how far it came."""
    server = greet(reset_now)
    client = subject.client(either, f"http://127.0.0.1:{server.port}")
    for shape in subject.calls.values():
        before = server.connections
        outcome = Outcome(either, shape, client)
        outcome.assert_typed(subject.errors["network"])
        # Where even the connection's options could no longer be set, it is known that nothing was sent, and any call is
        # tried again; once it may have been sent, only a call that may be repeated is.
        told = re.search(
            rf"attempt (\d) of {ATTEMPTS}; (it was not sent|it may have been executed)", str(outcome.error)
        )
        assert told is not None
        assert server.connections - before == int(told[1])
        assert int(told[1]) == ATTEMPTS or (told[2] == "it may have been executed" and not shape.replayed)


def _expected(shape: CallShape, status: int, attempts: int) -> int:
    if status < 200:  # what follows an interim answer is missing: the connection was closed
        return attempts if shape.replayed else 1
    return attempts if status in shape.retried else 1


def test_every_status_from_100_to_999(subject: Subject, either: Any, serve: Callable[..., RawServer]) -> None:
    status = [0]

    def play(exchange: Exchange) -> bool:
        code = status[0]
        if code < 200 or code in (204, 304):
            exchange.send(answer(code, length=-1))
        elif code < 300:
            reply = subject._shape_of(exchange).reply
            exchange.send(b"HTTP/1.1 %d Reason\r\n%b" % (code, reply.partition(b"\r\n")[2]))
        else:
            exchange.send(json_answer({"error": "words of the server"}, code))
        return code >= 200

    server = serve(play)
    client = subject.client(either, server.url, attempts=2)
    wrong = []
    for code in range(100, 1000):
        status[0] = code
        # Above 599 one shape is asked for each, the others for every seventh.
        shapes = [*subject.calls.items()][: None if code < 600 or code % 7 == 0 else 1]
        for which, shape in shapes:
            start = len(server.exchanges)
            outcome = Outcome(either, shape, client)
            sent = len(server.exchanges) - start
            if code < 200:
                right = type(outcome.error) is subject.errors["network"]
            elif shape.verbatim:
                right = outcome.error is None and outcome.result.status_code == code
            elif code < 300 and code != 204:
                right = outcome.error is None
            else:
                right = isinstance(outcome.error, subject.errors["any"]) and subject.status_of(outcome.error) == code
            if not right or sent != _expected(shape, code, 2):
                wrong.append((code, which, sent, outcome.error or outcome.result))
    assert wrong == []


def test_keep_alive_connections_that_are_closed_under_us(
    subject: Subject, either: Any, serve: Callable[..., RawServer]
) -> None:
    """A connection closed while it was idle costs nobody anything; one closed as the request arrives costs those calls
    an attempt that may be repeated, and the others an error."""
    cut = [False]

    def play(exchange: Exchange) -> bool:
        if cut[0]:
            cut[0] = False
            return False
        subject.healthy(exchange)
        return cut[0] is None

    server = serve(play)
    client = subject.client(either, server.url)
    for shape in subject.calls.values():
        for _ in range(5):
            assert Outcome(either, shape, client).error is None
            time.sleep(0.01)
    assert len(server.exchanges) == server.connections == 5 * len(subject.calls)
    for shape in subject.calls.values():
        cut[0] = True
        outcome = Outcome(either, shape, client)
        assert (outcome.error is None) == shape.replayed
        time.sleep(0.01)
