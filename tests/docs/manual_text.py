"""The texts of the manuals that the clients follow, and a way to run the examples in them.

The manuals belong to others and are not part of this repository. Where their texts lie next to the checkout, examples
are read from them; elsewhere the tests that need one are skipped.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

MANUALS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def manual_text(name: str, digest: str) -> str:
    """The text of the manual in file `name`; the test is skipped where it is not. digest: of the edition we know."""
    file = MANUALS / name
    if not file.is_file():
        pytest.skip(f"the reference manual is not next to this checkout: no {MANUALS.name}/{name}")
    text = file.read_bytes()
    assert hashlib.sha256(text).hexdigest() == digest, "another edition: look its examples up anew"
    return text.decode("utf-8")


async def perform(code: str, **names: Any) -> dict[str, Any] | None:
    """Run code in which `await` stands outside of functions; what it has named by its end, None if it returned early.

    names: what the code takes for granted.
    """
    body = "\n".join(f"    {line}" for line in code.split("\n"))
    exec(f"async def example():\n{body}\n    return locals()\n", names)  # noqa: S102
    found: dict[str, Any] | None = await names["example"]()
    return found
