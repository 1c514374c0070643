"""What an asynchronous client can be told to send with: `from trellis.connections import Aiohttp`."""

from trellis.core.connections import Aiohttp

__all__ = ["Aiohttp"]
