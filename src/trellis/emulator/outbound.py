"""Calls from an emulated service to servers of this machine: upstreams, receivers of webhooks, hosts behind a proxy."""

from __future__ import annotations

import http.client
import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .exchange import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "content-length",
    }
)


class Unreachable(Exception):
    """The other server did not answer. late: it took too long."""

    def __init__(self, message: str, *, late: bool = False) -> None:
        super().__init__(message)
        self.late = late


class Outbound:
    """Sends requests to servers of this machine, and to no other.

    upstreams: URL of a local server by host name. otherwise: gives the URL for host names that are not in it.
    """

    def __init__(self, upstreams: Mapping[str, str], otherwise: Callable[[], str]) -> None:
        self._upstreams = {name.lower(): url for name, url in upstreams.items()}
        self._otherwise = otherwise

    def send(self, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes, *, timeout: float) -> Answer:
        """The answer of the server that `url` names, or stands for; Unreachable if there is none."""
        wanted = urlsplit(url)
        host = (wanted.hostname or "").lower()
        local = wanted if is_local(host) else urlsplit(self._upstreams.get(host) or self._otherwise())
        connection = http.client.HTTPConnection(local.hostname or "", local.port or 80, timeout=timeout)
        target = (wanted.path or "/") + (f"?{wanted.query}" if wanted.query else "")
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", wanted.netloc.rpartition("@")[2])
            for name, value in headers:
                connection.putheader(name, value)
            if body or method in ("POST", "PUT", "PATCH"):
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            answer = connection.getresponse()
            fields = tuple((name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP)
            return Answer(answer.status, answer.read(), fields)
        except TimeoutError:
            raise Unreachable("The upstream took too long", late=True) from None
        except (OSError, http.client.HTTPException) as problem:
            raise Unreachable(f"The upstream did not answer: {type(problem).__name__}") from None
        finally:
            connection.close()


def is_local(host: str) -> bool:
    """Whether a host name is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
