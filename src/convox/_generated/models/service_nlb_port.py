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


__all__ = ["ServiceNlbPort"]

_KEYS = frozenset(
    ("container-port", "port", "protocol", "scheme", "certificate", "cross-zone", "allow-cidr", "preserve-client-ip")
)


@_define(kw_only=True, init=False)
class ServiceNlbPort(ExtraFields[Any]):
    """A port of a service on a network balancer."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "container-port": "container_port",
        "port": "port",
        "protocol": "protocol",
        "scheme": "scheme",
        "certificate": "certificate",
        "cross-zone": "cross_zone",
        "allow-cidr": "allow_cidr",
        "preserve-client-ip": "preserve_client_ip",
    }

    container_port: int
    port: int
    protocol: str
    scheme: str
    """public or internal."""
    certificate: str
    cross_zone: bool
    allow_cidr: list[str]
    """Address ranges that may connect; all where empty."""
    preserve_client_ip: bool
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        container_port: int = 0,
        port: int = 0,
        protocol: str = "",
        scheme: str = "",
        certificate: str = "",
        cross_zone: bool = False,
        allow_cidr: list[str] | None = None,
        preserve_client_ip: bool = False,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.container_port = container_port
        self.port = port
        self.protocol = protocol
        self.scheme = scheme
        self.certificate = certificate
        self.cross_zone = cross_zone
        self.allow_cidr = [] if allow_cidr is None else allow_cidr
        self.preserve_client_ip = preserve_client_ip
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
        self.container_port = get("container-port") or 0
        self.port = get("port") or 0
        self.protocol = get("protocol") or ""
        self.scheme = get("scheme") or ""
        self.certificate = get("certificate") or ""
        self.cross_zone = get("cross-zone") or False
        self.allow_cidr = get("allow-cidr") or []
        self.preserve_client_ip = get("preserve-client-ip") or False
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "container-port": self.container_port,
            "port": self.port,
            "protocol": self.protocol,
            "scheme": self.scheme,
            "certificate": self.certificate,
        }
        if self.cross_zone:
            out["cross-zone"] = self.cross_zone
        if self.allow_cidr:
            out["allow-cidr"] = self.allow_cidr
        if self.preserve_client_ip:
            out["preserve-client-ip"] = self.preserve_client_ip
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
