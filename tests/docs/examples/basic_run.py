"""Start a run of a spec file and follow its trace to the end: basic_run.py SPEC_PATH"""
# ruff: noqa: T201

from __future__ import annotations

import asyncio
import sys

from kneo_client import KneoClient


async def main(spec_path: str) -> int:
    async with KneoClient.from_profile() as client:
        runs = client.platform.runs
        created = await runs.create({"input": "Where is my parcel?", "spec_path": spec_path, "async_mode": True})
        if created.run_id is None:
            print(f"no run was made: {created.status}")
            return 1
        async for event in runs.tail_trace(created.run_id, poll_interval=0.1, timeout=60):
            print(event["timestamp"], event["event_type"])
        run = await runs.get(created.run_id)
        print(f"{run.status}: {run.output_text}")
        return 0 if run.status == "completed" else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(asyncio.run(main(sys.argv[1])))
