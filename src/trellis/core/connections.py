"""Which library makes a client's connections, where that is not httpx. Given in place of an HTTP client."""

from __future__ import annotations

__all__ = ["Aiohttp"]


class Aiohttp:
    """Have an asynchronous client send over aiohttp, which takes a quarter of the time that httpx does.

        client = KneoClient.from_profile(http_client=Aiohttp())

    Everything else stays as it is: the connections are the client's own, so base URL, credentials, proxies,
    certificates, time limits, errors and closing are those of a client without it, and responses are httpx's. One can
    serve any number of clients. Different are: the `network_stream` extension of responses is missing, header values
    outside ASCII and SOCKS proxies are refused, and `pytest-httpx` does not see the requests.

    Raises ImportError if the extra `trellis-clients[aiohttp]` is not installed.
    """

    __slots__ = ()

    def __init__(self) -> None:
        from importlib.util import find_spec

        if find_spec("aiohttp") is None:
            raise ImportError("sending over aiohttp needs an extra: pip install 'trellis-clients[aiohttp]'")

    def __repr__(self) -> str:
        return "Aiohttp()"
