"""From a prepared call to an open WebSocket: the call's flow, with the handshake as its request."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from ..deadline import timeouts_of
from ..failures import ClosedFailure
from ..flow import call_flow
from .library import load_library
from .patience import Patience
from .session_errors import SessionErrors

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..flow import Call, FlowContext
    from ..transport.drivers import AsyncDriver, SyncDriver
    from .async_socket import AsyncSocket as AsyncSocket  # both from one place, for adapters that are mirrored
    from .sync_socket import SyncSocket as SyncSocket

    Check = Callable[[Call, Any], None]

__all__ = ["connect", "connect_async", "handshake"]


def handshake(call: Call, *, replayable: bool) -> Call:
    """Turn a prepared GET into the request for a WebSocket. replayable: whether it may be asked for again although the
    server may have acted on it: a log may, a command may not. WebSocketLibraryMissing without the extra."""
    load_library()
    call.request = call.request.with_headers((b"Upgrade", b"websocket"), (b"Connection", b"Upgrade"))
    call.replayable = replayable
    call.stream = call.whole = True
    return call


async def connect_async(
    driver: AsyncDriver,
    call: Call,
    context: FlowContext,
    refuse: Check,
    *,
    silence: float | None,
    ping_interval: float | None,
) -> AsyncSocket:
    """Open the WebSocket that `call` asks for. refuse: raises the error for an answer below 400 other than 101.
    silence, ping_interval: see `Patience`."""
    from ..transport.drivers import AsyncDriver
    from ..transport.upgrading import AsyncUpgrader
    from .async_socket import AsyncSocket

    answer = await AsyncDriver(AsyncUpgrader(driver.sender)).run(call_flow(call, context))
    if answer.conversation is None:
        refuse(call, answer)
    errors = SessionErrors(call, context)
    socket = AsyncSocket(
        answer.connection, answer.conversation, errors=errors, patience=_patience(call, silence, ping_interval)
    )
    try:
        driver.keep(socket)
        return socket
    except ClosedFailure as raised:
        closed = raised
    await socket.aclose()
    raise errors.of(closed)


def connect(
    driver: SyncDriver,
    call: Call,
    context: FlowContext,
    refuse: Check,
    *,
    silence: float | None,
    ping_interval: float | None,
) -> SyncSocket:
    """Open the WebSocket that `call` asks for; see `connect_async`."""
    from ..transport.drivers import SyncDriver
    from ..transport.upgrading import SyncUpgrader
    from .sync_socket import SyncSocket

    answer = SyncDriver(SyncUpgrader(driver.sender)).run(call_flow(call, context))
    if answer.conversation is None:
        refuse(call, answer)
    errors = SessionErrors(call, context)
    socket = SyncSocket(
        answer.connection, answer.conversation, errors=errors, patience=_patience(call, silence, ping_interval)
    )
    try:
        driver.keep(socket)
        return socket
    except ClosedFailure as raised:
        closed = raised
    socket.close()
    raise errors.of(closed)


def _patience(call: Call, silence: float | None, ping_interval: float | None) -> Patience:
    timeouts = call.timeouts or timeouts_of(None)
    return Patience(
        monotonic(), silence=silence, write=timeouts["write"], ping_interval=ping_interval, deadline=call.deadline
    )
