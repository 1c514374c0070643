"""The engine of one client: it encodes a call, has a driver carry out its flow, and decodes the answer.

`AsyncEngine` and `SyncEngine` differ only in how they wait: what they have in common is in `engine_core`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .callers import AsyncCaller, SyncCaller
from .engine_core import NOTHING, REDIRECTED, EngineCore
from .flow import call_flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from .effects import Flow
    from .flow import Call
    from .runtime.operation import Operation
    from .sockets.async_socket import AsyncSocket
    from .sockets.sync_socket import SyncSocket
    from .transport.drivers import AsyncDriver, SyncDriver

__all__ = ["REDIRECTED", "AsyncCaller", "AsyncEngine", "EngineCore", "SyncCaller", "SyncEngine"]

T = TypeVar("T")


class AsyncEngine(EngineCore):
    """The engine of an asynchronous client."""

    async def call(
        self,
        operation: Operation[T],
        args: Mapping[str, Any] = NOTHING,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> T:
        """Call `operation` and decode its answer."""
        call = self.prepare(operation, args, body=body, idempotency_key=idempotency_key, deadline=deadline)
        return await self.finish(operation, call)

    async def finish(self, operation: Operation[T], call: Call) -> T:
        """Carry out a prepared call of `operation` and decode its answer."""
        return self.result(operation, call, await self.run(call_flow(call, self._context)))

    async def send(self, call: Call) -> httpx.Response:
        """Carry out a prepared call and return the answer itself, of status below 400."""
        response: httpx.Response = await self.run(call_flow(call, self._context))
        if self.options.on_response is not None:
            self.options.on_response(response)
        return response

    async def run(self, flow: Flow[T]) -> T:
        """Carry out any flow over this client's connections: how one call is made of several requests."""
        driver: AsyncDriver = self._driver()
        return await driver.run(flow)

    async def connect(
        self, call: Call, *, silence: float | None = None, ping_interval: float | None = None
    ) -> AsyncSocket:
        """Carry out a call prepared by `sockets.connecting.handshake` and return the open WebSocket, which is then the
        caller's to close. silence, ping_interval: seconds; see `Patience`."""
        from .sockets.connecting import connect_async

        limits = {"silence": silence, "ping_interval": ping_interval}
        return await connect_async(self._driver(), call, self._context, self.refuse_handshake, **limits)

    async def aclose(self) -> None:
        """Close the client, and its connections of the running event loop; called in another loop that used it, those
        of that one. Idempotent; an HTTP client that the caller brought stays open."""
        driver: AsyncDriver | None = self._shut(again=True)
        if driver is not None:
            await driver.aclose()


class SyncEngine(EngineCore):
    """The engine of a synchronous client."""

    def call(
        self,
        operation: Operation[T],
        args: Mapping[str, Any] = NOTHING,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> T:
        """Call `operation` and decode its answer."""
        call = self.prepare(operation, args, body=body, idempotency_key=idempotency_key, deadline=deadline)
        return self.finish(operation, call)

    def finish(self, operation: Operation[T], call: Call) -> T:
        """Carry out a prepared call of `operation` and decode its answer."""
        return self.result(operation, call, self.run(call_flow(call, self._context)))

    def send(self, call: Call) -> httpx.Response:
        """Carry out a prepared call and return the answer itself, of status below 400."""
        response: httpx.Response = self.run(call_flow(call, self._context))
        if self.options.on_response is not None:
            self.options.on_response(response)
        return response

    def run(self, flow: Flow[T]) -> T:
        """Carry out any flow over this client's connections: how one call is made of several requests."""
        driver: SyncDriver = self._driver()
        return driver.run(flow)

    def connect(self, call: Call, *, silence: float | None = None, ping_interval: float | None = None) -> SyncSocket:
        """Carry out a call prepared by `sockets.connecting.handshake` and return the open WebSocket, which is then the
        caller's to close. silence, ping_interval: seconds; see `Patience`."""
        from .sockets.connecting import connect

        limits = {"silence": silence, "ping_interval": ping_interval}
        return connect(self._driver(), call, self._context, self.refuse_handshake, **limits)

    def close(self) -> None:
        """Close the client's connections. Idempotent; an HTTP client that the caller brought stays open."""
        driver: SyncDriver | None = self._shut()
        if driver is not None:
            driver.close()
