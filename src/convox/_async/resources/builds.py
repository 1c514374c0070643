"""Builds: from source to images, their archives and their logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.aio import blocking, check_progress, reporting
from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET
from trellis.core.waiting import Waiter

from ..._answers import told
from ..._archive import LocalArchive
from ..._arguments import refuse_none
from ..._generated import operations as ops
from ...exceptions import ConvoxError
from ..streams import open_logs
from ..transfers import open_download
from ..uploads import archive_key, checked_archive
from ..waiters import build_is_over, wait_for

if TYPE_CHECKING:
    import builtins
    import os
    from collections.abc import AsyncIterable, Iterable, Sequence
    from datetime import datetime, timedelta
    from typing import IO

    import httpx

    from trellis.core.progress import OnProgress, OnTransfer
    from trellis.core.runtime.unset import Unset

    from ...models import Build
    from ..calls import AsyncCalls
    from ..streams import AsyncLogStream
    from ..transfers import AsyncDownload

__all__ = ["AsyncBuilds"]


class AsyncBuilds(Group):
    """The builds of an app. None as an option means that it is not sent, so that the server's default holds."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def list(self, app: str, *, limit: int | None = None) -> builtins.list[Build]:
        """The builds of an app, the newest first.

        limit: how many at most.

        GET /apps/{app}/builds
        """
        return await self._calls.call(ops.builds_list, {"app": app, "limit": limit})

    async def get(self, app: str, build_id: str) -> Build:
        """One build.

        GET /apps/{app}/builds/{id}. Raises ConvoxNotFoundError if there is none of that id.
        """
        return await self._calls.call(ops.builds_get, {"app": app, "id": build_id})

    async def create(
        self,
        app: str,
        url: str,
        *,
        description: str | None = None,
        manifest: str | None = None,
        no_cache: bool | None = None,
        development: bool | None = None,
        external: bool | None = None,
        wildcard_domain: bool | None = None,
        build_args: Sequence[str] | None = None,
        git_sha: str | None = None,
    ) -> Build:
        """Begin a build. The answer comes at once; `wait` waits for its end, `logs` shows what it does.

        url: where the rack gets the source, a .tgz (of what is on this machine, `create_from` makes a build).
        description: for people. manifest: the name of the manifest, if it is not `convox.yml`. no_cache: build all
        anew. development: up to the development target. external: build elsewhere; the rack only keeps the record.
        wildcard_domain: route the wildcard domain of the rack to the app. build_args: `KEY=value` each, without
        commas, at which the server divides them. git_sha: the commit that is built.

        POST /apps/{app}/builds
        """
        refuse_none(url=url)
        return await self._calls.call(
            ops.builds_create,
            _new_build(
                app,
                url,
                description=description,
                manifest=manifest,
                no_cache=no_cache,
                development=development,
                external=external,
                wildcard_domain=wildcard_domain,
                build_args=build_args,
                git_sha=git_sha,
            ),
        )

    async def create_from(
        self,
        app: str,
        source: str | os.PathLike[str],
        *,
        description: str | None = None,
        manifest: str | None = None,
        no_cache: bool | None = None,
        development: bool | None = None,
        external: bool | None = None,
        wildcard_domain: bool | None = None,
        build_args: Sequence[str] | None = None,
        git_sha: str | None = None,
        exclude: Sequence[str] = (),
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = 1800.0,
    ) -> Build:
        """Begin a build of what is on this machine: pack it, upload it, build it.

        source: a folder, or a .tgz archive. exclude: shell patterns for the names, or for the paths relative to the
        folder, of what is left out of it, such as ".git" or "node_modules". progress: told of the bytes uploaded so far
        and those there are in all: a function, or True for a bar; see `trellis.core.progress.Progress`. timeout:
        seconds for each phase of the upload. The rest as for `create`.

        The folder is packed into a temporary file first, which is gone afterwards. Symbolic links stay links; sockets,
        pipes and devices are passed over.

        POST /apps/{app}/objects/{key}, then POST /apps/{app}/builds. Raises, before anything is sent, ValueError for a
        folder without files or an archive that is broken or empty, OSError for what cannot be read.
        """
        options: dict[str, Any] = {
            "description": description,
            "manifest": manifest,
            "no_cache": no_cache,
            "development": development,
            "external": external,
            "wildcard_domain": wildcard_domain,
            "build_args": build_args,
            "git_sha": git_sha,
        }
        check_progress(progress)
        self._calls.prepare(ops.builds_create, _new_build(app, "object://", **options))
        self._calls.prepare(ops.objects_store, {"app": app, "key": "source"}, body=b"", timeout=timeout)
        archive = LocalArchive(source, exclude)
        try:
            stored = await self._calls.call(
                ops.objects_store,
                {"app": app, "key": archive_key()},
                body=await blocking(archive.make),
                progress=progress,
                timeout=timeout,
            )
        finally:
            archive.close()
        url = told(stored.url, "where the source is")
        return await self._calls.call(ops.builds_create, _new_build(app, url, **options))

    async def update(
        self,
        app: str,
        build_id: str,
        *,
        status: str | None = None,
        release: str | None = None,
        manifest: str | None = None,
        logs: str | None = None,
        entrypoint: str | None = None,
        started: datetime | str | None = None,
        ended: datetime | str | None = None,
    ) -> Build:
        """Change the record of a build: for those who build elsewhere.

        status: "running", "complete" or "failed", for instance. release: the release made of it. manifest, logs,
        entrypoint: their text. started, ended: datetimes with a time zone, or text in the server's layout
        `20060102.150405.000000000` (UTC).

        PUT /apps/{app}/builds/{id}
        """
        return await self._calls.call(
            ops.builds_update,
            {
                "app": app,
                "id": build_id,
                "status": status,
                "release": release,
                "manifest": manifest,
                "logs": logs,
                "entrypoint": entrypoint,
                "started": started,
                "ended": ended,
            },
        )

    async def import_build(
        self,
        app: str,
        data: bytes | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes],
        *,
        timeout: float | httpx.Timeout | Unset | None = 1800.0,
        progress: OnTransfer = None,
    ) -> Build:
        """Take over a build that `export` gave, images and all.

        data: the archive, as bytes, a binary file (sent from where it stands) or an iterable of bytes. Files and
        iterables are sent while they are read. timeout: seconds for each of the phases connecting, waiting for a
        connection, sending and receiving; None for no limit. The rack answers only when every image is in its registry.
        progress: told of the bytes sent so far and those there are in all: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        POST /apps/{app}/builds/import. Raises ValueError, before anything is sent, for what is no gzip archive.
        """
        check_progress(progress)
        self._calls.prepare(ops.builds_import, {"app": app}, body=b"", timeout=timeout)
        archive = await checked_archive(data)
        return await self._calls.call(ops.builds_import, {"app": app}, body=archive, progress=progress, timeout=timeout)

    async def import_image(
        self,
        app: str,
        build_id: str,
        image: str,
        *,
        src_creds_user: str | None = None,
        src_creds_pass: str | None = None,
    ) -> None:
        """Have the rack fetch an image into its own registry, as one of a build. It is done in the background.

        image: its address. src_creds_user, src_creds_pass: for the registry that it comes from.

        POST /apps/{app}/builds/{id}/image. Raises ConvoxValidationError for an image that cannot be had.
        """
        await self._calls.call(
            ops.builds_import_image,
            {
                "app": app,
                "id": build_id,
                "image": image,
                "src_creds_user": src_creds_user,
                "src_creds_pass": src_creds_pass,
            },
        )

    async def export(
        self,
        app: str,
        build_id: str,
        *,
        progress: OnTransfer = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> AsyncDownload:
        """A build as an archive, images and all, to `import_build` elsewhere.

        progress: told of the bytes read so far and those there are in all: a function, or True for a bar; see
        `trellis.core.progress.Progress`. timeout: seconds for each phase, the wait for each next piece included; the
        client's by default. The rack begins to answer at once, but may take its time between two images.

        GET /apps/{app}/builds/{id}.tgz
        """
        return await open_download(
            self._calls, ops.builds_export, {"app": app, "id": build_id}, progress=progress, timeout=timeout
        )

    async def logs(
        self,
        app: str,
        build_id: str,
        *,
        follow: bool | None = None,
        since: timedelta | str | None = None,
        filter: str | None = None,
        tail: int | None = None,
        prefix: bool | None = None,
        previous: bool | None = None,
        maxlogrequests: int | None = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> AsyncLogStream:
        """The log of a build, line by line; of one that is under way, until it ends. The options are those of
        `apps.logs`.

        GET /apps/{app}/builds/{id}/logs, over a WebSocket (extra `websocket`).
        """
        return await open_logs(
            self._calls,
            ops.builds_logs,
            {
                "app": app,
                "id": build_id,
                "follow": follow,
                "since": since,
                "filter": filter,
                "tail": tail,
                "prefix": prefix,
                "previous": previous,
                "maxlogrequests": maxlogrequests,
            },
            timeout=timeout,
        )

    async def wait(
        self,
        app: str,
        build_id: str,
        *,
        timeout: float | None = 1800.0,
        poll_interval: float = 2.0,
        progress: OnProgress = None,
        raise_on_failure: bool = True,
    ) -> Build:
        """Ask after a build until it has ended; its release is in `release` then.

        timeout: seconds in all; None waits as long as it takes. poll_interval: seconds between two looks. progress:
        told of the build each time it was read: a function, or True for a bar; see `trellis.core.progress.Progress`.
        raise_on_failure: False returns a build that failed, too.

        GET /apps/{app}/builds/{id}, repeatedly. Raises ConvoxError, with the build's id, status and reason, if it
        failed; ConvoxTimeoutError (also a TimeoutError) when the time is up: the build goes on.
        """
        build = await wait_for(
            self._calls,
            ops.builds_get,
            {"app": app, "id": build_id},
            build_is_over,
            Waiter(timeout, poll_interval),
            what=f"build {build_id}",
            report=reporting(progress, f"build {build_id}", "looks"),
        )
        if raise_on_failure and build.status != "complete":
            reason = f": {build.reason}" if build.reason else ""
            raise ConvoxError(f"build {build_id} of app {app} has the status {build.status}{reason}. See its log")
        return build


def _new_build(app: str, url: str, **options: Any) -> dict[str, Any]:
    return {"app": app, "url": url, **options}
