"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["SecretCreateResult"]


class SecretCreateResult(TypedDict):
    """A stored secret."""

    id: str
    name: str
    secret_type: str
    base_environment: str
    collection_id: str | None
    """The collection it is filed under."""
    shortcode_name: NotRequired[str]
    environment_count: NotRequired[int]
    expires_at: NotRequired[str | None]
    """ISO 8601; null where it never expires."""
    strict_expiry_enforcement: NotRequired[bool]
    provider: NotRequired[str]
    redirect_uri: NotRequired[str]
    connection_status: NotRequired[str]
    """Whether the provider's login is in place."""
    mtls_certificate_id: NotRequired[str | None]
    certificate_type: NotRequired[str]
    metadata: NotRequired[dict[str, Any]]
