"""Webhook deliveries as the gateway signs them, made by the rules of its documentation and not by our own code."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timezone


def delivery(event: str, secret: str) -> tuple[dict[str, str], bytes]:
    """Headers and body of a delivery in the default format, signed now."""
    body = json.dumps({
        "event": event,
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "webhook_id": "wh_1",
        "webhook_name": "alerts",
        "data": {
            "route_id": "rt_1",
            "route_name": "payments",
            "environment": "production",
            "request": {"method": "GET", "path": "/", "ip": "192.0.2.7"},
            "response": {"status": 503, "latency_ms": 12},
        },
    }).encode()  # fmt: skip
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Webhook-Signature": f"sha256={signature}"}, body
