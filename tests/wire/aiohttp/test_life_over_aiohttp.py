"""Forks, loops, cancellation and the end of a program, over aiohttp: the tests of the fault suite, told to use it."""

from __future__ import annotations

import asyncio
import functools
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from convox import AsyncConvoxClient
from kneo_client import KneoClient
from knoxcall import KnoxCall
from tests.fault import shapes
from tests.fault.cancelling import WAYS
from tests.fault.echoes import EchoServer
from tests.fault.kneo import test_kneo_cancellation as cancellation
from tests.fault.kneo import test_kneo_forks as forks
from tests.fault.kneo import test_kneo_threads_and_loops as loops
from tests.fault.shapes import SHAPES
from tests.fault.test_cancellation import every_step
from tests.fault.test_process_end import COMMON, HEADS, LEFT_OPEN
from tests.wire.kneo.raw_server import RawServer
from trellis.connections import Aiohttp
from trellis.core.transport.limits import PoolLimits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANCELLED = (
    "kneo: in chunks", "kneo: a retry", "kneo: a deadline", "kneo: a whole response", "knoxcall: a stream",
    "knoxcall: an upload from an iterator", "convox: a form",
)  # fmt: skip
pytest.importorskip("aiohttp", reason="the extra `aiohttp` is not installed")


@pytest.fixture(autouse=True)
def clients_send_over_aiohttp(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cancellation, forks, loops, shapes):
        monkeypatch.setattr(module, "KneoClient", functools.partial(KneoClient, http_client=Aiohttp()))
    monkeypatch.setattr(shapes, "KnoxCall", functools.partial(KnoxCall, http=Aiohttp()))
    monkeypatch.setattr(shapes, "AsyncConvoxClient", functools.partial(AsyncConvoxClient, http_client=Aiohttp()))


@pytest.fixture
def server() -> Iterator[RawServer]:
    server = RawServer(loops.echo)
    yield server
    server.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_makes_connections_of_its_own() -> None:
    forks.test_an_async_client_works_in_a_loop_of_the_childs_own()
    forks.test_a_fork_from_within_a_running_loop_leaves_the_parents_calls_alone()


def test_several_loops_share_one_client(server: RawServer) -> None:
    loops.test_two_loops_in_turn_share_one_client(server)
    loops.test_two_loops_at_once_share_one_client(server)


@pytest.mark.parametrize("way", WAYS)
def test_a_call_can_be_cancelled_at_each_of_its_awaits(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PoolLimits.__new__, "__defaults__", (2, 60.0))  # so that one that is lost is missed
    for name in CANCELLED:
        server = SHAPES[name].serve()
        try:
            assert asyncio.run(every_step(SHAPES[name], server.url, way, tmp_path)) > 1, f"{name} hardly waited"
        finally:
            server.close()


def test_a_call_that_waits_in_line_can_be_cancelled_and_the_others_move_up() -> None:
    asyncio.run(cancellation.test_a_call_that_waits_in_line_can_be_cancelled_and_the_others_move_up())


def test_a_program_ends_in_time_and_without_a_word() -> None:
    """One program for all the ways to end it: each in a loop of its own, nothing ever closed."""
    names = ("async, at exit", "async, collected in the loop", "async, several loops", "async, in flight at the end")
    parts = "\n".join(LEFT_OPEN[name] for name in names)
    over_aiohttp = (
        "import functools\n"
        "from trellis.connections import Aiohttp\n"
        "KneoClient = functools.partial(KneoClient, http_client=Aiohttp())\n"
    )
    server = EchoServer()
    program = COMMON + HEADS["kneo"].format(url=server.url) + over_aiohttp + parts
    try:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    finally:
        server.close()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
