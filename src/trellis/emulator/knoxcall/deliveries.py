"""Webhook deliveries: events in their envelope, signed as the webhook wants it, and what became of sending them."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from trellis.emulator.outbound import Outbound, Unreachable, is_local

from .signing import signed_headers

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from trellis.emulator.exchange import Answer

    from .state import KnoxCallState, Record

AUDIT_EVENT = "audit.event"
"""The one event whose envelope does not name the webhook."""
EVENT_TYPES = {
    "request.received": "A request arrived",
    "request.success": "The upstream answered with success",
    "request.redirect": "The upstream answered with a redirect",
    "request.client_error": "The upstream refused the request",
    "request.server_error": "The upstream failed",
    "request.timeout": "The upstream took too long",
    "request.error": "The upstream could not be reached",
    "request.completed": "A request was answered",
    AUDIT_EVENT: "Something was changed",
    "vault.token.expiring": "A vault token is about to expire",
    "webhook.test": "A test of this webhook",
}


def signed_delivery(
    form: str,
    secret: str,
    event: Mapping[str, Any],
    *,
    timestamp: float | None = None,
    header_name: str | None = None,
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a delivery, signed with `secret` in a format.

    form: "legacy", "github", "custom", "aws-sns", "stripe" or "slack". timestamp: seconds since the epoch; now unless
    given. header_name: for "custom". The event's own `timestamp` is left as it is.
    """
    body = json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
    moment = int(time.time() if timestamp is None else timestamp)
    headers = signed_headers(form, secret.encode(), body, moment, header_name=header_name)
    return {"Content-Type": "application/json", "User-Agent": "KnoxCall-Webhooks/1.0", **headers}, body


def deliver_to(
    url: str,
    form: str,
    secret: str,
    event: Mapping[str, Any],
    *,
    timestamp: float | None = None,
    header_name: str | None = None,
    timeout: float = 10.0,
) -> Answer:
    """POST a delivery, signed as `signed_delivery` does, to a receiver on this machine; what it answered.

    timeout: seconds. Raises ValueError for a URL that is not of this machine, Unreachable where nothing answers.
    """
    if not is_local(urlsplit(url).hostname or ""):
        raise ValueError("deliveries are made to receivers on this machine only")
    headers, body = signed_delivery(form, secret, event, timestamp=timestamp, header_name=header_name)
    return Outbound({}, lambda: url).send("POST", url, headers.items(), body, timeout=timeout)


class Courier:
    """Delivers events to the webhooks that want them, one after the other, and logs each attempt."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    def announce(self, state: KnoxCallState, lock: threading.RLock, event: str, data: Mapping[str, Any]) -> None:
        """Deliver an event to every enabled webhook that asked for it. Call it without the lock."""
        with lock:
            wanted = [hook for hook in state.table("webhooks").values() if wants(hook, event, data)]
        for hook in wanted:
            attempts = 1 + (hook["max_retries"] if hook["retry_on_failure"] else 0)
            for _ in range(attempts):
                if self.deliver(state, lock, hook, event, data)["success"]:
                    break

    def deliver(
        self, state: KnoxCallState, lock: threading.RLock, hook: Record, event: str, data: Mapping[str, Any]
    ) -> Record:
        """Send one event to one webhook; the entry of its log."""
        envelope = {"event": event, "timestamp": state.now(), "data": dict(data)}
        if event != AUDIT_EVENT:
            envelope |= {"webhook_id": hook["id"], "webhook_name": hook["name"]}
        form, header_name = hook.get("hmac_format") or "legacy", hook.get("hmac_header_name")
        moment = state.clock.now()
        headers, body = signed_delivery(
            form, hook["secret_key"], envelope, timestamp=moment, header_name=header_name or "X-Signature"
        )
        headers |= hook.get("request_headers") or {}
        status, problem, started = None, None, time.monotonic()
        try:
            answer = self._outbound.send(
                hook["method"], hook["url"], headers.items(), body, timeout=hook["timeout_seconds"]
            )
            status = answer.status
        except Unreachable as failure:
            problem = str(failure)
        success = status is not None and status < 300
        with lock:
            now = state.now()
            hook["trigger_count"] += 1
            hook["success_count" if success else "failure_count"] += 1
            hook["last_triggered_at"] = hook["last_success_at" if success else "last_failure_at"] = now
            return state.add(
                "webhook_logs",
                "whl",
                parent_id=hook["id"],
                http_method=hook["method"],
                target_url=hook["url"],
                response_status=status,
                response_time_ms=int((time.monotonic() - started) * 1000),
                executed_at=now,
                success=success,
                error_message=problem or (None if success else f"status {status}"),
            )


def wants(hook: Record, event: str, data: Mapping[str, Any]) -> bool:
    """Whether a webhook is to be told of an event."""
    chosen = hook.get("route_filter")
    right_route = not chosen or data.get("route_id") in chosen
    return bool(hook["enabled"]) and event in hook["event_types"] and right_route
