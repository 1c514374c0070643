"""Signs webhook deliveries in each of the formats that receivers can ask for."""

from __future__ import annotations

import base64
import hashlib
import hmac

FORMATS = ("legacy", "github", "custom", "aws-sns", "stripe", "slack")


def signed_headers(
    form: str, key: bytes, body: bytes, timestamp: int, *, header_name: str | None = None
) -> dict[str, str]:
    """The headers that sign `body` at `timestamp` (seconds since the epoch) with `key`.

    form: one of `FORMATS`; ValueError for another. header_name: where "custom" puts the signature.
    """
    if form == "stripe":
        return {"Stripe-Signature": f"t={timestamp},v1={_hex(key, b'%d.' % timestamp + body)}"}
    if form == "slack":
        signature = f"v0={_hex(key, b'v0:%d:' % timestamp + body)}"
        return {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": str(timestamp)}
    if form == "aws-sns":
        return {"x-amz-sns-signature": base64.b64encode(hmac.digest(key, body, hashlib.sha256)).decode()}
    if form == "custom":
        if not header_name:
            raise ValueError('the format "custom" needs a header name')
        return {header_name: f"sha256={_hex(key, body)}"}
    if form == "legacy":
        return {"X-Webhook-Signature": f"sha256={_hex(key, body)}"}
    if form == "github":
        return {"X-Hub-Signature-256": f"sha256={_hex(key, body)}"}
    raise ValueError(f"there is no format {form!r}; there are: {', '.join(FORMATS)}")


def _hex(key: bytes, message: bytes) -> str:
    return hmac.digest(key, message, hashlib.sha256).hex()
