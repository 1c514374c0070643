"""`ApiKeyAuth`, for callers who bring an httpx client of their own. Loaded on first access: it needs httpx."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import httpx

from trellis.core.secrets import Secret, refuse_pickle

from .auth import AuthScheme

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["ApiKeyAuth"]


class ApiKeyAuth(httpx.Auth):
    """Adds the API key to every request of an httpx client, synchronous or asynchronous.

    api_key: not empty (ValueError). scheme: the header to use.
    """

    def __init__(self, api_key: str, scheme: AuthScheme = AuthScheme.BEARER) -> None:
        if not isinstance(api_key, str):
            raise TypeError(f"api_key must be a str, got {type(api_key).__name__}")
        if not api_key:
            raise ValueError("api_key must not be empty")
        self._api_key = Secret(api_key)
        self._scheme = AuthScheme(scheme)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Set the header and pass the request on."""
        name, value = self._scheme.header(self._api_key.reveal())
        request.headers[name] = value
        yield request

    def __repr__(self) -> str:
        return f"ApiKeyAuth(<redacted>, {self._scheme})"

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "an API key")
