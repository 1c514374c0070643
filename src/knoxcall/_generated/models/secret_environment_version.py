"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SecretEnvironmentVersion"]


class SecretEnvironmentVersion(TypedDict):
    """The version of a secret that holds in one environment."""

    environment_name: str
    value_version: int
    updated_at: str
    """ISO 8601."""
    expires_at_override: str | None
