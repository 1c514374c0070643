"""`trellis demo`: a local platform, and the client code of `demo_kneo` and `demo_kneo_review` run against it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kneo_client.core.errors import KneoError
from kneo_client.core.profiles import Profile
from trellis.emulator import KneoSettings, start
from trellis.emulator.kneo.settings import EXAMPLES

from .demo_kneo import run_spec_file
from .demo_kneo_review import approve, require_review, run_until_a_person_is_asked, show_what_is_on_record
from .output import Output

if TYPE_CHECKING:
    from trellis.emulator import KneoHandle

SPEC = "support_triage.yaml"
QUESTION = "My parcel was delivered to the wrong door, and I was charged twice. Can you help?"
REVIEWED_SPEC = "human_review.yaml"
ANNOUNCEMENT = "Deliveries now come with a picture of the door."
DEMO_STEP_SECONDS = 0.25


def demo_kneo(output: Output) -> int:
    """Start a platform on loopback and take two example specs through it; 0 if both runs completed, else 1."""
    try:
        server = start("kneo", settings=KneoSettings(step_seconds=DEMO_STEP_SECONDS))
    except (OSError, RuntimeError) as problem:
        Output(sys.stderr).line(f"trellis: the local platform does not start: {problem}")
        return 1
    with server:
        service = _profile(server, "service")
        output.title("A Kneo platform on this machine")
        output.step("url", server.url)
        output.step("key", f"{service.api_key} (role: service)")
        try:
            completed = run_spec_file(service, EXAMPLES / SPEC, QUESTION, output) and _review(server, output)
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


def _review(server: KneoHandle, output: Output) -> bool:
    """The story of a run that a person has to approve; whether it ended well."""
    author = _profile(server, "service")
    require_review(_profile(server, "operator"), output)
    run_id = run_until_a_person_is_asked(author, EXAMPLES / REVIEWED_SPEC, ANNOUNCEMENT, output)
    if run_id is None:
        return False
    approve(_profile(server, "reviewer"), run_id, output)
    return show_what_is_on_record(author, run_id, output)


def _profile(server: KneoHandle, role: str) -> Profile:
    key = next(key for key in server.settings.keys if role in key.grants)
    return Profile(name=role, url=server.url, api_key=key.key)
