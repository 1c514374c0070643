"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["SkillsListResponseSkillsItem"]


class SkillsListResponseSkillsItem(OpenObject[Any]):
    """One skill: a `name`, and what else the platform says of it."""

    __slots__ = ()
