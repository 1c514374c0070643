"""The rack itself: its settings, size, processes and credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._generated import operations as ops
from ..streams import open_logs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta
    from typing import Any, Literal

    import httpx

    from trellis.core.runtime.unset import Unset

    from ...models import Capacity, LetsEncryptConfig, Metric, Process, Release, System, SystemJwt
    from ..calls import AsyncCalls
    from ..streams import AsyncLogStream

__all__ = ["AsyncSystem"]


class AsyncSystem(Group):
    """The rack itself: its settings, size, processes and credentials."""

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def get(self) -> System:
        """Read what the rack is: name, version, provider, region, status, parameters.

        GET /system
        """
        return await self._calls.call(ops.system_get)

    async def update(
        self,
        *,
        count: int | None = None,
        type: str | None = None,
        version: str | None = None,
        force: bool | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        """Change the rack's size, version or parameters.

        count, type: how many instances, and of which kind. force: update although the rack advises against it. A
        version 3 rack refuses this: ConvoxNotImplementedError.

        PUT /system
        """
        await self._calls.call(
            ops.system_update,
            {"count": count, "type": type, "version": version, "force": force, "parameters": parameters},
        )

    async def capacity(self) -> Capacity:
        """Read how much CPU and memory and how many GPUs the rack has, and how much processes take.

        GET /system/capacity
        """
        return await self._calls.call(ops.system_capacity)

    async def metrics(
        self,
        *,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        period: int | None = None,
        metrics: Sequence[str] | None = None,
    ) -> list[Metric]:
        """Read measurements of the rack.

        start, end: the time that they are of; a datetime needs a time zone, and text is sent as it is
        ("20060102.150405.000000000", UTC). period: seconds that one value stands for. metrics: only these, by name.

        GET /system/metrics
        """
        return await self._calls.call(
            ops.system_metrics, {"start": start, "end": end, "period": period, "metrics": metrics}
        )

    async def processes(self, *, all: bool | None = None) -> list[Process]:
        """List the rack's own processes.

        all: those of apps too.

        GET /system/processes
        """
        return await self._calls.call(ops.system_processes, {"all": all})

    async def releases(self) -> list[Release]:
        """List the versions that the rack has had. A version 3 rack refuses this: ConvoxNotImplementedError.

        GET /system/releases
        """
        return await self._calls.call(ops.system_releases)

    async def jwt_token(
        self,
        *,
        role: Literal["read", "write", "admin"] | str | None = None,
        duration_in_hour: int | str | None = None,
    ) -> SystemJwt:
        """Make a token that gives a role on the rack; use it as `api_key` of a client with `username="jwt"`.

        role: "read", "write" or "admin". duration_in_hour: how long it is good for, 1 to 8760 hours. The rack needs
        both, and answers a call without them with a ConvoxValidationError. For "admin" one must be admin oneself.

        POST /system/jwt/token
        """
        return await self._calls.call(ops.system_jwt_token, {"role": role, "duration_in_hour": duration_in_hour})

    async def jwt_rotate(self) -> None:
        """Replace the key that tokens are signed with: all tokens made so far are void. Takes the role admin.

        PUT /system/jwt/rotate
        """
        await self._calls.call(ops.system_jwt_rotate)

    async def letsencrypt_config_get(self) -> LetsEncryptConfig:
        """Read how the rack proves to Let's Encrypt that domains are its own.

        GET /letsencrypt/config
        """
        return await self._calls.call(ops.letsencrypt_config_get)

    async def letsencrypt_config_apply(self, config: LetsEncryptConfig | dict[str, Any]) -> None:
        """Replace that configuration, all of it: read it, change it, apply it.

        config: the model; or a dict with the wire's names ("dns-zones"), which is sent as it is.

        PUT /letsencrypt/config
        """
        await self._calls.call(ops.letsencrypt_config_apply, body=config)

    async def karpenter_cleanup(self) -> None:
        """Have the rack remove what Karpenter has left behind.

        POST /system/karpenter/cleanup
        """
        await self._calls.call(ops.system_karpenter_cleanup)

    async def logs(
        self,
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
        """The rack's own log, line by line. The options are those of `apps.logs`.

        GET /system/logs, over a WebSocket (extra `websocket`).
        """
        return await open_logs(
            self._calls,
            ops.system_logs,
            {
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
