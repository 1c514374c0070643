"""What is there before the first request: the tenant, its OAuth clients and API keys, and how time runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trellis.emulator.clock import Clock


@dataclass(frozen=True, slots=True)
class OAuthClientSeed:
    """An OAuth client that exists from the start.

    client_secret: None for a public client. allowed_scopes: empty for any scope.
    """

    client_id: str
    client_secret: str | None = field(repr=False)
    name: str
    allowed_scopes: tuple[str, ...] = ()
    require_dpop: bool = False
    grant_types: tuple[str, ...] = ("client_credentials",)


@dataclass(frozen=True, slots=True)
class ApiKeySeed:
    """An API key that exists from the start: the secret itself, and its name."""

    name: str
    key: str = field(repr=False)


DEFAULT_CLIENTS = (
    OAuthClientSeed("tk_local", "local-client-secret", "backend"),
    OAuthClientSeed("tk_local_dpop", "local-dpop-secret", "backend with DPoP", require_dpop=True),
    OAuthClientSeed("tk_local_login", None, "command line", grant_types=("refresh_token",)),
)
"""A client of each kind, for a gateway that nobody but this machine can reach."""

DEFAULT_KEYS = (ApiKeySeed("local", "tk_test_local_key"),)


@dataclass(frozen=True, slots=True)
class KnoxCallSettings:
    """Configuration of one emulated gateway.

    token_seconds: life of an access token. proof_seconds: how far a proof's `iat` may lie from now, in either
    direction. nonce_seconds: how long a DPoP nonce is good. clock: None for the wall clock, `Clock.frozen()` for time
    that only `state.clock.advance` moves. upstreams: URL by host name, for calls to targets that are not of this
    machine; every other such target is the echo upstream, so nothing leaves the machine.
    """

    tenant: str = "acme"
    sandbox: bool = False
    clients: tuple[OAuthClientSeed, ...] = DEFAULT_CLIENTS
    keys: tuple[ApiKeySeed, ...] = DEFAULT_KEYS
    token_seconds: float = 3600.0
    proof_seconds: float = 60.0
    nonce_seconds: float = 300.0
    clock: Clock | None = None
    upstreams: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [client.client_id for client in self.clients]
        keys = [key.key for key in self.keys]
        if len(set(ids)) != len(ids) or len(set(keys)) != len(keys):
            raise ValueError("each OAuth client has an id, and each API key a secret, of its own")
        if self.token_seconds <= 0:
            raise ValueError("token_seconds is more than nothing")
