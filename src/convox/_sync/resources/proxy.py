# Mirrored from src/convox/_async/resources/proxy.py by scripts/mirror_sync.py; do not edit.
"""Through the rack to what only the rack can reach: HTTP servers and TCP ports of its private network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.runtime.unset import UNSET

from ..._generated import operations as ops
from ..._numbers import whole_number
from ..._targets import target_of
from ..streams import open_tcp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO, Any

    import httpx

    from trellis.core.runtime.unset import Unset

    from ..calls import Calls
    from ..streams import TcpStream

__all__ = ["Proxy"]

HTTP = "/custom/http/proxy"


class Proxy(Group):
    """Through the rack to what only the rack can reach: HTTP servers and TCP ports of its private network."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def http(
        self,
        method: str,
        path: str = "/",
        *,
        host: str,
        port: int | str,
        params: Any = None,
        json: Any = None,
        content: bytes | str | IO[bytes] | Iterable[bytes] | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
        stream: bool = False,
    ) -> httpx.Response:
        """Send a request to an HTTP server in the rack's network; its answer, whatever its status.

        path: on that server, percent-encoded where it has to be; a query may stand in it. host, port: where the server
        listens. params: the query, a mapping or pairs. json, content: the body, one of them; a file or an iterator is
        read while it is sent. headers: more headers; those that say who we are to the rack are not among them.
        timeout: seconds, for each phase; the client's own if it is left out. stream: leave the answer's body unread;
        then close it when done.

        The answer may also be the rack's own error. It is sent once: whether it may be repeated only that server knows.

        METHOD /custom/http/proxy/{path}
        """
        _check_host(host)
        number = _port(port)
        given = {name: value for name, value in (headers or {}).items() if name.lower() not in ("x-host", "x-port")}
        return self._calls.send(
            method,
            HTTP + target_of(path),
            params=params,
            json=json,
            content=content,
            headers={**given, "X-Host": host, "X-Port": str(number)},
            timeout=timeout,
            stream=stream,
            verbatim=True,
        )

    def tcp(self, host: str, port: int | str, *, timeout: float | httpx.Timeout | Unset | None = UNSET) -> TcpStream:
        """Open a TCP connection to a port in the rack's network, such as that of a database.

        timeout: seconds for connecting, by default the client's, and between two signs of life of the rack from then
        on, by default without a limit.

        GET /proxy/{host}/{port}, over a WebSocket (extra `websocket`).
        """
        _check_host(host)
        return open_tcp(self._calls, ops.proxy_tcp, {"host": host, "port": _port(port)}, timeout=timeout)


def _check_host(host: str) -> None:
    if not isinstance(host, str):
        raise TypeError(f"host must be a str, got {type(host).__name__}")
    if not host:
        raise ValueError("host must not be empty")


def _port(port: int | str) -> int:
    number = whole_number("port", port)
    if not 0 < number < 65536:
        raise ValueError(f"port must be from 1 to 65535, got {number}")
    return number
