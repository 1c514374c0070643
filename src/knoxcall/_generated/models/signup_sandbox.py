"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["SignupSandbox"]


class SignupSandbox(TypedDict):
    """Where the sandbox of a new tenant is."""

    management_api: str
    proxy_host: str
    note: str
