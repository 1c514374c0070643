"""Both kinds of client, raw servers and a bare environment, for every test of this directory."""

from __future__ import annotations

from tests.wire.convox.fixtures import bare_environment, either, serve

__all__ = ["bare_environment", "either", "serve"]
