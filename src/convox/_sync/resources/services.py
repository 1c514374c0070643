# Mirrored from src/convox/_async/resources/services.py by scripts/mirror_sync.py; do not edit.
"""Services: the parts of an app that run, their size and how they scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._generated import operations as ops
from ..streams import open_logs

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta
    from typing import Any

    import httpx

    from trellis.core.runtime.unset import Unset

    from ...models import Metric, Service, ServiceTriggersOptions
    from ..calls import Calls
    from ..streams import LogStream

__all__ = ["Services"]


class Services(Group):
    """The services of an app. None as an option means that it is not sent: what it is about stays as it is."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self, app: str) -> builtins.list[Service]:
        """The services of an app's active release.

        GET /apps/{app}/services
        """
        return self._calls.call(ops.services_list, {"app": app})

    def update(
        self,
        app: str,
        name: str,
        *,
        count: int | None = None,
        cpu: int | None = None,
        memory: int | None = None,
        gpu: int | None = None,
        gpu_vendor: str | None = None,
        min: int | None = None,
        max: int | None = None,
    ) -> None:
        """Scale a service.

        count: how many processes. cpu: thousandths of a core for each. memory: MB for each. gpu, gpu_vendor: how many
        GPUs for each, and whose. min, max: the bounds between which it scales by itself.

        PUT /apps/{app}/services/{name}
        """
        self._calls.call(
            ops.services_update,
            {
                "app": app,
                "name": name,
                "count": count,
                "cpu": cpu,
                "memory": memory,
                "gpu": gpu,
                "gpu_vendor": gpu_vendor,
                "min": min,
                "max": max,
            },
        )

    def restart(self, app: str, name: str) -> None:
        """Replace the processes of a service by new ones, a few at a time.

        POST /apps/{app}/services/{name}/restart
        """
        self._calls.call(ops.services_restart, {"app": app, "name": name})

    def metrics(
        self,
        app: str,
        service: str,
        *,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        period: int | None = None,
        metrics: Sequence[str] | None = None,
    ) -> builtins.list[Metric]:
        """What a service used over a time.

        start, end: datetimes with a time zone, or text in the server's layout `20060102.150405.000000000` (UTC).
        period: seconds that each value stands for. metrics: the names of those wanted.

        GET /apps/{app}/services/{service}/metrics
        """
        return self._calls.call(
            ops.services_metrics,
            {"app": app, "service": service, "start": start, "end": end, "period": period, "metrics": metrics},
        )

    def scale_override(self, app: str, service: str, active: bool, *, ack_by: str | None = None) -> None:
        """Say whether a count set by hand holds against automatic scaling.

        ack_by: who says so; on its way out of the server.

        POST /apps/{app}/services/{service}/scale-override
        """
        self._calls.call(
            ops.services_scale_override, {"app": app, "service": service, "active": active, "ack_by": ack_by}
        )

    def triggers_enable(
        self,
        app: str,
        service: str,
        opts: ServiceTriggersOptions | Mapping[str, Any],
        *,
        ack_by: str | None = None,
    ) -> None:
        """Have a service scale by triggers of its own instead of those of the manifest.

        opts: the triggers, as a `ServiceTriggersOptions` or a mapping; sent as JSON. ack_by: as for `scale_override`.

        POST /apps/{app}/services/{service}/triggers/enable
        """
        self._calls.call(ops.services_triggers_enable, {"app": app, "service": service, "opts": opts, "ack_by": ack_by})

    def triggers_disable(self, app: str, service: str, *, ack_by: str | None = None) -> None:
        """Have a service scale by the triggers of the manifest again.

        ack_by: as for `scale_override`.

        POST /apps/{app}/services/{service}/triggers/disable
        """
        self._calls.call(ops.services_triggers_disable, {"app": app, "service": service, "ack_by": ack_by})

    def triggers_threshold(
        self, app: str, service: str, threshold: float, *, type: str | None = None, ack_by: str | None = None
    ) -> None:
        """Set when a trigger of a service fires.

        type: which trigger, where there are several. ack_by: as for `scale_override`.

        POST /apps/{app}/services/{service}/triggers/threshold
        """
        self._calls.call(
            ops.services_triggers_threshold,
            {"app": app, "service": service, "threshold": threshold, "type": type, "ack_by": ack_by},
        )

    def logs(
        self,
        app: str,
        service: str,
        *,
        follow: bool | None = None,
        since: timedelta | str | None = None,
        filter: str | None = None,
        tail: int | None = None,
        prefix: bool | None = None,
        previous: bool | None = None,
        maxlogrequests: int | None = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> LogStream:
        """The log of a service, line by line. The options are those of `apps.logs`.

        GET /apps/{app}/services/{service}/logs, over a WebSocket (extra `websocket`).
        """
        return open_logs(
            self._calls,
            ops.services_logs,
            {
                "app": app,
                "service": service,
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
