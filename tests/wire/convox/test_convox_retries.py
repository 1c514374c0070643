"""What a Convox client sends again, after how long, and what bodies allow it."""

from __future__ import annotations

import io
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from convox import RetryConfig
from convox.exceptions import (
    ConvoxAPIError,
    ConvoxAuthError,
    ConvoxConnectionError,
    ConvoxGatewayError,
    ConvoxServerError,
    ConvoxTimeoutError,
)
from tests.wire.convox.racks import OK, failure_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

    Serve = Callable[..., RawServer]

BUILD = json_answer({"id": "B1", "status": "complete"})
NOW: dict[str, Any] = {"backoff_base": 0.0}


def failing(times: int, status: int, *headers: str, then: bytes = OK) -> Callable[[Exchange], bool]:
    """Answers `status` so many times, and then well."""

    def play(exchange: Exchange) -> bool:
        good = exchange.number > times
        exchange.send(then if good else json_answer({"error": "later"}, status, headers=headers))
        return True

    return play


@pytest.mark.parametrize("verb", ["get", "put", "delete", "head", "options"])
@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_changes_nothing_when_repeated_is_sent_again(either: Either, serve: Serve, verb: str, status: int) -> None:
    server = serve(failing(2, status, then=answer(200)))
    client = either.client(server.url, max_retries=2)

    either.do(getattr(client.api, verb)("/x"))

    assert len(server.exchanges) == 3


@pytest.mark.parametrize(
    ("status", "config", "attempts"),
    [
        (429, RetryConfig(2, **NOW), 3),
        (503, RetryConfig(2, **NOW), 3),
        (502, RetryConfig(2, **NOW), 1),
        (504, RetryConfig(2, **NOW), 1),
        (500, RetryConfig(2, **NOW), 1),
        (500, RetryConfig(2, **NOW, retry_on_500=True), 3),
        (502, RetryConfig(2, **NOW, retry_on_500=True), 1),
        (502, RetryConfig(2, **NOW, retryable_status_codes=frozenset({502, 504})), 3),
        (503, RetryConfig(2, **NOW, retryable_status_codes=frozenset({502})), 1),
    ],
)
def test_a_post_is_sent_again_where_nothing_was_done_or_the_user_says_so(
    either: Either, serve: Serve, status: int, config: RetryConfig, attempts: int
) -> None:
    server = serve(failing(9, status))

    with pytest.raises(ConvoxAPIError):
        either.do(either.client(server.url, retry=config).apps.create("web"))

    assert len(server.exchanges) == attempts
    assert {exchange.body for exchange in server.exchanges} == {b"name=web"}


def test_five_hundred_is_final_unless_told_otherwise(either: Either, serve: Serve) -> None:
    server = serve(failing(1, 500, then=json_answer([])))
    client = either.client(server.url, max_retries=3)
    failure_of(either, client.apps.list, ConvoxServerError)
    assert len(server.exchanges) == 1

    other = serve(failing(1, 500, then=json_answer([])))
    assert either.do(either.client(other.url, retry=RetryConfig(1, **NOW, retry_on_500=True)).apps.list()) == []


def test_no_retries_means_one_attempt(either: Either, serve: Serve) -> None:
    server = serve(failing(9, 503))

    failure_of(either, either.client(server.url, retry=RetryConfig(max_retries=0)).apps.list, ConvoxGatewayError)

    assert len(server.exchanges) == 1


def test_a_view_may_have_other_rules(either: Either, serve: Serve) -> None:
    server = serve(failing(9, 502))
    client = either.client(server.url, max_retries=0)
    view = client.with_options(retry=RetryConfig(1, **NOW, retryable_status_codes=frozenset({502})))

    failure_of(either, lambda: view.apps.create("web"), ConvoxGatewayError)
    assert len(server.exchanges) == 2
    failure_of(either, lambda: client.apps.create("web"), ConvoxGatewayError)
    assert len(server.exchanges) == 3


@pytest.mark.parametrize("patience", ["0.2", "0.2 "])
def test_retry_after_is_waited_for(either: Either, serve: Serve, patience: str) -> None:
    server = serve(failing(1, 503, f"Retry-After: {patience}", then=json_answer([])))
    started = monotonic()

    either.do(either.client(server.url, max_retries=1).apps.list())

    assert 0.2 <= monotonic() - started < 2


@pytest.mark.parametrize("past", ["-5", "Wed, 21 Oct 2015 07:28:00 GMT", "soon"])
def test_a_wish_that_is_over_or_unreadable_costs_nothing(either: Either, serve: Serve, past: str) -> None:
    server = serve(failing(1, 503, f"Retry-After: {past}", then=json_answer([])))
    started = monotonic()

    either.do(either.client(server.url, max_retries=1).apps.list())

    assert monotonic() - started < 1


@pytest.mark.parametrize(("backoff_max", "wish", "waits"), [(30.0, "61", False), (90.0, "91", False)])
def test_a_longer_wish_is_the_callers_affair(
    either: Either, serve: Serve, backoff_max: float, wish: str, waits: bool
) -> None:
    server = serve(failing(1, 503, f"Retry-After: {wish}"))
    client = either.client(server.url, retry=RetryConfig(backoff_max=backoff_max))

    error = failure_of(either, client.apps.list, ConvoxGatewayError)

    assert error.retry_after == float(wish)
    assert len(server.exchanges) == 1


def test_a_broken_connection_is_retried_for_reads_only(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> bool:
        if exchange.number == 1:
            exchange.reset()
        exchange.send(json_answer([]))
        return True

    server = serve(play)
    assert either.do(either.client(server.url, max_retries=1).apps.list()) == []
    assert len(server.exchanges) == 2

    other = serve(play)
    error = failure_of(
        either, lambda: either.client(other.url, max_retries=1).apps.create("web"), ConvoxConnectionError
    )
    assert "it may have been executed" in str(error)
    assert len(other.exchanges) == 1


def test_timeouts_apply_to_resources(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> None:
        exchange.wait(5)

    started = monotonic()
    failure_of(either, either.client(serve(play).url, timeout=0.2).apps.list, ConvoxTimeoutError)
    assert monotonic() - started < 2


class Once:
    """An iterator of bytes."""

    def __init__(self) -> None:
        self._left = [b"a", b"b"]

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._left:
            raise StopIteration
        return self._left.pop(0)


def unseekable() -> Any:
    """A file that cannot be rewound."""
    file = io.BytesIO(b"ab")
    file.seekable = lambda: False  # type: ignore[method-assign]
    return file


def seekable() -> Any:
    """A file that stands behind its first bytes."""
    file = io.BytesIO(b"skipped" + b"x" * 200_000)
    file.seek(7)
    return file


@pytest.mark.parametrize(
    ("make", "sent"),
    [
        (lambda: b"ab", b"ab"),
        (lambda: bytearray(b"ab"), b"ab"),
        (lambda: io.BytesIO(b"ab"), b"ab"),
        (seekable, b"x" * 200_000),
        (lambda: [b"a", b"b"], b"ab"),
    ],
)
def test_bodies_that_can_be_had_again_are_sent_again(
    either: Either, serve: Serve, make: Callable[[], Any], sent: bytes
) -> None:
    server = serve(failing(2, 503))

    assert either.do(either.client(server.url, max_retries=2).api.post("/x", content=make())) == "ok"

    assert [exchange.body for exchange in server.exchanges] == [sent] * 3


@pytest.mark.parametrize("make", [Once, unseekable])
@pytest.mark.parametrize("status", [503, 429])
def test_an_iterator_is_sent_once_and_the_error_says_why(
    either: Either, serve: Serve, make: Callable[[], Any], status: int
) -> None:
    server = serve(failing(2, status))
    client = either.client(server.url, max_retries=2)

    with pytest.raises(ConvoxAPIError) as caught:
        either.do(client.api.post("/x", content=make()))

    assert len(server.exchanges) == 1
    assert caught.value.status_code == status
    assert caught.value.message == (
        "later; it was not sent again, because its body can be read only once: give bytes or a seekable file for that"
    )


def test_an_iterator_that_would_not_have_been_sent_again_is_not_remarked_upon(either: Either, serve: Serve) -> None:
    server = serve(failing(2, 502))

    error = failure_of(
        either,
        lambda: either.client(server.url, max_retries=2).api.post("/x", content=Once()),
        ConvoxGatewayError,
    )

    assert error.message == "later"


def test_a_connection_that_could_not_be_made_says_the_same(either: Either, serve: Serve) -> None:
    server = serve(OK)
    url = server.url
    server.close()

    error = failure_of(
        either,
        lambda: either.client(url, max_retries=2).api.post("/x", content=Once()),
        ConvoxConnectionError,
    )

    assert "can be read only once" in str(error)


def test_an_asynchronous_iterator_belongs_to_the_asynchronous_client(either: Either, serve: Serve) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"a"

    server = serve(failing(0, 503))
    body = pieces()
    if either.is_async:
        assert either.do(either.client(server.url).api.post("/x", content=body)) == "ok"
        assert server.exchanges[0].body == b"a"
    else:
        with pytest.raises(TypeError, match="asynchronous"):
            either.client(server.url).api.post("/x", content=body)
        assert server.exchanges == []


@pytest.mark.parametrize("body", [[b"a", "b"], [b"a", 3]])
def test_a_piece_that_is_no_bytes_is_the_callers_mistake(either: Either, serve: Serve, body: Any) -> None:
    with pytest.raises(TypeError, match="must give bytes"):
        either.do(either.client(serve(failing(0, 503)).url).api.post("/x", content=body))


def test_an_unauthorized_answer_is_final(either: Either, serve: Serve) -> None:
    server = serve(json_answer({"error": "unauthorized"}, 401, headers=('WWW-Authenticate: Basic realm="convox"',)))

    failure_of(either, either.client(server.url, max_retries=3).apps.list, ConvoxAuthError)

    assert len(server.exchanges) == 1


def test_progress_is_told_for_each_attempt(either: Either, serve: Serve) -> None:
    server = serve(failing(1, 503, then=BUILD))
    told: list[tuple[int, int | None]] = []
    data = b"\x1f\x8b\x08" + b"x" * 99_999

    client = either.client(server.url, max_retries=1)
    build = either.do(client.builds.import_build("web", data, progress=lambda sent, total: told.append((sent, total))))

    assert build.id == "B1"
    assert told == [(65536, 100_002), (100_002, 100_002)] * 2
    assert [exchange.body for exchange in server.exchanges] == [data] * 2
    assert {exchange.headers["content-type"] for exchange in server.exchanges} == {"application/gzip"}


@pytest.mark.slow
def test_two_hundred_retries_leave_nothing_behind(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(json_answer({"error": "x" * 5000}, 503) if exchange.number % 2 else json_answer([]))
        return True

    server = serve(play)
    client = either.client(server.url, max_retries=1)

    for _ in range(200):
        assert either.do(client.apps.list()) == []

    assert len(server.exchanges) == 400
    assert server.connections == 1, "a refused answer that is not closed keeps its connection"
