"""Real WebSocket servers on loopback, and one face for both kinds of socket: the asynchronous one behind a portal."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from anyio.from_thread import start_blocking_portal
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from kneo_client._service import DEFINITION
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import make_call
from trellis.core.engine import AsyncEngine, SyncEngine
from trellis.core.sockets.connecting import handshake
from trellis.core.transport.async_sender import AsyncPool
from trellis.core.transport.drivers import AsyncDriver, SyncDriver
from trellis.core.transport.limits import PoolLimits
from trellis.core.transport.sync_sender import SyncPool
from trellis.core.transport.tls import TlsConfig

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from anyio.from_thread import BlockingPortal
    from websockets.sync.server import ServerConnection

__all__ = ["Served", "Sockets"]


class Served:
    """A WebSocket server; `play(connection)` is one session. `paths` and `headers` are of the requests that came."""

    def __init__(
        self,
        play: Callable[[ServerConnection], Any],
        *,
        tls: ssl.SSLContext | None = None,
        refuse: Callable[[ServerConnection, Any], Any] | None = None,
    ) -> None:
        self.requests: list[Any] = []
        self.failures: list[BaseException] = []
        self.sessions_over = threading.Semaphore(0)
        self._tls = tls

        def request_came(connection: ServerConnection, request: Any) -> Any:
            self.requests.append(request)
            return None if refuse is None else refuse(connection, request)

        def session(connection: ServerConnection) -> None:
            try:
                play(connection)
            except ConnectionClosed:
                pass
            except BaseException as error:
                self.failures.append(error)
                raise
            finally:
                self.sessions_over.release()

        silent = logging.Logger("served", logging.CRITICAL + 1)
        self._server = serve(
            session, "127.0.0.1", 0, ssl=tls, process_request=request_came, logger=silent, compression=None,
            max_size=None, close_timeout=0.2,
        )  # fmt: skip
        self.port = int(self._server.socket.getsockname()[1])
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{'http' if self._tls is None else 'https'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Sockets:
    """Opens sockets of one kind, "sync" or "async"; what it opens it closes."""

    def __init__(self, surface: str) -> None:
        self.is_async = surface == "async"
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None
        if self.is_async:
            self._portal = self._stack.enter_context(start_blocking_portal("asyncio"))

    def close(self) -> None:
        self._stack.close()

    def do(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call it here, or await it in the loop."""
        if self._portal is None:
            return work(*args, **kwargs)
        return self._portal.call(lambda: work(*args, **kwargs))

    def start(self, work: Callable[[], Any]) -> Any:
        """Call it on a thread, or in a task of the loop; a future of its result."""
        if self._portal is not None:
            return self._portal.start_task_soon(work)
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(1)
        future = pool.submit(work)
        pool.shutdown(wait=False)
        return future

    def engine(
        self,
        *,
        verify: Any = True,
        proxy: str | None = None,
        auth: Any = None,
        secrets: Any = (),
        policy: Any = None,
    ) -> Any:
        kind: Any = AsyncEngine if self.is_async else SyncEngine
        tls = TlsConfig(verify)

        def driver() -> Any:
            if self.is_async:
                return AsyncDriver(AsyncPool(PoolLimits(), tls, proxy=proxy))
            return SyncDriver(SyncPool(PoolLimits(), tls, proxy=proxy))

        engine = kind(
            DEFINITION, "", open_driver=driver, auth=auth, secrets=secrets,
            policy=policy or RetryPolicy(max_attempts=1, base_delay=0.0, jitter=0.0),
        )  # fmt: skip
        self._stack.callback(lambda: self.do(engine.aclose if self.is_async else engine.close))
        return engine

    def connect(
        self,
        url: str,
        *,
        headers: tuple[tuple[str, str], ...] = (),
        timeouts: Any = None,
        deadline: float | None = None,
        replayable: bool = True,
        engine: Any = None,
        **limits: Any,
    ) -> Any:
        """An open socket of this kind."""
        call = make_call(url=url, deadline=deadline)
        call.timeouts = timeouts
        call.request = call.request.with_headers(*((n.encode(), v.encode("latin-1")) for n, v in headers))
        call = handshake(call, replayable=replayable)
        engine = engine or self.engine()
        opened = self.do(lambda: engine.connect(call, **limits))
        self._stack.callback(lambda: self.shut(opened))
        return opened

    def receive(self, opened: Any) -> Any:
        return self.do(opened.receive)

    def send(self, opened: Any, data: bytes, *, text: bool = False) -> None:
        self.do(opened.send, data, text=text)

    def shut(self, opened: Any) -> None:
        self.do(opened.aclose if self.is_async else opened.close)
