"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.health_response_metadata import HealthResponseMetadata

__all__ = ["HealthResponse"]

_KEYS = frozenset(("ok", "service", "version", "metadata"))


@_define(kw_only=True)
class HealthResponse(ExtraFields[Any]):
    """Answer of a health check."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "ok": "ok",
        "service": "service",
        "version": "version",
        "metadata": "metadata",
    }

    ok: bool
    """Whether all is well."""
    service: str | Unset = UNSET
    """Name of the service."""
    version: str | Unset = UNSET
    """Version of the service."""
    metadata: HealthResponseMetadata | Unset = UNSET
    """Results of the single checks."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        get = src.get
        return cls(
            ok=src["ok"],
            service=UNSET if (v := get("service")) is None else v,
            version=UNSET if (v := get("version")) is None else v,
            metadata=UNSET
            if (v := get("metadata", UNSET)) is UNSET
            else _m.HealthResponseMetadata()
            if v is None
            else _m.HealthResponseMetadata.from_dict(v),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"ok": self.ok}
        if self.service is not UNSET:
            out["service"] = self.service
        if self.version is not UNSET:
            out["version"] = self.version
        if self.metadata is not UNSET:
            out["metadata"] = self.metadata.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
