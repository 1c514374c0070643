"""Where tokens are kept between requests: the protocol of a store, one in memory, one in Redis."""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from trellis.core.auth.tokens import BEARER, Token
from trellis.core.forks import renew_in_child
from trellis.core.secrets import Secret, refuse_pickle

from ..errors import TokenStoreError
from .redacted import Redacted
from .redis_clients import HomeBoundClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from trellis.core.single_flight import AsyncWaiter

__all__ = ["CachedToken", "MemoryTokenStore", "RedisTokenStore", "TokenStore", "from_stored", "to_stored"]

T = TypeVar("T")


@dataclass(frozen=True)
class CachedToken:
    """A token as a store keeps it.

    access_token: the token; a str is wrapped. expires_at: seconds since the epoch. lifetime: seconds from issue to
    expiry, if known. cnf_jkt: the thumbprint of the DPoP key it is bound to. tenant: whose it is, if the server said.
    """

    access_token: Redacted[str]
    expires_at: float
    lifetime: float | None = None
    scope: list[str] = field(default_factory=list)
    token_type: str = BEARER
    refresh_token: Redacted[str] | None = None
    cnf_jkt: str | None = None
    tenant: str | None = None

    def __post_init__(self) -> None:
        for name in ("access_token", "refresh_token"):
            if isinstance(value := getattr(self, name), str):
                object.__setattr__(self, name, Redacted(value))

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "a token")


class TokenStore(Protocol):
    """Where a client keeps its tokens. One may serve many clients and processes: keys of different clients differ."""

    async def get(self, key: str) -> CachedToken | None:
        """The token kept under `key`, or None."""
        ...

    async def set(self, key: str, token: CachedToken) -> None:
        """Keep `token` under `key`, in place of an earlier one."""
        ...

    async def delete(self, key: str) -> None:
        """Forget what is kept under `key`, if anything is."""
        ...

    async def with_lock(self, key: str, fn: Callable[[], Awaitable[T]]) -> T:
        """Call `fn` while nobody else who uses the same store does so for `key`; return its result."""
        ...


def to_stored(token: Token) -> CachedToken:
    """The core's token in the form that stores keep."""
    tenant = token.extra.get("tenant")
    refresh = token.refresh_token
    return CachedToken(
        Redacted(token.access_token.reveal()),
        token.expires_at,
        lifetime=token.lifetime,
        scope=list(token.scope),
        token_type=token.token_type,
        refresh_token=None if refresh is None else Redacted(refresh.reveal()),
        cnf_jkt=token.cnf_jkt,
        tenant=tenant if isinstance(tenant, str) else None,
    )


def from_stored(stored: CachedToken) -> Token:
    """The core's token from what a store kept. Raises AttributeError or TypeError for what is no `CachedToken`."""
    refresh = stored.refresh_token
    return Token(
        Secret(stored.access_token.expose()),
        stored.expires_at,
        lifetime=stored.lifetime,
        scope=stored.scope,
        token_type=stored.token_type,
        refresh_token=None if refresh is None else Secret(refresh.expose()),
        cnf_jkt=stored.cnf_jkt,
        extra={} if stored.tenant is None else {"tenant": stored.tenant},
    )


class MemoryTokenStore:
    """Keeps tokens in this process. May be shared by clients in several threads and event loops."""

    def __init__(self) -> None:
        self._tokens: dict[str, CachedToken] = {}
        self._after_fork()
        renew_in_child(self)

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        self._held: set[str] = set()
        self._waiting: dict[str, list[AsyncWaiter]] = {}

    async def get(self, key: str) -> CachedToken | None:
        """The token kept under `key`, or None."""
        return self._tokens.get(key)

    async def set(self, key: str, token: CachedToken) -> None:
        """Keep `token` under `key`."""
        self._tokens[key] = token

    async def delete(self, key: str) -> None:
        """Forget what is kept under `key`."""
        self._tokens.pop(key, None)

    async def with_lock(self, key: str, fn: Callable[[], Awaitable[T]]) -> T:
        """Call `fn` while no other task of this process does so for `key`, whatever its thread or loop."""
        await self._acquire(key)
        try:
            return await fn()
        finally:
            self._release(key)

    async def _acquire(self, key: str) -> None:
        from trellis.core.single_flight import AsyncWaiter

        while True:
            with self._lock:
                if key not in self._held:
                    self._held.add(key)
                    return
                waiter = AsyncWaiter()
                self._waiting.setdefault(key, []).append(waiter)
            await waiter.wait()

    def _release(self, key: str) -> None:
        with self._lock:
            self._held.discard(key)
            waiting = self._waiting.pop(key, [])
        for waiter in waiting:  # all of them: one that was cancelled meanwhile would swallow a single wake-up
            waiter.wake()

    def __repr__(self) -> str:
        return f"<MemoryTokenStore of {len(self._tokens)}>"


_FIRST_POLL, _LONGEST_POLL = 0.025, 0.2
_RELEASE_SECONDS = 2.0
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"


class RedisTokenStore:
    """Keeps tokens in Redis, for all processes and machines of an application: one mint serves them all.

    client: a `redis.asyncio.Redis`, or anything with its `get`, `set(..., nx=, ex=)` and `delete`; a plain
    `redis.Redis` works too, but blocks the loop it is used in. It stays the caller's. Give it socket timeouts. Tokens
    lie in Redis as plain text: whoever may read its keys may use them.
    prefix: of every key, made to end in one colon. lock_wait_ms: how long to wait while another process mints before
    minting as well. lock_ttl_seconds: after how long a lock whose holder died is free again.
    default_cache_ttl_seconds: the longest that a token is kept.
    """

    def __init__(
        self,
        client: Any,
        *,
        prefix: str = "knoxcall:",
        lock_wait_ms: int = 10_000,
        lock_ttl_seconds: int = 30,
        default_cache_ttl_seconds: int = 3600,
    ) -> None:
        if isinstance(client, str):
            raise TypeError("client must be a Redis client, not its URL: redis.asyncio.from_url(...) makes one")
        if lock_wait_ms < 0:
            raise ValueError(f"lock_wait_ms must not be negative, got {lock_wait_ms}")
        if lock_ttl_seconds < 1 or default_cache_ttl_seconds < 1:
            raise ValueError("lock_ttl_seconds and default_cache_ttl_seconds must be at least 1")
        self._redis = HomeBoundClient(client)
        self._prefix = f"{prefix.rstrip(':')}:"
        self._lock_wait = lock_wait_ms / 1000
        self._lock_ttl = lock_ttl_seconds
        self._longest = default_cache_ttl_seconds

    async def get(self, key: str) -> CachedToken | None:
        """The token kept under `key`; None if there is none, or none that can be read."""
        return _load(await self._do("get", self._token_key(key)))

    async def set(self, key: str, token: CachedToken) -> None:
        """Keep `token` under `key` until a minute after it expires, within `default_cache_ttl_seconds`."""
        ttl = max(60, min(self._longest, int(token.expires_at - time.time()) + 60))
        await self._do("set", self._token_key(key), _dump(token), ex=ttl)

    async def delete(self, key: str) -> None:
        """Forget what is kept under `key`."""
        await self._do("delete", self._token_key(key))

    async def with_lock(self, key: str, fn: Callable[[], Awaitable[T]]) -> T:
        """Call `fn` while no other process does so for `key`.

        Another holder is waited for `lock_wait_ms`; then `fn` is called all the same: two mints are better than none.
        """
        owner = await self._acquire(key)
        try:
            return await fn()
        finally:
            if owner is not None:
                await self._release(key, owner)

    async def _acquire(self, key: str) -> str | None:
        """The mark of our lock, or None if it stayed another's."""
        import anyio

        owner = secrets.token_hex(16)
        pause = _FIRST_POLL
        until = time.monotonic() + self._lock_wait
        while True:
            try:
                if await self._do("set", self._lock_key(key), owner, nx=True, ex=self._lock_ttl):
                    return owner
            except BaseException:
                # Cancelled or cut off, the lock may be ours without our knowing: lest all wait until it expires.
                await self._release(key, owner)
                raise
            left = until - time.monotonic()
            if left <= 0:
                return None
            await anyio.sleep(min(pause, left))
            pause = min(pause * 2, _LONGEST_POLL)

    async def _release(self, key: str, owner: str) -> None:
        """Give the lock up if it is still ours, in one step; trouble with that leaves it to expire."""
        import anyio

        with anyio.move_on_after(_RELEASE_SECONDS, shield=True):
            try:
                if self._redis.has("eval"):
                    await self._do("eval", _RELEASE, 1, self._lock_key(key), owner)
                elif _text(await self._do("get", self._lock_key(key))) == owner:
                    await self._do("delete", self._lock_key(key))
            except TokenStoreError:
                pass

    async def _do(self, command: str, *args: Any, **options: Any) -> Any:
        failure = ""
        try:
            return await self._redis.call(command, *args, **options)
        except Exception as error:  # of any Redis library; its words may quote its URL, password included
            failure = type(error).__name__
        args = ()  # they may hold a token, and a report may show the variables of this frame
        raise TokenStoreError(f"the Redis token store could not {command} ({failure}); check the server and its client")

    def _token_key(self, key: str) -> str:
        return f"{self._prefix}token:{key}"

    def _lock_key(self, key: str) -> str:
        return f"{self._prefix}lock:{key}"

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "a Redis client")

    def __repr__(self) -> str:
        return f"<RedisTokenStore {self._prefix}>"


def _dump(token: CachedToken) -> str:
    value: dict[str, Any] = {
        "accessToken": token.access_token.expose(),
        "expiresAt": token.expires_at,
        "scope": token.scope,
        "tokenType": token.token_type,
    }
    optional = {
        "lifetime": token.lifetime,
        "tenant": token.tenant,
        "refreshToken": None if token.refresh_token is None else token.refresh_token.expose(),
        "cnfJkt": token.cnf_jkt,
    }
    return json.dumps({**value, **{name: content for name, content in optional.items() if content is not None}})


def _text(value: Any) -> str | None:
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    return value if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    usable = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e11
    return float(value) if usable else None


def _load(value: Any) -> CachedToken | None:
    """What `_dump` wrote; None for anything else, whoever wrote it."""
    text = _text(value)
    try:
        members = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(members, dict):
        return None
    token, expires_at = members.get("accessToken"), _number(members.get("expiresAt"))
    if not isinstance(token, str) or not token or expires_at is None:
        return None
    scope = members.get("scope")
    kind, refresh, jkt, tenant = (
        content if isinstance(content, str) and content else None
        for content in map(members.get, ("tokenType", "refreshToken", "cnfJkt", "tenant"))
    )
    return CachedToken(
        Redacted(token),
        expires_at,
        lifetime=_number(members.get("lifetime")),
        scope=[part for part in scope if isinstance(part, str)] if isinstance(scope, list) else [],
        token_type=kind or BEARER,
        refresh_token=None if refresh is None else Redacted(refresh),
        cnf_jkt=jkt,
        tenant=tenant,
    )
