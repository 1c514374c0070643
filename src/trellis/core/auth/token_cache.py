"""One token for all calls of a client: renewed ahead of time, once for all who wait, shared through a store.

A store that fails costs a mint at worst, never a call: the token in this process stays good without it.
"""

from __future__ import annotations

import threading
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from ..effects import Locked, Store
from ..failures import DeadlineFailure
from ..forks import renew_in_child
from ..single_flight import SingleFlight
from .shared_work import exclusive_in_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..effects import Flow
    from ..secrets import Secret
    from .tokens import Token

__all__ = ["MemoryStore", "Mint", "StoreFailure", "TokenCache", "TokenStore", "key_digest"]

PATIENCE = 30.0
"""The longest that renewals ahead of time rest after one has failed, in seconds."""


class TokenStore(Protocol):
    """Where tokens are kept outside a client. All four are `async def`, or none is.

    `with_lock(key, function)` calls `function` while no other process does so for `key`, and returns its result. A
    store without it works too; then two processes may mint at the same time.
    """

    def get(self, key: str) -> Any: ...
    def set(self, key: str, token: Any) -> Any: ...
    def delete(self, key: str) -> Any: ...


class Mint(Protocol):
    """Has a new token issued. `refused`: the one that the service has just said no to; a source must not repeat it."""

    def __call__(self, deadline: float | None, refused: Token | None) -> Flow[Token]: ...


class StoreFailure(Exception):
    """The store could not do what only it can do."""


class TokenCache:
    """The tokens of one client by key.

    wall_clock: seconds since the epoch. clock: the monotonic clock of deadlines. store: see `TokenStore`, or None.
    to_stored, from_stored: between `Token` and what the store keeps; `from_stored` may return None or raise for what is
    no token. logger: where trouble with the store is told, by the name of what was raised only.
    """

    def __init__(
        self,
        *,
        wall_clock: Callable[[], float],
        clock: Callable[[], float],
        logger: str,
        store: TokenStore | None = None,
        to_stored: Callable[[Token], Any] | None = None,
        from_stored: Callable[[Any], Token | None] | None = None,
    ) -> None:
        self._wall_clock = wall_clock
        self._clock = clock
        self._logger = logger
        self._store = store
        self._to_stored = to_stored
        self._from_stored = from_stored
        self._flight = SingleFlight()
        self._tokens: dict[str, Token] = {}
        self._refused: dict[str, Token] = {}
        self._rest: dict[str, float] = {}
        self._after_fork()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        self._renewing: set[str] = set()

    def __repr__(self) -> str:
        return f"<TokenCache of {len(self._tokens)}>"

    def fresh(self, key: str) -> Token | None:
        """The token to use without further ado, None if one must be had first."""
        token = self._tokens.get(key)
        if token is None:
            return None
        now = self._wall_clock()
        if not token.due(now):
            return token
        if token.usable(now) and (key in self._renewing or self._clock() < self._rest.get(key, 0.0)):
            return token  # somebody sees to it already, or has just tried in vain
        return None

    def get(
        self, key: Callable[[], str], mint: Mint, deadline: float | None, fits: Callable[[Token], bool]
    ) -> Flow[Token]:
        """The token for `key()`, renewed by `mint` if it is due; no effect at all if it is not.

        `key` is asked again after the mint, which may have changed what the key is made from. `fits` says whether a
        stored token can be used here at all.
        """
        name = key()
        token = self.fresh(name)
        if token is not None:
            return token
        return (
            yield from exclusive_in_time(
                self._flight, name, lambda: self._renew(key, mint, deadline, fits), deadline, self._clock
            )
        )

    def _renew(
        self, key: Callable[[], str], mint: Mint, deadline: float | None, fits: Callable[[Token], bool]
    ) -> Flow[Token]:
        name = key()
        best = self._tokens.get(name)
        if best is not None and not best.due(self._wall_clock()):
            return best
        self._renewing.add(name)
        try:
            stored = yield from self._look_up(name, deadline, fits)
            if stored is not None:
                if not stored.due(self._wall_clock()):
                    return self._keep(name, stored)
                if best is None or stored.expires_at > best.expires_at:
                    best = stored
            token = yield from self._mint_locked(key, mint, deadline, fits)
        except Exception:
            now = self._wall_clock()
            if best is not None and best.usable(now) and not self._is_refused(name, best):
                self._rest[name] = self._clock() + min(PATIENCE, best.remaining(now) / 2)
                return self._keep(name, best)
            raise
        finally:
            self._renewing.discard(name)
        self._rest.pop(name, None)
        return token

    def _mint_locked(
        self, key: Callable[[], str], mint: Mint, deadline: float | None, fits: Callable[[Token], bool]
    ) -> Flow[Token]:
        name = key()
        with_lock = getattr(self._store, "with_lock", None)
        if with_lock is None:
            return (yield from self._mint(key, mint, deadline))
        outcome: list[Token | Exception] = []

        def guarded() -> Flow[Token]:
            outcome.clear()
            try:
                token = yield from self._look_up(name, deadline, fits, forget_refused=True)
                if token is None or token.due(self._wall_clock()):
                    token = yield from self._mint(key, mint, deadline)
                else:
                    self._keep(name, token)
            except Exception as error:
                outcome.append(error)
                raise
            outcome.append(token)
            return token

        trouble: Exception | None = None
        try:
            yield Locked(partial(with_lock, name), guarded, deadline)
        except DeadlineFailure:
            if not outcome:
                raise
        except Exception as error:
            trouble = error
        if not outcome:  # the lock could not be had
            self._tell("with_lock", trouble)
            return (yield from self._mint(key, mint, deadline))
        result = outcome[0]
        if isinstance(result, Exception):
            raise result
        if trouble is not None:
            self._tell("with_lock", trouble)
        return result

    def _mint(self, key: Callable[[], str], mint: Mint, deadline: float | None) -> Flow[Token]:
        token = yield from mint(deadline, self._refused.get(key()))
        name = key()
        self._keep(name, token)
        store = self._store
        if store is not None:
            try:
                yield Store(lambda: store.set(name, token if self._to_stored is None else self._to_stored(token)))
            except Exception as error:
                self._tell("set", error)
        return token

    def _look_up(
        self, name: str, deadline: float | None, fits: Callable[[Token], bool], *, forget_refused: bool = False
    ) -> Flow[Token | None]:
        store = self._store
        if store is None:
            return None
        try:
            found = yield Store(lambda: store.get(name), deadline)
            if found is None:
                return None
            token: Token | None = found if self._from_stored is None else self._from_stored(found)
            if token is None or not fits(token):
                return None
            if self._is_refused(name, token):
                if forget_refused:  # only while the lock is held, lest it be another process's new one by now
                    yield Store(lambda: store.delete(name), deadline)
                return None
        except DeadlineFailure:
            raise
        except Exception as error:
            self._tell("get", error)
            return None
        return token

    def refuse(self, key: str, token: Token) -> None:
        """The service said no to `token`: never use it again. A newer one under the same key is left alone."""
        with self._lock:
            self._refused[key] = token
            current = self._tokens.get(key)
            if current is not None and current.same_as(token):
                del self._tokens[key]

    def forget(self, key: str, deadline: float | None = None) -> Flow[None]:
        """Drop the token here and in the store. StoreFailure if the store still has it."""
        with self._lock:
            self._tokens.pop(key, None)
            self._refused.pop(key, None)
        store = self._store
        if store is None:
            return
        failure = ""
        try:
            yield Store(lambda: store.delete(key), deadline)
        except DeadlineFailure:
            raise
        except Exception as error:
            failure = type(error).__name__
        if failure:
            raise StoreFailure(f"the token store could not delete its token ({failure})")

    def secrets(self) -> tuple[Secret, ...]:
        """Every credential held here."""
        with self._lock:
            tokens = (*self._tokens.values(), *self._refused.values())
        return tuple(secret for token in tokens for secret in token.secrets())

    def _keep(self, name: str, token: Token) -> Token:
        with self._lock:
            self._tokens[name] = token
        return token

    def _is_refused(self, name: str, token: Token) -> bool:
        refused = self._refused.get(name)
        return refused is not None and refused.same_as(token)

    def _tell(self, what: str, error: Exception | None) -> None:
        import logging

        kind = "it did not run what it was given" if error is None else type(error).__name__
        logging.getLogger(self._logger).warning("token store: %s failed (%s); going on without it", what, kind)


class MemoryStore:
    """A store that clients of one process share. Synchronous; its lock holds among threads."""

    def __init__(self) -> None:
        self._tokens: dict[str, Any] = {}
        self._after_fork()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}

    def get(self, key: str) -> Any:
        """What was set for `key`, or None."""
        return self._tokens.get(key)

    def set(self, key: str, token: Any) -> None:
        """Keep `token`."""
        self._tokens[key] = token

    def delete(self, key: str) -> None:
        """Forget what was set for `key`, if anything was."""
        self._tokens.pop(key, None)

    def with_lock(self, key: str, function: Callable[[], Any]) -> Any:
        """Call `function` while no other thread does so for `key`."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            return function()


def key_digest(*parts: str) -> str:
    """A cache key's part that tells credentials, URLs and keys apart without showing them: 32 hex digits."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
