# Mirrored from src/knoxcall/_async/resources/webhooks.py by scripts/mirror_sync.py; do not edit.
"""Webhooks: where the gateway reports what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given, one_or_many
from ..walk import walk_pages

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from trellis.core.engine import SyncCaller
    from trellis.core.progress import OnProgress

    from ...bodies import Null
    from ...types import (
        Webhook,
        WebhookCreateResult,
        WebhookDetail,
        WebhookEvent,
        WebhookEventTypesData,
        WebhookLogPage,
        WebhookPage,
        WebhookTestResult,
        WebhookUpdateResult,
    )
    from ...webhooks import WebhookFormat

__all__ = ["SyncWebhooks"]


class SyncWebhooks(Group):
    """Webhooks: where the gateway reports what happened."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list(self, *, page: int | None = None, per_page: int | None = None) -> WebhookPage:
        """List webhooks, page by page.

        GET /v1/webhooks
        """
        return self._calls.call(ops.webhooks_list, {"page": page, "per_page": per_page})

    def iterate(self, *, page: int = 1, per_page: int | None = None, progress: OnProgress = None) -> Iterator[Webhook]:
        """Walk over everything that `list` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/webhooks, repeatedly.
        """
        return walk_pages(self._calls, ops.webhooks_list, {"per_page": per_page}, page=page, progress=progress)

    def get(self, webhook_id: str) -> WebhookDetail:
        """Read one webhook.

        GET /v1/webhooks/{webhook_id}
        """
        return self._calls.call(ops.webhooks_get, {"webhook_id": webhook_id})

    def create(
        self,
        *,
        name: str,
        url: str,
        event_types: builtins.list[str],
        description: str | None = None,
        method: str | None = None,
        auth_type: str | None = None,
        auth_config: dict[str, Any] | None = None,
        request_headers: dict[str, str] | None = None,
        route_filter: str | Sequence[str] | None = None,
        include_request_body: bool | None = None,
        include_response_body: bool | None = None,
        include_headers: bool | None = None,
        timeout_seconds: int | None = None,
        retry_on_failure: bool | None = None,
        max_retries: int | None = None,
        enabled: bool | None = None,
        hmac_key_id: str | None = None,
        hmac_format: str | None = None,
        hmac_header_name: str | None = None,
        idempotency_key: str | None = None,
    ) -> WebhookCreateResult:
        """Create a webhook.

        The answer is the only place where the key that signs deliveries is ever shown.

        POST /v1/webhooks
        """
        return self._calls.call(
            ops.webhooks_create,
            body=given(
                {
                    "name": name,
                    "url": url,
                    "event_types": event_types,
                    "description": description,
                    "method": method,
                    "auth_type": auth_type,
                    "auth_config": auth_config,
                    "request_headers": request_headers,
                    "route_filter": one_or_many(route_filter),
                    "include_request_body": include_request_body,
                    "include_response_body": include_response_body,
                    "include_headers": include_headers,
                    "timeout_seconds": timeout_seconds,
                    "retry_on_failure": retry_on_failure,
                    "max_retries": max_retries,
                    "enabled": enabled,
                    "hmac_key_id": hmac_key_id,
                    "hmac_format": hmac_format,
                    "hmac_header_name": hmac_header_name,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def update(
        self,
        webhook_id: str,
        *,
        name: str | Null | None = None,
        url: str | Null | None = None,
        event_types: builtins.list[str] | Null | None = None,
        description: str | Null | None = None,
        auth_type: str | Null | None = None,
        auth_config: dict[str, Any] | Null | None = None,
        request_headers: dict[str, str] | Null | None = None,
        route_filter: str | Sequence[str] | Null | None = None,
        include_request_body: bool | Null | None = None,
        include_response_body: bool | Null | None = None,
        include_headers: bool | Null | None = None,
        timeout_seconds: int | Null | None = None,
        retry_on_failure: bool | Null | None = None,
        max_retries: int | Null | None = None,
        enabled: bool | Null | None = None,
        hmac_key_id: str | Null | None = None,
        hmac_format: str | Null | None = None,
        hmac_header_name: str | Null | None = None,
        idempotency_key: str | None = None,
    ) -> WebhookUpdateResult:
        """Change a webhook.

        Members that are left out keep their value. The method cannot be changed.

        PATCH /v1/webhooks/{webhook_id}
        """
        return self._calls.call(
            ops.webhooks_update,
            {"webhook_id": webhook_id},
            body=given(
                {
                    "name": name,
                    "url": url,
                    "event_types": event_types,
                    "description": description,
                    "auth_type": auth_type,
                    "auth_config": auth_config,
                    "request_headers": request_headers,
                    "route_filter": one_or_many(route_filter),
                    "include_request_body": include_request_body,
                    "include_response_body": include_response_body,
                    "include_headers": include_headers,
                    "timeout_seconds": timeout_seconds,
                    "retry_on_failure": retry_on_failure,
                    "max_retries": max_retries,
                    "enabled": enabled,
                    "hmac_key_id": hmac_key_id,
                    "hmac_format": hmac_format,
                    "hmac_header_name": hmac_header_name,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def delete(self, webhook_id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a webhook.

        DELETE /v1/webhooks/{webhook_id}
        """
        self._calls.call(ops.webhooks_delete, {"webhook_id": webhook_id}, idempotency_key=idempotency_key)

    def get_logs(self, webhook_id: str, *, page: int | None = None, per_page: int | None = None) -> WebhookLogPage:
        """List the deliveries of a webhook, page by page.

        GET /v1/webhooks/{webhook_id}/logs
        """
        return self._calls.call(ops.webhooks_get_logs, {"webhook_id": webhook_id, "page": page, "per_page": per_page})

    def list_event_types(self) -> WebhookEventTypesData:
        """List the events that a webhook can ask for.

        GET /v1/webhooks/event-types
        """
        return self._calls.call(ops.webhooks_list_event_types)

    def test(self, webhook_id: str, *, idempotency_key: str | None = None) -> WebhookTestResult:
        """Send a test delivery now.

        How the receiver answered is the result; its failure is not an error of this call.

        POST /v1/webhooks/{webhook_id}/test
        """
        return self._calls.call(ops.webhooks_test, {"webhook_id": webhook_id}, idempotency_key=idempotency_key)

    @staticmethod
    def construct_event(
        raw_body: str | bytes,
        headers: Mapping[str, str],
        secret: str,
        *,
        format: WebhookFormat = "legacy",
        tolerance_seconds: int | None = 300,
        header_name: str | None = None,
    ) -> WebhookEvent:
        """Verify a delivery and return its event; see `knoxcall.construct_webhook_event`. Sends nothing."""
        from ...webhooks import construct_webhook_event

        return construct_webhook_event(
            raw_body, headers, secret, format=format, tolerance_seconds=tolerance_seconds, header_name=header_name
        )
