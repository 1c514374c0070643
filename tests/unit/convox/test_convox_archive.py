"""Archives: told from other things by their first bytes, read to their end, or packed from a folder."""

from __future__ import annotations

import gzip
import io
import os
import socket
import tarfile
from typing import IO, TYPE_CHECKING, Any

import pytest

from convox._archive import LocalArchive, check_archive_file, check_gzip, checked_source, pack_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = gzip.compress(b"content")


def tgz(members: dict[str, bytes]) -> bytes:
    """A .tgz with these files."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def unpacked(file: IO[bytes]) -> dict[str, Any]:
    """Names, and the content of files or the target of links."""
    with tarfile.open(fileobj=file, mode="r:gz") as archive:
        found: dict[str, Any] = {}
        for member in archive:
            content = archive.extractfile(member) if member.isreg() else None
            found[member.name] = content.read() if content else member.linkname if member.issym() else None
        return found


class Unseekable(io.RawIOBase):
    """A pipe, as it were: gives one byte at a time."""

    def __init__(self, content: bytes) -> None:
        self._inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(min(1, size) if size > 0 else size)


@pytest.mark.parametrize("start", [b"", b"\x1f", b"\x1f\x8b", b"PK\x03\x04", b"ustar", b"\x1f\x8b\x00", b"BZh"])
def test_what_does_not_begin_like_gzip_is_refused(start: bytes) -> None:
    with pytest.raises(ValueError, match=r"the archive is (empty|no gzip archive): what is to be sent"):
        check_gzip(start)


def pieces(content: bytes) -> Iterator[bytes]:
    """One byte at a time."""
    return (content[index : index + 1] for index in range(len(content)))


SOURCES: dict[str, Any] = {
    "bytes": lambda content: content,
    "bytearray": bytearray,
    "memoryview": memoryview,
    "file": io.BytesIO,
    "pipe": Unseekable,
    "list": lambda content: [content[:1], content[1:]],
    "iterator": pieces,
    "with empty pieces": lambda content: [b"", content[:2], b"", content[2:]],
}


@pytest.mark.parametrize("kind", SOURCES)
def test_looking_at_the_first_bytes_takes_none_of_them_away(kind: str) -> None:
    source = checked_source(SOURCES[kind](GOOD))

    sent = source if isinstance(source, (bytes, bytearray, memoryview)) else b"".join(source)
    assert bytes(sent) == GOOD


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip file", b"\x1f"])
def test_what_is_no_gzip_archive_is_refused_from_every_source(kind: str, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"the archive is (empty|no gzip archive)"):
        checked_source(SOURCES[kind](content))


@pytest.mark.parametrize("kind", ["bytes", "bytearray", "memoryview", "file", "list"])
def test_what_could_be_sent_twice_still_can(kind: str) -> None:
    source = SOURCES[kind](GOOD)

    assert checked_source(source) is source


def test_a_file_is_looked_at_from_where_it_stands() -> None:
    file = io.BytesIO(b"skipped" + GOOD)
    file.seek(7)

    assert checked_source(file) is file
    assert file.read() == GOOD


@pytest.mark.parametrize("data", [None, 7, "text", {"a": b"1"}, io.StringIO("text"), ["text"], iter([7]), object()])
def test_what_holds_no_bytes_is_refused(data: Any) -> None:
    with pytest.raises(TypeError):
        checked_source(data)


def test_a_whole_archive_is_read_and_stands_at_its_beginning_again() -> None:
    file = io.BytesIO(tgz({"convox.yml": b"services: {}\n"}))

    check_archive_file(file)

    assert file.tell() == 0


WHOLE = tgz({"convox.yml": os.urandom(3000), "b": b"1"})
BROKEN: dict[str, bytes] = {
    "empty file": b"",
    "text": b"services: {}",
    "plain tar": gzip.decompress(WHOLE),
    "gzip of no tar": gzip.compress(b"not a tar archive" * 100),
    "no members": tgz({}),
    "cut off": WHOLE[:-20],
    "cut off early": WHOLE[:1000],
    "only a head": WHOLE[:10],
    "a bit flipped": WHOLE[:1500] + bytes([WHOLE[1500] ^ 1]) + WHOLE[1501:],
    "wrong check sum": WHOLE[:-8] + bytes([WHOLE[-8] ^ 1]) + WHOLE[-7:],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_archive_is_found_out(name: str) -> None:
    with pytest.raises(ValueError, match=r"^the archive is "):
        check_archive_file(io.BytesIO(BROKEN[name]))


def packed(folder: Path, exclude: tuple[str, ...] = ()) -> dict[str, Any]:
    with LocalArchive(folder, exclude).make() as file:
        return unpacked(file)


def test_a_folder_is_packed_with_all_it_holds(tmp_path: Path) -> None:
    (tmp_path / "src" / "deep").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "convox.yml").write_bytes(b"services: {}\n")
    (tmp_path / "src" / "ü 日本.py").write_bytes(b"print()")
    (tmp_path / "src" / "deep" / "large").write_bytes(bytes(range(256)) * 1000)
    (tmp_path / "link").symlink_to("src/deep/large")
    (tmp_path / "outside").symlink_to("/etc")
    (tmp_path / ".hidden").write_bytes(b"")

    assert packed(tmp_path) == {
        ".hidden": b"", "convox.yml": b"services: {}\n", "empty": None, "link": "src/deep/large", "outside": "/etc",
        "src": None, "src/deep": None, "src/deep/large": bytes(range(256)) * 1000, "src/ü 日本.py": b"print()",
    }  # fmt: skip


def test_an_archive_is_in_order_and_names_nobody(tmp_path: Path) -> None:
    for name in ("b", "a", "c/z", "c/y"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    (tmp_path / "a").chmod(0o755)

    file = io.BytesIO()
    pack_folder(tmp_path, file)

    with tarfile.open(fileobj=file, mode="r:gz") as archive:
        members = archive.getmembers()
    assert [member.name for member in members] == ["a", "b", "c", "c/y", "c/z"]
    assert {(member.uid, member.gid, member.uname, member.gname) for member in members} == {(0, 0, "", "")}
    assert [oct(member.mode & 0o100) for member in members[:2]] == ["0o100", "0o0"]


def test_a_folder_that_stays_as_it_is_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "convox.yml").write_bytes(b"services: {}\n")
    archives = []
    for now in (1e9, 2e9):
        monkeypatch.setattr("time.time", lambda now=now: now)
        with LocalArchive(tmp_path).make() as file:
            archives.append(file.read())

    assert archives[0] == archives[1]


def test_hard_links_and_their_content_survive(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"same")
    os.link(tmp_path / "a", tmp_path / "b")

    with LocalArchive(tmp_path).make() as file, tarfile.open(fileobj=file, mode="r:gz") as archive:
        contents = [archive.extractfile(name) for name in ("a", "b")]
        assert [content and content.read() for content in contents] == [b"same", b"same"]


def test_sockets_and_pipes_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket"))

        assert packed(tmp_path) == {"file": b"1"}


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        ((), {".git", ".git/config", "a.log", "a.py", "sub", "sub/a.log", "sub/a.py"}),
        ((".git",), {"a.log", "a.py", "sub", "sub/a.log", "sub/a.py"}),
        ((".git/", "*.log"), {"a.py", "sub", "sub/a.py"}),
        ((".git", "sub/a.*"), {"a.log", "a.py", "sub"}),
        ((".git", "sub"), {"a.log", "a.py"}),
        (["[.s]*", "?.log"], {"a.py"}),
    ],
)
def test_what_is_excluded_is_left_out_with_all_it_holds(tmp_path: Path, exclude: Any, left: set[str]) -> None:
    for name in (".git/config", "a.log", "a.py", "sub/a.log", "sub/a.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1")

    assert packed(tmp_path, exclude).keys() == left


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for exclude in ((), ("sub",)):
        with pytest.raises(ValueError, match="there is nothing to build"):
            LocalArchive(tmp_path, exclude).make()


def test_an_archive_on_disk_is_sent_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.tgz").write_bytes(WHOLE)

    archive = LocalArchive(tmp_path / "a.tgz")
    assert archive.make().read() == WHOLE
    archive.close()

    with pytest.raises(ValueError, match="exclude is for folders"):
        LocalArchive(str(tmp_path / "a.tgz"), ("x",)).make()


def test_what_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        LocalArchive(tmp_path / "nowhere").make()


@pytest.mark.parametrize("source", [None, 7, b"folder", io.BytesIO(GOOD), ["folder"]])
def test_what_is_no_path_is_refused(source: Any) -> None:
    with pytest.raises(TypeError, match="source must be the path of a folder"):
        LocalArchive(source)


@pytest.mark.parametrize("exclude", ["*.log", [1], [None]])
def test_patterns_are_a_sequence_of_str(exclude: Any) -> None:
    with pytest.raises(TypeError, match="exclude must be a sequence of patterns"):
        LocalArchive(".", exclude)


def test_closing_ends_an_archive_that_another_thread_is_making(tmp_path: Path) -> None:
    (tmp_path / "a.tgz").write_bytes(WHOLE)
    archive = LocalArchive(tmp_path / "a.tgz")

    archive.close()  # before: whoever asked was cancelled
    assert archive.make().closed
    archive.close()


def test_a_broken_archive_is_closed_when_it_is_refused(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    (tmp_path / "a.tgz").write_bytes(WHOLE[:-20])
    archive = LocalArchive(tmp_path / "a.tgz")

    with pytest.raises(ValueError, match="the archive is broken"):
        archive.make()

    del archive
    assert [str(warning.message) for warning in recwarn] == []
