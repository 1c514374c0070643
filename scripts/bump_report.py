"""The report of a bump: what changed, whom it breaks, what is to be written, and how to release it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.spec_diff import markdown_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trellis.spec_diff import Report

__all__ = ["Outcome", "changelog", "markdown", "next_version"]

MOST_NAMES = 12


@dataclass(frozen=True)
class Outcome:
    """All that a bump found out. missing: operations without a method, each with one ready to paste."""

    service: str
    package: str
    report: Report
    notes: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    vanished: tuple[str, ...]
    api_lost: tuple[str, ...]
    api_gained: tuple[str, ...]
    failures: tuple[str, ...]
    current: str

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to look, decide or write."""
        grave = self.report.worst in ("breaking", "risky")
        return grave or bool(self.missing or self.gone or self.vanished or self.api_lost or self.failures)

    @property
    def breaks(self) -> bool:
        """Whether code that uses the client can stop working."""
        return bool(self.report.worst == "breaking" or self.gone or self.vanished or self.api_lost)


def next_version(current: str, *, breaks: bool) -> str:
    """The version to release as: until 1.0 a minor version may break, from then on only a major one."""
    major, minor, patch = (int(part) for part in current.split("."))
    if breaks:
        return f"0.{minor + 1}.0" if major == 0 else f"{major + 1}.0.0"
    return f"0.{minor}.{patch + 1}" if major == 0 else f"{major}.{minor + 1}.0"


def markdown(outcome: Outcome) -> Iterator[str]:
    """The lines of the report."""
    report = outcome.report
    counts = ", ".join(f"{number} {severity}" for severity, number in report.counts.items())
    yield f"# {outcome.service}: {report.old_version} -> {report.new_version}"
    yield ""
    yield f"{counts}. {'A person has to act.' if outcome.needs_a_person else 'Nothing is left to do.'}"
    yield ""
    yield from _listed("Done to the upstream document", outcome.notes)
    yield from markdown_of(report)
    yield from _listed("Methods whose operation is gone", outcome.gone)
    yield from _listed("Arguments whose parameter is gone", outcome.vanished)
    if outcome.missing:
        yield f"## Methods to write ({len(outcome.missing)})"
        yield ""
        for _, text in outcome.missing:
            yield "```python"
            yield text.rstrip("\n")
            yield "```"
            yield ""
    yield from _listed("Python names that went or changed", outcome.api_lost)
    yield from _listed("Python names that are new", outcome.api_gained)
    yield from _listed("Contract tests that fail", [f"`{line}`" for line in outcome.failures])
    yield "## Release"
    yield ""
    version = next_version(outcome.current, breaks=outcome.breaks)
    yield f"Suggested version: {version} (now {outcome.current}). For CHANGELOG.md:"
    yield ""
    yield "```markdown"
    yield from changelog(outcome, version)
    yield "```"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    several = list(lines)
    if several:
        yield f"## {title} ({len(several)})"
        yield ""
        yield from (f"- {line}" for line in several)
        yield ""


def changelog(outcome: Outcome, version: str) -> Iterator[str]:
    """A draft for users: what they can do now, and what they must look at."""
    report = outcome.report
    yield f"## {version} (unreleased)"
    yield ""
    yield f"- `{outcome.package}`: for {outcome.service} {report.new_version} (before: {report.old_version})."
    for title, rule in (
        ("New operations", "operation-added"),
        ("Gone", "operation-removed"),
        ("New parameters", "optional-parameter-added"),
        ("Deprecated", "deprecated"),
    ):
        places = sorted({change.where for change in report.changes if change.rule == rule})
        if places:
            more = f" and {len(places) - MOST_NAMES} more" if len(places) > MOST_NAMES else ""
            yield f"  {title}: {', '.join(f'`{place}`' for place in places[:MOST_NAMES])}{more}."
    breaking = [change for change in report.of("breaking") if change.rule != "operation-removed"]
    if breaking or outcome.vanished or outcome.api_lost:
        yield "- Breaking:"
        yield from (f"  - `{change.where}`: {change.what}." for change in breaking[:MOST_NAMES])
        yield from (f"  - {line}." for line in (*outcome.vanished, *outcome.api_lost)[:MOST_NAMES])
