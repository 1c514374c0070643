"""Lines of a log come out whole and in order, however the server cuts what it sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convox._log_text import LineJoiner, LogText
from tests.unit.core.sockets.cutting import CUTS, pieces_of

TEXT = st.text(alphabet=st.sampled_from("ab€ü\U0001f600 \t\r\n\x0b\x85\u2028:ERO"), max_size=60)


def lines_of(text: str) -> list[str]:
    """What a person would call the lines: ended by LF or CRLF, a last one perhaps by nothing."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if not lines[-1] else lines


@given(TEXT, CUTS)
def test_joining_undoes_any_cutting(text: str, cuts: list[int]) -> None:
    joiner = LineJoiner()
    lines = [line for piece in pieces_of(text.encode(), cuts) for line in joiner.feed(piece)]
    assert lines + joiner.end() == lines_of(text)


@given(st.binary(max_size=80), CUTS)
def test_any_bytes_join_as_if_they_had_come_at_once(data: bytes, cuts: list[int]) -> None:
    joiner = LineJoiner()
    lines = [line for piece in pieces_of(data, cuts) for line in joiner.feed(piece)]
    assert lines + joiner.end() == lines_of(data.decode("utf-8", "replace"))


@given(TEXT, CUTS)
def test_a_line_is_given_as_soon_as_it_is_whole(text: str, cuts: list[int]) -> None:
    joiner, seen, given_out = LineJoiner(), b"", 0
    for piece in pieces_of(text.encode(), cuts):
        seen += piece
        given_out += len(joiner.feed(piece))
        assert given_out == seen.count(b"\n")
        assert joiner.between_lines == (not seen or seen.endswith(b"\n"))


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    joiner = LineJoiner()
    lines = [line for _ in range(40) for line in joiner.feed(b"x" * 65536)]
    assert [len(line) for line in lines] == [1 << 20, 1 << 20]
    assert len(joiner.end()[0]) == 8 * 65536


END = (b"", False)


def played(log: LogText, *messages: tuple[bytes, bool] | str) -> list[str]:
    """All lines of these messages; "quiet" is a while in which nothing comes."""
    lines: list[str] = []
    for message in messages:
        if isinstance(message, str):
            lines += log.quiet()
        else:
            lines += log.message(message[0], text=message[1])
    return lines


def said(text: str) -> tuple[bytes, bool]:
    return text.encode(), True


@pytest.mark.parametrize(
    ("messages", "lines", "ended", "refused"),
    [
        ([said("a\n"), END], ["a"], True, None),
        ([END], [], True, None),
        ([said(""), said("a")], [], False, None),
        ([(b"bytes\n", False), END], ["bytes"], True, None),
        ([said("ERROR: no\n"), END], [], True, "no"),
        ([said("ERROR: no"), END], [], True, "no"),
        ([said("ERROR: "), END], [], True, "the server names no reason"),
        ([said("a\n"), said("ERROR: no\n"), END], ["a"], True, "no"),
        ([said("ERROR: no\n"), said("b\n"), END], ["ERROR: no", "b"], True, None),
        ([said("ERROR: no\nb\n"), END], ["ERROR: no", "b"], True, None),
        ([said("a "), said("ERROR: no\n"), END], ["a ERROR: no"], True, None),
        ([said("ERROR:no\n"), END], ["ERROR:no"], True, None),
        ([said("error: no\n"), END], ["error: no"], True, None),
        ([said("ERROR: no\n"), "quiet"], [], True, "no"),
        ([said("a\n"), said("ERROR: no\n"), "quiet"], ["a", "ERROR: no"], False, None),
        ([said("a\n"), said("ERROR: no\n"), "quiet", END], ["a", "ERROR: no"], True, None),
        ([said("ERROR: 1\n"), said("ERROR: 2\n"), END], ["ERROR: 1"], True, "2"),
    ],
)
def test_errors_are_told_from_lines_by_what_comes_next(
    messages: list[tuple[bytes, bool] | str], lines: list[str], ended: bool, refused: str | None
) -> None:
    log = LogText()
    assert played(log, *messages) == lines
    assert (log.ended, log.refused) == (ended, refused)


def test_a_raw_log_may_end_with_what_looks_like_an_error() -> None:
    log = LogText(raw=True)
    assert played(log, said("Building\n"), said("ERROR: exit 1\n"), END) == ["Building", "ERROR: exit 1"]
    assert log.refused is None
    log = LogText(raw=True)
    assert played(log, said("ERROR: build not found\n"), END) == []
    assert log.refused == "build not found"


def test_nothing_is_lost_with_the_connection() -> None:
    log = LogText()
    assert played(log, said("a\nhalf")) + log.broken_off() == ["a", "half"]
    log = LogText()
    assert played(log, said("a\n"), said("ERROR: no")) + log.broken_off() == ["a", "ERROR: no"]


@given(st.lists(st.tuples(TEXT.map(str.encode), st.booleans()).filter(lambda message: message[0] != b""), max_size=8))
def test_every_byte_is_a_line_or_an_error(messages: list[tuple[bytes, bool]]) -> None:
    log = LogText()
    lines = played(log, *messages, END)
    whole = b"".join(data for data, _ in messages).decode()
    if log.refused is None:
        assert lines == lines_of(whole)
    else:
        assert lines == lines_of(whole[: whole.rindex("ERROR: ")])
