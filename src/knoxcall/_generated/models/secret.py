"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["Secret"]


class Secret(TypedDict):
    """What is known about a secret, except its value."""

    id: NotRequired[str]
    name: NotRequired[str]
    shortcode_name: NotRequired[str]
    base_environment: NotRequired[str | None]
    secret_type: NotRequired[str]
    collection_id: NotRequired[str | None]
    """The collection it is filed under."""
    created_at: NotRequired[str]
    """ISO 8601."""
    expires_at: NotRequired[str | None]
    """ISO 8601; null where it never expires."""
    strict_expiry_enforcement: NotRequired[bool]
    environment_count: NotRequired[int]
    environments: NotRequired[list[SecretEnvironmentVersion]]


from ..models.secret_environment_version import SecretEnvironmentVersion  # noqa: E402, TC001
