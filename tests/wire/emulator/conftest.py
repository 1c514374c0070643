"""Plain clients of the emulators, so that these tests do not depend on our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.wire.emulator.racks import Rack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trellis.emulator import ConvoxHandle, ConvoxSettings, KneoHandle


@pytest.fixture
def http(kneo_server: KneoHandle) -> Iterator[httpx.Client]:
    """Calls `kneo_server` with an admin's key."""
    headers = {"Authorization": f"Bearer {kneo_server.settings.keys[0].key}"}
    with httpx.Client(base_url=kneo_server.url, headers=headers, timeout=5, trust_env=False) as client:
        yield client


@pytest.fixture
def rack(convox_server: ConvoxHandle) -> Iterator[Rack]:
    """Calls `convox_server` with its password."""
    with Rack(convox_server) as caller:
        yield caller


@pytest.fixture
def start_rack(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> Iterator[Callable[..., Rack]]:
    """Starts a rack or console with settings of the test's own, and calls it; options are those of `Rack`."""
    callers: list[Rack] = []

    def start_with(settings: ConvoxSettings, **options: str) -> Rack:
        callers.append(Rack(start_convox(settings), **options))
        return callers[-1]

    yield start_with
    for caller in callers:
        caller.http.close()
