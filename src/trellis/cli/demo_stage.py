"""What every demo does around its story: starts the service, reports failures, and looks for violations at the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from trellis.emulator import EmulatorHandle

from .output import Output

if TYPE_CHECKING:
    from collections.abc import Callable

H = TypeVar("H", bound=EmulatorHandle)


def on_stage(
    output: Output, what: str, begin: Callable[[], H], tell: Callable[[H, Output], bool], trouble: type[Exception]
) -> int:
    """Tell a story about a service of this machine; 0 if it went well, else 1.

    what: the service, such as "Kneo platform". begin: starts it. tell: the story; whether it went well. trouble: what
    the client raises.
    """
    name = what.rpartition(" ")[2]
    try:
        server = begin()
    except (OSError, RuntimeError) as problem:
        Output(sys.stderr).line(f"trellis: the local {name} does not start: {problem}")
        return 1
    with server:
        output.title(f"A {what} on this machine")
        output.step("url", server.url)
        try:
            went_well = tell(server, output)
        except BrokenPipeError:  # the reader of the output left; the command knows what to do
            raise
        except (trouble, OSError) as problem:
            Output(sys.stderr).line(f"trellis: the demo failed: {type(problem).__name__}: {problem}")
            return 1
        if server.violations:
            output.step("violations", str(server.violations), "bad")
            return 1
    output.line()
    return 0 if went_well else 1
