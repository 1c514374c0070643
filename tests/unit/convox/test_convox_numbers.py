"""Numbers that callers give as text or as numbers go out in one form, or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convox._numbers import decimal_text, whole_number


@pytest.mark.parametrize(("value", "number"), [(443, 443), ("443", 443), ("0443", 443), (0, 0), (-1, -1), (None, None)])
def test_a_whole_number_is_an_int_or_its_digits(value: Any, number: int | None) -> None:
    assert whole_number("port", value) == number


@pytest.mark.parametrize("text", ["", " 443", "443\n", "+443", "-1", "4.0", "0x1", "\u0664\u0664\u0663", "9" * 19])
def test_other_text_is_no_whole_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"^port must be a whole number"):
        whole_number("port", text)


@pytest.mark.parametrize("value", [True, 1.0, b"1", [1], Decimal(1)])
def test_other_kinds_are_no_whole_number(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^port must be an int, got"):
        whole_number("port", value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1200.50"), "1200.50"),
        (0.1, "0.1"),
        (1e-05, "0.00001"),
        (1e22, "10000000000000000000000"),
        (-3, "-3"),
        (Decimal("1E+3"), "1000"),
        ("as it is", "as it is"),
        (None, None),
    ],
)
def test_a_decimal_number_has_its_digits_and_no_exponent(value: Any, text: str | None) -> None:
    assert decimal_text("cap", value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_float_changes_on_its_way(value: float) -> None:
    text = decimal_text("cap", value)
    assert text is not None
    assert "e" not in text.lower()
    assert float(text) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-inf"), Decimal("nan")])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^cap must be a finite number"):
        decimal_text("cap", value)


@pytest.mark.parametrize("value", [True, b"1", [1], object()])
def test_other_kinds_are_no_decimal_number(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^cap must be a number, got"):
        decimal_text("cap", value)
