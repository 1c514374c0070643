"""The two sides of every comparison: the client under test, and plain httpx doing the same work by hand.

Each call reads every field of everything it gets, since a client that decodes lazily must not win by not being asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from .gateway_payloads import DETAIL_FIELDS, FULL_FIELDS, NEW_ROUTE, ROUTE_FIELDS
from .gateway_subjects import GatewayAsync, GatewaySync
from .payloads import CREATED_FIELDS, ITEMS, NEW_RUN, PAGE_SIZE, RUN_FIELDS
from .rack_payloads import APP_FIELDS, NEW_APP
from .rack_subjects import RackAsync, RackSync

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_fresh = count(1)
_keys = count(1)


def fresh_id() -> str:
    """A run id that no call has used yet."""
    return f"run-{next(_fresh):08d}"


class SyncSubject(Protocol):
    """One side of a sync comparison."""

    def get(self, run_id: str) -> object: ...
    def create(self) -> object: ...
    def page(self) -> int: ...
    def walk(self) -> int: ...
    def close(self) -> None: ...


class AsyncSubject(Protocol):
    """One side of an async comparison."""

    async def get(self, run_id: str) -> object: ...
    async def create(self) -> object: ...
    async def page(self) -> int: ...
    async def walk(self) -> int: ...
    async def aclose(self) -> None: ...


_read_run = itemgetter(*RUN_FIELDS)
_read_created = itemgetter(*CREATED_FIELDS)
_run_attributes = attrgetter(*RUN_FIELDS)
_created_attributes = attrgetter(*CREATED_FIELDS)


@dataclass(frozen=True)
class Wire:
    """What a service's calls look like to somebody who makes them by hand."""

    path: str
    key_header: str
    new: Mapping[str, object]
    read_items: Callable[[Any], Any]
    page_query: Callable[[int], str]
    read_one: Callable[[Any], object]
    read_new: Callable[[Any], object]
    read_item: Callable[[Any], object]
    form: bool = False
    """Whether what is new goes as form fields, not as JSON."""
    pages: int = ITEMS // PAGE_SIZE
    """Of the whole list; 1 where there are no pages and so no walks."""


RUNS = Wire(
    path="/v1/runs",
    key_header="Idempotency-Key",
    new=NEW_RUN,
    read_items=itemgetter("runs"),
    page_query=lambda number: f"limit={PAGE_SIZE}&offset={number * PAGE_SIZE}",
    read_one=_read_run,
    read_new=_read_created,
    read_item=_read_run,
)
_read_detail = itemgetter(*DETAIL_FIELDS)
_read_full = itemgetter(*FULL_FIELDS)
ROUTES = Wire(
    path="/v1/routes",
    key_header="Idempotency-Key",
    new=NEW_ROUTE,
    read_items=itemgetter("data"),
    page_query=lambda number: f"page={number + 1}&per_page={PAGE_SIZE}",
    read_one=lambda answer: _read_detail(answer["data"]),
    read_new=lambda answer: _read_full(answer["data"]),
    read_item=itemgetter(*ROUTE_FIELDS),
)
_read_app = itemgetter(*APP_FIELDS)
APPS = Wire(
    path="/apps",
    key_header="X-Key",  # a rack knows no idempotency keys
    new=NEW_APP,
    read_items=lambda answer: answer,
    page_query=lambda number: "",
    read_one=_read_app,
    read_new=_read_app,
    read_item=_read_app,
    form=True,
    pages=1,
)


class PlainSync:
    """`httpx.Client`, used as its documentation does."""

    def __init__(self, url: str, wire: Wire = RUNS) -> None:
        self._root = url
        self._url = url + wire.path
        self._wire = wire
        self._new: dict[str, Any] = {"data" if wire.form else "json": wire.new}
        self._client = httpx.Client()

    def get(self, run_id: str) -> object:
        return self._wire.read_one(self._client.get(f"{self._url}/{run_id}").json())

    def call(self, run_id: str) -> object:
        """What the upstream of a route is asked, asked directly."""
        return _read_run(self._client.get(f"{self._root}/v1/runs/{run_id}").json())

    def create(self) -> object:
        headers = {self._wire.key_header: f"key-{next(_keys)}"}
        return self._wire.read_new(self._client.post(self._url, headers=headers, **self._new).json())

    def page(self, number: int = 0) -> int:
        wire = self._wire
        response = self._client.get(f"{self._url}?{wire.page_query(number)}")
        return sum(1 for item in wire.read_items(json.loads(response.content)) if wire.read_item(item))

    def walk(self) -> int:
        return sum(self.page(number) for number in range(self._wire.pages))

    def close(self) -> None:
        self._client.close()


class PlainAsync:
    """`httpx.AsyncClient` with its default limits."""

    def __init__(self, url: str, wire: Wire = RUNS, *, timeout: float = 5.0) -> None:
        self._root = url
        self._url = url + wire.path
        self._wire = wire
        self._new: dict[str, Any] = {"data" if wire.form else "json": wire.new}
        self._client = httpx.AsyncClient(timeout=timeout)

    async def get(self, run_id: str) -> object:
        return self._wire.read_one((await self._client.get(f"{self._url}/{run_id}")).json())

    async def call(self, run_id: str) -> object:
        """What the upstream of a route is asked, asked directly."""
        return _read_run((await self._client.get(f"{self._root}/v1/runs/{run_id}")).json())

    async def create(self) -> object:
        headers = {self._wire.key_header: f"key-{next(_keys)}"}
        return self._wire.read_new((await self._client.post(self._url, headers=headers, **self._new)).json())

    async def page(self, number: int = 0) -> int:
        wire = self._wire
        response = await self._client.get(f"{self._url}?{wire.page_query(number)}")
        return sum(1 for item in wire.read_items(json.loads(response.content)) if wire.read_item(item))

    async def walk(self) -> int:
        return sum([await self.page(number) for number in range(self._wire.pages)])

    async def aclose(self) -> None:
        await self._client.aclose()


class KneoSync:
    """`SyncKneoClient` with its defaults: retries, ids and authentication on."""

    def __init__(self, url: str) -> None:
        from kneo_client import SyncKneoClient
        from kneo_client.core.profiles import Profile

        self._client = SyncKneoClient(Profile(name="bench", url=url, api_key="k"))
        self._runs = self._client.platform.runs

    def get(self, run_id: str) -> object:
        return _run_attributes(self._runs.get(run_id))

    def create(self) -> object:
        return _created_attributes(self._runs.create(NEW_RUN))

    def page(self) -> int:
        runs = self._runs.list(limit=PAGE_SIZE).runs
        return sum(1 for item in runs if _read_run(item))

    def walk(self) -> int:
        found = 0
        for item in self._runs.iterate(page_size=PAGE_SIZE):
            _read_run(item)
            found += 1
        return found

    def close(self) -> None:
        self._client.close()


class KneoAsync:
    """`KneoClient` with its defaults."""

    def __init__(self, url: str, http_client: Any = None) -> None:
        from kneo_client import KneoClient
        from kneo_client.core.profiles import Profile

        self._client = KneoClient(Profile(name="bench", url=url, api_key="k"), http_client=http_client)
        self._runs = self._client.platform.runs

    async def get(self, run_id: str) -> object:
        return _run_attributes(await self._runs.get(run_id))

    async def create(self) -> object:
        return _created_attributes(await self._runs.create(NEW_RUN))

    async def page(self) -> int:
        runs = (await self._runs.list(limit=PAGE_SIZE)).runs
        return sum(1 for item in runs if _read_run(item))

    async def walk(self) -> int:
        found = 0
        async for item in self._runs.iterate(page_size=PAGE_SIZE):
            _read_run(item)
            found += 1
        return found

    async def aclose(self) -> None:
        await self._client.aclose()


SYNC_SUBJECTS: Mapping[str, Callable[[str], SyncSubject]] = {
    "kneo": KneoSync, "knoxcall": GatewaySync, "convox": RackSync, "httpx": PlainSync,
}  # fmt: skip
ASYNC_SUBJECTS: Mapping[str, Callable[[str], AsyncSubject]] = {
    "kneo": KneoAsync, "knoxcall": GatewayAsync, "convox": RackAsync, "httpx": PlainAsync,
}  # fmt: skip
"""By name on the command line. `httpx` measures the harness itself: every ratio is then about 1."""


def _aiohttp() -> Any:
    from trellis.connections import Aiohttp

    return Aiohttp()


OVER_AIOHTTP: Mapping[str, Callable[[str], AsyncSubject]] = {
    "kneo": lambda url: KneoAsync(url, _aiohttp()),
    "knoxcall": lambda url: GatewayAsync(url, http=_aiohttp()),
    "convox": lambda url: RackAsync(url, _aiohttp()),
    "httpx": PlainAsync,
}
"""The clients under test with their connections made by aiohttp."""
WIRES: Mapping[str, Wire] = {"kneo": RUNS, "knoxcall": ROUTES, "convox": APPS, "httpx": RUNS}
"""What plain httpx does by hand to match each."""
READ_ITEM: Mapping[str, Callable[[Any], object]] = {
    "kneo": _read_run, "knoxcall": ROUTES.read_item, "convox": attrgetter(*APP_FIELDS), "httpx": _read_run,
}  # fmt: skip
"""Reads every field of an object of a list, as each SDK gives it: Kneo's lists hold open objects, Convox's models."""
