"""`trellis demo`: a local platform, and the client code of `demo_kneo` and `demo_kneo_review` run against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneo_client.core.errors import KneoError
from kneo_client.core.profiles import Profile
from trellis.emulator import KneoSettings, start
from trellis.emulator.kneo.settings import EXAMPLES

from .demo_kneo import run_spec_file
from .demo_kneo_review import approve, require_review, run_until_a_person_is_asked, show_what_is_on_record
from .demo_stage import on_stage

if TYPE_CHECKING:
    from trellis.emulator import KneoHandle

    from .output import Output

SPEC = "support_triage.yaml"
QUESTION = "My parcel was delivered to the wrong door, and I was charged twice. Can you help?"
REVIEWED_SPEC = "human_review.yaml"
ANNOUNCEMENT = "Deliveries now come with a picture of the door."
DEMO_STEP_SECONDS = 0.25


def demo_kneo(output: Output) -> int:
    """Start a platform on loopback and take two example specs through it; 0 if both runs completed, else 1."""
    return on_stage(output, "Kneo platform", _platform, _story, KneoError)


def _platform() -> KneoHandle:
    return start("kneo", settings=KneoSettings(step_seconds=DEMO_STEP_SECONDS))


def _story(server: KneoHandle, output: Output) -> bool:
    """All of it; whether both runs completed."""
    service = _profile(server, "service")
    output.step("key", f"{service.api_key} (role: service)")
    completed = run_spec_file(service, EXAMPLES / SPEC, QUESTION, output) and _review(server, output)
    output.title("On the wire")
    output.step("requests", f"{server.requests.received}, all checked against the pinned document")
    return completed


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
