"""What surrounds the calls of a Kneo client, as a user writes it: making clients, options, errors, waiting, walking.
Never run: tests/typing/test_static_types.py has the checkers read it."""

# ruff: noqa: T201, TC001, TC003 - the user has rules of their own

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from logging import Logger
from pathlib import Path
from typing import Any

import httpx
from typing_extensions import assert_type

import kneo_client.types as t
from kneo_client import KneoClient, SyncKneoClient, __version__
from kneo_client.core import (
    ApiKeyAuth,
    AuthScheme,
    Map,
    Page,
    Profile,
    ProfileError,
    RetryPolicy,
    get_logger,
    load_profile,
    new_idempotency_key,
    redact_headers,
    validate_idempotency_key,
)
from kneo_client.core.errors import (
    KneoAuthError,
    KneoConflictError,
    KneoError,
    KneoHumanTaskExpiredError,
    KneoPayloadTooLargeError,
    KneoPermissionError,
    KneoRateLimitedError,
    KneoTimeoutError,
    from_response,
)
from kneo_client.core.profiles import default_config_path
from kneo_client.core.transport import SyncTransport, Transport
from kneo_client.platform.runs import DEFAULT_TERMINAL_STATUSES, RunsClient, SyncRunsClient
from trellis.connections import Aiohttp
from trellis.core.events import CallFinished, Event
from trellis.core.progress import Progress


def note(event: Event) -> None:
    """A hook of the user's own."""
    if isinstance(event, CallFinished):
        assert_type(event.status, int | None)
        assert_type(event.seconds, float)


def shown(progress: Progress) -> None:
    """Somebody who wants to know how far it is."""
    assert_type(progress.done, int)
    assert_type(progress.total, int | None)
    assert_type(progress.status, str | None)
    assert_type(progress.fraction, float | None)


async def shown_later(progress: Progress) -> None:
    """The same, asynchronously."""
    assert_type(progress.what, str)


PROFILE = Profile(name="p", url="https://kneo.example.com", api_key="k", auth_scheme=AuthScheme.BEARER, timeout=5)


def settings(response: httpx.Response) -> None:
    """Profiles, policies, keys."""
    assert_type(load_profile("prod", config_file=Path("client.toml"), timeout=httpx.Timeout(5)), Profile)
    assert_type(default_config_path(), Path)
    assert_type(PROFILE.url, str)
    assert_type(PROFILE.auth_scheme, AuthScheme)
    assert_type(RetryPolicy(max_attempts=2, base_delay=0.1, max_delay=1, jitter=0).delay_for(2), float)
    assert_type(new_idempotency_key(), str)
    assert_type(validate_idempotency_key("k"), str)
    assert_type(redact_headers({"Authorization": "x"}), dict[str, str])
    assert_type(get_logger("x"), Logger)
    assert_type(from_response(response, idempotency_key="k"), KneoError)
    version: str = __version__
    print(version)
    auth: httpx.Auth = ApiKeyAuth("k", AuthScheme.BEARER)
    httpx.Client(auth=auth)
    assert_type(Page([1], total=5)[0], int)
    assert_type(list(Map({"a": 1})), list[int])


def failures(client: SyncKneoClient) -> None:
    """What errors hold."""
    try:
        client.platform.runs.get("r")
    except KneoPermissionError as error:
        assert_type(error.required_scope, str | None)
    except KneoHumanTaskExpiredError as error:
        assert_type(error.expires_at, float | None)
        assert_type(error.continuation_id, str | None)
    except KneoPayloadTooLargeError as error:
        assert_type(error.max_body_bytes, int | None)
    except (KneoConflictError, KneoRateLimitedError) as error:
        assert_type(error.retry_after, float | None)
    except KneoAuthError:
        raise
    except KneoTimeoutError as error:
        late: TimeoutError = error
        print(late)
    except KneoError as error:
        assert_type(error.status, int | None)
        assert_type(error.code, str | None)
        assert_type(error.request_id, str | None)
        assert_type(error.idempotency_key, str | None)
        assert_type(error.body, Any)
    except ProfileError:
        raise


def synchronous() -> None:
    """A synchronous client's life."""
    made = SyncKneoClient(PROFILE, http_client=httpx.Client(), retry_policy=RetryPolicy(), hooks=(note,))
    SyncKneoClient(PROFILE, http_client=httpx.AsyncClient())
    made.close()
    with SyncKneoClient.from_profile(
        "prod", config_file=Path("c.toml"), url="https://k.example.com", api_key="k", auth_scheme="bearer", timeout=None
    ) as client:
        assert_type(client, SyncKneoClient)
        assert_type(client.profile, Profile)
        assert_type(client.request("GET", "/v1/x", json=[1], params={"a": 1}, deadline=5), httpx.Response)
        quick = client.with_options(timeout=5, deadline=None, headers={"X-A": "b"}, retry_policy=RetryPolicy())
        assert_type(quick, SyncKneoClient)
        seen: list[httpx.Response] = []
        assert_type(client.with_options(on_response=seen.append).platform.runs, SyncRunsClient)
        done = client.platform.runs.wait_for_completion(
            "r",
            timeout=60,
            poll_interval=0.5,
            terminal_statuses=DEFAULT_TERMINAL_STATUSES | {"blocked"},
            progress=shown,
        )
        assert_type(done.output_text, str | t.Unset | None)
        for run in client.platform.runs.iterate(page_size=50, status="failed", progress=True):
            assert_type(run, t.RunListResponseRunsItem)
        for event in client.platform.runs.tail_trace("r", progress=shown):
            assert_type(event, t.TraceResponseEventsItem)
        if done.usage:
            assert_type(done.usage, t.RunUsage)
    assert_type(SyncTransport(PROFILE), SyncTransport)


async def asynchronous() -> None:
    """An asynchronous client's life."""
    made = KneoClient(PROFILE, http_client=httpx.AsyncClient(), retry_policy=RetryPolicy(), hooks=[note])
    await made.aclose()
    async with KneoClient.from_profile(timeout=httpx.Timeout(5, read=60)) as client:
        assert_type(client, KneoClient)
        assert_type(await client.request("GET", "/v1/x"), httpx.Response)
        assert_type(client.with_options(deadline=5).platform.runs, RunsClient)
        await client.platform.runs.wait_for_completion("r", progress=shown_later)
        async for run in client.platform.runs.iterate(progress=shown_later):
            assert_type(run, t.RunListResponseRunsItem)
    assert_type(Transport(PROFILE), Transport)
    KneoClient(PROFILE, http_client=Aiohttp())


async def streamed(client: KneoClient) -> AsyncIterator[Mapping[str, Any]]:
    """What a web application makes of a tail."""
    async for event in client.platform.runs.tail_trace("r", event_type="step_started"):
        yield event.to_dict()
