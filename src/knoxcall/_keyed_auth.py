"""The data plane's own way with keys: what is no OAuth token of the gateway's goes in a header of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.auth.session import TokenSession

if TYPE_CHECKING:
    from trellis.core.auth.session import ChallengeRules, TokenAuth
    from trellis.core.effects import Flow
    from trellis.core.secrets import Secret
    from trellis.core.wire import WireRequest

__all__ = ["KeyedAuth"]

_BEARER = b"Bearer "
_OWN_TOKENS = b"kc_"


class KeyedAuth:
    """A client's tokens for calls through a route."""

    def __init__(self, auth: TokenAuth, rules: ChallengeRules) -> None:
        self._auth = auth
        self._rules = rules

    def session(self) -> TokenSession:
        """Authorisation of one call."""
        return _KeyedSession(self._auth, self._rules)

    def secrets(self) -> tuple[Secret, ...]:
        """The credentials and tokens of the moment."""
        return self._auth.secrets()


class _KeyedSession(TokenSession):
    """A bearer that is no `kc_` token travels as `x-knoxcall-key`: Authorization is left to the upstream there."""

    __slots__ = ()

    def authorise(self, request: WireRequest, deadline: float | None) -> Flow[WireRequest]:
        signed = yield from super().authorise(request, deadline)
        value = signed.headers.get(b"authorization")
        if value is None or not value.startswith(_BEARER) or value[len(_BEARER) :].startswith(_OWN_TOKENS):
            return signed
        return request.with_headers((b"x-knoxcall-key", value[len(_BEARER) :]))
