"""Bodies of `multipart/form-data` (RFC 7578), put together in memory before anything is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .encode import refuse_text
from .ids import new_uuid4
from .runtime.codec import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["multipart_body"]

_BYTES = "application/octet-stream"


def multipart_body(fields: Mapping[str, Any]) -> tuple[bytes, str]:
    """The body and its media type, boundary and all.

    fields: by name, bytes or an open binary file (a file part), a tuple (file name, bytes or file) or (file name, bytes
    or file, media type), text, a number or a bool (a field), a list of any of these (one part for each), or a mapping
    (a part in JSON). None is left out. TypeError or ValueError for what cannot be sent.
    """
    boundary = new_uuid4()
    pieces: list[bytes] = []
    for name, value in fields.items():
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                head, content = _part(str(name), item)
                pieces += [b"--", boundary.encode("ascii"), b"\r\n", *head, b"\r\n", content, b"\r\n"]
    pieces += [b"--", boundary.encode("ascii"), b"--\r\n"]
    return b"".join(pieces), f"multipart/form-data; boundary={boundary}"


def _part(name: str, value: Any) -> tuple[Iterator[bytes], bytes]:
    media, file_name = "", ""
    if isinstance(value, tuple):
        if len(value) not in (2, 3) or not all(isinstance(text, str) for text in (value[0], *value[2:])):
            raise TypeError(f"{name} must be (file name, content) or (file name, content, media type)")
        file_name, content = value[0], _content(name, value[1])
        media = value[2] if len(value) == 3 else _BYTES
    elif isinstance(value, (bytes, bytearray, memoryview)) or hasattr(value, "read"):
        file_name, content, media = name, _content(name, value), _BYTES
    elif isinstance(value, dict) or hasattr(value, "to_dict"):
        text = json.dumps(dump(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        content, media = text.encode("utf-8"), "application/json"
    else:
        plain = dump(value)
        text = json.dumps(plain, allow_nan=False) if isinstance(plain, (bool, int, float)) else str(plain)
        content = text.encode("utf-8")
    return _head(name, file_name, media), content


def _content(name: str, value: Any) -> bytes:
    if hasattr(value, "read"):
        refuse_text(value)
        value = value.read()
    if isinstance(value, str):
        value = value.encode("utf-8")
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"{name} must hold bytes, or be a file open with mode 'rb', got {type(value).__name__}")
    return bytes(value)


def _head(name: str, file_name: str, media: str) -> Iterator[bytes]:
    known = f'; filename="{_quoted(file_name)}"' if file_name else ""
    yield f'Content-Disposition: form-data; name="{_quoted(name)}"{known}\r\n'.encode()
    if media:
        if any(ord(char) < 0x20 or ord(char) > 0x7E for char in media):
            raise ValueError(f"a media type cannot hold {media!r}")
        yield f"Content-Type: {media}\r\n".encode("ascii")


def _quoted(text: str) -> str:
    """A name inside quotes: as browsers write it (HTML, "multipart form data"), so that it cannot end its line."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
