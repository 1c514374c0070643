"""The emulated rack as a service: admits a request, carries it out, and answers the way the rack's server does."""

from __future__ import annotations

import importlib.resources
import json
import logging
import secrets
import threading
from typing import TYPE_CHECKING, Any

from convox._generated.operations import OPERATIONS
from trellis.emulator.exchange import Answer
from trellis.emulator.sockets import SOCKET

from .access import ConsolePage, admit, is_for_rack
from .app_routes import apps
from .budget_routes import budget
from .build_routes import builds
from .certificate_routes import certificates
from .diagnosis import diagnosis
from .failures import RackError
from .handlers import Context
from .object_routes import objects
from .proxies import PROXIES
from .resource_routes import resources
from .routing import RackRouter
from .service_routes import services
from .settings import ConvoxSettings
from .socket_routes import TALKS, converse
from .state import ConvoxState
from .system_routes import system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trellis.core.runtime.operation import Operation
    from trellis.emulator.exchange import Call, Incoming
    from trellis.emulator.sockets import Socket

REGISTERS = (apps, budget, builds, certificates, diagnosis, objects, resources, services, system)
HANDLERS = {operation_id: handler for register in REGISTERS for operation_id, handler in register.handlers.items()}
REQUEST_ID = "Request-Id"
LOGGER = logging.getLogger("trellis.emulator")

SWITCHING = Answer(101)
CONSOLE_PAGE = "<!DOCTYPE html><html><head><title>Console</title></head><body>Sign in</body></html>\n"


class ConvoxService:
    """A Convox rack, or a console in front of several, offline.

    settings: password or deploy keys, names and time; None for the defaults.
    """

    name = "convox"

    def __init__(self, settings: ConvoxSettings | None = None) -> None:
        self.settings = settings or ConvoxSettings()
        self.operations: Mapping[str, Operation[Any]] = OPERATIONS
        self.router = RackRouter(OPERATIONS.values())
        self.document = pinned_document()
        self.lock = threading.RLock()
        self._state = ConvoxState(self.settings, self.lock)
        missing = self.operations.keys() ^ (HANDLERS.keys() | TALKS.keys() | PROXIES.keys())
        if missing:
            raise RuntimeError(f"operations and handlers do not match: {', '.join(sorted(missing))}")

    @property
    def state(self) -> ConvoxState:
        """What the emulator remembers."""
        return self._state

    def reset(self) -> None:
        """Forget everything."""
        self._state = ConvoxState(self.settings, self.lock)

    def aliases(self, path: str) -> Iterable[str]:
        """Each path is only itself."""
        return ()

    def before_routing(self, incoming: Incoming) -> Answer | None:
        """A console shows its page to whoever does not ask for a rack."""
        if self._state.is_console and not is_for_rack(incoming) and incoming.path != "/check":
            return console_page()
        return None

    def answer(self, call: Call) -> Answer:
        """Carry out a request."""
        return self.guarded(call, lambda context: HANDLERS[call.operation.id](context))

    def guarded(self, call: Call, carry_out: Callable[[Context], Answer]) -> Answer:
        """Admit a request and have it carried out; failures become answers."""
        try:
            with self.lock:
                context = self.admit(call)
            answer = carry_out(context)
        except ConsolePage:
            return console_page()
        except RackError as refused:
            answer = refused.answer(call.incoming)
        except Exception:
            # A fault of the emulator: the client sees what it would of the service, the test's log shows where.
            LOGGER.exception("the convox emulator failed at %s", call.operation.id)
            answer = RackError(500, "internal server error").answer(call.incoming)
        return answer.with_headers({REQUEST_ID: new_request_id()})

    def admit(self, call: Call) -> Context:
        """The request, once its credentials have been looked at and time has caught up."""
        rack, caller = admit(self._state, call)
        rack.settle()
        return Context(call, rack, caller, self._state)

    def admit_socket(self, call: Call) -> Answer:
        """101, or why there will be no socket."""
        return self.guarded(call, lambda context: SWITCHING)

    async def converse(self, call: Call, socket: Socket) -> None:
        """Talk over an open socket; what goes wrong from here on is said in it."""
        with self.lock:
            context = self.admit(call)
        await converse(context, socket)

    def no_route(self, incoming: Incoming, allowed: tuple[str, ...]) -> Answer:
        """404, or 405 where another method would have done: nothing but the status."""
        return Answer(405 if allowed else 404)

    def proper(self, incoming: Incoming, answer: Answer) -> Answer:
        """Every answer of a route carries a request id of the rack's own; a console's page is none."""
        if answer == console_page():
            return answer
        methods = (SOCKET, incoming.method) if "upgrade" in incoming.headers else (incoming.method,)
        if all(self.router.match(method, incoming.raw_path).operation is None for method in methods):
            return answer
        return answer.with_headers({REQUEST_ID: new_request_id()})


def console_page() -> Answer:
    """The console's web page."""
    return Answer.text(CONSOLE_PAGE, 200, "text/html; charset=utf-8")


def new_request_id() -> str:
    """An id for one request."""
    return secrets.token_hex(8)


def pinned_document() -> dict[str, Any]:
    """The pinned OpenAPI document that the client was generated from."""
    text = importlib.resources.files("convox._generated").joinpath("spec.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
