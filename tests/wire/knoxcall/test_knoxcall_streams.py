"""Large bodies through a route, both ways: sent while they are read, read while they arrive."""

from __future__ import annotations

import gzip
import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall.client import KnoxCallAsync, KnoxCallSync
from knoxcall.errors import APIConnectionError
from tests.wire.kneo.raw_server import answer
from tests.wire.knoxcall.gateways import failure_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either

PIECE = b"x" * 65536
PIECES = 64


class Upstream(BaseHTTPRequestHandler):
    """Counts what it is sent; sends as much back; breaks off in the middle when it is asked to."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_POST(self) -> None:
        self.asked.append(self.headers.get("transfer-encoding") or self.headers["content-length"])
        received = 0
        if self.headers.get("transfer-encoding") == "chunked":
            while size := int(self.rfile.readline() or b"0", 16):
                received += len(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        else:
            received = len(self.rfile.read(int(self.headers["content-length"])))
        self.answer(str(received).encode())

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(PIECE) * PIECES))
        self.end_headers()
        for _ in range(PIECES // 2 if self.path.endswith("/half") else PIECES):
            self.wfile.write(PIECE)
        self.close_connection = self.path.endswith("/half")

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Says nothing of connections that break: some are meant to."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = Server(("127.0.0.1", 0), type("Handler", (Upstream,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pieces() -> Iterator[bytes]:
    yield from [PIECE] * PIECES


async def async_pieces() -> AsyncIterator[bytes]:
    for piece in pieces():
        yield piece


WHOLE = str(len(PIECE) * PIECES)


def test_a_synchronous_client_sends_a_file_and_an_iterator_while_it_reads_them(gateway: tuple[str, list[str]]) -> None:
    url, asked = gateway
    client = KnoxCallSync(api_key="kc_key", base_url=url)
    try:
        assert client.call("r", method="POST", body=io.BytesIO(PIECE * PIECES)).text == WHOLE
        assert client.call("r", method="POST", body=pieces()).text == WHOLE
        assert asked == [WHOLE, "chunked"]
        with pytest.raises(TypeError, match="asynchronous iterator"):
            client.call("r", method="POST", body=async_pieces())
        with pytest.raises(TypeError, match="mode 'rb'"):
            client.call("r", method="POST", body=io.StringIO("text"))
        assert len(asked) == 2
        with pytest.raises(TypeError, match="must give bytes, got int"):
            client.call("r", method="POST", body=iter([b"x", 1]))
    finally:
        client.close()


@pytest.mark.anyio
async def test_an_asynchronous_client_sends_all_three_kinds(gateway: tuple[str, list[str]]) -> None:
    url, asked = gateway
    async with KnoxCallAsync(api_key="kc_key", base_url=url) as client:
        for body in (async_pieces(), pieces(), io.BytesIO(PIECE * PIECES)):
            assert (await client.call("r", method="POST", body=body)).text == WHOLE
        assert asked == ["chunked"] * 3
        with pytest.raises(TypeError, match="mode 'rb'"):
            await client.call("r", method="POST", body=io.StringIO("text"))


def test_a_synchronous_client_reads_an_answer_while_it_arrives(gateway: tuple[str, list[str]]) -> None:
    url, _ = gateway
    client = KnoxCallSync(api_key="kc_key", base_url=url)
    try:
        with client.stream("r", path="/file") as response:
            assert not response.is_stream_consumed
            assert sum(map(len, response.iter_bytes())) == int(WHOLE)
        assert response.is_closed
        assert response.elapsed.total_seconds() > 0
        with pytest.raises(APIConnectionError), client.stream("r", path="/half") as response:
            response.read()
        assert client.call("r", method="POST", body=b"again").text == "5"
    finally:
        client.close()


@pytest.mark.anyio
async def test_an_asynchronous_client_reads_an_answer_while_it_arrives(gateway: tuple[str, list[str]]) -> None:
    url, _ = gateway
    async with KnoxCallAsync(api_key="kc_key", base_url=url) as client:
        async with client.stream("r", path="/file") as response:
            assert sum([len(chunk) async for chunk in response.aiter_bytes()]) == int(WHOLE)
        assert response.is_closed
        async with client.stream("r", path="/file") as response:
            pass  # left unread: the connection is not used again, and the next call has one
        with pytest.raises(APIConnectionError):
            async with client.stream("r", path="/half") as response:
                await response.aread()
        assert (await client.call("r", method="POST", body=b"again")).text == "5"


@pytest.mark.anyio
async def test_what_is_sent_while_it_is_read_can_be_watched(gateway: tuple[str, list[str]]) -> None:
    url, asked = gateway
    told: list[Any] = []
    file, total = io.BytesIO(PIECE * PIECES), int(WHOLE)
    with KnoxCallSync(api_key="kc_key", base_url=url) as sync:
        assert sync.call("r", method="POST", body=file, progress=told.append).text == WHOLE
        assert (len(told), told[-1]) == (PIECES, ("call r", total, total, "bytes", None, None))
        assert sync.route("r").request("POST", body=pieces(), progress=told.append).text == WHOLE
        assert (len(told), told[-1][1:3]) == (2 * PIECES, (total, None))
        with pytest.raises(TypeError, match="progress must be"):
            sync.call("r", method="POST", body=file, progress=7)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="asynchronous iterator"):
            sync.call("r", method="POST", body=async_pieces(), progress=told.append)
    told.clear()
    file.seek(0)
    async with KnoxCallAsync(api_key="kc_key", base_url=url) as client:
        async with client.stream("r", method="POST", body=file, progress=told.append) as response:
            assert (await response.aread()).decode() == WHOLE
        assert (len(told), told[-1][:3]) == (PIECES, ("call r", total, total))
        for body in (pieces(), async_pieces()):
            assert (await client.call("r", method="POST", body=body, progress=told.append)).text == WHOLE
            assert told[-1][1:3] == (total, None)
    assert asked == [WHOLE, "chunked", WHOLE, "chunked", "chunked"]


def test_a_body_that_was_read_is_never_sent_twice() -> None:
    client = KnoxCallSync(api_key="kc_key", base_url="http://127.0.0.1:9")
    sent: list[bytes] = []

    def once() -> Iterator[bytes]:
        sent.append(PIECE)
        yield PIECE

    try:
        with pytest.raises(APIConnectionError, match="attempt 1 of 3"):
            client.call("r", method="POST", body=once())
    finally:
        client.close()
    assert len(sent) <= 1


ZIPPED = gzip.compress(b"line one\nline two\n" * 500)
CODED = ("Content-Encoding: gzip", "Content-Type: text/plain")
READERS = ("bytes", "text", "lines", "whole")


def read(either: Either, client: Any, how: str) -> str:
    """What a caller reads of a streamed answer, in one of the ways there are."""

    async def in_loop() -> str:
        async with client.stream("r") as response:
            if how == "whole":
                return str((await response.aread()).decode())
            pieces = [piece async for piece in getattr(response, f"aiter_{how}")()]
        return joined(pieces)

    def joined(pieces: list[Any]) -> str:
        if how == "lines":
            return "\n".join([*pieces, ""])
        return b"".join(pieces).decode() if how == "bytes" else "".join(pieces)

    if either.is_async:
        return str(either.do(in_loop()))
    with client.stream("r") as response:
        return response.read().decode() if how == "whole" else joined(list(getattr(response, f"iter_{how}")()))


@pytest.mark.parametrize("how", READERS)
@pytest.mark.parametrize("own", [False, True], ids=["our connections", "the caller's client"])
def test_a_compressed_answer_is_decompressed_while_it_is_read(
    either: Either, serve: Callable[..., RawServer], how: str, own: bool
) -> None:
    options = {"http": either.http()} if own else {}
    client = either.client(serve(answer(200, ZIPPED, headers=CODED)).url, api_key="kc_1", **options)
    assert read(either, client, how) == "line one\nline two\n" * 500


@pytest.mark.parametrize("how", READERS)
@pytest.mark.parametrize("own", [False, True], ids=["our connections", "the caller's client"])
def test_what_is_no_gzip_although_it_says_so_is_an_error_of_ours(
    either: Either, serve: Callable[..., RawServer], how: str, own: bool
) -> None:
    options = {"http": either.http()} if own else {}
    rubbish = serve(answer(200, ZIPPED[:40] + b"\xff" * 400, headers=CODED))
    client = either.client(rubbish.url, api_key="kc_1", **options)
    error = failure_of(either, lambda: read(either, client, how), APIConnectionError)
    assert "could not be decompressed" in str(error)
