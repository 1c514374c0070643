"""`trellis demo convox`: a local rack, used by the code of `demo_convox_deploy`."""

from __future__ import annotations

import sys

from convox import ConvoxClient, ConvoxError
from trellis.emulator import ConvoxSettings, start

from .demo_convox_deploy import build, create_app, promote, roll_back, run_a_command
from .output import Output

STEP_SECONDS = 0.15
PROMOTE_SECONDS = 0.3


def demo_convox(output: Output) -> int:
    """Start a rack on loopback and take an app through it; 0 if all went as it should, else 1."""
    try:
        server = start("convox", settings=ConvoxSettings(step_seconds=STEP_SECONDS, promote_seconds=PROMOTE_SECONDS))
    except (OSError, RuntimeError) as problem:
        Output(sys.stderr).line(f"trellis: the local rack does not start: {problem}")
        return 1
    with server:
        output.title("A Convox rack on this machine")
        output.step("url", server.url)
        try:
            with ConvoxClient(server.url, server.settings.password) as client:
                went_well = _story(client, output)
        except BrokenPipeError:  # the reader of the output left; the command knows what to do
            raise
        except (ConvoxError, OSError) as problem:
            Output(sys.stderr).line(f"trellis: the demo failed: {type(problem).__name__}: {problem}")
            return 1
        output.title("On the wire")
        sockets = sum(1 for request in server.requests if request.status == 101)
        output.step("requests", f"{server.requests.received}, {sockets} of them WebSockets, all checked")
        if server.violations:
            output.step("violations", str(server.violations), "bad")
            return 1
    output.line()
    return 0 if went_well else 1


def _story(client: ConvoxClient, output: Output) -> bool:
    """All of it; whether it went well."""
    create_app(client, output)
    release = build(client, output)
    went_well = promote(client, release, output)
    went_well &= run_a_command(client, output)
    return went_well & roll_back(client, release, output)
