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


__all__ = ["Registry"]

_KEYS = frozenset(("server", "username", "password"))


@_define(kw_only=True, init=False)
class Registry(ExtraFields[Any]):
    """A registry that the rack may pull images from."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"server": "server", "username": "username", "password": "password"}

    server: str
    username: str
    password: str = _field(repr=_c.masked)
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        server: str = "",
        username: str = "",
        password: str = "",
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.server = server
        self.username = username
        self.password = password
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
        self.server = get("server") or ""
        self.username = get("username") or ""
        self.password = get("password") or ""
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"server": self.server, "username": self.username, "password": self.password}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
