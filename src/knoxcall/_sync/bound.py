# Mirrored from src/knoxcall/_async/bound.py by scripts/mirror_sync.py; do not edit.
"""A route with its defaults stated once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._proxy_flow import check_route

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from trellis.core.progress import OnTransfer

__all__ = ["SyncBoundRoute"]


class SyncBoundRoute:
    """Requests through one route. Holds nothing but defaults: what a call is given wins, headers one by one."""

    def __init__(
        self,
        call: Callable[..., httpx.Response],
        route: str,
        *,
        environment: str | None,
        headers: Mapping[str, str] | None,
        timeout: float | httpx.Timeout | None,
    ) -> None:
        check_route(route)
        self._call = call
        self._route = route
        self._environment = environment
        self._headers = dict(headers or {})
        self._timeout = timeout

    def request(
        self,
        method: str,
        path: str = "/",
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
        progress: OnTransfer = None,
    ) -> httpx.Response:
        """Send a request through the route; see `call` of the client."""
        given = {name.lower() for name in headers or ()}
        merged = {name: value for name, value in self._headers.items() if name.lower() not in given}
        return self._call(
            self._route,
            method=method,
            path=path,
            body=body,
            headers={**merged, **(headers or {})},
            environment=environment or self._environment,
            query=query,
            timeout=self._timeout if timeout is None else timeout,
            progress=progress,
        )

    def get(
        self,
        path: str = "/",
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
    ) -> httpx.Response:
        """GET through the route."""
        return self.request(
            "GET", path, body=body, headers=headers, environment=environment, query=query, timeout=timeout
        )

    def post(
        self,
        path: str = "/",
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
    ) -> httpx.Response:
        """POST through the route."""
        return self.request(
            "POST", path, body=body, headers=headers, environment=environment, query=query, timeout=timeout
        )

    def put(
        self,
        path: str = "/",
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
    ) -> httpx.Response:
        """PUT through the route."""
        return self.request(
            "PUT", path, body=body, headers=headers, environment=environment, query=query, timeout=timeout
        )

    def patch(
        self,
        path: str = "/",
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
    ) -> httpx.Response:
        """PATCH through the route."""
        return self.request(
            "PATCH", path, body=body, headers=headers, environment=environment, query=query, timeout=timeout
        )

    def delete(
        self,
        path: str = "/",
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        environment: str | None = None,
        query: Mapping[str, Any] | None = None,
        timeout: float | httpx.Timeout | None = None,
    ) -> httpx.Response:
        """DELETE through the route."""
        return self.request(
            "DELETE", path, body=body, headers=headers, environment=environment, query=query, timeout=timeout
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._route!r}>"
