"""The `trellis` command."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; `arguments` are those of the process unless given. Returns the exit status.

    What it needs is loaded in here, so that Ctrl-C ends that quietly, too.
    """
    try:
        from .command import main as run
    except KeyboardInterrupt:
        return 130
    return run(arguments)
