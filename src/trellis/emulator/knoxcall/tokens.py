"""The tokens handed out: who holds which, until when, bound to what key, and which login they descend from."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.emulator.clock import Clock


@dataclass(frozen=True, slots=True)
class AccessToken:
    """One access token. jkt: thumbprint of the key it is bound to, None for a bearer token."""

    token: str
    client_id: str
    scopes: tuple[str, ...]
    expires_at: float
    jkt: str | None = None
    family: str | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """One refresh token. It is good once; all that descend from one login are one family."""

    token: str
    client_id: str
    scopes: tuple[str, ...]
    family: str
    jkt: str | None = None
    spent: bool = False
    revoked: bool = False


class TokenLedger:
    """All tokens since the last reset.

    lifetime: how long access tokens are good, in seconds. told_lifetime: what clients are told of that.
    """

    def __init__(self, clock: Clock, lifetime: float) -> None:
        self._clock = clock
        self.lifetime = lifetime
        self.told_lifetime = int(lifetime)
        self.issued: dict[str, AccessToken] = {}
        self.refreshers: dict[str, RefreshToken] = {}

    def issue(
        self, client_id: str, scopes: tuple[str, ...] = (), *, jkt: str | None = None, family: str | None = None
    ) -> AccessToken:
        """A new access token, good for `lifetime` seconds."""
        expires_at = self._clock.now() + self.lifetime
        token = AccessToken(f"kc_at_{secrets.token_urlsafe(24)}", client_id, scopes, expires_at, jkt, family)
        self.issued[token.token] = token
        return token

    def log_in(self, client_id: str, scopes: tuple[str, ...] = ()) -> str:
        """Begin a login, as the browser flow would: the refresh token it ends with."""
        return self.succeed(client_id, scopes, family=secrets.token_hex(8)).token

    def succeed(self, client_id: str, scopes: tuple[str, ...], *, family: str, jkt: str | None = None) -> RefreshToken:
        """The next refresh token of a family."""
        token = RefreshToken(f"kc_rt_{secrets.token_urlsafe(24)}", client_id, scopes, family, jkt)
        self.refreshers[token.token] = token
        return token

    def spend(self, token: RefreshToken) -> None:
        """Use a refresh token up."""
        self.refreshers[token.token] = replace(token, spent=True)

    def good(self, token: str) -> AccessToken | None:
        """The access token, if it was issued here, is not revoked and has not expired."""
        found = self.issued.get(token)
        if found is None or found.revoked or found.expires_at <= self._clock.now():
            return None
        return found

    def revoke(self, token: str) -> bool:
        """Revoke an access token, or a refresh token with all its family; False if there is no such token."""
        if token in self.issued:
            self.issued[token] = replace(self.issued[token], revoked=True)
            return True
        if token in self.refreshers:
            self.revoke_family(self.refreshers[token].family)
            return True
        return False

    def revoke_family(self, family: str) -> None:
        """Revoke everything that descends from one login."""
        for name, access in self.issued.items():
            if access.family == family:
                self.issued[name] = replace(access, revoked=True)
        for name, refresh in self.refreshers.items():
            if refresh.family == family:
                self.refreshers[name] = replace(refresh, revoked=True)

    def expire_all(self, client_id: str | None = None) -> int:
        """Have every access token of a client, or of all, end now; how many that were."""
        now, count = self._clock.now(), 0
        for name, access in self.issued.items():
            if self.good(name) is not None and client_id in (None, access.client_id):
                self.issued[name] = replace(access, expires_at=now)
                count += 1
        return count

    def revoke_all(self, client_id: str | None = None) -> int:
        """Revoke every token of a client, or of all; how many access tokens that were."""
        count = 0
        for name, access in self.issued.items():
            if not access.revoked and client_id in (None, access.client_id):
                self.issued[name] = replace(access, revoked=True)
                count += 1
        for name, refresh in self.refreshers.items():
            if client_id in (None, refresh.client_id):
                self.refreshers[name] = replace(refresh, revoked=True)
        return count
