"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RevokeCertResult"]


class RevokeCertResult(TypedDict):
    """Whether a certificate was revoked."""

    revoked: bool
