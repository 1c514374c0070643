"""The handle of a running emulator: its address, its state, its fault script, and what it received."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from .asgi import EmulatorApp
from .loopback import LoopbackServer
from .upstream import EchoUpstream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from .asgi import Beside, Routing, Service
    from .exchange import RequestLog
    from .faults import FaultScript
    from .schema_check import Violation, Violations

H = TypeVar("H", bound="EmulatorHandle")


class EmulatorHandle:
    """A service running on a socket. Close it, or use it as a context manager.

    url: base URL. state: what the service remembers (hold `service.lock` to change it by hand). faults: the fault
    script. requests: everything received. violations: departures from the pinned document.
    """

    def __init__(
        self,
        service: Service,
        *,
        beside: Beside | None = None,
        router: Routing | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.service = service
        self.app = EmulatorApp(service, beside, router=router)
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
    def state(self) -> Any:
        """What the service remembers."""
        return self.service.state

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

    def __enter__(self: H) -> H:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<EmulatorHandle {self.service.name} {self.url}>"


class UpstreamHandle(EmulatorHandle):
    """A running service that passes requests on. upstream: the server they reach unless they name one of this machine.

    beside: makes, of that server, what passes them on.
    """

    def __init__(
        self,
        service: Service,
        beside: Callable[[EchoUpstream], Beside],
        *,
        router: Routing | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.upstream = EchoUpstream()
        super().__init__(service, beside=beside(self.upstream), router=router, host=host, port=port)

    def reset(self) -> None:
        """Fresh state, no faults, empty logs, an upstream without a script."""
        super().reset()
        self.upstream.reset()

    def close(self) -> None:
        """Stop serving, the upstream included. Closing twice does nothing."""
        super().close()
        self.upstream.close()
