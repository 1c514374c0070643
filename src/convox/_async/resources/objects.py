"""Objects: an app's files in the rack's store, such as the sources of builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.aio import check_progress
from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._generated import operations as ops
from ...exceptions import ConvoxAuthError, ConvoxNotFoundError
from ..transfers import open_download

if TYPE_CHECKING:
    import builtins
    from collections.abc import AsyncIterable, Iterable
    from typing import IO

    import httpx

    from trellis.core.progress import OnTransfer
    from trellis.core.runtime.unset import Unset

    from ...models import Object
    from ..calls import AsyncCalls
    from ..transfers import AsyncDownload

__all__ = ["AsyncObjects"]


class AsyncObjects(Group):
    """Objects: an app's files in the rack's store, such as the sources of builds. A key may hold slashes."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def list(self, app: str, *, prefix: str | None = None) -> builtins.list[str]:
        """List the keys of an app's objects.

        prefix: only keys that begin with it.

        GET /apps/{app}/objects
        """
        return await self._calls.call(ops.objects_list, {"app": app, "prefix": prefix})

    async def store(
        self,
        app: str,
        key: str,
        data: bytes | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes],
        *,
        public: bool | None = None,
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> Object:
        """Store an object. What was stored under that key before is replaced.

        data: bytes; or a binary file or an iterable of bytes, which is read while it is sent. public: let anybody read
        it. progress: told of the bytes sent so far and those there are in all: a function, or True for a bar; see
        `trellis.core.progress.Progress`. timeout: seconds, for each phase; the client's own if it is left out. The
        answer's `url` is what `builds.create` takes.

        An iterator cannot be sent twice: after a failure nothing is retried that has been read from one.

        POST /apps/{app}/objects/{key}
        """
        check_progress(progress)
        return await self._calls.call(
            ops.objects_store,
            {"app": app, "key": key, "public": public},
            body=data,
            timeout=timeout,
            progress=progress,
        )

    async def fetch(
        self,
        app: str,
        key: str,
        *,
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> AsyncDownload:
        """Download an object: iterate over the result, or `read` or `save` it.

        progress: told of the bytes received so far and those there are in all: a function, or True for a bar; see
        `trellis.core.progress.Progress`. timeout: seconds, for each phase; the client's own if it is left out.

        GET /apps/{app}/objects/{key}
        """
        return await open_download(
            self._calls, ops.objects_fetch, {"app": app, "key": key}, progress=progress, timeout=timeout
        )

    async def exists(self, app: str, key: str) -> bool:
        """Whether there is an object under a key.

        A rack answers HEAD with 200 whatever the key, so where that says yes the object is also asked for, and let go
        of before it is read.

        HEAD /apps/{app}/objects/{key}, then GET.
        """
        args = {"app": app, "key": key}
        try:
            await self._calls.call(ops.objects_exists, args)
        except ConvoxNotFoundError:
            return False
        except ConvoxAuthError:
            pass  # for a rack HEAD takes the role write, as every verb but GET does: to read may still be allowed
        try:
            response = await self._calls.open(ops.objects_fetch, args)
        except ConvoxNotFoundError:
            return False
        await response.aclose()
        return True

    async def delete(self, app: str, key: str) -> None:
        """Delete an object.

        DELETE /apps/{app}/objects/{key}
        """
        await self._calls.call(ops.objects_delete, {"app": app, "key": key})
