"""The report of a whole run, build/bench/report.md: budgets and figures of every subject, plots where there are."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from .report import Figure, Result, cells_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def write_pages(folder: Path, subjects: Sequence[str]) -> None:
    """Write the report over the results that are in `folder`, and a plot of each figure beside it."""
    documents = [json.loads((folder / f"{subject}.json").read_text("utf-8")) for subject in subjects]
    drawn = _draw(folder, documents)
    (folder / "report.md").write_text("\n".join(_lines(documents, drawn)) + "\n", "utf-8")


def _draw(folder: Path, documents: Sequence[Any]) -> frozenset[str]:
    """The names of the plots that were made: none where the library is not installed, which is said aloud."""
    try:
        from .plots import draw
    except ImportError:
        print("no plots: matplotlib is not installed (it is in the group `plots`)", file=sys.stderr)
        return frozenset()
    return frozenset(
        draw(folder, document["subject"], Figure(**figure)) for document in documents for figure in document["figures"]
    )


def _lines(documents: Sequence[Any], drawn: frozenset[str]) -> Iterator[str]:
    first = documents[0]
    yield "# Bench"
    yield ""
    yield (
        f"Python {first['python']}, httpx {first['httpx']}, httpcore {first['httpcore']}, {first['system']} on "
        f"{first['machine']}, {first['cpus']} CPUs. Every comparison was made in turns, in one process, against one "
        "server in a process of its own; figures are medians of the rounds. Ratios hold from machine to machine, times "
        "do not."
    )
    loads = [document["load_before"] for document in documents if document["load_before"] is not None]
    if loads:
        yield ""
        yield f"Load when each subject's turn began: {', '.join(f'{load:.1f}' for load in loads)}."
    for document in documents:
        yield from _subject(document, drawn)


def _subject(document: Any, drawn: frozenset[str]) -> Iterator[str]:
    results = [Result(**{key: value for key, value in row.items() if key != "met"}) for row in document["results"]]
    met = sum(result.met for result in results)
    yield ""
    yield f"## {document['subject']}"
    yield ""
    yield f"{met} of {len(results) + len(document['broken'])} budgets met."
    yield ""
    yield "| row | what | measured | budget | quartiles | | ours to theirs |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for result in results:
        yield f"| {' | '.join(cells_of(result))} |"
    for item in document["broken"]:
        yield f"| {item['row']} | NOT MEASURED: {item['error']} | | | | | |"
    for figure in (Figure(**entry) for entry in document["figures"]):
        yield from _figure(document["subject"], figure, drawn)


def _figure(subject: str, figure: Figure, drawn: frozenset[str]) -> Iterator[str]:
    yield ""
    yield f"### {subject}: {figure.title}"
    yield ""
    if figure.detail:
        yield f"{figure.detail[:1].upper()}{figure.detail[1:]}."
        yield ""
    yield f"| side | median | times {figure.beside} |"
    yield "| --- | --- | --- |"
    for row in figure.rows:
        yield f"| {' | '.join(row)} |"
    name = plot_name(subject, figure)
    if name in drawn:
        yield ""
        yield f"![{figure.title}]({name})"


def plot_name(subject: str, figure: Figure) -> str:
    """The file that a figure is drawn in."""
    return f"{subject}-{figure.name}.png"
