# Mirrored from src/knoxcall/_async/management.py by scripts/mirror_sync.py; do not edit.
"""Calls of the management API: the engine, once it is known where it is."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.engine import SyncEngine
from trellis.core.sio import is_brought, open_driver

from .._proxy import encode_json
from .._service import DEFINITION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from trellis.core.effects import Flow
    from trellis.core.flow import Call
    from trellis.core.runtime.operation import Operation
    from trellis.core.runtime.unset import Unset
    from trellis.core.sio import BroughtClient

    from .._connection import Connection
    from .._retries import RetryPolicy

__all__ = ["SyncManagement"]

T = TypeVar("T")


class SyncManagement:
    """What the resources call through. Before the first call it looks for credentials, if those may name the host."""

    def __init__(
        self,
        connection: Connection,
        *,
        http: BroughtClient | None,
        own_headers: tuple[tuple[str, str], ...],
        json_default: Callable[[Any], Any] | None,
    ):
        self._connection = connection
        self._engine = SyncEngine(
            DEFINITION,
            connection.base_url,
            open_driver=lambda: open_driver(http),
            policy=connection.policy,
            timeout=connection.timeouts_given,
            headers=own_headers,
            auth=connection.auth,
            hooks=connection.hooks,
            borrowed=is_brought(http),
            encode_json=partial(encode_json, default=json_default),
        )

    def view(
        self,
        connection: Connection,
        *,
        timeout: Any,
        deadline: float | Unset | None,
        headers: Mapping[str, str] | None,
        policy: RetryPolicy | None,
        on_response: Callable[[httpx.Response], None] | None,
    ) -> SyncManagement:
        """The same engine and connections with some options changed. connection: the view of ours that goes with it."""
        twin = object.__new__(type(self))
        twin._connection = connection
        twin._engine = self._engine.view(
            timeout=timeout, deadline=deadline, headers=headers, policy=policy, on_response=on_response
        )
        return twin

    @property
    def base_url(self) -> str:
        """The management API's address."""
        return self._connection.base_url

    def engine(self, deadline: float | None = None) -> SyncEngine:
        """The engine, at the address that the credentials name if nobody else did."""
        connection = self._connection
        if not connection.settled:
            deadline = _shorter(deadline, self._engine.options.deadline)
            self._engine.run(connection.settle(None if deadline is None else time.monotonic() + deadline))
        if self._engine.base_url != connection.base_url:
            self._engine.base_url = connection.base_url
        return self._engine

    def call(
        self,
        operation: Operation[T],
        args: Mapping[str, Any] | None = None,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> T:
        """Call `operation` and return its result, out of its envelope."""
        engine = self.engine(deadline)
        return engine.call(operation, args or {}, body=body, idempotency_key=idempotency_key, deadline=deadline)

    def prepare(
        self,
        operation: Operation[Any],
        args: Mapping[str, Any] | None = None,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> Call:
        """Encode a call without making it: refuses arguments that cannot be sent."""
        return self._engine.prepare(
            operation, args or {}, body=body, idempotency_key=idempotency_key, deadline=deadline
        )

    def run(self, flow: Flow[T]) -> T:
        """Carry out any flow over this client's connections."""
        return self._engine.run(flow)

    def send(self, call: Call) -> httpx.Response:
        """Carry out a prepared call and return the answer itself."""
        return self._engine.send(call)

    def close(self) -> None:
        """Close the connections; an HTTP client that was passed in stays open."""
        self._engine.close()


def _shorter(one: float | None, other: float | None) -> float | None:
    return min((limit for limit in (one, other) if limit is not None), default=None)
