"""Probing an address: answers within the time, silence and rubbish as one failure, no proxy where none belongs."""

from __future__ import annotations

import copy
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.unit.core.surfaces import http_server
from trellis.core.transport.probe import ProbeFailure, probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler


@contextmanager
def raw_server(play: Callable[[socket.socket], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    try:
                        connection.recv(65536)
                        play(connection)
                    except OSError:
                        pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            done.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def test_an_answer_has_status_headers_and_body() -> None:
    seen: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        seen.append(f"{request.path} {request.headers['X-Asked']}")
        request.send_response(418)
        request.send_header("X-Answer", "Yes")
        request.send_header("Content-Length", "4")
        request.end_headers()
        request.wfile.write(b"body")

    with http_server(answer) as url:
        found = probe(f"{url}/a/b?c=d", {"X-Asked": "please"}, 5)
    assert (found.status, found.headers["x-answer"], found.body) == (418, "Yes", b"body")
    assert seen == ["/a/b?c=d please"]


def test_a_redirect_is_an_answer_like_any_other() -> None:
    with raw_server(lambda c: c.sendall(b"HTTP/1.1 302 F\r\nLocation: http://127.0.0.1:1/\r\n\r\n")) as url:
        assert probe(url, {}, 5).status == 302


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("play", [lambda _: time.sleep(2), drip], ids=["silent", "dripping"])
def test_silence_and_dripping_end_when_the_time_is_up(play: Callable[[socket.socket], None]) -> None:
    with raw_server(play) as url:
        begun = time.monotonic()
        with pytest.raises(ProbeFailure) as caught:
            probe(url, {}, 0.2)
        assert 0.1 < time.monotonic() - begun < 1.5
    assert caught.value.timed_out
    assert copy.copy(caught.value).timed_out


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x00\x01", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_rubbish_is_no_answer(rubbish: bytes) -> None:
    with raw_server(lambda connection: connection.sendall(rubbish)) as url, pytest.raises(ProbeFailure) as caught:
        probe(url, {}, 5)
    assert not caught.value.timed_out


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("http://127.0.0.1:1", {}), ("ftp://127.0.0.1", {}), ("nonsense", {}), ("http://", {}), ("http://[", {}),
        ("http://u:p@127.0.0.1", {}), ("http://127.0.0.1:99999", {}), ("http://127.0.0.1:1", {"X": "a\nb"}),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_fails_without_a_word_about_it(url: str, headers: dict[str, str]) -> None:
    with pytest.raises(ProbeFailure) as caught:
        probe(url, headers, 5)
    assert str(caught.value) == "no answer"


def test_proxies_are_left_out_except_for_https_where_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 502 no\r\n\r\n")

    def keep(connection: socket.socket) -> None:
        asked.append(b"asked")
        proxy(connection)

    with raw_server(keep) as url, raw_server(lambda c: c.sendall(b"HTTP/1.1 204 N\r\n\r\n")) as target:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name.lower(), url.replace("http://", "http://user:pass@"))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert probe(target, {}, 5, proxied=True).status == 204
        assert asked == []
        with pytest.raises(ProbeFailure):
            probe("https://knox.test/x", {}, 5, proxied=True)
        assert asked == [b"asked"]
        with pytest.raises(ProbeFailure):
            probe("https://127.0.0.1:1/x", {}, 5)
        assert asked == [b"asked"]
