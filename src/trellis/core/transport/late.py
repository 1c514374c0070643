"""Requests that are parsed when somebody looks: what a transport reads of one is ready, all else is made on demand.

Parsing a URL and indexing headers are half of what a request costs, and `httpx.HTTPTransport` needs neither. Whoever
does look (a test that has put itself in the transport's place, a proxied client) finds a whole `httpx.Request`.

None of httpx's own attributes is named here: the first one that is missing has its class initialise itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ..observe import redact_headers
from ..secrets import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LateHeaders", "LateRequest", "LateURL"]

# Parts of the names of headers that can hold a credential, of whichever service.
_HIDDEN = ("authorization", "cookie", "api-key", "knoxcall-key", "token", "dpop", "session", "secret", "password")


class LateURL(httpx.URL):
    """A URL whose parts are known from another one of the same origin, but for its path and query."""

    def __init__(self, text: str, origin: httpx.URL, raw_path: bytes) -> None:
        """text: such that httpx would send it as it stands. raw_path: the path and query in it."""
        self._late = text
        self._late_parts = (origin.raw_scheme, origin.raw_host, origin.port, raw_path)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_late"):  # of a copy that is just being made
            raise AttributeError(name)
        super().__init__(self._late)
        return self.__getattribute__(name)

    @property
    def raw_scheme(self) -> bytes:
        """As of any `httpx.URL`; so are the next three."""
        return self._late_parts[0]

    @property
    def raw_host(self) -> bytes:
        return self._late_parts[1]

    @property
    def port(self) -> int | None:
        return self._late_parts[2]

    @property
    def raw_path(self) -> bytes:
        return self._late_parts[3]


class LateHeaders(httpx.Headers):
    """Headers that are only ever listed, unless somebody asks for one or changes one; the repr shows no credential."""

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        self._late: list[tuple[bytes, bytes]] | None = list(pairs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_late"):
            raise AttributeError(name)
        if self._late is not None:
            super().__init__(self._late)
            self._late = None
        return self.__getattribute__(name)

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        """As of any `httpx.Headers`."""
        return super().raw if self._late is None else self._late.copy()

    def copy(self) -> LateHeaders:
        """As of any `httpx.Headers`."""
        return LateHeaders(self.raw)

    def __repr__(self) -> str:
        """Without a credential: httpx masks the two headers that it knows."""
        shown = redact_headers(dict(self.items()), _HIDDEN, MASK)
        return f"Headers({shown!r})"


class LateRequest(httpx.Request):
    """A request of parts that are whole already, so that there is nothing to convert."""

    def __init__(
        self, method: str, url: httpx.URL, headers: LateHeaders, stream: Any, extensions: dict[str, Any]
    ) -> None:
        """method: in capitals. stream: of either kind."""
        self.method = method
        self.url = url
        self.headers = headers
        self.stream = stream
        self.extensions = extensions
