"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.diagnostic_event import DiagnosticEvent


__all__ = ["DiagnosticPod"]

_KEYS = frozenset(
    (
        "name",
        "service",
        "phase",
        "ready",
        "ageSeconds",
        "restarts",
        "classification",
        "stateDetail",
        "hint",
        "logs",
        "previousLogs",
        "events",
    )
)


@_define(kw_only=True, init=False)
class DiagnosticPod(ExtraFields[Any]):
    """A process, and what is wrong with it."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "service": "service",
        "phase": "phase",
        "ready": "ready",
        "ageSeconds": "age_seconds",
        "restarts": "restarts",
        "classification": "classification",
        "stateDetail": "state_detail",
        "hint": "hint",
        "logs": "logs",
        "previousLogs": "previous_logs",
        "events": "events",
    }

    name: str
    service: str
    phase: str
    ready: str
    """Ready containers out of all, such as 1/2."""
    age_seconds: int
    restarts: int
    classification: str
    """unhealthy, not-ready, new or healthy."""
    state_detail: str
    hint: str
    """What to do about it."""
    logs: str
    previous_logs: str
    """Logs of the run before the last restart."""
    events: list[DiagnosticEvent]
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        name: str = "",
        service: str = "",
        phase: str = "",
        ready: str = "",
        age_seconds: int = 0,
        restarts: int = 0,
        classification: str = "",
        state_detail: str = "",
        hint: str = "",
        logs: str = "",
        previous_logs: str = "",
        events: list[DiagnosticEvent] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.name = name
        self.service = service
        self.phase = phase
        self.ready = ready
        self.age_seconds = age_seconds
        self.restarts = restarts
        self.classification = classification
        self.state_detail = state_detail
        self.hint = hint
        self.logs = logs
        self.previous_logs = previous_logs
        self.events = [] if events is None else events
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.events = _c.as_models(self.events, _m.DiagnosticEvent)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.name = get("name") or ""
        self.service = get("service") or ""
        self.phase = get("phase") or ""
        self.ready = get("ready") or ""
        self.age_seconds = get("ageSeconds") or 0
        self.restarts = get("restarts") or 0
        self.classification = get("classification") or ""
        self.state_detail = get("stateDetail") or ""
        self.hint = get("hint") or ""
        self.logs = get("logs") or ""
        self.previous_logs = get("previousLogs") or ""
        self.events = [_m.DiagnosticEvent.from_dict(i) for i in v if i is not None] if (v := get("events")) else []
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "name": self.name,
            "service": self.service,
            "phase": self.phase,
            "ready": self.ready,
            "ageSeconds": self.age_seconds,
            "restarts": self.restarts,
            "classification": self.classification,
        }
        if self.state_detail:
            out["stateDetail"] = self.state_detail
        if self.hint:
            out["hint"] = self.hint
        if self.logs:
            out["logs"] = self.logs
        if self.previous_logs:
            out["previousLogs"] = self.previous_logs
        if self.events:
            out["events"] = [i0.to_dict() for i0 in self.events]
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
