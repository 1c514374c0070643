"""The environment text of a release: what is read from it, what is written, and what it has no form for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convox._drafts import Drafts
from convox._environment_text import check_changes, check_keys, environment_text, parse_environment

TEXTS: list[tuple[str, dict[str, str]]] = [
    ("", {}),
    ("\n", {}),
    ("A=1\n", {"A": "1"}),
    ("A=1", {"A": "1"}),
    ("A=1\nB=2\n", {"A": "1", "B": "2"}),
    ("A=1\nA=2\n", {"A": "2"}),
    ("A=b=c=\n", {"A": "b=c="}),
    ("A=\n", {"A": ""}),
    ("A\n", {"A": ""}),
    ("=1\n =2\n", {}),
    ("  A = 1 \n", {"A": " 1"}),
    ("# A=1\n  # B=2\n\n \nC=3\n", {"C": "3"}),
    ("A=1 # no comment\n", {"A": "1 # no comment"}),
    ("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
    ("A=\x0bx\u2028y\x85z\x1c1\n", {"A": "\x0bx\u2028y\x85z\x1c1"}),
    ("A=\"quoted\"\nB='q'\n", {"A": '"quoted"', "B": "'q'"}),
    ("Ä=ü 日本\n", {"Ä": "ü 日本"}),
]


@pytest.mark.parametrize(("text", "variables"), TEXTS)
def test_a_text_is_read_line_by_line(text: str, variables: dict[str, str]) -> None:
    assert parse_environment(text) == variables


@pytest.mark.parametrize(
    ("text", "variables"),
    [("A=1 \t\n", {"A": "1 \t"}), ("  A  = 1 \r\n", {"A": " 1 "}), ("A\n#B=1\n \n", {"A": ""}), ("A= \n", {"A": " "})],
)
def test_for_writing_back_values_are_read_as_they_stand(text: str, variables: dict[str, str]) -> None:
    assert parse_environment(text, verbatim=True) == variables


def test_white_space_at_the_end_of_a_value_is_left_out_for_people() -> None:
    assert parse_environment("A=1 \t\n") == {"A": "1"}


def test_a_text_is_written_sorted_with_a_newline_at_the_end() -> None:
    assert environment_text({"B": "2", "A": "1", "a": "x=y"}) == "A=1\nB=2\na=x=y\n"


def test_no_variables_are_one_empty_line() -> None:
    assert environment_text({}) == "\n"


NAMES = st.text(min_size=1).filter(lambda name: not (set("=\n\r\0") & set(name)) and not name.startswith("#"))
VALUES = st.text().filter(lambda value: not set("\n\r\0") & set(value))


@given(st.dictionaries(NAMES.filter(lambda name: name == name.strip()), VALUES))
def test_what_is_accepted_is_read_back_as_it_was(variables: dict[str, str]) -> None:
    assert parse_environment(environment_text(check_changes(variables)), verbatim=True) == variables


@given(st.text())
def test_any_text_is_read_and_what_was_read_can_be_written_and_read_again(text: str) -> None:
    variables = parse_environment(text)

    assert parse_environment(environment_text(variables)) == variables


@pytest.mark.parametrize("value", ["one\nB=two", "\n", "a\rb", "a\0b"])
def test_a_value_that_would_not_stay_on_its_line_is_refused_and_not_shown(value: str) -> None:
    with pytest.raises(ValueError, match=r"^the value of KEY holds ") as caught:
        check_changes({"OTHER": "fine", "KEY": value})
    assert value not in str(caught.value)


@pytest.mark.parametrize("key", ["", " ", " A", "A ", "A=B", "=", "#A", "A\nB", "A\r", "A\0B", "\tA"])
def test_a_name_that_would_be_read_as_another_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"^the name of a variable must not "):
        check_changes({key: "1"})
    with pytest.raises(ValueError, match=r"^the name of a variable must not "):
        check_keys(["FINE", key])


BAD_CHANGES: list[Any] = [None, "A=1", ["A"], [("A", "1")], {"A": None}, {"A": 1}, {"A": b"1"}, {1: "A"}, {None: "A"}]


@pytest.mark.parametrize("changes", BAD_CHANGES)
def test_what_is_no_mapping_of_names_to_values_is_refused(changes: Any) -> None:
    with pytest.raises(TypeError, match="must be a"):
        check_changes(changes)


@pytest.mark.parametrize("keys", [(["A", "B"],), (1,), (None,), (b"A",)])
def test_keys_are_names(keys: Any) -> None:
    with pytest.raises(TypeError, match="the name of a variable must be a str"):
        check_keys(keys)


def test_what_was_checked_is_a_copy() -> None:
    given_changes = {"A": "1"}

    checked = check_changes(given_changes)
    given_changes["A"] = "2"

    assert checked == {"A": "1"}


def test_without_drafts_changes_build_on_the_active_release() -> None:
    drafts = Drafts()

    assert drafts.base("web", "R1") == "R1"
    assert drafts.base("web", "") == ""


def test_changes_build_on_the_last_release_made_here_until_one_is_promoted() -> None:
    drafts = Drafts()
    drafts.made("web", "R2", "R1")
    drafts.made("web", "R3", "R1")

    assert drafts.base("web", "R1") == "R3"
    assert drafts.base("api", "R1") == "R1", "another app's"

    drafts.promoted("web")
    assert drafts.base("web", "R1") == "R1"


def test_a_draft_is_out_of_date_once_somebody_else_promoted_something() -> None:
    drafts = Drafts()
    drafts.made("web", "R2", "R1")

    assert drafts.base("web", "R9") == "R9"
    assert drafts.base("web", "R2") == "R2", "the draft itself, promoted by somebody else"


def test_a_draft_made_without_a_look_at_the_app_counts_from_the_first_look() -> None:
    drafts = Drafts()
    drafts.made("web", "R2")

    assert drafts.base("web", "R1") == "R2"
    assert drafts.base("web", "R1") == "R2"
    assert drafts.base("web", "R5") == "R5"
