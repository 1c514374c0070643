"""Sending for a synchronous client over the asynchronous httpx client that its caller brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .async_sender import BorrowedAsyncSender
from .portal import PORTAL

if TYPE_CHECKING:
    import httpx

    from ..effects import Send
    from .dialling import Dialling
    from .requests import Answer

__all__ = ["BridgedSender"]


class BridgedSender:
    """Exactly the sends run in the portal's loop; retries, waits and decoding stay in the calling thread.

    `ours`: the client was made for us by a factory, so we close it.
    """

    def __init__(self, client: httpx.AsyncClient, *, own_auth: bool, ours: bool = False) -> None:
        self._client = client
        self._sender = BorrowedAsyncSender(client, own_auth=own_auth)
        self._ours = ours

    def send(self, effect: Send) -> httpx.Response | Answer:
        response: httpx.Response | Answer = PORTAL.wait_for(self._sender.send(effect))
        return response

    def close(self) -> None:
        """Close the client if it is ours."""
        if self._ours:
            PORTAL.wait_for(self._client.aclose())

    def dialling(self) -> Dialling:
        """How a connection beside the client's own is made."""
        return self._sender.dialling()
