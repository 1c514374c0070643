"""Archives as they go over the rack's API: sources and builds as .tgz, files of a process as .tar."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

BUILD_FILE = "build.json"


class BadArchive(Exception):
    """The bytes are no such archive, or end too early."""


def pack_tar(files: Mapping[str, bytes]) -> bytes:
    """A .tar of files by name."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def pack_tgz(files: Mapping[str, bytes]) -> bytes:
    """A .tgz of files by name."""
    return gzip.compress(pack_tar(files), mtime=0)


def unpack_tar(data: bytes) -> dict[str, bytes]:
    """The files of a .tar by name; BadArchive if it is none."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            found: dict[str, bytes] = {}
            for entry in archive:
                content = archive.extractfile(entry) if entry.isfile() else None
                if content is not None:
                    found[entry.name.removeprefix("./")] = content.read()
            return found
    except (tarfile.TarError, EOFError, ValueError):
        raise BadArchive("archive/tar: invalid tar header") from None


def unpack_tgz(data: bytes) -> dict[str, bytes]:
    """The files of a .tgz by name; BadArchive if it is none."""
    if not data:
        raise BadArchive("EOF")
    try:
        plain = gzip.decompress(data)
    except EOFError:
        raise BadArchive("unexpected EOF") from None
    except (OSError, zlib.error):
        raise BadArchive("gzip: invalid header") from None
    return unpack_tar(plain)


def file_in_archive(data: bytes, name: str) -> bytes | None:
    """One file of a .tgz, None if it has none of that name; BadArchive if it is no .tgz."""
    return unpack_tgz(data).get(name)


def pack_build(build: Mapping[str, Any], manifest: str, services: tuple[str, ...]) -> bytes:
    """An exported build: what it was, its manifest, and an image for each service."""
    images = {f"{service}.{build['id']}.tar": f"image of {service}\n".encode() for service in services}
    described = json.dumps({**build, "manifest": manifest}).encode()
    return pack_tgz({BUILD_FILE: described, "convox.yml": manifest.encode(), **images})


def unpack_build(data: bytes) -> dict[str, Any]:
    """What an exported build was; BadArchive if the bytes are none."""
    described = unpack_tgz(data).get(BUILD_FILE)
    if described is None:
        raise BadArchive("invalid build archive: no build.json")
    try:
        build = json.loads(described)
    except ValueError:
        raise BadArchive("invalid build archive: build.json is not JSON") from None
    if not isinstance(build, dict) or not isinstance(build.get("manifest"), str):
        raise BadArchive("invalid build archive: build.json describes no build")
    return build
