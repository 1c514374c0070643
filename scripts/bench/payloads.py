"""What the measured service answers: runs of about 1 KB, and pages of them. Ids differ from answer to answer."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import count
from urllib.parse import parse_qs

from .gateway_payloads import gateway_answer
from .rack_payloads import rack_answer

RUN_FIELDS = (
    "run_id", "status", "agent_name", "continuation_id", "current_node_id", "current_step_index", "error", "input_text",
    "metadata", "output_text", "pending_human_request", "trace_event_count", "visited_nodes", "visited_steps",
    "workflow_kind", "workflow_name",
)  # fmt: skip
CREATED_FIELDS = ("run_id", "status", "continuation_id", "human_intervention_required", "metadata", "output_text")
ITEMS = 10_000
PAGE_SIZE = 100
NEW_RUN = {
    "input": "Summarise the incident report of last night.",
    "spec_path": "specs/review.yaml",
    "async_mode": True,
}

_SIZED = re.compile(rb"/items-([0-9]+)(?=/)")

_ID, _SERIAL = "@@run_id@@", "@@serial@@"
_serials = count(1)


def _run(run_id: str, serial: str) -> dict[str, object]:
    return {
        "run_id": run_id,
        "status": "completed",
        "agent_name": "triage",
        "continuation_id": f"cont-{serial}",
        "current_node_id": None,
        "current_step_index": 3,
        "error": None,
        "input_text": NEW_RUN["input"],
        "metadata": {
            "team": "operations",
            "ticket": f"OPS-{serial}",
            "labels": ["nightly", "incident"],
            "cost": 0.0125,
        },
        "output_text": "The queue grew while the database failed over; nothing was lost. " * 7,
        "pending_human_request": None,
        "trace_event_count": 42,
        "visited_nodes": ["collect", "classify", "summarise"],
        "visited_steps": ["step-collect", "step-classify", "step-summarise"],
        "workflow_kind": "sequential",
        "workflow_name": "incident-review",
    }


def _compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


_PIECES = _compact(_run(_ID, _SERIAL)).replace(_ID.encode(), b"\0").replace(_SERIAL.encode(), b"\1")


def run_body(run_id: bytes) -> bytes:
    """One run as JSON."""
    return _PIECES.replace(b"\0", run_id).replace(b"\1", b"%d" % next(_serials))


def created_body() -> bytes:
    """The answer to a new run."""
    serial = b"%d" % next(_serials)
    return (
        b'{"run_id":"run-' + serial + b'","status":"running","continuation_id":null,'
        b'"human_intervention_required":false,"metadata":{"ticket":"OPS-' + serial + b'"},"output_text":null}'
    )


@lru_cache(maxsize=512)
def page_body(query: str, total: int = ITEMS) -> bytes:
    """One page of a list of `total` runs, by its query string."""
    values = parse_qs(query)
    limit, offset = int(values.get("limit", ["100"])[0]), int(values.get("offset", ["0"])[0])
    numbers = range(offset, min(offset + limit, total))
    return _compact(
        {
            "runs": [_run(f"run-{number}", str(number)) for number in numbers],
            "count": len(numbers),
            "total": total,
            "limit": limit,
            "offset": offset,
            "sort_by": "updated_at",
            "sort_order": "desc",
        }
    )


def items_path(total: int) -> str:
    """Where the service is whose list has so many items."""
    return f"/items-{total}"


def answer(method: bytes, target: bytes) -> bytes:
    """The body for a request to the measured service."""
    path, _, query = target.partition(b"?")
    total = ITEMS
    if sized := _SIZED.match(path):
        total, path = int(sized[1]), path[sized.end() :]
    routed = gateway_answer(method, path, query, total) or rack_answer(method, path)
    if routed is not None:
        return routed
    if method == b"POST":
        return created_body()
    if path.endswith(b"/runs"):
        return page_body(query.decode("ascii"), total)
    return run_body(path.rpartition(b"/")[2])
