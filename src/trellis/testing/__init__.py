"""For tests of code that uses the clients: a pytest plugin, fault scripts, assertions on what went over the wire, and a
tunnel that brings https host names to a local server.

Put `pytest_plugins = ["trellis.testing.plugin"]` into your `conftest.py`. Needs pytest and the extra `emulator`.

    from trellis.testing import attempts_of_one_call, faults

    def test_a_lost_reply_is_asked_for_again(kneo_server, sync_kneo):
        kneo_server.faults.add("get_run", faults.reply_lost())
        ...
        first, second = attempts_of_one_call(kneo_server.requests, "get_run")
"""

from __future__ import annotations

from trellis.emulator import faults

from .recorded import assert_operations, attempts_of_one_call, only_request
from .tunnel import Tunnel

__all__ = ["Tunnel", "assert_operations", "attempts_of_one_call", "faults", "only_request"]
