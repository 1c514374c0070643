"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["SecretsCreateBody"]


class SecretsCreateBody(TypedDict):
    """Members of this object are described below."""

    name: str
    secret_type: SecretType
    """What a secret is."""
    value: str
    """The value itself."""
    description: NotRequired[str]
    environment: NotRequired[str]


from ..models.secret_type import SecretType  # noqa: E402, TC001
