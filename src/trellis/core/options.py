"""What a `with_options` view of a client changes about its calls, besides the engine's own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .deadline import check_seconds
from .runtime.unset import Unset

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

__all__ = ["CallOptions"]


class CallOptions:
    """What a `with_options` view changes besides the engine's own fields."""

    __slots__ = ("deadline", "on_response")

    def __init__(
        self, deadline: float | None = None, on_response: Callable[[httpx.Response], None] | None = None
    ) -> None:
        self.deadline = deadline
        self.on_response = on_response

    def changed(
        self, *, deadline: float | Unset | None, on_response: Callable[[httpx.Response], None] | None
    ) -> CallOptions:
        """A copy with what was given."""
        return CallOptions(
            self.deadline if isinstance(deadline, Unset) else check_seconds("deadline", deadline),
            on_response or self.on_response,
        )
