"""One scenario, two clients: a test written once runs against the asynchronous and the synchronous client alike."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import Profile, RetryPolicy, SyncTransport, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KEY", "Either", "causes_of", "failure_of", "profile_for"]

KEY = "local-admin-key"
E = TypeVar("E", bound=BaseException)
OURS = ("kneo_client", "trellis", "builtins")


def profile_for(url: str, *, api_key: str = KEY, **more: Any) -> Profile:
    """A profile for any server of a test."""
    return Profile(name="test", url=url, api_key=api_key, **more)


class Either:
    """Makes clients of one kind and carries out calls on them; what is made is closed with the test."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.is_async = kind == "async"
        self.loop = asyncio.new_event_loop()
        self._made: list[Any] = []

    def __repr__(self) -> str:
        return self.kind

    def client(self, url: str | Profile, *, attempts: int = 1, base_delay: float = 0.0, **options: Any) -> Any:
        """A client with a retry policy that does not wait; `attempts=1` means no retries."""
        profile = profile_for(url) if isinstance(url, str) else url
        options.setdefault("retry_policy", RetryPolicy(max_attempts=attempts, base_delay=base_delay, jitter=0))
        return self._keep((KneoClient if self.is_async else SyncKneoClient)(profile, **options))

    def transport(self, url: str, **options: Any) -> Any:
        """A bare transport."""
        return self._keep((Transport if self.is_async else SyncTransport)(profile_for(url), **options))

    def http(self, **options: Any) -> Any:
        """An httpx client of the kind that fits."""
        return self._keep((httpx.AsyncClient if self.is_async else httpx.Client)(**options))

    def _keep(self, thing: Any) -> Any:
        self._made.append(thing)
        return thing

    def do(self, value: Any) -> Any:
        """The result of a call: awaited if it has to be."""

        async def finish() -> Any:
            return await value

        return self.loop.run_until_complete(finish()) if inspect.isawaitable(value) else value

    def collect(self, items: Any) -> list[Any]:
        """All that an iterator of either kind yields."""
        if not hasattr(items, "__aiter__"):
            return list(items)

        async def gather() -> list[Any]:
            return [item async for item in items]

        return self.do(gather())  # type: ignore[no-any-return]

    def hook(self, function: Callable[[Any], None]) -> Any:
        """`function` as an httpx event hook for this kind of client."""
        if not self.is_async:
            return function

        async def asynchronous(thing: Any) -> None:
            function(thing)

        return asynchronous

    def shut(self, thing: Any) -> None:
        """Close a client of either library."""
        self.do(thing.aclose() if hasattr(thing, "aclose") else thing.close())

    def close(self) -> None:
        """Close everything that was made, and the loop."""
        for thing in reversed(self._made):
            self.shut(thing)
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


def failure_of(either: Either, call: Callable[[], Any], kind: type[E]) -> E:
    """The error that `call` ends in: of exactly this class, with nothing of another library behind it."""
    with pytest.raises(kind) as caught:
        either.do(call())
    assert type(caught.value) is kind, f"expected exactly {kind.__name__}, got {caught.value!r}"
    foreign = [error for error in causes_of(caught.value) if type(error).__module__.split(".")[0] not in OURS]
    assert not foreign, f"{caught.value!r} carries {foreign!r}"
    return caught.value


def causes_of(error: BaseException) -> list[BaseException]:
    """An exception and everything it was raised from or during, suppressed contexts included."""
    found: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        current = todo.pop()
        if current is not None and current not in found:
            found.append(current)
            todo += [current.__cause__, current.__context__]
    return found
