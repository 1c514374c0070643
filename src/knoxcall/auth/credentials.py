"""What a client can be given to authenticate with, and the key under which its tokens are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NoReturn

from trellis.core.auth.token_cache import key_digest
from trellis.core.secrets import refuse_pickle

from ..errors import BootstrapError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = [
    "AccessToken",
    "AccessTokenBootstrap",
    "Bootstrap",
    "ClientCredentials",
    "ClientCredentialsBootstrap",
    "OIDCTokenExchange",
    "OidcTokenExchangeBootstrap",
    "StoredCredentials",
    "cache_key",
    "flat_credentials",
    "identity_of",
]


class _Unpicklable:
    """Credentials go to another process by its environment or its secret store, not inside a pickle."""

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "a credential")


@dataclass(frozen=True)
class AccessToken(_Unpicklable):
    """A token or API key that exists already. It is sent as it is and cannot be renewed."""

    access_token: str = field(repr=False)
    type: Literal["access_token"] = "access_token"


@dataclass(frozen=True)
class ClientCredentials(_Unpicklable):
    """An OAuth client's id and secret (RFC 6749, section 4.4)."""

    client_id: str
    client_secret: str = field(repr=False)
    type: Literal["client_credentials"] = "client_credentials"


@dataclass(frozen=True)
class OIDCTokenExchange(_Unpicklable):
    """An identity token of another issuer, to be exchanged for one of KnoxCall's (RFC 8693).

    subject_token: the identity token; it expires, so for a long-lived process let the client find the workload's
    identity itself, which reads it anew for every exchange. issuer: who issued it, for people; it is not sent.
    """

    subject_token: str = field(repr=False)
    issuer: str
    type: Literal["oidc_token_exchange"] = "oidc_token_exchange"


@dataclass(frozen=True)
class StoredCredentials(_Unpicklable):
    """What `knoxcall login` stored.

    path: the credentials file; None: KNOXCALL_CREDENTIALS_FILE, or the one in the home directory. profile: the
    profile in it; None: KNOXCALL_PROFILE, or "default".
    """

    path: str | Path | None = None
    profile: str | None = None
    type: Literal["stored_credentials"] = "stored_credentials"


Bootstrap = AccessToken | ClientCredentials | OIDCTokenExchange | StoredCredentials
"""Any of the credentials that a client can be given."""
AccessTokenBootstrap = AccessToken
"""The same class, by its other name."""
ClientCredentialsBootstrap = ClientCredentials
"""The same class, by its other name."""
OidcTokenExchangeBootstrap = OIDCTokenExchange
"""The same class, by its other name."""


def flat_credentials(
    *,
    bootstrap: Bootstrap | None = None,
    client_id: str | None = None,
    client_secret: str | None = None,
    access_token: str | None = None,
    api_key: str | None = None,
) -> Bootstrap | None:
    """The one credential that a client's arguments name; None if they name none.

    Raises BootstrapError if they contradict each other, are incomplete or empty. No message quotes a value.
    """
    flat = {
        "access_token": access_token, "api_key": api_key, "client_id": client_id, "client_secret": client_secret,
    }  # fmt: skip
    problem = _contradiction(bootstrap, {name: value for name, value in flat.items() if value is not None})
    if problem is not None:
        del (
            flat,
            bootstrap,
            access_token,
            api_key,
            client_secret,
        )  # a report that shows this frame's variables shows no secret
        raise BootstrapError(problem)
    token = access_token if access_token is not None else api_key
    if bootstrap is not None or (token is None and client_id is None):
        return bootstrap
    return AccessToken(token) if token is not None else ClientCredentials(str(client_id), str(client_secret))


def _contradiction(bootstrap: object, given: Mapping[str, object]) -> str | None:
    """What is wrong with a client's credential arguments. Quotes none of them."""
    names = list(given)
    if bootstrap is not None:
        if given:
            return f"bootstrap= and {names[0]}= both name a credential: pass one of them"
        if not isinstance(bootstrap, (AccessToken, ClientCredentials, OIDCTokenExchange, StoredCredentials)):
            return f"bootstrap= must be one of knoxcall's credentials, not {type(bootstrap).__name__}"
    for name, value in given.items():
        if not isinstance(value, str):
            return f"{name}= must be a str, not {type(value).__name__}"
        if not value.strip():
            return f"{name}= is empty; leave it out to have credentials looked up"
    if "access_token" in given and "api_key" in given:
        return "access_token= and api_key= are two names of one thing: pass one of them"
    if ("access_token" in given or "api_key" in given) and len(given) > 1:
        return f"{names[0]}= and client credentials contradict each other: pass one of them"
    for missing, other in (("client_id", "client_secret"), ("client_secret", "client_id")):
        if other in given and missing not in given:
            return f"{missing}= is missing: client_id= and client_secret= belong together"
    return None


def cache_key(
    *,
    identity: tuple[str, ...],
    tenant: str | None,
    scope: Iterable[str],
    base_url: str,
    sandbox: bool,
    jkt: str | None = None,
) -> str:
    """The key under which a client's token lies in its store: "<tenant>:<scopes>:<digest>".

    identity: what makes the credential this one, its secret included. Of it, the address, the sandbox flag and the
    thumbprint of the DPoP key only a digest is in the key, so that a store shared by several clients never hands one
    client's token to another, and whoever can list the keys learns no secret.
    """
    scopes = " ".join(sorted(set(scope)))
    digest = key_digest(*identity, "", tenant or "", scopes, base_url, "sandbox" if sandbox else "live", jkt or "")
    return f"{tenant or '-'}:{scopes}:{digest}"


def identity_of(bootstrap: Bootstrap) -> tuple[str, ...]:
    """What makes a credential this one, for `cache_key`. Holds its secrets."""
    if isinstance(bootstrap, AccessToken):
        return (bootstrap.type, bootstrap.access_token)
    if isinstance(bootstrap, ClientCredentials):
        return (bootstrap.type, bootstrap.client_id, bootstrap.client_secret)
    if isinstance(bootstrap, OIDCTokenExchange):
        return (bootstrap.type, bootstrap.issuer, bootstrap.subject_token)
    return (bootstrap.type, str(bootstrap.path or ""), bootstrap.profile or "")
