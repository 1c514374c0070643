"""Failures of the rack: a status and a message, as JSON for who asks for exactly that, else as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trellis.emulator.exchange import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trellis.emulator.exchange import Incoming


class RackError(Exception):
    """What a handler raises to refuse a request."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}

    def answer(self, incoming: Incoming) -> Answer:
        """The failure as it goes over the wire."""
        # The media type alone counts: a list of types, `*/*` or a parameter get text.
        if incoming.headers.get("accept") == "application/json":
            body = json.dumps({"error": self.message}, ensure_ascii=False, separators=(",", ":"))
            return Answer.text(body + "\n", self.status, "application/json").with_headers(self.headers)
        return Answer.text(self.message + "\n", self.status).with_headers(self.headers)


def missing(kind: str, name: str) -> RackError:
    """404."""
    return RackError(404, f"{kind} not found: {name}")


def unsupported() -> RackError:
    """501, what a rack on Kubernetes answers to operations of the generation before."""
    return RackError(501, "not implemented by this provider")


UNAUTHORIZED = "you are unauthorized to access this"
"""Begins the message of every refusal of a caller whose credentials are good and whose role is too small."""
