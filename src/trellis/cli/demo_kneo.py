"""The code a user would write: take a spec file through a Kneo platform, whichever platform the profile names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from kneo_client import SyncKneoClient

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kneo_client.core.profiles import Profile

    from .output import Output


def run_spec_file(profile: Profile, spec_file: Path, question: str, output: Output) -> bool:
    """Validate, compile and run the spec on `question`, and show what the run left behind; True if it completed.

    Raises KneoError if the platform refuses something, OSError if the file cannot be read.
    """
    spec = yaml.safe_load(spec_file.read_text(encoding="utf-8"))
    with SyncKneoClient(profile) as client:
        ready = client.platform.health.readyz()
        output.step("ready", f"{ready.service} {ready.version}", "good")

        output.title(f"Spec {spec_file.name}")
        validated = client.agent.specs.validate({"spec": spec})
        _show_diagnostics(validated.diagnostics or (), output)
        if not validated.valid:
            output.step("validate", "invalid", "bad")
            return False
        output.step("validate", "valid", "good")
        compiled = client.agent.specs.compile({"spec": spec})
        output.step("compile", _summary_of(compiled.summary))

        output.title("Run")
        output.step("input", question)
        created = client.platform.runs.create({"spec": spec, "input": question, "async_mode": True})
        output.step("create", f"{created.run_id} is {created.status}")
        if created.run_id is None:
            return False
        run = client.platform.runs.wait_for_completion(created.run_id, poll_interval=0.1, timeout=60)
        output.step("finished", str(run.status), "good" if run.status == "completed" else "bad")
        output.step("output", str(run.output_text))

        trace = client.platform.runs.trace(created.run_id)
        output.title(f"Trace ({trace.total} events)")
        output.table(_trace_rows(trace.events))

        replay = client.platform.runs.replay(created.run_id)
        output.title(f"Replay ({replay.checkpoint_count} checkpoints)")
        output.table(
            (str(entry["sequence"]), str(entry["type"]), str(entry["step_id"] or "-"))
            for entry in replay.timeline or ()
        )
        return bool(run.status == "completed")


def _show_diagnostics(diagnostics: Iterable[Any], output: Output) -> None:
    for diagnostic in diagnostics:
        output.step(diagnostic["severity"], f"{diagnostic['path']}: {diagnostic['message']}")


def _summary_of(summary: Any) -> str:
    steps = " > ".join(f"{step['id']} ({step['kind']})" for step in summary["steps"])
    return f"{summary['workflow_kind']}: {steps}"


def _trace_rows(events: Iterable[Any]) -> Iterable[tuple[str, ...]]:
    for event in events:
        payload = event["payload"]
        about = payload.get("tool_name") or payload.get("checkpoint_type") or payload.get("kind") or ""
        # The time of day is enough here: 2026-05-10T12:34:56.789012Z -> 12:34:56.789
        yield event["timestamp"][11:23], event["event_type"], event.get("step_id") or "-", str(about)
