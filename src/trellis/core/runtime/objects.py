"""Base classes of models: objects that are open, and access by wire name to members declared and undeclared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

from .codec import dump
from .unset import UNSET

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView

    from typing_extensions import Self

__all__ = ["EntryMap", "ExtraFields", "OpenObject"]

V = TypeVar("V")
D = TypeVar("D")


class OpenObject(dict[str, V]):
    """An object whose members the spec does not name: a dict by wire name, with the methods every model has.

    Always truthy, as every answer of a server is; `len()` tells whether there is anything in it.
    """

    # A dict itself, not a model around one: lists hold these by the thousand, and reading a member must cost what
    # reading a dict costs.
    __slots__ = ()

    def __init__(self, members: Mapping[str, V] | None = None) -> None:
        super().__init__(() if members is None else members)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; the mapping is copied one level deep.

        Raises TypeError or ValueError where `src` is not a mapping.
        """
        # `keys` first: dict() would also take a list of pairs, which no JSON object is.
        src.keys  # noqa: B018
        return cls(src)

    def to_dict(self) -> dict[str, Any]:
        """Return the members as JSON-ready plain data."""
        return {key: dump(value) for key, value in dict.items(self)}

    @property
    def additional_properties(self) -> dict[str, V]:
        """The members: this object itself, under the name they have in other models."""
        return self

    @property
    def additional_keys(self) -> list[str]:
        """The wire names of all members, as a list."""
        return list(self)

    def __bool__(self) -> bool:
        return True

    def __copy__(self) -> Self:
        return type(self)(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict.__repr__(self)})"


class ExtraFields(Generic[V]):
    """Access by wire name for a model with declared members that also keeps what the spec does not name.

    `model["wire_name"]`, `in`, `get`, iteration and `keys()` reach every member that is there; a declared one that is
    UNSET is not. Values are as the model holds them: a datetime, not its text.
    """

    __slots__ = ()

    _attribute_of: ClassVar[Mapping[str, str]]
    """From wire name to attribute name, for the declared members."""

    additional_properties: dict[str, V]

    def __getitem__(self, key: str) -> Any:
        name = self._attribute_of.get(key)
        if name is None:
            return self.additional_properties[key]
        value = getattr(self, name)
        if value is UNSET:
            raise KeyError(key)
        return value

    def __contains__(self, key: object) -> bool:
        # `in` may be asked of anything; a key that is no str is simply not there.
        name = self._attribute_of.get(key)  # type: ignore[call-overload]
        if name is None:
            return key in self.additional_properties
        return getattr(self, name) is not UNSET

    def __iter__(self) -> Iterator[str]:
        for key, name in self._attribute_of.items():
            if getattr(self, name) is not UNSET:
                yield key
        yield from self.additional_properties

    def get(self, key: str, default: Any = None) -> Any:
        """Return the member of this wire name, or `default` where it is not there."""
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self) -> list[str]:
        """Return the wire names of all members that are there, the declared ones first."""
        return list(self)

    @property
    def additional_keys(self) -> list[str]:
        """The wire names of the members that the spec does not name."""
        return list(self.additional_properties)


class EntryMap(Generic[V]):
    """An answer that wraps one map: a mapping over the entries of that map, from `x-mapping`.

    Always truthy, as every answer of a server is; `len()` tells whether there are entries.
    """

    __slots__ = ()

    def _entries(self) -> Mapping[str, V]:
        raise NotImplementedError

    def __getitem__(self, key: str) -> V:
        return self._entries()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries()

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def __bool__(self) -> bool:
        return True

    @overload
    def get(self, key: str) -> V | None: ...
    @overload
    def get(self, key: str, default: D) -> V | D: ...
    def get(self, key: str, default: Any = None) -> Any:
        """Return the entry, or `default` where there is none."""
        return self._entries().get(key, default)

    def keys(self) -> KeysView[str]:
        """Return the names of the entries."""
        return self._entries().keys()

    def values(self) -> ValuesView[V]:
        """Return the entries."""
        return self._entries().values()

    def items(self) -> ItemsView[str, V]:
        """Return the entries as pairs of name and entry."""
        return self._entries().items()
