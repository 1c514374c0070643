"""A secret that must not be seen, and where it is looked for: all that an error, a log or a crash report shows."""

from __future__ import annotations

import copy
import pickle
import re
import traceback
from typing import TYPE_CHECKING

from tests.wire.kneo.both_clients import causes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

__all__ = ["CANARY", "assert_hidden", "frames_of_ours", "logged", "shown_by"]

CANARY = "canary-5up3r-s3cret"
OURS = re.compile(r"/(src|site-packages)/(kneo_client|knoxcall|convox|trellis/core)/")
"""Files of the clients, in a checkout or installed."""
LOGGERS = ("kneo_client", "knoxcall", "convox", "trellis")


def frames_of_ours(error: BaseException) -> str:
    """All local variables of our frames, as a crash reporter would collect them."""
    found = []
    for each in causes_of(error):
        report = traceback.TracebackException.from_exception(each, capture_locals=True)
        found += [
            f"{frame.filename}:{frame.lineno} {frame.locals}" for frame in report.stack if OURS.search(frame.filename)
        ]
    assert found, "no frame of ours was looked at"
    return "\n".join(found)


def shown_by(error: BaseException) -> Iterator[tuple[str, str]]:
    """Every way in which an error shows something: what way, and what."""
    yield "str", str(error)
    yield "repr", repr(error)
    yield "attributes", repr(vars(error))
    yield "pickle", repr(pickle.dumps(error))
    yield "copy", repr(vars(copy.deepcopy(error)))
    yield "traceback", "".join(traceback.format_exception(type(error), error, error.__traceback__))
    yield "locals", frames_of_ours(error)


def assert_hidden(name: str, error: BaseException, secrets: Iterable[str]) -> None:
    """No way of looking at the error of the call `name` shows one of the secrets."""
    secrets = tuple(secrets)
    for kind, text in shown_by(error):
        for secret in secrets:
            assert secret not in text, f"{name}: {kind} shows {secret}: {text}"


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Everything that our loggers said, arguments and tracebacks included."""
    ours = [record for record in caplog.records if record.name.startswith(LOGGERS)]
    return "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_text!r}" for record in ours)
