"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import ExtraFields
from trellis.core.runtime.unset import UNSET, Unset

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.environment_policy_response_policy_type_0 import EnvironmentPolicyResponsePolicyType0
    from ..models.environment_policy_response_previous_policy_type_0 import EnvironmentPolicyResponsePreviousPolicyType0

__all__ = ["EnvironmentPolicyResponse"]

_KEYS = frozenset(("environment", "policy", "previous_policy"))


@_define(kw_only=True)
class EnvironmentPolicyResponse(ExtraFields[Any]):
    """The policy of one environment."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "environment": "environment",
        "policy": "policy",
        "previous_policy": "previous_policy",
    }

    environment: str
    """Name of the environment."""
    policy: EnvironmentPolicyResponsePolicyType0 | Unset | None = UNSET
    """The policy in place, if any."""
    previous_policy: EnvironmentPolicyResponsePreviousPolicyType0 | Unset | None = UNSET
    """The policy that this call replaced."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        get = src.get
        return cls(
            environment=src["environment"],
            policy=UNSET
            if (v := get("policy", UNSET)) is UNSET
            else (None if v is None else _m.EnvironmentPolicyResponsePolicyType0.from_dict(v)),
            previous_policy=UNSET
            if (v := get("previous_policy", UNSET)) is UNSET
            else (None if v is None else _m.EnvironmentPolicyResponsePreviousPolicyType0.from_dict(v)),
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"environment": self.environment}
        if self.policy is not UNSET:
            out["policy"] = None if self.policy is None else self.policy.to_dict()
        if self.previous_policy is not UNSET:
            out["previous_policy"] = None if self.previous_policy is None else self.previous_policy.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
