"""Source archives: gzip streams that are told from other things before they are sent, and folders packed into one."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from trellis.core.encode import checked_chunk, refuse_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "MAGIC_LENGTH",
    "LocalArchive",
    "check_archive_file",
    "check_exclude",
    "check_gzip",
    "checked_source",
    "pack_folder",
]

MAGIC_LENGTH = 3
"""How many bytes `check_gzip` wants to see."""
_MAGIC = b"\x1f\x8b\x08"
"""RFC 1952, section 2.3.1: the two bytes of every gzip stream, and its only compression method."""
_BLOCK = 1 << 20
_PIECE = 65536


def check_gzip(start: bytes) -> None:
    """ValueError unless a body with these first bytes can be a gzip archive."""
    if start[:MAGIC_LENGTH] != _MAGIC:
        what = "is empty" if not start else "is no gzip archive"
        raise ValueError(f"the archive {what}: what is to be sent is a tar archive compressed with gzip (.tgz)")


def is_asynchronous(data: Any) -> bool:
    """Whether a body gives its bytes only to `async for`."""
    return hasattr(data, "__aiter__") and not hasattr(data, "read")


def checked_source(data: Any) -> Any:
    """What to send so that `data` arrives, once its first bytes were seen to be those of a gzip archive: `data` itself
    where they could be looked at without taking them away. ValueError and TypeError as for `check_gzip` and others."""
    refuse_text(data)
    if isinstance(data, (bytes, bytearray, memoryview)):
        check_gzip(bytes(data[:MAGIC_LENGTH]))
        return data
    if hasattr(data, "read"):
        start, restored = _start_of_file(data)
        check_gzip(start)
        return data if restored else chain([start], iter(lambda: data.read(_PIECE), b""))
    if isinstance(data, (str, dict)) or not hasattr(data, "__iter__"):
        raise TypeError(f"data must be bytes, a binary file or an iterable of bytes, got {type(data).__name__}")
    pieces, start = iter(data), b""
    for piece in pieces:
        start += checked_chunk(piece)
        if len(start) >= MAGIC_LENGTH:
            break
    check_gzip(start)
    return chain([start], pieces) if pieces is data else data


def _start_of_file(file: IO[bytes]) -> tuple[bytes, bool]:
    """The first bytes of a file from where it stands, and whether it stands there again."""
    try:
        position = file.tell() if file.seekable() else None
    except (AttributeError, OSError):
        position = None
    start = b""
    while len(start) < MAGIC_LENGTH:
        piece = checked_chunk(file.read(MAGIC_LENGTH - len(start)))
        if not piece:
            break
        start += piece
    if position is not None:
        file.seek(position)
    return start, position is not None


def check_archive_file(file: IO[bytes]) -> None:
    """Read an archive to its end and go back to its beginning. ValueError if it is broken, no .tgz, or empty.

    Better to read it once more than to upload it all and hear about it in the log of a build.
    """
    import gzip  # these take their time to load, and most clients pack nothing
    import tarfile
    import zlib

    check_gzip(file.read(MAGIC_LENGTH))
    file.seek(0)
    try:
        with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
            with tarfile.open(fileobj=unpacked, mode="r|") as archive:
                members = sum(1 for _ in archive)
            while unpacked.read(_BLOCK):
                """What follows the last member counts for the check sum, too."""
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise ValueError(f"the archive is broken: {error}") from None
    if not members:
        raise ValueError("the archive is empty: there is nothing to build in it")
    file.seek(0)


class LocalArchive:
    """A folder, or an archive, on this machine: `make` opens it as a file to upload, `close` ends that at any time."""

    def __init__(self, source: str | os.PathLike[str], exclude: Sequence[str] = ()) -> None:
        """TypeError for what is no path, or no sequence of patterns. Nothing is looked at yet."""
        if not isinstance(source, (str, os.PathLike)):
            raise TypeError(f"source must be the path of a folder or of a .tgz archive, got {type(source).__name__}")
        self._source = source
        self._exclude = check_exclude(exclude)
        self._file: IO[bytes] | None = None
        self._closed = False

    def make(self) -> IO[bytes]:
        """The folder packed, or the archive read to its end and found whole: a file that stands at its beginning.

        ValueError for a folder without files, and for an archive that is broken, empty or no .tgz; OSError for what
        cannot be read.
        """
        import tempfile

        is_folder = os.path.isdir(self._source)
        if self._exclude and not is_folder:
            raise ValueError("exclude is for folders: an archive is sent as it is")
        self._file = file = tempfile.TemporaryFile() if is_folder else open(self._source, "rb")  # noqa: SIM115
        try:
            if is_folder:
                pack_folder(self._source, file, self._exclude)
            else:
                check_archive_file(file)
        except BaseException:
            file.close()
            raise
        if self._closed:
            file.close()  # whoever asked was cancelled while this was going on
        return file

    def close(self) -> None:
        """Close the file, also while another thread makes it, whose work then ends in an error."""
        self._closed = True
        if self._file is not None:
            self._file.close()


def check_exclude(exclude: Sequence[str]) -> tuple[str, ...]:
    """The patterns as a tuple. TypeError for one str, whose letters would each be a pattern, and for other things."""
    if isinstance(exclude, str) or not all(isinstance(pattern, str) for pattern in exclude):
        raise TypeError("exclude must be a sequence of patterns")
    return tuple(pattern.rstrip("/") for pattern in exclude)


def pack_folder(folder: str | os.PathLike[str], file: IO[bytes], exclude: Sequence[str] = ()) -> None:
    """Write what is in `folder` to `file` as a .tgz and go back to its beginning. ValueError if nothing is in it.

    Names are relative to the folder and in order; owners are left out; symbolic links stay links; sockets, pipes and
    devices are passed over. exclude: shell patterns (`*`, `?`, `[...]`) for names, or for paths relative to the folder;
    a folder that fits is left out with all it holds.
    """
    import gzip
    import tarfile

    packed = 0
    with (
        # Without the time and a name, so that a folder that stays as it is gives the same bytes.
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name in _entries(os.fspath(folder), exclude):
            info = archive.gettarinfo(os.path.join(folder, name), arcname=name)
            # gettarinfo has nothing for a socket.
            if info is None or not (info.isreg() or info.isdir() or info.issym() or info.islnk()):
                continue
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            if info.isreg():
                with open(os.path.join(folder, name), "rb") as content:
                    archive.addfile(info, content)
            else:
                archive.addfile(info)
            packed += not info.isdir()
    if not packed:
        raise ValueError(f"there is nothing to build in {os.fspath(folder)!r}: it holds no file")
    file.seek(0)


def _entries(folder: str, exclude: Sequence[str]) -> Iterator[str]:
    """The paths below `folder`, relative to it, each folder before what it holds."""
    waiting = [("", True)]
    while waiting:
        path, is_folder = waiting.pop()
        if path:
            yield path
        if is_folder:
            with os.scandir(os.path.join(folder, path)) as scan:
                entries = sorted(scan, key=lambda entry: entry.name, reverse=True)
            for entry in entries:
                inside = f"{path}/{entry.name}" if path else entry.name
                if not any(fnmatchcase(entry.name, pattern) or fnmatchcase(inside, pattern) for pattern in exclude):
                    waiting.append((inside, entry.is_dir(follow_symlinks=False)))
