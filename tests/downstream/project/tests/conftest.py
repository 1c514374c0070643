"""The emulated platform, and the service on top of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from review_desk.app import create_app

from trellis.testing import connect_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from trellis.emulator import KneoHandle

pytest_plugins = ["trellis.testing.plugin"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop of the tests."""
    return "asyncio"


@pytest.fixture
async def desk(kneo_server: KneoHandle) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the service, which runs in this process and talks to the emulated platform."""
    app = create_app(lambda: connect_async(kneo_server))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as client,
    ):
        yield client
