"""The rack's JWTs: made by the token operation, good until they expire or the rack's key is rotated."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.emulator.clock import Clock

    from .settings import Role

CLAIMED_ROLES: dict[Role, str] = {"read": "r", "write": "rw", "admin": "rwa"}


class TokenMint:
    """Makes and reads tokens, signed with HMAC-SHA256 by a key that nobody else has."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)

    def mint(self, role: Role, hours: int) -> str:
        """A token with `role`, good for `hours`."""
        claims = {"role": CLAIMED_ROLES[role], "exp": int(self._clock.now()) + hours * 3600}
        signed = f"{_encode({'alg': 'HS256', 'typ': 'JWT'})}.{_encode(claims)}"
        return f"{signed}.{self._signature(signed)}"

    def role(self, token: str) -> Role | None:
        """What the bearer of a good token may do; None for any other."""
        signed, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(signed).encode()):
            return None
        claims = _decode(signed.partition(".")[2])
        if claims["exp"] <= self._clock.now():
            return None
        return next(role for role, claimed in CLAIMED_ROLES.items() if claimed == claims["role"])

    def rotate(self) -> None:
        """Take a new key: every token made so far is worth nothing."""
        self._key = secrets.token_bytes(32)

    def _signature(self, signed: str) -> str:
        return _text(hmac.new(self._key, signed.encode(), hashlib.sha256).digest())


def _encode(members: dict[str, Any]) -> str:
    return _text(json.dumps(members, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(part: str) -> dict[str, Any]:
    members: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return members
