"""The exit code is found exactly, whatever stands before it and however it is cut; and it is never shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convox._exit_marker import MARK, CommandOutput, ExitMarkFinder
from convox._input_pieces import LONGEST, input_bytes, input_pieces
from tests.unit.core.sockets.cutting import CUTS, pieces_of

CONFUSING = st.lists(
    st.sampled_from([b"out", b"\n", b"\xff", MARK, MARK[:9], MARK[9:], MARK + b"x\n", MARK + b"12", b"F1", b"0\r"]),
    max_size=8,
).map(b"".join)


def fed(finder: ExitMarkFinder, data: bytes, cuts: list[int]) -> bytes:
    return b"".join(finder.feed(piece) for piece in pieces_of(data, cuts))


@given(CONFUSING, CUTS, st.integers(-1, 255), st.sampled_from([b"\n", b"\r\n"]), st.binary(max_size=20))
def test_the_mark_is_found_wherever_it_is_cut(
    output: bytes, cuts: list[int], code: int, end: bytes, after: bytes
) -> None:
    data = output + b"." + MARK + str(code).encode() + end + after
    first = re.search(MARK + rb"(-?\d{1,10})\r?\n", data)
    assert first is not None
    finder = ExitMarkFinder()
    assert fed(finder, data, cuts) == data[: first.start()]
    assert finder.code == int(first[1])
    assert finder.end() == b""
    assert finder.feed(b"more") == b""


@given(st.binary(max_size=200), CUTS, st.integers(-1, 255))
def test_the_output_before_it_is_untouched(output: bytes, cuts: list[int], code: int) -> None:
    finder = ExitMarkFinder()
    assert fed(finder, output + MARK + f"{code}\n".encode(), cuts) == output
    assert finder.code == code


@given(CONFUSING, CUTS)
def test_without_a_mark_every_byte_is_output(output: bytes, cuts: list[int]) -> None:
    whole = ExitMarkFinder()
    at_once = whole.feed(output) + whole.end()
    finder = ExitMarkFinder()
    assert fed(finder, output, cuts) + finder.end() == at_once
    assert finder.code == whole.code
    if whole.code is None:
        assert at_once == output


@given(CONFUSING, CUTS)
def test_output_is_held_back_no_longer_than_needed(output: bytes, cuts: list[int]) -> None:
    finder, seen, shown = ExitMarkFinder(), b"", b""
    for piece in pieces_of(output, cuts):
        seen += piece
        shown += finder.feed(piece)
        if finder.code is not None:
            return
        held = seen[len(shown) :]
        assert seen == shown + held
        assert len(held) <= len(MARK) + 12
        assert MARK.startswith(held) or held.startswith(MARK)


@pytest.mark.parametrize(
    ("messages", "output", "code", "refused"),
    [
        ([(b"out", True), (MARK + b"0\n", True)], b"out", 0, None),
        ([(b"ERROR: gone\n", True), (b"", False)], b"", None, "gone"),
        ([(b"ERROR: mine\n", True), (MARK + b"2\n", True)], b"ERROR: mine\n", 2, None),
        ([(b"ERROR: 1\nERROR: 2\n", True), (b"", False)], b"ERROR: 1\nERROR: 2\n", None, None),
        ([(b"ERROR: bytes", False), (b"", False)], b"ERROR: bytes", None, None),
        ([(b"", True), (b"", False)], b"", None, None),
        ([(MARK + b"7", True), (b"", False)], b"", 7, None),
        ([(MARK + b"-", True), (b"", False)], MARK + b"-", None, None),
    ],
)
def test_what_a_session_says(
    messages: list[tuple[bytes, bool]], output: bytes, code: int | None, refused: str | None
) -> None:
    said = CommandOutput()
    assert b"".join(said.message(data, text=text) for data, text in messages) == output
    assert said.ended
    assert (said.code, said.refused) == (code, refused)


def test_an_undecided_message_is_output_after_a_while() -> None:
    said = CommandOutput()
    steps: list[tuple[bytes, bool]] = []
    steps.append((said.message(b"ERROR: mine\n", text=True), said.undecided))
    steps.append((said.quiet(), said.undecided))
    assert steps == [(b"", True), (b"ERROR: mine\n", False)]
    assert not said.ended


@given(st.text(max_size=30), st.integers(1, 5), st.integers(-4, 4))
def test_text_is_never_cut_within_a_character(text: str, copies: int, shift: int) -> None:
    data = ("é" * ((LONGEST + shift) // 2) + "€" + text + "\U0001f600") * copies
    pieces = list(input_pieces(input_bytes(data)))
    assert all(is_text for _, is_text in pieces)
    assert all(0 < len(piece) <= LONGEST for piece, _ in pieces)
    assert b"".join(piece for piece, _ in pieces).decode() == data


@given(st.binary(max_size=300))
def test_any_bytes_go_over_whole(data: bytes) -> None:
    pieces = list(input_pieces(data))
    assert b"".join(piece for piece, _ in pieces) == data
    assert all(piece for piece, _ in pieces)
    for piece, is_text in pieces:
        if is_text:
            piece.decode()
