"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["TamperEvent"]


class TamperEvent(TypedDict):
    """A sign that an agent's build is not the published one."""

    id: str
    version_reported: str | None
    build_sig_reported: str | None
    src_ip: str | None
    action_taken: str | None
    detected_at: str
    """ISO 8601."""
