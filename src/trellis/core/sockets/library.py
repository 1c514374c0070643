"""The `websockets` library, loaded at the first need: it is an extra, and most programs never open a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from websockets.client import ClientProtocol

__all__ = ["Library", "WebSocketLibraryMissing", "load_library"]


class WebSocketLibraryMissing(ImportError):
    """The extra that WebSockets need is not installed. Nothing was sent."""


class Library(NamedTuple):
    """What of the library is used: its protocol without I/O, and the names of frames."""

    new_protocol: Any
    """Makes a `ClientProtocol` from a limit on a message's size in bytes."""
    response: type
    text: Any
    binary: Any
    continuation: Any
    close: Any


_loaded: list[Library] = []


def load_library() -> Library:
    """The library; WebSocketLibraryMissing, which says what to install, where there is none."""
    if _loaded:
        return _loaded[0]
    try:
        from websockets.client import ClientProtocol
        from websockets.frames import Opcode
        from websockets.http11 import Response
        from websockets.uri import parse_uri
    except ImportError:
        pass
    else:
        import logging

        # Not in the tree of loggers: at DEBUG the library would write every header of the handshake, credentials too.
        silent = logging.Logger("trellis.websockets", logging.CRITICAL + 1)
        anywhere = parse_uri("ws://localhost/")  # it only stands in requests, and those are written here

        def new_protocol(max_size: int) -> ClientProtocol:
            return ClientProtocol(anywhere, max_size=max_size, logger=silent)

        _loaded.append(Library(new_protocol, Response, Opcode.TEXT, Opcode.BINARY, Opcode.CONT, Opcode.CLOSE))
        return _loaded[0]
    raise WebSocketLibraryMissing(
        "WebSockets (logs, exec, shell, console, TCP proxy) need the library `websockets`: "
        'pip install "trellis-clients[websocket]"',
        name="websockets",
    )
