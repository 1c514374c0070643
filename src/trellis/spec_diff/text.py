"""Renders a report as text for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from .findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .findings import Change, Report, Severity

__all__ = ["condensed", "json_of", "markdown_of", "text_of"]

STYLES: dict[Severity, str] = {"breaking": "bad", "risky": "bold", "additive": "good", "editorial": "dim"}
MOST_USERS = 4
SEPARATOR = " · "


def condensed(changes: Iterable[Change]) -> list[Change]:
    """Changes for reading: what happened alike in several operations is told once, with their names."""
    alike: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        operation, rest = _divided(change)
        where = rest if operation else change.where
        key = (change.rule, change.side, where, change.before, change.after, "each" if operation else "")
        alike.setdefault(key, []).append(change)
    told = []
    for several in alike.values():
        operations = tuple(sorted({_divided(change)[0] for change in several}))
        if len(operations) == 1:
            told += several
        else:
            where = f"{len(operations)} operations{SEPARATOR}{_divided(several[0])[1]}"
            told.append(replace(several[0], where=where, used_by=operations))
    return told


def _divided(change: Change) -> tuple[str, str]:
    """The operation that a change is in, and where in it; no operation for what is in several or in none."""
    operation, _, rest = change.where.partition(SEPARATOR)
    method = operation.partition(" ")[0]
    return (operation, rest) if rest and method.isupper() and not change.used_by else ("", "")


def text_of(report: Report, styled: Callable[[str, str], str] | None = None, *, prose: bool = False) -> Iterator[str]:
    """The lines of a report.

    styled: colours a text in a style (bad, bold, good, dim). prose: list the editorial changes, too.
    """
    paint = styled if styled is not None else lambda text, _: text
    yield printable(f"{title(report)}: {sentence(report)}")
    for severity in SEVERITIES:
        changes = report.of(severity)
        if not changes or (severity == "editorial" and not prose):
            continue
        yield ""
        yield paint(f"{severity} ({len(changes)})", STYLES[severity])
        for change in condensed(changes):
            yield f"  {printable(change.where)}{paint(side_note(change), 'dim')}"
            yield f"      {printable(explained(change))}"
            if change.used_by:
                yield paint(f"      in {printable(users(change))}", "dim")


def title(report: Report) -> str:
    """The two documents by name and version."""
    names = [f"{n} {v}".strip() for n, v in ((report.old, report.old_version), (report.new, report.new_version))]
    return " -> ".join(names)


def sentence(report: Report) -> str:
    """How many changes there are of each class."""
    counts = [f"{number} {severity}" for severity, number in report.counts.items() if number]
    return ", ".join(counts) if counts else "no change"


def side_note(change: Change) -> str:
    """The side of the wire in brackets, if the change is on one."""
    return f"  [{change.side}]" if change.side else ""


def explained(change: Change) -> str:
    """What changed, from what, to what."""
    if change.before and change.after:
        return f"{change.what}: {change.before} -> {change.after}"
    value = change.before or change.after
    return f"{change.what}: {value}" if value else change.what


def users(change: Change) -> str:
    """The operations that a change in a shared component reaches, the first few by name."""
    named = ", ".join(change.used_by[:MOST_USERS])
    more = len(change.used_by) - MOST_USERS
    return f"{named} and {more} more" if more > 0 else named


def printable(text: str) -> str:
    """Text from a document without what a terminal would obey."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def markdown_of(report: Report, *, level: int = 2) -> Iterator[str]:
    """The lines of a report in Markdown, one list per class, prose left out. level: of the headings."""
    for severity in SEVERITIES[:-1]:
        changes = report.of(severity)
        if not changes:
            continue
        yield f"{'#' * level} {severity.capitalize()} ({len(changes)})"
        yield ""
        for change in condensed(changes):
            side = f" ({change.side})" if change.side else ""
            reach = f"; in {_code(users(change))}" if change.used_by else ""
            yield f"- {_code(change.where)}{side}: {_plain(explained(change))}{reach}"
        yield ""


def _code(text: str) -> str:
    return f"`{printable(text).replace('`', chr(39))}`"


def _plain(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in printable(text))


def json_of(report: Report) -> str:
    """A report as JSON: both documents, the counts, and every change with all of its members."""
    data = {
        "old": {"name": report.old, "version": report.old_version},
        "new": {"name": report.new, "version": report.new_version},
        "worst": report.worst,
        "counts": report.counts,
        "changes": [asdict(change) for change in report.changes],
    }
    return json.dumps(data, ensure_ascii=True, indent=1)
