"""Observers of a client: its log lines and the caller's hooks. Neither can make a call fail."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

from .events import AttemptFinished, CallFinished, CallStarted, Event, RetryScheduled
from .wire import FRAMING, HeaderSet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from logging import Logger

    Hook = Callable[[Event], None]

__all__ = ["HeaderHook", "Observer", "redact_headers"]

_INFO = 20
_DEBUG = 10


class HeaderHook(Protocol):
    """A hook that also has something to send with every call, such as the `traceparent` of a trace."""

    def __call__(self, event: Event) -> None: ...

    def headers_for(self, event: CallStarted) -> Mapping[str, str]:
        """The headers of the call that has just been told of. They never replace one that the request has."""
        ...


class Observer:
    """Sends a call's events to one logger and to the hooks of the client. TypeError for hooks that cannot be called.

    `logging` is not imported for the logger's sake: in a process that never loaded it nobody can be listening.
    """

    __slots__ = ("_hooks", "_logger", "_name", "gives_headers")

    def __init__(self, logger_name: str, hooks: Sequence[Hook] = ()) -> None:
        self._name = logger_name
        self._hooks = _functions(hooks)
        self._logger: Logger | None = None
        self.gives_headers = any(hasattr(hook, "headers_for") for hook in self._hooks)
        """Whether a hook has headers to send."""

    def active(self) -> bool:
        """Whether anyone would notice an event just now."""
        if self._hooks:
            return True
        logger = self._logger or self._find_logger()
        return logger is not None and logger.isEnabledFor(_INFO)

    def __call__(self, event: Event) -> None:
        logger = self._logger or self._find_logger()
        if logger is not None:
            _log(logger, event)
        for hook in self._hooks:
            try:
                hook(event)
            except Exception:
                if logger is not None:
                    logger.exception("hook %r failed on %s", hook, type(event).__name__)

    def headers_for(self, event: CallStarted, present: HeaderSet) -> tuple[tuple[bytes, bytes], ...]:
        """What the hooks send with the call, as far as it leaves alone what is `present` in its request."""
        taken = {name.decode("ascii").lower() for name, _ in present.pairs} | FRAMING
        found: list[tuple[bytes, bytes]] = []
        for hook in self._hooks:
            give: Any = getattr(hook, "headers_for", None)
            if give is None:
                continue
            try:
                for pair in HeaderSet.given(give(event)).pairs:
                    name = pair[0].decode("ascii").lower()
                    if name not in taken:
                        taken.add(name)
                        found.append(pair)
            except Exception:
                logger = self._logger or self._find_logger()
                if logger is not None:
                    logger.exception("hook %r has no headers that could be sent", hook)
        return tuple(found)

    def _find_logger(self) -> Logger | None:
        if "logging" not in sys.modules and not self._hooks:
            return None
        import logging

        self._logger = logging.getLogger(self._name)
        return self._logger


def _functions(hooks: Sequence[Hook]) -> tuple[Hook, ...]:
    from collections.abc import Sequence

    if not isinstance(hooks, Sequence):
        raise TypeError(f"hooks must be a sequence of functions, such as (hook,), got {type(hooks).__name__}")
    for hook in hooks:
        if not callable(hook):
            raise TypeError(f"a hook must be a function, got {type(hook).__name__}")
    return tuple(hooks)


def _log(logger: Logger, event: Event) -> None:
    if isinstance(event, RetryScheduled):
        what, _, detail = event.reason.partition(": ")
        tail = f": {detail}" if detail else ""
        logger.info("%s on attempt %d; sleeping %.2fs%s", what, event.attempt, event.delay, tail)
    elif not logger.isEnabledFor(_DEBUG):
        return
    elif isinstance(event, CallStarted):
        logger.debug("%s %s started (request id %s)", event.method, event.path, event.request_id)
    elif isinstance(event, AttemptFinished):
        outcome = f"status {event.status}" if event.failure is None else event.failure
        logger.debug("%s attempt %d: %s in %.1f ms", event.operation, event.attempt, outcome, event.seconds * 1000)
    elif isinstance(event, CallFinished):
        outcome = event.error or f"status {event.status}"
        logger.debug(
            "%s finished after %d attempt(s) in %.1f ms: %s (request id %s)",
            event.operation, event.attempts, event.seconds * 1000, outcome, event.request_id,
        )  # fmt: skip


def redact_headers(headers: Mapping[str, str], sensitive: tuple[str, ...], mask: str) -> dict[str, str]:
    """A copy of `headers` with `mask` for the value of every header whose name contains one of `sensitive`."""
    return {
        name: mask if any(token in name.lower() for token in sensitive) else value for name, value in headers.items()
    }
