"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.runtime.objects import OpenObject

from .. import models as _m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ..models.environment_policy_preview_response_diff_additional_property import (
        EnvironmentPolicyPreviewResponseDiffAdditionalProperty,
    )

    # The argument is for type checkers: importing it at run time would load one model with the other.
    _Base = OpenObject[EnvironmentPolicyPreviewResponseDiffAdditionalProperty]
else:
    _Base = OpenObject

__all__ = ["EnvironmentPolicyPreviewResponseDiff"]


class EnvironmentPolicyPreviewResponseDiff(_Base):
    """The members of the policy that would change, each with what it was and would be."""

    __slots__ = ()

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON."""
        return cls(
            {
                key: _m.EnvironmentPolicyPreviewResponseDiffAdditionalProperty.from_dict(value)
                for key, value in src.items()
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data."""
        return {key: value.to_dict() for key, value in self.additional_properties.items()}
