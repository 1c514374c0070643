"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import Any, TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["WebhooksUpdateBody"]


class WebhooksUpdateBody(TypedDict):
    """Members of this object are described below."""

    name: NotRequired[str]
    url: NotRequired[str]
    event_types: NotRequired[list[str]]
    """Names of events; `webhooks_list_event_types` lists them."""
    description: NotRequired[str | None]
    auth_type: NotRequired[str]
    auth_config: NotRequired[dict[str, Any] | None]
    request_headers: NotRequired[dict[str, str] | None]
    route_filter: NotRequired[list[str] | str | None]
    """Ids of the routes whose events are sent; all, if left out."""
    include_request_body: NotRequired[bool]
    include_response_body: NotRequired[bool]
    include_headers: NotRequired[bool]
    timeout_seconds: NotRequired[int]
    """Seconds that a delivery may take."""
    retry_on_failure: NotRequired[bool]
    max_retries: NotRequired[int]
    enabled: NotRequired[bool]
    hmac_key_id: NotRequired[str | None]
    """The transit key that signs deliveries."""
    hmac_format: NotRequired[str]
    """legacy, github, custom, aws-sns, stripe or slack."""
    hmac_header_name: NotRequired[str | None]
    """The header of the custom form."""
