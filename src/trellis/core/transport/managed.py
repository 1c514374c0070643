"""Responses that their caller closes: the HTTP library's own, and context managers besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["ManagedResponse", "managed"]


class ManagedResponse(httpx.Response):
    """An `httpx.Response` that is closed at the end of a `with` block, or an `async with` block."""

    def __enter__(self) -> ManagedResponse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> ManagedResponse:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()


def managed(response: httpx.Response) -> ManagedResponse:
    """`response` itself as a context manager: no copy, since its stream knows it."""
    if type(response) is httpx.Response:
        response.__class__ = ManagedResponse
    # What we unpack is one already; a subclass of somebody's own has to bring `with` itself.
    return response  # type: ignore[return-value]
