"""Brings https host names to a local server: a CONNECT proxy on loopback, with certificates of a test authority."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from types import TracebackType
    from typing import Any

    Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

LIMIT = 10.0
CHUNK = 65536
# A zero linger time makes closing a socket send a reset.
RESET = struct.pack("ii", 1, 0)


class Tunnel:
    """A proxy through which programs reach a local server under an https name of the wide world, unchanged.

    routes: "name" or "name:port" to the local server's URL, such as `{"kneo.example.com": kneo_server.url}`; a route
    with a port is for that port only. Give the program the tunnel's `environment`: clients that honour HTTPS_PROXY and
    SSL_CERT_FILE, as httpx does, then speak TLS with the tunnel, and it speaks plain HTTP with the server. What breaks
    off on one side breaks off on the other. Names without a route are refused, and nothing leaves the machine.

        with Tunnel({"kneo.example.com": server.url}) as tunnel:
            subprocess.run([sys.executable, "program.py"], env={**os.environ, **tunnel.environment})

    Close it, or use it as a context manager. Needs trustme. Raises ValueError for a route that cannot be.
    """

    def __init__(self, routes: Mapping[str, str]) -> None:
        self._servers = {name.lower(): _local_address(url) for name, url in routes.items()}
        if not self._servers:
            raise ValueError("a tunnel needs at least one route")
        self._folder = tempfile.TemporaryDirectory(prefix="trellis-tunnel-")
        self.ca_file = Path(self._folder.name) / "authority.pem"
        """The test authority's certificate."""
        self._asked: list[str] = []
        self._ports: dict[str, int] = {}
        self._port = 0
        self._listeners: list[asyncio.AbstractServer] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._closed = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="trellis-tunnel", daemon=True)
        self._thread.start()
        try:
            self._on_loop(self._open(self._tls()))
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """The proxy's URL."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that send a program's https requests through the tunnel."""
        found = {"SSL_CERT_FILE": str(self.ca_file)}
        # Both spellings: of a variable that is set in both, most programs read the lower-case one.
        for name, value in (("HTTPS_PROXY", self.url), ("NO_PROXY", "")):
            found |= {name: value, name.lower(): value}
        return found

    @property
    def asked_for(self) -> list[str]:
        """Every "name:port" that a connection was asked for, refused ones included, in order."""
        return list(self._asked)

    def close(self) -> None:
        """Break off what is open and stop. Closing twice does nothing."""
        if self._closed:
            return
        self._closed = True
        self._on_loop(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LIMIT)
        self._loop.close()
        self._folder.cleanup()

    def __enter__(self) -> Tunnel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Tunnel {self.url} for {', '.join(self._servers)}>"

    def _on_loop(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(LIMIT)

    def _tls(self) -> ssl.SSLContext:
        try:
            import trustme
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "a Tunnel needs the library `trustme`: pip install trustme", name="trustme"
            ) from None

        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca_file))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*{name.partition(":")[0] for name in self._servers}).configure_cert(context)
        return context

    async def _open(self, tls: ssl.SSLContext) -> None:
        for name, address in self._servers.items():
            # One listener per route takes the TLS off; the proxy joins a client to the one it asks for.
            self._ports[name] = await self._listen(partial(self._take_tls_off, address), tls)
        self._port = await self._listen(self._connect, None)

    async def _listen(self, serve: Any, tls: ssl.SSLContext | None) -> int:
        listener = await asyncio.start_server(partial(self._guarded, serve), "127.0.0.1", 0, ssl=tls)
        self._listeners.append(listener)
        port: int = listener.sockets[0].getsockname()[1]
        return port

    async def _shut(self) -> None:
        for listener in self._listeners:
            listener.close()
        for writer in self._writers:
            writer.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # what was aborted is told so in the loop's next round

    async def _guarded(self, serve: Any, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await serve(reader, writer)
        except (OSError, EOFError, asyncio.LimitOverrunError):
            _reset(writer)
        except asyncio.CancelledError:
            pass  # the tunnel is closing, and has aborted the connection
        finally:
            writer.close()
            self._writers.discard(writer)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer CONNECT, and join the client to the listener of the name it asks for."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        if method != "CONNECT":
            await _refuse(writer, "405 Method Not Allowed")
            return
        target = rest.partition(" ")[0].lower()
        self._asked.append(target)
        port = self._ports.get(target) or self._ports.get(target.rpartition(":")[0])
        if port is None:
            await _refuse(writer, "502 No Route")
            return
        listener = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        await self._relay((reader, writer), listener)

    async def _take_tls_off(
        self, address: tuple[str, int], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await self._relay((reader, writer), await asyncio.open_connection(*address))

    async def _relay(self, near: Stream, far: Stream) -> None:
        """Carry bytes both ways until one side ends."""
        self._writers.add(far[1])
        pumps = [asyncio.ensure_future(_pump(near[0], far[1])), asyncio.ensure_future(_pump(far[0], near[1]))]
        try:
            done, _ = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in done:
                pump.result()
        except OSError:
            _reset(far[1])
            raise
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            far[1].close()
            self._writers.discard(far[1])


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection off so that the other side notices: with a reset, not an orderly end."""
    raw = writer.get_extra_info("socket")
    if raw is not None and raw.fileno() >= 0:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()


async def _refuse(writer: asyncio.StreamWriter, status: str) -> None:
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()


def _local_address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname or not parts.port or parts.path not in ("", "/"):
        raise ValueError(f"a route leads to http://address:port, not to {url!r}")
    return parts.hostname, parts.port
