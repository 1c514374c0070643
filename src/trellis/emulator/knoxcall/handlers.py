"""What is common to all operations of the gateway: the context of one request, and the register of their handlers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from trellis.emulator.register import HandlerRegister

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trellis.emulator.exchange import Answer, Call

    from .access import Caller
    from .shapes import Shapes
    from .state import KnoxCallState, Record

    Handler = Callable[["Context"], Answer]

_NO_MORE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Context:
    """One authenticated request whose parameters and body were checked."""

    call: Call
    caller: Caller
    state: KnoxCallState
    shapes: Shapes
    request_id: str

    @property
    def path_params(self) -> Mapping[str, str]:
        """Path values, decoded."""
        return self.call.path_params

    def query(self, name: str) -> str | None:
        """A query parameter's last value, None if it was not sent."""
        values = [value for key, value in self.call.incoming.query if key == name]
        return values[-1] if values else None

    def body(self) -> dict[str, Any]:
        """The members of the JSON body that the pinned document declares; empty if none was sent."""
        body: dict[str, Any] = json.loads(self.call.incoming.body) if self.call.incoming.body else {}
        declared = self.shapes.body_members(self.call.operation)
        return {name: value for name, value in body.items() if name in declared}

    def answer(
        self, value: Any, *, status: int | None = None, meta: Mapping[str, Any] | None = _NO_MORE, **beside: Any
    ) -> Answer:
        """The operation's success, with `value` cut to the shape that the pinned document gives its data."""
        operation = self.call.operation
        return self.shapes.answer(operation, value, self.request_id, status=status, meta=meta, beside=beside)

    def record(self, action: str, kind: str, record_id: str | None, **details: Any) -> Record:
        """Write an entry of the audit log."""
        entry: Record = self.state.add(
            "audit_logs",
            "aud",
            action=action,
            resource_type=kind,
            resource_id=record_id,
            details={"by": self.caller.name, **details},
            ip_address="127.0.0.1",
        )
        return entry


class Register(HandlerRegister[Context]):
    """Handlers of the gateway by operation id."""
