"""Where downloads go: files that appear whole or not at all, devices, and file objects of the caller's."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from convox._saving import check_target, sink_for


def save(target: Any, *chunks: bytes) -> None:
    sink = sink_for(target)
    sink.open()
    for chunk in chunks:
        sink.write(chunk)
    sink.commit()


def test_a_file_is_there_once_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "a.tgz"
    sink = sink_for(target)
    sink.open()
    sink.write(b"one ")
    assert not target.exists()

    sink.write(b"two")
    sink.commit()

    assert target.read_bytes() == b"one two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.tgz"]


def test_the_old_file_stays_until_then_and_after_a_failure(tmp_path: Path) -> None:
    target = tmp_path / "a.tgz"
    target.write_bytes(b"old")
    sink = sink_for(str(target))
    sink.open()
    sink.write(b"half")
    assert target.read_bytes() == b"old"

    sink.discard()
    sink.discard()

    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.tgz"]


def test_a_new_file_has_the_permissions_of_any_other_and_a_replaced_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    (tmp_path / "private").write_bytes(b"")
    (tmp_path / "private").chmod(0o600)

    save(tmp_path / "new", b"1")
    save(tmp_path / "private", b"1")

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600


def test_what_a_link_leads_to_is_replaced_and_not_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real/file")

    save(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    for end in ("commit", "discard"):
        sink = sink_for(os.devnull)
        sink.open()
        sink.write(b"x" * 100_000)
        getattr(sink, end)()
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_pipe_gets_all_of_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        save(tmp_path / "pipe", b"one", b"two")
        assert os.read(reader, 100) == b"onetwo"
    finally:
        os.close(reader)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_nothing_is_left_of_a_file_that_cannot_be_put_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    sink = sink_for(tmp_path / "a")
    sink.open()
    sink.write(b"1")

    def broken(*args: Any) -> None:
        raise error

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(error):
        sink.commit()

    assert list(tmp_path.iterdir()) == []


def test_a_sink_discarded_before_it_was_opened_makes_no_file(tmp_path: Path) -> None:
    # As a thread does whose task was cancelled.
    sink = sink_for(tmp_path / "a")
    sink.discard()
    sink.open()
    sink.write(b"1")
    sink.commit()

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sink_for(tmp_path / "nowhere" / "a").open()


def test_a_name_as_long_as_names_may_be_can_be_saved_to(tmp_path: Path) -> None:
    save(tmp_path / ("n" * 255), b"1")

    assert (tmp_path / ("n" * 255)).read_bytes() == b"1"


def test_a_file_object_is_written_to_and_left_open() -> None:
    target = io.BytesIO(b"before ")
    target.seek(7)

    save(target, b"one ", b"two")

    assert target.getvalue() == b"before one two"
    assert not target.closed


class Slow(io.RawIOBase):
    """An unbuffered file that takes three bytes at a time, or says that it takes none."""

    def __init__(self, takes: int | None = 3) -> None:
        self.got = b""
        self.takes = takes

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any) -> int | None:
        if self.takes is None:
            return None
        self.got += bytes(chunk[: self.takes])
        return min(self.takes, len(chunk))


def test_an_unbuffered_file_gets_all_of_a_chunk() -> None:
    target = Slow()

    save(target, b"one two three", b"", b"four")

    assert target.got == b"one two threefour"


@pytest.mark.parametrize("takes", [None, 0])
def test_a_file_that_would_block_is_an_error_and_not_a_loss(takes: int | None) -> None:
    with pytest.raises(BlockingIOError):
        save(Slow(takes), b"1")


def test_a_file_object_that_does_not_count_is_trusted() -> None:
    class Plain:
        got = b""

        def write(self, chunk: bytes) -> None:
            self.got += chunk

    target = Plain()
    save(target, b"one", b"two")

    assert target.got == b"onetwo"


class Asynchronous:
    async def write(self, chunk: bytes) -> int:
        return len(chunk)


@pytest.mark.parametrize("target", [None, 7, b"file", [], io.StringIO(), Asynchronous(), object()])
def test_targets_that_cannot_be_saved_to_are_refused(target: Any) -> None:
    with pytest.raises(TypeError, match=r"save to (a|is)"):
        check_target(target)


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="name the file to save to"):
        check_target(tmp_path)


def test_paths_and_binary_files_are_targets(tmp_path: Path) -> None:
    for target in (tmp_path / "a", str(tmp_path / "a"), io.BytesIO(), Slow()):
        check_target(target)
