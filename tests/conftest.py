"""Loads the project's own pytest plugin; async tests are marked `anyio` and run on asyncio."""

from __future__ import annotations

import pytest

pytest_plugins = ["trellis.testing.plugin"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop library of async tests."""
    return "asyncio"
