"""A plain httpx client of the emulator, so that these tests do not depend on our own clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trellis.emulator import KneoHandle


@pytest.fixture
def http(kneo_server: KneoHandle) -> Iterator[httpx.Client]:
    """Calls `kneo_server` with an admin's key."""
    headers = {"Authorization": f"Bearer {kneo_server.settings.keys[0].key}"}
    with httpx.Client(base_url=kneo_server.url, headers=headers, timeout=5, trust_env=False) as client:
        yield client
