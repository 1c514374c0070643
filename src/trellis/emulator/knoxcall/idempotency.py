"""Idempotency keys: the first successful answer to a key is given again, whatever happened since."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from .failures import conflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator.exchange import Answer, Incoming

HEADER = "X-Idempotency-Key"
REPLAYED = "X-Idempotent-Replayed"


class IdempotencyRecords:
    """The keys seen so far. A key belongs to the caller that sent it."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], tuple[str, Answer]] = {}

    def once(self, caller: str, incoming: Incoming, carry_out: Callable[[], Answer]) -> Answer:
        """Carry out a request unless its key was answered before; 409 if the key came with another request.

        Only successes are kept: what was refused may be sent again under its key.
        """
        key = (incoming.headers.get(HEADER) or "").strip()
        if not key or incoming.method in ("GET", "HEAD"):
            return carry_out()
        request = f"{incoming.method} {incoming.raw_path}?{incoming.query_string}\n".encode() + incoming.body
        digest = hashlib.sha256(request).hexdigest()
        earlier = self._answers.get((caller, key))
        if earlier is not None:
            if earlier[0] != digest:
                raise conflict("The idempotency key was used with another request")
            return earlier[1].with_headers({REPLAYED: "true"})
        answer = carry_out()
        if answer.status < 400:
            self._answers[caller, key] = (digest, answer)
        return answer

    def __len__(self) -> int:
        return len(self._answers)
