"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define

import trellis.core.runtime.codec as _c
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ..models.run_create_request_metadata import RunCreateRequestMetadata
    from ..models.run_create_request_overrides import RunCreateRequestOverrides
    from ..models.run_create_request_spec_type_0 import RunCreateRequestSpecType0
    from ..models.run_create_request_target import RunCreateRequestTarget
    from ..models.skills_overlay import SkillsOverlay

__all__ = ["RunCreateRequest"]

_KEYS = frozenset(
    (
        "input",
        "spec",
        "spec_path",
        "target",
        "environment",
        "overlays",
        "overrides",
        "metadata",
        "session_id",
        "skills",
        "async_mode",
    )
)


@_define(kw_only=True)
class RunCreateRequest:
    """What to run, and on what. The spec is given either inline or as a path that the platform can read; there is
    no id of a stored spec."""

    input_: str
    """Input of the run, by default at most 20000 characters."""
    spec: RunCreateRequestSpecType0 | Unset | dict[str, Any] | None = UNSET
    """The spec itself, as an object."""
    spec_path: str | Unset | None = UNSET
    """Path of a spec file on the platform."""
    target: RunCreateRequestTarget | Unset | str = UNSET
    """What of the spec to run."""
    environment: str | Unset | None = UNSET
    """Environment whose settings and policy apply."""
    overlays: list[str] | Unset = UNSET
    """Paths of overlays to lay over the spec in turn."""
    overrides: RunCreateRequestOverrides | Unset | dict[str, Any] = UNSET
    """Single settings that replace those of the spec."""
    metadata: RunCreateRequestMetadata | Unset | dict[str, Any] = UNSET
    """Data of the caller's own to keep with the run."""
    session_id: str | Unset | None = UNSET
    """Session that the run belongs to. From 1.1.0 on."""
    skills: SkillsOverlay | Unset | dict[str, Any] | None = UNSET
    """What to change about the agent's skills for this run. From 0.9.0 on."""
    async_mode: bool | Unset = UNSET
    """Whether to answer at once and run in the background."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        if not _KEYS.issuperset(src):
            raise ValueError(f"RunCreateRequest has no member {min(str(key) for key in src if key not in _KEYS)!r}")
        v: Any
        get = src.get
        return cls(
            input_=src["input"],
            spec=UNSET
            if (v := get("spec", UNSET)) is UNSET
            else (None if v is None else _m.RunCreateRequestSpecType0.from_dict(v)),
            spec_path=get("spec_path", UNSET),
            target=UNSET if (v := get("target")) is None else _m.RunCreateRequestTarget.of(v),
            environment=get("environment", UNSET),
            overlays=UNSET if (v := get("overlays", UNSET)) is UNSET else [] if v is None else v,
            overrides=UNSET
            if (v := get("overrides", UNSET)) is UNSET
            else _m.RunCreateRequestOverrides()
            if v is None
            else _m.RunCreateRequestOverrides.from_dict(v),
            metadata=UNSET
            if (v := get("metadata", UNSET)) is UNSET
            else _m.RunCreateRequestMetadata()
            if v is None
            else _m.RunCreateRequestMetadata.from_dict(v),
            session_id=get("session_id", UNSET),
            skills=UNSET
            if (v := get("skills", UNSET)) is UNSET
            else (None if v is None else _m.SkillsOverlay.from_dict(v)),
            async_mode=UNSET if (v := get("async_mode")) is None else v,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"input": self.input_}
        if self.spec is not UNSET:
            out["spec"] = _c.dump(self.spec)
        if self.spec_path is not UNSET:
            out["spec_path"] = self.spec_path
        if self.target is not UNSET:
            out["target"] = _c.dump(self.target)
        if self.environment is not UNSET:
            out["environment"] = self.environment
        if self.overlays is not UNSET:
            out["overlays"] = self.overlays
        if self.overrides is not UNSET:
            out["overrides"] = _c.dump(self.overrides)
        if self.metadata is not UNSET:
            out["metadata"] = _c.dump(self.metadata)
        if self.session_id is not UNSET:
            out["session_id"] = self.session_id
        if self.skills is not UNSET:
            out["skills"] = _c.dump(self.skills)
        if self.async_mode is not UNSET:
            out["async_mode"] = self.async_mode
        return out
