"""A token endpoint (RFC 6749, section 3.2) as a flow: a form goes there, a token or the service's typed error comes
back. It is a call like any other, with the same retries, deadline and observers."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from ..effects import Blocking
from ..encode import form_body
from ..flow import Call, FlowContext, call_flow, protocol_error
from ..ids import new_uuid4
from ..secrets import Secret, scrub
from ..wire import HeaderSet, WireRequest
from .dpop import asks_for_nonce, error_code
from .tokens import BEARER, DPOP, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..effects import Flow, Timeouts, WireResponse
    from ..observe import Observer
    from ..retry import Backoff
    from ..service import ServiceDefinition
    from .dpop import Dpop
    from .grants import Grant

__all__ = ["MINT_RETRY_STATUSES", "TokenEndpoint", "oauth_envelope"]

MINT_RETRY_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
"""Answers of a token endpoint that are worth another attempt, if the grant may be repeated."""

_MAX_LIFETIME = 10 * 365 * 86400.0
_MAX_QUOTED = 2000


class TokenEndpoint:
    """Where one client's tokens are issued.

    url: absolute. headers: sent with each request, besides those of the form and the grant. policy, observer, clock,
    wall_clock: as in `FlowContext`. timeouts: as in `Send`. dpop: proofs, or None. default_lifetime: seconds, where the
    server does not say. extensions: members of its answer that become `Token.extra`.
    """

    __slots__ = (
        "_clock", "_definition", "_dpop", "_extensions", "_headers", "_label", "_lifetime", "_observer", "_policy",
        "_timeouts", "_url", "_wall_clock",
    )  # fmt: skip

    def __init__(
        self,
        url: str,
        definition: ServiceDefinition,
        policy: Backoff,
        *,
        observer: Observer,
        clock: Callable[[], float],
        wall_clock: Callable[[], float],
        headers: Iterable[tuple[str, str]] = (),
        timeouts: Timeouts | None = None,
        dpop: Dpop | None = None,
        default_lifetime: float = 3600.0,
        extensions: tuple[str, ...] = (),
    ) -> None:
        envelope = definition.envelope
        self._definition = definition._replace(
            envelope=lambda body: oauth_envelope(body, envelope), retry_statuses=MINT_RETRY_STATUSES
        )
        path = url.partition("?")[0].partition("://")[2].partition("/")[2]
        self._label = f"POST /{path}"
        self._url = url
        self._headers = HeaderSet.of(headers).with_(
            (b"Accept", b"application/json"), (b"Content-Type", b"application/x-www-form-urlencoded")
        )
        self._policy = policy
        self._observer = observer
        self._clock = clock
        self._wall_clock = wall_clock
        self._timeouts = timeouts
        self._dpop = dpop
        self._lifetime = default_lifetime
        self._extensions = extensions

    def __repr__(self) -> str:
        return f"<TokenEndpoint {self._url.partition('?')[0].rpartition('@')[2]}>"

    def request(self, grant: Grant, deadline: float | None) -> Flow[Token]:
        """Have a token issued. The service's typed error if that fails; its protocol error for an answer that is no
        token we can use."""
        definition = self._definition
        request_id = new_uuid4()
        headers = self._headers.with_(*grant.headers())
        if definition.sends_request_id:
            headers = headers.with_((definition.request_id_header.encode("ascii"), request_id.encode("ascii")))
        call = Call(
            WireRequest("POST", self._url, headers, form_body(grant.fields())),
            name="oauth_token",
            label=self._label,
            request_id=request_id,
            idempotency_key=None,
            replayable=grant.repeatable,
            timeouts=self._timeouts,
            deadline=deadline,
            budget=None,
            stream=False,
            whole=False,
        )
        auth = None if self._dpop is None else _ProofOnly(self._dpop)
        context = FlowContext(
            definition,
            self._policy,
            observer=self._observer,
            clock=self._clock,
            wall_clock=self._wall_clock,
            auth=auth,
            secrets=grant.secrets(),
        )
        asked_at = self._wall_clock()
        response = yield from call_flow(call, context)
        return self._read(call, context, response, asked_at)

    def _read(self, call: Call, context: FlowContext, response: WireResponse, asked_at: float) -> Token:
        outcome, page = self._outcome(context, response, asked_at)
        if isinstance(outcome, Token):
            return outcome
        raise protocol_error(call, context, response, outcome, page)

    def _outcome(self, context: FlowContext, response: WireResponse, asked_at: float) -> tuple[Token | str, str | None]:
        """The token, or what is wrong with the answer and the page that came instead. Raises nothing: a report of the
        error shows the variables of every frame it went through, and here they hold tokens."""
        if response.status_code >= 300:
            return "a redirect, which is not followed: it would carry credentials elsewhere. Check the URL", None
        try:
            answer = json.loads(response.content)
        except (ValueError, RecursionError):
            text = response.content.decode("utf-8", "replace")
            if "<html" in text[:_MAX_QUOTED].lower():
                page = scrub(text, context.secrets)[:_MAX_QUOTED]
                return "an HTML page instead of a token. Check the URL, and any proxy on the way", page
            return "its body is no JSON", None  # not quoted: it may be a token answer cut short
        return self._token(answer, asked_at), None

    def _token(self, answer: Any, asked_at: float) -> Token | str:
        """The token, or what is wrong with the answer. The words quote nothing that might be one."""
        if not isinstance(answer, dict):
            return "its body is no JSON object"
        text = answer.get("access_token")
        if not isinstance(text, str) or not text:
            return "its answer has no access_token"
        kind = answer.get("token_type")
        if kind is None:
            kind = BEARER
        if not isinstance(kind, str) or kind.lower() not in ("bearer", "dpop"):
            return "its token_type is neither Bearer nor DPoP"
        jkt: str | None = None
        if kind.lower() == "dpop":
            kind = DPOP
            jkt = None if self._dpop is None else self._dpop.thumbprint
            if jkt is None:
                return "its token is bound to a DPoP key, and this client has none. Allow DPoP"
        else:
            kind = BEARER
        lifetime = _lifetime(answer.get("expires_in"), self._lifetime)
        scope = answer.get("scope")
        refresh = answer.get("refresh_token")
        try:
            return Token(
                Secret(text),
                asked_at + lifetime,
                lifetime=lifetime,
                scope=scope.split() if isinstance(scope, str) else (),
                token_type=kind,
                refresh_token=Secret(refresh) if isinstance(refresh, str) and refresh else None,
                cnf_jkt=jkt,
                extra={name: answer[name] for name in self._extensions if answer.get(name) is not None},
            )
        except ValueError as error:
            return str(error)


class _ProofOnly:
    """Authorisation of a token request: the proof, where proofs are in use. One session for one request."""

    __slots__ = ("_dpop", "_may_sign_anew", "_signed")

    def __init__(self, dpop: Dpop) -> None:
        self._dpop = dpop
        self._signed = False
        self._may_sign_anew = True

    def session(self) -> _ProofOnly:
        return self

    def secrets(self) -> tuple[Secret, ...]:
        return self._dpop.secrets()

    def authorise(self, request: WireRequest, deadline: float | None) -> Flow[WireRequest]:
        yield from ()
        self._signed = self._dpop.prover is not None
        return self._dpop.signed(request, None) if self._signed else request

    def answered(self, request: WireRequest, response: WireResponse) -> None:
        self._dpop.remember(request, response)

    def challenged(self, request: WireRequest, response: WireResponse, deadline: float | None) -> Flow[bool]:
        if self._signed:
            if asks_for_nonce(response, _oauth_code):
                again = self._may_sign_anew and self._dpop.remember(request, response)
                self._may_sign_anew = False
                return again
            self._may_sign_anew = True
            return False
        if response.status_code in (400, 401) and error_code(response, _oauth_code) == "invalid_dpop_proof":
            # The server insists on proofs (RFC 9449, section 5.2). The first one loads the library that makes keys.
            began: bool = yield Blocking(self._dpop.upgrade)
            return began
        return False


def _oauth_code(body: Any) -> str | None:
    code = body.get("error") if isinstance(body, dict) else None
    return code if isinstance(code, str) else None


def oauth_envelope(
    body: Any, otherwise: Callable[[Any], tuple[str | None, str | None, dict[str, Any]]]
) -> tuple[str | None, str | None, dict[str, Any]]:
    """(code, message, further members) of an OAuth error (RFC 6749, section 5.2); the service's own shape otherwise."""
    code = _oauth_code(body)
    if code is None:
        return otherwise(body)
    words = body.get("error_description")
    details = {name: value for name, value in body.items() if name not in ("error", "error_description")}
    return code, words if isinstance(words, str) else None, details


def _lifetime(value: Any, default: float) -> float:
    """`expires_in` in seconds: numbers and their text; anything else, and what no clock can add, is the default."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return default
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return default
    if not math.isfinite(seconds) or seconds < 0:
        return default
    return min(seconds, _MAX_LIFETIME)
