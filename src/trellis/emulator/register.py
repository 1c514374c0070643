"""The register in which a service enters its handlers by the operations they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Answer

C = TypeVar("C")


class HandlerRegister(Generic[C]):
    """Handlers by operation id; `C` is what they are given: the context of one request."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[[C], Answer]] = {}

    def __call__(self, operation_id: str) -> Callable[[Callable[[C], Answer]], Callable[[C], Answer]]:
        """Decorator: the function answers this operation."""

        def enter(handler: Callable[[C], Answer]) -> Callable[[C], Answer]:
            if operation_id in self.handlers:
                raise ValueError(f"{operation_id} has a handler already")
            self.handlers[operation_id] = handler
            return handler

        return enter
