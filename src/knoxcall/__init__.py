"""knoxcall: typed clients of the KnoxCall gateway, synchronous and asynchronous: `KnoxCall(sync=True | False)`.

Nothing is imported until a name is used.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._signup import claim_signup, claim_signup_sync, signup, signup_sync
    from ._version import __version__
    from .auth.credentials import (
        AccessToken,
        AccessTokenBootstrap,
        Bootstrap,
        ClientCredentials,
        ClientCredentialsBootstrap,
        OIDCTokenExchange,
        OidcTokenExchangeBootstrap,
        StoredCredentials,
    )
    from .auth.redacted import Redacted
    from .auth.stores import CachedToken, MemoryTokenStore, RedisTokenStore, TokenStore
    from .bodies import NULL
    from .client import KnoxCall, KnoxCallAsync, KnoxCallSync
    from .errors import (
        APIConnectionError,
        APIConnectionTimeoutError,
        APIUserAbortError,
        AuthenticationError,
        BadRequestError,
        BootstrapError,
        ClientClosedError,
        ConflictError,
        KnoxCallError,
        KnoxCallSecurityWarning,
        NotAuthenticatedError,
        NotFoundError,
        PaymentRequiredError,
        PermissionDeniedError,
        ProtocolError,
        RateLimitError,
        ServerError,
        SignupError,
        TokenStoreError,
        ValidationError,
        WebhookSignatureVerificationError,
    )
    from .types import (
        AuditEventData,
        RequestEventData,
        RequestEventRequest,
        RequestEventResponse,
        SignupClaimResult,
        SignupResult,
        WebhookEvent,
    )
    from .webhooks import WebhookFormat, construct_webhook_event, verify_webhook_signature

__all__ = [
    "APIConnectionError",
    "APIConnectionTimeoutError",
    "APIUserAbortError",
    "AccessToken",
    "AccessTokenBootstrap",
    "AuditEventData",
    "AuthenticationError",
    "BadRequestError",
    "Bootstrap",
    "BootstrapError",
    "CachedToken",
    "ClientClosedError",
    "ClientCredentials",
    "ClientCredentialsBootstrap",
    "ConflictError",
    "KnoxCall",
    "KnoxCallAsync",
    "KnoxCallError",
    "KnoxCallSecurityWarning",
    "KnoxCallSync",
    "MemoryTokenStore",
    "NULL",
    "NotAuthenticatedError",
    "NotFoundError",
    "OIDCTokenExchange",
    "OidcTokenExchangeBootstrap",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "ProtocolError",
    "RateLimitError",
    "Redacted",
    "RedisTokenStore",
    "RequestEventData",
    "RequestEventRequest",
    "RequestEventResponse",
    "ServerError",
    "SignupClaimResult",
    "SignupError",
    "SignupResult",
    "StoredCredentials",
    "TokenStore",
    "TokenStoreError",
    "ValidationError",
    "WebhookEvent",
    "WebhookFormat",
    "WebhookSignatureVerificationError",
    "__version__",
    "claim_signup",
    "claim_signup_sync",
    "construct_webhook_event",
    "signup",
    "signup_sync",
    "verify_webhook_signature",
]

_NAMES = {
    "client": (
        "KnoxCall",
        "KnoxCallAsync",
        "KnoxCallSync",
    ),
    "auth.credentials": (
        "AccessToken",
        "AccessTokenBootstrap",
        "Bootstrap",
        "ClientCredentials",
        "ClientCredentialsBootstrap",
        "OIDCTokenExchange",
        "OidcTokenExchangeBootstrap",
        "StoredCredentials",
    ),
    "auth.redacted": ("Redacted",),
    "auth.stores": (
        "CachedToken",
        "MemoryTokenStore",
        "RedisTokenStore",
        "TokenStore",
    ),
    "bodies": ("NULL",),
    "errors": (
        "APIConnectionError",
        "APIConnectionTimeoutError",
        "APIUserAbortError",
        "AuthenticationError",
        "BadRequestError",
        "BootstrapError",
        "ClientClosedError",
        "ConflictError",
        "KnoxCallError",
        "KnoxCallSecurityWarning",
        "NotAuthenticatedError",
        "NotFoundError",
        "PaymentRequiredError",
        "PermissionDeniedError",
        "ProtocolError",
        "RateLimitError",
        "ServerError",
        "SignupError",
        "TokenStoreError",
        "ValidationError",
        "WebhookSignatureVerificationError",
    ),
    "webhooks": (
        "WebhookFormat",
        "construct_webhook_event",
        "verify_webhook_signature",
    ),
    "types": (
        "AuditEventData",
        "RequestEventData",
        "RequestEventRequest",
        "RequestEventResponse",
        "SignupClaimResult",
        "SignupResult",
        "WebhookEvent",
    ),
    "_signup": (
        "claim_signup",
        "claim_signup_sync",
        "signup",
        "signup_sync",
    ),
    "_version": ("__version__",),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names}


if not TYPE_CHECKING:  # a checker would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__} - {"TYPE_CHECKING"})
