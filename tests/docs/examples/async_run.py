"""Start a run that goes on by itself, and wait until it has ended: async_run.py SPEC_PATH"""
# ruff: noqa: T201

from __future__ import annotations

import asyncio
import sys

from kneo_client import KneoClient


async def main(spec_path: str) -> int:
    async with KneoClient.from_profile() as client:
        created = await client.platform.runs.create(
            {"input": "Where is my parcel?", "spec_path": spec_path, "async_mode": True}
        )
        if created.run_id is None:
            return 1
        print(f"{created.run_id} is {created.status}")
        run = await client.platform.runs.wait_for_completion(
            created.run_id, poll_interval=0.05, timeout=60, progress=lambda seen: print(f"... {seen.status}")
        )
        print(f"{run.status}: {run.output_text or run.error}")
        return 0 if run.status == "completed" else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(asyncio.run(main(sys.argv[1])))
