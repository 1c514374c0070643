"""Idempotency keys: the first answer to a key is kept and given again, another body under the same key is refused."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .failures import PlatformError

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator.exchange import Answer

HEADER = "Idempotency-Key"


@dataclass(slots=True)
class _Record:
    digest: str
    answer: Answer | None


class IdempotencyRecords:
    """The keys seen so far. A record belongs to an endpoint and a key, whoever sent it."""

    def __init__(self, max_key_chars: int) -> None:
        self._max = max_key_chars
        self._records: dict[tuple[str, str], _Record] = {}
        self._held: set[tuple[str, str]] = set()

    def key_of(self, header: str | None) -> str | None:
        """The key of a request: trimmed, None if nothing is left of it, 400 if it is too long."""
        key = (header or "").strip()
        if len(key) > self._max:
            message = f"{HEADER} must be between 1 and {self._max} characters"
            raise PlatformError(400, "invalid_idempotency_key", message)
        return key or None

    def once(self, endpoint: str, key: str | None, body: Any, carry_out: Callable[[], Answer]) -> Answer:
        """Carry out a request unless its key was answered before; then give that answer, status included.

        Failures are not kept: a request that was refused may be sent again under its key.
        """
        if key is None:
            return carry_out()
        identity = (endpoint, key)
        digest = hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        earlier = self._records.get(identity)
        if earlier is not None and earlier.digest != digest:
            message = "The idempotency key was used with a different request payload"
            raise PlatformError(409, "idempotency_key_conflict", message)
        if identity in self._held:
            message = "A request with this idempotency key is still in progress"
            raise PlatformError(409, "idempotency_key_in_progress", message, headers={"Retry-After": "1"})
        if earlier is not None and earlier.answer is not None:
            return earlier.answer
        answer = carry_out()
        self._records[identity] = _Record(digest, answer)
        return answer

    def hold(self, endpoint: str, key: str) -> None:
        """Pretend that a request with this key is being carried out elsewhere, until `release`."""
        self._held.add((endpoint, key))

    def release(self, endpoint: str, key: str) -> None:
        """End what `hold` began."""
        self._held.discard((endpoint, key))

    def __len__(self) -> int:
        return len(self._records)
