"""Drives the synchronous and the asynchronous client by the same words, over httpx's own transport seam.

A call is a dotted path from the client ("platform.runs.get") and its arguments; iterators are walked to their end.
"""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import httpx

from kneo_client.client import KneoClient, SyncKneoClient
from kneo_client.core.errors import KneoError
from kneo_client.core.profiles import Profile
from kneo_client.core.retries import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["ASYNC", "KEY", "SURFACES", "SYNC", "AdapterCall", "Outcome", "Surface", "adapter_methods"]

KEY = "a-key-that-opens-nothing"
NAMESPACES = ("platform", "agent")

Answer = "Callable[[httpx.Request], httpx.Response]"


@dataclass(frozen=True)
class AdapterCall:
    """method: dotted, from the client. The arguments are passed as they are."""

    method: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = [*map(repr, self.args), *(f"{name}={value!r}" for name, value in self.kwargs.items())]
        return f"{self.method}({', '.join(shown)})"


@dataclass(frozen=True)
class Outcome:
    """What a call came to: its value (items in a list, if it was walked), or what it raised."""

    value: Any = None
    error: Exception | None = None

    def unwrap(self) -> Any:
        """The value; the error is raised."""
        if self.error is not None:
            raise self.error
        return self.value


@dataclass(frozen=True)
class Surface:
    """One of the two clients. alter: done to a client before it is used, to make a mutant of it."""

    name: str
    asynchronous: bool
    alter: Callable[[Any], None] | None = None
    errors: ClassVar[tuple[type[Exception], ...]] = (KneoError, ValueError, TypeError)
    """What is an outcome; anything else that is raised leaves `perform`."""

    def open(self, answer: Any = None, *, profile: Profile | None = None, policy: RetryPolicy | None = None) -> Any:
        """A client whose requests `answer` answers; without it, one that really sends."""
        profile = profile or Profile("contract", "http://kneo.test/base", KEY)
        policy = policy or RetryPolicy(max_attempts=1)
        kind: Any = KneoClient if self.asynchronous else SyncKneoClient
        http: Any = None
        if answer is not None:
            transport = httpx.MockTransport(answer)
            http = httpx.AsyncClient(transport=transport) if self.asynchronous else httpx.Client(transport=transport)
        client = kind(profile, http_client=http, retry_policy=policy)
        if self.alter is not None:
            self.alter(client)
        return client

    def perform(self, calls: Sequence[AdapterCall], answer: Any = None, **options: Any) -> list[Outcome]:
        """Carry calls out one after another, over one client."""
        if self.asynchronous:
            return asyncio.run(self._async(calls, answer, options))
        with self.open(answer, **options) as client:
            return [_sync_outcome(client, call, self.errors) for call in calls]

    def one(self, call: AdapterCall, answer: Any = None, **options: Any) -> Outcome:
        """Carry one call out."""
        return self.perform([call], answer, **options)[0]

    async def _async(self, calls: Sequence[AdapterCall], answer: Any, options: dict[str, Any]) -> list[Outcome]:
        async with self.open(answer, **options) as client:
            return [await _async_outcome(client, call, self.errors) for call in calls]

    def __str__(self) -> str:
        return self.name


SYNC = Surface("sync", asynchronous=False)
ASYNC = Surface("async", asynchronous=True)
SURFACES = (ASYNC, SYNC)


def _sync_outcome(client: Any, call: AdapterCall, errors: tuple[type[Exception], ...]) -> Outcome:
    try:
        result = _method(client, call.method)(*call.args, **call.kwargs)
        return Outcome(list(result) if inspect.isgenerator(result) else result)
    except errors as error:
        return Outcome(error=error)


async def _async_outcome(client: Any, call: AdapterCall, errors: tuple[type[Exception], ...]) -> Outcome:
    try:
        result = _method(client, call.method)(*call.args, **call.kwargs)
        if inspect.isasyncgen(result):
            return Outcome([item async for item in result])
        return Outcome(await result)
    except errors as error:
        return Outcome(error=error)


def _method(client: Any, path: str) -> Any:
    for name in path.split("."):
        client = getattr(client, name)
    return client


def adapter_methods(client: Any) -> dict[str, Any]:
    """Every public method of every adapter of a client, bound, by dotted path."""
    return dict(_methods(client))


def _methods(client: Any) -> Iterator[tuple[str, Any]]:
    for namespace in NAMESPACES:
        for name, adapter in sorted(vars(getattr(client, namespace)).items()):
            if name.startswith("_"):
                continue
            for method in dir(adapter):
                bound = getattr(adapter, method)
                if not method.startswith("_") and callable(bound):
                    yield f"{namespace}.{name}.{method}", bound
