"""What a log that was opened in one event loop does in another: it can be closed, also when its own is gone."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from convox import AsyncConvoxClient
from convox.exceptions import ConvoxClosedError
from tests.wire.convox.racks import KEY
from tests.wire.convox.socket_racks import Rack

if TYPE_CHECKING:
    from convox.streams import AsyncLogStream


async def closed(lines: AsyncLogStream) -> list[str]:
    """Close it, twice, and see what it still gives."""
    await lines.aclose()
    await lines.aclose()
    return [line async for line in lines]


def test_a_log_is_closed_although_its_loop_does_not_run_any_more() -> None:
    first = asyncio.new_event_loop()
    with Rack("one\n") as rack:
        client = AsyncConvoxClient(rack.url, KEY)

        async def leave_open() -> AsyncLogStream:
            return await client.apps.logs("web", follow=True)

        async def ask_for_more(lines: AsyncLogStream) -> None:
            """The loop comes back, and finds that its connection is to be closed."""
            with pytest.raises(ConvoxClosedError):
                await lines._socket.receive()
            await client.aclose()

        lines = first.run_until_complete(leave_open())
        assert asyncio.run(closed(lines)) == []
        assert lines.closed
        assert rack.sessions_over.acquire(timeout=5)
        first.run_until_complete(ask_for_more(lines))
        first.close()


def test_a_log_of_a_loop_that_runs_elsewhere_is_closed_and_who_waits_there_is_woken() -> None:
    found: list[Any] = []
    reading = threading.Event()

    with Rack("one\n") as rack:

        async def follow() -> None:
            async with AsyncConvoxClient(rack.url, KEY) as client:
                lines = await client.apps.logs("web", follow=True)
                found.append(lines)
                async for line in lines:
                    found.append(line)
                    reading.set()

        other = threading.Thread(target=asyncio.run, args=(follow(),))
        other.start()
        assert reading.wait(10)
        assert asyncio.run(closed(found[0])) == []
        other.join(10)
        assert not other.is_alive()
        assert found[1:] == ["one"]
        assert rack.sessions_over.acquire(timeout=5)
