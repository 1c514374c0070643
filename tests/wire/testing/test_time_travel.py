"""Time travel on the three emulators: what ends, ends for the server alone, and clients cope as they do for real."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from convox import ConvoxAuthError, ConvoxClient
from kneo_client.core.errors import KneoHumanTaskExpiredError, KneoNotFoundError
from trellis.emulator import Clock, ConvoxSettings, KneoSettings
from trellis.testing import assert_operations, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kneo_client import SyncKneoClient
    from knoxcall import KnoxCallSync
    from trellis.emulator import ConvoxHandle, KneoHandle, KnoxCallHandle

SLOW = {"spec_path": "support_triage.yaml", "input": "a refund, please", "async_mode": True}
REVIEW = {
    "input": "x",
    "spec": {
        "version": "v1",
        "agent": {"name": "author", "provider": "dummy", "instructions": "Write."},
        "components": {"humans": {"lead": {"prompt": "Publish it?", "request_type": "approval"}}},
        "workflow": {
            "kind": "sequential",
            "steps": [{"id": "draft", "kind": "agent"}, {"id": "look", "kind": "human", "human": "lead"}],
        },
    },
}


def begun(client: SyncKneoClient, request: Mapping[str, object]) -> str:
    return str(client.platform.runs.create(dict(request)).run_id)


def test_runs_of_a_slow_platform_are_finished_at_once(start_kneo: Callable[[KneoSettings], KneoHandle]) -> None:
    server = start_kneo(KneoSettings(step_seconds=3600))
    with connect(server) as client:
        slow = begun(client, SLOW)
        waiting = begun(client, {**REVIEW, "async_mode": True})
        assert client.platform.runs.get(slow).status == "created"
        server.time.finish()
        assert client.platform.runs.get(slow).status == "completed"
        assert client.platform.runs.get(waiting).status == "blocked"
        assert server.time.now() > datetime.now(timezone.utc) + timedelta(hours=1)
        server.time.finish()
        server.reset()
        assert server.time.now() < datetime.now(timezone.utc) + timedelta(seconds=1)


def test_a_run_is_timed_out(kneo_server: KneoHandle, sync_kneo: SyncKneoClient) -> None:
    run = begun(sync_kneo, REVIEW)
    kneo_server.time.time_out(run)
    assert sync_kneo.platform.runs.wait_for_completion(run, timeout=1).status == "timed_out"
    assert len(sync_kneo.platform.human_tasks.list(run_id=run)) == 0
    assert "run.timed_out" in [event["event_type"] for event in sync_kneo.platform.audit.list(run_id=run)]
    with pytest.raises(ValueError, match="has ended already: it is timed_out"):
        kneo_server.time.time_out(run)
    with pytest.raises(LookupError, match="no run 'r'"):
        kneo_server.time.time_out("r")


def test_a_human_task_expires(kneo_server: KneoHandle, sync_kneo: SyncKneoClient) -> None:
    run = begun(sync_kneo, REVIEW)
    (task,) = sync_kneo.platform.human_tasks.list(run_id=run)
    decision = {"request_id": task["pending_human_request"]["request_id"], "decision": "approved"}
    kneo_server.time.expire(task["continuation_id"])
    if kneo_server.settings.since("1.1.0"):
        with pytest.raises(KneoHumanTaskExpiredError):
            sync_kneo.platform.human_tasks.resume(task["continuation_id"], decision)
    kneo_server.time.sweep()
    assert sync_kneo.platform.runs.get(run).status == "expired"
    with pytest.raises(KneoNotFoundError):
        sync_kneo.platform.human_tasks.resume(task["continuation_id"], decision)
    with pytest.raises(LookupError, match="no human task"):
        kneo_server.time.expire(task["continuation_id"])


def test_time_moves_forward_only(start_kneo: Callable[[KneoSettings], KneoHandle]) -> None:
    server = start_kneo(KneoSettings(clock=Clock.frozen(1_000_000_000.0)))
    server.time.advance(timedelta(minutes=1))
    server.time.advance(0.5)
    assert server.time.now() == datetime(2001, 9, 9, 1, 47, 40, 500_000, timezone.utc)
    with pytest.raises(ValueError, match="forward"):
        server.time.advance(timedelta(seconds=-1))


def test_a_token_that_ends_early_is_replaced(knoxcall_server: KnoxCallHandle, sync_knoxcall: KnoxCallSync) -> None:
    sync_knoxcall.account.get()
    assert knoxcall_server.time.expire_tokens("nobody") == 0
    assert knoxcall_server.time.expire_tokens() == 1
    assert knoxcall_server.time.expire_tokens() == 0, "it has ended already"
    sync_knoxcall.account.get()
    renewed = ["oauth_token", "account_get"]
    assert_operations(knoxcall_server.requests, *renewed, "account_get", *renewed)


def test_a_client_renews_tokens_that_are_said_to_be_short(
    knoxcall_server: KnoxCallHandle, sync_knoxcall: KnoxCallSync
) -> None:
    knoxcall_server.time.shorten_tokens()
    for _ in range(2):
        sync_knoxcall.account.get()
    assert_operations(knoxcall_server.requests, *["oauth_token", "account_get"] * 2)
    knoxcall_server.time.shorten_tokens(3600)
    for _ in range(2):
        sync_knoxcall.account.get()
    assert len(knoxcall_server.requests.to("oauth_token")) == 3
    with pytest.raises(ValueError, match="0 seconds or more"):
        knoxcall_server.time.shorten_tokens(-1)


def test_a_proof_with_a_nonce_that_ended_is_made_anew(knoxcall_server: KnoxCallHandle) -> None:
    knoxcall_server.state.require_nonce = True
    with connect(knoxcall_server, dpop="always") as client:
        client.account.get()
        before = len(knoxcall_server.requests)
        knoxcall_server.time.expire_nonces()
        client.account.get()
    assert [entry.status for entry in list(knoxcall_server.requests)[before:]] == [401, 200]


def test_a_rack_finishes_what_it_is_at(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> None:
    server = start_convox(ConvoxSettings(step_seconds=100, create_seconds=60, promote_seconds=1000))
    began = time.monotonic()
    with connect(server) as client:
        assert client.apps.create("shop").status == "creating"
        server.time.finish()
        assert client.apps.get("shop").status == "running"
        build = client.builds.create("shop", "https://sources.test/shop.tgz")
        assert client.builds.get("shop", build.id).status == "running"
        server.time.finish()
        built = client.builds.get("shop", build.id)
        assert built.status == "complete"
        client.releases.promote("shop", built.release)
        assert client.apps.get("shop").status == "updating"
        server.time.finish()
        app = client.apps.get("shop")
        assert (app.status, app.release) == ("running", built.release)
        server.time.finish()
    assert time.monotonic() - began < 30


def test_a_frozen_rack_finishes_too(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> None:
    server = start_convox(ConvoxSettings(clock=Clock.frozen(1_778_416_496.123457), create_seconds=0.1))
    with connect(server) as client:
        client.apps.create("shop")
        server.time.finish()
        assert client.apps.get("shop").status == "running"


def test_tokens_of_a_rack_end(convox_server: ConvoxHandle, convox: ConvoxClient) -> None:
    token = convox.system.jwt_token(role="read", duration_in_hour=1).token
    with ConvoxClient(convox_server.url, token, username="jwt") as reader:
        assert reader.apps.list() == []
        convox_server.time.expire_tokens()
        with pytest.raises(ConvoxAuthError):
            reader.apps.list()
    assert convox.apps.list() == []


def test_sessions_of_a_console_end(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> None:
    server = start_convox(ConvoxSettings(racks=("acme/one",)))
    server.state.require_session = True
    with connect(server) as client:
        client.apps.list()
        server.time.expire_sessions()
        client.apps.list()
    challenged = ["apps_list", "console_session", "apps_list"]
    assert_operations(server.requests, *challenged, *challenged)
