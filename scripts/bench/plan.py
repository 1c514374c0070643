"""What the rows of one bench run share: whom to measure, how long, against which server."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .subjects import (
    ASYNC_SUBJECTS,
    OVER_AIOHTTP,
    READ_ITEM,
    SYNC_SUBJECTS,
    WIRES,
    AsyncSubject,
    PlainAsync,
    PlainSync,
    SyncSubject,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .server import Server
    from .subjects import Wire


@dataclass(frozen=True)
class Plan:
    """One run: the subject's name, a tenth of the calls if `quick`, and the server of the loopback rows."""

    subject: str
    quick: bool
    server: Server

    @property
    def walks(self) -> bool:
        """Whether the service has lists of several pages, to be walked over."""
        return WIRES[self.subject].pages > 1

    def calls(self, number: int) -> int:
        """So many calls, or a tenth of them."""
        return max(1, number // 10) if self.quick else number

    def rounds(self, number: int) -> int:
        """So many rounds, or fewer, but enough for a median."""
        return min(number, 5) if self.quick else number

    def ours(self, url: str) -> SyncSubject:
        """A client under test for the service at `url`."""
        return SYNC_SUBJECTS[self.subject](url)

    def ours_async(self, url: str) -> AsyncSubject:
        """Its async twin."""
        return ASYNC_SUBJECTS[self.subject](url)

    def ours_over_aiohttp(self, url: str) -> AsyncSubject:
        """The same over aiohttp."""
        return OVER_AIOHTTP[self.subject](url)

    @property
    def has_aiohttp(self) -> bool:
        """Whether the extra `aiohttp` is installed."""
        return find_spec("aiohttp") is not None

    @property
    def wire(self) -> Wire:
        """What the measured calls look like to somebody who makes them by hand."""
        return WIRES[self.subject]

    @property
    def read_item(self) -> Callable[[Any], object]:
        """Reads every field of an object of a list, as the SDK gives it."""
        return READ_ITEM[self.subject]

    def theirs(self, url: str) -> PlainSync:
        """Plain httpx for the same calls."""
        return PlainSync(url, WIRES[self.subject])

    def theirs_async(self, url: str, *, timeout: float = 5.0) -> PlainAsync:
        """Its async twin. timeout: seconds; many who wait in line may need more than the default."""
        return PlainAsync(url, WIRES[self.subject], timeout=timeout)

    @contextlib.contextmanager
    def sync_pair(self, url: str) -> Iterator[tuple[SyncSubject, PlainSync]]:
        """The client under test and plain httpx, closed after."""
        ours, theirs = self.ours(url), self.theirs(url)
        try:
            yield ours, theirs
        finally:
            ours.close()
            theirs.close()

    @contextlib.contextmanager
    def async_pair(
        self, url: str, *, aiohttp: bool = False
    ) -> Iterator[tuple[asyncio.AbstractEventLoop, AsyncSubject, PlainAsync]]:
        """A loop, the client under test (over aiohttp, if so) and plain httpx in it, closed after."""
        loop = asyncio.new_event_loop()
        ours, theirs = self.ours_over_aiohttp(url) if aiohttp else self.ours_async(url), self.theirs_async(url)
        try:
            yield loop, ours, theirs
        finally:
            loop.run_until_complete(ours.aclose())
            loop.run_until_complete(theirs.aclose())
            loop.close()
