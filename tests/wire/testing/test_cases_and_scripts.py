"""The emulators without pytest's fixtures: in unittest's test cases, and in scripts."""

from __future__ import annotations

import importlib
import io
import sys
import threading
import unittest
from typing import TYPE_CHECKING, ClassVar

import httpx
import pytest

from convox import ConvoxNotFoundError
from kneo_client.core.errors import KneoPermissionError
from knoxcall import NotFoundError
from trellis.emulator import ApiKey, ConvoxSettings, EmulatorHandle, KneoSettings, KnoxCallSettings
from trellis.testing import (
    Tunnel,
    WithConvox,
    WithKneo,
    WithKnoxCall,
    assert_operations,
    assert_sent,
    connect,
    connect_async,
    faults,
    fresh,
    running,
    shared,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def send_what_no_document_allows(server: EmulatorHandle) -> None:
    """A query parameter that the operation does not have."""
    headers = {"Authorization": "Bearer local-admin-key"}
    httpx.get(f"{server.url}/v1/runs?colour=red", headers=headers, trust_env=False)


class AllThree(WithKneo, WithKnoxCall, WithConvox):
    """Collected by pytest as it is; its tests run in the order of their names."""

    def test_1_clients_of_all_three_are_there(self) -> None:
        self.kneo_server.faults.add("livez", faults.status(503, headers={"Retry-After": "0"}))
        assert self.sync_kneo.platform.health.livez().ok
        assert self.sync_kneo is self.sync_kneo
        assert self.sync_knoxcall.account.get()["slug"] == "acme"
        assert self.convox.apps.create("shop").name == "shop"
        assert self.kneo_profile.url == self.kneo_server.url

    def test_2_the_next_test_finds_nothing_of_the_last(self) -> None:
        assert [len(server.requests) for server in (self.kneo_server, self.knoxcall_server, self.convox_server)] == [
            0
        ] * 3
        assert self.convox.apps.list() == []
        assert self.convox_server is shared("convox")

    def test_3_an_asynchronous_client_needs_an_event_loop(self) -> None:
        with pytest.raises(TypeError, match="AllThree is no IsolatedAsyncioTestCase"):
            _ = self.kneo


class Asynchronous(WithKneo, WithKnoxCall, WithConvox, unittest.IsolatedAsyncioTestCase):
    """The asynchronous clients, closed in their own event loop."""

    async def test_clients_of_all_three_are_there(self) -> None:
        assert (await self.kneo.platform.health.livez()).ok
        with pytest.raises(NotFoundError):
            await self.knoxcall.routes.get("none")
        with pytest.raises(ConvoxNotFoundError):
            await self.async_convox.apps.get("none")
        assert_operations(self.convox_server.requests, "apps_get")


class OfItsOwn(WithKneo, WithConvox):
    """A platform and a rack with settings of the class's own."""

    kneo_settings: ClassVar[KneoSettings] = KneoSettings(keys=(ApiKey("r", "reader-key", ("runs:read",)),))
    convox_settings: ClassVar[ConvoxSettings] = ConvoxSettings(racks=("acme/one",))

    def test_the_settings_hold(self) -> None:
        with pytest.raises(KneoPermissionError):
            self.sync_kneo.platform.audit.list()
        assert self.convox.apps.list() == []
        assert_sent(self.convox_server.requests, "apps_list", headers={"Rack": "acme/one"})
        assert self.kneo_server is not shared("kneo")
        type(self).closed = [self.kneo_server.url, self.convox_server.url]

    closed: ClassVar[list[str]] = []


def outcome_of(*cases: type[unittest.TestCase]) -> tuple[unittest.TestResult, str]:
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    said = io.StringIO()
    result = unittest.TextTestRunner(said).run(unittest.TestSuite([load(case) for case in cases]))
    return result, said.getvalue()


def test_unittest_itself_runs_them_and_closes_the_servers_of_a_class() -> None:
    result, said = outcome_of(AllThree, Asynchronous, OfItsOwn)
    assert result.wasSuccessful(), said
    assert result.testsRun == 5
    for url in OfItsOwn.closed:
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)


def test_violations_fail_a_unittest() -> None:
    class Guilty(WithKneo):
        def test_guilty(self) -> None:
            send_what_no_document_allows(self.kneo_server)

        def test_innocent(self) -> None:
            with self.kneo_server.expect_violations():
                send_what_no_document_allows(self.kneo_server)

    result, said = outcome_of(Guilty)
    assert (result.testsRun, len(result.failures), len(result.errors)) == (2, 1, 0), said
    assert "test_guilty" in str(result.failures[0][0])
    assert "list_runs, request: query parameter 'colour' is not declared" in result.failures[0][1]


@pytest.fixture(scope="module")
def servers() -> Iterator[list[EmulatorHandle]]:
    with (
        running("kneo") as kneo,
        running("knoxcall", KnoxCallSettings(clients=())) as knoxcall,
        running("convox", ConvoxSettings(racks=("acme/one",))) as convox,
    ):
        yield [kneo, knoxcall, convox]


def test_a_script_has_servers_of_its_own(servers: list[EmulatorHandle]) -> None:
    kneo, knoxcall, convox = servers
    with connect(kneo) as client:  # type: ignore[call-overload]
        assert client.platform.health.livez().ok
    with connect(knoxcall) as client:  # type: ignore[call-overload]
        assert client.account.get()["slug"] == "acme", "with the first API key, where there is no client"
    with connect(convox, timeout=3) as client:  # type: ignore[call-overload]
        assert client.apps.list() == []


@pytest.mark.anyio
async def test_so_has_an_asynchronous_one(servers: list[EmulatorHandle]) -> None:
    kneo, knoxcall, convox = servers
    async with connect_async(kneo) as client:  # type: ignore[call-overload]
        assert (await client.platform.health.livez()).ok
    async with connect_async(knoxcall) as client:  # type: ignore[call-overload]
        assert (await client.account.get())["slug"] == "acme"
    async with connect_async(convox) as client:  # type: ignore[call-overload]
        assert await client.apps.list() == []


def test_a_block_ends_with_a_look_at_the_document(servers: list[EmulatorHandle]) -> None:
    server = servers[0]
    with pytest.raises(AssertionError, match="recorded schema violations:\n  #1 list_runs"), fresh(server):
        send_what_no_document_allows(server)
    with pytest.raises(LookupError, match="of its own"), fresh(server):  # noqa: PT012
        send_what_no_document_allows(server)
        raise LookupError("a failure of its own")
    with fresh(server) as again:
        assert (len(again.violations), len(again.requests)) == (0, 0)


def test_an_unknown_service_is_refused() -> None:
    with pytest.raises(ValueError, match="no emulator called 'kneos'"):
        shared("kneos")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="no emulator called 'kneos'"), running("kneos"):  # type: ignore[call-overload]
        pass


def test_settings_of_another_service_and_what_is_no_server_are_refused() -> None:
    with pytest.raises(TypeError, match="settings of kneo are a KneoSettings, got ConvoxSettings"):
        running("kneo", ConvoxSettings()).__enter__()  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="got str"):
        connect("http://127.0.0.1:9")  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="got str"):
        connect_async("http://127.0.0.1:9")  # type: ignore[call-overload]


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("trellis.emulator", "trellis.testing"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    with pytest.raises(
        ModuleNotFoundError, match=r'`jsonschema_rs`: pip install "trellis-clients\[emulator\]"'
    ) as told:
        importlib.import_module("trellis.testing")
    assert told.value.name == "jsonschema_rs"


def test_a_tunnel_without_its_library_says_what_to_install_and_leaves_no_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    before = threading.active_count()
    with pytest.raises(ModuleNotFoundError, match="pip install trustme"):
        Tunnel({"kneo.example.com": "http://127.0.0.1:9"})
    assert threading.active_count() == before
