"""A server for calls that are passed on: it echoes what reaches it, or answers as it was told to."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .asgi import read_request
from .connection import as_fields
from .exchange import Answer, RequestLog
from .loopback import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .connection import Receive, Scope, Send
    from .exchange import Incoming


@dataclass(frozen=True, slots=True)
class _Scripted:
    answer: Answer
    delay: float


class EchoUpstream:
    """A server on loopback, started when it is first called. requests: everything that reached it."""

    def __init__(self) -> None:
        self.requests = RequestLog()
        self._script: deque[_Scripted] = deque()
        self._lock = threading.Lock()
        self._server: LoopbackServer | None = None

    @property
    def url(self) -> str:
        """Its base URL; starts it."""
        with self._lock:
            if self._server is None:
                self._server = LoopbackServer(self)
            return self._server.url

    def script(
        self,
        status: int = 200,
        *,
        json: Any = None,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
    ) -> None:
        """Queue an answer for the next request that has none yet; with nothing queued, requests are echoed.

        json: the body, else `content`. delay: seconds before it is sent.
        """
        if json is not None:
            answer = Answer.json(json, status, headers)
        else:
            answer = Answer(status, content, tuple((headers or {}).items()))
        self._script.append(_Scripted(answer, delay))

    def reset(self) -> None:
        """Forget script and log."""
        self._script.clear()
        self.requests.clear()

    def close(self) -> None:
        """Stop it. Closing twice does nothing."""
        with self._lock:
            if self._server is not None:
                self._server.close()
                self._server = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        incoming = await read_request(scope, receive)
        if incoming is None:
            return
        entry = self.requests.add(incoming, None)
        try:
            scripted = self._script.popleft()
        except IndexError:
            scripted = _Scripted(echo(incoming), 0.0)
        if scripted.delay:
            await asyncio.sleep(scripted.delay)
        answer = scripted.answer
        entry.answer, entry.status, entry.executed = answer, answer.status, True
        fields = as_fields(answer)
        if answer.status != 204:
            fields.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": fields})
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})


def echo(incoming: Incoming) -> Answer:
    """What came, as JSON."""
    return Answer.json(
        {
            "method": incoming.method,
            "path": incoming.raw_path,
            "query": incoming.query,
            "headers": dict(incoming.headers.items()),
            "body": incoming.body.decode("utf-8", "replace"),
        }
    )
