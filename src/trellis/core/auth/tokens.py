"""An access token as a value: frozen, hidden from every repr, and it knows when it is due for renewal."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from ..secrets import MASK, refuse_pickle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..secrets import Secret

__all__ = ["BEARER", "DPOP", "LAST_SECONDS", "REFRESH_AHEAD", "Token"]

BEARER = "Bearer"
DPOP = "DPoP"
REFRESH_AHEAD = 300.0
"""Seconds before its end at which a token is renewed, or half its lifetime if that is less."""
LAST_SECONDS = 10.0
"""A token is still used while more than this many seconds are left, if its renewal fails."""


class Token:
    """An access token and what its server said about it.

    expires_at: seconds since the epoch, by this machine's clock. lifetime: seconds from issue to expiry, None if
    unknown. token_type: "Bearer" or "DPoP". cnf_jkt: the thumbprint of the key that a DPoP token is bound to.
    extra: members of the token answer that the service adds to OAuth's own.
    ValueError for an access token that cannot stand in a header.
    """

    __slots__ = (
        "access_token", "cnf_jkt", "expires_at", "extra", "lifetime", "refresh_token", "scope", "token_type",
    )  # fmt: skip

    access_token: Secret
    expires_at: float
    lifetime: float | None
    scope: tuple[str, ...]
    token_type: str
    refresh_token: Secret | None
    cnf_jkt: str | None
    extra: Mapping[str, Any]

    def __init__(
        self,
        access_token: Secret,
        expires_at: float,
        *,
        lifetime: float | None = None,
        scope: Iterable[str] = (),
        token_type: str = BEARER,
        refresh_token: Secret | None = None,
        cnf_jkt: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        text = access_token.reveal()
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise ValueError("the access token is empty or holds characters that cannot stand in a header")
        put = object.__setattr__
        put(self, "access_token", access_token)
        put(self, "expires_at", expires_at)
        put(self, "lifetime", lifetime)
        put(self, "scope", tuple(scope))
        put(self, "token_type", token_type)
        put(self, "refresh_token", refresh_token)
        put(self, "cnf_jkt", cnf_jkt)
        put(self, "extra", MappingProxyType(dict(extra or {})))

    def remaining(self, now: float) -> float:
        """Seconds left at the wall clock time `now`; never more than the lifetime, so that a clock set back, or
        another machine's clock that is ahead, cannot keep a token for ever."""
        left = self.expires_at - now
        return left if self.lifetime is None or left < self.lifetime else self.lifetime

    def due(self, now: float) -> bool:
        """Whether it is time for the next one."""
        window = REFRESH_AHEAD if self.lifetime is None else min(REFRESH_AHEAD, self.lifetime / 2)
        return not self.remaining(now) > window  # so that an expiry that is no number counts as due

    def usable(self, now: float) -> bool:
        """Whether it may still be used although the next one cannot be had."""
        return self.remaining(now) > LAST_SECONDS

    def same_as(self, other: Token) -> bool:
        """Whether both are the same access token."""
        return self.access_token.reveal() == other.access_token.reveal()

    def authorization(self) -> bytes:
        """The Authorization header's value."""
        return f"{self.token_type} {self.access_token.reveal()}".encode("ascii")

    def secrets(self) -> tuple[Secret, ...]:
        """What must not show up anywhere."""
        return (self.access_token,) if self.refresh_token is None else (self.access_token, self.refresh_token)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Token cannot be changed: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a Token cannot be changed: {name}")

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "a credential")

    def __repr__(self) -> str:
        return f"<Token {self.token_type} {MASK} expires_at={self.expires_at:.0f}>"
