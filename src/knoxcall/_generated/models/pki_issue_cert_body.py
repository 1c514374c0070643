"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

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
