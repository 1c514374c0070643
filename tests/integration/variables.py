"""Which environment variables a service's smoke tests need."""

from __future__ import annotations

import os

import pytest

__all__ = ["needs"]


def needs(*choices: tuple[str, ...]) -> pytest.MarkDecorator:
    """Skips a test unless all the variables of one of these choices are set."""
    there = any(all(os.environ.get(name) for name in names) for names in choices)
    wanted = ", or ".join(" and ".join(names) for names in choices)
    return pytest.mark.skipif(not there, reason=f"only against a real service: set {wanted}")
