# Mirrored from src/convox/_async/resources/processes.py by scripts/mirror_sync.py; do not edit.
"""Processes: the containers of an app, those that run once, and commands within them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._arguments import refuse_none
from ..._generated import operations as ops
from ..streams import open_exec, open_logs

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping
    from datetime import timedelta

    import httpx

    from trellis.core.runtime.unset import Unset

    from ...models import Process
    from ..calls import Calls
    from ..streams import ExecSession, LogStream

__all__ = ["Processes"]


class Processes(Group):
    """The processes of an app. None as an option means that it is not sent, so that the server's default holds."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self, app: str, *, service: str | None = None, release: str | None = None) -> builtins.list[Process]:
        """The processes of an app, or of one of its services or releases.

        GET /apps/{app}/processes
        """
        return self._calls.call(ops.processes_list, {"app": app, "service": service, "release": release})

    def get(self, app: str, pid: str) -> Process:
        """One process.

        GET /apps/{app}/processes/{pid}. Raises ConvoxNotFoundError if there is none of that id.
        """
        return self._calls.call(ops.processes_get, {"app": app, "pid": pid})

    def stop(self, app: str, pid: str) -> None:
        """Stop a process. One that belongs to a service is replaced by a new one.

        DELETE /apps/{app}/processes/{pid}
        """
        self._calls.call(ops.processes_stop, {"app": app, "pid": pid})

    def run(
        self,
        app: str,
        service: str,
        *,
        command: str | None = None,
        release: str | None = None,
        cpu: int | None = None,
        memory: int | None = None,
        image: str | None = None,
        cpu_limit: int | None = None,
        memory_limit: int | None = None,
        gpu: int | None = None,
        gpu_vendor: str | None = None,
        environment: Mapping[str, str] | None = None,
        volumes: Mapping[str, str] | None = None,
        node_labels: str | None = None,
        use_service_volume: bool | None = None,
        privileged: bool | None = None,
        system_critical: bool | None = None,
        height: int | None = None,
        width: int | None = None,
    ) -> Process:
        """Start a process beside those of a service: a one-off, that ends when its command ends.

        command: what to run, as one line; any characters but control characters. release: which release of the
        app, the active one by default. cpu, cpu_limit: thousandths of a core, asked for and at most. memory,
        memory_limit: MB likewise. image: run this image instead of the service's. gpu, gpu_vendor: how many GPUs, and
        whose. environment: variables beside those of the release. volumes: paths on the machine and where they appear
        in the process. node_labels: run on machines with these labels, `key=value` with commas between them.
        use_service_volume: with the volumes of the service. privileged: with all capabilities. system_critical: so that
        it is among the last to be evicted. height, width: of the terminal, in characters.

        POST /apps/{app}/services/{service}/processes; all options are headers, as the server reads them nowhere else.
        Raises ValueError for a line break or another control character in them.
        """
        return self._calls.call(
            ops.processes_run,
            {
                "app": app,
                "service": service,
                "command": command,
                "release": release,
                "cpu": cpu,
                "memory": memory,
                "image": image,
                "cpu_limit": cpu_limit,
                "memory_limit": memory_limit,
                "gpu": gpu,
                "gpu_vendor": gpu_vendor,
                "environment": environment,
                "volumes": volumes,
                "node_labels": node_labels,
                "use_service_volume": use_service_volume,
                "privileged": privileged,
                "system_critical": system_critical,
                "height": height,
                "width": width,
            },
        )

    def exec(
        self,
        app: str,
        pid: str,
        command: str,
        *,
        tty: bool | None = None,
        height: int | None = None,
        width: int | None = None,
        entrypoint: bool | None = None,
        disable_stdin: bool | None = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> ExecSession:
        """Run a command in a process that is there already, and talk to it.

        command: what to run, as one line. tty: give it a terminal (the server's default), so that its output and errors
        are one stream. height, width: of that terminal, in characters. entrypoint: start it through the image's entry
        point. disable_stdin: it reads nothing. timeout: seconds for connecting, the client's by default.

        GET /apps/{app}/processes/{pid}/exec, over a WebSocket (extra `websocket`).
        """
        refuse_none(command=command)
        return open_exec(
            self._calls,
            ops.processes_exec,
            {
                "app": app,
                "pid": pid,
                "command": command,
                "tty": tty,
                "height": height,
                "width": width,
                "entrypoint": entrypoint,
                "disable_stdin": disable_stdin,
            },
            timeout=timeout,
        )

    def logs(
        self,
        app: str,
        pid: str,
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
        """The log of a process, line by line. The options are those of `apps.logs`.

        GET /apps/{app}/processes/{pid}/logs, over a WebSocket (extra `websocket`).
        """
        return open_logs(
            self._calls,
            ops.processes_logs,
            {
                "app": app,
                "pid": pid,
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
