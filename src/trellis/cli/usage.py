"""How the commands read their options: what is wrong with them as words or as JSON, and options that are numbers."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from .output import Output

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

__all__ = ["UsageParser", "port", "seconds", "usage_refused"]


class UsageParser(argparse.ArgumentParser):
    """A parser that says what is wrong as a line of JSON where `--json` is among the words.

    as_json: whether it is; for whoever has the words to set, because half of an error is found before they are read.
    """

    as_json = False

    def error(self, message: str) -> NoReturn:
        """End the process with status 2 and say why."""
        if not self.as_json:
            super().error(message)
        raise SystemExit(usage_refused(message, as_json=True))


def usage_refused(message: str, *, as_json: bool) -> int:
    """Say on standard error why a command is not carried out, in a line of text or JSON. Returns 2, the exit status."""
    from .call_catalogue import UsageProblem
    from .call_output import error_json

    Output(sys.stderr).line(error_json(UsageProblem(message)) if as_json else f"trellis: {message}")
    return 2


def seconds(*, zero: bool = False) -> Callable[[str], float]:
    """The type of an option that is a number of seconds, above 0 or, with `zero`, from 0 on."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number < float("inf") or (number == 0 and not zero):
            raise argparse.ArgumentTypeError(f"a number of seconds {'from 0 on' if zero else 'above 0'}, not {text!r}")
        return number

    return read


def port(text: str) -> int:
    """The type of an option that is a TCP port, 0 for any."""
    if not (text.isascii() and text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {text!r}")
    return int(text)
