"""Both kinds of client of each SDK, and servers that answer byte by byte, for the tests of all three.

Idle connections are kept for a minute here: on a busy machine a fork and what its child does outlast five seconds, and
a test that asks whether a connection is still the same one would find that it grew too old.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fault.left_over import Stock, tasks_of
from tests.fault.outcomes import LET_THROUGH
from tests.fault.subjects import SUBJECTS, Subject
from tests.wire.kneo.raw_server import Exchange, RawServer
from trellis.core.transport import unpacking
from trellis.core.transport.limits import PoolLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def patient_pools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients of ours that a test makes keep their idle connections for a minute."""
    monkeypatch.setattr(PoolLimits.__new__, "__defaults__", (PoolLimits().connections, 60.0))


@pytest.fixture
def little_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compressed answers are looked at closely long before they have the size that real clients let through."""
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", LET_THROUGH)


@pytest.fixture(params=SUBJECTS, ids=lambda subject: subject.name)
def subject(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.param
    return found


@pytest.fixture(params=["sync", "async"])
def either(request: pytest.FixtureRequest, subject: Subject) -> Iterator[Any]:
    """Clients of one kind, after which nothing may be left: no descriptor, no thread, no task."""
    _load_everything(subject, request.param)
    before = Stock.take()
    both = subject.make(request.param)
    yield both
    made = list(reversed(both._made))
    for thing in made:
        both.shut(thing)
    assert tasks_of(both.loop) == []
    both.close()
    before.assert_nothing_left()


@pytest.fixture
def serve(either: Any) -> Iterator[Callable[..., RawServer]]:
    started: list[RawServer] = []

    def start(play: Callable[[Exchange], bool | None]) -> RawServer:
        started.append(RawServer(play))
        return started[-1]

    yield start
    for server in started:
        server.close()


_loaded: set[tuple[str, str]] = set()


def _load_everything(subject: Subject, kind: str) -> None:
    """One good call of each shape, so that what is opened once in a process is open before stock is taken."""
    if (subject.name, kind) in _loaded:
        return
    _loaded.add((subject.name, kind))
    both = subject.make(kind)
    server = RawServer(subject.healthy)
    client = subject.client(both, server.url)
    for shape in subject.calls.values():
        both.do(shape.run(client))
    server.close()
    both.close()
