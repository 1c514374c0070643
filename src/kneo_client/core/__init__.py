"""Everything that is not about one domain: transports, profiles, auth, retries, errors, paging, logging.

The names that are used most are here as well as in their modules; each is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .auth import ApiKeyAuth, AuthScheme
    from .errors import (
        KneoAuthError,
        KneoBadRequestError,
        KneoClosedError,
        KneoConflictError,
        KneoError,
        KneoHumanTaskExpiredError,
        KneoIdempotencyMismatchError,
        KneoNetworkError,
        KneoNotFoundError,
        KneoPayloadTooLarge,
        KneoPayloadTooLargeError,
        KneoPermissionError,
        KneoProtocolError,
        KneoRateLimited,
        KneoRateLimitedError,
        KneoRequestTimeoutError,
        KneoServerError,
        KneoServiceUnavailable,
        KneoServiceUnavailableError,
        KneoTimeoutError,
        KneoValidationError,
        from_response,
    )
    from .idempotency import new_idempotency_key, validate_idempotency_key
    from .logging import get_logger, redact_headers
    from .pagination import PaginatedResult, iterate_all
    from .profiles import Profile, ProfileError, default_config_path, load_profile
    from .request_id import generate_request_id
    from .results import Map, Page
    from .retries import RETRYABLE_STATUS_CODES, RetryPolicy
    from .transport import SyncTransport, Transport

__all__ = [
    "RETRYABLE_STATUS_CODES",
    "ApiKeyAuth",
    "AuthScheme",
    "KneoAuthError",
    "KneoBadRequestError",
    "KneoClosedError",
    "KneoConflictError",
    "KneoError",
    "KneoHumanTaskExpiredError",
    "KneoIdempotencyMismatchError",
    "KneoNetworkError",
    "KneoNotFoundError",
    "KneoPayloadTooLarge",
    "KneoPayloadTooLargeError",
    "KneoPermissionError",
    "KneoProtocolError",
    "KneoRateLimited",
    "KneoRateLimitedError",
    "KneoRequestTimeoutError",
    "KneoServerError",
    "KneoServiceUnavailable",
    "KneoServiceUnavailableError",
    "KneoTimeoutError",
    "KneoValidationError",
    "Map",
    "Page",
    "PaginatedResult",
    "Profile",
    "ProfileError",
    "RetryPolicy",
    "SyncTransport",
    "Transport",
    "default_config_path",
    "from_response",
    "generate_request_id",
    "get_logger",
    "iterate_all",
    "load_profile",
    "new_idempotency_key",
    "redact_headers",
    "validate_idempotency_key",
]

_HOMES = {
    "auth": ("ApiKeyAuth", "AuthScheme"),
    "idempotency": ("new_idempotency_key", "validate_idempotency_key"),
    "logging": ("get_logger", "redact_headers"),
    "pagination": ("PaginatedResult", "iterate_all"),
    "profiles": ("Profile", "ProfileError", "default_config_path", "load_profile"),
    "request_id": ("generate_request_id",),
    "results": ("Map", "Page"),
    "retries": ("RETRYABLE_STATUS_CODES", "RetryPolicy"),
    "transport": ("SyncTransport", "Transport"),
}


if not TYPE_CHECKING:  # a checker would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        home = next((module for module, names in _HOMES.items() if name in names), "errors")
        value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__} - {"TYPE_CHECKING", "annotations"})
