"""What adapters need of the thing they call through: the engine, or whatever an SDK puts before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .flow import Call
    from .runtime.operation import Operation

__all__ = ["AsyncCaller", "SyncCaller"]

T = TypeVar("T")


class _Preparing(Protocol):
    """What adapters of both kinds need: to have a call's arguments refused before an earlier call is made."""

    def prepare(
        self,
        operation: Operation[Any],
        args: Mapping[str, Any] = ...,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
    ) -> Call: ...


class AsyncCaller(_Preparing, Protocol):
    """What an asynchronous adapter needs of the thing it calls through."""

    async def call(
        self,
        operation: Operation[T],
        args: Mapping[str, Any] = ...,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> T: ...


class SyncCaller(_Preparing, Protocol):
    """What a synchronous adapter needs of the thing it calls through."""

    def call(
        self,
        operation: Operation[T],
        args: Mapping[str, Any] = ...,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> T: ...
