"""The asynchronous transport: one profile, one set of connections, every rule about calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from trellis.core.aio import is_brought, open_driver
from trellis.core.borrow import base_url_for, headers_left_open, origin_of, signs_requests
from trellis.core.engine import AsyncEngine
from trellis.core.runtime.unset import UNSET, Unset
from trellis.core.secrets import Secret, refuse_pickle

from .._service import DEFINITION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    import httpx

    from trellis.core.aio import BroughtClient
    from trellis.core.engine import AsyncCaller
    from trellis.core.observe import Hook
    from trellis.core.runtime.operation import Operation

    from ..core.profiles import Profile
    from ..core.retries import RetryPolicy

__all__ = ["Transport"]

T = TypeVar("T")


class Transport:
    """Sends requests to one Kneo platform: credentials, ids, retries, time limits, errors.

    profile: where and as whom. http_client: an `httpx.AsyncClient` of the caller's, which then decides on base URL,
    auth, headers, timeout and proxies where it has them, and stays open when this is closed. retry_policy: by default
    three attempts. http_client_factory: makes such a client; what it makes is closed with this. hooks: functions that
    are told about every call (see `trellis.core.events`); what they raise is logged.

    Nothing is sent before the first request. Safe to share between threads, tasks and event loops, and after a fork.
    """

    def __init__(
        self,
        profile: Profile,
        *,
        http_client: BroughtClient | None = None,
        retry_policy: RetryPolicy | None = None,
        http_client_factory: Callable[[], BroughtClient] | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        if http_client_factory is not None:
            if http_client is not None:
                raise TypeError("http_client and http_client_factory cannot both be given")
            http_client = http_client_factory()
        if retry_policy is None:
            from ..core.retries import RetryPolicy

            retry_policy = RetryPolicy()
        self._profile = profile
        name, value = profile.auth_scheme.header(profile.api_key)
        credentials = ((name, Secret(value)),)
        secrets = (Secret(profile.api_key),)
        base_url = profile.url.rstrip("/")
        if not is_brought(http_client):
            self._engine = AsyncEngine(
                DEFINITION,
                base_url,
                open_driver=lambda: open_driver(http_client),
                policy=retry_policy,
                timeout=profile.timeout,
                credentials=credentials,
                secrets=secrets,
                hooks=hooks,
            )
            return
        own_auth = signs_requests(http_client, ("Authorization", "X-Kneo-Api-Key"))
        self._engine = AsyncEngine(
            DEFINITION,
            base_url_for(http_client, base_url),
            open_driver=lambda: open_driver(http_client, own_auth=own_auth, ours=http_client_factory is not None),
            policy=retry_policy,
            credentials=() if own_auth else credentials,
            secrets=secrets,
            headers=headers_left_open(http_client, DEFINITION.headers),
            hooks=hooks,
            borrowed=True,
            origin=origin_of(http_client),
        )

    @property
    def profile(self) -> Profile:
        """The profile this transport was made for."""
        return self._profile

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        request_id: str | None = None,
        retry_policy: RetryPolicy | None = None,
        deadline: float | None = None,
    ) -> httpx.Response:
        """Send a request to any path of the platform, with everything that the typed methods have.

        method: an HTTP method. path: below the profile's URL, starting with "/", already percent-encoded. json: the
        body. params: the query; sequences repeat their name, None is left out. headers: more headers; credentials and
        ids cannot be replaced by them. idempotency_key: for POST, instead of a fresh one; at most 256 characters.
        request_id: instead of a fresh one. retry_policy: for this call, instead of the transport's. deadline: seconds
        for the whole call, retries included.

        Returns the response, of status below 400, its body read. Raises a `KneoError` otherwise, ValueError or
        TypeError for arguments that cannot be sent.
        """
        engine = self._engine if retry_policy is None else self._engine.view(policy=retry_policy)
        return await engine.send(
            engine.prepare_request(
                method,
                path,
                json=json,
                params=params,
                headers=headers,
                idempotency_key=idempotency_key,
                request_id=request_id,
                deadline=deadline,
            )
        )

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
        deadline: float | Unset | None = UNSET,
        headers: Mapping[str, str] | None = None,
        retry_policy: RetryPolicy | None = None,
        on_response: Callable[[httpx.Response], None] | None = None,
    ) -> Transport:
        """Another view of this transport, over the same connections, with some options changed.

        timeout: seconds for each phase of an attempt; None for no limit. deadline: seconds for each whole call, retries
        and waits included; None for no limit. headers: sent with every request. on_response: called with the
        `httpx.Response` of every call that succeeds, before it is decoded: the way to an answer's headers.
        """
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin._engine = self._engine.view(
            timeout=timeout, deadline=deadline, headers=headers, policy=retry_policy, on_response=on_response
        )
        return twin

    async def aclose(self) -> None:
        """Close the connections. Idempotent; an HTTP client that was passed in stays open."""
        await self._engine.aclose()

    async def __aenter__(self) -> Transport:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._profile.name!r} {self._profile.url}>"

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "an API key and connections")


def caller_of(transport: Transport) -> AsyncCaller:
    """What adapters call through: the transport's engine, unless its `request` is not ours, which is then used."""
    if (
        isinstance(transport, Transport)
        and type(transport).request is Transport.request
        and "request" not in vars(transport)
    ):
        return transport._engine
    return _ThroughRequest(transport)


class _ThroughRequest:
    """Calls operations through the `request` method of a caller's own transport, as one written for `Transport`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._coder = AsyncEngine(DEFINITION, "", open_driver=open_driver, policy=_OneAttempt())
        self.prepare = self._coder.prepare

    async def call(
        self,
        operation: Operation[T],
        args: Mapping[str, Any] | None = None,
        *,
        body: Any = None,
        idempotency_key: str | None = None,
        deadline: float | None = None,
    ) -> T:
        from urllib.parse import parse_qs

        call = self._coder.prepare(operation, args or {}, body=body, idempotency_key=idempotency_key, deadline=deadline)
        path, _, query = call.request.url.partition("?")
        more: dict[str, Any] = {}
        if query:
            found = parse_qs(query, keep_blank_values=True)
            more["params"] = {name: values if len(values) > 1 else values[0] for name, values in found.items()}
        if isinstance(call.request.body, bytes):
            more["json"] = body if isinstance(body, dict) else body.to_dict()
        if idempotency_key is not None:
            more["idempotency_key"] = idempotency_key
        if deadline is not None and _takes_deadline(self._transport.request):
            more["deadline"] = deadline
        response = await self._transport.request(operation.method, path, **more)
        if response.status_code >= 400:
            # Ours raises by itself; one that hands errors on, as an httpx client does, is as good.
            from ..core.errors import from_response

            raise from_response(response, idempotency_key=idempotency_key)
        return self._coder.result(operation, call, response)


def _takes_deadline(request: Callable[..., Any]) -> bool:
    """Whether a `request` knows deadlines. The published one does not: waiters then look at the clock between calls."""
    from inspect import Parameter, signature

    known = signature(request).parameters
    return "deadline" in known or any(each.kind is Parameter.VAR_KEYWORD for each in known.values())


class _OneAttempt:
    max_attempts = 1
    max_delay = 0.0

    def delay_for(self, attempt: int, retry_after: float | None = None) -> float:
        return 0.0
