"""Webhook deliveries: is this one from KnoxCall, fresh and whole? Then its event, parsed and typed.

Every doubt ends in `WebhookSignatureVerificationError`, which never quotes the secret or a signature.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from trellis.core.runtime.codec import load_datetime

from .errors import WebhookSignatureVerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .types import WebhookEvent

    Headers = Mapping[str, str] | Mapping[str, Any] | Iterable[tuple[str | bytes, str | bytes]]

__all__ = ["WebhookFormat", "construct_webhook_event", "verify_webhook_signature"]

WebhookFormat = Literal["legacy", "stripe", "github", "slack", "aws-sns", "custom"]
"""How a webhook signs its deliveries: its `hmac_format`."""

_SECONDS = re.compile(r"-?\d{1,15}", re.ASCII)
_HEADERS = {
    "legacy": "X-Webhook-Signature",
    "github": "X-Hub-Signature-256",
    "aws-sns": "x-amz-sns-signature",
    "stripe": "Stripe-Signature",
    "slack": "X-Slack-Signature",
}
_SLACK_TIME = "X-Slack-Request-Timestamp"


class _Refused(Exception):
    """Why a delivery cannot be trusted. Never leaves this module."""


class _Signed(NamedTuple):
    """What a delivery's headers claim."""

    message: bytes
    """The bytes that were signed."""
    candidates: tuple[str, ...]
    """Signatures, any one of which may be right."""
    encode: Callable[[bytes], bytes]
    """Makes a digest look like them."""
    moment: float | None
    """When it was signed, if a header says so."""
    in_body: bool
    """Whether the time is the body's own `timestamp` instead."""


def construct_webhook_event(
    raw_body: str | bytes,
    headers: Headers,
    secret: str,
    *,
    format: WebhookFormat = "legacy",
    tolerance_seconds: float | None = 300,
    header_name: str | None = None,
) -> WebhookEvent:
    """Verify a delivery and return its event.

    raw_body: the body as received; parsing and writing it anew changes what was signed. headers: any mapping, or
    pairs of name and value; names in any case, text or bytes. secret: the webhook's whole secret, `whsec_` included.
    format: the webhook's `hmac_format`. tolerance_seconds: how far the delivery's time may lie from now, in either
    direction, which bounds how long a recorded delivery can be replayed; None or 0 accepts any age. header_name: the
    header that carries the signature; needed for the format "custom", unused otherwise.

    Raises WebhookSignatureVerificationError for whatever does not verify, and for arguments nothing can be verified
    with. Event types that this version does not know are returned like the others.

    Example:
        event = construct_webhook_event(request.body, request.headers, secret)
        if event["event"] == "request.server_error":
            alert(event["data"]["route_name"])
    """
    event = _verified(raw_body, headers, secret, format, tolerance_seconds, header_name)
    del secret  # a report that shows the variables of this frame shows no secret
    if isinstance(event, str):
        raise WebhookSignatureVerificationError(f"webhook refused: {event}")
    return event


def _verified(
    raw_body: object, headers: object, secret: object, format: object, tolerance_seconds: object, header_name: object
) -> WebhookEvent | str:
    """The event, or why there is none."""
    try:
        body = _bytes_of_body(raw_body)
        key = _key(secret)
        tolerance = _tolerance(tolerance_seconds)
        signed = _read(body, headers, format, header_name, strict_time=tolerance is not None)
        expected = signed.encode(hmac.digest(key, signed.message, hashlib.sha256))
        if not _any_matches(expected, signed.candidates, any_case=signed.encode is _hex):
            return "the signature does not match: wrong secret or format, or the body is not the one delivered"
        if tolerance is not None and not signed.in_body:
            _check_age(signed.moment, tolerance)
        event = _parse(body)
        if tolerance is not None and signed.in_body:
            _check_age(_moment(event.get("timestamp")), tolerance)
        return cast("WebhookEvent", event)
    except _Refused as refused:
        return str(refused)


def verify_webhook_signature(
    *,
    raw_body: str | bytes,
    signature: str,
    secret: str,
    timestamp: str | float | None = None,
    tolerance_seconds: float | None = None,
) -> bool:
    """Whether `signature` is the HMAC-SHA256 of `raw_body` under `secret`, in hexadecimal.

    signature: the header's value as delivered, with or without `sha256=`. tolerance_seconds: how far the body's own
    `timestamp` may lie from now, in either direction; None or 0 accepts any age. timestamp: another time of the
    delivery (ISO 8601, or seconds since the epoch) that has to lie within the tolerance as well; the signature does
    not cover it, so it cannot replace the body's, except where the body has none.

    Never raises: arguments that nothing can be verified with, an empty secret among them, give False.
    """
    try:
        body = _bytes_of_body(raw_body)
        key = _key(secret)
        tolerance = _tolerance(tolerance_seconds)
        given = _text(signature)
        if given is None:
            return False
        expected = _hex(hmac.digest(key, body, hashlib.sha256))
        if not _any_matches(expected, (_without(given.strip(" \t"), "sha256="),), any_case=True):
            return False
        if tolerance is not None:
            _check_ages(body, timestamp, tolerance)
    except _Refused:
        return False
    return True


def _check_ages(body: bytes, timestamp: object, tolerance: float) -> None:
    if timestamp is None:
        _check_age(_moment(_parse(body).get("timestamp")), tolerance)
        return
    _check_age(_moment(timestamp), tolerance)
    try:
        own = _parse(body).get("timestamp")
    except _Refused:
        return
    if own is not None:
        _check_age(_moment(own), tolerance)


# -- what the caller brings ----------------------------------------------------------------------------------------


def _bytes_of_body(raw_body: object) -> bytes:
    if isinstance(raw_body, (bytes, bytearray, memoryview)):
        return bytes(raw_body)
    if not isinstance(raw_body, str):
        raise _Refused("malformed body: pass the raw body, bytes or str, not what it was parsed into")
    encoded = _utf8(raw_body)
    if encoded is None:
        raise _Refused("malformed body: it is no valid Unicode text; pass the bytes as received")
    return encoded


def _key(secret: object) -> bytes:
    text = _text(secret)
    encoded = None if text is None else _utf8(text)
    if encoded is None:
        raise _Refused("the secret must be a str")
    if not encoded.strip():
        raise _Refused("the secret is empty: anyone could sign with it")
    return encoded


def _utf8(text: str) -> bytes | None:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return None


def _tolerance(seconds: object) -> float | None:
    """None: any age is accepted."""
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise _Refused("tolerance_seconds must be a number of seconds, or None")
    return seconds or None


def _text(value: object) -> str | None:
    """A header's name or value as text; None for what is neither text nor bytes."""
    if isinstance(value, str):
        return value
    return bytes(value).decode("latin-1") if isinstance(value, (bytes, bytearray, memoryview)) else None


def _pairs(headers: Any) -> Iterator[tuple[Any, Any]]:
    """Name and value of whatever holds headers: mappings of every framework, or pairs as ASGI has them."""
    items = getattr(headers, "items", None)
    for pair in items() if callable(items) else headers:
        name, value = pair
        for single in value if isinstance(value, (list, tuple)) else (value,):
            yield name, single


def _header(headers: object, name: str) -> str:
    wanted = name.strip().lower()
    try:
        found = {_text(value) for key, value in _pairs(headers) if (_text(key) or "").strip().lower() == wanted}
    except Exception:  # a caller's object of any class: what cannot be read as headers has none
        found = set()
    found.discard(None)
    values = {value.strip(" \t") for value in found if value is not None}
    values.discard("")
    if not values:
        raise _Refused(f"header {wanted} is missing")
    if len(values) > 1:
        raise _Refused(f"malformed headers: {wanted} is there with different values")
    return values.pop()


# -- the six formats -----------------------------------------------------------------------------------------------


def _read(body: bytes, headers: object, format: object, header_name: object, *, strict_time: bool) -> _Signed:
    if format == "custom":
        if not isinstance(header_name, str) or not header_name.strip():
            raise _Refused('format "custom" needs header_name, the header that carries the signature')
        return _plain(body, _header(headers, header_name))
    if not isinstance(format, str) or format not in _HEADERS:
        known = ", ".join([*_HEADERS, "custom"])
        raise _Refused(f"unknown format {str(format)[:40]!r}; known are {known}")
    value = _header(headers, _HEADERS[format])
    if format == "stripe":
        return _stripe(body, value, strict_time=strict_time)
    if format == "slack":
        stamp = _header(headers, _SLACK_TIME)
        signature = _without(value, "v0=")
        return _Signed(b"v0:" + _ascii(stamp) + b":" + body, (signature,), _hex, _seconds(stamp), in_body=False)
    if format == "aws-sns":
        return _Signed(body, (value,), base64.b64encode, None, in_body=True)
    return _plain(body, value)


def _plain(body: bytes, value: str) -> _Signed:
    return _Signed(body, (_without(value, "sha256="),), _hex, None, in_body=True)


def _stripe(body: bytes, value: str, *, strict_time: bool) -> _Signed:
    stamps, signatures = [], []
    for part in value.split(","):
        key, equals, content = part.strip(" \t").partition("=")
        if equals and key == "t":
            stamps.append(content)
        elif equals and key == "v1" and content:
            signatures.append(content)
    if len(stamps) != 1 or not stamps[0] or not signatures:
        raise _Refused("malformed stripe-signature: it must be t=...,v1=...")
    moment = _seconds(stamps[0])
    if strict_time and moment is None:
        raise _Refused("malformed stripe-signature: t is no number of seconds")
    return _Signed(_ascii(stamps[0]) + b"." + body, tuple(signatures), _hex, moment, in_body=False)


def _ascii(stamp: str) -> bytes:
    """A header's time as it was signed. Other than ASCII cannot verify, which is for the comparison to find out."""
    return stamp.encode("latin-1", "replace")


def _hex(digest: bytes) -> bytes:
    return digest.hex().encode("ascii")


def _without(value: str, prefix: str) -> str:
    return value[len(prefix) :] if value.startswith(prefix) else value


def _any_matches(expected: bytes, candidates: tuple[str, ...], *, any_case: bool) -> bool:
    """Compare with every candidate, each in constant time. any_case: some senders write hexadecimal in upper case."""
    matches = False
    for candidate in candidates:
        given = candidate.encode("utf-8", "replace")
        matches |= hmac.compare_digest(expected, given.lower() if any_case else given)
    return matches


# -- the age -------------------------------------------------------------------------------------------------------


def _seconds(stamp: str) -> float | None:
    return float(stamp) if _SECONDS.fullmatch(stamp) else None


def _moment(stamp: object) -> float | None:
    """Seconds since the epoch, from ISO 8601 (UTC unless it says otherwise) or a number of seconds."""
    if isinstance(stamp, (int, float)) and not isinstance(stamp, bool):
        return float(stamp) if abs(stamp) < 1e15 else None
    if not isinstance(stamp, str) or len(stamp) > 64:
        return None
    if _SECONDS.fullmatch(stamp):
        return float(stamp)
    from datetime import timezone

    try:
        moment = load_datetime(stamp)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, TypeError, OverflowError, AttributeError):
        return None


def _check_age(moment: float | None, tolerance: float) -> None:
    if moment is None:
        raise _Refused("malformed or missing timestamp, and tolerance_seconds asks for a recent one")
    if not abs(time.time() - moment) <= tolerance:  # so written, a tolerance that is NaN accepts nothing
        raise _Refused("its timestamp lies outside the tolerance: an old delivery, or a clock that is wrong")


def _parse(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):  # ValueError: no JSON, no Unicode, or a number of thousands of digits
        raise _Refused("the body is no JSON") from None
    if not isinstance(event, dict):
        raise _Refused("the body is no JSON object")
    return event
