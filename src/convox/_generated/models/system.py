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


__all__ = ["System"]

_KEYS = frozenset(
    (
        "count",
        "domain",
        "name",
        "provider",
        "rack-domain",
        "router-internal",
        "region",
        "status",
        "type",
        "version",
        "outputs",
        "parameters",
    )
)


@_define(kw_only=True, init=False)
class System(ExtraFields[Any]):
    """The rack."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "count": "count",
        "domain": "domain",
        "name": "name",
        "provider": "provider",
        "rack-domain": "rack_domain",
        "router-internal": "router_internal",
        "region": "region",
        "status": "status",
        "type": "type",
        "version": "version",
        "outputs": "outputs",
        "parameters": "parameters",
    }

    count: int
    """Number of instances."""
    domain: str
    name: str
    provider: str
    rack_domain: str
    router_internal: str
    region: str
    status: str
    type: str
    """Type of instances."""
    version: str
    outputs: dict[str, str]
    """What its installation reports, by name."""
    parameters: dict[str, str] = _field(repr=_c.masked)
    """Settings by name, passwords of registries among them."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        count: int = 0,
        domain: str = "",
        name: str = "",
        provider: str = "",
        rack_domain: str = "",
        router_internal: str = "",
        region: str = "",
        status: str = "",
        type: str = "",
        version: str = "",
        outputs: dict[str, str] | None = None,
        parameters: dict[str, str] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.count = count
        self.domain = domain
        self.name = name
        self.provider = provider
        self.rack_domain = rack_domain
        self.router_internal = router_internal
        self.region = region
        self.status = status
        self.type = type
        self.version = version
        self.outputs = {} if outputs is None else outputs
        self.parameters = {} if parameters is None else parameters
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
        self.count = get("count") or 0
        self.domain = get("domain") or ""
        self.name = get("name") or ""
        self.provider = get("provider") or ""
        self.rack_domain = get("rack-domain") or ""
        self.router_internal = get("router-internal") or ""
        self.region = get("region") or ""
        self.status = get("status") or ""
        self.type = get("type") or ""
        self.version = get("version") or ""
        self.outputs = get("outputs") or {}
        self.parameters = get("parameters") or {}
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "count": self.count,
            "domain": self.domain,
            "name": self.name,
            "provider": self.provider,
            "rack-domain": self.rack_domain,
            "router-internal": self.router_internal,
            "region": self.region,
            "status": self.status,
            "type": self.type,
            "version": self.version,
        }
        if self.outputs:
            out["outputs"] = self.outputs
        if self.parameters:
            out["parameters"] = self.parameters
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
