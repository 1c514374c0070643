"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["EnvironmentPolicyPreviewResponseDiffAdditionalProperty"]


class EnvironmentPolicyPreviewResponseDiffAdditionalProperty(OpenObject[Any]):
    """One change of a policy."""

    __slots__ = ()
