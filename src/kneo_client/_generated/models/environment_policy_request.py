"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define

from trellis.core.runtime.unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self


__all__ = ["EnvironmentPolicyRequest"]

_KEYS = frozenset(
    (
        "enabled",
        "fail_on_warnings",
        "require_human_review",
        "require_tool_permissions",
        "deny_unrestricted_tools",
        "require_guardrails",
        "blocked_diagnostic_codes",
    )
)


@_define(kw_only=True)
class EnvironmentPolicyRequest:
    """The policy to put in place of the old one."""

    enabled: bool | Unset = UNSET
    """Whether the policy applies at all."""
    fail_on_warnings: bool | Unset = UNSET
    """Whether warnings stop a spec as errors do."""
    require_human_review: bool | Unset = UNSET
    """Whether a spec needs a human step."""
    require_tool_permissions: bool | Unset = UNSET
    """Whether tools must state their permissions."""
    deny_unrestricted_tools: bool | Unset = UNSET
    """Whether tools without limits are refused."""
    require_guardrails: bool | Unset = UNSET
    """Whether a spec needs guardrails."""
    blocked_diagnostic_codes: list[str] | Unset = UNSET
    """Diagnostics that stop a spec."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        if not _KEYS.issuperset(src):
            raise ValueError(
                f"EnvironmentPolicyRequest has no member {min(str(key) for key in src if key not in _KEYS)!r}"
            )
        v: Any
        get = src.get
        return cls(
            enabled=UNSET if (v := get("enabled")) is None else v,
            fail_on_warnings=UNSET if (v := get("fail_on_warnings")) is None else v,
            require_human_review=UNSET if (v := get("require_human_review")) is None else v,
            require_tool_permissions=UNSET if (v := get("require_tool_permissions")) is None else v,
            deny_unrestricted_tools=UNSET if (v := get("deny_unrestricted_tools")) is None else v,
            require_guardrails=UNSET if (v := get("require_guardrails")) is None else v,
            blocked_diagnostic_codes=UNSET
            if (v := get("blocked_diagnostic_codes", UNSET)) is UNSET
            else []
            if v is None
            else v,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {}
        if self.enabled is not UNSET:
            out["enabled"] = self.enabled
        if self.fail_on_warnings is not UNSET:
            out["fail_on_warnings"] = self.fail_on_warnings
        if self.require_human_review is not UNSET:
            out["require_human_review"] = self.require_human_review
        if self.require_tool_permissions is not UNSET:
            out["require_tool_permissions"] = self.require_tool_permissions
        if self.deny_unrestricted_tools is not UNSET:
            out["deny_unrestricted_tools"] = self.deny_unrestricted_tools
        if self.require_guardrails is not UNSET:
            out["require_guardrails"] = self.require_guardrails
        if self.blocked_diagnostic_codes is not UNSET:
            out["blocked_diagnostic_codes"] = self.blocked_diagnostic_codes
        return out
