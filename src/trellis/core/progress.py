"""Progress of long work: what `progress=` takes, and what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import TypeAlias

    from .progress_bars import Bar

    Unit = Literal["bytes", "items", "looks"]
    OnProgress: TypeAlias = "Callable[[Progress], object] | bool | None"
    OnTransfer: TypeAlias = "Callable[[Progress], object] | Callable[[int, int | None], object] | bool | None"

__all__ = ["NOBODY", "Progress", "Reporting"]


class Progress(NamedTuple):
    """How far a piece of work is."""

    what: str
    """What is done: an operation's id, such as "objects_store" or "list_runs"; what a waiter waits for, such as "build
    BABCDEF"."""
    done: int
    """How much of it is done. An upload that has to be sent again begins anew."""
    total: int | None
    """How much there is in all; None where nobody knows. What a server says of a list may change under way."""
    unit: Literal["bytes", "items", "looks"]
    """What is counted: bytes of a transfer, items that a walk has given out, looks of a waiter."""
    status: str | None = None
    """What a waiter has just seen: the status of the run, build or app."""
    detail: Any = None
    """The run, build or app itself."""

    @property
    def fraction(self) -> float | None:
        """How much of the whole is done, from 0 to 1; None where nobody knows."""
        return None if not self.total else min(1.0, self.done / self.total)


class Reporting:
    """Where the progress of one piece of work goes: nowhere, to a function, or to a bar on the terminal.

    It is a context: the bar is there for as long as the work lasts. progress: a function that takes a `Progress`, True
    for a bar, None or False for nothing. pairs: a function that needs two arguments is told the numbers alone, how many
    are done and how many there are. Raises TypeError for anything else, ImportError for a bar without the extra `rich`.
    """

    __slots__ = ("_bar", "_function", "_pairs", "_unit", "_what", "active")

    def __init__(
        self, progress: OnTransfer, what: str, unit: Unit, *, pairs: bool = False, asynchronous: bool = False
    ) -> None:
        self._what = what
        self._unit: Unit = unit
        self._bar: Bar | None = None
        self._function: Any = None
        self._pairs = False
        self.active = progress is not None and progress is not False
        """Whether anybody wants to know."""
        if progress is True:
            from .progress_bars import Bar

            self._bar = Bar(what, unit)
        elif self.active:
            if not callable(progress):
                raise TypeError(f"progress must be a function or True, got {type(progress).__name__}")
            if not asynchronous and _is_coroutine_function(progress):
                raise TypeError("progress is a coroutine function, which only an asynchronous client can await")
            self._function = progress
            self._pairs = pairs and _takes_a_pair(progress)

    def tell(self, done: int, total: int | None = None, *, status: str | None = None, detail: Any = None) -> Any:
        """Tell how far it is; what the function returns, which an asynchronous client awaits if it can be."""
        if self._bar is not None:
            self._bar.show(done, total, status)
        elif self._pairs:
            return self._function(done, total)
        elif self._function is not None:
            return self._function(Progress(self._what, done, total, self._unit, status, detail))
        return None

    def __enter__(self) -> Reporting:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.finish()


NOBODY = Reporting(None, "", "items")
"""Where progress goes that nobody asked for."""


def _is_coroutine_function(function: Any) -> bool:
    from inspect import iscoroutinefunction  # slow to load, and most calls want no progress

    return iscoroutinefunction(function) or iscoroutinefunction(type(function).__call__)


def _takes_a_pair(function: Callable[..., object]) -> bool:
    """Whether a function needs two arguments, or takes any number of them."""
    from inspect import Parameter, isbuiltin, signature

    if isbuiltin(function):  # each version of Python knows the signatures of others of them
        return False
    try:
        parameters = signature(function).parameters.values()
    except (TypeError, ValueError):
        return False
    needed = sum(
        each.default is Parameter.empty and each.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
        for each in parameters
    )
    return needed == 2 or (needed < 2 and any(each.kind is Parameter.VAR_POSITIONAL for each in parameters))
