"""The keywords of a client, for type checkers: what `KnoxCall(...)` takes besides `sync`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Literal

    import httpx
    from typing_extensions import TypedDict

    from trellis.core.observe import Hook

    from .auth.credentials import Bootstrap
    from .auth.stores import TokenStore

    class Options(TypedDict, total=False):
        """See `KnoxCallAsync`."""

        tenant: str | None
        environment: str | None
        scope: Sequence[str] | None
        base_url: str | None
        proxy_base_url: str | None
        sandbox: bool
        bootstrap: Bootstrap | None
        client_id: str | None
        client_secret: str | None
        access_token: str | None
        api_key: str | None
        token_store: TokenStore | None
        dpop: Literal["auto", "always", "never"]
        retry_max_attempts: int
        retry_base_delay: float
        retry_max_delay: float
        timeout: float | httpx.Timeout | None
        api_version: str | None
        user_agent: str | None
        http: httpx.Client | httpx.AsyncClient | None
        json_default: Callable[[Any], Any] | None
        hooks: Sequence[Hook]


__all__: list[str] = []
