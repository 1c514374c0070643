"""The little of HTTP/1.1 that comes before a WebSocket: the head of an answer, and the body of one that refuses.

It is read here because only newer versions of the library read a refusal in chunks, and none that of a proxy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["Head", "HttpProblem", "read_body", "read_head"]

_MAX_HEAD = 65536
_MAX_BODY = 1 << 20
_END = b"\r\n\r\n"
_CHUNK_LINE = 256


class HttpProblem(Exception):
    """The answer breaks the rules of HTTP/1.1, or off."""


class Head(NamedTuple):
    """Status and headers, the bytes they were read from, and what came after them."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    raw: bytes
    rest: bytes

    def get(self, name: bytes) -> bytes | None:
        """The first header called `name` (lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def read_head(buffered: bytes = b"") -> Generator[None, bytes, Head]:
    """The head of an answer. Yields for more bytes; b"" is the end of the connection. HttpProblem."""
    while _END not in buffered:
        if len(buffered) > _MAX_HEAD:
            raise HttpProblem(f"its head has more than {_MAX_HEAD} bytes")
        more = yield
        if not more:
            raise HttpProblem("the connection was closed before an answer came")
        buffered += more
    raw, _, rest = buffered.partition(_END)
    first, *lines = raw.split(b"\r\n")
    version, _, after = first.partition(b" ")
    digits = after.partition(b" ")[0]
    if version not in (b"HTTP/1.1", b"HTTP/1.0") or len(digits) != 3 or not digits.isdigit():
        raise HttpProblem("it does not start as an HTTP answer does")
    pairs = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or name != name.strip():
            raise HttpProblem("it has a line that is no header")
        pairs.append((name, value.strip(b" \t")))
    return Head(int(digits), tuple(pairs), raw + _END, rest)


def read_body(head: Head) -> Generator[None, bytes, bytes]:
    """The body of a refusal: by its length, in chunks, or up to the connection's end; its first 1 MiB. What is
    missing of it is no reason to keep the status from the caller, so a body that breaks off is what came of it."""
    if head.status in (204, 304) or head.status < 200:
        return b""
    coding = (head.get(b"transfer-encoding") or b"").lower()
    if coding:
        return (yield from _chunked(head.rest)) if coding == b"chunked" else b""
    length = head.get(b"content-length")
    wanted = int(length) if length is not None and length.isdigit() and len(length) < 18 else _MAX_BODY
    body = head.rest
    while len(body) < min(wanted, _MAX_BODY):
        more = yield
        if not more:
            break
        body += more
    return body[: min(wanted, _MAX_BODY)]


def _chunked(buffered: bytes) -> Generator[None, bytes, bytes]:
    """RFC 9112, section 7.1."""
    body = b""
    while len(body) < _MAX_BODY:
        while b"\r\n" not in buffered:
            more = yield
            if not more or len(buffered) > _CHUNK_LINE:
                return body
            buffered += more
        line, _, buffered = buffered.partition(b"\r\n")
        try:
            size = int(line.partition(b";")[0].strip(), 16)
        except ValueError:
            return body
        if size <= 0:
            return body
        size = min(size, _MAX_BODY)
        while len(buffered) < size + 2:
            more = yield
            if not more:
                return body + buffered[:size]
            buffered += more
        body += buffered[:size]
        buffered = buffered[size + 2 :]
    return body[:_MAX_BODY]
