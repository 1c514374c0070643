"""Authorisation of calls by tokens: have one, present it, and meet the challenges that prove nothing was executed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..effects import Blocking
from ..single_flight import SingleFlight
from .dpop import asks_for_nonce
from .shared_work import exclusive_in_time
from .token_cache import StoreFailure
from .tokens import DPOP, Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..effects import Flow, WireResponse
    from ..secrets import Secret
    from ..service import ServiceDefinition
    from ..wire import WireRequest
    from .dpop import Dpop
    from .grants import Grant
    from .oauth import TokenEndpoint
    from .token_cache import TokenCache

__all__ = ["ChallengeRules", "EndpointSource", "StaticSource", "TokenAuth", "TokenSession", "TokenSource"]


class TokenSource(Protocol):
    """Where a client's tokens come from."""

    @property
    def static(self) -> Token | None:
        """The token that the caller brought, if that is all there is: it is not renewed, nor sent again after a 401."""
        ...

    def cache_key(self, thumbprint: str | None) -> str:
        """What to keep tokens under: tells apart all that must not share one. thumbprint: of the DPoP key in use."""
        ...

    def mint(self, deadline: float | None, refused: Token | None) -> Flow[Token]:
        """Have a new token issued; see `token_cache.Mint`."""
        ...

    def secrets(self) -> tuple[Secret, ...]:
        """The credentials that tokens are had with."""
        ...


class StaticSource:
    """One token, brought by the caller."""

    __slots__ = ("_token",)

    def __init__(self, token: Token) -> None:
        self._token = token

    @property
    def static(self) -> Token | None:
        """It."""
        return self._token

    def cache_key(self, thumbprint: str | None) -> str:
        """Nothing of it is ever kept."""
        return ""

    def mint(self, deadline: float | None, refused: Token | None) -> Flow[Token]:
        """It once more."""
        yield from ()
        return self._token

    def secrets(self) -> tuple[Secret, ...]:
        """It."""
        return self._token.secrets()


class EndpointSource:
    """Tokens from a token endpoint.

    grant: a flow that makes the next request's grant, so that a workload's assertion is read anew each time.
    cache_key: see `TokenSource`. secrets: of the grants, as far as they are known.
    """

    __slots__ = ("_cache_key", "_endpoint", "_grant", "_secrets")

    def __init__(
        self,
        endpoint: TokenEndpoint,
        grant: Callable[[float | None], Flow[Grant]],
        *,
        cache_key: Callable[[str | None], str],
        secrets: tuple[Secret, ...] = (),
    ) -> None:
        self._endpoint = endpoint
        self._grant = grant
        self._cache_key = cache_key
        self._secrets = secrets

    @property
    def static(self) -> Token | None:
        """None."""
        return None

    def cache_key(self, thumbprint: str | None) -> str:
        """As given."""
        return self._cache_key(thumbprint)

    def mint(self, deadline: float | None, refused: Token | None) -> Flow[Token]:
        """Make a grant and send it."""
        grant = yield from self._grant(deadline)
        return (yield from self._endpoint.request(grant, deadline))

    def secrets(self) -> tuple[Secret, ...]:
        """As given."""
        return self._secrets


class ChallengeRules(NamedTuple):
    """Which answers are the service's own challenges.

    passed_on: names of headers that say the answer was passed on from a server behind the service, whose 401 is no
    verdict on our token. read_code: finds the error code in a parsed body; None if bodies may be somebody else's.
    """

    passed_on: tuple[str, ...] = ()
    read_code: Callable[[Any], str | None] | None = None


class TokenAuth:
    """The tokens of one client, as the flow's `Auth`. Refuses nothing itself: rules are data.

    find: a flow that finds the source, at the first need and once; an error of it is the call's, and the next call
    tries again. dpop: None where proofs are not in use. rules: see `under`.
    """

    def __init__(
        self,
        find: Callable[[float | None], Flow[TokenSource]],
        definition: ServiceDefinition,
        *,
        cache: TokenCache,
        clock: Callable[[], float],
        dpop: Dpop | None = None,
        rules: ChallengeRules | None = None,
    ) -> None:
        self._find = find
        self._definition = definition
        self._cache = cache
        self._clock = clock
        self._flight = SingleFlight()
        self._source: TokenSource | None = None
        self._key: tuple[str | None, str] | None = None
        self.dpop = dpop
        self._rules = rules if rules is not None else ChallengeRules(read_code=self._service_code)

    def __repr__(self) -> str:
        return f"<TokenAuth {self._definition.name}>"

    def _service_code(self, body: Any) -> str | None:
        code = self._definition.envelope(body)[0]
        if code is None and isinstance(body, dict) and isinstance(body.get("error"), str):
            return str(body["error"])  # in OAuth's own words (RFC 9449, section 9)
        return code

    # -- as Auth -------------------------------------------------------------------------------------------------------

    def session(self) -> TokenSession:
        """Authorisation of one call."""
        return TokenSession(self, self._rules)

    def under(self, rules: ChallengeRules) -> RuledAuth:
        """The same tokens for calls whose answers follow other rules."""
        return RuledAuth(self, rules)

    def secrets(self) -> tuple[Secret, ...]:
        """The credentials, tokens and proofs of the moment."""
        source = () if self._source is None else self._source.secrets()
        proofs = () if self.dpop is None else self.dpop.secrets()
        return (*source, *self._cache.secrets(), *proofs)

    # -- tokens --------------------------------------------------------------------------------------------------------

    @property
    def source(self) -> TokenSource | None:
        """Where tokens come from, None until it was looked for."""
        return self._source

    def fresh(self) -> Token | None:
        """The token, if it is there and need not be renewed."""
        source = self._source
        if source is None:
            return None
        return source.static or self._cache.fresh(self._cache_key())

    def token(self, deadline: float | None) -> Flow[Token]:
        """The token, had on the way if need be."""
        source = yield from self.found(deadline)
        static = source.static
        if static is not None:
            if static.token_type == DPOP:
                yield from self._sign_from_now_on()
            return static
        return (yield from self._cache.get(self._cache_key, source.mint, deadline, self._fits))

    def found(self, deadline: float | None) -> Flow[TokenSource]:
        """Where tokens come from, looked for if that has not been done."""
        if self._source is not None:
            return self._source
        return (
            yield from exclusive_in_time(self._flight, "source", lambda: self._look(deadline), deadline, self._clock)
        )

    def _look(self, deadline: float | None) -> Flow[TokenSource]:
        if self._source is None:
            self._source = yield from self._find(deadline)
        return self._source

    def _sign_from_now_on(self) -> Flow[None]:
        dpop = self.dpop
        if dpop is not None and dpop.prover is not None:
            return
        allowed: bool = dpop is not None and (yield Blocking(dpop.upgrade))
        if not allowed:
            raise ValueError("a DPoP token cannot be used without proofs, which this client was told not to make")

    def _fits(self, token: Token) -> bool:
        return token.token_type != DPOP if self.dpop is None else self.dpop.fits(token)

    def _cache_key(self) -> str:
        thumbprint = None if self.dpop is None else self.dpop.thumbprint
        known = self._key
        if known is None or known[0] != thumbprint:
            assert self._source is not None
            known = self._key = (thumbprint, self._source.cache_key(thumbprint))
        return known[1]

    def refuse(self, token: Token) -> bool:
        """The service said no to `token`; whether another can be had."""
        if self._source is None or self._source.static is not None:
            return False
        self._cache.refuse(self._cache_key(), token)
        return True

    def forget(self, deadline: float | None = None) -> Flow[None]:
        """Drop the token, in the store too. The service's network error if the store would not let go of it."""
        source = yield from self.found(deadline)
        if source.static is not None:
            return
        problem = ""
        try:
            yield from self._cache.forget(self._cache_key(), deadline)
        except StoreFailure as error:
            problem = str(error)
        if problem:
            raise self._definition.network_error(f"{problem}; whoever shares that store may go on using it")


class RuledAuth:
    """A `TokenAuth` under other rules."""

    __slots__ = ("_auth", "_rules")

    def __init__(self, auth: TokenAuth, rules: ChallengeRules) -> None:
        self._auth = auth
        self._rules = rules

    def session(self) -> TokenSession:
        """Authorisation of one call."""
        return TokenSession(self._auth, self._rules)

    def secrets(self) -> tuple[Secret, ...]:
        """The credentials and tokens of the moment."""
        return self._auth.secrets()


class TokenSession:
    """Authorisation of one call: at most one new token, and no two new proofs in a row for want of a nonce."""

    __slots__ = ("_auth", "_may_mint_anew", "_may_sign_anew", "_rules", "_token")

    def __init__(self, auth: TokenAuth, rules: ChallengeRules) -> None:
        self._auth = auth
        self._rules = rules
        self._token: Token | None = None
        self._may_mint_anew = True
        self._may_sign_anew = True

    def authorise(self, request: WireRequest, deadline: float | None) -> Flow[WireRequest]:
        """The request with the token, and with a fresh proof if the token is bound to our key."""
        auth = self._auth
        token = auth.fresh()
        if token is None or (token.token_type == DPOP and (auth.dpop is None or auth.dpop.prover is None)):
            token = yield from auth.token(deadline)
        self._token = token
        if token.token_type != DPOP:
            return request.with_headers((b"Authorization", token.authorization()))
        assert auth.dpop is not None
        return auth.dpop.signed(request, token)

    def answered(self, request: WireRequest, response: WireResponse) -> None:
        """Take note of the server's nonce."""
        dpop = self._auth.dpop
        if dpop is not None and dpop.prover is not None:
            dpop.remember(request, response)

    def challenged(self, request: WireRequest, response: WireResponse, deadline: float | None) -> Flow[bool]:
        """Whether to authorise anew: with the nonce the server asks for, or with another token after a 401."""
        yield from ()
        auth, rules, token = self._auth, self._rules, self._token
        if token is None or any(response.headers.get(name) is not None for name in rules.passed_on):
            return False
        if token.token_type == DPOP and auth.dpop is not None and asks_for_nonce(response, rules.read_code):
            again = self._may_sign_anew and auth.dpop.remember(request, response)
            self._may_sign_anew = False
            return again
        self._may_sign_anew = True
        if response.status_code != 401 or not self._may_mint_anew:
            return False
        self._may_mint_anew = False
        return auth.refuse(token)
