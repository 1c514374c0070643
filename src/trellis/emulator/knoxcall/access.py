"""Who is asking: reads the access token or API key of a request, and the proof that a bound token needs."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dpop import NONCE_HEADER, InvalidProof, NonceWanted
from .failures import GatewayError

if TYPE_CHECKING:
    from trellis.emulator.exchange import Incoming

    from .state import KnoxCallState

OPEN_OPERATIONS = frozenset({"oauth_token", "signup_create", "signup_claim"})
"""Operations that take no access token."""


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller. kind: "token" or "api_key"."""

    kind: str
    name: str
    scopes: tuple[str, ...] = ()


def authenticate(state: KnoxCallState, incoming: Incoming) -> Caller:
    """The caller of a request to the management API; GatewayError 401 if there is no telling."""
    scheme, _, credential = (incoming.headers.get("authorization") or "").partition(" ")
    credential = credential.strip()
    if not credential:
        raise _refused("A token or an API key is required", 'Bearer realm="knoxcall"')
    return _holder(state, incoming, scheme.lower(), credential)


def authenticate_data_plane(state: KnoxCallState, incoming: Incoming) -> Caller:
    """The caller of a request to be passed on: there an API key may also stand in `x-knoxcall-key`."""
    key = incoming.headers.get("x-knoxcall-key")
    if key is None:
        return authenticate(state, incoming)
    if "authorization" in incoming.headers:
        raise _refused("Two credentials were sent", 'Bearer error="invalid_request"')
    found = _api_key(state, key)
    if found is None:
        raise _refused("The API key is not valid", "Bearer")
    return found


def _holder(state: KnoxCallState, incoming: Incoming, scheme: str, credential: str) -> Caller:
    access = state.tokens.good(credential)
    if scheme == "bearer":
        if access is not None and access.jkt is not None:
            # RFC 9449, section 7.2: a bound token is none without its proof.
            raise _refused("This token needs a DPoP proof", 'DPoP error="invalid_token"')
        key = _api_key(state, credential) if access is None else None
        if key is not None:
            return key
        if access is None:
            raise _refused("The token is unknown, expired or revoked", 'Bearer error="invalid_token"')
    elif scheme == "dpop":
        if access is None or access.jkt is None:
            raise _refused("The token is unknown, expired, revoked or not bound", 'DPoP error="invalid_token"')
        _check_proof(state, incoming, access.token, access.jkt)
    else:
        raise _refused("The scheme of the Authorization header is not known", "Bearer")
    return Caller("token", access.client_id, access.scopes)


def _check_proof(state: KnoxCallState, incoming: Incoming, token: str, jkt: str) -> None:
    try:
        proof = state.proofs.verify(incoming, access_token=token, require_nonce=state.require_nonce)
        if proof.jkt != jkt:
            raise InvalidProof("the proof was made with another key")
    except InvalidProof as wrong:
        challenge = f'DPoP error="invalid_dpop_proof", error_description="{wrong}", algs="ES256"'
        raise _refused(str(wrong), challenge, kind="invalid_dpop_proof") from None
    except NonceWanted as wanted:
        challenge = f'DPoP error="use_dpop_nonce", error_description="{wanted}"'
        nonce = state.nonces.current()
        raise _refused(str(wanted), challenge, kind="use_dpop_nonce", nonce=nonce) from None


def _api_key(state: KnoxCallState, given: str) -> Caller | None:
    now = state.clock.now()
    for record in state.api_keys():
        if hmac.compare_digest(record["api_key"].encode(), given.encode()):
            alive = record["active"] and (record["ends_at"] is None or record["ends_at"] > now)
            if not alive:
                return None
            state.count_for(record["id"], record)
            record["last_used_at"] = state.now()
            return Caller("api_key", record["name"])
    return None


def _refused(
    message: str, challenge: str, *, kind: str = "authentication_error", nonce: str | None = None
) -> GatewayError:
    headers = {"www-authenticate": challenge}
    if nonce is not None:
        headers[NONCE_HEADER] = nonce
    return GatewayError(401, kind, message, headers=headers)
