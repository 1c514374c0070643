"""Apps: what a rack runs, their parameters and configuration files, and what they use and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.aio import reporting
from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET
from trellis.core.waiting import Waiter

from ..._arguments import refuse_none
from ..._generated import operations as ops
from ..streams import open_logs
from ..waiters import app_is_running, wait_for

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    import httpx

    from trellis.core.progress import OnProgress
    from trellis.core.runtime.unset import Unset

    from ...models import (
        App,
        AppConfig,
        AppCost,
        AppDiagnosticReport,
        ManifestService,
        Metric,
        ServiceMetricsRow,
    )
    from ..calls import AsyncCalls
    from ..streams import AsyncLogStream

__all__ = ["AsyncApps"]


class AsyncApps(Group):
    """The apps of a rack. None as an option means that it is not sent, so that the server's default holds."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def list(self) -> builtins.list[App]:
        """All apps of the rack.

        GET /apps
        """
        return await self._calls.call(ops.apps_list)

    async def get(self, name: str) -> App:
        """One app.

        GET /apps/{name}. Raises ConvoxNotFoundError if there is none of that name.
        """
        return await self._calls.call(ops.apps_get, {"name": name})

    async def create(self, name: str, *, generation: str | int | None = None, timeout: int | None = None) -> App:
        """Make an app. It is there at once, and can be built for when its status is "running" (`wait_until_running`).

        generation: 1 or 2; the server's default is 2. timeout: seconds the server gives itself.

        POST /apps. Raises ConvoxConflictError if the name is taken, ConvoxValidationError if it is no good name.
        """
        text = str(generation) if type(generation) is int else generation
        return await self._calls.call(ops.apps_create, {"name": name, "generation": text, "timeout": timeout})

    async def update(self, name: str, *, lock: bool | None = None, parameters: Mapping[str, str] | None = None) -> None:
        """Change an app.

        lock: True guards the app against deletion, False lifts that. parameters: those to set; the others stay.

        PUT /apps/{name}. The parameters go out twice, as the one field that racks read and as a field each.
        """
        await self._calls.call(ops.apps_update, {"name": name, "lock": lock, "parameters": parameters})

    async def delete(self, name: str) -> None:
        """Delete an app with all that belongs to it.

        DELETE /apps/{name}. Raises ConvoxConflictError if it is locked.
        """
        await self._calls.call(ops.apps_delete, {"name": name})

    async def cancel(self, name: str) -> None:
        """Stop the promotion that is under way and go back to the release before it.

        POST /apps/{name}/cancel. Raises ConvoxConflictError if nothing is under way.
        """
        await self._calls.call(ops.apps_cancel, {"name": name})

    async def metrics(
        self,
        name: str,
        *,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        period: int | None = None,
        metrics: Sequence[str] | None = None,
    ) -> builtins.list[Metric]:
        """What an app used over a time.

        start, end: datetimes with a time zone, or text in the server's layout `20060102.150405.000000000` (UTC).
        period: seconds that each value stands for. metrics: the names of those wanted.

        GET /apps/{name}/metrics. Racks of version 3 cannot do it: ConvoxNotImplementedError; see `metrics_by_service`.
        """
        return await self._calls.call(
            ops.apps_metrics, {"name": name, "start": start, "end": end, "period": period, "metrics": metrics}
        )

    async def metrics_by_service(
        self,
        app: str,
        *,
        services: Sequence[str] | None = None,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        period: int | None = None,
        metrics: Sequence[str] | None = None,
    ) -> builtins.list[ServiceMetricsRow]:
        """What the services of an app used over a time, each for itself.

        services: the names of those wanted, all by default. The rest as for `metrics`.

        GET /apps/{app}/metrics-by-service
        """
        return await self._calls.call(
            ops.apps_metrics_by_service,
            {"app": app, "services": services, "start": start, "end": end, "period": period, "metrics": metrics},
        )

    async def config_list(self, app: str) -> builtins.list[AppConfig]:
        """The configuration files of an app.

        GET /apps/{app}/configs
        """
        return await self._calls.call(ops.configs_list, {"app": app})

    async def config_get(self, app: str, name: str) -> AppConfig:
        """One configuration file of an app.

        GET /apps/{app}/configs/{name}. Raises ConvoxNotFoundError if there is none of that name.
        """
        return await self._calls.call(ops.configs_get, {"app": app, "name": name})

    async def config_set(self, app: str, name: str, value_base64: str) -> None:
        """Write a configuration file of an app.

        value_base64: its content, in base64 already: `base64.b64encode(content).decode()`.

        PUT /apps/{app}/configs/{name}
        """
        refuse_none(value_base64=value_base64)
        await self._calls.call(ops.configs_set, {"app": app, "name": name, "value": value_base64})

    async def cost(self, app: str) -> AppCost:
        """What an app has cost this month, as the rack reckons.

        GET /apps/{app}/cost
        """
        return await self._calls.call(ops.apps_cost, {"app": app})

    async def diagnose(
        self,
        app: str,
        *,
        checks: str | None = None,
        services: str | None = None,
        age: int | None = None,
        all: bool | None = None,
        lines: int | None = None,
        events: bool | None = None,
        previous: bool | None = None,
    ) -> AppDiagnosticReport:
        """Why an app does not do as it should: the state of its pods, with their events and last log lines.

        checks, services: names of those wanted, with commas between them. age: look at pods that are at most so many
        seconds old (300). all: look at healthy pods too. lines: log lines of each (200). events, previous: with the
        pods' events, and with the log of the container before this one (both True). In brackets: the server's defaults.

        GET /apps/{app}/diagnose
        """
        return await self._calls.call(
            ops.apps_diagnose,
            {
                "app": app,
                "checks": checks,
                "services": services,
                "age": age,
                "all": all,
                "lines": lines,
                "events": events,
                "previous": previous,
            },
        )

    async def manifest_service(self, app: str, service: str) -> ManifestService:
        """What the manifest of an app's active release says about a service.

        GET /apps/{app}/manifest/services/{service}
        """
        return await self._calls.call(ops.apps_manifest_service, {"app": app, "service": service})

    async def logs(
        self,
        name: str,
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
        """The log of an app, line by line.

        follow: go on with new lines as they come. since: how far to go back, as a timedelta or as text such as "1h30m";
        the server's default is two minutes. filter: only lines that hold this. tail: at most so many lines of each
        process. prefix: begin each line with its time and origin. previous: of the containers before the present ones.
        maxlogrequests: how many processes to read from at a time.
        timeout: seconds for connecting and, with `follow=False`, between two signs of life of the rack; the
        client's by default.

        GET /apps/{name}/logs, over a WebSocket (extra `websocket`).
        """
        return await open_logs(
            self._calls,
            ops.apps_logs,
            {
                "name": name,
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

    async def wait_until_running(
        self,
        app: str,
        *,
        timeout: float | None = 1800.0,
        poll_interval: float = 2.0,
        progress: OnProgress = None,
    ) -> App:
        """Ask after an app until its status is "running": it was made, updated or rolled back to the end.

        timeout: seconds in all; None waits as long as it takes. poll_interval: seconds between two looks. progress:
        told of the app each time it was read: a function, or True for a bar; see `trellis.core.progress.Progress`.

        GET /apps/{name}, repeatedly. Raises ConvoxTimeoutError (also a TimeoutError) when the time is up.
        """
        return await wait_for(
            self._calls,
            ops.apps_get,
            {"name": app},
            app_is_running,
            Waiter(timeout, poll_interval),
            what=f"app {app}",
            report=reporting(progress, f"app {app}", "looks"),
        )
