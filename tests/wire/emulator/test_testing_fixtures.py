"""The plugin's client fixtures, used the way a user's suite uses them."""

from __future__ import annotations

import pytest

from trellis.testing import assert_operations, attempts_of_one_call, faults, only_request

RUN = {"spec_path": "support_triage.yaml", "input": "a refund, please", "async_mode": True}


def test_a_sync_client_talks_to_the_platform(kneo_server, sync_kneo) -> None:
    created = sync_kneo.platform.runs.create(RUN)
    finished = sync_kneo.platform.runs.wait_for_completion(created.run_id, poll_interval=0.01, timeout=10)
    assert finished.status == "completed"
    assert only_request(kneo_server.requests, "create_run").json() == RUN
    assert kneo_server.state.runs[created.run_id].input_text == "a refund, please"


@pytest.mark.anyio
async def test_an_async_client_talks_to_the_platform(kneo_server, kneo) -> None:
    created = await kneo.platform.runs.create(RUN)
    finished = await kneo.platform.runs.wait_for_completion(created.run_id, poll_interval=0.01, timeout=10)
    assert finished.status == "completed"
    assert only_request(kneo_server.requests, "create_run").json() == RUN


def test_a_lost_reply_is_asked_for_again_under_the_same_key(kneo_server, sync_kneo) -> None:
    kneo_server.faults.add("create_run", faults.reply_lost())
    created = sync_kneo.platform.runs.create(RUN)
    assert list(kneo_server.state.runs) == [created.run_id]
    lost, answered = attempts_of_one_call(kneo_server.requests, "create_run", count=2)
    accepted = 202 if kneo_server.settings.since("0.11.0") else 200
    assert (lost.executed, lost.status, answered.status) == (True, None, accepted)
    assert lost.headers["idempotency-key"]
    assert_operations(kneo_server.requests, "create_run", "create_run")


def test_the_profile_names_the_server(kneo_server, kneo_profile) -> None:
    assert (kneo_profile.url, kneo_profile.api_key) == (kneo_server.url, "local-admin-key")
