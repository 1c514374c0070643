"""The values that a comparison hands round: places, what was found there, and the report of it all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from typing import TypeAlias

    from .documents import Document

__all__ = ["SEVERITIES", "Change", "Documents", "Finding", "Found", "Place", "Report", "Severity", "Side", "Visit"]

Severity = Literal["breaking", "risky", "additive", "editorial"]
"""How much a change matters to those who use the old document."""
Side = Literal["request", "response", ""]
"""Where a change is seen: in what is sent, in what comes back, or in neither."""
SEVERITIES: tuple[Severity, ...] = ("breaking", "risky", "additive", "editorial")
"""The classes of change, the gravest first."""
LONGEST_VALUE = 160


class Documents(NamedTuple):
    """The two documents of a comparison."""

    old: Document
    new: Document


class Place(NamedTuple):
    """Where something is: in words, on which side of the wire, and within which operation or shared component."""

    where: str
    side: Side = ""
    scope: str = ""

    def at(self, text: str) -> Place:
        """A place within this one; the text brings its own separator."""
        return Place(self.where + text, self.side, self.scope)

    def on(self, side: Side) -> Place:
        """This place, on one side of the wire."""
        return Place(self.where, side, self.scope)


@dataclass(frozen=True)
class Found:
    """Something a rule is about; before and after are short texts, empty where there is nothing to say."""

    rule: str
    place: Place
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Visit:
    """A shared component to compare once on each side, however many places refer to it."""

    key: Hashable
    place: Place
    compare: Callable[[Place], Iterator[Finding]] = field(compare=False)


Finding: TypeAlias = Found | Visit


@dataclass(frozen=True)
class Change:
    """One difference, judged.

    used_by: the operations that a change in a shared component reaches, as "GET /v1/runs"; empty where the place is an
    operation itself, or nothing refers to the component.
    """

    severity: Severity
    rule: str
    what: str
    side: Side
    where: str
    before: str = ""
    after: str = ""
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Every change between two documents, the gravest first."""

    old: str
    old_version: str
    new: str
    new_version: str
    changes: tuple[Change, ...]

    @property
    def worst(self) -> Severity | None:
        """The gravest class that occurs; None if nothing changed."""
        return min((change.severity for change in self.changes), key=SEVERITIES.index, default=None)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many changes there are of each class, also of those that do not occur."""
        counted = Counter(change.severity for change in self.changes)
        return {severity: counted[severity] for severity in SEVERITIES}

    def of(self, severity: Severity) -> tuple[Change, ...]:
        """The changes of one class."""
        return tuple(change for change in self.changes if change.severity == severity)


def same(old: Any, new: Any) -> bool:
    """Whether two JSON values are equal; true is not 1 here, as it is to Python."""
    if type(old) is not type(new):
        return False
    if isinstance(old, (dict, list)):
        return bool(old == new) and identity(old) == identity(new)
    return bool(old == new)


def identity(value: Any) -> str:
    """A text that equal JSON values share, and no others."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def shown(value: Any) -> str:
    """A JSON value as a short text."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."
