"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define

from trellis.core.runtime.unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self


__all__ = ["SkillsOverlay"]

_KEYS = frozenset(("add", "disable"))


@_define(kw_only=True)
class SkillsOverlay:
    """What to change about an agent's skills for one run."""

    add: list[str] | Unset = UNSET
    """Names of skills to lend to the agent."""
    disable: list[str] | Unset = UNSET
    """Names of skills to take from it."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        if not _KEYS.issuperset(src):
            raise ValueError(f"SkillsOverlay has no member {min(str(key) for key in src if key not in _KEYS)!r}")
        v: Any
        get = src.get
        return cls(
            add=UNSET if (v := get("add", UNSET)) is UNSET else [] if v is None else v,
            disable=UNSET if (v := get("disable", UNSET)) is UNSET else [] if v is None else v,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {}
        if self.add is not UNSET:
            out["add"] = self.add
        if self.disable is not UNSET:
            out["disable"] = self.disable
        return out
