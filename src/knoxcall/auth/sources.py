"""From a client's credential to the source of its tokens."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trellis.core.auth.grants import ClientCredentialsGrant, ExchangeGrant
from trellis.core.auth.session import EndpointSource, StaticSource
from trellis.core.auth.tokens import BEARER, DPOP, Token
from trellis.core.secrets import Secret

from ..errors import BootstrapError, NotAuthenticatedError
from .credentials import AccessToken, ClientCredentials, OIDCTokenExchange, StoredCredentials, cache_key, identity_of
from .detect import detect_credentials
from .file import StoredSource, credentials_path, profile_name, read_profile
from .workload import AUDIENCE, WorkloadIdentity

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.core.auth.grants import Grant
    from trellis.core.auth.oauth import TokenEndpoint
    from trellis.core.auth.session import TokenSource
    from trellis.core.effects import Flow

    from .._connection import Connection
    from .file import StoredProfile

__all__ = ["find_source"]

_FOREVER = float("inf")


def find_source(connection: Connection, deadline: float | None) -> Flow[TokenSource]:
    """Where the client's tokens come from. Looks credentials up if the client was given none.

    Raises NotAuthenticatedError if there are none, BootstrapError for one that cannot be used.
    """
    credential = connection.settings.credential
    found = credential if credential is not None else (yield from detect_credentials())
    if isinstance(found, AccessToken):
        return _static(connection, found)
    if isinstance(found, StoredCredentials):
        return (yield from _stored(connection, found))
    if isinstance(found, WorkloadIdentity):
        identity = found.identity

        def exchange(limit: float | None) -> Flow[Grant]:
            assertion = yield from found.assertion(limit)
            return ExchangeGrant(assertion, audience=AUDIENCE, scope=connection.settings.scope)

        return EndpointSource(connection.token_endpoint(), exchange, cache_key=_keyed(connection, identity))
    grant = _grant(found, connection.settings.scope)

    def same(limit: float | None) -> Flow[Grant]:
        yield from ()
        return grant

    return EndpointSource(
        connection.token_endpoint(),
        same,
        cache_key=_keyed(connection, identity_of(found)),
        secrets=grant.secrets(),
    )


def _grant(credential: ClientCredentials | OIDCTokenExchange, scope: tuple[str, ...]) -> Grant:
    if isinstance(credential, ClientCredentials):
        return ClientCredentialsGrant(credential.client_id, Secret(credential.client_secret), scope=scope)
    return ExchangeGrant(Secret(credential.subject_token), audience=AUDIENCE, scope=scope)


def _static(connection: Connection, credential: AccessToken) -> StaticSource:
    """A token as it is. With `dpop="always"` it is shown as a DPoP token."""
    kind = DPOP if connection.dpop.mode == "always" else BEARER
    try:
        return StaticSource(Token(Secret(credential.access_token), _FOREVER, token_type=kind))
    except ValueError:
        pass
    raise BootstrapError("the access token holds characters that cannot stand in a header")


def _stored(connection: Connection, credential: StoredCredentials) -> Flow[StoredSource]:
    from functools import partial

    from trellis.core.effects import Blocking

    path, name = credentials_path(credential.path, os.environ), profile_name(credential.profile, os.environ)
    profile: StoredProfile | None = yield Blocking(partial(read_profile, path, name))
    if profile is None:
        raise NotAuthenticatedError(f"{path} holds no login for profile {name!r}: run `knoxcall login`")
    connection.learn(base_url=profile.base_url, tenant=profile.tenant)

    def endpoint(_: StoredProfile) -> TokenEndpoint:
        return connection.token_endpoint()

    return StoredSource(
        path, name, endpoint=endpoint, cache_key=_keyed(connection, ("stored_credentials", str(path), name))
    )


def _keyed(connection: Connection, identity: tuple[str, ...]) -> Callable[[str | None], str]:
    def key(thumbprint: str | None) -> str:
        settings = connection.settings
        return cache_key(
            identity=identity,
            tenant=settings.tenant,
            scope=settings.scope,
            base_url=connection.base_url,
            sandbox=settings.sandbox,
            jkt=thumbprint,
        )

    return key
