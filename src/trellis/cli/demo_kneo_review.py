"""The code users would write around a run that waits for a person: a policy, a decision, and what is on record then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from kneo_client import SyncKneoClient
from kneo_client.platform.runs import DEFAULT_TERMINAL_STATUSES

if TYPE_CHECKING:
    from pathlib import Path

    from kneo_client.core.profiles import Profile

    from .output import Output

ENVIRONMENT = "production"


def require_review(operator: Profile, output: Output) -> None:
    """As the operator, ask of every spec for production that it has a person look.

    Raises KneoError if the platform refuses.
    """
    with SyncKneoClient(operator) as client:
        client.platform.policies.environment_put(ENVIRONMENT, {"require_human_review": True})
        output.title("Policies")
        for environment, policy in client.platform.policies.environment_list().items():
            rules = [name for name, value in policy.items() if value is True and name != "enabled"]
            output.step(environment, ", ".join(rules))


def run_until_a_person_is_asked(author: Profile, spec_file: Path, text: str, output: Output) -> str | None:
    """As the author, run the spec on `text` up to its human task; the run's id, None if it came to none.

    Raises KneoError if the platform refuses something, OSError if the file cannot be read.
    """
    spec = yaml.safe_load(spec_file.read_text(encoding="utf-8"))
    with SyncKneoClient(author) as client:
        output.title(f"Spec {spec_file.name}, with a person in it")
        created = client.platform.runs.create(
            {"spec": spec, "input": text, "environment": ENVIRONMENT, "async_mode": True}
        )
        output.step("create", f"{created.run_id} is {created.status}")
        if created.run_id is None:
            return None
        run = client.platform.runs.wait_for_completion(
            created.run_id, poll_interval=0.1, timeout=60, terminal_statuses=DEFAULT_TERMINAL_STATUSES | {"blocked"}
        )
        output.step("stopped", f"{run.status} at {run.current_node_id}", "good" if run.status == "blocked" else "bad")
        return created.run_id if run.status == "blocked" else None


def approve(reviewer: Profile, run_id: str, output: Output) -> None:
    """As the reviewer, approve what the run asks. Raises KneoError if the platform refuses something."""
    with SyncKneoClient(reviewer) as client:
        for task in client.platform.human_tasks.list(run_id=run_id):
            request = task["pending_human_request"]
            output.step("task", f"{request['prompt']} ({request['assignee']}, {request['request_id']})")
            resumed = client.platform.human_tasks.resume(
                task["continuation_id"], {"request_id": request["request_id"], "decision": "approved"}
            )
            output.step("approved", f"the run is {resumed.status}", "good")


def show_what_is_on_record(author: Profile, run_id: str, output: Output) -> bool:
    """As the author, show the run's end, its policy report and its audit trail; True if it completed.

    Raises KneoError if the platform refuses something.
    """
    with SyncKneoClient(author) as client:
        run = client.platform.runs.get(run_id)
        output.step("output", str(run.output_text))

        report = client.platform.runs.policy_report(run_id)["report"]
        findings = ", ".join(finding["message"] for finding in report["findings"])
        output.step("policy", f"{report['environment']}: {findings or 'nothing to object to'}")

        audit = client.platform.audit.list(run_id=run_id)
        output.title(f"Audit ({audit.count} events of the run, newest first)")
        output.table((event["created_at"][11:23], event["actor"], event["event_type"]) for event in audit)
        return bool(run.status == "completed")
