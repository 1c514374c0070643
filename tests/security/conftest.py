"""Every kind of client of every SDK, and servers that answer byte by byte, for every test of this directory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.fault.subjects import SUBJECTS, Subject
from tests.wire.kneo.fixtures import either, serve
from tests.wire.kneo.raw_server import RawServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.wire.kneo.raw_server import Exchange

__all__ = ["Party", "bare_machine", "either", "party", "serve"]

SETTINGS = ("KNEO_", "KNOXCALL_", "CONVOX_", "SSL_CERT")


class Party:
    """One SDK and one kind of its clients ("sync", "async", or "aiohttp": asynchronous, over the extra's connections),
    with servers for them."""

    def __init__(self, subject: Subject, kind: str) -> None:
        self.subject = subject
        self.either = over_aiohttp(subject) if kind == "aiohttp" else subject.make(kind)
        self._servers: list[RawServer] = []

    def serve(self, play: Callable[[Exchange], bool | None], **options: Any) -> RawServer:
        """A server, closed with the test before the clients are."""
        self._servers.append(RawServer(play, **options))
        return self._servers[-1]

    def client(self, url: str, **options: Any) -> Any:
        """A client that makes one attempt and has five seconds for each of its phases."""
        return self.subject.client(self.either, url, attempts=1, **options)

    def do(self, call: str, client: Any) -> Any:
        """The result of one of the subject's calls."""
        return self.either.do(self.subject.calls[call].run(client))

    def fails(self, call: str, client: Any, kind: str = "any") -> Any:
        """The error of one of the subject's calls."""
        with pytest.raises(self.subject.errors[kind]) as caught:
            self.do(call, client)
        return caught.value

    def close(self) -> None:
        """Close the servers, then the clients."""
        for server in self._servers:
            server.close()
        self.either.close()


def over_aiohttp(subject: Subject) -> Any:
    """Asynchronous clients that send over aiohttp, unless a test says over what."""
    pytest.importorskip("aiohttp", reason="the extra `aiohttp` is not installed")
    from trellis.connections import Aiohttp

    class OverAiohttp(subject.make):  # type: ignore[misc, name-defined]
        def client(self, *args: Any, **options: Any) -> Any:
            options.setdefault("http" if subject.name == "knoxcall" else "http_client", Aiohttp())
            return super().client(*args, **options)

    return OverAiohttp("async")


KINDS = ("sync", "async", "aiohttp")
PARTIES = {f"{subject.name}-{kind}": (subject, kind) for subject in SUBJECTS for kind in KINDS}


@pytest.fixture(params=PARTIES.values(), ids=list(PARTIES))
def party(request: pytest.FixtureRequest) -> Iterator[Party]:
    """Each SDK with each kind of client; what is made is closed with the test."""
    made = Party(*request.param)
    yield made
    made.close()


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxies, certificates and credentials but the test's own."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith(SETTINGS):
            monkeypatch.delenv(name)
