"""The plugin's convox fixtures, used the way a user's suite uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convox import ConvoxClient, ConvoxConnectionError, ConvoxForbiddenError, ConvoxGatewayError, ConvoxNotFoundError
from trellis.emulator import ConvoxSettings, in_process
from trellis.emulator.clock import Clock
from trellis.testing import assert_operations, attempts_of_one_call, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from convox import AsyncConvoxClient
    from trellis.emulator import ConvoxHandle


def test_a_sync_client_talks_to_the_rack(convox_server: ConvoxHandle, convox: ConvoxClient) -> None:
    assert convox.apps.create("shop").status == "running"
    assert [app.name for app in convox.apps.list()] == list(convox_server.state.apps) == ["shop"]
    assert_operations(convox_server.requests, "apps_create", "apps_list")


@pytest.mark.anyio
async def test_an_async_client_talks_to_the_rack(convox_server: ConvoxHandle, async_convox: AsyncConvoxClient) -> None:
    assert (await async_convox.system.get()).name == convox_server.settings.name
    with pytest.raises(ConvoxNotFoundError, match="app not found"):
        await async_convox.apps.get("nope")


def test_faults_are_met(convox_server: ConvoxHandle, convox: ConvoxClient) -> None:
    convox_server.faults.add("apps_list", faults.status(503, headers={"Retry-After": "0"}))
    assert convox.apps.list() == []
    attempts_of_one_call(convox_server.requests, "apps_list", count=2)
    convox_server.faults.add("system_logs", faults.socket_lost())
    with pytest.raises(ConvoxConnectionError), convox.system.logs(follow=True) as log:
        list(log)


def test_a_frozen_clock_moves_a_build(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> None:
    clock = Clock.frozen()
    server = start_convox(ConvoxSettings(clock=clock, step_seconds=10))
    with ConvoxClient(server.url, server.settings.password) as client:
        client.apps.create("shop")
        build = client.builds.create("shop", "https://sources.test/shop.tgz")
        clock.advance(30)
        assert client.builds.get("shop", build.id).status == "running"
        clock.advance(30)
        assert client.builds.get("shop", build.id).ended == client.releases.list("shop")[0].created


def test_a_console_and_its_sessions(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> None:
    server = start_convox(ConvoxSettings(racks=("acme/one",)))
    server.state.require_session = True
    key = server.settings.deploy_keys[0].key
    with ConvoxClient(server.url, key, rack="acme/one") as client:
        assert client.apps.list() == client.apps.list() == []
        assert_operations(server.requests, "apps_list", "console_session", "apps_list", "apps_list")
    with ConvoxClient(server.url, key, rack="acme/two") as stranger, pytest.raises(ConvoxForbiddenError):
        stranger.apps.list()
    with ConvoxClient(server.url, key) as lost, pytest.raises(ConvoxGatewayError, match="rack"):
        lost.apps.list()


def test_a_rack_in_process_is_the_same_application() -> None:
    app = in_process("convox", settings=ConvoxSettings(name="here"))
    assert app.service.name == "convox"
    assert app.service.state.rack.name == "here"
