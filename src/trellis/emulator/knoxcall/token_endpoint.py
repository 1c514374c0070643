"""The token endpoint: client credentials, token exchange and refresh, with DPoP where a client wants or needs it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_plus

from trellis.emulator.exchange import Answer

from .dpop import NONCE_HEADER, InvalidProof, NonceWanted
from .failures import OAuthError

if TYPE_CHECKING:
    from trellis.emulator.exchange import Incoming

    from .state import KnoxCallState
    from .tokens import AccessToken

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
AUDIENCE = "knoxcall:api"

Form = dict[str, str]


def answer_token_request(state: KnoxCallState, incoming: Incoming) -> Answer:
    """Answer a request to the token endpoint; OAuthError says why there is no token."""
    form = _form(incoming)
    grant = form.get("grant_type", "")
    if grant == "client_credentials":
        body = _client_credentials(state, incoming, form)
    elif grant == EXCHANGE:
        body = _exchange(state, incoming, form)
    elif grant == "refresh_token":
        body = _refresh(state, incoming, form)
    elif not grant:
        raise OAuthError(400, "invalid_request", "grant_type is missing")
    else:
        raise OAuthError(400, "unsupported_grant_type", f"grant_type {grant[:60]!r} is not supported")
    return Answer.json(body, headers={"cache-control": "no-store", **state.nonce_headers()})


def answer_revocation(state: KnoxCallState, incoming: Incoming) -> Answer:
    """Revoke a token (RFC 7009): 200 whether or not there is such a token; a client revokes its own only."""
    form = _form(incoming)
    if "authorization" in incoming.headers:
        client_id = _authenticated(state, incoming)["client_id"]
    else:
        client = state.oauth_client(form.get("client_id", ""))
        if client is None or client["type"] != "public":
            raise OAuthError(401, "invalid_client", "the client is unknown or has to log in")
        client_id = client["client_id"]
    token = form.get("token", "")
    held = state.tokens.issued.get(token) or state.tokens.refreshers.get(token)
    if held is not None and held.client_id == client_id:
        state.tokens.revoke(token)
    return Answer(200, headers=(("cache-control", "no-store"),))


def answer_introspection(state: KnoxCallState, incoming: Incoming) -> Answer:
    """What becomes of a token if it is shown (RFC 7662). A client is told about its own tokens; any other, and one
    that is not good any more, is simply not active."""
    form = _form(incoming)
    client_id = _authenticated(state, incoming)["client_id"]
    body: dict[str, Any] = {"active": False}
    access = state.tokens.good(form.get("token", ""))
    refresher = state.tokens.refreshers.get(form.get("token", ""))
    if access is not None and access.client_id == client_id:
        body = {
            "active": True,
            "client_id": client_id,
            "scope": " ".join(access.scopes),
            "token_type": "Bearer" if access.jkt is None else "DPoP",
            "exp": int(access.expires_at),
        }
        if access.jkt is not None:
            body["cnf"] = {"jkt": access.jkt}
    elif refresher is not None and refresher.client_id == client_id and not (refresher.spent or refresher.revoked):
        body = {"active": True, "client_id": client_id, "scope": " ".join(refresher.scopes)}
    return Answer.json(body, headers={"cache-control": "no-store"})


def answer_metadata(state: KnoxCallState, incoming: Incoming) -> Answer:
    """What this authorization server can do (RFC 8414): the endpoints that the emulator has, and no others."""
    issuer = f"http://{incoming.headers.get('host') or 'localhost'}"
    body = {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth/token",
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "introspection_endpoint": f"{issuer}/oauth/introspect",
        "grant_types_supported": ["client_credentials", "refresh_token", EXCHANGE],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        "dpop_signing_alg_values_supported": ["ES256"],
        "response_types_supported": [],
    }
    return Answer.json(body)


def _form(incoming: Incoming) -> Form:
    media = (incoming.headers.get("content-type") or "").split(";")[0].strip().lower()
    if media != "application/x-www-form-urlencoded":
        raise OAuthError(400, "invalid_request", "the body has to be a form")
    pairs = parse_qsl(incoming.body.decode("utf-8", "replace"), keep_blank_values=True)
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthError(400, "invalid_request", "a parameter is there twice")
    return form


# -- the three grants ----------------------------------------------------------------------------------------------


def _client_credentials(state: KnoxCallState, incoming: Incoming, form: Form) -> dict[str, Any]:
    client = _authenticated(state, incoming)
    if "client_credentials" not in client["grant_types"]:
        raise OAuthError(400, "unauthorized_client", "this client may not use client_credentials")
    scopes = _scopes(form, tuple(client["allowed_scopes"]))
    jkt = _bound_key(state, incoming, required=client["require_dpop"])
    client["last_used_at"] = state.now()
    return _granted(state, state.tokens.issue(client["client_id"], scopes, jkt=jkt))


def _exchange(state: KnoxCallState, incoming: Incoming, form: Form) -> dict[str, Any]:
    subject = form.get("subject_token", "")
    if not subject or form.get("subject_token_type") != ID_TOKEN:
        raise OAuthError(400, "invalid_request", "an id token has to be given as subject_token")
    if form.get("audience") != AUDIENCE:
        raise OAuthError(400, "invalid_target", f"the audience has to be {AUDIENCE}")
    _check_subject(state, subject)
    jkt = _bound_key(state, incoming, required=state.exchange_requires_dpop)
    state.exchanged.append(subject)
    client_id = "workload:" + hashlib.sha256(subject.encode()).hexdigest()[:12]
    return _granted(state, state.tokens.issue(client_id, _scopes(form, ()), jkt=jkt))


def _refresh(state: KnoxCallState, incoming: Incoming, form: Form) -> dict[str, Any]:
    held = state.tokens.refreshers.get(form.get("refresh_token", ""))
    if held is None or held.revoked or form.get("client_id") != held.client_id:
        raise OAuthError(400, "invalid_grant", "the refresh token is not valid")
    if held.spent:
        # Whoever shows a used token may have stolen it, so nothing that came of the login is trusted any more.
        state.tokens.revoke_family(held.family)
        raise OAuthError(400, "invalid_grant", "the refresh token was used before; log in again")
    client = state.oauth_client(held.client_id)
    if client is None or not client["active"]:
        raise OAuthError(400, "invalid_grant", "the client of this login is not active")
    scopes = _scopes(form, held.scopes) if form.get("scope") else held.scopes
    jkt = _bound_key(state, incoming, required=client["require_dpop"] or held.jkt is not None)
    if held.jkt is not None and held.jkt != jkt:
        raise OAuthError(400, "invalid_grant", "the refresh token is bound to another key")
    state.tokens.spend(held)
    # RFC 9449, section 5: the refresh token of a public client is bound to the key as well.
    bound = jkt if client["type"] == "public" else None
    successor = state.tokens.succeed(held.client_id, held.scopes, family=held.family, jkt=bound)
    access = state.tokens.issue(held.client_id, scopes, jkt=jkt, family=held.family)
    return {**_granted(state, access), "refresh_token": successor.token, "client_id": held.client_id}


def _granted(state: KnoxCallState, access: AccessToken) -> dict[str, Any]:
    body: dict[str, Any] = {
        "access_token": access.token,
        "token_type": "DPoP" if access.jkt is not None else "Bearer",
        "expires_in": state.tokens.told_lifetime,
        "scope": " ".join(access.scopes),
    }
    if state.tell_tenant:
        body["tenant"] = state.tenant
    return body


# -- what each of them checks --------------------------------------------------------------------------------------


def _authenticated(state: KnoxCallState, incoming: Incoming) -> dict[str, Any]:
    """The confidential client that the Basic header names."""
    refused = OAuthError(
        401, "invalid_client", "the client is unknown or its secret is wrong", headers={"www-authenticate": "Basic"}
    )
    scheme, _, encoded = (incoming.headers.get("authorization") or "").partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise refused from None
    client_id, colon, secret = text.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise refused
    # RFC 6749, section 2.3.1, has both parts form-encoded; clients in the field send them as they are.
    client = state.oauth_client(client_id) or state.oauth_client(unquote_plus(client_id))
    known = (client or {}).get("client_secret")
    right = known is not None and any(
        hmac.compare_digest(known.encode(), candidate.encode()) for candidate in (secret, unquote_plus(secret))
    )
    if client is None or not right or not client["active"]:
        raise refused
    return client


def _scopes(form: Form, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The scopes asked for, or all that are allowed; `invalid_scope` for one too many."""
    asked = tuple(form.get("scope", "").split())
    beyond = [scope for scope in asked if allowed and scope not in allowed]
    if beyond:
        raise OAuthError(400, "invalid_scope", f"not allowed: {' '.join(beyond)}")
    return asked or allowed


def _bound_key(state: KnoxCallState, incoming: Incoming, *, required: bool) -> str | None:
    """Thumbprint of the key whose possession the request proves; None without a proof, if none is required."""
    if not required and "dpop" not in incoming.headers:
        return None
    try:
        return state.proofs.verify(incoming, require_nonce=state.require_nonce).jkt
    except InvalidProof as wrong:
        raise OAuthError(400, "invalid_dpop_proof", str(wrong)) from None
    except NonceWanted as wanted:
        headers = {NONCE_HEADER: state.nonces.current()}
        raise OAuthError(400, "use_dpop_nonce", str(wanted), headers=headers) from None


def _check_subject(state: KnoxCallState, subject: str) -> None:
    """Where the subject token is a JWT, hold its lifetime and audience against it; its issuer is taken on trust."""
    if state.single_use_assertions and subject in state.exchanged:
        raise OAuthError(400, "invalid_grant", "the subject token was used before")
    claims = _claims(subject)
    expires_at = claims.get("exp")
    if isinstance(expires_at, (int, float)) and expires_at <= state.clock.now():
        raise OAuthError(400, "invalid_grant", "the subject token has expired")
    audience = claims.get("aud", AUDIENCE)
    if AUDIENCE not in (audience if isinstance(audience, list) else [audience]):
        raise OAuthError(400, "invalid_grant", "the subject token is for another audience")


def _claims(token: str) -> dict[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}
