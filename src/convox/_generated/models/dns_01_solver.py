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

    from ..models.route_53 import Route53


__all__ = ["Dns01Solver"]

_KEYS = frozenset(("id", "dns-zones", "route53"))


@_define(kw_only=True, init=False)
class Dns01Solver(ExtraFields[Any]):
    """Where Let's Encrypt finds proof that a domain is ours."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"id": "id", "dns-zones": "dns_zones", "route53": "route53"}

    id: int
    dns_zones: list[str]
    route53: Route53 | None
    """None where another service is used."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        id: int = 0,
        dns_zones: list[str] | None = None,
        route53: Route53 | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.id = id
        self.dns_zones = [] if dns_zones is None else dns_zones
        self.route53 = route53
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.route53 = _c.as_model(self.route53, _m.Route53)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.id = get("id") or 0
        self.dns_zones = get("dns-zones") or []
        self.route53 = None if (v := get("route53")) is None else _m.Route53.from_dict(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "id": self.id,
            "dns-zones": self.dns_zones,
            "route53": None if self.route53 is None else self.route53.to_dict(),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
