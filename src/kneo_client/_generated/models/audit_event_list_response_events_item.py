"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any

from trellis.core.runtime.objects import OpenObject

__all__ = ["AuditEventListResponseEventsItem"]


class AuditEventListResponseEventsItem(OpenObject[Any]):
    """One audit event: `id`, `event_type`, `actor`, `created_at` and more."""

    __slots__ = ()
