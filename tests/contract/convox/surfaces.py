"""Drives both Convox clients by the same words; see tests/contract/surfaces.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import httpx

from convox import AsyncConvoxClient, ConvoxClient, RetryConfig
from convox._async.transfers import AsyncDownload
from convox._sync.transfers import Download
from convox.exceptions import ConvoxError

from .. import surfaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..surfaces import AdapterCall, Outcome

__all__ = ["ASYNC", "KEY", "RESOURCES", "SURFACES", "SYNC", "ConvoxSurface", "NoSocket", "adapter_methods"]

KEY = "opens-nothing"
RESOURCES = (
    "apps", "balancers", "budget", "builds", "certificates", "environment", "events", "files", "instances", "objects",
    "processes", "proxy", "registries", "releases", "resources", "services", "system",
)  # fmt: skip


class NoSocket(ConvoxError):
    """The handshake of a WebSocket was noted, and nothing is at its other end."""


class ConvoxSurface(surfaces.Surface):
    """One of the two clients, with one attempt unless options say otherwise."""

    errors: ClassVar[tuple[type[Exception], ...]] = (ConvoxError, ValueError, TypeError)

    def open(self, answer: Any = None, **options: Any) -> Any:
        """A client whose requests `answer` answers, and which shows it the handshakes of WebSockets; without it, one
        that really sends."""
        kind: Any = AsyncConvoxClient if self.asynchronous else ConvoxClient
        if answer is not None:
            transport = httpx.MockTransport(answer)
            options["http_client"] = (
                httpx.AsyncClient(transport=transport) if self.asynchronous else httpx.Client(transport=transport)
            )
        given = {"host": "http://localhost:9/base", "api_key": KEY, "retry": RetryConfig(max_retries=0), **options}
        client = kind(given.pop("host"), given.pop("api_key"), **given)
        if answer is not None:
            client._calls.connect = self._handshakes(client._calls, answer)
        if self.alter is not None:
            self.alter(client)
        return client

    def perform(self, calls: Sequence[AdapterCall], answer: Any = None, **options: Any) -> list[Outcome]:
        """Carry calls out one after another, over one client. Downloads that nobody read are closed."""
        outcomes = super().perform(calls, answer, **options)
        for outcome in outcomes:
            if isinstance(outcome.value, Download):
                outcome.value.close()
        return outcomes

    async def _async(self, calls: Sequence[AdapterCall], answer: Any, options: dict[str, Any]) -> list[Outcome]:
        outcomes = await super()._async(calls, answer, options)
        for outcome in outcomes:
            if isinstance(outcome.value, AsyncDownload):
                await outcome.value.aclose()
        return outcomes

    def _handshakes(self, calls: Any, answer: Callable[[httpx.Request], Any]) -> Callable[..., Any]:
        """What stands in for the opening of WebSockets, which do not go over httpx."""

        def note(operation: Any, args: Any = None, *, timeout: Any = None, quiet: bool = False) -> Any:
            wire = calls.prepare(operation, args).request
            answer(httpx.Request(wire.method, wire.url, headers=list(wire.headers.pairs)))
            raise NoSocket(operation.id)

        async def note_async(*args: Any, **options: Any) -> Any:
            note(*args, **options)

        return note_async if self.asynchronous else note


SYNC = ConvoxSurface("sync", asynchronous=False)
ASYNC = ConvoxSurface("async", asynchronous=True)
SURFACES = (ASYNC, SYNC)


def adapter_methods(client: Any) -> dict[str, Any]:
    """Every public method of every resource of a client, bound, by dotted path."""
    return dict(_methods(client))


def _methods(client: Any) -> Iterator[tuple[str, Any]]:
    for name in RESOURCES:
        resource = getattr(client, name)
        for method in dir(resource):
            bound = getattr(resource, method)
            if not method.startswith("_") and callable(bound):
                yield f"{name}.{method}", bound
