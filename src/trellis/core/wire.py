"""A request as it will go out, before any HTTP library has seen it. Its repr shows no header value and no body."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable, Mapping

__all__ = ["FRAMING", "HeaderSet", "WireRequest", "check_header"]

FRAMING = frozenset({"host", "content-length", "transfer-encoding", "connection"})
"""Headers that say where a request goes and where it ends: never a caller's, lest two servers read it differently."""

if TYPE_CHECKING:
    RequestBody = bytes | Iterable[bytes] | AsyncIterable[bytes] | None


class HeaderSet:
    """An ordered set of request headers, ready as bytes. Immutable; `with_(...)` gives a longer one."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        self.pairs = pairs

    @classmethod
    def of(cls, headers: Iterable[tuple[str, str]]) -> HeaderSet:
        """Check and encode text headers. ValueError for a name or value that cannot stand in a header line."""
        checked = ((check_header(name, value), name) for name, value in headers)
        return cls(tuple((name.encode("ascii"), content) for content, name in checked))

    @classmethod
    def given(cls, headers: Mapping[str, str]) -> HeaderSet:
        """A caller's own headers. TypeError for what is no mapping; the rest as for `of`."""
        if not hasattr(headers, "items"):
            raise TypeError(f"headers must be a mapping of names to values, got {type(headers).__name__}")
        return cls.of(headers.items())

    def with_(self, *pairs: tuple[bytes, bytes]) -> HeaderSet:
        """This set with `pairs` in place of whatever had the same names."""
        if len(pairs) == 1:  # a token: once in every attempt
            only = pairs[0][0].lower()
            return HeaderSet((*[p for p in self.pairs if p[0].lower() != only], *pairs))
        names = {name.lower() for name, _ in pairs}
        return HeaderSet((*(p for p in self.pairs if p[0].lower() not in names), *pairs))

    def get(self, name: bytes) -> bytes | None:
        """The value of the header called `name` (lower case), or None."""
        for key, value in self.pairs:
            if key.lower() == name:
                return value
        return None

    def __repr__(self) -> str:
        return f"<HeaderSet {', '.join(name.decode('ascii') for name, _ in self.pairs)}>"


class WireRequest:
    """One attempt's request.

    url: absolute, or only path and query where the caller's own HTTP client has a base URL.
    body: bytes, or an iterable of bytes for a streamed upload (`rereadable` False: it can be sent once only).
    """

    __slots__ = ("body", "headers", "method", "rereadable", "url")

    def __init__(
        self, method: str, url: str, headers: HeaderSet, body: RequestBody = None, *, rereadable: bool = True
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.rereadable = rereadable

    def with_headers(self, *pairs: tuple[bytes, bytes]) -> WireRequest:
        """The same request with `pairs` replacing headers of the same names: how an attempt is authorised."""
        return WireRequest(self.method, self.url, self.headers.with_(*pairs), self.body, rereadable=self.rereadable)

    def __repr__(self) -> str:
        return f"<WireRequest {self.method} {self.url.partition('?')[0]}>"


_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def check_header(name: str, value: str) -> bytes:
    """Encode a header value; ValueError if the name is no token or the value could leave its line (RFC 9110, 5.5)."""
    if not isinstance(name, str):
        raise TypeError(f"a header's name must be a str, got {type(name).__name__}")
    if not isinstance(value, str):
        raise TypeError(f"header {name}: expected a str, got {type(value).__name__}")
    if not name or not _TOKEN.issuperset(name):
        raise ValueError(f"header name {name!r} is not a token (RFC 9110, section 5.6.2)")
    if value.isascii() and value.isprintable():
        return value.strip(" ").encode("ascii")
    for char in value:
        code = ord(char)
        if (code < 0x20 and char != "\t") or code == 0x7F:
            raise ValueError(f"header {name}: the value holds control character {code:#04x}")
        if code > 0xFF:  # found here, because a UnicodeEncodeError would keep the whole value
            raise ValueError(f"header {name}: the value holds characters outside ISO-8859-1")
    return value.strip(" \t").encode("latin-1")
