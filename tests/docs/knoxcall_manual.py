"""The examples of the manual that knoxcall follows: its fenced Python blocks, as they stand."""

from __future__ import annotations

import re

from tests.docs.manual_text import manual_text

__all__ = ["EXAMPLES", "blocks", "example", "paragraphs", "short_manual"]

MANUAL = "000_b6ad2d9678d43c38.txt"
DIGEST = "2b2fc2ac31ea68def6cfc646ee67ef3b0e2d6dd26495e6329f0f172cc957a70d"
SHORT_MANUAL = "001_8dc1d56c70cecc9b.txt"
SHORT_DIGEST = "629fc866fb747a44b23b1e0321ae05c9cc8856e055551b2251c68e49537c3f92"

EXAMPLES = ("clients", "resources", "calls", "bound routes", "webhooks", "errors", "dpop")
"""A name for each block, in the manual's order."""


def blocks() -> list[str]:
    """Every Python block of the manual; the test is skipped where there is no manual."""
    return re.findall(r"^```python[^\n]*\n(.*?)\n```$", manual_text(MANUAL, DIGEST), re.MULTILINE | re.DOTALL)


def example(name: str) -> str:
    """The code of one block."""
    return dict(zip(EXAMPLES, blocks(), strict=True))[name]


def paragraphs(name: str) -> list[str]:
    """The parts of a block that empty lines divide: each can be looked at after it has run."""
    return example(name).split("\n\n")


def short_manual() -> str:
    """The other edition of the manual, which has lost its code."""
    return manual_text(SHORT_MANUAL, SHORT_DIGEST)
