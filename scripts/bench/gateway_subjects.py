"""KnoxCall's clients as sides of a comparison: the management API, and requests through a route."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .gateway_payloads import BOUND, DETAIL_FIELDS, FULL_FIELDS, NEW_ROUTE, ROUTE_FIELDS
from .payloads import PAGE_SIZE, RUN_FIELDS

if TYPE_CHECKING:
    from knoxcall import KnoxCallAsync, KnoxCallSync

_read_route = itemgetter(*ROUTE_FIELDS)
_read_detail = itemgetter(*DETAIL_FIELDS)
_read_full = itemgetter(*FULL_FIELDS)
_read_upstream = itemgetter(*RUN_FIELDS)


class GatewaySync:
    """`KnoxCall` with its defaults: retries, keys, and a token that was minted once."""

    def __init__(self, url: str, dpop: str = "auto") -> None:
        from knoxcall import KnoxCall

        mode: Any = dpop
        base = url if dpop == "auto" else url + BOUND
        self._client: KnoxCallSync = KnoxCall(
            client_id="bench", client_secret="s", base_url=base, proxy_base_url=url, dpop=mode
        )
        self._routes = self._client.routes

    def get(self, run_id: str) -> object:
        return _read_detail(self._routes.get(run_id))

    def create(self) -> object:
        return _read_full(self._routes.create(**NEW_ROUTE))

    def call(self, run_id: str) -> object:
        """A request through a route; the upstream's answer, read."""
        return _read_upstream(self._client.call("orders", path=f"/v1/runs/{run_id}").json())

    def page(self) -> int:
        return sum(1 for item in self._routes.list(per_page=PAGE_SIZE)["data"] if _read_route(item))

    def walk(self) -> int:
        found = 0
        for item in self._routes.iterate(per_page=PAGE_SIZE):
            _read_route(item)
            found += 1
        return found

    def close(self) -> None:
        self._client.close()


class GatewayAsync:
    """`KnoxCallAsync` with its defaults."""

    def __init__(self, url: str, dpop: str = "auto", *, http: Any = None) -> None:
        from knoxcall import KnoxCall

        mode: Any = dpop
        base = url if dpop == "auto" else url + BOUND
        self._client: KnoxCallAsync = KnoxCall(
            sync=False, client_id="bench", client_secret="s", base_url=base, proxy_base_url=url, dpop=mode, http=http
        )
        self._routes = self._client.routes

    async def get(self, run_id: str) -> object:
        return _read_detail(await self._routes.get(run_id))

    async def create(self) -> object:
        return _read_full(await self._routes.create(**NEW_ROUTE))

    async def call(self, run_id: str) -> object:
        """A request through a route; the upstream's answer, read."""
        return _read_upstream((await self._client.call("orders", path=f"/v1/runs/{run_id}")).json())

    async def page(self) -> int:
        return sum(1 for item in (await self._routes.list(per_page=PAGE_SIZE))["data"] if _read_route(item))

    async def walk(self) -> int:
        found = 0
        async for item in self._routes.iterate(per_page=PAGE_SIZE):
            _read_route(item)
            found += 1
        return found

    async def aclose(self) -> None:
        await self._client.aclose()
