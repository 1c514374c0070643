"""The emulated gateway as a service: routes a call through limit, credential, checks and handler."""

from __future__ import annotations

import importlib.resources
import json
import logging
import secrets
import threading
from typing import TYPE_CHECKING, Any

from knoxcall._generated.operations import OPERATIONS

from .access import OPEN_OPERATIONS, Caller, authenticate
from .access_routes import callers
from .account_routes import account
from .beside import CLAIMED
from .crypto_routes import crypto
from .database_routes import databases
from .failures import GatewayError, OAuthError
from .gateway_routes import gateway
from .handlers import Context
from .pki_routes import pki
from .secret_routes import stored
from .settings import KnoxCallSettings
from .shapes import Shapes
from .signup_routes import signup
from .state import KnoxCallState
from .token_endpoint import answer_token_request
from .vault_routes import kept
from .webhook_routes import hooks, webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trellis.core.runtime.operation import Operation
    from trellis.emulator.exchange import Answer, Call, Incoming

    from .state import Record

REGISTERS = (account, callers, crypto, databases, gateway, kept, pki, signup, stored, webhooks)
HANDLERS = {operation_id: handler for register in REGISTERS for operation_id, handler in register.handlers.items()}
ANSWERED_ELSEWHERE = {"oauth_token", *CLAIMED}
REQUEST_ID = "X-Request-Id"
LOGGER = logging.getLogger("trellis.emulator")


class KnoxCallService:
    """The KnoxCall gateway, offline.

    settings: tenant, clients, keys and time; None for the defaults.
    """

    name = "knoxcall"

    def __init__(self, settings: KnoxCallSettings | None = None) -> None:
        self.settings = settings or KnoxCallSettings()
        self.tell: Callable[[Record], None] | None = None
        """Called with each new entry of the audit log, while the lock is held."""
        self.operations: Mapping[str, Operation[Any]] = OPERATIONS
        self.document = pinned_document()
        self.lock = threading.RLock()
        self._shapes = Shapes(self.document)
        self._state = KnoxCallState(self.settings, self.lock)
        missing = self.operations.keys() ^ (HANDLERS.keys() | ANSWERED_ELSEWHERE)
        if missing:
            raise RuntimeError(f"operations and handlers do not match: {', '.join(sorted(missing))}")

    @property
    def state(self) -> KnoxCallState:
        """What the gateway remembers."""
        return self._state

    def reset(self) -> None:
        """Forget everything."""
        self._state = KnoxCallState(self.settings, self.lock)

    def aliases(self, path: str) -> Iterable[str]:
        """Each path is only itself."""
        return ()

    def before_routing(self, incoming: Incoming) -> Answer | None:
        """Nothing is refused before its path is looked at."""
        return None

    def answer(self, call: Call) -> Answer:
        """Carry out a request."""
        request_id = new_request_id()
        try:
            answer = self._carry_out(call, request_id)
        except GatewayError as refused:
            answer = refused.answer(request_id)
        except OAuthError as refused:
            answer = refused.answer()
        except Exception:
            # A fault of the emulator: the client sees what it would of the service, the test's log shows where.
            LOGGER.exception("the knoxcall emulator failed at %s", call.operation.id)
            answer = GatewayError(500, "internal_error", "Something went wrong").answer(request_id)
        untold, self._state.untold = self._state.untold, []
        for entry in untold:
            if self.tell is not None:
                self.tell(entry)
        return answer.with_headers({REQUEST_ID: request_id})

    def _carry_out(self, call: Call, request_id: str) -> Answer:
        state = self._state
        if call.operation.id == "oauth_token":
            return answer_token_request(state, call.incoming)
        context = self.admit(call, request_id)
        handler = HANDLERS[call.operation.id]
        answer = state.idempotency.once(context.caller.name, call.incoming, lambda: handler(context))
        return answer.with_headers(state.nonce_headers())

    def admit(self, call: Call, request_id: str) -> Context:
        """The request, once its credential, the rate limit and its body have been looked at."""
        state = self._state
        is_open = call.operation.id in OPEN_OPERATIONS
        caller = Caller("anonymous", "anonymous") if is_open else authenticate(state, call.incoming)
        state.rate_limit.count()
        self._shapes.check_body(call)
        return Context(call, caller, state, self._shapes, request_id)

    def webhook(self, context: Context) -> Record:
        """The webhook that a request names; 404 if there is none."""
        return hooks.find(context)

    def new_request_id(self) -> str:
        """An id for one request."""
        return new_request_id()

    def no_route(self, incoming: Incoming, allowed: tuple[str, ...]) -> Answer:
        """404, or 405 where another method would have done."""
        request_id = new_request_id()
        if allowed:
            headers = {"allow": ", ".join(allowed)}
            refused = GatewayError(405, "method_not_allowed", "This path answers other methods", headers=headers)
        else:
            refused = GatewayError(404, "not_found", "There is nothing at this path")
        return refused.answer(request_id).with_headers({REQUEST_ID: request_id})

    def proper(self, incoming: Incoming, answer: Answer) -> Answer:
        """Every answer carries a request id of the gateway's own."""
        return answer.with_headers({REQUEST_ID: new_request_id()})


def new_request_id() -> str:
    """An id for one request."""
    return f"req_{secrets.token_hex(10)}"


def pinned_document() -> dict[str, Any]:
    """The pinned OpenAPI document that the client was generated from."""
    text = importlib.resources.files("knoxcall._generated").joinpath("spec.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
