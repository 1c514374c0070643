"""Calls by path: the way to what has no method of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.group import Group

from .._answers import open_answer

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._options import Sending
    from .calls import AsyncCalls

__all__ = ["AsyncAPI"]


class AsyncAPI(Group):
    """Sends requests to any path of the rack, with the headers, retries, sessions and errors of every other call.

    All methods take a path on the rack (the leading slash may be left out, a query may stand in it, text in it has to
    be percent-encoded already; an absolute URL is a ValueError) and these keywords:

    params: the query. data: fields of a form, which is what racks take. json: a JSON body. content: bytes, text, a
    binary file, or an iterator of bytes. At most one of the three. In params and data True is sent as `true`, lists
    repeat their name, None is left out. headers: more headers. timeout: seconds for each phase of an attempt instead of
    the client's; None for no limit.

    They return what the rack answered: None for an empty body, the decoded value where the body is JSON whatever its
    type says, the stripped text otherwise ("ok"), and bytes where it is no text. Errors are those of the client, and
    ConvoxProtocolError for a redirect, or for a broken body that calls itself JSON.
    """

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def request(self, method: str, path: str, **sending: Unpack[Sending]) -> Any:
        """Send a request of any method. See the class."""
        response = await self._calls.send(method, path, **sending)
        return open_answer(f"{method.upper()} {path.partition('?')[0]}", response)

    async def get(self, path: str, **sending: Unpack[Sending]) -> Any:
        """Send a GET request. See the class."""
        return await self.request("GET", path, **sending)

    async def post(self, path: str, **sending: Unpack[Sending]) -> Any:
        """Send a POST request. See the class."""
        return await self.request("POST", path, **sending)

    async def put(self, path: str, **sending: Unpack[Sending]) -> Any:
        """Send a PUT request. See the class."""
        return await self.request("PUT", path, **sending)

    async def patch(self, path: str, **sending: Unpack[Sending]) -> Any:
        """Send a PATCH request. See the class."""
        return await self.request("PATCH", path, **sending)

    async def delete(self, path: str, **sending: Unpack[Sending]) -> Any:
        """Send a DELETE request. See the class."""
        return await self.request("DELETE", path, **sending)

    async def head(self, path: str, **sending: Unpack[Sending]) -> Any:
        """Send a HEAD request, whose answer has no body: None. See the class."""
        return await self.request("HEAD", path, **sending)

    async def options(self, path: str, **sending: Unpack[Sending]) -> Any:
        """Send an OPTIONS request. See the class."""
        return await self.request("OPTIONS", path, **sending)
