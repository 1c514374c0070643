"""The ASGI app around a service: plays a fault or lets the service answer, and records and checks what goes by."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol

from .connection import Connection, as_fields, as_incoming
from .exchange import Answer, Call, Recorded, RequestLog
from .faults import FaultScript
from .routing import Router
from .schema_check import SchemaCheck, Violation, Violations
from .sockets import SOCKET, SocketExchange, SocketService, read_handshake

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Mapping

    from trellis.core.runtime.operation import Operation

    from .connection import Receive, Scope, Send
    from .exchange import Incoming
    from .faults import Wire
    from .routing import Match
    from .sockets import Socket


class Service(Protocol):
    """One emulated service: an operation table, a pinned document, and the rules by which it answers."""

    @property
    def name(self) -> str:
        """What the service is called in `start(...)`."""

    @property
    def operations(self) -> Mapping[str, Operation[Any]]:
        """The operation table."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The pinned OpenAPI document."""

    @property
    def lock(self) -> threading.RLock:
        """Held while a request is answered; hold it to change the state from a test."""

    @property
    def state(self) -> Any:
        """What the service remembers."""

    def reset(self) -> None:
        """Start over with nothing remembered."""

    def aliases(self, path: str) -> Iterable[str]:
        """Further paths under which the operation at `path` answers."""

    def before_routing(self, incoming: Incoming) -> Answer | None:
        """An answer that does not depend on the path (a body over the limit ...), or None to go on."""

    def answer(self, call: Call) -> Answer:
        """Carry out a request. Called with `lock` held."""

    def no_route(self, incoming: Incoming, allowed: tuple[str, ...]) -> Answer:
        """Answer a path that is no operation, or one that answers only the methods `allowed`."""

    def proper(self, incoming: Incoming, answer: Answer) -> Answer:
        """Put the header fields on an answer that each answer of the service carries."""


class Routing(Protocol):
    """Finds the operation of a request."""

    def match(self, method: str, raw_path: str) -> Match:
        """The operation for `method` (`SOCKET` for a WebSocket handshake) and the percent-encoded `raw_path`."""


class Beside(Protocol):
    """What a service answers beside its table, or with calls of its own to other servers."""

    @property
    def names(self) -> frozenset[str]:
        """What it answers, by the names that the request log and fault scripts have for it."""

    def claims(self, incoming: Incoming, operation_id: str | None) -> str | None:
        """The name of a request that is for it; None leaves the request to the service."""

    def answer(self, name: str, incoming: Incoming, call: Call | None) -> Answer:
        """Carry out a request. Called in a thread of its own and without the service's lock, so it may wait."""


class EmulatorApp:
    """An ASGI 3 application that emulates one service.

    Serve it on a socket with `LoopbackServer`, or hand it to `httpx.ASGITransport` for calls without one (there,
    faults that break a connection raise RuntimeError, since there is no connection to break).

    router: how the service finds its operations; None for the common way.
    """

    def __init__(self, service: Service, beside: Beside | None = None, *, router: Routing | None = None) -> None:
        self.service = service
        self.beside = beside
        known = service.operations.keys() | (beside.names if beside is not None else frozenset())
        self.faults = FaultScript(known)
        self.requests = RequestLog(known=known)
        self.violations = Violations()
        self._router = router or Router(service.operations.values(), aliases=service.aliases)
        self._check = SchemaCheck(service.document)

    def reset(self) -> None:
        """Fresh state, no faults, empty logs."""
        with self.service.lock:
            self.service.reset()
            self.faults.clear()
            self.requests.clear()
            self.violations.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await self._shake_hands(scope, receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError(f"the {self.service.name} emulator does not know {scope['type']}")
        match = self._router.match(scope["method"], scope["raw_path"].decode("ascii"))
        limit = self.faults.upload_limit(match.operation.id) if match.operation is not None else None
        incoming = await read_request(scope, receive, at_most=limit)
        if incoming is None:
            return
        call = Call(match.operation, match.params, incoming) if match.operation is not None else None
        operation_id = call.operation.id if call is not None else None
        claimed = self.beside.claims(incoming, operation_id) if self.beside is not None else None
        if claimed is not None and claimed != operation_id:
            call, operation_id = None, claimed
        entry = self.requests.add(incoming, operation_id)
        await self._play(_Exchange(self, call, match.allowed, entry, claimed, scope, receive, send), entry)

    async def _shake_hands(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one WebSocket handshake, and talk over the socket if it comes to that."""
        incoming = await read_handshake(scope, receive)
        if incoming is None:
            return
        match = self._router.match(SOCKET, incoming.raw_path)
        is_socket = match.operation is not None
        if not is_socket:
            # To a server, an upgrade that the route knows nothing of is a plain request.
            match = self._router.match("GET", incoming.raw_path)
        call = Call(match.operation, match.params, incoming) if match.operation is not None else None
        entry = self.requests.add(incoming, call.operation.id if call is not None else None)
        service = self.service

        async def execute() -> Answer:
            if call is None or not is_socket:
                return self.carry_out(call, match.allowed, entry)
            assert isinstance(service, SocketService)
            with service.lock:
                page = service.before_routing(incoming)
                if page is not None:
                    return self._finished(None, page, entry)
                return self._finished(call, service.admit_socket(call), entry)

        async def converse(socket: Socket) -> None:
            assert call is not None
            assert isinstance(service, SocketService)
            await service.converse(call, socket)

        def proper(answer: Answer) -> Answer:
            return service.proper(incoming, answer)

        exchange = SocketExchange(entry, scope, receive, send, execute=execute, converse=converse, proper=proper)
        await self._play(exchange, entry)

    async def _play(self, wire: Wire, entry: Recorded) -> None:
        """Play the fault that is due, or let the exchange take its course."""
        fault = self.faults.take(entry.operation_id)
        if fault is None:
            await wire.send(await wire.execute())
        else:
            entry.fault = fault.name
            await fault.play(wire)

    def carry_out(self, call: Call | None, allowed: tuple[str, ...], entry: Recorded) -> Answer:
        """Have the service answer, and check request and answer against the pinned document."""
        service, incoming = self.service, entry.incoming
        answer = service.before_routing(incoming)
        if answer is not None:
            # Whatever it is, it is no answer of the operation that the path would have led to.
            return self._finished(None, answer, entry)
        if call is not None:
            with service.lock:
                answer = service.answer(call)
        else:
            answer = service.no_route(incoming, allowed)
        return self._finished(call, answer, entry)

    async def carry_out_beside(self, call: Call | None, claimed: str, entry: Recorded) -> Answer:
        """Have what is beside the service answer, and check as far as the pinned document says anything."""
        assert self.beside is not None
        answer = await asyncio.to_thread(self.beside.answer, claimed, entry.incoming, call)
        return self._finished(call, answer, entry)

    def _finished(self, call: Call | None, answer: Answer, entry: Recorded) -> Answer:
        entry.executed = True
        answer = self.service.proper(entry.incoming, answer)
        if call is not None:
            self.violations.extend(self._violations(call, answer, entry.number))
        return answer

    def _violations(self, call: Call, answer: Answer, number: int) -> list[Violation]:
        return [*self._check.request(call, number), *self._check.answer(call, answer, number)]


class _Exchange(Connection):
    """One request on its way through the app: the `Wire` that faults are played on."""

    def __init__(
        self,
        app: EmulatorApp,
        call: Call | None,
        allowed: tuple[str, ...],
        entry: Recorded,
        claimed: str | None,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        super().__init__(scope, receive, "http.disconnect")
        self._app = app
        self._call = call
        self._allowed = allowed
        self._entry = entry
        self._claimed = claimed
        self._send = send

    async def execute(self) -> Answer:
        if self._claimed is not None:
            return await self._app.carry_out_beside(self._call, self._claimed, self._entry)
        return self._app.carry_out(self._call, self._allowed, self._entry)

    def proper(self, answer: Answer) -> Answer:
        return self._app.service.proper(self._entry.incoming, answer)

    async def send(self, answer: Answer) -> None:
        await self.send_start(answer)
        await self._send({"type": "http.response.body", "body": answer.body, "more_body": False})

    async def send_start(self, answer: Answer) -> None:
        # Recorded before it leaves: whoever has read the answer finds it in the log.
        self._entry.answer, self._entry.status = answer, answer.status
        fields = as_fields(answer)
        if answer.status != 204 and not answer.chunked and not any(name == b"content-length" for name, _ in fields):
            fields.append((b"content-length", str(len(answer.body)).encode()))
        await self._send({"type": "http.response.start", "status": answer.status, "headers": fields})

    async def send_chunk(self, chunk: bytes) -> None:
        await self._send({"type": "http.response.body", "body": chunk, "more_body": True})

    async def send_end(self) -> None:
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def cut_after(self, frames: int) -> None:
        raise RuntimeError(f"the fault {self._entry.fault!r} is one of sockets, and this is a plain request")


async def read_request(scope: Scope, receive: Receive, *, at_most: int | None = None) -> Incoming | None:
    """The whole request, or None if the client left before it was complete.

    at_most: stop reading when the body has this many bytes.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False) or (at_most is not None and len(body) >= at_most):
            break
    return as_incoming(scope, scope["method"], bytes(body))
