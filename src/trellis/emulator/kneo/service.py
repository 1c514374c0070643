"""The emulated platform as a service: routes a call through key, scope and handler, and shapes every failure."""

from __future__ import annotations

import importlib.resources
import json
import threading
import uuid
from typing import TYPE_CHECKING, Any

from kneo_client._generated.operations import OPERATIONS
from trellis.emulator.exchange import Answer

from .access import OPEN_OPERATIONS, authorize
from .failures import PlatformError, RequestInvalid, crashed
from .handlers import Context
from .health_routes import health
from .operations_routes import operations
from .run_routes import runs
from .settings import KneoSettings
from .spec_routes import specs
from .state import KneoState
from .validation import RequestValidator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trellis.core.runtime.operation import Operation
    from trellis.emulator.exchange import Call, Incoming

HANDLERS = {**health.handlers, **runs.handlers, **specs.handlers, **operations.handlers}


class KneoService:
    """The Kneo Agent Platform, release 0.4.0, offline.

    settings: keys, limits, timing; None for the defaults, which have one key per role.
    """

    name = "kneo"

    def __init__(self, settings: KneoSettings | None = None) -> None:
        self.settings = settings or KneoSettings()
        self.operations: Mapping[str, Operation[Any]] = OPERATIONS
        self.document = pinned_document()
        self.lock = threading.RLock()
        self._validator = RequestValidator(self.document, self.settings.limits)
        self._state = KneoState(self.settings, self.lock)
        missing = self.operations.keys() ^ HANDLERS.keys()
        if missing:
            raise RuntimeError(f"operations and handlers do not match: {', '.join(sorted(missing))}")

    @property
    def state(self) -> KneoState:
        """What the platform remembers."""
        return self._state

    def reset(self) -> None:
        """Forget everything."""
        self._state = KneoState(self.settings, self.lock)

    def aliases(self, path: str) -> Iterable[str]:
        """Each route is also there without its version prefix, as it was before the interface had versions."""
        return (path.removeprefix("/v1"),)

    def before_routing(self, incoming: Incoming) -> Answer | None:
        """413 for a body over the limit, wherever it was sent."""
        limit = self.settings.limits.body_bytes
        if len(incoming.body) <= limit:
            return None
        message = f"The request body exceeds {limit} bytes"
        return PlatformError(413, "payload_too_large", message, max_body_bytes=limit).answer()

    def answer(self, call: Call) -> Answer:
        """Carry out a request."""
        try:
            caller = authorize(call.operation.id, call.incoming.headers, self.settings.keys)
            if self.settings.refuse_unknown_query and call.operation.id not in OPEN_OPERATIONS:
                refuse_unknown_query(call)
            self._state.settle()
            context = Context(call, caller, self._state, self.settings, self._validator)
            return HANDLERS[call.operation.id](context)
        except (PlatformError, RequestInvalid) as refused:
            return refused.answer()
        except Exception as failure:  # the platform turns whatever goes wrong inside into a 500
            return crashed(failure).answer()

    def no_route(self, incoming: Incoming, allowed: tuple[str, ...]) -> Answer:
        """What the platform's web framework answers by itself."""
        if allowed:
            return Answer.json({"detail": "Method Not Allowed"}, 405, {"allow": ", ".join(allowed)})
        return Answer.json({"detail": "Not Found"}, 404)

    def proper(self, incoming: Incoming, answer: Answer) -> Answer:
        """Every answer carries the request id: the caller's, or a new one."""
        return answer.with_headers({"x-request-id": incoming.headers.get("x-request-id") or str(uuid.uuid4())})


def refuse_unknown_query(call: Call) -> None:
    """422 with the envelope, not the list: the platform's own check, made after that of the key."""
    declared = {param.name for param in call.operation.query_params}
    unknown = sorted({name for name, _ in call.incoming.query} - declared)
    if unknown:
        message = f"Unknown query parameters: {', '.join(unknown)}"
        raise PlatformError(422, "unknown_query_parameters", message, unknown=unknown)


def pinned_document() -> dict[str, Any]:
    """The pinned OpenAPI document that the client was generated from."""
    text = importlib.resources.files("kneo_client._generated").joinpath("spec.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
