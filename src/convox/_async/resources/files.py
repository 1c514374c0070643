"""Files inside running processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.aio import check_progress
from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._generated import operations as ops
from ..transfers import open_download

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable
    from typing import IO

    import httpx

    from trellis.core.progress import OnTransfer
    from trellis.core.runtime.unset import Unset

    from ..calls import AsyncCalls
    from ..transfers import AsyncDownload

__all__ = ["AsyncFiles"]


class AsyncFiles(Group):
    """Files inside running processes."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def upload(
        self,
        app: str,
        pid: str,
        tar: bytes | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes],
        *,
        tar_extra: str | None = None,
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> None:
        """Unpack an archive inside a process.

        tar: a tar archive as bytes; or a binary file or an iterable of bytes, which is read while it is sent.
        tar_extra: further flags for the tar that unpacks it. progress: told of the bytes sent so far and those there
        are in all: a function, or True for a bar; see `trellis.core.progress.Progress`. timeout: seconds, for each
        phase; the client's own if it is left out.

        POST /apps/{app}/processes/{pid}/files
        """
        check_progress(progress)
        await self._calls.call(
            ops.files_upload,
            {"app": app, "pid": pid, "tar_extra": tar_extra},
            body=tar,
            timeout=timeout,
            progress=progress,
        )

    async def download(
        self,
        app: str,
        pid: str,
        file: str,
        *,
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> AsyncDownload:
        """Download a file or folder from a process: iterate over the result, or `read` or `save` it.

        file: its path in there. progress: told of the bytes received so far and those there are in all: a function, or
        True for a bar; see `trellis.core.progress.Progress`. timeout: seconds, for each phase; the client's own if it
        is left out.

        GET /apps/{app}/processes/{pid}/files
        """
        _check_path(file)
        args = {"app": app, "pid": pid, "file": file}
        return await open_download(self._calls, ops.files_download, args, progress=progress, timeout=timeout)

    async def delete(self, app: str, pid: str, *files: str) -> None:
        """Delete files inside a process.

        files: their paths, at least one. Raises ValueError for none, and for one with a comma, which the rack would
        take for two.

        DELETE /apps/{app}/processes/{pid}/files
        """
        if not files:
            raise ValueError("name at least one file to delete")
        for file in files:
            _check_path(file)
        await self._calls.call(ops.files_delete, {"app": app, "pid": pid, "files": list(files)})


def _check_path(file: str) -> None:
    if not isinstance(file, str):
        raise TypeError(f"a file must be a str, its path in the process, got {type(file).__name__}")
    if not file:
        raise ValueError("a file must not be an empty path")
