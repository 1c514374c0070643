"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.objects import EntryMap

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ..models.environment_policy_list_response_policies import EnvironmentPolicyListResponsePolicies
    from ..models.environment_policy_list_response_policies_additional_property import (
        EnvironmentPolicyListResponsePoliciesAdditionalProperty,
    )

    # The argument is for type checkers: importing it at run time would load one model with the other.
    _Base = EntryMap[EnvironmentPolicyListResponsePoliciesAdditionalProperty]
else:
    _Base = EntryMap

__all__ = ["EnvironmentPolicyListResponse"]

_KEYS = frozenset(("policies", "count"))


@_define(kw_only=True)
class EnvironmentPolicyListResponse(_Base):
    """The policies of all environments."""

    policies: EnvironmentPolicyListResponsePolicies
    """Policies by name of the environment."""
    count: int
    """How many there are."""
    additional_properties: dict[str, Any] = _field(factory=dict)
    """Members that the document does not name, by wire name."""

    def _entries(self) -> Mapping[str, EnvironmentPolicyListResponsePoliciesAdditionalProperty]:
        return self.policies.additional_properties

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON.

        Raises KeyError, TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        return cls(
            policies=_m.EnvironmentPolicyListResponsePolicies()
            if (v := src["policies"]) is None
            else _m.EnvironmentPolicyListResponsePolicies.from_dict(v),
            count=src["count"],
            additional_properties={}
            if _KEYS.issuperset(src)
            else {key: value for key, value in src.items() if key not in _KEYS},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: the members that are set."""
        out: dict[str, Any] = {"policies": self.policies.to_dict(), "count": self.count}
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
