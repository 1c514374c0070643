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

    from ..models.diagnostic_container import DiagnosticContainer


__all__ = ["DiagnosticInitPod"]

_KEYS = frozenset(("name", "service", "phase", "initContainers"))


@_define(kw_only=True, init=False)
class DiagnosticInitPod(ExtraFields[Any]):
    """A process that is being prepared."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "service": "service",
        "phase": "phase",
        "initContainers": "init_containers",
    }

    name: str
    service: str
    phase: str
    init_containers: list[DiagnosticContainer]
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        name: str = "",
        service: str = "",
        phase: str = "",
        init_containers: list[DiagnosticContainer] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.name = name
        self.service = service
        self.phase = phase
        self.init_containers = [] if init_containers is None else init_containers
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.init_containers = _c.as_models(self.init_containers, _m.DiagnosticContainer)

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
        self.init_containers = (
            [_m.DiagnosticContainer.from_dict(i) for i in v if i is not None] if (v := get("initContainers")) else []
        )
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
            "initContainers": [i0.to_dict() for i0 in self.init_containers],
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
