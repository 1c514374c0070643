# Mirrored from src/convox/_async/resources/instances.py by scripts/mirror_sync.py; do not edit.
"""The machines that a rack runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._generated import operations as ops
from ..streams import open_exec

if TYPE_CHECKING:
    import builtins

    import httpx

    from trellis.core.runtime.unset import Unset

    from ...models import Instance, KeyPair
    from ..calls import Calls
    from ..streams import ExecSession

__all__ = ["Instances"]


class Instances(Group):
    """The machines that a rack runs on."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self) -> builtins.list[Instance]:
        """List the rack's instances.

        GET /instances
        """
        return self._calls.call(ops.instances_list)

    def terminate(self, instance_id: str) -> None:
        """Terminate an instance; its processes are started elsewhere.

        DELETE /instances/{id}
        """
        self._calls.call(ops.instances_terminate, {"id": instance_id})

    def keyroll(self) -> KeyPair:
        """Replace the SSH key of the rack's instances.

        The answer is the only place where the private key is ever shown. A version 3 rack has no such keys, and
        refuses: ConvoxNotImplementedError.

        POST /instances/keyroll
        """
        return self._calls.call(ops.instances_keyroll)

    def shell(
        self,
        instance_id: str,
        *,
        command: str | None = None,
        private_key: str | None = None,
        height: int | None = None,
        width: int | None = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
    ) -> ExecSession:
        """Open a shell on an instance, and talk to it.

        command: run this instead of a shell, as one line. private_key: of the rack's SSH key, where the rack asks for
        it. height, width: of the terminal, in characters. timeout: seconds for connecting, by default the client's,
        and between two signs of life of the rack from then on, by default without a limit.

        GET /instances/{id}/shell, over a WebSocket (extra `websocket`). Raises ValueError for a line break or another
        control character in an option.
        """
        return open_exec(
            self._calls,
            ops.instances_shell,
            {
                "id": instance_id,
                "command": command,
                "private_key": private_key,
                "height": height,
                "width": width,
            },
            timeout=timeout,
        )
