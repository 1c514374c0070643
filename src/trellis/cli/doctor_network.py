"""The way to a service, step by step: name, connection, TLS, HTTP, clock, latency. Sends no credentials."""

from __future__ import annotations

import email.utils
import ipaddress
import socket
import ssl
import statistics
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from trellis.core.settings import check_url

from .doctor_findings import Check
from .doctor_machine import proxy_for, without_password

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

__all__ = ["Way", "checks_of_way"]

_PINGS = 3
_SKEW_SECONDS = 30.0
"""More than this between the clocks, and tokens and signatures may be refused as too old or not yet valid."""
_EXPIRES_SOON = 14 * 86400.0
_DAY = 86400.0


class Way(NamedTuple):
    """Where to go. path: what is asked for, without credentials. ca: a file of CA certificates to trust instead of the
    usual ones. timeout: seconds for each step."""

    url: str
    path: str
    ca: str | None
    timeout: float


def checks_of_way(way: Way) -> Iterator[Check]:
    """Each step, until one fails: those after it could only fail for the same reason."""
    try:
        check_url(way.url)
    except ValueError as error:
        yield Check("url", "fail", f"the URL {error}", "correct it where it comes from: see above")
        return
    parts = urlsplit(way.url)
    proxy = proxy_for(way.url)
    secure = parts.scheme == "https"
    if not secure and not _is_loopback(parts.hostname or ""):
        yield Check("scheme", "warn", "http:// sends keys in plain text to another machine", "use https://")
    goal = urlsplit(proxy) if proxy is not None else parts
    try:
        host, port = (
            goal.hostname or "",
            goal.port or {"https": 443, "socks5": 1080, "socks5h": 1080}.get(goal.scheme, 80),
        )
    except ValueError:
        yield Check("dns", "fail", f"{without_password(goal.geturl())} has a port that is no number", "correct it")
        return
    if proxy is not None:
        yield Check("proxy", "info", f"{without_password(proxy)} is used; what follows leads to it", "")
    checks, addresses = _resolved(host, port)
    yield checks
    if not addresses:
        return
    check, connection = _connected(addresses, host, port, way.timeout, of_proxy=proxy is not None)
    yield check
    if connection is None:
        return
    with connection:
        if secure and proxy is None:
            check = _secured(connection, host, way)
            yield check
            if check.verdict == "fail":
                return
    if secure and proxy is not None:
        yield Check("tls", "skip", "through the proxy: tried with the request")
    yield from _asked(way, proxied=proxy is not None)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _resolved(host: str, port: int) -> tuple[Check, list[Any]]:
    try:
        ipaddress.ip_address(host)
        is_address = True
    except ValueError:
        is_address = False
    began = time.perf_counter()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        advice = "check the spelling of the URL; check DNS, VPN and /etc/hosts of this machine"
        return Check("dns", "fail", f"{host} has no address: {reason}", advice), []
    if is_address:
        return Check("dns", "skip", f"{host} is an address"), found
    shown = ", ".join(dict.fromkeys(str(each[4][0]) for each in found))
    return Check("dns", "ok", f"{host} is {shown} ({_ms(time.perf_counter() - began)})"), found


def _connected(
    addresses: list[Any], host: str, port: int, timeout: float, *, of_proxy: bool
) -> tuple[Check, socket.socket | None]:
    what = "the proxy" if of_proxy else "the server"
    problem: OSError | None = None
    for family, kind, protocol, _, address in addresses:
        began = time.perf_counter()
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(timeout)
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            problem = error
            continue
        return Check("tcp", "ok", f"{address[0]} port {port} ({_ms(time.perf_counter() - began)})"), connection
    advice = f"a firewall, VPN or a wrong address may stand between this machine and {what}"
    if isinstance(problem, ConnectionRefusedError):
        advice = f"nothing listens there: is {what} running, and is the port right?"
    reason = "no answer in time" if isinstance(problem, TimeoutError) else str(problem)
    return Check("tcp", "fail", f"{host} port {port}: {reason}", advice), None


def _secured(connection: socket.socket, host: str, way: Way) -> Check:
    from trellis.core.failures import TransportFailure
    from trellis.core.transport.tls import TlsConfig, context_for

    began = time.perf_counter()
    try:
        context = context_for("https", TlsConfig(True if way.ca is None else way.ca))
        with context.wrap_socket(connection, server_hostname=host) as secured:
            took = time.perf_counter() - began
            certificate: dict[str, Any] = secured.getpeercert() or {}
            version = secured.version()
    except TransportFailure as failure:
        return Check("tls", "fail", str(failure), "correct SSL_CERT_FILE, SSL_CERT_DIR or --ca-file")
    except ssl.SSLCertVerificationError as error:
        return Check("tls", "fail", f"the certificate is not trusted: {error.verify_message}", _tls_advice(error))
    except ssl.SSLError as error:
        advice = "the port may not speak TLS (is it http://?), or something in between breaks TLS open"
        return Check("tls", "fail", f"no TLS: {error.reason or error}", advice)
    except OSError as error:
        advice = "something in between may break TLS open, or the port does not speak TLS"
        return Check("tls", "fail", f"the connection broke off: {error}", advice)
    expiry = certificate.get("notAfter")
    left = ssl.cert_time_to_seconds(expiry) - time.time() if expiry else float("inf")
    issuer = next(
        (value for entry in certificate.get("issuer", ()) for name, value in entry if name.endswith("Name")), ""
    )
    said = f"{version}, certificate of {issuer or 'an unnamed authority'}, valid until {expiry} ({_ms(took)})"
    if left < _EXPIRES_SOON:
        return Check("tls", "warn", said, f"it expires in {max(left, 0) / _DAY:.0f} days: have it renewed")
    return Check("tls", "ok", said)


def _tls_advice(error: ssl.SSLCertVerificationError) -> str:
    text = error.verify_message.lower()
    if "expired" in text or "not yet valid" in text:
        return "have the certificate renewed, and check the clock of this machine"
    if "hostname" in text or "ip address" in text:
        return "use the name that the certificate was issued for"
    return "if you trust its authority, name its certificate in SSL_CERT_FILE (convox: or --ca-file, or verify=)"


def _asked(way: Way, *, proxied: bool) -> Iterator[Check]:
    import httpx

    from trellis.core.failures import TransportFailure
    from trellis.core.transport.tls import TlsConfig, context_for

    took: list[float] = []
    try:
        context = context_for(urlsplit(way.url).scheme, TlsConfig(True if way.ca is None else way.ca))
        # Without a netrc: what it holds for this host is a credential, and none is to be sent here.
        with httpx.Client(verify=context, timeout=way.timeout, auth=_no_auth, follow_redirects=False) as client:
            for _ in range(_PINGS):
                before, began = time.time(), time.perf_counter()
                response = client.get(way.url + way.path)
                took.append(time.perf_counter() - began)
                if len(took) == 1:
                    first, at = response, before + took[0] / 2
    except (httpx.HTTPError, httpx.InvalidURL, TransportFailure, ImportError, ValueError, OSError) as error:
        certificate = "certificate verify failed" in str(error).lower()
        advice = "the connection stands, so look at the server's log" if not proxied else "look at the proxy's rules"
        if certificate:
            advice = "if you trust its authority, name its certificate in SSL_CERT_FILE (convox: or --ca-file)"
        yield Check("http", "fail", f"GET {way.path}: {error or type(error).__name__} [{type(error).__name__}]", advice)
        return
    yield _answered(way, first)
    yield _clock(first, at)
    quick = statistics.median(took[1:])
    yield Check("latency", "ok", f"{_ms(took[0])} for the first request, {_ms(quick)} for the next ones (median)")


def _no_auth(request: httpx.Request) -> httpx.Request:
    return request


def _answered(way: Way, response: httpx.Response) -> Check:
    said = f"GET {way.path}: {response.status_code} {response.reason_phrase}, {response.http_version}"
    if response.is_redirect:
        target = without_password(response.headers.get("location", ""))
        return Check(
            "http", "fail", f"{said}, to {target}", "redirects are not followed: put the final address into the URL"
        )
    if response.status_code >= 500:
        return Check("http", "fail", said, "the service, or the proxy before it, is in trouble: try again later")
    if response.status_code == 407:
        return Check("http", "fail", said, "the proxy wants credentials: put them into its URL")
    if response.status_code == 404 or "text/html" in response.headers.get("content-type", ""):
        return Check("http", "warn", f"{said}: this may be another service", "check the URL and its path")
    return Check("http", "ok", said)


def _clock(response: httpx.Response, at: float) -> Check:
    date = response.headers.get("date", "")
    try:
        # Cut off to the second, so half a second later on average (RFC 9110, section 6.6.1).
        theirs = email.utils.parsedate_to_datetime(date).timestamp() + 0.5
    except (ValueError, TypeError):
        return Check("clock", "skip", "the server sends no Date")
    skew = at - theirs
    if abs(skew) < _SKEW_SECONDS:
        return Check(
            "clock", "ok", "this machine and the server agree" if abs(skew) < 2 else f"{abs(skew):.0f} s apart"
        )
    said = f"this machine's clock is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the server's"
    advice = (
        "set the clock (have NTP keep it): tokens and signed requests are refused when they seem too old or too new"
    )
    return Check("clock", "warn", said, advice)
