"""convox: typed clients of the Convox rack API, synchronous (`ConvoxClient`) and asynchronous (`AsyncConvoxClient`).

Nothing is imported until a name is used. Models are in `convox.models`, all errors in `convox.exceptions`.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._async.client import AsyncConvoxClient
    from ._retries import RetryConfig
    from ._sync.client import ConvoxClient
    from ._version import __version__
    from .exceptions import (
        ConvoxAPIError,
        ConvoxAuthError,
        ConvoxClosedError,
        ConvoxConflictError,
        ConvoxConnectionError,
        ConvoxError,
        ConvoxForbiddenError,
        ConvoxGatewayError,
        ConvoxNotFoundError,
        ConvoxNotImplementedError,
        ConvoxProtocolError,
        ConvoxServerError,
        ConvoxTimeoutError,
        ConvoxValidationError,
    )

__all__ = [
    "AsyncConvoxClient",
    "ConvoxAPIError",
    "ConvoxAuthError",
    "ConvoxClient",
    "ConvoxClosedError",
    "ConvoxConflictError",
    "ConvoxConnectionError",
    "ConvoxError",
    "ConvoxForbiddenError",
    "ConvoxGatewayError",
    "ConvoxNotFoundError",
    "ConvoxNotImplementedError",
    "ConvoxProtocolError",
    "ConvoxServerError",
    "ConvoxTimeoutError",
    "ConvoxValidationError",
    "RetryConfig",
    "__version__",
]

_HOMES = {
    "AsyncConvoxClient": "_async.client",
    "ConvoxClient": "_sync.client",
    "RetryConfig": "_retries",
    "__version__": "_version",
}


if not TYPE_CHECKING:  # a checker would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'exceptions')}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__} - {"TYPE_CHECKING"})
