"""Tests of a product built on the clients, as a user writes them with `trellis.testing`. Never run:
tests/typing/test_static_types.py has the checkers read it."""

# ruff: noqa: T201, TC001, TC003 - the user has rules of their own

from __future__ import annotations

import unittest
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import pytest
from typing_extensions import assert_type

import convox.models as models
from convox import AsyncConvoxClient, ConvoxClient
from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core.profiles import Profile
from knoxcall import KnoxCallAsync, KnoxCallSync
from trellis.core.errors import ServiceError
from trellis.emulator import ConvoxHandle, KneoHandle, KneoSettings, KnoxCallHandle, Recorded, Violation, start
from trellis.testing import (
    Tunnel,
    WithConvox,
    WithKneo,
    WithKnoxCall,
    assert_operations,
    assert_sent,
    attempts_of_one_call,
    connect,
    connect_async,
    factories,
    faults,
    fresh,
    only_request,
    running,
    shared,
)

pytest_plugins = ["trellis.testing.plugin"]


def test_an_outage(kneo_server: KneoHandle, sync_kneo: SyncKneoClient, kneo_profile: Profile) -> None:
    """Faults, requests, time."""
    kneo_server.faults.add("create_run", faults.status(503, times=2), faults.reply_lost(), faults.delay(0.1))
    assert_type(kneo_server.url, str)
    assert_type(kneo_server.settings, KneoSettings)
    kneo_server.time.advance(60)
    assert_type(kneo_server.time.now(), datetime)
    sent = assert_sent(kneo_server.requests, "create_run", json={"input": "x"}, headers={"X-A": None}, times=3)
    assert_type(sent, Recorded)
    assert_type(only_request(kneo_server.requests), Recorded)
    assert_type(attempts_of_one_call(kneo_server.requests, count=2), list[Recorded])
    assert_operations(kneo_server.requests, "create_run")
    assert_type(sent.json(), Any)
    with kneo_server.expect_violations() as found:
        assert_type(found, list[Violation])
    print(kneo_profile.url, sync_kneo.profile.url)


def test_settings_of_ones_own(start_kneo: Callable[[KneoSettings], KneoHandle]) -> None:
    """A server of a test's own."""
    server = start_kneo(KneoSettings(step_seconds=0.5))
    assert_type(server.time.finish(), None)


@pytest.mark.anyio
async def test_asynchronously(
    kneo: KneoClient, knoxcall: KnoxCallAsync, async_convox: AsyncConvoxClient, knoxcall_server: KnoxCallHandle
) -> None:
    """Asynchronous clients."""
    await kneo.platform.health.livez()
    await knoxcall.account.get()
    await async_convox.system.get()
    knoxcall_server.reset()


def scripts() -> None:
    """Without any test framework."""
    with running("kneo") as kneo, connect(kneo) as kneo_client:
        assert_type(kneo, KneoHandle)
        assert_type(kneo_client, SyncKneoClient)
        assert_type(connect_async(kneo), KneoClient)
    with running("knoxcall") as gateway, connect(gateway, timeout=5) as knoxcall_client:
        assert_type(knoxcall_client, KnoxCallSync)
        assert_type(connect_async(gateway), KnoxCallAsync)
    with fresh(shared("convox")) as rack, connect(rack) as convox_client:
        assert_type(rack, ConvoxHandle)
        assert_type(convox_client, ConvoxClient)
        assert_type(connect_async(rack), AsyncConvoxClient)
    with start("kneo", settings=KneoSettings()) as server:
        assert_type(server, KneoHandle)
    with Tunnel({"api.example.com": "http://127.0.0.1:1"}) as tunnel:
        assert_type(tunnel.environment, dict[str, str])
        assert_type(tunnel.asked_for, list[str])


def made_up() -> None:
    """Answers without a server."""
    assert_type(factories.response("kneo", "get_run", status="completed"), httpx.Response)
    assert_type(factories.error("knoxcall", 404, "gone", code="not_found"), ServiceError)
    assert_type(factories.error_response("convox", 503, retry_after=5), httpx.Response)
    assert_type(factories.model(models.App, name="web"), models.App)
    assert_type(factories.result("convox", "apps_list", 200, [{"name": "web"}]), Any)
    assert_type(factories.body("kneo", "get_run"), Any)


class Shipping(WithKneo, WithKnoxCall, WithConvox):
    """A test case with all three."""

    kneo_settings = KneoSettings(step_seconds=0.5)

    def test_it(self) -> None:
        """Clients and servers as attributes."""
        assert_type(self.sync_kneo, SyncKneoClient)
        assert_type(self.sync_knoxcall, KnoxCallSync)
        assert_type(self.convox, ConvoxClient)
        assert_type(self.kneo_server, KneoHandle)
        assert_type(self.knoxcall_server, KnoxCallHandle)
        assert_type(self.convox_server, ConvoxHandle)


class Reading(WithKneo, unittest.IsolatedAsyncioTestCase):
    """A test case with asynchronous clients."""

    async def test_it(self) -> None:
        """With await."""
        assert_type(self.kneo, KneoClient)
