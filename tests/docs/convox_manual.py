"""The examples of the manual that convox follows: its fenced Python blocks and the table of commands, as they stand."""

from __future__ import annotations

import re

from tests.docs.manual_text import manual_text

__all__ = ["EXAMPLES", "blocks", "commands", "example", "paragraphs"]

MANUAL = "002_eb9be0243c9a3ac8.txt"
DIGEST = "402fb41f4806c5f55932f989c7afce1dfcf6a2964fec6ae028e5e91d27f5a395"

EXAMPLES = (
    "quick start", "explicit credentials", "environment", "login file", "apps", "builds", "releases", "variables",
    "services", "processes", "resources", "system", "low level", "errors", "retries", "no retries", "imports",
    "long request", "streaming",
)  # fmt: skip
"""A name for each block, in the manual's order."""

_ROW = re.compile(r"^\| `(convox [^`]+)` \| `(client\.[^`]+)` \|$", re.MULTILINE)


def blocks() -> list[str]:
    """Every Python block of the manual; the test is skipped where there is no manual."""
    return re.findall(r"^```python\n(.*?)\n```$", manual_text(MANUAL, DIGEST), re.MULTILINE | re.DOTALL)


def example(name: str) -> str:
    """The code of one block."""
    return dict(zip(EXAMPLES, blocks(), strict=True))[name]


def paragraphs(name: str) -> list[str]:
    """The parts of a block that empty lines divide: each can be looked at after it has run."""
    return re.split(r"\n\n+", example(name))


def commands() -> dict[str, str]:
    """The table that says which method does what a command does, as it stands."""
    return dict(_ROW.findall(manual_text(MANUAL, DIGEST)))
