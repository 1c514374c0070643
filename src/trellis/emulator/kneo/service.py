"""The emulated platform as a service: routes a call through key, scope and handler, and shapes every failure."""

from __future__ import annotations

import importlib.resources
import json
import threading
import uuid
from typing import TYPE_CHECKING, Any

from kneo_client._generated.operations import OPERATIONS
from trellis.emulator.exchange import Answer

from .access import OPEN_OPERATIONS, SCOPES, SCOPES_BEFORE_1_1, authorize
from .failures import PlatformError, RequestInvalid, crashed, modern
from .handlers import Context
from .health_routes import health
from .operations_routes import operations
from .policy_routes import policies
from .run_routes import runs
from .settings import SPEC_VERSIONS, KneoSettings
from .spec_routes import specs
from .state import KneoState
from .validation import RequestValidator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trellis.core.runtime.operation import Operation
    from trellis.emulator.exchange import Call, Incoming

HANDLERS = {**health.handlers, **runs.handlers, **specs.handlers, **operations.handlers, **policies.handlers}


class KneoService:
    """The Kneo Agent Platform, offline, in one of the releases that `KneoSettings.spec_version` can name.

    settings: release, keys, limits, timing; None for the defaults: the newest release, with one key per role.
    """

    name = "kneo"

    def __init__(self, settings: KneoSettings | None = None) -> None:
        self.settings = settings or KneoSettings()
        self.document = pinned_document(self.settings.spec_version)
        self.operations: Mapping[str, Operation[Any]] = operations_of(self.document)
        self.lock = threading.RLock()
        self._validator = RequestValidator(self.document, self.settings.limits)
        self._state = KneoState(self.settings, self.lock)
        self._scopes = SCOPES if self.settings.since("1.1.0") else SCOPES_BEFORE_1_1
        # An older release has fewer operations; what is left over here has its use in the newest.
        newest = self.settings.spec_version == SPEC_VERSIONS[-1]
        missing = self.operations.keys() ^ HANDLERS.keys() if newest else self.operations.keys() - HANDLERS.keys()
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
            return self._carry_out(call)
        except RequestInvalid as refused:
            return refused.answer()
        except PlatformError as refused:
            return self._told(refused)
        except Exception as failure:  # the platform turns whatever goes wrong inside into a 500
            return self._told(crashed(failure))

    def _carry_out(self, call: Call) -> Answer:
        caller = authorize(call.operation.id, call.incoming.headers, self.settings.keys, self._scopes)
        if self.settings.refuses_unknown_query and call.operation.id not in OPEN_OPERATIONS:
            self._validator.refuse_unknown_query(call)
        self._state.settle()
        return HANDLERS[call.operation.id](Context(call, caller, self._state, self.settings, self._validator))

    def _told(self, failure: PlatformError) -> Answer:
        return (modern(failure) if self.settings.since("0.6.0") else failure).answer()

    def no_route(self, incoming: Incoming, allowed: tuple[str, ...]) -> Answer:
        """What the platform's web framework answers by itself."""
        if allowed:
            return Answer.json({"detail": "Method Not Allowed"}, 405, {"allow": ", ".join(allowed)})
        return Answer.json({"detail": "Not Found"}, 404)

    def proper(self, incoming: Incoming, answer: Answer) -> Answer:
        """Every answer carries the request id: the caller's, or a new one."""
        return answer.with_headers({"x-request-id": incoming.headers.get("x-request-id") or str(uuid.uuid4())})


def pinned_document(version: str = SPEC_VERSIONS[-1]) -> dict[str, Any]:
    """The OpenAPI document of a release: the one that the client is generated from, or an earlier pin."""
    name = "spec.json" if version == SPEC_VERSIONS[-1] else f"spec-{version}.json"
    text = importlib.resources.files("kneo_client._generated").joinpath(name).read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def operations_of(document: Mapping[str, Any]) -> dict[str, Operation[Any]]:
    """The rows of the client's table that a document has, too; a release never took an operation away."""
    return {name: row for name, row in OPERATIONS.items() if row.method.lower() in document["paths"].get(row.path, ())}
