"""Programs that never close their clients: they end in time and without a word."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from trellis.emulator import EmulatorHandle

HEAD = """
import asyncio, gc, threading
from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import Profile
profile = Profile(name="n", url={url!r}, api_key="local-admin-key")
"""

PROGRAMS = {
    "sync, at exit": "client = SyncKneoClient(profile); client.platform.health.livez()",
    "sync, collected": "SyncKneoClient(profile).platform.health.livez(); gc.collect()",
    "sync, never used": "client = SyncKneoClient(profile)",
    "sync, in a thread that ended": """
client = SyncKneoClient(profile)
thread = threading.Thread(target=client.platform.health.livez); thread.start(); thread.join()""",
    "sync, daemon thread at work": """
client = SyncKneoClient(profile)
def work():
    while True: client.platform.health.livez()
threading.Thread(target=work, daemon=True).start()
client.platform.health.livez()""",
    "async, at exit": """
client = KneoClient(profile)
async def main(): await client.platform.health.livez()
asyncio.run(main())""",
    "async, collected in the loop": """
async def main():
    await KneoClient(profile).platform.health.livez()
    gc.collect()
asyncio.run(main())
gc.collect()""",
    "async, several loops": """
client = KneoClient(profile)
async def main(): await client.platform.health.livez()
for _ in range(3): asyncio.run(main())
gc.collect()""",
    "async, in flight at the end": """
client = KneoClient(profile)
async def main():
    tasks = [asyncio.ensure_future(client.platform.health.livez()) for _ in range(20)]
    await asyncio.sleep(0)
    await tasks[0]
asyncio.run(main())""",
    "async, closed": """
async def main():
    async with KneoClient(profile) as client: await client.platform.health.livez()
asyncio.run(main())""",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_program_ends_in_time_and_without_a_word(kneo_server: EmulatorHandle, program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEAD.format(url=kneo_server.url) + program],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_program_that_closes_its_clients_has_no_unclosed_socket_either(kneo_server: EmulatorHandle) -> None:
    """The strictest setting Python has for such things: every ResourceWarning is an error."""
    program = """
with SyncKneoClient(profile) as client: client.platform.health.livez()
async def main():
    asyncio.get_running_loop().slow_callback_duration = 60  # a busy machine is no finding
    async with KneoClient(profile) as client:
        await asyncio.gather(*(client.platform.health.livez() for _ in range(20)))
asyncio.run(main())
gc.collect()
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", HEAD.format(url=kneo_server.url) + program],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(kneo_server.requests) == 21
