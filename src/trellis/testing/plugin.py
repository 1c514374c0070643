"""The pytest plugin: an emulated platform per test run, reset for each test, with clients bound to it.

Load it with `pytest_plugins = ["trellis.testing.plugin"]`. A test that leaves schema violations behind fails; one that
means to send something invalid does so inside `with kneo_server.expect_violations():`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

from trellis.emulator import EmulatorHandle, start

from .servers import connect, connect_async, default_settings, violations_of
from .servers import kneo_profile as profile_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator

    from convox import AsyncConvoxClient, ConvoxClient
    from kneo_client import KneoClient, SyncKneoClient
    from kneo_client.core.profiles import Profile
    from knoxcall import KnoxCallAsync, KnoxCallSync
    from trellis.emulator import (
        ConvoxHandle,
        ConvoxSettings,
        KneoHandle,
        KneoSettings,
        KnoxCallHandle,
        KnoxCallSettings,
    )

H = TypeVar("H", bound=EmulatorHandle)
S = TypeVar("S")

_STARTED = pytest.StashKey[list[EmulatorHandle]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test that passed but went against the pinned document on the way."""
    try:
        yield
    except BaseException:
        # The test failed for a reason of its own: violations explain it, they do not replace it.
        for server in item.stash.get(_STARTED, []):
            if complaint := violations_of(server):
                item.add_report_section("call", "schema violations", complaint)
        raise
    for server in item.stash.get(_STARTED, []):
        _fail_on_violations(server)


def _fail_on_violations(server: EmulatorHandle) -> None:
    if complaint := violations_of(server):
        pytest.fail(complaint, pytrace=False)


def _watch(request: pytest.FixtureRequest, server: EmulatorHandle) -> None:
    request.node.stash.setdefault(_STARTED, []).append(server)


def _fresh(request: pytest.FixtureRequest, server: H) -> Iterator[H]:
    """The server that all tests share, reset for one of them and looked after."""
    server.reset()
    _watch(request, server)
    yield server
    _fail_on_violations(server)


def _starter(request: pytest.FixtureRequest, begin: Callable[[S], H]) -> Iterator[Callable[[S], H]]:
    """Starts servers with settings of a test's own, looks after them, and closes them after the test."""
    started: list[H] = []

    def start_with(settings: S) -> H:
        server = begin(settings)
        started.append(server)
        _watch(request, server)
        return server

    yield start_with
    for server in started:
        server.close()
    for server in started:
        _fail_on_violations(server)


@pytest.fixture(scope="session")
def kneo_settings() -> KneoSettings:
    """Keys, limits and timing of `kneo_server`. Override it to change them for all tests."""
    return default_settings("kneo")


@pytest.fixture(scope="session")
def kneo_session_server(kneo_settings: KneoSettings) -> Iterator[KneoHandle]:
    """The emulated platform that all tests share. Use `kneo_server`, which is reset for each test."""
    with start("kneo", settings=kneo_settings) as server:
        yield server


@pytest.fixture
def kneo_server(request: pytest.FixtureRequest, kneo_session_server: KneoHandle) -> Iterator[KneoHandle]:
    """An emulated Kneo platform on a loopback socket, with fresh state, no faults and empty logs."""
    yield from _fresh(request, kneo_session_server)


@pytest.fixture
def start_kneo(request: pytest.FixtureRequest) -> Iterator[Callable[[KneoSettings], KneoHandle]]:
    """Starts a platform with settings of the test's own, such as a frozen clock; it is closed after the test."""

    def begin(settings: KneoSettings) -> KneoHandle:
        return start("kneo", settings=settings)

    yield from _starter(request, begin)


@pytest.fixture
def kneo_profile(kneo_server: KneoHandle) -> Profile:
    """A profile for `kneo_server`, with an admin's key (no key's owner where the settings have none)."""
    return profile_of(kneo_server)


@pytest.fixture
async def kneo(kneo_profile: Profile) -> AsyncIterator[KneoClient]:
    """An async client of `kneo_server`, closed after the test. The test runs under anyio's pytest plugin."""
    from kneo_client import KneoClient

    async with KneoClient(kneo_profile) as client:
        yield client


@pytest.fixture
def sync_kneo(kneo_profile: Profile) -> Iterator[SyncKneoClient]:
    """A sync client of `kneo_server`, closed after the test."""
    from kneo_client import SyncKneoClient

    with SyncKneoClient(kneo_profile) as client:
        yield client


@pytest.fixture(scope="session")
def knoxcall_settings() -> KnoxCallSettings:
    """Tenant, clients, keys and timing of `knoxcall_server`. Override it to change them for all tests."""
    return default_settings("knoxcall")


@pytest.fixture(scope="session")
def knoxcall_session_server(knoxcall_settings: KnoxCallSettings) -> Iterator[KnoxCallHandle]:
    """The emulated gateway that all tests share. Use `knoxcall_server`, which is reset for each test."""
    with start("knoxcall", settings=knoxcall_settings) as server:
        yield server


@pytest.fixture
def knoxcall_server(
    request: pytest.FixtureRequest, knoxcall_session_server: KnoxCallHandle
) -> Iterator[KnoxCallHandle]:
    """An emulated KnoxCall gateway on a loopback socket, with fresh state, no faults and empty logs."""
    yield from _fresh(request, knoxcall_session_server)


@pytest.fixture
def start_knoxcall(request: pytest.FixtureRequest) -> Iterator[Callable[[KnoxCallSettings], KnoxCallHandle]]:
    """Starts a gateway with settings of the test's own, such as a frozen clock; it is closed after the test."""

    def begin(settings: KnoxCallSettings) -> KnoxCallHandle:
        return start("knoxcall", settings=settings)

    yield from _starter(request, begin)


@pytest.fixture
async def knoxcall(knoxcall_server: KnoxCallHandle) -> AsyncIterator[KnoxCallAsync]:
    """An async client of `knoxcall_server`, closed after the test. The test runs under anyio's pytest plugin."""
    async with connect_async(knoxcall_server) as client:
        yield client


@pytest.fixture
def sync_knoxcall(knoxcall_server: KnoxCallHandle) -> Iterator[KnoxCallSync]:
    """A sync client of `knoxcall_server`, closed after the test."""
    with connect(knoxcall_server) as client:
        yield client


@pytest.fixture(scope="session")
def convox_settings() -> ConvoxSettings:
    """Password, names and timing of `convox_server`. Override it to change them for all tests."""
    return default_settings("convox")


@pytest.fixture(scope="session")
def convox_session_server(convox_settings: ConvoxSettings) -> Iterator[ConvoxHandle]:
    """The emulated rack that all tests share. Use `convox_server`, which is reset for each test."""
    with start("convox", settings=convox_settings) as server:
        yield server


@pytest.fixture
def convox_server(request: pytest.FixtureRequest, convox_session_server: ConvoxHandle) -> Iterator[ConvoxHandle]:
    """An emulated Convox rack on a loopback socket, with fresh state, no faults and empty logs."""
    yield from _fresh(request, convox_session_server)


@pytest.fixture
def start_convox(request: pytest.FixtureRequest) -> Iterator[Callable[[ConvoxSettings], ConvoxHandle]]:
    """Starts a rack or console with settings of the test's own, such as a frozen clock; it is closed after the test."""

    def begin(settings: ConvoxSettings) -> ConvoxHandle:
        return start("convox", settings=settings)

    yield from _starter(request, begin)


@pytest.fixture
def convox(convox_server: ConvoxHandle) -> Iterator[ConvoxClient]:
    """A sync client of `convox_server`, closed after the test."""
    with connect(convox_server) as client:
        yield client


@pytest.fixture
async def async_convox(convox_server: ConvoxHandle) -> AsyncIterator[AsyncConvoxClient]:
    """An async client of `convox_server`, closed after the test. The test runs under anyio's pytest plugin."""
    async with connect_async(convox_server) as client:
        yield client
