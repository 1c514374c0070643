"""Keywords that several functions share, for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from ssl import SSLContext
    from typing import Any

    import httpx
    from typing_extensions import TypedDict

    from trellis.core.observe import Hook

    class Connecting(TypedDict, total=False):
        """What each way to make a client takes besides its own. See `ConvoxClient`."""

        username: str
        verify: bool | str | SSLContext
        proxy: str | None
        http_client: httpx.Client | httpx.AsyncClient | None
        headers: Mapping[str, str] | None
        hooks: Sequence[Hook]

    class Sending(TypedDict, total=False):
        """What a request by path takes. See `client.api`."""

        params: Any
        data: Mapping[str, Any] | None
        json: Any
        content: Any
        headers: Mapping[str, str] | None
        timeout: float | httpx.Timeout | None


__all__: list[str] = []
