"""Services that give back what they were asked for, and say over which connection: one for each SDK."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.fault.subjects import APP
from tests.wire.convox.racks import KEY
from tests.wire.convox.racks import Either as ConvoxEither
from tests.wire.kneo.both_clients import Either as KneoEither
from tests.wire.kneo.raw_server import Exchange, RawServer, json_answer
from tests.wire.knoxcall.gateways import ID, SECRET
from tests.wire.knoxcall.gateways import Either as KnoxCallEither

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ECHOES", "Echo", "EchoServer", "Told"]


class Told(NamedTuple):
    """mark: what was asked for. peer: the client's port, which tells connections apart."""

    mark: str
    peer: str


@dataclass(frozen=True)
class Echo:
    """One SDK. make: clients of one kind, "sync" or "async". issued: how many credentials a client needs, whatever it
    calls: a token, a session, or none."""

    name: str
    make: Callable[[str], Any] = field(repr=False)
    client: Callable[[Any, str], Any] = field(repr=False)
    ask: Callable[[Any, str], Any] = field(repr=False)
    read: Callable[[Any], Told] = field(repr=False)
    issued: int


class EchoServer(RawServer):
    """Answers every call of the table, but for those that ask for "hold".

    issued: how many tokens and sessions it has given out. slow: seconds that each of these takes, so that all who want
    one have come by the time it is there.
    """

    def __init__(self, *, slow: float = 0.0) -> None:
        super().__init__(self._echo)
        self.slow = slow
        self.issued = 0
        self._issuing = threading.Lock()

    def _echo(self, exchange: Exchange) -> bool:
        if exchange.target in ("/oauth/token", "/session"):
            exchange.wait(self.slow)
            with self._issuing:
                self.issued += 1
                number = self.issued
            token = {"access_token": f"kc_{number}", "token_type": "Bearer", "expires_in": 3600}
            exchange.send(json_answer({"id": f"s-{number}", **token}))
            return True
        mark = exchange.target.rpartition("/")[2]
        if mark == "hold":
            return exchange.wait(60)
        peer = str(exchange.connection.getpeername()[1])
        if exchange.target.startswith("/apps/") and "session" not in exchange.headers:
            challenge = 'WWW-Authenticate: Session path="/session" token="false"'
            exchange.send(json_answer({"error": "no"}, 401, headers=(challenge,)))
        elif exchange.target.startswith("/apps/"):
            exchange.send(json_answer({**APP, "name": mark, "release": peer}))
        elif exchange.target.startswith("/v1/runs/"):
            exchange.send(json_answer({"run_id": mark, "status": "completed", "output_text": peer}))
        else:
            exchange.send(json_answer({"data": {"id": mark, "name": peer}}))
        return True


def _knoxcall(either: Any, url: str) -> Any:
    return either.client(url, client_id=ID, client_secret=SECRET, tenant="acme", proxy_base_url=url)


ECHOES = (
    Echo(
        "kneo", KneoEither, lambda either, url: either.client(url, attempts=3),
        lambda client, mark: client.platform.runs.get(mark), lambda run: Told(run.run_id, run.output_text), 0,
    ),
    Echo(
        "knoxcall", KnoxCallEither, _knoxcall, lambda client, mark: client.clients.get(mark),
        lambda found: Told(found["id"], found["name"]), 1,
    ),
    Echo(
        "convox", ConvoxEither, lambda either, url: either.client(url, KEY, max_retries=2),
        lambda client, mark: client.apps.get(mark), lambda app: Told(app.name, app.release), 1,
    ),
)  # fmt: skip
