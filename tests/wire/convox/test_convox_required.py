"""None for what a method cannot do without is the caller's mistake, and is told before anything is sent."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from convox import ConvoxClient
from trellis.core.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

GROUPS = [name for name, member in vars(ConvoxClient).items() if isinstance(member, lazy)]
SOUND = {"port": 80, "threshold": 0.5, "env": {"A": "1"}, "opts": {}, "domains": ["a.example"], "data": b"\x1f\x8b\x08",
         "tar": b"tar", "config": {}, "method": "GET", "path": "/x", "active": True}  # fmt: skip


def required() -> Iterator[tuple[str, str, str]]:
    """Each argument without a default of each public method."""
    client = ConvoxClient("http://127.0.0.1:1", "key")
    for group in GROUPS:
        for name, method in inspect.getmembers(getattr(client, group), inspect.ismethod):
            if name.startswith("_"):
                continue
            for parameter in inspect.signature(method).parameters.values():
                if parameter.default is parameter.empty and parameter.kind in (
                    parameter.POSITIONAL_OR_KEYWORD,
                    parameter.KEYWORD_ONLY,
                ):
                    yield group, name, parameter.name


CASES = list(required())


def test_the_table_is_not_empty() -> None:
    assert len(CASES) > 130
    assert ("registries", "add", "password") in CASES


@pytest.mark.parametrize(("group", "name", "argument"), CASES, ids=[".".join(case) for case in CASES])
def test_none_is_refused(either: Either, serve: Callable[..., RawServer], group: str, name: str, argument: str) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    needed = [each for where, method, each in CASES if (where, method) == (group, name)]
    given: dict[str, Any] = {each: SOUND.get(each, "x") for each in needed}
    method = getattr(getattr(either.client(server.url), group), name)

    with pytest.raises((TypeError, ValueError)):
        either.do(method(**{**given, argument: None}))
    assert not server.exchanges
