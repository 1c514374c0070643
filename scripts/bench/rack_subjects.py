"""Convox's clients as sides of a comparison: one app, a new app, and lists of apps."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from .rack_payloads import APP_FIELDS, NEW_APP

if TYPE_CHECKING:
    from convox import AsyncConvoxClient, ConvoxClient

_read_app = attrgetter(*APP_FIELDS)


class RackSync:
    """`ConvoxClient` with its defaults: retries on."""

    def __init__(self, url: str) -> None:
        from convox import ConvoxClient

        self._client: ConvoxClient = ConvoxClient(url, "k")
        self._apps = self._client.apps

    def get(self, run_id: str) -> object:
        return _read_app(self._apps.get(run_id))

    def create(self) -> object:
        return _read_app(self._apps.create(NEW_APP["name"]))

    def page(self) -> int:
        return sum(1 for app in self._apps.list() if _read_app(app))

    def walk(self) -> int:
        """A rack has no pages: its list is everything."""
        return self.page()

    def close(self) -> None:
        self._client.close()


class RackAsync:
    """`AsyncConvoxClient` with its defaults."""

    def __init__(self, url: str, http_client: Any = None) -> None:
        from convox import AsyncConvoxClient

        self._client: AsyncConvoxClient = AsyncConvoxClient(url, "k", http_client=http_client)
        self._apps = self._client.apps

    async def get(self, run_id: str) -> object:
        return _read_app(await self._apps.get(run_id))

    async def create(self) -> object:
        return _read_app(await self._apps.create(NEW_APP["name"]))

    async def page(self) -> int:
        return sum(1 for app in await self._apps.list() if _read_app(app))

    async def walk(self) -> int:
        """A rack has no pages: its list is everything."""
        return await self.page()

    async def aclose(self) -> None:
        await self._client.aclose()
