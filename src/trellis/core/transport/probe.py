"""A look at an address that may not answer: one small GET, given up after a fixed time in all."""

from __future__ import annotations

import http.client
import threading
from base64 import b64encode
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from .tls import TlsConfig, context_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

__all__ = ["ProbeAnswer", "ProbeFailure", "probe"]

_MOST_BYTES = 1 << 16


class ProbeAnswer(NamedTuple):
    """What came: the status, headers by lower-case name, the body up to 64 KiB."""

    status: int
    headers: dict[str, str]
    body: bytes


class ProbeFailure(Exception):
    """No answer came. timed_out: within the time; something may be there all the same."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("no answer in time" if timed_out else "no answer")
        self.timed_out = timed_out

    def __reduce__(self) -> tuple[object, ...]:
        return _failure, (self.timed_out,)


def _failure(timed_out: bool) -> ProbeFailure:
    return ProbeFailure(timed_out=timed_out)


def probe(url: str, headers: Mapping[str, str], seconds: float, *, proxied: bool = False) -> ProbeAnswer:
    """GET `url` and return what comes within `seconds`, name resolution included; ProbeFailure otherwise. Blocks.

    proxied: whether the environment's proxy is asked for an https address, through which it only sees a tunnel. What
    a machine's own metadata service answers is no proxy's business. Redirects are not followed. The work is done on a
    thread of its own, since a name that does not resolve can take the system's resolver minutes, which nothing can
    interrupt; that thread ends when the resolver does.
    """
    inbox: SimpleQueue[ProbeAnswer | ProbeFailure] = SimpleQueue()
    until = monotonic() + seconds

    def work() -> None:
        try:
            inbox.put(_get(url, headers, until, proxied))
        except TimeoutError:
            inbox.put(ProbeFailure(timed_out=True))
        except Exception:  # whatever it is: nothing usable answers there
            inbox.put(ProbeFailure(timed_out=False))

    threading.Thread(target=work, name="trellis-probe", daemon=True).start()
    try:
        outcome = inbox.get(timeout=seconds)
    except Empty:
        outcome = ProbeFailure(timed_out=True)
    if isinstance(outcome, ProbeFailure):
        raise outcome
    return outcome


def _get(url: str, headers: Mapping[str, str], until: float, proxied: bool) -> ProbeAnswer:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError("not an address to probe")
    connection = _connection(parts, max(0.001, until - monotonic()), proxied)
    try:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("GET", target, headers=dict(headers))
        response = connection.getresponse()
        answered = {name.lower(): value for name, value in response.getheaders()}
        body = b""
        while len(body) < _MOST_BYTES and (piece := response.read1(_MOST_BYTES - len(body))):
            body += piece
            if monotonic() > until:  # a server that drips would keep this thread
                raise TimeoutError
        if len(body) < min(int(answered.get("content-length", "0")), _MOST_BYTES):
            raise ValueError("cut off")
        return ProbeAnswer(response.status, answered, body)
    finally:
        connection.close()


def _connection(parts: SplitResult, seconds: float, proxied: bool) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=seconds)
    tls = context_for("https", TlsConfig())
    named = None if not proxied or proxy_bypass(host) else getproxies().get("https") or getproxies().get("all")
    if not named:
        return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=tls)
    proxy = urlsplit(named if "://" in named else f"http://{named}")
    if proxy.scheme != "http" or not proxy.hostname:
        raise ValueError("a proxy of a kind that is not supported here")
    tunnel = http.client.HTTPSConnection(proxy.hostname, proxy.port or 80, timeout=seconds, context=tls)
    pair = f"{unquote(proxy.username or '')}:{unquote(proxy.password or '')}".encode()
    shown = {} if proxy.username is None else {"Proxy-Authorization": f"Basic {b64encode(pair).decode('ascii')}"}
    tunnel.set_tunnel(host, parts.port or 443, headers=shown)
    return tunnel
