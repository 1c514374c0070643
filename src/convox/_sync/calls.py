# Mirrored from src/convox/_async/calls.py by scripts/mirror_sync.py; do not edit.
"""What the resources call through: the engine of one client, by operation or by path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trellis.core.deadline import timeouts_of
from trellis.core.runtime.unset import UNSET
from trellis.core.sio import reporting, upload
from trellis.core.sockets.connecting import handshake

from .._drafts import Drafts
from .._targets import by_name, refuse_detours, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from trellis.core.engine import SyncEngine
    from trellis.core.flow import Call
    from trellis.core.progress import OnTransfer, Reporting
    from trellis.core.runtime.operation import Operation
    from trellis.core.runtime.unset import Unset
    from trellis.core.sockets.connecting import SyncSocket

    from .._retries import RetryConfig

__all__ = ["Calls"]

T = TypeVar("T")

PING_INTERVAL = 30.0
"""Seconds of silence on a WebSocket after which the server is pinged: what stands between often drops what is idle."""
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Calls:
    """Makes a client's calls.

    drafts: the releases that this client made and did not promote; one for all views of the client.
    """

    def __init__(self, engine: SyncEngine, drafts: Drafts | None = None) -> None:
        self._engine = engine
        self.drafts = Drafts() if drafts is None else drafts

    @property
    def base_url(self) -> str:
        """The rack's or console's, or "" where the caller's own HTTP client has one."""
        return self._engine.base_url

    def view(
        self,
        *,
        timeout: Any = UNSET,
        deadline: float | Unset | None = UNSET,
        headers: Mapping[str, str] | None = None,
        retry: RetryConfig | None = None,
        on_response: Callable[[httpx.Response], None] | None = None,
    ) -> Calls:
        """The same connections, session and drafts with some options changed."""
        policy = definition = None
        if retry is not None:
            from .._retries import Patience

            policy = Patience(retry)
            definition = policy.definition()
        engine = self._engine.view(
            timeout=timeout,
            deadline=deadline,
            headers=headers,
            policy=policy,
            definition=definition,
            on_response=on_response,
        )
        return type(self)(engine, self.drafts)

    def prepare(
        self,
        operation: Operation[Any],
        args: Mapping[str, Any] | None = None,
        *,
        body: Any = None,
        timeout: Any = UNSET,
        report: Reporting | None = None,
        deadline: float | None = None,
    ) -> Call:
        """Encode a call without making it. ValueError or TypeError for arguments that cannot be sent."""
        if body is not None and operation.bodies and operation.bodies[0].encoding == "raw":
            body = upload(body, report)
        refuse_detours(operation, args or {})
        call = self._engine.prepare(operation, args or {}, body=body, deadline=deadline)
        if timeout is not UNSET:
            call.timeouts = timeouts_of(timeout)
        return call

    def call(
        self,
        operation: Operation[T],
        args: Mapping[str, Any] | None = None,
        *,
        body: Any = None,
        timeout: Any = UNSET,
        progress: OnTransfer = None,
        deadline: float | None = None,
    ) -> T:
        """Call `operation` and decode its answer.

        args: everything but a raw or JSON body, by Python name; None is not sent. body: a JSON value, or for a raw body
        bytes, a binary file, or an iterator of bytes. timeout: seconds per phase instead of the client's; None for no
        limit. progress: told of a raw body while it is sent, from 0 again if it is sent again.
        deadline: seconds for the whole call, beside those of the client's.
        """
        with reporting(progress, operation.id, "bytes", pairs=True) as report:
            call = self.prepare(operation, args, body=body, timeout=timeout, report=report, deadline=deadline)
            return self._engine.finish(operation, call)

    def open(
        self, operation: Operation[Any], args: Mapping[str, Any] | None = None, *, timeout: Any = UNSET
    ) -> httpx.Response:
        """Call a streaming operation; its answer, of status below 300, with the body left unread. Whoever asked closes
        it. What breaks while it is read is raised as ours."""
        call = self.prepare(operation, args, timeout=timeout)
        return self._checked(call)

    def connect(
        self,
        operation: Operation[Any],
        args: Mapping[str, Any] | None = None,
        *,
        timeout: Any = UNSET,
        quiet: bool = False,
    ) -> SyncSocket:
        """Open the WebSocket of an operation; the caller closes it. timeout: as for `call`; its `read` also bounds the
        server's silence later on, except where `quiet` says that silence is nothing unusual and no `timeout` is given.
        A quiet connection is kept alive by pings.

        Raises as a call does: the handshake is one. WebSocketLibraryMissing, an ImportError, without the extra.
        """
        call = self.prepare(operation, args, timeout=timeout)
        handshake(call, replayable=operation.ext.get("x-role") == "read")
        unbounded = quiet and timeout is UNSET
        silence = None if unbounded or call.timeouts is None else call.timeouts["read"]
        return self._engine.connect(call, silence=silence, ping_interval=PING_INTERVAL if quiet else None)

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Any = None,
        data: Mapping[str, Any] | None = None,
        json: Any = None,
        content: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: Any = UNSET,
        stream: bool = False,
        raises: bool = True,
        verbatim: bool = False,
    ) -> httpx.Response:
        """Send a request to any path of the rack, already percent-encoded where it has to be.

        params: a mapping or pairs. data: fields of a form. content: bytes, str, a binary file or an iterator of bytes.
        stream: leave the answer's body unread. raises: False returns whatever comes in the end, also errors, redirects
        and pages of others. verbatim: likewise, and it is sent again only if the connection broke and it only reads,
        because a server behind the rack answers.
        """
        call = self._engine.prepare_request(
            method,
            target_of(path),
            params=by_name(params),
            form=data,
            json=json,
            content=None if content is None else upload(content.encode() if isinstance(content, str) else content),
            headers=headers,
            stream=stream,
            raises=raises,
            verbatim=verbatim,
        )
        if timeout is not UNSET:
            call.timeouts = timeouts_of(timeout)
        if verbatim:
            call.replayable = call.request.method in _READS
        elif raises:
            return self._checked(call)
        return self._engine.send(call)

    def _checked(self, call: Call) -> httpx.Response:
        """The answer, if it is a success of the rack's own."""
        response = self._engine.send(call)
        try:
            self._engine.check_success(call, response)
        except BaseException:
            response.close()
            raise
        return response

    def close(self) -> None:
        """Close the connections; an HTTP client that was passed in stays open."""
        self._engine.close()
