"""Create a run exactly once, however often it takes to get through: idempotent_retry.py SPEC_PATH"""
# ruff: noqa: T201

from __future__ import annotations

import asyncio
import sys

from kneo_client import KneoClient
from kneo_client.core.errors import KneoIdempotencyMismatchError, KneoNetworkError, KneoServerError
from kneo_client.core.idempotency import new_idempotency_key

TRIES = 3


async def main(spec_path: str) -> int:
    body = {"input": "Where is my parcel?", "spec_path": spec_path}
    # The client repeats a call by itself a few times. Whoever repeats it beyond that keeps the key.
    key = new_idempotency_key()
    async with KneoClient.from_profile() as client:
        for number in range(1, TRIES + 1):
            try:
                run = await client.platform.runs.create(body, idempotency_key=key)
            except KneoIdempotencyMismatchError:
                print("the key belongs to another body", file=sys.stderr)
                return 1
            except (KneoNetworkError, KneoServerError) as error:
                print(f"try {number}: {type(error).__name__}")
                await asyncio.sleep(0.1 * number)
            else:
                print(f"try {number}: {run.run_id} is {run.status}")
                return 0
    return 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(asyncio.run(main(sys.argv[1])))
