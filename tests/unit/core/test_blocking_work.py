"""Work that blocks: on a thread for asynchronous adapters, in place for their mirrored twins."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from trellis.core import aio, sio


def fail() -> None:
    raise KeyError("mine")


def test_a_synchronous_adapter_does_it_itself() -> None:
    assert sio.blocking(threading.get_ident) == threading.get_ident()
    with pytest.raises(KeyError, match="mine"):
        sio.blocking(fail)


def test_an_asynchronous_adapter_has_a_thread_do_it() -> None:
    async def scenario() -> int:
        with pytest.raises(KeyError, match="mine"):
            await aio.blocking(fail)
        return await aio.blocking(threading.get_ident)

    assert asyncio.run(scenario()) != threading.get_ident()


def test_the_event_loop_goes_on_meanwhile() -> None:
    async def scenario() -> list[str]:
        order: list[str] = []

        async def other() -> None:
            order.append("other")

        def work() -> None:
            time.sleep(0.1)
            order.append("work")

        await asyncio.gather(aio.blocking(work), other())
        return order

    assert asyncio.run(scenario()) == ["other", "work"]
