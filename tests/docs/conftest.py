"""What the tests that run code of the documentation share: the program that runs it, and the services."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from tests.docs.block_runner import BlockServer, Services

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def block_server() -> Iterator[BlockServer]:
    """Runs commands as a reader would, each in a process of its own."""
    with BlockServer() as server:
        yield server


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The three services, which whoever uses them resets."""
    with contextlib.closing(Services()) as services:
        yield services
