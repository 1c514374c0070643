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


__all__ = ["KeyPair"]

_KEYS = frozenset(("name", "private-key"))


@_define(kw_only=True, init=False)
class KeyPair(ExtraFields[Any]):
    """A key pair of the instances."""

    _attribute_of: ClassVar[Mapping[str, str]] = {"name": "name", "private-key": "private_key"}

    name: str | None
    private_key: str | None = _field(repr=_c.masked)
    """In PEM."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        name: str | None = None,
        private_key: str | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.name = name
        self.private_key = private_key
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
        self.name = get("name")
        self.private_key = get("private-key")
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {"name": self.name, "private-key": self.private_key}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
