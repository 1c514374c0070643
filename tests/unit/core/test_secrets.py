"""Credentials cannot slip out: not by repr, format, pickle or copy, and not by a server that echoes them."""

from __future__ import annotations

import copy
import html
import json
import pickle
import re
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.secrets import MASK, Secret, refuse_pickle, scrub

SECRET = Secret("k-secret")


@pytest.mark.parametrize(
    "show",
    [repr, str, "{}".format, "{!r:>30}".format, lambda secret: f"{secret}", lambda secret: "%s %r" % (secret, secret)],  # noqa: UP031
    ids=["repr", "str", "format", "padded repr", "f-string", "percent"],
)
def test_no_way_of_printing_shows_it(show: Any) -> None:
    text = show(SECRET)
    assert "k-secret" not in text
    assert MASK in text
    assert "k-secret" not in show([SECRET])


def test_only_reveal_gives_it() -> None:
    assert SECRET.reveal() == "k-secret"
    assert not hasattr(SECRET, "__dict__")


@pytest.mark.parametrize("twin", [pickle.dumps, copy.copy, copy.deepcopy], ids=["pickle", "copy", "deepcopy"])
def test_it_refuses_to_be_duplicated_with_a_clear_type_error(twin: Any) -> None:
    with pytest.raises(TypeError, match="cannot pickle Secret: it holds a credential; build it anew"):
        twin(SECRET)


def test_two_of_the_same_text_are_not_equal_by_accident() -> None:
    assert Secret("a") != Secret("a")
    plain: object = "a"
    assert Secret("a") != plain


def test_it_is_true_only_if_there_is_something_to_keep() -> None:
    assert Secret("x")
    assert not Secret("")


def test_a_refusal_names_the_type_and_the_reason() -> None:
    with pytest.raises(TypeError, match="cannot pickle int: it holds nothing"):
        refuse_pickle(5, "nothing")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("nothing here", "nothing here"),
        ("k-secret", MASK),
        ("xk-secretx k-secret", f"x{MASK}x {MASK}"),
        ("Bearer k-secret", MASK),
        ("K-SECRET", "K-SECRET"),
    ],
)
def test_every_occurrence_is_masked(text: str, clean: str) -> None:
    assert scrub(text, (Secret("Bearer k-secret"), SECRET)) == clean


def test_an_empty_secret_masks_nothing() -> None:
    assert scrub("text", (Secret(""),)) == "text"


@given(st.text(), st.text(st.characters(exclude_characters="<>redact"), min_size=1), st.text())
def test_no_secret_survives_in_any_surrounding(before: str, secret: str, after: str) -> None:
    assert secret not in scrub(before + secret + after, (Secret(secret),))


ESCAPED = {
    "url": quote, "url, all of it": lambda text: quote(text, safe=""), "form": quote_plus,
    "url in lower case": lambda text: re.sub("%..", lambda match: match[0].lower(), quote(text, safe="")),
    "html": html.escape, "html text": lambda text: html.escape(text, quote=False), "json": json.dumps,
    "json in utf-8": lambda text: json.dumps(text, ensure_ascii=False), "repr": repr,
}  # fmt: skip


@pytest.mark.parametrize("escape", ESCAPED.values(), ids=list(ESCAPED))
@pytest.mark.parametrize("secret", ["a+b/c==", "p&ss<w>ord", 'qu"ote', "b\u00fccher %41", "tail "])
def test_escaped_forms_are_masked_too(secret: str, escape: Any) -> None:
    quoted = escape(secret)
    clean = scrub(f"before {quoted} after {secret}", (Secret(secret),))
    assert secret not in clean
    assert quoted.strip("\"'") not in clean
    assert clean.replace('"', "").replace("'", "") == f"before {MASK} after {MASK}"


def test_half_a_surrogate_does_not_break_it() -> None:
    assert scrub("x \ud800+ y", (Secret("\ud800+"),)) == f"x {MASK} y"
