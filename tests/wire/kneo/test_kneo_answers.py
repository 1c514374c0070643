"""Successful answers in every shape HTTP allows, and the ways in which one can be broken on the wire."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from kneo_client.core import KneoNetworkError, KneoProtocolError
from tests.wire.kneo.both_clients import failure_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

BODY = json.dumps({"ok": True, "service": "s" * 3000, "version": "0.4.0"}).encode()


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nTrailer: x\r\n\r\n"


GOOD = {
    "plain": answer(200, BODY),
    "no content type": answer(200, BODY),
    "text/plain": answer(200, BODY, headers=("Content-Type: text/plain",)),
    "bom": answer(200, b"\xef\xbb\xbf" + BODY),
    "chunked": answer(200, chunked(BODY, 7), headers=("Transfer-Encoding: chunked",), length=-1),
    "until close": answer(200, BODY, headers=("Connection: close",), length=-1),
    "http/1.0": answer(200, BODY).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
    "gzip": answer(200, gzip.compress(BODY), headers=("Content-Encoding: gzip",)),
    "deflate": answer(200, zlib.compress(BODY), headers=("Content-Encoding: deflate",)),
    "gzip, chunked": answer(
        200, chunked(gzip.compress(BODY), 5), headers=("Content-Encoding: gzip", "Transfer-Encoding: chunked"),
        length=-1,
    ),
    "identity": answer(200, BODY, headers=("Content-Encoding: identity",)),
    "interim answers first": answer(100, length=-1) + answer(103, length=-1) + answer(200, BODY),
    "201": answer(201, BODY),
    "202": answer(202, BODY),
    "no reason": answer(200, BODY).replace(b" Reason", b" ", 1),
    "header twice": answer(200, BODY, headers=("Set-Cookie: a=1", "Set-Cookie: b=2")),
    "strange header": answer(200, BODY, headers=("X-Odd: \xe4\xff",)),
}  # fmt: skip


@pytest.mark.parametrize("reply", GOOD.values(), ids=GOOD.keys())
def test_an_answer_is_read_in_every_shape(either: Either, serve: Callable[..., RawServer], reply: bytes) -> None:
    server = serve(reply)
    client = either.client(server.url)
    assert either.do(client.platform.health.livez()).service == "s" * 3000
    assert either.do(client.request("GET", "/v1/livez")).json() == json.loads(BODY)


UNUSABLE = {
    "204": (answer(204, length=-1), "the body is empty"),
    "empty 200": (answer(200), "the body is empty"),
    "html": (answer(200, b"<html><title>Sign in</title></html>"), "HTML"),
    "text": (answer(200, b"OK"), "no JSON"),
    "cut off json": (answer(200, BODY[:50]), "no JSON"),
    "no utf-8": (answer(200, b'{"ok":"\xff"}'), "no JSON"),
    "array": (answer(200, b"[]"), "a JSON array"),
    "null": (answer(200, b"null"), "null"),
    "string": (answer(200, b'"x"'), "a JSON string"),
    "number": (answer(200, b"1"), "a JSON number"),
    "missing member": (answer(200, b"{}"), "'ok'"),
    "too deep": (answer(200, b"[" * 100_000), "nested"),
    "content length too small": (answer(200, BODY, length=10), "no JSON"),
    "unknown compression": (answer(200, b"\x28\xb5\x2f\xfd", headers=("Content-Encoding: x-odd",)), "no JSON"),
}


@pytest.mark.parametrize(("reply", "words"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_success_that_does_not_fit_is_a_protocol_error_and_is_not_repeated(
    either: Either, serve: Callable[..., RawServer], reply: bytes, words: str
) -> None:
    server = serve(reply)
    client = either.client(server.url, attempts=3)
    error = failure_of(either, client.platform.health.livez, KneoProtocolError)
    assert words in str(error)
    assert error.status in (200, 204)
    assert error.request_id is not None
    assert error.request_id in str(error)
    assert len(server.exchanges) == 1


BROKEN: dict[str, tuple[bytes, bool]] = {
    # name: what is sent before the end, whether the end is a reset
    "closed before any byte": (b"", False),
    "reset before any byte": (b"", True),
    "garbage": (b"\x00\xffnot http\r\n\r\n", False),
    "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n", False),
    "half a status line": (b"HTTP/1.1 20", False),
    "half the headers": (b"HTTP/1.1 200 OK\r\nContent-Len", False),
    "closed after the headers": (answer(200, length=500), False),
    "reset after the headers": (answer(200, length=500), True),
    "half the body": (answer(200, BODY[:100], length=len(BODY)), False),
    "reset in the body": (answer(200, BODY[:100], length=len(BODY)), True),
    "chunk without end": (
        answer(200, b"5\r\nhel", headers=("Transfer-Encoding: chunked",), length=-1), False,
    ),
    "chunk size is no number": (
        answer(200, b"zz\r\nhello", headers=("Transfer-Encoding: chunked",), length=-1), False,
    ),
    "content length is no number": (answer(200, BODY, headers=("Content-Length: many",), length=-1), False),
    "two content lengths": (answer(200, BODY, headers=("Content-Length: 3",), length=4), False),
    "header without colon": (answer(200, BODY, headers=("Nonsense",)), False),
    "endless header": (b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 300_000, False),
    "http/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", False),
    "broken gzip": (answer(200, b"\x1f\x8bnonsense", headers=("Content-Encoding: gzip",)), False),
    "only interim answers": (answer(100, length=-1), False),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "reset"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_is_a_network_error_after_every_attempt_of_a_get(
    either: Either, serve: Callable[..., RawServer], sent: bytes, reset: bool
) -> None:
    def play(exchange: Exchange) -> bool:
        if sent:
            exchange.send(sent)
            exchange.wait(0.02)  # a reset may discard what was not read yet; these bytes are meant to arrive
        if reset:
            exchange.reset()
        else:
            exchange.connection.shutdown(socket.SHUT_RDWR)
        return False

    server = serve(play)
    client = either.client(server.url, attempts=2)
    for call in (client.platform.health.livez, lambda: client.request("GET", "/v1/livez")):
        before = len(server.exchanges)
        error = failure_of(either, call, KneoNetworkError)
        assert error.status is None
        assert error.request_id == server.exchanges[-1].headers["x-request-id"]
        assert error.request_id in str(error)
        assert "attempt 2 of 2" in str(error)
        assert len(server.exchanges) == before + 2


def test_bytes_after_an_answer_do_not_spoil_the_next_call(either: Either, serve: Callable[..., RawServer]) -> None:
    def play(exchange: Exchange) -> bool:
        if exchange.number == 1:
            exchange.send(json_answer({"ok": True, "version": "first"}) + b"left over\r\n\r\n")
        else:
            exchange.send(json_answer({"ok": True, "version": "second"}))
        return True

    client = either.client(serve(play).url, attempts=2)
    assert either.do(client.platform.health.livez()).version == "first"
    assert either.do(client.platform.health.livez()).version == "second"


def test_a_connection_that_the_server_closed_while_idle_is_not_used_again(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(json_answer({"ok": True}))  # says keep-alive by default, then closes
        return False

    server = serve(play)
    client = either.client(server.url)
    for count in range(1, 6):
        assert either.do(client.platform.health.livez()).ok
        assert len(server.exchanges) == count
        time.sleep(0.05)  # the end of the connection is on its way


def test_a_request_is_complete_and_says_nothing_twice(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(json_answer({"run_id": "r", "status": "created", "human_intervention_required": False}))
    either.do(either.client(server.url).platform.runs.create({"input": "grüße"}))
    sent = server.exchanges[0]
    assert (sent.method, sent.target) == ("POST", "/v1/runs")
    assert json.loads(sent.body) == {"input": "grüße"}
    assert sent.headers["host"] == f"127.0.0.1:{server.port}"
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["content-length"] == str(len(sent.body))
    assert sent.headers["authorization"] == "Bearer local-admin-key"
    assert sent.headers["accept"] == "application/json"
    assert len(sent.headers["x-request-id"]) == 36
    assert len(sent.headers["idempotency-key"]) == 36
