"""A process with a warm client forks: the parent's connections go on, the child makes its own, nobody hangs."""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kneo_client import KneoClient, SyncKneoClient
from tests.fault.forked import in_child
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import Exchange, RawServer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def who(exchange: Exchange) -> bool:
    """Answers with the connection's peer port, so that a test can tell connections apart."""
    exchange.send(json_answer({"ok": True, "version": str(exchange.connection.getpeername()[1])}))
    return True


@contextmanager
def raw_server(
    play: Callable[[Exchange], bool | None] = who, *, tls: ssl.SSLContext | None = None
) -> Iterator[RawServer]:
    server = RawServer(play, tls=tls)
    try:
        yield server
    finally:
        server.close()


def test_parent_and_child_never_share_a_connection() -> None:
    with raw_server() as server, SyncKneoClient(profile_for(server.url)) as client:
        parents = client.platform.health.livez().version
        childs = in_child(lambda: client.platform.health.livez().version)
        assert childs.isdigit(), childs
        assert childs != parents
        assert client.platform.health.livez().version == parents
        assert server.connections == 2


def test_a_childs_close_leaves_the_parents_connection_open() -> None:
    def work() -> str:
        client.platform.health.livez()
        client.close()
        return "closed"

    with raw_server() as server, SyncKneoClient(profile_for(server.url)) as client:
        parents = client.platform.health.livez().version
        assert in_child(work) == "closed"
        assert in_child(lambda: client.close()) == "None"
        assert client.platform.health.livez().version == parents


def test_a_fork_during_another_threads_call_hangs_nobody() -> None:
    """At the moment of the fork a thread is inside the pool, waiting for an answer."""
    waiting, release = threading.Event(), threading.Event()

    def play(exchange: Exchange) -> bool:
        if exchange.target.endswith("slow"):
            waiting.set()
            release.wait(20)
            exchange.send(json_answer({"run_id": "slow", "status": "completed"}))
            return True
        return who(exchange)

    with raw_server(play) as server, SyncKneoClient(profile_for(server.url)) as client:
        found: list[str | None] = []
        thread = threading.Thread(target=lambda: found.append(client.platform.runs.get("slow").run_id))
        thread.start()
        assert waiting.wait(10)
        assert in_child(lambda: client.platform.health.livez().ok) == "True"
        release.set()
        thread.join(20)
        assert found == ["slow"]


def test_forks_in_the_middle_of_many_calls_hang_nobody() -> None:
    """Locks may be held by any thread at any fork; the children have none of those threads."""
    with raw_server() as server, SyncKneoClient(profile_for(server.url)) as client:
        stop = threading.Event()
        errors: list[BaseException] = []

        def work() -> None:
            try:
                while not stop.is_set():
                    client.platform.health.livez()
                    SyncKneoClient(profile_for(server.url)).close()
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(10):
                assert in_child(lambda: client.platform.health.livez().ok) == "True"
        finally:
            stop.set()
            for thread in threads:
                thread.join(20)
        assert errors == []


def test_a_child_of_a_child_makes_its_own_connection_too() -> None:
    with raw_server() as server, SyncKneoClient(profile_for(server.url)) as client:
        client.platform.health.livez()

        def grandchild() -> str:
            client.platform.health.livez()
            return in_child(lambda: client.platform.health.livez().ok)

        assert in_child(grandchild) == "True"
        assert server.connections == 3


def test_views_of_a_client_work_in_the_child() -> None:
    with raw_server() as server, SyncKneoClient(profile_for(server.url)) as client:
        view = client.with_options(timeout=7)
        parents = view.platform.health.livez().version
        assert in_child(lambda: view.platform.health.livez().ok) == "True"
        assert view.platform.health.livez().version == parents


def test_an_async_client_works_in_a_loop_of_the_childs_own() -> None:
    with raw_server() as server:
        client = KneoClient(profile_for(server.url))
        loop = asyncio.new_event_loop()

        async def livez() -> str:
            return str((await client.platform.health.livez()).version)

        async def in_the_child() -> str:
            found = await livez()
            await client.aclose()
            return found

        parents = loop.run_until_complete(livez())
        childs = in_child(lambda: asyncio.run(in_the_child()))
        assert childs.isdigit(), childs
        assert childs != parents
        assert loop.run_until_complete(livez()) == parents
        loop.run_until_complete(client.aclose())
        loop.close()


def test_a_fork_from_within_a_running_loop_leaves_the_parents_calls_alone() -> None:
    with raw_server() as server:
        client = KneoClient(profile_for(server.url))

        async def in_the_child() -> bool:
            return (await client.platform.health.livez()).ok

        def child() -> str:
            result: list[object] = []
            thread = threading.Thread(target=lambda: result.append(asyncio.run(in_the_child())))
            thread.start()
            thread.join(15)
            return str(result)

        async def parent() -> None:
            before = (await client.platform.health.livez()).version
            assert in_child(child) == "[True]"
            assert (await client.platform.health.livez()).version == before
            await client.aclose()

        asyncio.run(parent())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    import trustme

    authority = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context, path


def test_the_parents_tls_connection_survives_the_child_and_its_exit(
    authority: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, path = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with raw_server(tls=context) as server, SyncKneoClient(profile_for(server.url)) as client:
        parents = client.platform.health.livez().version
        for _ in range(3):
            childs = in_child(lambda: client.platform.health.livez().version)
            assert childs.isdigit(), childs
            assert client.platform.health.livez().version == parents
        assert in_child(lambda: client.close()) == "None"
        assert client.platform.health.livez().version == parents
        assert server.connections == 4


def test_a_child_that_exits_the_ordinary_way_leaves_the_parents_tls_connection_alone(
    authority: tuple[ssl.SSLContext, Path],
) -> None:
    """With interpreter shutdown and finalizers, which `os._exit` skips; so in an interpreter of its own."""
    import subprocess

    context, path = authority
    with raw_server(tls=context) as server:
        program = f"""
import os, sys
from kneo_client import SyncKneoClient
from kneo_client.core import Profile
client = SyncKneoClient(Profile(name="n", url={server.url!r}, api_key="k"))
first = client.platform.health.livez().version
sys.stdout.flush()
if os.fork() == 0:
    assert client.platform.health.livez().version != first
    sys.exit(0)
assert os.wait()[1] == 0
assert client.platform.health.livez().version == first
print("fine")
"""
        done = subprocess.run(
            [sys.executable, "-X", "dev", "-c", program],
            env={**os.environ, "SSL_CERT_FILE": str(path)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (0, "fine\n"), done.stderr
