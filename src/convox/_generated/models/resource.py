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

    from ..models.app import App


__all__ = ["Resource"]

_KEYS = frozenset(("name", "type", "url", "parameters", "status", "apps"))


@_define(kw_only=True, init=False)
class Resource(ExtraFields[Any]):
    """A resource, such as a database or a bucket."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "type": "type",
        "url": "url",
        "parameters": "parameters",
        "status": "status",
        "apps": "apps",
    }

    name: str
    type: str
    url: str = _field(repr=_c.masked)
    """How to reach it, with credentials."""
    parameters: dict[str, str] = _field(repr=_c.masked)
    """Settings by name, a database's password among them."""
    status: str
    apps: list[App]
    """Apps that are linked to it."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        name: str = "",
        type: str = "",
        url: str = "",
        parameters: dict[str, str] | None = None,
        status: str = "",
        apps: list[App] | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.name = name
        self.type = type
        self.url = url
        self.parameters = {} if parameters is None else parameters
        self.status = status
        self.apps = [] if apps is None else apps
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.apps = _c.as_models(self.apps, _m.App)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.name = get("name") or ""
        self.type = get("type") or ""
        self.url = get("url") or ""
        self.parameters = get("parameters") or {}
        self.status = get("status") or ""
        self.apps = [_m.App.from_dict(i) for i in v if i is not None] if (v := get("apps")) else []
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"name": self.name, "type": self.type, "url": self.url}
        if self.parameters:
            out["parameters"] = self.parameters
        if self.status:
            out["status"] = self.status
        if self.apps:
            out["apps"] = [i0.to_dict() for i0 in self.apps]
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
