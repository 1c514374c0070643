"""Clients that send over aiohttp, in the place of both kinds: tests of theirs that are imported here run with these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.kneo.both_clients import Either
from tests.wire.kneo.fixtures import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["either", "serve"]


class OverAiohttp(Either):
    """Asynchronous clients over aiohttp."""

    def client(self, url: Any, **options: Any) -> Any:
        from trellis.connections import Aiohttp

        options.setdefault("http_client", Aiohttp())
        return super().client(url, **options)

    def transport(self, url: str, **options: Any) -> Any:
        from trellis.connections import Aiohttp

        options.setdefault("http_client", Aiohttp())
        return super().transport(url, **options)


@pytest.fixture
def either() -> Iterator[OverAiohttp]:
    pytest.importorskip("aiohttp", reason="the extra `aiohttp` is not installed")
    both = OverAiohttp("async")
    yield both
    both.close()
