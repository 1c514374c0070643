"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


__all__ = ["PkiIssueCertBody"]


class PkiIssueCertBody(TypedDict):
    """Members of this object are described below."""

    subject: dict[str, Any]
    """Members of the distinguished name."""
    san_dns: NotRequired[list[str]]
    """Host names."""
    san_ip: NotRequired[list[str]]
    """Addresses."""
    ttl_seconds: NotRequired[int]
    """Seconds until it expires."""
