"""For tests of code that uses the clients: emulated services, fault scripts, made-up answers, assertions on requests.

Put `pytest_plugins = ["trellis.testing.plugin"]` into your `conftest.py`, derive from `WithKneo` and its like in
`unittest`, or use `running` in a script. Needs the extra `emulator`; the plugin needs pytest, a `Tunnel` trustme.

    from trellis.testing import attempts_of_one_call, faults

    def test_a_lost_reply_is_asked_for_again(kneo_server, sync_kneo):
        kneo_server.faults.add("get_run", faults.reply_lost())
        ...
        first, second = attempts_of_one_call(kneo_server.requests, "get_run")
"""

from __future__ import annotations

from trellis.emulator import faults

from . import factories
from .cases import WithConvox, WithKneo, WithKnoxCall
from .recorded import assert_operations, assert_sent, attempts_of_one_call, only_request
from .servers import connect, connect_async, fresh, running, shared
from .tunnel import Tunnel

__all__ = [
    "Tunnel",
    "WithConvox",
    "WithKneo",
    "WithKnoxCall",
    "assert_operations",
    "assert_sent",
    "attempts_of_one_call",
    "connect",
    "connect_async",
    "factories",
    "faults",
    "fresh",
    "only_request",
    "running",
    "shared",
]
