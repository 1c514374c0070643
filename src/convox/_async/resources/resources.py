"""Resources: databases, caches and the like, of an app or of the whole rack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.aio import check_progress
from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._generated import operations as ops
from ..streams import open_exec
from ..transfers import open_download

if TYPE_CHECKING:
    import builtins
    from collections.abc import AsyncIterable, Iterable, Mapping
    from typing import IO

    import httpx

    from trellis.core.progress import OnTransfer
    from trellis.core.runtime.unset import Unset

    from ...models import Resource, ResourceType
    from ..calls import AsyncCalls
    from ..streams import AsyncExecSession
    from ..transfers import AsyncDownload

__all__ = ["AsyncResources"]


class AsyncResources(Group):
    """Resources: databases, caches and the like, of an app or, in the methods named `system_`, of the whole rack."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def list(self, app: str) -> builtins.list[Resource]:
        """List an app's resources.

        GET /apps/{app}/resources
        """
        return await self._calls.call(ops.resources_list, {"app": app})

    async def get(self, app: str, name: str) -> Resource:
        """Read one resource of an app. Its `url` holds a password.

        GET /apps/{app}/resources/{name}
        """
        return await self._calls.call(ops.resources_get, {"app": app, "name": name})

    async def console(
        self,
        app: str,
        name: str,
        *,
        height: int | None = None,
        width: int | None = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> AsyncExecSession:
        """Open the console of a resource, such as `psql` of a database, and talk to it.

        height, width: of the terminal, in characters. timeout: seconds for connecting, by default the client's, and
        between two signs of life of the rack from then on, by default without a limit.

        GET /apps/{app}/resources/{name}/console, over a WebSocket (extra `websocket`).
        """
        return await open_exec(
            self._calls,
            ops.resources_console,
            {"app": app, "name": name, "height": height, "width": width},
            timeout=timeout,
        )

    async def export_data(
        self,
        app: str,
        name: str,
        *,
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = 1800.0,
    ) -> AsyncDownload:
        """Download a dump of a resource's data: iterate over the result, or `read` or `save` it.

        progress: told of the bytes received so far and those there are in all: a function, or True for a bar; see
        `trellis.core.progress.Progress`. timeout: seconds, for each phase; a database takes its time until the first
        bytes come.

        GET /apps/{app}/resources/{name}/data
        """
        args = {"app": app, "name": name}
        return await open_download(self._calls, ops.resources_export, args, progress=progress, timeout=timeout)

    async def import_data(
        self,
        app: str,
        name: str,
        data: bytes | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes],
        *,
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = 1800.0,
    ) -> None:
        """Load a dump into a resource.

        data: what `export_data` gave, as bytes; or a binary file or an iterable of bytes, which is read while it is
        sent. progress: told of the bytes sent so far and those there are in all: a function, or True for a bar; see
        `trellis.core.progress.Progress`. timeout: seconds, for each phase; the rack answers when everything is loaded.

        PUT /apps/{app}/resources/{name}/data
        """
        check_progress(progress)
        await self._calls.call(
            ops.resources_import, {"app": app, "name": name}, body=data, timeout=timeout, progress=progress
        )

    async def system_list(self) -> builtins.list[Resource]:
        """List the rack's resources.

        GET /resources
        """
        return await self._calls.call(ops.resources_system_list)

    async def system_get(self, name: str) -> Resource:
        """Read one of the rack's resources, with the apps that are linked to it.

        GET /resources/{name}
        """
        return await self._calls.call(ops.resources_system_get, {"name": name})

    async def system_create(
        self, kind: str, *, name: str | None = None, parameters: Mapping[str, str] | None = None
    ) -> Resource:
        """Create a resource of the rack.

        kind: one of those that `system_types` lists. name: the rack chooses one if it is left out. parameters: those
        of its kind, as `system_types` describes them. They go out twice, as for `apps.update`.

        POST /resources
        """
        return await self._calls.call(
            ops.resources_system_create, {"kind": kind, "name": name, "parameters": parameters}
        )

    async def system_update(self, name: str, *, parameters: Mapping[str, str] | None = None) -> Resource:
        """Change parameters of one of the rack's resources. A version 3 rack refuses: ConvoxValidationError.

        PUT /resources/{name}
        """
        return await self._calls.call(ops.resources_system_update, {"name": name, "parameters": parameters})

    async def system_delete(self, name: str) -> None:
        """Delete one of the rack's resources.

        DELETE /resources/{name}
        """
        await self._calls.call(ops.resources_system_delete, {"name": name})

    async def system_link(self, name: str, app: str) -> Resource:
        """Link one of the rack's resources to an app. A version 3 rack refuses: ConvoxValidationError.

        POST /resources/{name}/links
        """
        return await self._calls.call(ops.resources_system_link, {"name": name, "app": app})

    async def system_unlink(self, name: str, app: str) -> Resource:
        """Undo a link. A version 3 rack refuses: ConvoxValidationError.

        DELETE /resources/{name}/links/{app}
        """
        return await self._calls.call(ops.resources_system_unlink, {"name": name, "app": app})

    async def system_types(self) -> builtins.list[ResourceType]:
        """List the kinds of resource that the rack can create, with their parameters.

        It changes nothing, but takes the role write, as every verb but GET does.

        OPTIONS /resources
        """
        return await self._calls.call(ops.resources_system_types)
