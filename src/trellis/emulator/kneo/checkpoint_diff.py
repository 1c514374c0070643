"""The difference between two checkpoints, as flat paths into their states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def diff_view(run_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """CheckpointDiffResponse: what was added, removed and changed from one checkpoint to the other."""
    old = dict(_flat({"state": before["state"]}))
    new = dict(_flat({"state": after["state"]}))
    added = [{"path": path, "value": new[path]} for path in new if path not in old]
    removed = [{"path": path, "value": old[path]} for path in old if path not in new]
    changed = [
        {"path": path, "from": old[path], "to": new[path]} for path in old if path in new and old[path] != new[path]
    ]
    return {
        "run_id": run_id,
        "from_checkpoint": _summary(before),
        "to_checkpoint": _summary(after),
        "change_count": len(added) + len(removed) + len(changed),
        "added": added,
        "removed": removed,
        "changed": changed,
        "truncated": False,
    }


def _summary(checkpoint: Mapping[str, Any]) -> dict[str, Any]:
    return {name: checkpoint[name] for name in ("sequence", "type", "step_id", "iteration", "created_at", "status")}


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _flat(item, f"{path}[{index}]")
    else:
        yield path, value
