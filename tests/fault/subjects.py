"""The three SDKs as one table of subjects: how to make a client of each, what to call, and what its errors are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from convox import exceptions as convox_errors
from kneo_client.core import errors as kneo_errors
from knoxcall import errors as knoxcall_errors
from tests.wire.convox.racks import Either as ConvoxEither
from tests.wire.kneo.both_clients import Either as KneoEither
from tests.wire.kneo.both_clients import profile_for
from tests.wire.kneo.raw_server import json_answer
from tests.wire.knoxcall.gateways import ACCOUNT
from tests.wire.knoxcall.gateways import Either as KnoxCallEither

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.wire.kneo.raw_server import Exchange

__all__ = ["ATTEMPTS", "IDEMPOTENCY_HEADERS", "SUBJECTS", "TOKEN", "CallShape", "Subject"]

ATTEMPTS = 3
"""How often a client of this table may send a request at most."""
TOKEN = "kc_brought"
IDEMPOTENCY_HEADERS = frozenset({"idempotency-key", "x-idempotency-key"})


@dataclass(frozen=True)
class CallShape:
    """One call and the answer that makes it succeed.

    key: the header with its idempotency key, None if it has none. replayed: it may be sent again although it may have
    been executed. retried: the statuses after which it is sent again. verbatim: an answer of any status is the
    caller's.
    """

    run: Callable[[Any], Any] = field(repr=False)
    reply: bytes = field(repr=False)
    key: str | None
    replayed: bool
    retried: frozenset[int]
    verbatim: bool = False


@dataclass(frozen=True)
class Subject:
    """One SDK. make: clients of one kind, "sync" or "async". errors: its classes by what has gone wrong."""

    name: str
    make: Callable[[str], Any] = field(repr=False)
    connect: Callable[..., Any] = field(repr=False)
    calls: Mapping[str, CallShape]
    errors: Mapping[str, type[Exception]]
    status_of: Callable[[Any], int | None] = field(repr=False)

    def client(
        self, either: Any, url: str, *, attempts: int = ATTEMPTS, timeout: float = 5.0, wait: float = 0.0
    ) -> Any:
        """A client that makes `attempts` attempts and waits `wait` seconds at first between two of them."""
        return self.connect(either, url, attempts, timeout, wait)

    def healthy(self, exchange: Exchange) -> bool:
        """Answer a request of any call of the table as the service would."""
        exchange.send(self._shape_of(exchange).reply)
        return True

    def _shape_of(self, exchange: Exchange) -> CallShape:
        if exchange.method == "GET":
            return self.calls["safe"]
        bare = self.name == "convox" or "continue" in exchange.target or "x-knoxcall-route" in exchange.headers
        return self.calls["bare" if bare else "keyed"]


def _kneo(either: Any, url: str, attempts: int, timeout: float, wait: float) -> Any:
    return either.client(profile_for(url, timeout=timeout), attempts=attempts, base_delay=wait)


def _knoxcall(either: Any, url: str, attempts: int, timeout: float, wait: float) -> Any:
    return either.client(
        url, access_token=TOKEN, proxy_base_url=url, tenant="acme", timeout=timeout, retry_max_attempts=attempts,
        retry_base_delay=wait,
    )  # fmt: skip


def _convox(either: Any, url: str, attempts: int, timeout: float, wait: float) -> Any:
    from convox import RetryConfig

    return either.client(url, timeout=timeout, retry=RetryConfig(max_retries=attempts - 1, backoff_base=wait))


RUN = {"run_id": "run-1", "status": "queued"}
RUNS = {"count": 0, "limit": 50, "offset": 0, "runs": []}
APP = {"generation": "2", "locked": False, "name": "web", "release": "", "router": "", "status": "running"}
CLIENT = {"data": {"id": "cl_1", "name": "edge", "type": "server"}, "meta": {"request_id": "req_1"}}

KNEO_RETRIES = frozenset({429, 502, 503, 504})
KNOXCALL_RETRIES = frozenset({408, 429, 500, 502, 503, 504})

SUBJECTS = (
    Subject(
        "kneo",
        KneoEither,
        _kneo,
        {
            "safe": CallShape(lambda client: client.platform.runs.list(), json_answer(RUNS), None, True, KNEO_RETRIES),
            "keyed": CallShape(
                lambda client: client.platform.runs.create({"input": "x"}), json_answer(RUN, 202), "idempotency-key",
                True, KNEO_RETRIES,
            ),
            # The platform reads a key on this route, too, from 0.8.0 on.
            "bare": CallShape(
                lambda client: client.platform.runs.continue_("run-1"), json_answer(RUN, 202), "idempotency-key",
                True, KNEO_RETRIES,
            ),
        },
        {
            "any": kneo_errors.KneoError,
            "network": kneo_errors.KneoNetworkError,
            "timeout": kneo_errors.KneoRequestTimeoutError,
        },
        lambda error: error.status,
    ),
    Subject(
        "knoxcall",
        KnoxCallEither,
        _knoxcall,
        {
            "safe": CallShape(lambda client: client.account.get(), json_answer(ACCOUNT), None, True, KNOXCALL_RETRIES),
            "keyed": CallShape(
                lambda client: client.clients.create(name="edge"), json_answer(CLIENT, 201), "x-idempotency-key",
                True, KNOXCALL_RETRIES,
            ),
            # Through the gateway: what the upstream says is the caller's, and nothing there knows our keys.
            "bare": CallShape(
                lambda client: client.call("orders", method="POST", body={"n": 1}), json_answer({"n": 1}), None,
                False, frozenset(), verbatim=True,
            ),
        },
        {
            "any": knoxcall_errors.KnoxCallError,
            "network": knoxcall_errors.APIConnectionError,
            "timeout": knoxcall_errors.APIConnectionTimeoutError,
        },
        lambda error: error.status,
    ),
    Subject(
        "convox",
        ConvoxEither,
        _convox,
        {
            "safe": CallShape(lambda client: client.apps.list(), json_answer([APP]), None, True, KNEO_RETRIES),
            # Racks know no keys at all. Of what they answer, 429 and 503 say that nothing was done.
            "bare": CallShape(
                lambda client: client.apps.create("web"), json_answer(APP), None, False, frozenset({429, 503})
            ),
        },
        {
            "any": convox_errors.ConvoxError,
            "network": convox_errors.ConvoxConnectionError,
            "timeout": convox_errors.ConvoxTimeoutError,
        },
        lambda error: getattr(error, "status_code", None),
    ),
)  # fmt: skip
