"""Time travel on the emulated gateway: tokens and nonces that end, while the client's clock stays right."""

from __future__ import annotations

from trellis.emulator.time_travel import TimeTravel

from .state import KnoxCallState


class KnoxCallTime(TimeTravel[KnoxCallState]):
    """The time of an emulated gateway."""

    def expire_tokens(self, client_id: str | None = None) -> int:
        """Have the access tokens of a client, or of all, end now; how many that were.

        Clients, which still think them good, are answered 401 and have to get new ones. Refresh tokens stay good;
        `state.revoke_tokens` takes those, too.
        """
        with self._service.lock:
            return self._state.tokens.expire_all(client_id)

    def shorten_tokens(self, seconds: int = 0) -> None:
        """Have the token endpoint say, from now on, that new access tokens are good for so many whole seconds.

        A client renews such a token by itself, ahead of that time: before every call if it is 0. The gateway goes on
        taking a token as long as its settings say, so that no test has to hurry. Raises ValueError below 0.
        """
        if seconds < 0:
            raise ValueError("a token is good for 0 seconds or more")
        with self._service.lock:
            self._state.tokens.told_lifetime = seconds

    def expire_nonces(self) -> None:
        """Have every DPoP nonce handed out so far end now; the next proof with one is answered with a new nonce."""
        with self._service.lock:
            self._state.nonces.retire()
