"""What a client is told, by arguments, environment and the CLI's files, settled once at its construction."""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from trellis.core.secrets import Secret
from trellis.core.settings import check_url
from trellis.core.wire import FRAMING, HeaderSet

from ._service import DEFINITION
from ._version import __version__
from .auth import (
    credentials_from_env,
    normalize_host,
    rack_url_from_env,
    read_cli_config,
    session_from_cli_config,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Found", "Settings", "found_in_cli_config", "found_in_environment", "settle"]

_SCRUBBED = 4
"""How long a key is at least that is taken out of messages: shorter ones stand in them by chance, and hide nothing."""
_OURS = frozenset({"accept", "authorization", "session"})
_PROXY_SCHEMES = ("http://", "https://", "socks5://", "socks5h://")


class Settings(NamedTuple):
    """A client's settings. headers: sent with every request, besides credentials; extra: those of them that the caller
    gave. authorization: the value of that header."""

    base_url: str
    rack: str | None
    headers: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]
    authorization: Secret
    secrets: tuple[Secret, ...]
    session: Secret | None

    def header_set(self) -> HeaderSet:
        """All of them, credentials included."""
        return HeaderSet.of((*self.headers, ("Authorization", self.authorization.reveal())))


class Found(NamedTuple):
    """What the environment, or the CLI's files, say about a client."""

    host: str
    api_key: Secret
    rack: str | None
    session: str | None
    username: str
    headers: dict[str, str]

    def headers_with(self, given: Mapping[str, str] | None) -> dict[str, str]:
        """The headers, with a caller's own in place of those of the same name. As for `HeaderSet.given`."""
        if not given:
            return self.headers
        HeaderSet.given(given)
        names = {name.lower() for name in given}
        return {**{name: value for name, value in self.headers.items() if name.lower() not in names}, **given}


def found_in_environment() -> Found:
    """See `ConvoxClient.from_env`."""
    direct = rack_url_from_env()
    if direct is not None:
        return Found(direct.host, Secret(direct.api_key), None, None, direct.username, _actor())
    host, api_key, rack = credentials_from_env()
    return Found(host, Secret(api_key), rack, None, "convox", _actor())


def found_in_cli_config(rack: str | None, config_path: str | os.PathLike[str] | None, host: str | None) -> Found:
    """See `ConvoxClient.from_cli_config`."""
    config = read_cli_config(rack, config_path, host=host)
    key, api_key, of_rack = config.credentials
    session = session_from_cli_config(config.directory, key)
    return Found(key, Secret(api_key), of_rack, session, "convox", _actor())


def settle(
    host: str,
    api_key: str,
    *,
    rack: str | None,
    session: str | None,
    username: str,
    headers: Mapping[str, str] | None,
) -> Settings:
    """Check a client's arguments and make its headers of them. TypeError or ValueError for what cannot be used."""
    for name, value in (("api_key", api_key), ("username", username)):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a str, got {type(value).__name__}")
        if any(ord(char) < 0x20 or ord(char) == 0x7F for char in value):
            raise ValueError(f"{name} must not hold control characters (RFC 7617, section 2), such as a line break")
    for name, optional in (("rack", rack), ("session", session)):
        if optional is not None and not isinstance(optional, str):
            raise TypeError(f"{name} must be a str or None, got {type(optional).__name__}")
    if ":" in username:
        raise ValueError("username must not hold a colon (RFC 7617, section 2)")
    credentials = b64encode(f"{username}:{api_key}".encode()).decode("ascii")
    extra = _extra_headers(headers)
    given = {name.lower() for name, _ in extra}
    own = (pair for pair in _own_headers(rack or None) if pair[0].lower() not in given)
    settled = Settings(
        base_url=_base_url(host),
        rack=rack or None,
        headers=(*own, *extra),
        extra=extra,
        authorization=Secret(f"Basic {credentials}"),
        # An error page may quote the header, the part after "Basic", or the key alone.
        secrets=(Secret(credentials), *([Secret(api_key)] if len(api_key) >= _SCRUBBED else [])),
        session=Secret(session) if session else None,
    )
    settled.header_set()  # refuses a rack with a line break, before anything is sent
    if settled.session is not None:
        HeaderSet.of([("Session", settled.session.reveal())])
    return settled


def check_proxy(proxy: Any) -> None:
    """TypeError or ValueError for what is no proxy's URL, which is not quoted: it may hold a password."""
    if proxy is None:
        return
    if not isinstance(proxy, str):
        raise TypeError(f"proxy must be a URL or None, got {type(proxy).__name__}")
    if not proxy.lower().startswith(_PROXY_SCHEMES):
        raise ValueError("proxy must be a URL that starts with http://, https://, socks5:// or socks5h://")


def check_verify(verify: Any) -> None:
    """TypeError for what cannot say whom to trust, ValueError for a file that is not there."""
    if isinstance(verify, bool):
        return
    if isinstance(verify, str):
        if not os.path.exists(verify):
            raise ValueError(f"verify names a file or folder that does not exist: {verify!r}")
    elif not hasattr(verify, "wrap_bio"):
        raise TypeError(f"verify must be a bool, a path or an ssl.SSLContext, got {type(verify).__name__}")


_PLACEHOLDER = "..."
"""A host in examples of how to make a client. Making one sends nothing; a call with it is a ValueError."""


def _base_url(host: str) -> str:
    url = normalize_host(host)
    problem: str
    if not host.strip():
        raise ValueError("host must not be empty")
    if url == f"https://{_PLACEHOLDER}":
        return url
    if "://" in url.partition("://")[2]:
        problem = "has a scheme other than http:// or https:// (in lower case)"
    else:
        try:
            return check_url(url)
        except ValueError as error:
            problem = str(error)
    raise ValueError(f"host {problem}")


def _own_headers(rack: str | None) -> tuple[tuple[str, str], ...]:
    """The console tells its API's callers from its own pages' by the User-Agent of the CLI."""
    if rack is None:
        return (*DEFINITION.headers, ("User-Agent", f"convox-python/{__version__}"))
    named = (("User-Agent", f"convox.go/{__version__}"), ("Rack", _utf_8(rack)), ("Version", __version__))
    return (*DEFINITION.headers, *named)


def _extra_headers(headers: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    if not headers:
        return ()
    HeaderSet.given(headers)
    extra = tuple(headers.items())
    for name, _ in extra:
        if name.lower() in FRAMING | _OURS:
            raise ValueError(f"header {name} is set by the client and cannot be given")
    return extra


def _actor() -> dict[str, str]:
    """Who acts, for the rack's records, as the CLI says it."""
    actor = os.environ.get("CONVOX_ACTOR")
    return {"X-Convox-Actor": _utf_8(actor)} if actor else {}


def _utf_8(text: str) -> str:
    """Text of any characters as a header carries it to a Go server: its bytes in UTF-8, each as one character."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")
