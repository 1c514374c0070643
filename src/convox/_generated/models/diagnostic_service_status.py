"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


__all__ = ["DiagnosticServiceStatus"]

_KEYS = frozenset(("name", "desiredReplicas", "readyReplicas", "updatedReplicas", "status", "stallReason", "agent"))


@_define(kw_only=True, init=False)
class DiagnosticServiceStatus(ExtraFields[Any]):
    """How far the processes of a service are."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "desiredReplicas": "desired_replicas",
        "readyReplicas": "ready_replicas",
        "updatedReplicas": "updated_replicas",
        "status": "status",
        "stallReason": "stall_reason",
        "agent": "agent",
    }

    name: str
    desired_replicas: int
    ready_replicas: int
    updated_replicas: int
    status: str
    stall_reason: str
    """Why an update does not go on."""
    agent: bool
    """Whether it runs once on every instance."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        name: str = "",
        desired_replicas: int = 0,
        ready_replicas: int = 0,
        updated_replicas: int = 0,
        status: str = "",
        stall_reason: str = "",
        agent: bool = False,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.name = name
        self.desired_replicas = desired_replicas
        self.ready_replicas = ready_replicas
        self.updated_replicas = updated_replicas
        self.status = status
        self.stall_reason = stall_reason
        self.agent = agent
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        self = cls.__new__(cls)
        get = src.get
        self.name = get("name") or ""
        self.desired_replicas = get("desiredReplicas") or 0
        self.ready_replicas = get("readyReplicas") or 0
        self.updated_replicas = get("updatedReplicas") or 0
        self.status = get("status") or ""
        self.stall_reason = get("stallReason") or ""
        self.agent = get("agent") or False
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "name": self.name,
            "desiredReplicas": self.desired_replicas,
            "readyReplicas": self.ready_replicas,
            "updatedReplicas": self.updated_replicas,
            "status": self.status,
        }
        if self.stall_reason:
            out["stallReason"] = self.stall_reason
        if self.agent:
            out["agent"] = self.agent
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
