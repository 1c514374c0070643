"""Answers whose form nobody has promised, as `client.api` gives them, and what has to be in others to go on from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .exceptions import REQUEST_ID_HEADER, ConvoxProtocolError

if TYPE_CHECKING:
    import httpx

__all__ = ["open_answer", "told"]


def told(value: str, what: str) -> str:
    """What the next call needs of the last one's answer. ConvoxProtocolError if the rack left it out, lest the caller
    be blamed for an argument of ours."""
    if not value:
        raise ConvoxProtocolError(200, f"the rack did as asked, but did not say {what}: nothing more was sent")
    return value


def open_answer(call: str, response: httpx.Response) -> Any:
    """None for an empty body, else its JSON, else its text without the space around it, else its bytes.

    ConvoxProtocolError for a body that calls itself JSON and is none.
    """
    content = response.content
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        pass
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        raise ConvoxProtocolError(
            response.status_code,
            f"{call}: the body calls itself JSON, and is none ({len(content)} bytes)",
            response.headers.get(REQUEST_ID_HEADER),
            body=content[:2000].decode("utf-8", "replace"),
        )
    try:
        text = content.decode(response.encoding or "utf-8")
    except ValueError:
        return content
    return content if "\0" in text else text.strip()
