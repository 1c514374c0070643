"""`trellis demo`: a local platform, and the client code of `demo_kneo` run against it."""

from __future__ import annotations

import sys

from kneo_client.core.errors import KneoError
from kneo_client.core.profiles import Profile
from trellis.emulator import KneoSettings, start
from trellis.emulator.kneo.settings import EXAMPLES

from .demo_kneo import run_spec_file
from .output import Output

SPEC = "support_triage.yaml"
QUESTION = "My parcel was delivered to the wrong door, and I was charged twice. Can you help?"
DEMO_STEP_SECONDS = 0.25


def demo_kneo(output: Output) -> int:
    """Start a platform on loopback and take an example spec through it; 0 if the run completed, else 1."""
    try:
        server = start("kneo", settings=KneoSettings(step_seconds=DEMO_STEP_SECONDS))
    except (OSError, RuntimeError) as problem:
        Output(sys.stderr).line(f"trellis: the local platform does not start: {problem}")
        return 1
    with server:
        service_key = next(key for key in server.settings.keys if "service" in key.grants)
        output.title("A Kneo platform on this machine")
        output.step("url", server.url)
        output.step("key", f"{service_key.key} (role: service)")
        profile = Profile(name="demo", url=server.url, api_key=service_key.key)
        try:
            completed = run_spec_file(profile, EXAMPLES / SPEC, QUESTION, output)
        except BrokenPipeError:  # the reader of the output left; the command knows what to do
            raise
        except (KneoError, OSError) as problem:
            Output(sys.stderr).line(f"trellis: the demo failed: {type(problem).__name__}: {problem}")
            return 1
        output.title("On the wire")
        output.step("requests", f"{server.requests.received}, all checked against the pinned document")
        if server.violations:
            output.step("violations", str(server.violations), "bad")
            return 1
    output.line()
    return 0 if completed else 1
