"""Programs of all three SDKs that end as they like: in time, without a word, and with nothing left to be said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tests.fault.ending as ending
from tests.fault.echoes import EchoServer
from tests.wire.convox.socket_racks import Rack

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

SECONDS = 8.0
"""How long a program may take on a busy machine."""

HEADS = {
    "kneo": """
from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import Profile
def new(kind): return (SyncKneoClient if kind == "sync" else KneoClient)(Profile(name="n", url={url!r}, api_key="k"))
def ask(client, mark="x"): return client.platform.runs.get(mark)
""",
    "knoxcall": """
from knoxcall import KnoxCall
def new(kind, **options): return KnoxCall(
    sync=kind == "sync", base_url={url!r}, client_id="tk_1", client_secret="s", tenant="acme", **options)
def ask(client, mark="x"): return client.clients.get(mark)
""",
    "convox": """
from convox import AsyncConvoxClient, ConvoxClient
def new(kind): return (ConvoxClient if kind == "sync" else AsyncConvoxClient)({url!r}, "password")
def ask(client, mark="x"): return client.apps.get(mark)
""",
}

LEFT_OPEN = {
    "sync, at exit": "client = new('sync'); ask(client)",
    "sync, collected": "ask(new('sync')); gc.collect()",
    "sync, never used": "client = new('sync')",
    "sync, in a thread that ended": """
client = new('sync')
thread = threading.Thread(target=ask, args=(client,)); thread.start(); thread.join()""",
    "sync, a daemon thread at work": """
client = new('sync')
def work():
    while True: ask(client)
threading.Thread(target=work, daemon=True).start()
ask(client)""",
    "sync, a daemon thread that waits for an answer": """
client = new('sync')
ask(client)
threading.Thread(target=ask, args=(client, 'hold'), daemon=True).start()
time.sleep(0.1)""",
    "sync, a thread that goes on after the program": """
client = new('sync')
def work():
    time.sleep(0.1)
    ask(client)
    print('done')
threading.Thread(target=work).start()""",
    "sync, used and closed by exit handlers": """
client = new('sync')
atexit.register(client.close)
atexit.register(lambda: print('done') if ask(client) else None)""",
    "sync, in the middle of a cycle": """
class Holder: pass
holder = Holder(); holder.client = new('sync'); holder.me = holder; ask(holder.client)
del holder""",
    "sync, used by a destructor at the very end": """
class Holder:
    def __init__(self): self.client = new('sync'); ask(self.client)
    def __del__(self): self.client.close()
holder = Holder()""",
    "async, at exit": """
client = new('async')
async def main(): await ask(client)
asyncio.run(main())""",
    "async, collected in the loop": """
async def main():
    await ask(new('async'))
    gc.collect()
asyncio.run(main())
gc.collect()""",
    "async, several loops": """
client = new('async')
async def main(): await ask(client)
for _ in range(3): asyncio.run(main())
gc.collect()""",
    "async, in flight at the end": """
client = new('async')
async def main():
    tasks = [asyncio.ensure_future(ask(client)) for _ in range(20)]
    await asyncio.sleep(0)
    await tasks[0]
asyncio.run(main())""",
    "async, waiting for an answer at the end": """
client = new('async')
async def main():
    task = asyncio.ensure_future(ask(client, 'hold'))
    await ask(client)
    await asyncio.sleep(0.05)
asyncio.run(main())""",
    "async, a loop that is left in the middle": """
client = new('async')
loop = asyncio.new_event_loop()
loop.run_until_complete(ask(client))""",
    "async, closed": """
async def main():
    async with new('async') as client: await ask(client)
asyncio.run(main())""",
}
"""What a program may do with a client that it does not close, or nearly."""

SOCKETS_LEFT_OPEN = {
    "convox: a log, at exit": """
client = ConvoxClient({logs!r}, "password")
lines = client.apps.logs("web", follow=True)
next(lines)""",
    "convox: a log that a daemon thread reads": """
client = ConvoxClient({logs!r}, "password")
lines = client.apps.logs("web", follow=True)
threading.Thread(target=list, args=(lines,), daemon=True).start()
time.sleep(0.1)""",
    "convox: a log that an exit handler closes": """
client = ConvoxClient({logs!r}, "password")
lines = client.apps.logs("web", follow=True)
next(lines)
atexit.register(lines.close)""",
    "convox: a log of a loop": """
async def main():
    lines = await AsyncConvoxClient({logs!r}, "password").apps.logs("web", follow=True)
    await anext(lines)
asyncio.run(main())""",
    "convox: a log that a task reads at the end": """
async def main():
    lines = await AsyncConvoxClient({logs!r}, "password").apps.logs("web", follow=True)
    async def read():
        async for _ in lines: pass
    task = asyncio.ensure_future(read())
    await asyncio.sleep(0.05)
asyncio.run(main())""",
    "knoxcall: an asynchronous HTTP client behind a synchronous one": """
import httpx
client = new('sync', http=httpx.AsyncClient())
ask(client)""",
}

CLOSED = """
with new('sync') as client: ask(client)
async def main():
    async with new('async') as client: await asyncio.gather(*(ask(client) for _ in range(20)))
asyncio.run(main())
gc.collect()"""

SOCKETS_CLOSED = """
with ConvoxClient({logs!r}, "password") as client, client.apps.logs("web", follow=True) as lines: next(lines)
async def main():
    async with AsyncConvoxClient({logs!r}, "password") as client:
        lines = await client.apps.logs("web", follow=True)
        await anext(lines)
asyncio.run(main())
gc.collect()"""

COMMON = "import asyncio, atexit, gc, threading, time\n"


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    server = EchoServer()
    with Rack("one\n") as rack:
        yield {"url": server.url, "logs": rack.url}
    server.close()


def ends_of(programs: dict[str, str], *flags: str) -> dict[str, tuple[int, str, float]]:
    """How each program ended: exit status, output, seconds."""
    done = subprocess.run(
        [sys.executable, *flags, str(Path(ending.__file__))],
        input=json.dumps(programs), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: dict[str, tuple[int, str, float]] = json.loads(done.stdout)
    assert found.keys() == programs.keys()
    return found


def wrong_ends(ends: dict[str, tuple[int, str, float]], programs: dict[str, str]) -> dict[str, tuple[int, str, float]]:
    """Those of which something is not as it should be."""
    expected = {name: "done\n" if "print('done')" in text else "" for name, text in programs.items()}
    return {
        name: (status, said, seconds)
        for name, (status, said, seconds) in ends.items()
        if (status, said) != (0, expected[name]) or seconds > SECONDS
    }


@pytest.mark.slow
def test_programs_that_close_nothing_end_in_time_and_without_a_word(urls: dict[str, str]) -> None:
    programs = {
        f"{service}: {name}": COMMON + head.format(**urls) + text
        for service, head in HEADS.items()
        for name, text in LEFT_OPEN.items()
    }
    for name, text in SOCKETS_LEFT_OPEN.items():
        programs[name] = COMMON + HEADS[name.partition(":")[0]].format(**urls) + text.format(**urls)
    assert wrong_ends(ends_of(programs), programs) == {}


@pytest.mark.slow
def test_programs_that_close_their_clients_have_no_unclosed_socket_either(urls: dict[str, str]) -> None:
    """Every ResourceWarning is an error; that this shows them is seen by a program that does leave one open. Not in
    Python's development mode, where asyncio tells of what takes long on a busy machine."""
    programs = {service: COMMON + head.format(**urls) + CLOSED for service, head in HEADS.items()}
    programs["logs"] = COMMON + HEADS["convox"].format(**urls) + SOCKETS_CLOSED.format(**urls)
    careless = COMMON + HEADS["kneo"].format(**urls) + "ask(new('sync')); gc.collect()"
    ends = ends_of({**programs, "careless": careless}, "-W", "error")
    assert "ResourceWarning: unclosed" in ends.pop("careless")[1]
    assert wrong_ends(ends, programs) == {}
