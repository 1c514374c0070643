"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["RoutesUpsertEnvironmentBody"]


class RoutesUpsertEnvironmentBody(TypedDict):
    """Members of this object are described below."""

    target_base_url: NotRequired[str]
    inject_headers_json: NotRequired[dict[str, Any]]
    inject_body_json: NotRequired[dict[str, Any]]
    injection_rules: NotRequired[list[Any]]
    ip_allowlist: NotRequired[list[str]]
    require_signature: NotRequired[bool]
    signature_tolerance_sec: NotRequired[int]
    """How old a signed request may be, in seconds."""
    rate_limit_enabled: NotRequired[bool]
    rate_limit_requests: NotRequired[int]
    rate_limit_window_sec: NotRequired[int]
    """Seconds over which requests are counted."""
    rate_limit_burst: NotRequired[int]
    allowed_methods: NotRequired[list[str]]
    intercept_enabled: NotRequired[bool]
