"""Faults are real on the wire: what a raw socket sees of each of them, and whether the request took effect."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from trellis.emulator import in_process
from trellis.testing import faults

if TYPE_CHECKING:
    from trellis.emulator import KneoHandle

RUN = {"spec_path": "support_triage.yaml", "input": "x"}


class Seen:
    """What came back on a raw socket: the bytes, how it ended, and when each piece arrived."""

    def __init__(self) -> None:
        self.data = b""
        self.end = "closed"
        self.arrivals: list[float] = []

    @property
    def body(self) -> bytes:
        return self.data.partition(b"\r\n\r\n")[2]


def raw_get(server: KneoHandle, path: str = "/v1/livez") -> Seen:
    seen, began = Seen(), time.monotonic()
    with socket.create_connection((server.host, server.port), timeout=5) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        try:
            while chunk := sock.recv(65536):
                seen.data += chunk
                seen.arrivals.append(time.monotonic() - began)
        except ConnectionResetError:
            seen.end = "reset"
    return seen


def test_a_connection_is_reset_before_any_byte(kneo_server) -> None:
    kneo_server.faults.add("livez", faults.reset_before_response(), faults.reset_before_response(clean=True))
    reset, closed, fine = (raw_get(kneo_server) for _ in range(3))
    assert (reset.data, reset.end) == (b"", "reset")
    assert (closed.data, closed.end) == (b"", "closed")
    assert fine.data.startswith(b"HTTP/1.1 200 ")
    assert [entry.status for entry in kneo_server.requests] == [None, None, 200]


def test_a_connection_is_reset_after_the_headers(kneo_server) -> None:
    kneo_server.faults.add("livez", faults.reset_after_headers(), faults.reset_after_headers(clean=True))
    reset, closed = raw_get(kneo_server), raw_get(kneo_server)
    assert (reset.end, closed.end) == ("reset", "closed")
    for seen in (reset, closed):
        assert seen.data.startswith(b"HTTP/1.1 200 ")
        assert b"content-length: 74\r\n" in seen.data
        assert seen.body == b""


def test_a_body_is_cut_short_of_its_announced_length(kneo_server) -> None:
    kneo_server.faults.add("livez", faults.truncate(5), faults.truncate(10_000))
    short, almost = raw_get(kneo_server), raw_get(kneo_server)
    assert short.body == b'{"ok"'
    assert b"content-length: 74\r\n" in short.data
    assert len(almost.body) == 73
    assert short.end == almost.end == "closed"


def test_garbage_is_sent_as_it_is(kneo_server) -> None:
    kneo_server.faults.add("livez", faults.garbage(b"\x00\x01 no http"))
    assert raw_get(kneo_server).data == b"\x00\x01 no http"


def test_a_body_drips(kneo_server) -> None:
    kneo_server.faults.add("livez", faults.drip(20, 0.05))
    seen = raw_get(kneo_server)
    assert len(seen.body) == 74
    assert seen.end == "closed"
    # Four chunks with three pauses between them; a busy machine may read two chunks at once.
    assert len(seen.arrivals) >= 2
    assert seen.arrivals[-1] >= 0.15


def test_an_answer_is_late(kneo_server) -> None:
    kneo_server.faults.add("livez", faults.delay(0.15))
    assert raw_get(kneo_server).arrivals[0] >= 0.15


def test_a_status_is_answered_with_the_headers_of_the_service(kneo_server, http) -> None:
    kneo_server.faults.add(
        "livez",
        faults.status(503, json={"detail": {"error": "queue_full", "message": "later"}}, headers={"Retry-After": "7"}),
        faults.status(429, content="slow down", headers={"Content-Type": "text/css", "X-Request-ID": "theirs"}),
        faults.status(500),
    )
    first, second, third = (http.get("/v1/livez", headers={"X-Request-ID": "mine"}) for _ in range(3))
    assert (first.status_code, first.json()["detail"]["error"]) == (503, "queue_full")
    assert (first.headers["retry-after"], first.headers["x-request-id"]) == ("7", "mine")
    assert (second.text, second.headers["content-type"], second.headers["x-request-id"]) == (
        "slow down",
        "text/css",
        "theirs",
    )
    assert (third.status_code, third.text) == (500, "Internal Server Error")
    assert not kneo_server.violations


def test_a_status_that_has_no_words_is_answered_too(kneo_server, http) -> None:
    kneo_server.faults.add("livez", faults.status(520), faults.html(599))
    assert [
        (answer.status_code, "520" in answer.text) for answer in (http.get("/v1/livez"), http.get("/v1/livez"))
    ] == [
        (520, True),
        (599, False),
    ]


def test_a_fault_that_could_not_be_played_is_refused_when_it_is_made() -> None:
    for make, refusal in (
        (lambda: faults.status("503"), TypeError),
        (lambda: faults.status(True), TypeError),
        (lambda: faults.status(42), ValueError),
        (lambda: faults.status(1000), ValueError),
        (lambda: faults.html(199), ValueError),
        (lambda: faults.delay(-1), ValueError),
        (lambda: faults.delay(float("nan")), ValueError),
    ):
        with pytest.raises(refusal):
            make()


def test_a_proxys_page_has_nothing_of_the_service(kneo_server, http) -> None:
    kneo_server.faults.add("livez", faults.html(504))
    answer = http.get("/v1/livez")
    assert (answer.status_code, answer.headers["content-type"]) == (504, "text/html; charset=utf-8")
    assert "Gateway Timeout" in answer.text
    assert "x-request-id" not in answer.headers


@pytest.mark.parametrize(
    ("fault", "executed"),
    [
        (faults.reset_before_response(), False),
        (faults.reply_lost(), True),
        (faults.reset_after_headers(), True),
        (faults.reset_after_headers(executed=False), False),
        (faults.truncate(3), True),
        (faults.garbage(), False),
        (faults.garbage(executed=True), True),
        (faults.html(502), False),
        (faults.status(503), False),
        (faults.status(503, executed=True), True),
        (faults.delay(0.01), True),
        (faults.delay(0.01, after=True), True),
        (faults.drip(100, 0.001), True),
    ],
    ids=lambda value: value.name if isinstance(value, faults.Fault) else None,
)
def test_each_fault_does_or_does_not_let_the_request_take_effect(kneo_server, http, fault, executed) -> None:
    kneo_server.faults.add("create_run", fault)
    with contextlib.suppress(httpx.TransportError):
        http.post("/v1/runs", json=RUN)
    assert len(kneo_server.state.runs) == (1 if executed else 0)
    (entry,) = kneo_server.requests
    assert entry.executed is executed
    assert entry.fault == fault.name


def test_a_key_makes_up_for_a_lost_reply(kneo_server, http) -> None:
    kneo_server.faults.add("create_run", faults.reply_lost())
    headers = {"Idempotency-Key": "k"}
    with pytest.raises(httpx.TransportError):
        http.post("/v1/runs", json=RUN, headers=headers)
    again = http.post("/v1/runs", json=RUN, headers=headers)
    assert list(kneo_server.state.runs) == [again.json()["run_id"]]


def test_a_client_that_leaves_ends_a_delay(kneo_server, http) -> None:
    kneo_server.faults.add("create_run", faults.delay(30))
    with pytest.raises(httpx.ReadTimeout):
        http.post("/v1/runs", json=RUN, timeout=0.05)
    limit = time.monotonic() + 5
    while kneo_server.open_connections and time.monotonic() < limit:
        time.sleep(0.005)
    assert kneo_server.open_connections == 0
    assert kneo_server.state.runs == {}


def test_requests_keep_their_faults_apart_under_load(kneo_server, http) -> None:
    kneo_server.faults.add("livez", faults.status(503, times=20))
    statuses: list[int] = []

    def call() -> None:
        for _ in range(10):
            statuses.append(http.get("/v1/livez").status_code)

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (statuses.count(503), statuses.count(200)) == (20, 60)
    assert len(kneo_server.requests.to("livez")) == 80
    assert [entry.number for entry in kneo_server.requests] == list(range(1, 81))


@pytest.mark.anyio
async def test_in_process_there_is_no_connection_to_break() -> None:
    app = in_process("kneo")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://kneo") as client:
        assert (await client.get("/v1/livez")).json()["ok"] is True
        app.faults.add("livez", faults.status(503), faults.drip(20, 0.001), faults.reset_before_response())
        assert (await client.get("/v1/livez")).status_code == 503
        assert len((await client.get("/v1/livez")).content) == 74
        with pytest.raises(RuntimeError, match="in process there is none"):
            await client.get("/v1/livez")
    assert len(app.requests) == 4
