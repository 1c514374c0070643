"""The examples of the reference manual that kneo_client follows, taken from the manual's own text.

The manual belongs to others and is not part of this repository. Where its text lies next to the checkout, the examples
are read from it; the copy has lost its code fences and all indentation, so that an example is found by its lines and
each line gets its depth back. Nothing else is changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.docs.manual_text import manual_text, perform

__all__ = ["EXAMPLES", "example", "manual_lines", "perform"]

MANUAL = "003_8aa6f32efb7360ad.txt"
DIGEST = "20c8824536f87f833ad8bbda7680802d5b07afb372808b4521839891efc55c2f"


@dataclass(frozen=True)
class Example:
    """first: the number of the example's first line. depths: one digit per line, how far it is indented."""

    first: int
    depths: str

    @property
    def lines(self) -> range:
        """The numbers of its lines."""
        return range(self.first, self.first + len(self.depths))


EXAMPLES = {
    "quickstart": Example(67, "0001222220"),
    "transport": Example(119, "000011220"),
    "sync transport": Example(139, "00011"),
    "config file": Example(183, "000000000"),
    "profiles": Example(193, "0000"),
    "retry policies": Example(233, "000000"),
    "errors": Example(318, "001011101011"),
    "a run": Example(395, "011211112"),
    "specs": Example(453, "01112321123"),
    "any path": Example(471, "011"),
    "walking over audit events": Example(479, "00122333212"),
    "own http client": Example(492, "000001011110012201"),
    "waiting": Example(512, "011110"),
}


def manual_lines() -> list[str]:
    """The manual's lines; the test is skipped where there is no manual."""
    return manual_text(MANUAL, DIGEST).split("\n")


def example(name: str) -> str:
    """The code of an example."""
    lines, found = manual_lines(), EXAMPLES[name]
    return "\n".join(
        "    " * int(depth) + lines[number - 1] for number, depth in zip(found.lines, found.depths, strict=True)
    )
