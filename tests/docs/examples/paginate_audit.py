"""Show who did what, newest first: paginate_audit.py [EVENT_TYPE]"""
# ruff: noqa: T201

from __future__ import annotations

import asyncio
import sys

from kneo_client import KneoClient


async def main(event_type: str | None) -> int:
    async with KneoClient.from_profile() as client:
        newest = await client.platform.audit.list(event_type=event_type, limit=3)
        print(f"the newest {newest.count}")
        walked = 0
        async for event in client.platform.audit.iterate(event_type=event_type, page_size=200):
            print(event["created_at"], event["actor"], event["event_type"], event.get("run_id") or "-")
            walked += 1
        print(f"{walked} in all")
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(asyncio.run(main(sys.argv[1] if len(sys.argv) == 2 else None)))
