"""Archives up and down: read and saved while they arrive, whole or not at all; looked at before they are sent."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import socket
import struct
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from convox.exceptions import ConvoxConnectionError, ConvoxNotFoundError, ConvoxServerError, ConvoxTimeoutError
from tests.wire.convox.racks import KEY, failure_of
from tests.wire.convox.scripted_rack import build
from tests.wire.kneo.raw_server import answer, json_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import Exchange, RawServer

    Serve = Callable[..., RawServer]

CONTENT = os.urandom(300_000)
OCTETS = ("Content-Type: application/octet-stream", "Request-Id: r-1")
WHOLE = answer(200, CONTENT, headers=OCTETS)
CUT_OFF = WHOLE[:-1000]
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
)
CUT_CHUNK = CHUNKED[:-5]
ARCHIVE = gzip.compress(os.urandom(200_000))


def once(data: bytes) -> Callable[[Exchange], bool]:
    """Send these bytes, then close the connection."""

    def play(exchange: Exchange) -> bool:
        exchange.send(data)
        return False

    return play


def opened(either: Either, url: str, **options: Any) -> Any:
    """A download."""
    return either.do(either.client(url).builds.export("web", "B1", **options))


# -- down --------------------------------------------------------------------------------------------------------------


def test_a_download_is_asked_for_and_read_whole(either: Either, serve: Serve) -> None:
    server = serve(WHOLE)
    download = opened(either, server.url)

    assert download.size == len(CONTENT)
    assert download.response.headers["request-id"] == "r-1"
    assert either.do(download.read()) == CONTENT
    (exchange,) = server.exchanges
    assert f"{exchange.method} {exchange.target}" == "GET /apps/web/builds/B1.tgz"
    assert exchange.headers["accept"] == "application/json", "so that an error is JSON"


def test_a_download_is_iterated_over_with_progress(either: Either, serve: Serve) -> None:
    seen: list[tuple[int, int | None]] = []
    download = opened(either, serve(WHOLE).url, progress=lambda *step: seen.append(step))

    chunks = either.collect(download)

    assert b"".join(chunks) == CONTENT
    assert len(chunks) > 1, "it came in pieces"
    assert [step for step, _ in seen] == [sum(map(len, chunks[: n + 1])) for n in range(len(chunks))]
    assert {total for _, total in seen} == {len(CONTENT)}


def test_progress_of_an_unknown_length(either: Either, serve: Serve) -> None:
    seen: list[tuple[int, int | None]] = []
    download = opened(either, serve(CHUNKED).url, progress=lambda *step: seen.append(step))

    assert download.size is None
    assert either.do(download.read()) == b"hello world"
    assert seen[-1] == (11, None)


def test_the_length_of_a_compressed_answer_is_not_that_of_the_download(either: Either, serve: Serve) -> None:
    packed = gzip.compress(b"content " * 1000)
    download = opened(either, serve(answer(200, packed, headers=("Content-Encoding: gzip", *OCTETS))).url)

    assert download.size is None
    assert either.do(download.read()) == b"content " * 1000


def test_a_download_is_saved_with_its_length(either: Either, serve: Serve, tmp_path: Path) -> None:
    download = opened(either, serve(WHOLE).url)

    assert either.do(download.save(tmp_path / "web.tgz")) == len(CONTENT)

    assert (tmp_path / "web.tgz").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["web.tgz"]


def test_a_download_is_saved_to_a_file_object(either: Either, serve: Serve) -> None:
    target = io.BytesIO()

    assert either.do(opened(either, serve(CHUNKED).url).save(target)) == 11

    assert target.getvalue() == b"hello world"
    assert not target.closed


BROKEN = {"cut off": CUT_OFF, "cut off in a chunk": CUT_CHUNK}


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_off_is_an_error_and_leaves_the_old_file(
    either: Either, serve: Serve, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "out" / "web.tgz"
    target.parent.mkdir()
    target.write_bytes(b"old")
    server = serve(once(BROKEN[name]))

    failure_of(either, opened(either, server.url).read, ConvoxConnectionError)
    failure_of(either, lambda: opened(either, server.url).save(target), ConvoxConnectionError)
    collected = opened(either, server.url)
    with pytest.raises(ConvoxConnectionError):
        either.collect(collected)

    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == ["web.tgz"]


def test_a_reset_in_the_middle_is_an_error(either: Either, serve: Serve, tmp_path: Path) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(WHOLE[:100_000])
        exchange.wait(0.1)
        exchange.reset()
        return False

    download = opened(either, serve(play).url)

    failure_of(either, lambda: download.save(tmp_path / "web.tgz"), ConvoxConnectionError)
    assert list(tmp_path.glob("*.tgz")) == list(tmp_path.glob(".*.part")) == []


def test_silence_in_the_middle_is_a_timeout(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> bool:
        exchange.send(WHOLE[:100_000])
        exchange.wait(10)
        return False

    download = opened(either, serve(play).url, timeout=0.2)

    error = failure_of(either, download.read, ConvoxTimeoutError)
    assert isinstance(error, TimeoutError)


def test_less_than_announced_is_an_error_also_where_the_transport_says_nothing(either: Either, tmp_path: Path) -> None:
    # httpx's own mock transport, and transports of others, pass on what they have.
    def play(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Length": "100"}, stream=httpx.ByteStream(b"too short"))

    http = either.http(transport=httpx.MockTransport(play))
    client = either.client("rack.test", http_client=http)

    for reading in ("read", "save"):
        download = either.do(client.builds.export("web", "B1"))
        arguments = [tmp_path / "web.tgz"] if reading == "save" else []
        error = failure_of(either, partial(getattr(download, reading), *arguments), ConvoxConnectionError)
        assert "9 of 100 bytes came" in str(error)
    assert list(tmp_path.iterdir()) == []


def test_an_error_answer_is_raised_when_it_is_asked_for(either: Either, serve: Serve) -> None:
    server = serve(json_answer({"error": "no such build"}, 404))
    client = either.client(server.url)

    error = failure_of(either, lambda: client.builds.export("web", "B1"), ConvoxNotFoundError)
    assert error.message == "no such build"


def test_a_download_is_read_once(either: Either, serve: Serve, tmp_path: Path) -> None:
    download = opened(either, serve(WHOLE).url)
    either.do(download.read())

    for again in (download.read, lambda: download.save(tmp_path / "again")):
        with pytest.raises(ValueError, match="was read or closed before"):
            either.do(again())
    assert list(tmp_path.iterdir()) == []


def in_pieces(either: Either, download: Any, size: int) -> list[bytes]:
    """What it gives until its end, so many bytes at a time."""
    pieces = [either.do(download.read(size))]
    while pieces[-1]:
        pieces.append(either.do(download.read(size)))
    return pieces


@pytest.mark.parametrize("size", [1 << 20, 70_000, 4096])
def test_a_download_is_read_in_pieces_as_a_file_is(either: Either, serve: Serve, size: int) -> None:
    download = opened(either, serve(WHOLE).url)
    assert either.do(download.read(0)) == b""
    pieces = in_pieces(either, download, size)
    assert max(map(len, pieces)) <= size
    assert b"".join(pieces) == CONTENT
    assert either.do(download.read(size)) == b"", "the end stays the end"
    assert download.response.is_closed


def test_the_rest_of_a_download_is_read_after_its_beginning(either: Either, serve: Serve) -> None:
    download = opened(either, serve(WHOLE).url)
    assert either.do(download.read(5)) + either.do(download.read()) == CONTENT
    with pytest.raises(ValueError, match="was read or closed before"):
        either.do(download.read())


def test_no_piece_is_read_after_closing_or_after_a_failure(either: Either, serve: Serve) -> None:
    download = opened(either, serve(WHOLE).url)
    either.do(download.read(5))
    either.shut(download)
    with pytest.raises(ValueError, match="was read or closed before"):
        either.do(download.read(5))

    download = opened(either, serve(once(CUT_OFF)).url)
    with pytest.raises(ConvoxConnectionError):
        in_pieces(either, download, 5000)
    with pytest.raises(ValueError, match="was read or closed before"):
        either.do(download.read(5000))


def test_a_download_is_the_body_of_an_upload(either: Either, serve: Serve) -> None:
    source, target = serve(WHOLE), serve(json_answer({"url": "object://web/key"}))
    either.do(either.client(target.url).objects.store("web", "key", opened(either, source.url)))
    (exchange,) = target.exchanges
    assert exchange.body == CONTENT


def test_a_closed_download_cannot_be_read_and_its_connection_is_free(either: Either, serve: Serve) -> None:
    server = serve(WHOLE)
    client = either.client(server.url)

    for _ in range(30):  # more than there are connections in a pool of an asynchronous client's lane
        download = either.do(client.builds.export("web", "B1"))
        either.shut(download)
        either.shut(download)

    with pytest.raises(ValueError, match="was read or closed before"):
        either.do(download.read())


def test_leaving_its_block_closes_a_download(either: Either, serve: Serve) -> None:
    server = serve(WHOLE)
    client = either.client(server.url)

    if either.is_async:

        async def first_chunk() -> bytes:
            async with await client.builds.export("web", "B1") as download:
                async for chunk in download:
                    first: bytes = chunk
                    break
            assert download.response.is_closed
            return first

        first = either.do(first_chunk())
    else:
        with client.builds.export("web", "B1") as download:
            first = next(iter(download))
        assert download.response.is_closed

    assert CONTENT.startswith(first)
    assert first != CONTENT


@pytest.mark.parametrize("target", [None, 7, io.StringIO()])
def test_a_bad_target_is_refused_and_the_connection_let_go(either: Either, serve: Serve, target: Any) -> None:
    download = opened(either, serve(WHOLE).url)

    with pytest.raises(TypeError, match="sav"):
        either.do(download.save(target))

    assert download.response.is_closed


def test_a_folder_that_is_not_there_is_an_os_error(either: Either, serve: Serve, tmp_path: Path) -> None:
    download = opened(either, serve(WHOLE).url)

    with pytest.raises(FileNotFoundError):
        either.do(download.save(tmp_path / "nowhere" / "web.tgz"))

    assert download.response.is_closed


def test_an_error_of_progress_ends_the_download(either: Either, serve: Serve, tmp_path: Path) -> None:
    def progress(seen: int, total: int | None) -> None:
        raise KeyError("mine")

    download = opened(either, serve(WHOLE).url, progress=progress)

    with pytest.raises(KeyError, match="mine"):
        either.do(download.save(tmp_path / "web.tgz"))

    assert download.response.is_closed
    assert list(tmp_path.iterdir()) == []


def test_progress_that_cannot_be_called_is_refused_before_anything_is_sent(either: Either, serve: Serve) -> None:
    server = serve(WHOLE)
    client = either.client(server.url)

    with pytest.raises(TypeError, match="progress must be a function"):
        either.do(client.builds.export("web", "B1", progress=7))
    with pytest.raises(TypeError, match="progress must be a function"):
        either.do(client.builds.import_build("web", ARCHIVE, progress=7))

    assert server.exchanges == []


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.1])
def test_a_cancelled_save_leaves_no_file_and_the_client_usable(serve: Serve, tmp_path: Path, moment: float) -> None:
    from convox import AsyncConvoxClient

    def play(exchange: Exchange) -> bool:
        exchange.send(WHOLE[:100_000])
        return not exchange.wait(0.3)

    server = serve(play)

    async def scenario() -> None:
        async with AsyncConvoxClient(server.url, KEY) as client:
            download = await client.builds.export("web", "B1")
            task = asyncio.ensure_future(download.save(tmp_path / "web.tgz"))
            await asyncio.sleep(moment)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert download.response.is_closed
            again = await client.builds.export("web", "B1")
            await again.aclose()

    asyncio.run(scenario())
    assert list(tmp_path.iterdir()) == []


# -- up ----------------------------------------------------------------------------------------------------------------


def taking(serve: Serve, *first: bytes) -> RawServer:
    """A rack that takes archives, after giving these answers."""
    answers = list(first)

    def play(exchange: Exchange) -> bool:
        exchange.send(answers.pop(0) if answers else json_answer(build()))
        return True

    return serve(play)


class Pipe(io.RawIOBase):
    """Gives what it has once, and cannot go back."""

    def __init__(self, content: bytes) -> None:
        self._inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(size)


def slices(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), 50_000):
        yield content[start : start + 50_000]


async def slices_async(content: bytes) -> AsyncIterator[bytes]:
    for piece in slices(content):
        yield piece


SOURCES: dict[str, Callable[[bytes], Any]] = {
    "bytes": lambda content: content,
    "bytearray": bytearray,
    "memoryview": memoryview,
    "file": io.BytesIO,
    "pipe": Pipe,
    "iterator": slices,
    "list": lambda content: list(slices(content)),
    "asynchronous iterator": slices_async,
}
REREADABLE = {"bytes", "bytearray", "memoryview", "file", "list"}


def source(either: Either, kind: str, content: bytes = ARCHIVE) -> Any:
    """A body of one kind."""
    if kind == "asynchronous iterator" and not either.is_async:
        pytest.skip("a synchronous client takes no asynchronous iterators")
    return SOURCES[kind](content)


@pytest.mark.parametrize("kind", SOURCES)
def test_an_archive_arrives_from_any_source(either: Either, serve: Serve, kind: str) -> None:
    server = taking(serve)
    seen: list[tuple[int, int | None]] = []

    made = either.do(
        either.client(server.url).builds.import_build(
            "web", source(either, kind), progress=lambda *step: seen.append(step)
        )
    )

    assert made.id == "B1"
    (exchange,) = server.exchanges
    assert f"{exchange.method} {exchange.target}" == "POST /apps/web/builds/import"
    assert exchange.headers["content-type"] == "application/gzip"
    assert exchange.body == ARCHIVE
    known = kind in REREADABLE - {"list"}
    assert exchange.headers.get("content-length") == (str(len(ARCHIVE)) if known else None)
    assert seen[-1] == (len(ARCHIVE), len(ARCHIVE) if known else None)


def test_a_file_is_sent_from_where_it_stands(either: Either, serve: Serve) -> None:
    server = taking(serve)
    file = io.BytesIO(b"skipped" + ARCHIVE)
    file.seek(7)

    either.do(either.client(server.url).builds.import_build("web", file))

    assert server.exchanges[0].body == ARCHIVE


BUSY = json_answer({"error": "busy"}, 503)


@pytest.mark.parametrize("kind", sorted(REREADABLE))
def test_what_can_be_read_again_is_sent_again(either: Either, serve: Serve, kind: str) -> None:
    server = taking(serve, BUSY)

    either.do(either.client(server.url, max_retries=2).builds.import_build("web", source(either, kind)))

    assert [exchange.body == ARCHIVE for exchange in server.exchanges] == [True, True]


@pytest.mark.parametrize("kind", sorted(SOURCES.keys() - REREADABLE))
def test_what_cannot_be_read_again_is_not_sent_half(either: Either, serve: Serve, kind: str) -> None:
    server = taking(serve, BUSY, BUSY, BUSY)
    client = either.client(server.url, max_retries=2)

    with pytest.raises(Exception, match="busy") as caught:
        either.do(client.builds.import_build("web", source(either, kind)))

    assert type(caught.value).__module__ == "convox.exceptions"
    assert len(server.exchanges) == 1


def test_an_import_that_fails_on_the_rack_is_not_repeated(either: Either, serve: Serve) -> None:
    server = taking(serve, json_answer({"error": "disk full"}, 500))
    client = either.client(server.url, max_retries=2)

    failure_of(either, lambda: client.builds.import_build("web", ARCHIVE), ConvoxServerError)

    assert len(server.exchanges) == 1


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip file", ARCHIVE[1:], b"\x1f"])
def test_what_is_no_gzip_archive_is_refused_before_anything_is_sent(
    either: Either, serve: Serve, kind: str, content: bytes
) -> None:
    server = taking(serve)
    client = either.client(server.url)

    with pytest.raises(ValueError, match=r"the archive is (empty|no gzip archive)"):
        either.do(client.builds.import_build("web", source(either, kind, content)))

    assert server.exchanges == []


@pytest.mark.parametrize("data", [None, 7, "path/to.tgz", {"a": 1}, io.StringIO("text"), ["text"]])
def test_what_holds_no_bytes_is_refused_before_anything_is_sent(either: Either, serve: Serve, data: Any) -> None:
    server = taking(serve)
    client = either.client(server.url)

    with pytest.raises(TypeError):
        either.do(client.builds.import_build("web", data))

    assert server.exchanges == []


def test_a_synchronous_client_takes_no_asynchronous_iterator(serve: Serve) -> None:
    from convox import ConvoxClient

    server = taking(serve)
    with ConvoxClient(server.url, KEY) as client, pytest.raises(TypeError, match=r"not iterable|asynchronous"):
        client.builds.import_build("web", slices_async(ARCHIVE))  # type: ignore[arg-type]

    assert server.exchanges == []


def test_a_source_that_fails_half_way_raises_its_own_error(either: Either, serve: Serve) -> None:
    def failing() -> Iterator[bytes]:
        yield ARCHIVE[:1000]
        raise KeyError("mine")

    client = either.client(taking(serve).url)

    with pytest.raises(KeyError, match="mine"):
        either.do(client.builds.import_build("web", failing()))


@pytest.mark.parametrize(
    ("given", "limit"), [({}, 1800.0), ({"timeout": 60}, 60.0), ({"timeout": None}, None)], ids=str
)
def test_an_import_has_half_an_hour_for_each_phase(either: Either, given: dict[str, Any], limit: float | None) -> None:
    seen: list[Any] = []

    def play(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json=build())

    http = either.http(transport=httpx.MockTransport(play))
    client = either.client("rack.test", http_client=http)

    either.do(client.builds.import_build("web", ARCHIVE, **given))

    assert seen == [dict.fromkeys(("connect", "read", "write", "pool"), limit)]


def test_a_connection_lost_in_the_middle_of_an_upload_is_an_error(either: Either) -> None:
    def endless() -> Iterator[bytes]:
        yield ARCHIVE
        for _ in range(10_000):
            yield bytes(65536)

    def take_a_little() -> None:
        connection, _ = listener.accept()
        connection.recv(65536)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        taker = threading.Thread(target=take_a_little, daemon=True)
        taker.start()
        client = either.client(f"http://127.0.0.1:{listener.getsockname()[1]}", max_retries=2)

        failure_of(either, lambda: client.builds.import_build("web", endless()), ConvoxConnectionError)

        taker.join(5)
