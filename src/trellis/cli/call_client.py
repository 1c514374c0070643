"""The clients that `trellis call` and `trellis doctor` use: each SDK's own, with the credentials it finds by itself."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from trellis.core.decode import DecodeError, decoder_for
from trellis.core.errors import ServiceError
from trellis.core.runtime.operation import Operation, Reply
from trellis.core.runtime.unset import UNSET

from .call_catalogue import PACKAGES, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    import httpx

    from convox import ConvoxClient
    from knoxcall import KnoxCallSync
    from trellis.core.progress import OnTransfer
    from trellis.core.secrets import Secret

__all__ = ["Answer", "Caller", "Connecting", "Order", "caller_for", "convox_client", "knoxcall_client"]

_EPHEMERAL = {
    "x_knox_encrypted": "encrypted",
    "x_knox_timeout_ms": "timeout_ms",
    "x_knox_proxy_mode": "mode",
    "x_knox_upstream_authorization": "upstream_authorization",
    "x_knox_upstream_auth_secret": "upstream_auth_secret",
    "x_knox_upstream_auth_scheme": "upstream_auth_scheme",
}


class Connecting(NamedTuple):
    """What the command line says about where to and as whom; None leaves it to the SDK.

    url: of the platform, the management API, or the rack or console. profile: of Kneo's or KnoxCall's file. rack: of a
    Convox console. timeout: seconds for each phase of an attempt; deadline: for the whole call. ca: file of CA
    certificates (Convox; the others follow SSL_CERT_FILE). key_source: in words.
    """

    url: str | None = None
    api_key: Secret | None = None
    profile: str | None = None
    rack: str | None = None
    timeout: float | None = None
    deadline: float | None = None
    ca: str | None = None
    key_source: str = "argument"

    def key(self) -> str | None:
        """The key itself."""
        return None if self.api_key is None else self.api_key.reveal()


class Order(NamedTuple):
    """A call that is to be made. body: a JSON object, a binary file, or None. method: of operations that take any.
    progress: told of a body that is read while it is sent, or an answer that is read while it arrives."""

    row: Operation[Any]
    args: Mapping[str, Any]
    body: Any = None
    idempotency_key: str | None = None
    method: str | None = None
    progress: OnTransfer = None


class Answer:
    """What a call came to: `value` (JSON, or text), or bytes that are still to be read, or lines.

    kind: "json", "text", "bytes", "lines" or "none". status: of an answer that is handed on whatever it is.
    """

    def __init__(self, kind: str, value: Any = None, *, status: int = 200) -> None:
        self.kind = kind
        self.value = value
        self.status = status


class Caller(Protocol):
    """Makes calls of one service through its SDK."""

    def call(self, order: Order) -> AbstractContextManager[Answer]:
        """Make a call. Raises the SDK's errors; ValueError or TypeError for what cannot be sent."""


@contextmanager
def caller_for(service: str, connecting: Connecting) -> Iterator[Caller]:
    """A caller for a service, closed afterwards. UsageProblem if the SDK cannot make a client of what there is."""
    make: Callable[[Connecting], _Caller] = {"kneo": _KneoCaller, "knoxcall": _KnoxCallCaller, "convox": _ConvoxCaller}[
        service
    ]
    try:
        caller = make(connecting)
    except (ValueError, TypeError, OSError, ServiceError) as problem:
        raise UsageProblem(f"{problem}; `trellis doctor {service}` shows where settings come from") from None
    try:
        yield caller
    finally:
        caller.client.close()


class _Caller:
    client: Any

    def __init__(self, service: str, connecting: Connecting) -> None:
        self._models = f"{PACKAGES[service]}._generated.models"
        self._deadline = UNSET if connecting.deadline is None else connecting.deadline

    @contextmanager
    def call(self, order: Order) -> Iterator[Answer]:
        """See `Caller`."""
        seen: list[httpx.Response] = []
        view = self.client.with_options(deadline=self._deadline, on_response=seen.append)
        result = self._send(view, order)
        yield self._answer(order.row, seen[-1].content if seen else b"", result)

    def _send(self, view: Any, order: Order) -> Any:
        raise NotImplementedError

    def _answer(self, row: Operation[Any], content: bytes, result: Any) -> Answer:
        """The JSON as it came, out of its envelope: models know less than servers say. It has passed decoding."""
        kind = next((reply.type for reply in row.replies if reply.type != "None"), "None")
        if kind == "None":
            return Answer("none")
        if kind in ("str", "bytes"):
            return Answer("text" if kind == "str" else "bytes", result)
        try:
            return Answer("json", decoder_for(_open(row), self._models)(content))
        except DecodeError:  # no answer was seen: a transport of somebody else's
            from trellis.core.runtime.codec import dump

            return Answer("json", dump(result))


def _open(row: Operation[Any]) -> Operation[Any]:
    """The operation with an answer that is JSON of any kind."""
    return Operation(row.id, row.method, row.path, row.segments, replies=(Reply("200", "Any"),), ext=row.ext)


class _KneoCaller(_Caller):
    def __init__(self, connecting: Connecting) -> None:
        from kneo_client import SyncKneoClient

        super().__init__("kneo", connecting)
        self.client = SyncKneoClient.from_profile(
            connecting.profile, url=connecting.url, api_key=connecting.key(), timeout=connecting.timeout
        )

    def _send(self, view: Any, order: Order) -> Any:
        from kneo_client._sync.transport import caller_of

        row, args, body, key, *_ = order
        return caller_of(view._transport).call(row, args, body=body, idempotency_key=key)


def knoxcall_client(connecting: Connecting) -> KnoxCallSync:
    """A client of the gateway. Raises BootstrapError for credentials that contradict each other."""
    from knoxcall import KnoxCallSync
    from knoxcall.auth.credentials import StoredCredentials

    stored = None if connecting.profile is None else StoredCredentials(profile=connecting.profile)
    return KnoxCallSync(
        base_url=connecting.url,
        api_key=connecting.key(),
        bootstrap=stored,
        timeout=30.0 if connecting.timeout is None else connecting.timeout,
    )


class _KnoxCallCaller(_Caller):
    def __init__(self, connecting: Connecting) -> None:
        super().__init__("knoxcall", connecting)
        self._url = connecting.url
        self.client = knoxcall_client(connecting)

    @contextmanager
    def call(self, order: Order) -> Iterator[Answer]:
        """See `Caller`."""
        row, args, body, *_ = order
        if row.id.startswith("signup_"):  # no credentials, so no client
            from knoxcall import claim_signup_sync, signup_sync

            exchange: Callable[..., Any] = signup_sync if row.id == "signup_create" else claim_signup_sync
            yield Answer("json", exchange(base_url=self._url, **body))
        elif row.tags[:1] == ("ephemeral",):
            # The upstream's own answer is wanted whatever its status, and a 401 of its is no verdict on our token.
            view = self.client.with_options(deadline=self._deadline)
            options: dict[str, Any] = {name: args[arg] for arg, name in _EPHEMERAL.items() if arg in args}
            if "timeout_ms" in options:
                options["timeout_ms"] = int(options["timeout_ms"])
            if body is not None:
                options |= {"body": body.read(), "headers": {"Content-Type": row.bodies[0].media}}
            response = view.ephemeral(args["x_knox_proxy_url"], method=row.method, **options)
            yield Answer("bytes", response.content, status=response.status_code)
        else:
            with super().call(order) as answer:
                yield answer

    def _send(self, view: Any, order: Order) -> Any:
        row, args, body, key, *_ = order
        return view._management.call(row, args, body=body, idempotency_key=key)


def convox_client(connecting: Connecting) -> ConvoxClient:
    """A client of the rack: of what the command line says, else of the environment, else of the CLI's files.

    Raises ValueError or FileNotFoundError if neither says enough.
    """
    from convox import ConvoxClient

    verify: Any = True if connecting.ca is None else connecting.ca
    timeout = 30.0 if connecting.timeout is None else connecting.timeout
    key, host = connecting.key(), connecting.url or os.environ.get("CONVOX_HOST")
    if key is not None:
        if not host:
            raise ValueError("a key is given but no host: pass --url or set CONVOX_HOST")
        rack = connecting.rack or os.environ.get("CONVOX_RACK") or None
        return ConvoxClient(host, key, rack=rack, timeout=timeout, verify=verify)
    if connecting.url is None and (os.environ.get("CONVOX_PASSWORD") or os.environ.get("RACK_URL")):
        if connecting.rack is None:
            return ConvoxClient.from_env(timeout=timeout, verify=verify)
        from convox.auth import credentials_from_env

        found = credentials_from_env()
        return ConvoxClient(found.host, found.api_key, rack=connecting.rack, timeout=timeout, verify=verify)
    try:
        return ConvoxClient.from_cli_config(connecting.rack, host=connecting.url, timeout=timeout, verify=verify)
    except (ValueError, OSError) as problem:
        if connecting.url is None or not os.environ.get("CONVOX_PASSWORD"):
            raise
        raise ValueError(
            f"{problem}; CONVOX_PASSWORD belongs to CONVOX_HOST, and is sent elsewhere only if you say so: "
            "--api-key-env CONVOX_PASSWORD"
        ) from None


class _ConvoxCaller(_Caller):
    def __init__(self, connecting: Connecting) -> None:
        super().__init__("convox", connecting)
        self.client = convox_client(connecting)

    @contextmanager
    def call(self, order: Order) -> Iterator[Answer]:
        """See `Caller`."""
        from convox._sync.streams import open_logs
        from convox._sync.transfers import open_download

        row, args = order.row, order.args
        view = self.client.with_options(deadline=self._deadline)
        transport = row.ext.get("x-transport")
        if transport == "websocket":
            with open_logs(view._calls, row, args) as lines:
                yield Answer("lines", lines)
        elif row.stream:
            with open_download(view._calls, row, args, progress=order.progress) as download:
                yield Answer("bytes", download)
        elif transport == "http-proxy":
            with _proxied(view, order) as response:
                yield Answer("bytes", response.iter_bytes(), status=response.status_code)
        else:
            with super().call(order) as answer:
                yield answer

    def _send(self, view: Any, order: Order) -> Any:
        raw = bool(order.row.bodies) and order.row.bodies[0].encoding == "raw"
        return view._calls.call(order.row, order.args, body=order.body, progress=order.progress if raw else None)


@contextmanager
def _proxied(view: ConvoxClient, order: Order) -> Iterator[httpx.Response]:
    """The answer of a server behind the rack, whatever its status, its body unread."""
    args, method, content = order.args, order.method or "GET", order.body
    path = str(args["path"])
    path = path if path.startswith("/") else f"/{path}"
    if order.row.id == "proxy_http":
        host, port = str(args["x_host"]), args["x_port"]
        response = view.proxy.http(method, path, host=host, port=port, content=content, stream=True)
    else:
        response = view.registries.proxy(method, path, content=content, stream=True)
    try:
        yield response
    finally:
        response.close()
