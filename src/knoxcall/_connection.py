"""What one client's calls have in common, whichever plane they go to: settings, tokens, addresses found on the way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from trellis.core.auth.dpop import Dpop
from trellis.core.auth.oauth import TokenEndpoint
from trellis.core.auth.session import ChallengeRules, TokenAuth
from trellis.core.auth.token_cache import TokenCache
from trellis.core.deadline import check_seconds, timeouts_of
from trellis.core.flow import FlowContext
from trellis.core.observe import Observer
from trellis.core.runtime.unset import UNSET, Unset

from ._keyed_auth import KeyedAuth
from ._service import DEFINITION, USER_AGENT, management_headers
from .auth.hosts import data_plane_url, needs_tenant
from .errors import BootstrapError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trellis.core.auth.session import TokenSource
    from trellis.core.effects import Flow, Timeouts
    from trellis.core.flow import Auth
    from trellis.core.observe import Hook

    from ._retries import RetryPolicy
    from ._settings import Settings

__all__ = ["PASSED_ON", "Connection"]

PASSED_ON = ("X-Knox-Upstream-Status", "X-Knox-Destination-Status")
"""An answer with one of these came from the server behind the gateway: its 401 is no verdict on our token."""


class _Addresses:
    """What a client learns on the way, and all its `with_options` views with it."""

    __slots__ = ("base_url", "tenant")

    def __init__(self, base_url: str, tenant: str | None) -> None:
        self.base_url = base_url
        self.tenant = tenant


class Connection:
    """One client's settings, credentials and addresses. Decides; sends nothing itself.

    base_url and tenant are those of the settings until a credentials file, or the server, has said otherwise.
    """

    headers: tuple[tuple[str, str], ...]
    observer: Observer
    dpop: Dpop
    cache: TokenCache
    auth: TokenAuth
    management_context: FlowContext
    ephemeral_context: FlowContext
    proxy_context: FlowContext

    def __init__(
        self,
        settings: Settings,
        policy: RetryPolicy,
        *,
        timeout: Any,
        store: Any,
        dpop: Any,
        api_version: str | None,
        user_agent: str | None,
        hooks: Sequence[Hook],
    ) -> None:
        # Dataclasses cost a program that only names the client more than all the rest of its modules.
        from .auth.stores import from_stored, to_stored

        self.settings = settings
        self.policy = policy
        self._addresses = _Addresses(settings.management_url(), settings.tenant)
        self.user_agent = user_agent or USER_AGENT
        self.timeouts_given = timeout
        self.timeouts: Timeouts | None = timeouts_of(timeout)
        self.budget: float | None = None
        self.extra_headers: Mapping[str, str] = {}
        self.hooks = hooks
        self.headers = management_headers(api_version=api_version, user_agent=user_agent)
        self.observer = Observer(f"{DEFINITION.logger}.transport", hooks)
        self.dpop = Dpop(dpop, wall_clock=time.time)
        self.cache = TokenCache(
            wall_clock=time.time,
            clock=time.monotonic,
            logger=f"{DEFINITION.logger}.auth",
            store=store,
            to_stored=to_stored,
            from_stored=from_stored,
        )
        self.auth = TokenAuth(self._find, DEFINITION, cache=self.cache, clock=time.monotonic, dpop=self.dpop)
        self._make_contexts()

    def _make_contexts(self) -> None:
        self.management_context = self._context(self.auth)
        self.ephemeral_context = self._context(self.auth.under(ChallengeRules(passed_on=PASSED_ON)))
        self.proxy_context = self._context(KeyedAuth(self.auth, ChallengeRules(passed_on=PASSED_ON)))

    def _context(self, auth: Auth) -> FlowContext:
        return FlowContext(
            DEFINITION,
            self.policy,
            observer=self.observer,
            clock=time.monotonic,
            wall_clock=time.time,
            auth=auth,
        )

    def view(
        self,
        *,
        timeout: Any,
        deadline: float | Unset | None,
        headers: Mapping[str, str] | None,
        policy: RetryPolicy | None,
    ) -> Connection:
        """The same settings, tokens and addresses, with some options of calls changed."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        if timeout is not UNSET:
            twin.timeouts = timeouts_of(timeout)
        if not isinstance(deadline, Unset):
            twin.budget = check_seconds("deadline", deadline)
        if headers:
            twin.extra_headers = self.headers_for(headers) or {}
        if policy is not None:
            twin.policy = policy
            twin._make_contexts()
        return twin

    def headers_for(self, given: Mapping[str, str] | None) -> Mapping[str, str] | None:
        """What a caller gives one request, besides what a view of the client sends with all of them."""
        if not self.extra_headers:
            return given
        names = {name.lower() for name in given or () if isinstance(name, str)}
        kept = {name: value for name, value in self.extra_headers.items() if name.lower() not in names}
        return {**kept, **(given or {})}

    def deadline(self) -> float | None:
        """When a call that begins now must be done, by the monotonic clock."""
        return None if self.budget is None else time.monotonic() + self.budget

    @property
    def base_url(self) -> str:
        """The management API's address."""
        return self._addresses.base_url

    @property
    def tenant(self) -> str | None:
        """The tenant's slug, None until it is known."""
        return self._addresses.tenant

    def authenticate(self) -> Flow[None]:
        """Have a token, minted if need be."""
        deadline = self.deadline()
        yield from self.settle(deadline)
        yield from self.auth.token(deadline)

    def __repr__(self) -> str:
        return f"<Connection {self.base_url}>"

    @property
    def settled(self) -> bool:
        """Whether nothing about the address can change any more."""
        return self.settings.base_url is not None or self.auth.source is not None or not self._file_may_name_hosts()

    def _file_may_name_hosts(self) -> bool:
        credential = self.settings.credential
        return credential is None or credential.type == "stored_credentials"

    def settle(self, deadline: float | None) -> Flow[None]:
        """Find the credentials if the management address depends on where they come from."""
        if not self.settled:
            yield from self.auth.found(deadline)

    def _find(self, deadline: float | None) -> Flow[TokenSource]:
        from .auth.sources import find_source

        found = yield from find_source(self, deadline)
        return found

    def learn(self, *, base_url: str | None = None, tenant: str | None = None) -> None:
        """Take over what a credentials file says, where nobody said otherwise."""
        if base_url is not None and self.settings.base_url is None:
            self._addresses.base_url = base_url
        if tenant is not None and self.tenant is None:
            self._addresses.tenant = tenant

    def token_endpoint(self) -> TokenEndpoint:
        """Where this client's tokens come from."""
        return TokenEndpoint(
            f"{self.base_url}/oauth/token",
            DEFINITION,
            self.policy,
            observer=self.observer,
            clock=time.monotonic,
            wall_clock=time.time,
            headers=(("User-Agent", self.user_agent),),
            timeouts=self.timeouts,
            dpop=self.dpop,
            extensions=("tenant", "client_id"),
        )

    def proxy_url(self, tenant: str | None) -> str | None:
        """The data plane's address; None if the tenant is still to be found out."""
        if self.settings.proxy_base_url is not None:
            return self.settings.proxy_base_url
        if needs_tenant(self.base_url) and not tenant:
            return None
        return data_plane_url(self.base_url, tenant)

    def unknown_tenant(self) -> BootstrapError:
        """The error when neither the token nor the account names the tenant."""
        return BootstrapError(
            "the tenant is not known: neither the token nor the account names it. Pass tenant= or set KNOXCALL_TENANT"
        )
