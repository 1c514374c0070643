"""The emulated gateway as a service: routes a call through limit, credential, checks and handler."""

from __future__ import annotations

import importlib.resources
import json
import secrets
import threading
from typing import TYPE_CHECKING, Any

from knoxcall._generated.operations import OPERATIONS

from .access import OPEN_OPERATIONS, Caller, authenticate
from .account_routes import account
from .failures import GatewayError, OAuthError
from .handlers import Context
from .settings import KnoxCallSettings
from .shapes import Shapes
from .state import KnoxCallState
from .token_endpoint import answer_token_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trellis.core.runtime.operation import Operation
    from trellis.emulator.exchange import Answer, Call, Incoming

HANDLERS = {**account.handlers}
REQUEST_ID = "X-Request-Id"


class KnoxCallService:
    """The KnoxCall gateway, offline.

    settings: tenant, clients, keys and time; None for the defaults.
    """

    name = "knoxcall"

    def __init__(self, settings: KnoxCallSettings | None = None) -> None:
        self.settings = settings or KnoxCallSettings()
        self.operations: Mapping[str, Operation[Any]] = OPERATIONS
        self.document = pinned_document()
        self.lock = threading.RLock()
        self._shapes = Shapes(self.document)
        self._state = KnoxCallState(self.settings, self.lock)

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
        return answer.with_headers({REQUEST_ID: request_id})

    def _carry_out(self, call: Call, request_id: str) -> Answer:
        state = self._state
        if call.operation.id == "oauth_token":
            return answer_token_request(state, call.incoming)
        is_open = call.operation.id in OPEN_OPERATIONS
        caller = Caller("anonymous", "anonymous") if is_open else authenticate(state, call.incoming)
        state.rate_limit.count()
        self._shapes.check_body(call)
        context = Context(call, caller, state, self._shapes, request_id)
        handler = HANDLERS.get(call.operation.id)
        if handler is None:
            raise GatewayError(501, "not_implemented", f"{call.operation.id} is not emulated yet")
        answer = state.idempotency.once(caller.name, call.incoming, lambda: handler(context))
        return answer.with_headers(state.nonce_headers())

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
