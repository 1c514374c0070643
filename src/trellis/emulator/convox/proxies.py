"""What a rack passes on to other servers, and the console's making of sessions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from trellis.emulator.exchange import Answer
from trellis.emulator.outbound import HOP_BY_HOP, Outbound, Unreachable

from .access import deploy_key
from .failures import RackError

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator.exchange import Call, Incoming
    from trellis.emulator.upstream import EchoUpstream

    from .handlers import Context
    from .service import ConvoxService

CONSOLE_SESSION = "console_session"
UPSTREAM_SECONDS = 15.0
KEPT_BACK = HOP_BY_HOP | {"authorization", "host", "x-host", "x-port", "rack", "session"}
"""Header fields that are the rack's own affair."""


class Passing:
    """Answers, outside the rack's lock, what is passed on and what only a console knows.

    Hosts of this machine are reached; every other is the echo upstream, so that nothing leaves the machine.
    """

    def __init__(self, service: ConvoxService, upstream: EchoUpstream) -> None:
        self._service = service
        self._outbound = Outbound({}, lambda: upstream.url)
        self.names = frozenset({CONSOLE_SESSION, *PROXIES})

    def claims(self, incoming: Incoming, operation_id: str | None) -> str | None:
        """Sessions of a console, and the two proxies."""
        state = self._service.state
        if state.is_console and (incoming.method, incoming.path) == ("POST", state.settings.session_path):
            return CONSOLE_SESSION
        return operation_id if operation_id in PROXIES else None

    def answer(self, name: str, incoming: Incoming, call: Call | None) -> Answer:
        """Carry out a request."""
        if name == CONSOLE_SESSION:
            return self._open_session(incoming)
        assert call is not None
        return self._service.guarded(call, lambda context: self._pass_on(context, PROXIES[name](context)))

    def _open_session(self, incoming: Incoming) -> Answer:
        state = self._service.state
        try:
            deploy_key(state, incoming)
            if state.refuse_sessions:
                raise RackError(401, "session can not be made")
        except RackError as refused:
            return refused.answer(incoming)
        return Answer.text(json.dumps({"id": state.open_session()}) + "\n", 200, "application/json")

    def _pass_on(self, context: Context, url: str) -> Answer:
        incoming = context.call.incoming
        headers = [(name, value) for name, value in incoming.headers.items() if name not in KEPT_BACK]
        if incoming.query_string:
            url += f"?{incoming.query_string}"
        try:
            return self._outbound.send(incoming.method, url, headers, incoming.body, timeout=UPSTREAM_SECONDS)
        except Unreachable as problem:
            raise RackError(502, str(problem)) from None


def _http_url(context: Context) -> str:
    host, port = context.headers.text("X-Host"), context.headers.text("X-Port")
    if not host or not port or not port.isdecimal():
        raise RackError(400, "X-Host and X-Port required")
    return f"http://{host}:{port}/{_rest(context)}"


def _registry_url(context: Context) -> str:
    return f"http://registry.{context.state.settings.domain}/v2/{_rest(context)}"


def _rest(context: Context) -> str:
    """The path to pass on; the rack has decoded it on the way."""
    return quote(context.path("path"), safe="/:@!$&'()*+,;=~")


PROXIES: dict[str, Callable[[Context], str]] = {"proxy_http": _http_url, "registries_proxy": _registry_url}
"""Operations that are passed on, and how the address follows from a request."""
