"""What a client can be given to authenticate with, and the key under which its tokens are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NoReturn

from trellis.core.auth.token_cache import key_digest
from trellis.core.secrets import refuse_pickle

from ..errors import BootstrapError

if TYPE_CHECKING:
    from collections.abc import Iterable
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
ClientCredentialsBootstrap = ClientCredentials
OidcTokenExchangeBootstrap = OIDCTokenExchange


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
    given = [name for name, value in flat.items() if value is not None]
    if bootstrap is not None:
        if given:
            raise BootstrapError(f"bootstrap= and {given[0]}= both name a credential: pass one of them")
        if not isinstance(bootstrap, (AccessToken, ClientCredentials, OIDCTokenExchange, StoredCredentials)):
            raise BootstrapError(f"bootstrap= must be one of knoxcall's credentials, not {type(bootstrap).__name__}")
        return bootstrap
    for name in given:
        value = flat[name]
        if not isinstance(value, str):
            raise BootstrapError(f"{name}= must be a str, not {type(value).__name__}")
        if not value.strip():
            raise BootstrapError(f"{name}= is empty; leave it out to have credentials looked up")
    if access_token is not None and api_key is not None:
        raise BootstrapError("access_token= and api_key= are two names of one thing: pass one of them")
    token = access_token if access_token is not None else api_key
    if token is not None:
        if client_id is not None or client_secret is not None:
            raise BootstrapError(f"{given[0]}= and client credentials contradict each other: pass one of them")
        return AccessToken(token)
    if client_id is None and client_secret is None:
        return None
    if client_id is None or client_secret is None:
        missing = "client_id" if client_id is None else "client_secret"
        raise BootstrapError(f"{missing}= is missing: client_id= and client_secret= belong together")
    return ClientCredentials(client_id, client_secret)


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
