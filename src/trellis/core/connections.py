"""Which library makes a client's connections, where that is not httpx. Given in place of an HTTP client."""

from __future__ import annotations

__all__ = ["Aiohttp"]


_OLDEST = (3, 12)
"""Before it, aiohttp could not be kept from sending a request again by itself."""


class Aiohttp:
    """Have an asynchronous client send over aiohttp, which takes a quarter of the time that httpx does.

        client = KneoClient.from_profile(http_client=Aiohttp())

    Everything else stays as it is: the connections are the client's own, so base URL, credentials, proxies,
    certificates, time limits, errors and closing are those of a client without it, and responses are httpx's. One can
    serve any number of clients. Different are: the `network_stream` extension of responses is missing, header values
    outside ASCII and SOCKS proxies are refused, and `pytest-httpx` does not see the requests.

    Raises ImportError if the extra `trellis-clients[aiohttp]` is not installed, or aiohttp is older than 3.12.
    """

    __slots__ = ()

    def __init__(self) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("aiohttp")
        except PackageNotFoundError:
            found = "none"
        numbers = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
        if numbers < _OLDEST:
            needed = ".".join(map(str, _OLDEST))
            raise ImportError(
                f"sending over aiohttp needs aiohttp {needed} or newer (there is {found}): "
                "pip install --upgrade 'trellis-clients[aiohttp]'"
            )

    def __repr__(self) -> str:
        return "Aiohttp()"
