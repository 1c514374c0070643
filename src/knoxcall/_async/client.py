"""The asynchronous client of the gateway: its management API, and requests through it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from trellis.core.aio import is_brought, monotonic, reporting, watched
from trellis.core.borrow import headers_left_open
from trellis.core.decode import decoder_for
from trellis.core.engine import REDIRECTED
from trellis.core.flow import call_flow
from trellis.core.runtime.unset import UNSET
from trellis.core.secrets import refuse_pickle

from .._connection import Connection
from .._generated import operations as ops
from .._proxy_flow import ephemeral_flow, proxy_flow
from .._retries import RetryPolicy
from .._service import API_VERSION, DEFINITION
from .._settings import settle
from ..webhooks import construct_webhook_event, verify_webhook_signature
from .bound import AsyncBoundRoute
from .management import AsyncManagement
from .resources.account import AsyncAccount
from .resources.agents import AsyncAgents
from .resources.api_keys import AsyncAPIKeys
from .resources.audit_logs import AsyncAuditLogs
from .resources.clients import AsyncClients
from .resources.crypto import AsyncCrypto
from .resources.dynamic_db import AsyncDynamicDB
from .resources.environments import AsyncEnvironments
from .resources.oauth_clients import AsyncOAuthClients
from .resources.pki import AsyncPKI
from .resources.routes import AsyncRoutes
from .resources.secrets import AsyncSecrets
from .resources.vaults import AsyncVaults
from .resources.webhooks import AsyncWebhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from types import TracebackType

    import httpx

    from trellis.core.aio import BroughtClient
    from trellis.core.effects import Flow
    from trellis.core.observe import Hook
    from trellis.core.progress import OnTransfer
    from trellis.core.runtime.unset import Unset

    from ..auth.credentials import Bootstrap
    from ..auth.stores import TokenStore

__all__ = ["KnoxCallAsync"]


class KnoxCallAsync:
    """A client of the KnoxCall gateway.

    Credentials: one of `api_key` (or `access_token`, the same thing), `client_id` with `client_secret`, or `bootstrap`;
    with none of them they are looked up when first needed: the environment, a login file, the workload's identity.
    tenant: found out if it is left out. environment: the default one of `call`. scope: of the tokens to be minted.
    base_url: the management API; sandbox: the test one. proxy_base_url: the data plane, derived if left out.
    token_store: where tokens are kept besides memory. dpop: "always" signs every request (RFC 9449), "auto" when the
    server asks for it, "never" never. retry_max_attempts: attempts in all; retry_base_delay, retry_max_delay: seconds.
    timeout: seconds for each phase of an attempt, or an `httpx.Timeout`. http: an httpx client of your own, which stays
    yours to close; in a forked child it makes connections of its own, whether or not the parent had used it.
    json_default: makes JSON of what bodies hold and JSON has no form for, instead of the built-in rules. hooks:
    functions that are told about every call.

    Making a client sends nothing and reads no file. Raises BootstrapError for credentials that contradict each other.
    """

    environment: str | None
    sandbox: bool
    scope: list[str]
    api_version: str
    user_agent: str

    routes: AsyncRoutes
    secrets: AsyncSecrets
    webhooks: AsyncWebhooks
    clients: AsyncClients
    oauth_clients: AsyncOAuthClients
    environments: AsyncEnvironments
    api_keys: AsyncAPIKeys
    account: AsyncAccount
    audit_logs: AsyncAuditLogs
    agents: AsyncAgents
    crypto: AsyncCrypto
    pki: AsyncPKI
    vaults: AsyncVaults
    dynamic_db: AsyncDynamicDB

    def __init__(
        self,
        *,
        tenant: str | None = None,
        environment: str | None = None,
        scope: Sequence[str] | None = None,
        base_url: str | None = None,
        proxy_base_url: str | None = None,
        sandbox: bool = False,
        bootstrap: Bootstrap | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        access_token: str | None = None,
        api_key: str | None = None,
        token_store: TokenStore | None = None,
        dpop: Literal["auto", "always", "never"] = "auto",
        retry_max_attempts: int = 3,
        retry_base_delay: float = 0.1,
        retry_max_delay: float = 5.0,
        timeout: float | httpx.Timeout | None = 30.0,
        api_version: str | None = None,
        user_agent: str | None = None,
        http: BroughtClient | None = None,
        json_default: Callable[[Any], Any] | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        settings = settle(
            tenant=tenant,
            environment=environment,
            scope=scope,
            base_url=base_url,
            proxy_base_url=proxy_base_url,
            sandbox=sandbox,
            bootstrap=bootstrap,
            client_id=client_id,
            client_secret=client_secret,
            access_token=access_token,
            api_key=api_key,
            dpop=dpop,
        )
        brought = is_brought(http, "http")
        self._connection = Connection(
            settings,
            RetryPolicy(retry_max_attempts, retry_base_delay, retry_max_delay),
            timeout=timeout,
            store=token_store,
            dpop=dpop,
            api_version=api_version,
            user_agent=user_agent,
            hooks=hooks,
        )
        headers = self._connection.headers
        self._management = AsyncManagement(
            self._connection,
            http=http,
            own_headers=headers_left_open(http, headers) if brought else headers,
            json_default=json_default,
        )
        self._json_default = json_default
        self.environment = settings.environment
        self.sandbox = settings.sandbox
        self.scope = list(settings.scope)
        self.api_version = api_version or API_VERSION
        self.user_agent = self._connection.user_agent
        self._mount()

    def _mount(self) -> None:
        self.routes = AsyncRoutes(self._management)
        self.secrets = AsyncSecrets(self._management)
        self.webhooks = AsyncWebhooks(self._management)
        self.clients = AsyncClients(self._management)
        self.oauth_clients = AsyncOAuthClients(self._management)
        self.environments = AsyncEnvironments(self._management)
        self.api_keys = AsyncAPIKeys(self._management)
        self.account = AsyncAccount(self._management)
        self.audit_logs = AsyncAuditLogs(self._management)
        self.agents = AsyncAgents(self._management)
        self.crypto = AsyncCrypto(self._management)
        self.pki = AsyncPKI(self._management)
        self.vaults = AsyncVaults(self._management)
        self.dynamic_db = AsyncDynamicDB(self._management)

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
        deadline: float | Unset | None = UNSET,
        headers: Mapping[str, str] | None = None,
        retry_max_attempts: int | None = None,
        retry_base_delay: float | None = None,
        retry_max_delay: float | None = None,
        on_response: Callable[[httpx.Response], None] | None = None,
    ) -> KnoxCallAsync:
        """Another view of this client, over the same connections and tokens, with some options changed; this one stays
        as it is. Closing either closes both.

        timeout: seconds for each phase of an attempt; None for no limit. deadline: seconds for each whole call, tokens,
        retries and waits included; None for no limit. headers: sent with every request, also those through a route.
        retry_max_attempts and its like: see the class. on_response: called with the `httpx.Response` of every call of
        the management API that succeeds, before it is decoded: the way to an answer's headers.

            route = await client.with_options(deadline=5).routes.get(route_id)
        """
        old = self._connection.policy
        policy = None
        if retry_max_attempts is not None or retry_base_delay is not None or retry_max_delay is not None:
            policy = RetryPolicy(
                old.max_attempts if retry_max_attempts is None else retry_max_attempts,
                old.base_delay if retry_base_delay is None else retry_base_delay,
                old.max_delay if retry_max_delay is None else retry_max_delay,
            )
        connection = self._connection.view(timeout=timeout, deadline=deadline, headers=headers, policy=policy)
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin._connection = connection
        twin._management = self._management.view(
            connection, timeout=timeout, deadline=deadline, headers=headers, policy=policy, on_response=on_response
        )
        twin._mount()
        return twin

    @property
    def tenant(self) -> str | None:
        """The tenant's slug; None until it was given or found out."""
        return self._connection.tenant

    @property
    def base_url(self) -> str:
        """The management API's address."""
        return self._connection.base_url

    async def authenticate(self) -> None:
        """Make sure that there is a token, minting one if need be.

        POST /oauth/token, unless a token is at hand or the credential is one already.
        """
        await self._management.run(self._connection.authenticate())

    async def sign_out(self) -> None:
        """Forget the token, also in the token store. It stays valid until it expires; the next call mints another."""
        await self._management.run(self._connection.auth.forget())

    async def request(
        self,
        *,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Send a request to any path of the management API, with retries, tokens and typed errors.

        Returns the answer's JSON as it is, envelope and all; its text where it is no JSON, None where it is empty.
        Raises ProtocolError for a redirect.
        """
        engine = await self._management.engine()
        call = engine.prepare_request(
            method, path, json=body, params=query, headers=headers, idempotency_key=idempotency_key
        )
        response = await engine.send(call)
        if response.status_code >= 300 and response.status_code != 304:
            raise engine.protocol_error(call, response, REDIRECTED)
        return _open_answer(response)

    async def call(
        self,
        route: str,
        *,
        method: str = "GET",
        path: str = "/",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
        progress: OnTransfer = None,
    ) -> httpx.Response:
        """Send a request through a route to its upstream, and return the upstream's answer, whatever its status.

        route: slug or id. body: None for none, bytes and str as they are; a file or an iterator of bytes is read while
        it is sent, so that request is never sent twice; anything else as JSON. headers: credentials
        and the gateway's own cannot be given. environment: instead of the client's. query: lists repeat their name.
        timeout: seconds for each phase, instead of the client's. progress: told of the bytes sent so far and those
        there are in all, if the body is a file or an iterator: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        A request that reads (GET, HEAD) is sent again when the connection breaks; any other only if it was never sent.
        Raises APIConnectionError when no answer comes, ValueError or TypeError for what cannot be sent.
        """
        with reporting(progress, f"call {route}", "bytes", pairs=True) as report:
            return await self._management.run(
                proxy_flow(
                    self._connection,
                    self._account_slug,
                    route,
                    method=method,
                    path=path,
                    body=body,
                    headers=headers,
                    environment=environment,
                    query=query,
                    timeout=timeout,
                    json_default=self._json_default,
                    chunks=partial(watched, report=report),
                )
            )

    @asynccontextmanager
    async def stream(
        self,
        route: str,
        *,
        method: str = "GET",
        path: str = "/",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
        progress: OnTransfer = None,
    ) -> AsyncIterator[httpx.Response]:
        """Like `call`, but the answer's body is left to be read, with `aiter_bytes()` and the like, while it arrives.

        A status of 400 or above comes with its body read. What breaks while the body is read is raised as
        APIConnectionError. The connection is given back at the end of the `with` block.
        """
        with reporting(progress, f"call {route}", "bytes", pairs=True) as report:
            response = await self._management.run(
                proxy_flow(
                    self._connection,
                    self._account_slug,
                    route,
                    method=method,
                    path=path,
                    body=body,
                    headers=headers,
                    environment=environment,
                    query=query,
                    timeout=timeout,
                    json_default=self._json_default,
                    chunks=partial(watched, report=report),
                    stream=True,
                )
            )
        try:
            yield response
        finally:
            await response.aclose()

    def route(
        self,
        route: str,
        *,
        environment: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | None = None,
    ) -> AsyncBoundRoute:
        """A route with defaults, and the HTTP verbs as methods. Raises ValueError for an empty name; sends nothing."""
        return AsyncBoundRoute(self.call, route, environment=environment, headers=headers, timeout=timeout)

    async def ephemeral(
        self,
        upstream_url: str,
        *,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        encrypted: str | None = None,
        timeout_ms: int | None = None,
        mode: str | None = None,
        upstream_authorization: str | None = None,
        upstream_auth_secret: str | None = None,
        upstream_auth_scheme: str | None = None,
        timeout: float | httpx.Timeout | None = None,
    ) -> httpx.Response:
        """Send a request through the gateway to an upstream without a route.

        upstream_url: https. timeout_ms: the gateway's own patience with the upstream. mode: "transparent".
        upstream_authorization, upstream_auth_secret, upstream_auth_scheme: what the upstream is shown. The rest as for
        `call`.
        """
        own = {
            "X-Knox-Encrypted": encrypted,
            "X-Knox-Timeout-Ms": None if timeout_ms is None else str(timeout_ms),
            "X-Knox-Proxy-Mode": mode,
            "X-Knox-Upstream-Authorization": upstream_authorization,
            "X-Knox-Upstream-Auth-Secret": upstream_auth_secret,
            "X-Knox-Upstream-Auth-Scheme": upstream_auth_scheme,
        }
        return await self._management.run(
            ephemeral_flow(
                self._connection,
                upstream_url,
                method=method,
                body=body,
                headers=headers,
                own=own,
                timeout=timeout,
                json_default=self._json_default,
            )
        )

    verify_signature = staticmethod(verify_webhook_signature)
    construct_event = staticmethod(construct_webhook_event)

    def _account_slug(self, deadline: float | None) -> Flow[str | None]:
        """Ask the account for the tenant's slug."""
        left = None if deadline is None else max(deadline - monotonic(), 0.001)
        call = self._management.prepare(ops.account_get, deadline=left)
        response = yield from call_flow(call, self._connection.management_context)
        account = decoder_for(ops.account_get, DEFINITION.models)(response.content)
        slug = account.get("slug") if isinstance(account, dict) else None
        return slug if isinstance(slug, str) else None

    async def aclose(self) -> None:
        """Close the connections. Idempotent; an HTTP client that was passed in stays open."""
        await self._management.aclose()

    async def __aenter__(self) -> KnoxCallAsync:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base_url}>"

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "credentials and connections")


def _open_answer(response: httpx.Response) -> Any:
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError:
        return response.text
