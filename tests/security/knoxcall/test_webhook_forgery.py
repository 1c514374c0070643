"""A delivery that differs from what was signed in a single byte is refused, in each of the six formats, and how long
that takes says nothing. (Bits, cuts and odd arguments by chance: tests/unit/knoxcall/test_knoxcall_webhooks.py.)"""

from __future__ import annotations

import hmac
import time
from typing import TYPE_CHECKING, Any

import pytest

import knoxcall.webhooks
from knoxcall.errors import WebhookSignatureVerificationError
from tests.unit.knoxcall.test_knoxcall_webhooks import FORMATS, SECRET, construct, event_body, refused, sign

if TYPE_CHECKING:
    from collections.abc import Iterator

each_format = pytest.mark.parametrize("format", FORMATS)


def changed(data: bytes) -> Iterator[bytes]:
    """The bytes with each one changed in turn, by its lowest bit and by its highest."""
    for place in range(len(data)):
        for bit in (1, 128):
            yield data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


@each_format
def test_no_byte_of_body_secret_or_header_may_differ(format: str) -> None:
    body, now = event_body(), time.time()
    headers = sign(format, body, at=now)
    assert construct(body, headers, format=format)["event"] == "request.success"
    for forged in changed(body):
        refused(forged, headers, format=format)
    for secret in changed(SECRET.encode()):
        refused(body, headers, secret.decode("latin-1"), format=format)
    for name, value in headers.items():
        for text in changed(value.encode()):
            refused(body, {**headers, name: text.decode("latin-1")}, format=format)


@each_format
def test_a_signature_of_another_delivery_or_of_nothing_is_no_signature(format: str) -> None:
    body = event_body()
    other = sign(format, event_body(id="another"))
    refused(body, other, format=format)
    refused(body, sign(format, body, "whsec_of-somebody-else"), format=format)
    for name, value in sign(format, body).items():
        for text in ("", "=", "sha256=", "v0=", "t=,v1=", value[:-1], value + "0", f"{value},{value}x"):
            refused(body, {**sign(format, body), name: text}, format=format)


@each_format
def test_an_old_delivery_that_is_sent_again_is_refused(format: str) -> None:
    for off in (-301, 301):
        then = time.time() + off
        body = event_body(then)
        headers = sign(format, body, at=then)
        assert "old" in refused(body, headers, format=format) or off > 0
        assert construct(body, headers, format=format, tolerance_seconds=400)


@each_format
def test_signatures_are_compared_in_constant_time_and_all_of_them(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[int, int]] = []

    class Watching:
        def __getattr__(self, name: str) -> Any:
            return getattr(hmac, name)

        def compare_digest(self, mine: bytes, given: bytes) -> bool:
            compared.append((len(mine), len(given)))
            return hmac.compare_digest(mine, given)

    monkeypatch.setattr(knoxcall.webhooks, "hmac", Watching())
    body = event_body()
    headers = sign(format, body)
    construct(body, headers, format=format)
    assert len(compared) == 1
    wrong = {name: value[:-4] + ("AAA=" if format == "aws-sns" else "0000") for name, value in headers.items()}
    with pytest.raises(WebhookSignatureVerificationError):
        construct(body, {**headers, next(iter(headers)): wrong[next(iter(headers))]}, format=format)
    assert compared[0] == compared[1]
    if format == "stripe":
        stamp, _, signature = headers["Stripe-Signature"].partition(",")
        construct(body, {"Stripe-Signature": f"{stamp},{signature},v1={'0' * 64}"}, format=format)
        assert len(compared) == 4, "the one that matches does not end the comparison"
