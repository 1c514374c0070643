"""The script that ships the service: build the folder on a rack, promote it, and tell the team through the gateway."""

# ruff: noqa: T201 - a command speaks on standard output
from __future__ import annotations

import sys

from convox import ConvoxClient, ConvoxError
from knoxcall import KnoxCall, KnoxCallError


def ship(app: str, folder: str, *, patience: float = 600.0, interval: float = 2.0) -> str:
    """Build `folder` and promote the release it gives; its id. RuntimeError says what went wrong with the build.

    patience: seconds to wait for the build. interval: seconds between two looks at it.
    """
    with ConvoxClient.from_env() as rack:
        started = rack.builds.create_from(app, folder)
        build = rack.builds.wait(app, started.id, poll_interval=interval, timeout=patience)
        if build.status != "complete":
            raise RuntimeError(f"the build {build.id} {build.status}: {build.reason}")
        rack.releases.promote(app, build.release, wait=True, poll_interval=interval)
        return build.release


def tell(app: str, release: str) -> int:
    """Send word of a release; the status that the team's chat answers."""
    with KnoxCall() as gateway:
        body = {"text": f"{app} runs {release}"}
        return gateway.call("chat", method="POST", path="/messages", body=body).status_code


def main(arguments: list[str], *, interval: float = 2.0) -> int:
    """The command line: an app and a folder. 0 shipped, 1 not shipped, 3 shipped but nobody was told."""
    app, folder = arguments
    try:
        release = ship(app, folder, interval=interval)
    except (ConvoxError, RuntimeError) as error:
        print(f"not shipped: {error}", file=sys.stderr)
        return 1
    print(release)
    try:
        status = tell(app, release)
    except KnoxCallError as error:
        print(f"nobody was told: {error}", file=sys.stderr)
        return 3
    return 0 if status < 400 else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
