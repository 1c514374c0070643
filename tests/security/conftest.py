"""Both kinds of client, and servers that answer byte by byte, for every test of this directory."""

from __future__ import annotations

from tests.wire.kneo.fixtures import either, serve

__all__ = ["either", "serve"]
