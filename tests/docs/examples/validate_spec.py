"""Check a spec file without running it: validate_spec.py SPEC_PATH"""
# ruff: noqa: T201

from __future__ import annotations

import asyncio
import sys

from kneo_client import KneoClient


async def main(spec_path: str) -> int:
    async with KneoClient.from_profile() as client:
        checked = await client.agent.specs.validate_then_compile({"spec_path": spec_path})
        compiled = checked.compile
        for found in (*(checked.validate.diagnostics or ()), *((compiled and compiled.diagnostics) or ())):
            print(f"{found['severity']} {found['code']} at {found['path']}: {found['message']}")
        if not checked.ok:
            return 1
        explained = await client.agent.specs.explain({"spec_path": spec_path})
        print(explained.summary.to_dict())
        dry = await client.agent.specs.dry_run({"spec_path": spec_path})
        print(f"dry run: {'fine' if dry.ok else 'not fine'}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(asyncio.run(main(sys.argv[1])))
