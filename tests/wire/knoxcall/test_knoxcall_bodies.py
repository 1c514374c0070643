"""Bodies of requests through a route, byte by byte."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from tests.wire.kneo.raw_server import answer
from tests.wire.knoxcall.gateways import Gateway

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either


class Colour(str, Enum):
    RED = "red"


DIGITS = "0.1000000000000000055511151231257827021181583404541015625"


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        (b"raw \xff", b"raw \xff"),
        (bytearray(b"raw"), b"raw"),
        ("text ä", "text ä".encode()),
        ("", b""),
        ({"ä": "ö"}, '{"ä":"ö"}'.encode()),
        ([], b"[]"),
        (False, b"false"),
        (0, b"0"),
        ({"n": None}, b'{"n":null}'),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc), b'"2026-01-02T03:04:05+00:00"'),
        ([date(2026, 1, 2), time(3, 4)], b'["2026-01-02","03:04:00"]'),
        (timedelta(minutes=1, milliseconds=500), b"60.5"),
        (UUID(int=1), b'"00000000-0000-0000-0000-000000000001"'),
        ({3, 1, 2}, b"[1,2,3]"),
        pytest.param(frozenset({"b", "a"}), b'["a","b"]', id="a frozen set"),
        ((1, 2), b"[1,2]"),
        ([Colour.RED], b'["red"]'),
        (Decimal("1.10"), b"1.10"),
        ({"d": [Decimal(DIGITS)], "s": {Decimal("2.50")}}, f'{{"d":[{DIGITS}],"s":[2.50]}}'.encode()),
        (Decimal("1E+2"), b"100"),
        (Decimal("-0.00"), b"-0.00"),
        (2**70, b"1180591620717411303424"),
    ],
    ids=repr,
)
def test_bodies_on_the_wire(either: Either, serve: Callable[..., RawServer], body: Any, sent: bytes) -> None:
    gateway = Gateway(answer(200))
    client = either.client(serve(gateway).url)
    either.do(client.call("r", method="POST", body=body))
    either.do(client.ephemeral("https://x.example", method="POST", body=body))
    for call in gateway.calls:
        assert call.body == sent
        assert call.headers["content-type"] == "application/json"


def test_no_body_has_no_content_type_and_a_given_one_stays(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(answer(200))
    client = either.client(serve(gateway).url)
    either.do(client.call("r", method="POST"))
    either.do(client.call("r", method="POST", body="<a/>", headers={"content-type": "text/xml"}))
    bare, given = gateway.calls
    assert (bare.body, "content-type" in bare.headers) == (b"", False)
    assert (given.body, given.headers["content-type"]) == (b"<a/>", "text/xml")


class Opaque:
    def __repr__(self) -> str:
        raise AssertionError("nobody has to print it")


def endless() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (float("nan"), ValueError),
        ({"a": [float("inf")]}, ValueError),
        (Decimal("NaN"), ValueError),
        ({"a": Decimal("-Infinity")}, ValueError),
        (endless(), ValueError),
        (Opaque(), TypeError),
        ({"a": object()}, TypeError),
        ({(1, 2): 3}, TypeError),
        ({"a": b"bytes inside"}, TypeError),
        ({"a": iter([1])}, TypeError),
        ("\ud800", ValueError),
        ({"a": "\ud800"}, ValueError),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
@pytest.mark.parametrize("plane", ["call", "ephemeral"])
def test_what_json_has_no_form_for_is_refused_before_anything_is_sent(
    either: Either, serve: Callable[..., RawServer], body: Any, error: type[Exception], plane: str
) -> None:
    server = serve(Gateway())
    client = either.client(server.url)
    send = client.call if plane == "call" else client.ephemeral
    with pytest.raises(error):
        either.do(send("https://x.example", method="POST", body=body))
    assert server.exchanges == []


def test_a_callers_own_rule_replaces_the_built_in_one(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(answer(200))
    client = either.client(serve(gateway).url, json_default=lambda item: f"<{type(item).__name__}>")
    either.do(client.call("r", method="POST", body=[UUID(int=1), Decimal(1), object(), {1}]))
    assert json.loads(gateway.calls[0].body) == ["<UUID>", "<Decimal>", "<object>", "<set>"]


def test_text_that_looks_like_a_stand_in_for_a_number_stays_text(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    gateway = Gateway(answer(200))
    body = {"a": "decimal-00", "b": Decimal("1.0"), "c": '"decimal-00"'}
    either.do(either.client(serve(gateway).url).call("r", method="POST", body=body))
    assert gateway.calls[0].body == b'{"a":"decimal-00","b":1.0,"c":"\\"decimal-00\\""}'


@pytest.mark.parametrize("body", [Decimal("19.90"), {"deep": [Decimal(DIGITS)]}], ids=repr)
def test_numbers_of_management_bodies_keep_their_digits_too(
    either: Either, serve: Callable[..., RawServer], body: Any
) -> None:
    gateway = Gateway()
    either.do(either.client(serve(gateway).url).crypto.encrypt_data(body, key="k"))
    assert json.loads(gateway.calls[0].body, parse_float=Decimal)["data"] == body


def test_management_bodies_refuse_nan_before_anything_is_sent(either: Either, serve: Callable[..., RawServer]) -> None:
    server = serve(Gateway())
    client = either.client(server.url)
    for wrong in (float("nan"), Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(ValueError):  # noqa: PT011 - the words differ
            either.do(client.crypto.encrypt_data(wrong, key="k"))
    with pytest.raises(TypeError):
        either.do(client.crypto.encrypt_data(object(), key="k"))
    assert server.exchanges == []
