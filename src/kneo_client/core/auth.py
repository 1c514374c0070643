"""How the API key is presented: `Authorization: Bearer` or `X-Kneo-Api-Key`."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._httpx_auth import ApiKeyAuth

__all__ = ["ApiKeyAuth", "AuthScheme"]


class AuthScheme(str, enum.Enum):
    """Which header carries the API key."""

    BEARER = "bearer"
    """`Authorization: Bearer <key>`"""
    KNEO_API_KEY = "kneo_api_key"
    """`X-Kneo-Api-Key: <key>`"""

    def header(self, api_key: str) -> tuple[str, str]:
        """The header's name and value for `api_key`."""
        if self is AuthScheme.BEARER:
            return "Authorization", f"Bearer {api_key}"
        return "X-Kneo-Api-Key", api_key


if not TYPE_CHECKING:  # a checker would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        if name != "ApiKeyAuth":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from ._httpx_auth import ApiKeyAuth  # an httpx.Auth: loading it loads httpx

        globals()[name] = ApiKeyAuth
        return ApiKeyAuth
