"""The first event of a call: all that can be said of it before it is sent."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from .events import CallStarted

if TYPE_CHECKING:
    from .flow import Call, FlowContext

__all__ = ["call_started"]

_PORTS = {"http": 80, "https": 443}


def call_started(call: Call, context: FlowContext, number: int) -> CallStarted:
    """The event. number: tells this call's events from all others."""
    method = call.request.method
    target = call.request.url.partition("?")[0]
    if "://" not in target:
        target = context.origin + target
    scheme, mark, rest = target.partition("://")
    authority, _, below = rest.partition("/")
    path, origin = (f"/{below}", f"{scheme}://{authority}") if mark else (target, "")
    return CallStarted(
        call.name,
        method,
        path,
        call.request_id,
        call.idempotency_key,
        context.definition.name,
        _template(call, context),
        *_where(origin),
        number,
    )


def _template(call: Call, context: FlowContext) -> str | None:
    """The path of the call's operation. Its label will not do: that of a call by path holds the path itself."""
    if " " in call.name:
        return None
    operation = import_module(context.definition.operations).OPERATIONS.get(call.name)
    return None if operation is None else operation.label.partition(" ")[2]


@lru_cache(256)
def _where(origin: str) -> tuple[str | None, str | None, int | None]:
    """Scheme, host and port of a URL, without the password that may stand in one."""
    from urllib.parse import urlsplit  # most programs have no observers, and need not load it

    try:
        parts = urlsplit(origin)
        scheme, host, port = parts.scheme or None, parts.hostname, parts.port
    except ValueError:  # the HTTP library has the last word on what is no URL, and says it to the caller
        return None, None, None
    return scheme, host, port or _PORTS.get(scheme or "")
