"""Starting an emulated service and holding on to it: `start("kneo")` and the handle it returns."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from .asgi import EmulatorApp
from .kneo.service import KneoService
from .loopback import LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from .asgi import Service
    from .exchange import RequestLog
    from .faults import FaultScript
    from .kneo.settings import KneoSettings
    from .kneo.state import KneoState
    from .schema_check import Violation, Violations

ServiceName = Literal["kneo"]


class EmulatorHandle:
    """A service running on a socket. Close it, or use it as a context manager.

    url: base URL. state: what the service remembers (hold `lock` to change it by hand). faults: the fault script.
    requests: everything received. violations: departures from the pinned document.
    """

    def __init__(self, service: KneoService, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.service = service
        self.app = EmulatorApp(service)
        self._server = LoopbackServer(self.app, host=host, port=port)

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        return self._server.url

    @property
    def host(self) -> str:
        """The address it listens on."""
        return self._server.host

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.port

    @property
    def state(self) -> KneoState:
        """What the service remembers."""
        return self.service.state

    @property
    def settings(self) -> KneoSettings:
        """Keys, limits and timing of the service."""
        return self.service.settings

    @property
    def faults(self) -> FaultScript:
        """The fault script."""
        return self.app.faults

    @property
    def requests(self) -> RequestLog:
        """Everything received since the last reset."""
        return self.app.requests

    @property
    def violations(self) -> Violations:
        """Departures from the pinned document since the last reset."""
        return self.app.violations

    @contextmanager
    def expect_violations(self) -> Iterator[list[Violation]]:
        """Allow violations inside the block; afterwards the list holds them, and the log does not."""
        earlier = self.violations.clear()
        expected: list[Violation] = []
        try:
            yield expected
        finally:
            expected.extend(self.violations.clear())
            self.violations.extend(earlier)
        if not expected:
            raise AssertionError("no request or answer inside the block departed from the pinned document")

    @property
    def open_connections(self) -> int:
        """How many connections are open now."""
        return self._server.open_connections

    def drop_connections(self) -> None:
        """Close all open connections, as a restarted server or an impatient load balancer does."""
        self._server.drop_connections()

    def reset(self) -> None:
        """Fresh state, no faults, empty logs."""
        self.app.reset()

    def close(self) -> None:
        """Stop serving. Closing twice does nothing."""
        self._server.close()

    def __enter__(self) -> EmulatorHandle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<EmulatorHandle {self.service.name} {self.url}>"


def start(
    service: ServiceName = "kneo",
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    settings: KneoSettings | None = None,
) -> EmulatorHandle:
    """Start an emulated service on a socket, in a background thread.

    service: "kneo". host: the address to listen on. port: 0 picks a free one. settings: keys, limits and timing;
    None for the defaults. Raises ValueError for an unknown service, OSError if the address is taken, RuntimeError if
    the server does not come up within ten seconds.
    """
    return EmulatorHandle(_service(service, settings), host=host, port=port)


def in_process(service: ServiceName = "kneo", *, settings: KneoSettings | None = None) -> EmulatorApp:
    """The same service as an ASGI application, for `httpx.ASGITransport(app=...)`."""
    return EmulatorApp(_service(service, settings))


def _service(name: str, settings: Any) -> KneoService:
    if name != "kneo":
        raise ValueError(f"there is no emulator called {name!r}; there is: kneo")
    return KneoService(settings)


if TYPE_CHECKING:

    def _is_a_service(service: KneoService) -> Service:
        return service
