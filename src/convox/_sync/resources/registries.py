# Mirrored from src/convox/_async/resources/registries.py by scripts/mirror_sync.py; do not edit.
"""Registries: where a rack may pull images from, and the rack's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._arguments import refuse_none
from ..._generated import operations as ops
from ..._targets import target_of

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable, Mapping
    from typing import IO, Any

    import httpx

    from trellis.core.runtime.unset import Unset

    from ...models import Registry
    from ..calls import Calls

__all__ = ["Registries"]


class Registries(Group):
    """Registries: where a rack may pull images from, and the rack's own."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self) -> builtins.list[Registry]:
        """List the registries that the rack has credentials for.

        GET /registries
        """
        return self._calls.call(ops.registries_list)

    def add(self, server: str, username: str, password: str) -> Registry:
        """Give the rack credentials for a registry.

        server: a host name, with a path or as a whole URL where the registry has one.

        POST /registries
        """
        refuse_none(server=server, username=username, password=password)
        return self._calls.call(ops.registries_add, {"server": server, "username": username, "password": password})

    def remove(self, server: str) -> None:
        """Have the rack forget a registry.

        server: exactly as `list` shows it, which may be a whole URL.

        DELETE /registries/{server}
        """
        self._calls.call(ops.registries_remove, {"server": server})

    def proxy(
        self,
        method: str,
        path: str = "/",
        *,
        params: Any = None,
        content: bytes | str | IO[bytes] | Iterable[bytes] | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
        stream: bool = False,
    ) -> httpx.Response:
        """Send a request to the rack's own image registry; its answer, whatever its status.

        path: below `/v2`, such as "/web/manifests/latest", percent-encoded where it has to be; a query may stand in
        it. params: the query, a mapping or pairs. content: the body; a file or an iterator is read while it is sent.
        headers: more headers, such as Accept and Content-Type of manifests. timeout: seconds, for each phase; the
        client's own if it is left out. stream: leave the answer's body unread, for layers; then close it when done.

        The answer may also be the rack's own error. It is sent once: whether it may be repeated only the registry
        knows.

        METHOD /v2/{path}
        """
        return self._calls.send(
            method,
            "/v2" + target_of(path),
            params=params,
            content=content,
            headers=headers,
            timeout=timeout,
            stream=stream,
            verbatim=True,
        )
