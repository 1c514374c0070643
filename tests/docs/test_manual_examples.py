"""Every example and recipe of the reference manual, run against a local platform: unedited, and corrected where the
wire refuses it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import yaml

from kneo_client import KneoClient
from kneo_client.core.errors import KneoError, KneoIdempotencyMismatchError, KneoValidationError
from kneo_client.core.profiles import Profile, load_profile
from kneo_client.core.retries import RetryPolicy
from tests.docs.reference_manual import EXAMPLES, example, manual_lines, perform
from tests.wire.kneo.raw_server import RawServer, json_answer
from trellis.emulator import ApiKey, KneoSettings
from trellis.emulator.kneo.settings import EXAMPLES as SPECS
from trellis.testing import Tunnel, assert_operations, faults, only_request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trellis.emulator import KneoHandle

pytestmark = pytest.mark.anyio

TRIAGE = '{"input": "My parcel is late", "spec_path": "support_triage.yaml"}'
REVIEW = {"input": "Version 2 is out", "spec_path": "human_review.yaml"}


@pytest.fixture(autouse=True)
def only_the_tests_own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("KNEO_", "SSL_CERT")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def environment(kneo_profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """The standard way to say where the platform is."""
    monkeypatch.setenv("KNEO_URL", kneo_profile.url)
    monkeypatch.setenv("KNEO_API_KEY", kneo_profile.api_key)


def corrected(code: str) -> str:
    """`code` with a body that the platform accepts in place of one that names a spec by an id."""
    changed, times = re.subn(r'\{"spec_id": "[^"]*"\}', TRIAGE, code)
    assert times == 1
    return changed


def in_a_fresh_interpreter(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_no_example_of_the_manual_is_left_out() -> None:
    known = {number for found in EXAMPLES.values() for number in found.lines}
    code = re.compile(r"(import \w|from [\w.]+ import |(async )?with .*:$|(async )?def .*:$|await |[a-z]\w* = )")
    numbered = enumerate(manual_lines(), start=1)
    assert [f"{number}: {line}" for number, line in numbered if code.match(line) and number not in known] == []


# Whole programs: each in an interpreter of its own.


def test_the_quickstart_meets_the_refusal_of_its_body(environment: None, kneo_server: KneoHandle) -> None:
    with kneo_server.expect_violations():
        done = in_a_fresh_interpreter(example("quickstart"))
    assert (done.returncode, done.stdout) == (1, "ok=True\n")
    assert "kneo_client.core.errors.KneoValidationError: POST /v1/runs: HTTP 422" in done.stderr
    assert_operations(kneo_server.requests, "readyz", "create_run")


def test_the_quickstart_runs_with_a_body_that_the_platform_accepts(environment: None) -> None:
    done = in_a_fresh_interpreter(corrected(example("quickstart")))
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok=True\nfinal=completed\n", "")


@pytest.mark.parametrize("name", ["transport", "sync transport"])
def test_a_transport_is_used_without_a_client(name: str, environment: None, kneo_server: KneoHandle) -> None:
    done = in_a_fresh_interpreter(example(name))
    assert (done.returncode, done.stderr) == (0, "")
    assert "'ok': True" in done.stdout
    assert only_request(kneo_server.requests).operation_id == "healthz"


@pytest.mark.parametrize("name", ["quickstart", "transport", "sync transport"])
def test_programs_reach_the_host_of_the_manuals_config_file(
    name: str, tmp_path: Path, start_kneo: Callable[[KneoSettings], KneoHandle]
) -> None:
    file = tmp_path / "config" / "kneo" / "client.toml"
    file.parent.mkdir(parents=True)
    file.write_text(example("config file"), encoding="utf-8")
    code = example(name)
    production = load_profile()
    server = start_kneo(KneoSettings(keys=(ApiKey("production", production.api_key, ("service",)),), step_seconds=0.01))

    with Tunnel({"kneo.example.com": server.url}) as tunnel:
        done = in_a_fresh_interpreter(corrected(code) if name == "quickstart" else code, **tunnel.environment)

    assert (done.returncode, done.stderr) == (0, "")
    assert tunnel.asked_for
    assert {request.headers["host"] for request in server.requests} == {"kneo.example.com"}


# Profiles and policies.


def test_the_config_file_gives_the_profiles_it_names(tmp_path: Path) -> None:
    file = tmp_path / "client.toml"
    file.write_text(example("config file"), encoding="utf-8")
    found = [load_profile(name, config_file=file) for name in (None, "staging")]
    assert [(p.name, p.url, p.auth_scheme.value, p.timeout) for p in found] == [
        ("default", "https://kneo.example.com", "bearer", 30.0),
        ("staging", "https://staging-kneo.example.com", "bearer", 30.0),
    ]


async def test_profiles_come_from_file_environment_and_arguments(tmp_path: Path) -> None:
    file = tmp_path / "config" / "kneo" / "client.toml"
    file.parent.mkdir(parents=True)
    file.write_text(example("config file"), encoding="utf-8")
    found = await perform(example("profiles"), tok="given-outright")
    assert found is not None
    assert (found["p"].name, found["p"].url, found["p"].api_key) == ("default", "https://ad-hoc", "given-outright")


async def test_the_policy_without_retries_lets_the_first_failure_through(
    kneo_profile: Profile, kneo_server: KneoHandle
) -> None:
    found = await perform(example("retry policies"), profile=kneo_profile)
    assert found is not None
    kneo_server.faults.add("livez", faults.status(502))
    async with found["client"] as client:
        with pytest.raises(KneoError):
            await client.platform.health.livez()
    only_request(kneo_server.requests)


# Errors.


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    caplog.set_level(logging.ERROR)
    return lambda: "\n".join(record.getMessage() for record in caplog.records if record.name == "my.product")


async def try_to_create(profile: Profile, payload: Any, key: str) -> dict[str, Any] | None:
    names = {"payload": payload, "key": key, "log": logging.getLogger("my.product")}
    async with KneoClient(profile, retry_policy=RetryPolicy(max_attempts=1)) as client:
        return await perform("import asyncio\n" + example("errors"), client=client, **names)


async def test_the_error_recipe_creates_a_run_where_nothing_is_wrong(kneo_profile: Profile) -> None:
    found = await try_to_create(kneo_profile, REVIEW, "k-1")
    assert found is not None
    assert found["run"].status == "blocked"


async def test_the_error_recipe_tells_of_a_key_used_twice(kneo_profile: Profile, told: Callable[[], str]) -> None:
    await try_to_create(kneo_profile, REVIEW, "k-1")
    with pytest.raises(KneoIdempotencyMismatchError):
        await try_to_create(kneo_profile, {**REVIEW, "input": "Another"}, "k-1")
    assert told().startswith("mismatch on key='k-1' body={'detail': {'error': 'idempotency_key_conflict'")


async def test_the_error_recipe_sleeps_as_long_as_the_server_asks(
    kneo_profile: Profile, kneo_server: KneoHandle, told: Callable[[], str]
) -> None:
    kneo_server.faults.add("create_run", faults.status(429, headers={"Retry-After": "0.01"}))
    with anyio.fail_after(5):  # it sleeps ten seconds if the error does not carry the server's wish
        found = await try_to_create(kneo_profile, REVIEW, "k-1")
    assert found is not None
    assert "run" not in found
    assert told() == ""


async def test_the_error_recipe_tells_of_everything_else(
    kneo_profile: Profile, kneo_server: KneoHandle, told: Callable[[], str]
) -> None:
    kneo_server.faults.add("create_run", faults.status(500))
    with pytest.raises(KneoError) as caught:
        await try_to_create(kneo_profile, REVIEW, "k-1")
    assert caught.value.request_id
    assert told() == f"create_run failed status=500 rid={caught.value.request_id}"


# Recipes with a client.


async def test_the_run_recipe_meets_the_refusal_of_its_body(environment: None, kneo_server: KneoHandle) -> None:
    with kneo_server.expect_violations(), pytest.raises(KneoValidationError) as caught:
        await perform(example("a run"), KneoClient=KneoClient)
    assert caught.value.status == 422
    assert {problem["loc"][-1] for problem in caught.value.body["detail"]} == {"spec_id", "input"}


async def test_the_run_recipe_runs_with_a_body_that_the_platform_accepts(
    environment: None, kneo_server: KneoHandle, capsys: pytest.CaptureFixture[str]
) -> None:
    await perform(corrected(example("a run")), KneoClient=KneoClient)
    first, *events = capsys.readouterr().out.splitlines()
    assert first == "final=completed"
    assert len(events) == len(next(iter(kneo_server.state.runs.values())).trace)


async def test_the_spec_recipe_meets_the_refusal_of_a_text(environment: None, kneo_server: KneoHandle) -> None:
    text = (SPECS / "support_triage.yaml").read_text("utf-8")
    with kneo_server.expect_violations(), pytest.raises(KneoValidationError) as caught:
        await perform(example("specs"), KneoClient=KneoClient, spec_text=text)
    assert [problem["loc"] for problem in caught.value.body["detail"]] == [["body", "spec"]]
    assert_operations(kneo_server.requests, "validate_spec")


async def test_the_spec_recipe_runs_with_what_the_text_says(environment: None) -> None:
    spec = yaml.safe_load((SPECS / "support_triage.yaml").read_text("utf-8"))
    found = await perform(example("specs"), KneoClient=KneoClient, spec_text=spec)
    assert found is not None
    assert found["compiled"].ok


async def test_the_spec_recipe_shows_what_is_wrong_with_a_spec(
    environment: None, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = yaml.safe_load((SPECS / "support_triage.yaml").read_text("utf-8"))
    spec["workflow"]["steps"][0]["function"] = "nobody-wrote-this"
    assert await perform(example("specs"), KneoClient=KneoClient, spec_text=spec) is None
    assert "nobody-wrote-this" in capsys.readouterr().out


async def test_any_path_is_within_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    code = example("any path")
    server = RawServer(lambda exchange: exchange.send(json_answer({"served": exchange.target})))
    monkeypatch.setenv("KNEO_URL", server.url)
    monkeypatch.setenv("KNEO_API_KEY", "any")
    try:
        found = await perform(code, KneoClient=KneoClient)
    finally:
        server.close()
    assert found is not None
    assert found["payload"] == {"served": "/v1/some/new/endpoint"}


async def test_a_path_that_is_not_there_is_a_typed_error(environment: None) -> None:
    with pytest.raises(KneoError) as caught:
        await perform(example("any path"), KneoClient=KneoClient)
    assert caught.value.status == 404


@pytest.mark.parametrize("there", [7, 450])
async def test_the_audit_recipe_walks_as_far_as_the_platform_has_pages(
    there: int, kneo: KneoClient, kneo_server: KneoHandle
) -> None:
    with kneo_server.service.lock:
        for number in range(there):
            kneo_server.state.record("policy.changed", "operator", number=number)
    found = await perform(example("walking over audit events"))
    assert found is not None

    paged = kneo_server.settings.since("0.6.0")
    with contextlib.nullcontext() if paged else kneo_server.expect_violations():
        events = [event async for event in found["all_audit_events"](kneo, event_type="policy.changed")]

    # An older platform says neither where a page is nor how many there are: a walk by offset ends with its first page.
    assert len(events) == (there if paged else min(there, 200))
    first = kneo_server.requests[0]
    assert first.query == [("event_type", "policy.changed"), ("limit", "200"), ("offset", "0")]
    assert len([event async for event in kneo.platform.audit.iterate(event_type="policy.changed")]) == there


async def test_an_own_http_client_is_left_to_its_owner() -> None:
    found = await perform(example("own http client"))
    assert found is not None
    assert found["shared"].is_closed
    assert found["t"].profile is found["profile"]


async def test_an_own_http_client_reaches_the_manuals_host(
    kneo_server: KneoHandle, kneo_profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = example("own http client")
    code = re.sub(r'api_key="[^"]*"', f'api_key="{kneo_profile.api_key}"', code)
    inside = 'answer = await t.request("GET", "/v1/runs"); await t.aclose(); left_open = not shared.is_closed'
    code, times = re.subn(r"^( +)\.\.\.$", rf"\1{inside}", code, flags=re.MULTILINE)
    assert times == 1
    with Tunnel({"kneo": kneo_server.url}) as tunnel:
        for name, value in tunnel.environment.items():
            monkeypatch.setenv(name, value)
        found = await perform(code)
    assert found is not None
    assert found["answer"].json()["runs"] == []
    assert found["left_open"]
    assert only_request(kneo_server.requests).headers["authorization"] == f"Bearer {kneo_profile.api_key}"


async def test_the_waiting_recipe_returns_an_ended_run(kneo: KneoClient) -> None:
    run = await kneo.platform.runs.create({**REVIEW, "spec_path": "support_triage.yaml"})
    found = await perform(example("waiting"), client=kneo, run_id=run.run_id)
    assert found is not None
    assert found["terminal"].status == "completed"


async def test_the_waiting_recipe_returns_a_run_that_waits_for_a_person_by_the_status_it_has(kneo: KneoClient) -> None:
    run = await kneo.platform.runs.create(REVIEW)
    code = example("waiting")
    with anyio.move_on_after(0.3):
        await perform(code, client=kneo, run_id=run.run_id)
        pytest.fail("no platform has the status that the recipe names")
    found = await perform(code.replace("paused_human_review", "blocked"), client=kneo, run_id=run.run_id)
    assert found is not None
    assert found["terminal"].status == "blocked"
