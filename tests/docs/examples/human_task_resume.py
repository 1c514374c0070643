"""Decide the human task that is due first: human_task_resume.py [approve|reject]"""
# ruff: noqa: T201

from __future__ import annotations

import asyncio
import sys

from kneo_client import KneoClient

DECISIONS = {"approve": "approved", "reject": "rejected"}


async def main(decision: str) -> int:
    async with KneoClient.from_profile() as client:
        # Which request it answers (`request_id`) is taken from the task.
        resumed = await client.platform.human_tasks.resume_first_pending({"decision": decision})
        if resumed is None:
            print("nobody is asked anything")
        else:
            print(f"{resumed.run_id} is {resumed.status}: {resumed.output_text}")
    return 0


if __name__ == "__main__":
    chosen = DECISIONS.get(sys.argv[1] if len(sys.argv) > 1 else "approve")
    if chosen is None or len(sys.argv) > 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(asyncio.run(main(chosen)))
