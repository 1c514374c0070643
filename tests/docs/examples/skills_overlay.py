"""List the platform's skills, then lend some to a run of a spec file: skills_overlay.py SPEC_PATH [SKILL...]"""
# ruff: noqa: T201

from __future__ import annotations

import asyncio
import sys

from kneo_client import KneoClient
from kneo_client.core.errors import KneoNotFoundError


async def main(spec_path: str, skills: list[str]) -> int:
    async with KneoClient.from_profile() as client:
        try:
            known = await client.agent.skills.list(limit=50)
        except KneoNotFoundError:
            print("this platform has no skills: they came with 0.8.0")
            return 1
        for skill in known:
            print(skill["name"], "-", skill.get("description", "(nothing said)"))
        body = {"input": "Where is my parcel?", "spec_path": spec_path, "skills": {"add": skills, "disable": []}}
        run = await client.platform.runs.create(body)
        print(f"{run.status} with {', '.join(skills) or 'no skill more'}")
        return 0 if run.status == "completed" else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2:])))
