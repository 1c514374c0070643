"""`trellis demo convox`: a local rack, used by the code of `demo_convox_deploy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convox import ConvoxClient, ConvoxError
from trellis.emulator import ConvoxSettings, start

from .demo_convox_deploy import build, create_app, promote, roll_back, run_a_command
from .demo_stage import on_stage

if TYPE_CHECKING:
    from trellis.emulator import ConvoxHandle

    from .output import Output

STEP_SECONDS = 0.15
PROMOTE_SECONDS = 0.3


def demo_convox(output: Output) -> int:
    """Start a rack on loopback and take an app through it; 0 if all went as it should, else 1."""
    return on_stage(output, "Convox rack", _rack, _story, ConvoxError)


def _rack() -> ConvoxHandle:
    return start("convox", settings=ConvoxSettings(step_seconds=STEP_SECONDS, promote_seconds=PROMOTE_SECONDS))


def _story(server: ConvoxHandle, output: Output) -> bool:
    """All of it; whether it went well."""
    with ConvoxClient(server.url, server.settings.password) as client:
        create_app(client, output)
        release = build(client, output)
        went_well = promote(client, release, output)
        went_well &= run_a_command(client, output)
        went_well &= roll_back(client, release, output)
    output.title("On the wire")
    sockets = sum(1 for request in server.requests if request.status == 101)
    output.step("requests", f"{server.requests.received}, {sockets} of them WebSockets, all checked")
    return went_well
