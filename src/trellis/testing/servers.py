"""Emulated services for tests and scripts, whatever runs them: with fresh state, watched, and with clients at hand."""

from __future__ import annotations

import atexit
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from trellis.emulator import ConvoxSettings, EmulatorHandle, KneoSettings, KnoxCallSettings, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from convox import AsyncConvoxClient, ConvoxClient
    from kneo_client import KneoClient, SyncKneoClient
    from kneo_client.core.profiles import Profile
    from knoxcall import KnoxCallAsync, KnoxCallSync
    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle
    from trellis.emulator.launch import ServiceName

__all__ = [
    "connect",
    "connect_async",
    "default_settings",
    "fresh",
    "kneo_profile",
    "running",
    "shared",
    "violations_of",
]

H = TypeVar("H", bound=EmulatorHandle)

_shared: dict[tuple[str, int], EmulatorHandle] = {}
"""By service and process: a forked process has the entries of its parent, but not the threads that serve them."""
_starting = threading.Lock()


@overload
def default_settings(service: Literal["kneo"]) -> KneoSettings: ...
@overload
def default_settings(service: Literal["knoxcall"]) -> KnoxCallSettings: ...
@overload
def default_settings(service: Literal["convox"]) -> ConvoxSettings: ...
def default_settings(service: ServiceName) -> Any:
    """The settings of servers for tests: as the services come, but what takes time takes next to none."""
    if service == "kneo":
        return KneoSettings(step_seconds=0.01)
    return ConvoxSettings(step_seconds=0.01) if service == "convox" else KnoxCallSettings()


def _started(service: ServiceName, settings: Any) -> EmulatorHandle:
    begin: Callable[..., EmulatorHandle] = start
    return begin(service, settings=settings or default_settings(service))


def violations_of(server: EmulatorHandle) -> str | None:
    """What went against the pinned document since the last reset, in words; None if nothing did. Forgets it."""
    found = server.violations.clear()
    if not found:
        return None
    listed = "\n".join(f"  {violation}" for violation in found)
    return f"the {server.service.name} emulator recorded schema violations:\n{listed}"


@contextmanager
def fresh(server: H) -> Iterator[H]:
    """A running server for one test: reset at the start, and held against its document at the end.

    Raises AssertionError at the end if a request or answer inside the block departed from the pinned document, unless
    that was inside `server.expect_violations()` or the block failed by itself.
    """
    server.reset()
    yield server
    if complaint := violations_of(server):
        raise AssertionError(complaint)


@overload
def running(service: Literal["kneo"], settings: KneoSettings | None = ...) -> AbstractContextManager[KneoHandle]: ...
@overload
def running(
    service: Literal["knoxcall"], settings: KnoxCallSettings | None = ...
) -> AbstractContextManager[KnoxCallHandle]: ...
@overload
def running(
    service: Literal["convox"], settings: ConvoxSettings | None = ...
) -> AbstractContextManager[ConvoxHandle]: ...
@contextmanager
def running(service: ServiceName, settings: Any = None) -> Iterator[Any]:
    """A server of one's own on a free loopback port, for a script or a single test; closed after the block.

    service: "kneo", "knoxcall" or "convox". settings: `KneoSettings`, `KnoxCallSettings` or `ConvoxSettings` of
    `trellis.emulator`; None for `default_settings`. Raises as `trellis.emulator.start` and `fresh` do.
    """
    with _started(service, settings) as server, fresh(server):
        yield server


@overload
def shared(service: Literal["kneo"]) -> KneoHandle: ...
@overload
def shared(service: Literal["knoxcall"]) -> KnoxCallHandle: ...
@overload
def shared(service: Literal["convox"]) -> ConvoxHandle: ...
def shared(service: ServiceName) -> Any:
    """The one server of this process, started when it is first asked for and closed when the process ends.

    Give each test a fresh one: `with fresh(shared("kneo")) as server`.
    """
    place = service, os.getpid()
    with _starting:
        if place not in _shared:
            server = _shared[place] = _started(service, None)
            atexit.register(server.close)
        return _shared[place]


def kneo_profile(server: KneoHandle) -> Profile:
    """A profile for a server, with an admin's key (no key's owner where the settings have none)."""
    from kneo_client.core.profiles import Profile

    keys = server.settings.keys
    return Profile(name="emulator", url=server.url, api_key=keys[0].key if keys else "no-key-needed")


def _knoxcall_options(server: KnoxCallHandle) -> dict[str, Any]:
    """The credentials of the gateway's first OAuth client, or else its first API key.

    The addresses are given, whatever the environment says of others.
    """
    settings = server.settings
    options: dict[str, Any] = {"base_url": server.url, "proxy_base_url": server.url, "tenant": settings.tenant}
    for client in settings.clients:
        if client.client_secret is not None:
            return {**options, "client_id": client.client_id, "client_secret": client.client_secret}
    return {**options, "api_key": settings.keys[0].key}


def _convox_options(server: ConvoxHandle) -> dict[str, Any]:
    """A rack with its password, a console with its first key and rack."""
    settings = server.settings
    if settings.racks:
        return {"host": server.url, "api_key": settings.deploy_keys[0].key, "rack": settings.racks[0]}
    return {"host": server.url, "api_key": settings.password}


@overload
def connect(server: KneoHandle, **options: Any) -> SyncKneoClient: ...
@overload
def connect(server: KnoxCallHandle, **options: Any) -> KnoxCallSync: ...
@overload
def connect(server: ConvoxHandle, **options: Any) -> ConvoxClient: ...
def connect(server: Any, **options: Any) -> Any:
    """A synchronous client of an emulated server, with credentials that the server takes. Close it.

    options: further arguments of the client's own (`retry_policy=`, `timeout=` ...). The environment has no say.
    Raises TypeError for what is no server, such as its URL.
    """
    if _service_of(server) == "kneo":
        from kneo_client import SyncKneoClient

        return SyncKneoClient(kneo_profile(server), **options)
    if server.service.name == "knoxcall":
        from knoxcall import KnoxCall

        return KnoxCall(**{**_knoxcall_options(server), **options})
    from convox import ConvoxClient

    return ConvoxClient(**{**_convox_options(server), **options})


@overload
def connect_async(server: KneoHandle, **options: Any) -> KneoClient: ...
@overload
def connect_async(server: KnoxCallHandle, **options: Any) -> KnoxCallAsync: ...
@overload
def connect_async(server: ConvoxHandle, **options: Any) -> AsyncConvoxClient: ...
def connect_async(server: Any, **options: Any) -> Any:
    """An asynchronous client of an emulated server, as `connect` makes synchronous ones. Close it."""
    if _service_of(server) == "kneo":
        from kneo_client import KneoClient

        return KneoClient(kneo_profile(server), **options)
    if server.service.name == "knoxcall":
        from knoxcall import KnoxCallAsync

        return KnoxCallAsync(**{**_knoxcall_options(server), **options})
    from convox import AsyncConvoxClient

    return AsyncConvoxClient(**{**_convox_options(server), **options})


def _service_of(server: object) -> str:
    if not isinstance(server, EmulatorHandle):
        raise TypeError(f"server is what `running` or `start` gives, got {type(server).__name__}")
    return server.service.name
