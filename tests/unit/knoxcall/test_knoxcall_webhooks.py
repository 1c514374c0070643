"""Webhook deliveries: what is signed verifies in every format, what is tampered with never does, nothing else leaks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knoxcall.errors import WebhookSignatureVerificationError
from knoxcall.webhooks import construct_webhook_event, verify_webhook_signature

SECRET = "whsec_5up3r-s3cret"
FORMATS = ("legacy", "stripe", "github", "slack", "aws-sns", "custom")


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat().replace("+00:00", "Z")


def event_body(at: float | None = None, **more: Any) -> bytes:
    stamp = iso(time.time() if at is None else at)
    return json.dumps({"event": "request.success", "timestamp": stamp, "data": {"route_id": "r"}, **more}).encode()


def sign(format: str, body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers that the service sends with `body`; written from the table of formats, not from the code."""
    stamp = str(int(time.time() if at is None else at))
    key = secret.encode()

    def digest(message: bytes) -> bytes:
        return hmac.new(key, message, hashlib.sha256).digest()

    if format == "stripe":
        return {"Stripe-Signature": f"t={stamp},v1={digest(stamp.encode() + b'.' + body).hex()}"}
    if format == "slack":
        signature = digest(b"v0:" + stamp.encode() + b":" + body).hex()
        return {"X-Slack-Signature": f"v0={signature}", "X-Slack-Request-Timestamp": stamp}
    if format == "aws-sns":
        return {"x-amz-sns-signature": base64.b64encode(digest(body)).decode()}
    name = {"legacy": "X-Webhook-Signature", "github": "X-Hub-Signature-256", "custom": "X-My-Signature"}[format]
    return {name: f"sha256={digest(body).hex()}"}


def construct(body: Any, headers: Any, secret: Any = SECRET, *, format: Any = "legacy", **more: Any) -> Any:
    name = "X-My-Signature" if format == "custom" else None
    return construct_webhook_event(body, headers, secret, format=format, **{"header_name": name, **more})


def refused(*args: Any, **more: Any) -> str:
    with pytest.raises(WebhookSignatureVerificationError) as caught:
        construct(*args, **more)
    return str(caught.value)


@pytest.mark.parametrize("format", FORMATS)
def test_a_signed_delivery_gives_its_event(format: str) -> None:
    body = event_body(webhook_id="w")
    event = construct(body, sign(format, body), format=format)
    assert event == json.loads(body)
    assert construct(body.decode(), sign(format, body), format=format) == event


@pytest.mark.parametrize("format", FORMATS)
def test_the_signature_may_come_in_upper_case_hexadecimal(format: str) -> None:
    if format == "aws-sns":
        pytest.skip("base64 has no case to choose")
    body = event_body()
    headers = {
        name: value if name.endswith("Timestamp") else "=".join([*value.split("=")[:-1], value.split("=")[-1].upper()])
        for name, value in sign(format, body).items()
    }
    assert construct(body, headers, format=format)["event"] == "request.success"


@pytest.mark.parametrize("format", ["legacy", "github", "custom", "slack"])
def test_the_prefix_of_the_signature_is_optional(format: str) -> None:
    body = event_body()
    headers = {name: value.partition("=")[2] or value for name, value in sign(format, body).items()}
    assert construct(body, headers, format=format)["event"] == "request.success"


CONTAINERS = {
    "dict": dict,
    "lower case": lambda headers: {name.lower(): value for name, value in headers.items()},
    "upper case": lambda headers: {name.upper(): value for name, value in headers.items()},
    "httpx.Headers": httpx.Headers,
    "pairs": lambda headers: list(headers.items()),
    "bytes pairs": lambda headers: [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    "bytes dict": lambda headers: {name.encode(): value.encode() for name, value in headers.items()},
    "lists of values": lambda headers: {name: [value] for name, value in headers.items()},
    "the same value twice": lambda headers: [*headers.items(), *headers.items()],
    "among odd ones": lambda headers: {1: 2, None: None, **headers, "X": object()},
    "padded": lambda headers: {name: f" {value}\t" for name, value in headers.items()},
}


@pytest.mark.parametrize("container", CONTAINERS.values(), ids=CONTAINERS.keys())
@pytest.mark.parametrize("format", FORMATS)
def test_headers_may_be_any_mapping_or_pairs(format: str, container: Any) -> None:
    body = event_body()
    assert construct(body, container(sign(format, body)), format=format)["event"] == "request.success"


@pytest.mark.parametrize(
    "headers",
    [
        {}, [], None, 5, "X-Webhook-Signature", b"x", object(), dict, {"X-Webhook-Signature": None},
        {"X-Webhook-Signature": []}, {"X-Webhook-Signature": ""}, {"X-Webhook-Signature": {}}, [1, 2], [("one",)],
        [("a", "b", "c")], {"X-Webhook-Signature": 7},
    ],
    ids=lambda headers: "an object" if type(headers) is object else repr(headers),
)  # fmt: skip
def test_headers_without_a_signature_are_refused_as_missing(headers: Any) -> None:
    assert "missing" in refused(event_body(), headers)


@pytest.mark.parametrize(
    "value",
    [
        "ä" * 64,
        "☃",
        "\udcff" * 64,
        "0" * 63,
        "0" * 65,
        "sha256=",
        "sha256=sha256=",
        "v0=" + "0" * 64,
        b"\xff" * 64,
        "=",
    ],
    ids=repr,
)
@pytest.mark.parametrize("format", ["legacy", "github", "custom", "aws-sns", "slack", "stripe"])
def test_signatures_of_any_form_are_refused_and_never_quoted(format: str, value: Any) -> None:
    body = event_body()
    name = next(iter(sign(format, body)))
    words = refused(body, {**sign(format, body), name: value}, format=format)
    assert SECRET not in words
    assert len(value) < 10 or str(value) not in words


@pytest.mark.parametrize(
    "value",
    [
        "", "t=1", "v1=ab", "v1=ab,t=", "t=1,t=1,v1=ab", "t,v1", ",,,", "t=1,v1=", "v0=ab,t=1", "t=x,v1=ab",
        "t=1e3,v1=a",
    ],
)  # fmt: skip
def test_a_stripe_header_of_another_shape_is_malformed(value: str) -> None:
    words = refused(event_body(), {"Stripe-Signature": value}, format="stripe")
    assert "malformed" in words or "missing" in words


def test_any_of_several_stripe_signatures_may_match_and_other_schemes_are_ignored() -> None:
    body = event_body()
    stamp, good = sign("stripe", body)["Stripe-Signature"].split(",")
    for value in (f"{stamp},v1={'0' * 64},{good}", f"{good},v0=zz, {stamp} ,v1=00", f"x,{stamp},{good},"):
        assert construct(body, {"Stripe-Signature": value}, format="stripe")["event"] == "request.success"
    assert "does not match" in refused(body, {"Stripe-Signature": f"{stamp},v0={good[3:]},v1=00"}, format="stripe")


def test_a_stripe_time_that_is_no_number_passes_only_without_a_tolerance() -> None:
    body = event_body()
    signature = hmac.new(SECRET.encode(), b"then." + body, hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t=then,v1={signature}"}
    assert "malformed" in refused(body, headers, format="stripe")
    assert construct(body, headers, format="stripe", tolerance_seconds=None)["event"] == "request.success"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("off", "passes"), [(-400, False), (-200, True), (200, True), (400, False)])
def test_the_tolerance_bounds_both_directions(format: str, off: int, passes: bool) -> None:
    at = time.time() + off
    body = event_body(at)
    headers = sign(format, body, at=at)
    for without in (None, 0, 0.0):
        assert construct(body, headers, format=format, tolerance_seconds=without)["event"] == "request.success"
    assert construct(body, headers, format=format, tolerance_seconds=1000)["event"] == "request.success"
    if passes:
        assert construct(body, headers, format=format)["event"] == "request.success"
    else:
        assert "tolerance" in refused(body, headers, format=format)


@pytest.mark.parametrize("tolerance", [-1, float("nan"), True, "300", [], float("-inf")], ids=repr)
def test_a_tolerance_that_is_none_accepts_nothing(tolerance: Any) -> None:
    body = event_body()
    assert "tolerance" in refused(body, sign("legacy", body), tolerance_seconds=tolerance)


@pytest.mark.parametrize(
    "stamp",
    [None, "", "yesterday", [], {}, True, "2026-13-45T00:00:00Z", "9" * 5000, 1e300, "0001-01-01T00:00:00+23:59"],
    ids=lambda stamp: repr(stamp)[:30],
)
@pytest.mark.parametrize("format", ["legacy", "github", "aws-sns", "custom"])
def test_an_envelope_without_a_readable_time_passes_only_without_a_tolerance(format: str, stamp: Any) -> None:
    body = json.dumps({"event": "x", "data": {}, "timestamp": stamp}).encode()
    refused(body, sign(format, body), format=format)
    assert construct(body, sign(format, body), format=format, tolerance_seconds=None)["event"] == "x"


@pytest.mark.parametrize("zone", ["Z", "+00:00", "", "+02:00"])
def test_envelope_times_are_iso_8601_and_utc_where_they_do_not_say(zone: str) -> None:
    now = datetime.now(timezone.utc) + (timedelta(hours=2) if zone == "+02:00" else timedelta())
    for text in (now.strftime("%Y-%m-%dT%H:%M:%S"), now.strftime("%Y-%m-%dT%H:%M:%S.%f")):
        body = json.dumps({"event": "x", "data": {}, "timestamp": text + zone}).encode()
        assert construct(body, sign("legacy", body))["event"] == "x"


def test_slack_needs_its_time_header() -> None:
    body = event_body()
    headers = sign("slack", body)
    del headers["X-Slack-Request-Timestamp"]
    assert "x-slack-request-timestamp" in refused(body, headers, format="slack")


@pytest.mark.parametrize("stamp", ["", "soon", "1e3", "٣", "9" * 5000, "1.5"])
def test_a_slack_time_that_is_no_number_is_refused_although_signed(stamp: str) -> None:
    body = event_body()
    signature = hmac.new(
        SECRET.encode(), b"v0:" + stamp.encode("latin-1", "replace") + b":" + body, "sha256"
    ).hexdigest()
    refused(body, {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": stamp}, format="slack")


def test_two_different_signatures_are_no_signature() -> None:
    body = event_body()
    ((name, value),) = sign("legacy", body).items()
    assert "malformed" in refused(body, [(name, value), (name.lower(), "0" * 64)])


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[1]", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000], ids=lambda b: repr(b[:9])
)
def test_a_signed_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    assert "JSON" in refused(body, sign("legacy", body), tolerance_seconds=None)


@pytest.mark.parametrize("body", [None, {}, {"event": "x"}, 5, [], "\udcff"], ids=repr)
def test_what_is_no_raw_body_is_malformed(body: Any) -> None:
    assert "malformed" in refused(body, sign("legacy", b"{}"))


def test_bytearrays_and_memoryviews_are_bodies_too() -> None:
    body = event_body()
    for kind in (bytearray, memoryview):
        assert construct(kind(body), sign("legacy", body))["event"] == "request.success"


@pytest.mark.parametrize("secret", ["", "  ", None, 5, b"", "\udcff", []], ids=repr)
def test_a_secret_that_anyone_could_know_is_refused(secret: Any) -> None:
    body = event_body()
    key = secret if isinstance(secret, str) and secret.isascii() else ""
    assert "secret" in refused(body, sign("legacy", body, key), secret)
    assert not verify_webhook_signature(
        raw_body=body, signature=sign("legacy", body, key)["X-Webhook-Signature"], secret=secret
    )


@pytest.mark.parametrize("format", ["", "Stripe", "sha1", None, [], 5, "custom "], ids=repr)
def test_a_format_that_does_not_exist_is_unknown(format: Any) -> None:
    assert "unknown" in refused(event_body(), sign("legacy", event_body()), format=format, header_name=None)


@pytest.mark.parametrize("name", [None, "", " ", 5])
def test_the_custom_format_needs_the_headers_name(name: Any) -> None:
    body = event_body()
    assert "header_name" in refused(body, sign("custom", body), format="custom", header_name=name)


bodies = st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers(), max_size=4)


@given(
    more=bodies,
    format=st.sampled_from(FORMATS),
    secret=st.text(min_size=1).filter(lambda s: s.strip() and s.isprintable()),
)
def test_whatever_is_signed_verifies(more: dict[str, Any], format: str, secret: str) -> None:
    body = event_body(**{f"x-{name}": value for name, value in more.items()})
    assert construct(body, sign(format, body, secret), secret, format=format) == json.loads(body)


@settings(max_examples=300)
@given(
    format=st.sampled_from(FORMATS),
    what=st.sampled_from(["body", "header", "secret", "time", "cut", "longer"]),
    place=st.integers(0, 10_000),
    bit=st.integers(0, 7),
)
def test_whatever_is_tampered_with_never_verifies(format: str, what: str, place: int, bit: int) -> None:
    now = time.time()
    body, secret = event_body(now), SECRET
    headers = sign(format, body, at=now)
    name = next(iter(headers))
    if what == "body":
        body = flipped(body, place, bit)
    elif what == "cut":
        body = body[: place % len(body)]
    elif what == "longer":
        body += b" "
    elif what == "secret":
        secret = flipped(secret.encode(), place, bit).decode("latin-1")
    elif what == "time":
        if format == "slack":
            headers["X-Slack-Request-Timestamp"] = str(int(now) + place + 1)
        elif format == "stripe":
            headers[name] = headers[name].replace(str(int(now)), str(int(now) + place + 1))
        else:
            body = body.replace(iso(now).encode(), iso(now + place + 1).encode())
    else:
        start = headers[name].rfind("=", 0, -1) + 1 if format != "aws-sns" else 0
        tail = flipped(headers[name][start:].encode(), place, bit).decode("latin-1")
        if tail.strip(" \t").lower() == headers[name][start:].lower():
            return  # the other case of the same hexadecimal digit
        headers[name] = headers[name][:start] + tail
    refused(body, headers, secret, format=format, tolerance_seconds=None)


def flipped(data: bytes, place: int, bit: int) -> bytes:
    place %= len(data)
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


@given(
    body=st.none() | st.binary() | st.text() | st.integers(),
    headers=st.none() | st.dictionaries(st.text() | st.binary() | st.integers(), st.text() | st.binary() | st.none())
    | st.lists(st.tuples(st.binary(), st.binary()) | st.text()),
    secret=st.none() | st.text() | st.binary(),
    format=st.sampled_from(FORMATS) | st.text(max_size=3),
    tolerance=st.none() | st.floats() | st.integers() | st.text(max_size=2),
)  # fmt: skip
def test_odd_arguments_end_in_the_one_error(body: Any, headers: Any, secret: Any, format: Any, tolerance: Any) -> None:
    refused(body, headers, secret, format=format, tolerance_seconds=tolerance)
    assert (
        verify_webhook_signature(raw_body=body, signature=headers, secret=secret, tolerance_seconds=tolerance) is False
    )


@pytest.mark.parametrize("prefix", ["", "sha256="])
@pytest.mark.parametrize("shape", [str, str.upper, str.encode])
def test_a_signature_verifies_as_delivered(prefix: str, shape: Any) -> None:
    body = event_body()
    signature = sign("legacy", body)["X-Webhook-Signature"].removeprefix("sha256=")
    given_signature: Any = prefix + shape(signature) if shape is not str.encode else (prefix + signature).encode()
    assert verify_webhook_signature(raw_body=body, signature=given_signature, secret=SECRET)
    assert not verify_webhook_signature(raw_body=body + b" ", signature=given_signature, secret=SECRET)
    assert not verify_webhook_signature(raw_body=body, signature=given_signature, secret=SECRET + "x")


@pytest.mark.parametrize(
    ("own", "timestamp", "tolerance", "verifies"),
    [
        (0, None, 300, True),
        (-400, None, 300, False),
        (-400, None, None, True),
        (-400, None, 0, True),
        (-400, 0, 300, False),
        (0, -400, 300, False),
        (0, 0, 300, True),
        (None, None, 300, False),
        (None, 0, 300, True),
        (None, -400, 300, False),
    ],
)
def test_the_tolerance_holds_for_the_payloads_own_time(
    own: int | None, timestamp: int | None, tolerance: float | None, verifies: bool
) -> None:
    now = time.time()
    body = b'{"event": "x"}' if own is None else event_body(now + own)
    for written in (iso, str, int):
        outcome = verify_webhook_signature(
            raw_body=body,
            signature=sign("legacy", body)["X-Webhook-Signature"],
            secret=SECRET,
            timestamp=None if timestamp is None else written(int(now) + timestamp),
            tolerance_seconds=tolerance,
        )
        assert outcome is verifies
