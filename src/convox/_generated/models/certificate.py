"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.codec import GO_ZERO_TIMES as _ZERO
from trellis.core.runtime.codec import load_datetime as _load_time
from trellis.core.runtime.objects import ExtraFields

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


__all__ = ["Certificate"]

_KEYS = frozenset(("id", "domain", "domains", "expiration", "status"))


@_define(kw_only=True, init=False)
class Certificate(ExtraFields[Any]):
    """A certificate."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "domain": "domain",
        "domains": "domains",
        "expiration": "expiration",
        "status": "status",
    }

    id: str
    domain: str
    """The first of its domains."""
    domains: list[str]
    expiration: datetime.datetime | None
    status: str
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        id: str = "",
        domain: str = "",
        domains: list[str] | None = None,
        expiration: datetime.datetime | None = None,
        status: str = "",
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.id = id
        self.domain = domain
        self.domains = [] if domains is None else domains
        self.expiration = expiration
        self.status = status
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.expiration = _c.as_time(self.expiration)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.id = get("id") or ""
        self.domain = get("domain") or ""
        self.domains = get("domains") or []
        self.expiration = None if not (v := get("expiration")) or v in _ZERO else _load_time(v)
        self.status = get("status") or ""
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "id": self.id,
            "domain": self.domain,
            "domains": self.domains,
            "expiration": _c.dump_go_time(self.expiration),
            "status": self.status,
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
