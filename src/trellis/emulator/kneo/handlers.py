"""What is common to all operations of the platform: the context of one request, and the register of their handlers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trellis.emulator.exchange import Answer
from trellis.emulator.register import HandlerRegister

from .paging import page
from .redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trellis.emulator.exchange import Call

    from .settings import ApiKey, KneoSettings
    from .state import KneoState
    from .validation import RequestValidator


@dataclass(frozen=True, slots=True)
class Context:
    """One authorized request."""

    call: Call
    caller: ApiKey
    state: KneoState
    settings: KneoSettings
    validator: RequestValidator

    @property
    def path_params(self) -> Mapping[str, str]:
        """Path values, decoded."""
        return self.call.path_params

    def query(self) -> dict[str, Any]:
        """Checked path and query parameters, defaults filled in."""
        return self.validator.query(self.call)

    def body(self) -> dict[str, Any]:
        """The checked body, defaults filled in."""
        return self.validator.body(self.call)

    def since(self, version: str) -> bool:
        """Whether the emulated release is `version` or a later one."""
        return self.settings.since(version)

    def page(self, key: str, items: Sequence[dict[str, Any]], query: Mapping[str, Any]) -> dict[str, Any]:
        """A page of a list."""
        return page(key, items, query, with_window=self.since("0.9.0"))

    def once(self, endpoint: str, body: Any, carry_out: Callable[[], Answer]) -> Answer:
        """Carry out a request under its idempotency key, if it has one."""
        records = self.state.idempotency
        return records.once(
            endpoint, records.key_of(self.call.incoming.headers.get("idempotency-key")), body, carry_out
        )


class Register(HandlerRegister[Context]):
    """Handlers of the platform by operation id."""


def shown(value: dict[str, Any], status: int = 200) -> Answer:
    """An answer with `value` as its body, secrets hidden."""
    return Answer.json(redacted(value), status)
