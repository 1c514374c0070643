"""Objects, files in processes and dumps of resources: bytes that go up and come down without being held whole."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from convox.exceptions import (
    ConvoxAuthError,
    ConvoxConnectionError,
    ConvoxForbiddenError,
    ConvoxNotFoundError,
    ConvoxTimeoutError,
)
from tests.wire.convox.racks import OK, failure_of
from tests.wire.kneo.raw_server import answer, json_answer
from trellis.testing import faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import Exchange, RawServer
    from trellis.emulator import ConvoxHandle

BLOB = bytes(range(256)) * 1024
KEY = "source/a b/\u00fc?.tgz"
WIRE_KEY = "source%2Fa%20b%2F%C3%BC%3F.tgz"
OCTETS = ("Content-Type: application/octet-stream",)
STORED = json_answer({"Url": "object://web/x"})


@pytest.fixture
def rack(convox_server: ConvoxHandle) -> ConvoxHandle:
    """A rack with an app `web`."""
    convox_server.state.rack.create_app("web", "2")
    return convox_server


@pytest.fixture
def client(either: Either, rack: ConvoxHandle) -> Any:
    return either.client(rack.url, rack.settings.password)


def pieces() -> Iterator[bytes]:
    for start in range(0, len(BLOB), 10_000):
        yield BLOB[start : start + 10_000]


def read(either: Either, download: Any) -> bytes:
    """All of a download, which is closed after."""
    whole = either.do(download.read())
    assert isinstance(whole, bytes)
    return whole


# Against a rack.


def test_an_object_is_stored_listed_fetched_and_deleted(either: Either, client: Any, rack: ConvoxHandle) -> None:
    objects = client.objects
    assert either.do(objects.list("web")) == []
    stored = either.do(objects.store("web", KEY, BLOB))
    assert stored.url == f"object://web/{KEY}"
    either.do(objects.store("web", "other", b""))
    assert either.do(objects.list("web")) == sorted([KEY, "other"])
    assert either.do(objects.list("web", prefix="source/")) == [KEY]
    assert read(either, either.do(objects.fetch("web", KEY))) == BLOB
    assert read(either, either.do(objects.fetch("web", "other"))) == b""
    assert either.do(objects.delete("web", KEY)) is None
    assert either.do(objects.list("web")) == ["other"]


def test_whether_an_object_exists_is_told_although_a_rack_says_yes_to_every_head(
    either: Either, client: Any, rack: ConvoxHandle
) -> None:
    either.do(client.objects.store("web", KEY, b"x"))
    assert either.do(client.objects.exists("web", KEY)) is True
    assert either.do(client.objects.exists("web", "another")) is False
    methods = [request.method for request in rack.requests][1:]
    assert methods == ["HEAD", "GET", "HEAD", "GET"]


def test_a_reader_may_ask_whether_an_object_exists(either: Either, client: Any, rack: ConvoxHandle) -> None:
    """A token of the role read may not send HEAD."""
    either.do(client.objects.store("web", KEY, b"x"))
    token = either.do(client.system.jwt_token(role="read", duration_in_hour=1)).token
    reader = either.client(rack.url, token, username="jwt")
    assert either.do(reader.objects.exists("web", KEY)) is True
    assert either.do(reader.objects.exists("web", "another")) is False
    failure_of(either, lambda: reader.objects.store("web", "x", b""), ConvoxForbiddenError)


def test_an_object_that_is_not_there_is_an_error_of_the_call_not_of_reading(either: Either, client: Any) -> None:
    failure_of(either, lambda: client.objects.fetch("web", "none"), ConvoxNotFoundError)
    failure_of(either, lambda: client.objects.delete("web", "none"), ConvoxNotFoundError)
    failure_of(either, lambda: client.objects.list("none"), ConvoxNotFoundError)


def test_one_who_may_not_look_is_not_told_that_nothing_is_there(either: Either, rack: ConvoxHandle) -> None:
    stranger = either.client(rack.url, "wrong")
    failure_of(either, lambda: stranger.objects.exists("web", KEY), ConvoxAuthError)


def test_a_download_that_exists_lets_go_of_leaves_the_client_usable(either: Either, rack: ConvoxHandle) -> None:
    client = either.client(rack.url, rack.settings.password)
    either.do(client.objects.store("web", "big", BLOB * 40))
    for _ in range(20):
        assert either.do(client.objects.exists("web", "big"))
    assert either.do(client.objects.list("web")) == ["big"]


def test_an_object_is_saved_to_a_file(either: Either, client: Any, tmp_path: Path) -> None:
    either.do(client.objects.store("web", KEY, BLOB))
    seen: list[tuple[int, int | None]] = []
    download = either.do(client.objects.fetch("web", KEY, progress=lambda *about: seen.append(about)))
    assert either.do(download.save(tmp_path / "a.bin")) == len(BLOB)
    assert (tmp_path / "a.bin").read_bytes() == BLOB
    assert seen[-1][0] == len(BLOB)
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


# Exactly what is sent.


def bodies() -> dict[str, Callable[[Path], Any]]:
    def file_of(path: Path) -> Any:
        (path / "body").write_bytes(b"before" + BLOB)
        file = (path / "body").open("rb")
        file.seek(6)
        return file

    return {
        "bytes": lambda _: BLOB,
        "bytearray": lambda _: bytearray(BLOB),
        "file": file_of,
        "memory file": lambda _: io.BytesIO(BLOB),
        "list": lambda _: list(pieces()),
        "iterator": lambda _: pieces(),
    }


class Collector:
    """A server that takes whole bodies and then answers."""

    def __init__(self, said: bytes) -> None:
        self.said = said
        self.bodies: list[bytes] = []

    def __call__(self, exchange: Exchange) -> bool:
        self.bodies.append(exchange.body)
        exchange.send(self.said)
        return True


UPLOADS: dict[str, tuple[Callable[..., Any], bytes, str, str]] = {
    "objects.store": (
        lambda c, body, **more: c.objects.store("web", KEY, body, public=True, **more),
        STORED,
        f"POST /apps/web/objects/{WIRE_KEY}",
        "application/octet-stream",
    ),
    "files.upload": (
        lambda c, body, **more: c.files.upload("web", "web-1", body, tar_extra="--no-same-owner", **more),
        OK,
        "POST /apps/web/processes/web-1/files?tar-extra=--no-same-owner",
        "application/x-tar",
    ),
    "resources.import_data": (
        lambda c, body, **more: c.resources.import_data("web", "db/1", body, **more),
        OK,
        "PUT /apps/web/resources/db%2F1/data",
        "application/octet-stream",
    ),
}


@pytest.mark.parametrize("kind", bodies())
@pytest.mark.parametrize("method", UPLOADS)
def test_a_body_of_any_kind_arrives_whole(
    either: Either, serve: Callable[..., RawServer], tmp_path: Path, method: str, kind: str
) -> None:
    call, said, line, media = UPLOADS[method]
    collector = Collector(said)
    server = serve(collector)
    seen: list[tuple[int, int | None]] = []
    body = bodies()[kind](tmp_path)

    either.do(call(either.client(server.url), body, progress=lambda *about: seen.append(about)))

    (exchange,) = server.exchanges
    assert f"{exchange.method} {exchange.target}" == line
    assert exchange.headers["content-type"] == media
    assert exchange.headers.get("public") == ("true" if method == "objects.store" else None)
    assert collector.bodies == [BLOB]
    total = None if kind in ("list", "iterator") else len(BLOB)
    assert seen[-1] == (len(BLOB), total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    if hasattr(body, "close"):
        body.close()


@pytest.mark.parametrize("method", UPLOADS)
def test_an_asynchronous_iterator_is_sent_by_the_asynchronous_client(
    either: Either, serve: Callable[..., RawServer], method: str
) -> None:
    call, said, _, _ = UPLOADS[method]
    collector = Collector(said)
    server = serve(collector)

    async def later() -> Any:
        for piece in pieces():
            yield piece

    if not either.is_async:
        with pytest.raises(TypeError):
            call(either.client(server.url), later())
        assert server.exchanges == []
        return
    either.do(call(either.client(server.url), later()))
    assert collector.bodies == [BLOB]


@pytest.mark.parametrize("bad", [None, "text", io.StringIO("text"), 7, {"a": 1}])
@pytest.mark.parametrize("method", UPLOADS)
def test_what_is_no_body_is_refused(either: Either, serve: Callable[..., RawServer], method: str, bad: Any) -> None:
    server = serve(OK)
    call, *_ = UPLOADS[method]
    with pytest.raises(TypeError):
        either.do(call(either.client(server.url), bad))
    assert server.exchanges == []


@pytest.mark.parametrize("method", UPLOADS)
def test_a_progress_that_cannot_be_told_is_refused(
    either: Either, serve: Callable[..., RawServer], method: str
) -> None:
    server = serve(OK)
    call, *_ = UPLOADS[method]
    with pytest.raises(TypeError, match="progress"):
        either.do(call(either.client(server.url), b"x", progress=7))
    assert server.exchanges == []


@pytest.mark.parametrize("method", UPLOADS)
def test_an_upload_that_breaks_off_is_ours_to_say(either: Either, serve: Callable[..., RawServer], method: str) -> None:
    def broken(exchange: Exchange) -> bool:
        exchange.reset()
        return False

    server = serve(broken)
    call, *_ = UPLOADS[method]
    client = either.client(server.url)
    failure_of(either, lambda: call(client, BLOB * 20), ConvoxConnectionError)


def test_a_store_that_was_refused_for_the_moment_is_sent_again_from_the_start(
    either: Either, serve: Callable[..., RawServer], tmp_path: Path
) -> None:
    seen: list[bytes] = []

    def busy_once(exchange: Exchange) -> bool:
        seen.append(exchange.body)
        refused = json_answer({"error": "busy"}, 503, headers=("Retry-After: 0",))
        exchange.send(STORED if len(seen) > 1 else refused)
        return True

    server = serve(busy_once)
    (tmp_path / "body").write_bytes(BLOB)
    with (tmp_path / "body").open("rb") as file:
        either.do(either.client(server.url, max_retries=1).objects.store("web", "k", file))
    assert seen == [BLOB, BLOB]


# Downloads.

DOWNLOADS: dict[str, tuple[Callable[..., Any], str]] = {
    "objects.fetch": (lambda c, **more: c.objects.fetch("web", KEY, **more), f"GET /apps/web/objects/{WIRE_KEY}"),
    "files.download": (
        lambda c, **more: c.files.download("web", "web-1", "/app/log,1.txt", **more),
        "GET /apps/web/processes/web-1/files?file=%2Fapp%2Flog%2C1.txt",
    ),
    "resources.export_data": (
        lambda c, **more: c.resources.export_data("web", "db", **more),
        "GET /apps/web/resources/db/data",
    ),
}


@pytest.mark.parametrize("method", DOWNLOADS)
def test_a_download_asks_for_this_and_gives_the_bytes(
    either: Either, serve: Callable[..., RawServer], method: str
) -> None:
    call, line = DOWNLOADS[method]
    server = serve(answer(200, BLOB, headers=OCTETS))
    seen: list[tuple[int, int | None]] = []
    download = either.do(call(either.client(server.url), progress=lambda *about: seen.append(about)))
    assert b"".join(either.collect(download)) == BLOB
    (exchange,) = server.exchanges
    assert f"{exchange.method} {exchange.target}" == line
    assert seen[-1] == (len(BLOB), len(BLOB))


@pytest.mark.parametrize("method", DOWNLOADS)
def test_a_download_that_is_too_short_says_so(either: Either, serve: Callable[..., RawServer], method: str) -> None:
    def cut(exchange: Exchange) -> bool:
        exchange.send(answer(200, BLOB, headers=OCTETS, length=len(BLOB) + 1))
        return False

    call, _ = DOWNLOADS[method]
    download = either.do(call(either.client(serve(cut).url)))
    failure_of(either, lambda: download.read(), ConvoxConnectionError)


@pytest.mark.parametrize("method", DOWNLOADS)
def test_a_download_that_is_refused_is_typed(either: Either, serve: Callable[..., RawServer], method: str) -> None:
    call, _ = DOWNLOADS[method]
    client = either.client(serve(json_answer({"error": "you may not"}, 403)).url)
    error: Any = failure_of(either, lambda: call(client), ConvoxForbiddenError)
    assert error.message == "you may not"


@pytest.mark.parametrize("method", [*DOWNLOADS, *UPLOADS])
def test_a_transfer_has_a_time_limit_of_its_own(either: Either, serve: Callable[..., RawServer], method: str) -> None:
    def slow(exchange: Exchange) -> bool:
        exchange.wait(10)
        return False

    client = either.client(serve(slow).url)
    if method in DOWNLOADS:
        failure_of(either, lambda: DOWNLOADS[method][0](client, timeout=0.1), ConvoxTimeoutError)
    else:
        failure_of(either, lambda: UPLOADS[method][0](client, b"x", timeout=0.1), ConvoxTimeoutError)


# Files in processes, against a rack.


@pytest.fixture
def pid(rack: ConvoxHandle) -> str:
    """A running process of `web`."""
    state = rack.state.rack
    app = state.apps["web"]
    release = state.add_release(app, None)
    release.manifest = rack.settings.manifest
    state.promote(app, release, force=False)
    return next(iter(app.processes))


def test_files_are_put_into_a_process_taken_out_and_deleted(
    either: Either, client: Any, rack: ConvoxHandle, pid: str
) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in ("etc/app.conf", "etc/other.conf"):
            member = tarfile.TarInfo(name)
            member.size = 5
            archive.addfile(member, io.BytesIO(b"a = 1"))
    either.do(client.files.upload("web", pid, packed.getvalue()))
    files = rack.state.apps["web"].processes[pid].files
    assert len(files) == 2
    (conf, other) = sorted(files)
    came = read(either, either.do(client.files.download("web", pid, conf)))
    with tarfile.open(fileobj=io.BytesIO(came)) as archive:
        (member,) = archive.getmembers()
        content = archive.extractfile(member)
        assert content is not None
        assert content.read() == b"a = 1"
    either.do(client.files.delete("web", pid, conf, other))
    assert rack.state.apps["web"].processes[pid].files == {}


REFUSED: dict[str, tuple[Callable[[Any], Any], type[Exception]]] = {
    "no file to delete": (lambda c: c.files.delete("web", "p"), ValueError),
    "an empty path": (lambda c: c.files.delete("web", "p", "a", ""), ValueError),
    "a comma": (lambda c: c.files.delete("web", "p", "a,b"), ValueError),
    "no path": (lambda c: c.files.delete("web", "p", 7), TypeError),
    "a list": (lambda c: c.files.delete("web", "p", ["a"]), TypeError),
    "no file to download": (lambda c: c.files.download("web", "p", ""), ValueError),
    "no key": (lambda c: c.objects.fetch("web", ""), ValueError),
    "the folder above": (lambda c: c.objects.delete("web", ".."), ValueError),
    "a key that is none": (lambda c: c.objects.exists("web", 1.5), TypeError),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_names_are_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], what: str
) -> None:
    call, kind = REFUSED[what]
    server = serve(OK)
    with pytest.raises(kind):
        either.do(call(either.client(server.url)))
    assert server.exchanges == []


def test_the_data_of_a_resource_goes_out_and_comes_back(
    either: Either, client: Any, rack: ConvoxHandle, pid: str
) -> None:
    dump = read(either, either.do(client.resources.export_data("web", "database")))
    assert b"postgres" in dump
    either.do(client.resources.import_data("web", "database", pieces()))
    assert read(either, either.do(client.resources.export_data("web", "database"))) == BLOB
    failure_of(either, lambda: client.resources.export_data("web", "none"), ConvoxNotFoundError)


def test_a_dump_that_breaks_off_leaves_no_file(
    either: Either, client: Any, rack: ConvoxHandle, pid: str, tmp_path: Path
) -> None:
    rack.faults.add("resources_export", faults.truncate(10))
    rack.state.apps["web"].resource_data["database"] = BLOB
    download = either.do(client.resources.export_data("web", "database"))
    failure_of(either, lambda: download.save(tmp_path / "dump"), ConvoxConnectionError)
    assert list(tmp_path.iterdir()) == []
