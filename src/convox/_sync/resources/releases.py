# Mirrored from src/convox/_async/resources/releases.py by scripts/mirror_sync.py; do not edit.
"""Releases: a build with an environment, and which of them an app runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.sio import reporting, sleep
from trellis.core.waiting import Waiter

from ..._answers import told
from ..._generated import operations as ops
from ...exceptions import ConvoxError, ConvoxValidationError
from ..waiters import wait_for

if TYPE_CHECKING:
    import builtins

    from trellis.core.progress import OnProgress, Reporting

    from ...models import App, Release
    from ..calls import Calls

__all__ = ["Releases"]

_OLDER = "can not promote an older release"


class Releases(Group):
    """The releases of an app. None as an option means that it is not sent, so that the server's default holds."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self, app: str, *, limit: int | None = None) -> builtins.list[Release]:
        """The releases of an app, the newest first.

        limit: how many at most.

        GET /apps/{app}/releases
        """
        return self._calls.call(ops.releases_list, {"app": app, "limit": limit})

    def get(self, app: str, release_id: str) -> Release:
        """One release, with its manifest and its environment.

        GET /apps/{app}/releases/{id}. Raises ConvoxNotFoundError if there is none of that id.
        """
        return self._calls.call(ops.releases_get, {"app": app, "id": release_id})

    def create(
        self,
        app: str,
        *,
        build: str | None = None,
        env: str | None = None,
        description: str | None = None,
        parent_release: str | None = None,
    ) -> Release:
        """Make a release. It runs only once it is promoted.

        build: the id of its build. env: its whole environment, a `KEY=value` line for each variable; for a change of
        some there is `environment.set`. What is left out is taken over from the release before. description: for
        people. parent_release: take it over from this one instead.

        POST /apps/{app}/releases
        """
        release = self._calls.call(
            ops.releases_create,
            {"app": app, "build": build, "env": env, "description": description, "parent_release": parent_release},
        )
        self._calls.drafts.made(app, release.id)
        return release

    def promote(
        self,
        app: str,
        release_id: str,
        *,
        force: bool | None = None,
        idle: bool | None = None,
        min_count: int | None = None,
        max_count: int | None = None,
        timeout: int | None = None,
        development: bool | None = None,
        wait: bool = False,
        wait_timeout: float | None = 1800.0,
        poll_interval: float = 2.0,
        progress: OnProgress = None,
    ) -> None:
        """Have an app run a release.

        force: also while the app is busy. idle: with no process until one is asked for. min_count, max_count: the
        percentage of processes that run at least and at most meanwhile. timeout: seconds the server gives the
        promotion. development: with the development target of its build.

        wait: come back only when the app runs the release. wait_timeout: seconds in all for that, None for as long as
        it takes. poll_interval: seconds before each look. progress: told of the app each time it was read: a function,
        or True for a bar; see `trellis.core.progress.Progress`.

        POST /apps/{app}/releases/{id}/promote; with `wait`, then GET /apps/{name}, repeatedly. Raises
        ConvoxConflictError if the app is being updated, ConvoxValidationError for a release without a manifest or older
        than the active one (see `rollback`); with `wait`, ConvoxTimeoutError (also a TimeoutError) when the time is up,
        and ConvoxError if the app went back to another release.
        """
        waiter = Waiter(wait_timeout, poll_interval)
        report = reporting(progress, f"app {app}", "looks")
        self._calls.call(
            ops.releases_promote,
            {
                "app": app,
                "id": release_id,
                "force": force,
                "idle": idle,
                "min": min_count,
                "max": max_count,
                "timeout": timeout,
                "development": development,
            },
        )
        self._calls.drafts.promoted(app)
        if wait:
            self._until_running(app, release_id, waiter, report)

    def rollback(
        self,
        app: str,
        release_id: str,
        *,
        wait: bool = False,
        wait_timeout: float | None = 1800.0,
        poll_interval: float = 2.0,
        progress: OnProgress = None,
    ) -> None:
        """Have an app run an earlier release again.

        Racks do not promote a release that is older than the active one. Then a new release is made, with the build and
        the environment of the old one, and that is promoted. The options are those of `promote`.

        POST /apps/{app}/releases/{id}/promote; where the rack refuses it for its age, then
        GET /apps/{app}/releases/{id}, POST /apps/{app}/releases and POST /apps/{app}/releases/{id}/promote. Raises what
        `promote` does.
        """
        try:
            self.promote(
                app,
                release_id,
                wait=wait,
                wait_timeout=wait_timeout,
                poll_interval=poll_interval,
                progress=progress,
            )
        except ConvoxValidationError as error:
            if _OLDER not in error.message.lower():
                raise
        else:
            return
        old = self.get(app, release_id)
        # An empty environment is a line without anything: an empty field would mean that of the release before.
        copy = self.create(app, build=old.build or None, env=old.env or "\n")
        self.promote(
            app,
            told(copy.id, "the new release's id"),
            wait=wait,
            wait_timeout=wait_timeout,
            poll_interval=poll_interval,
            progress=progress,
        )

    def _until_running(self, app: str, release_id: str, waiter: Waiter, report: Reporting) -> None:
        """Wait for the end of a promotion that was just begun."""
        busy = False

        def arrived(seen: App) -> bool:
            nonlocal busy
            running = seen.status == "running"
            # Running something else before it was busy: the rack has not begun yet. After that: it went back.
            arrived = running and (busy or seen.release == release_id)
            busy = busy or not running
            return arrived

        # A rack takes a moment to say that it is busy.
        pause = waiter.delay()
        if pause:
            sleep(pause)
        seen = wait_for(
            self._calls,
            ops.apps_get,
            {"name": app},
            arrived,
            waiter,
            what=f"app {app}, on its way to release {release_id},",
            report=report,
        )
        if seen.release != release_id:
            raise ConvoxError(
                f"app {app} went back to release {seen.release or '(none)'}: the promotion of {release_id} failed. "
                "See the log of the app"
            )
