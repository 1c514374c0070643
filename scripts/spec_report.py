"""The balance of a generation: how much a document declares, how much the package holds, and what was left out and why.

What is left out by a rule of the generator brings its reason along. Anything else must be on the reviewed list,
openapi/reviewed_losses.toml, with a reason a person wrote; otherwise it is a loss, and generation stops. An entry of
the list that nothing answers to is an error too, so that the list says what is so.
"""

from __future__ import annotations

import dataclasses
import fnmatch
from typing import TYPE_CHECKING

import tomllib

from spec_complete import KINDS, Entry, faults, inventory

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Sequence
    from typing import Any

__all__ = ["Balance", "Review", "balance", "read_reviews"]


@dataclasses.dataclass(frozen=True)
class Review:
    """An entry of the reviewed list: a kind, a pattern for the texts of its entries, the specs it is for, a reason.

    specs: names in pins.toml; empty for every spec, those of later services included.
    """

    kind: str
    match: str
    reason: str
    specs: tuple[str, ...] = ()

    def covers(self, spec: str, entry: Entry) -> bool:
        """Whether this entry of the balance is one that was reviewed."""
        return (
            entry.kind == self.kind
            and (not self.specs or spec in self.specs)
            and fnmatch.fnmatchcase(entry.text, self.match)
        )


@dataclasses.dataclass(frozen=True)
class Balance:
    """What became of a document. reviewed: left out with reasons. lost, and faults of the package, stop generation."""

    spec: str
    entries: tuple[Entry, ...]
    reviewed: tuple[tuple[Entry, str], ...]
    lost: tuple[str, ...]

    def counts(self) -> list[tuple[str, int, int, int, int]]:
        """A row per kind: in the document, in the package, left out with a reason, lost."""
        rows = []
        for kind in KINDS:
            total = sum(entry.kind == kind for entry in self.entries)
            found = sum(entry.kind == kind and entry.found for entry in self.entries)
            excused = sum(entry.kind == kind for entry, _ in self.reviewed)
            rows.append((kind, total, found, excused, total - found - excused))
        return rows

    def line(self) -> str:
        """All of it on one line."""
        counts = ", ".join(f"{found}/{total} {kind}" for kind, total, found, _, _ in self.counts() if total)
        return f"{self.spec}: {counts}; {len(self.reviewed)} left out on review, {len(self.lost)} lost"

    def table(self) -> str:
        """All of it as a table, and the reasons for what was left out."""
        lines = [f"{self.spec:<12}{'document':>10}{'package':>10}{'reviewed':>10}{'lost':>8}"]
        lines += [f"  {kind:<10}{a:>10}{b:>10}{c:>10}{d:>8}" for kind, a, b, c, d in self.counts()]
        reasons: dict[tuple[str, str], int] = {}
        for entry, reason in self.reviewed:
            reasons[entry.kind, reason] = reasons.get((entry.kind, reason), 0) + 1
        lines += [f"  {count} {kind}: {reason}" for (kind, reason), count in reasons.items()]
        return "\n".join([*lines, *(f"  lost: {text}" for text in self.lost)])


def read_reviews(path: pathlib.Path) -> tuple[Review, ...]:
    """The reviewed list. Raises ValueError where an entry is not one, or gives no reason."""
    if not path.exists():
        return ()
    found = []
    for i, row in enumerate(tomllib.loads(path.read_text("utf-8")).get("losses", []), start=1):
        if row.keys() - {"kind", "match", "reason", "specs"} or row.get("kind") not in KINDS:
            raise ValueError(
                f"{path.name}: entry {i} needs kind ({', '.join(KINDS)}), match and reason; specs is optional"
            )
        if not str(row.get("match", "")).strip() or len(str(row.get("reason", "")).split()) < 3:
            raise ValueError(f"{path.name}: entry {i} has no match, or a reason that says nothing")
        found.append(Review(row["kind"], row["match"], row["reason"], tuple(row.get("specs", ()))))
    return tuple(found)


def balance(spec: str, document: dict[str, Any], package: pathlib.Path, reviews: Sequence[Review]) -> Balance:
    """Hold a package against its document and the reviewed list."""
    entries = tuple(inventory(document, package))
    reviewed: list[tuple[Entry, str]] = []
    lost: list[str] = []
    idle = dict.fromkeys(review for review in reviews if spec in review.specs)
    for entry in entries:
        if entry.found:
            continue
        review = next((one for one in reviews if one.covers(spec, entry)), None)
        if entry.reason:
            reviewed.append((entry, entry.reason))
        elif review is None:
            lost.append(entry.text)
        else:
            idle.pop(review, None)
            reviewed.append((entry, review.reason))
    lost += faults(document, package)
    lost += [
        f"the reviewed list has {one.match!r} of {one.kind}, and nothing of it is lost: take it out" for one in idle
    ]
    return Balance(spec, entries, tuple(reviewed), tuple(lost))
