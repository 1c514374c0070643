"""What surrounds the calls of a Convox client, as a user writes it: making clients, options, errors, sessions, uploads,
waiting. Never run: tests/typing/test_static_types.py has the checkers read it."""

# ruff: noqa: T201, TC001 - the user has rules of their own

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import httpx
from typing_extensions import assert_type

import convox.models as t
from convox import (
    AsyncConvoxClient,
    ConvoxAPIError,
    ConvoxClient,
    ConvoxConnectionError,
    ConvoxError,
    ConvoxForbiddenError,
    ConvoxTimeoutError,
    RetryConfig,
)
from convox.auth import Credentials, credentials_from_cli_config, credentials_from_env, normalize_host
from convox.exceptions import ConvoxClosedError
from trellis.core.events import Event
from trellis.core.progress import Progress


def note(event: Event) -> None:
    """A hook of the user's own."""
    print(event.request_id)


def shown(progress: Progress) -> None:
    """Somebody who wants to know how far it is."""
    print(progress.done, progress.total)


def counted(done: int, total: int | None) -> None:
    """The same of a transfer, in numbers alone."""
    print(done, total)


async def shown_later(progress: Progress) -> None:
    """The same, asynchronously."""
    print(progress.status)


RETRY = RetryConfig(max_retries=1, backoff_base=0.1, backoff_max=5, retry_on_500=True)


def settings() -> None:
    """Where credentials come from."""
    found = credentials_from_env()
    assert_type(found, Credentials)
    assert_type(found.rack, str | None)
    assert_type(credentials_from_cli_config(), Credentials)
    assert_type(normalize_host("rack.example.com"), str)


def synchronous() -> None:
    """A synchronous client's life."""
    with ConvoxClient(
        "rack.example.com",
        "key",
        rack="acme/prod",
        session="s",
        retry=RETRY,
        timeout=httpx.Timeout(5),
        username="jwt",
        verify=ssl.create_default_context(),
        proxy="http://proxy.example.com",
        headers={"X-A": "b"},
        hooks=(note,),
    ) as client:
        assert_type(client, ConvoxClient)
        assert_type(client.host, str)
        assert_type(client.with_options(timeout=None, deadline=5, headers={}, retry=RETRY), ConvoxClient)
        seen: list[httpx.Response] = []
        client.with_options(on_response=seen.append).apps.list()
        build = client.builds.create_from("web", Path("folder"), progress=counted)
        assert_type(client.builds.wait("web", "b", timeout=60, poll_interval=1, progress=shown), t.Build)
        if build.started:
            print(build.started.isoformat(), build.id)
        with Path("file").open("rb") as file:
            client.objects.store("web", "k", file, progress=True)
        with client.builds.logs("web", "b") as lines:
            assert_type(list(lines), list[str])
        with client.processes.exec("web", "p", "sh") as session:
            session.write("ls\n")
            session.write_eof()
            assert_type(session.read(), bytes)
            assert_type(session.wait(), int | None)
            assert_type(session.closed, bool)
        with client.proxy.tcp("h", 80) as stream:
            stream.send(b"x")
            stream.send_eof()
    ConvoxClient("h", "k", http_client=httpx.Client()).close()
    assert_type(ConvoxClient.from_env(hooks=(note,), verify="ca.pem"), ConvoxClient)
    assert_type(ConvoxClient.from_cli_config(config_path=Path("auth"), retry=RETRY), ConvoxClient)


async def asynchronous() -> None:
    """An asynchronous client's life."""
    async with AsyncConvoxClient("h", "k", http_client=httpx.AsyncClient(), hooks=[note]) as client:
        assert_type(client, AsyncConvoxClient)
        assert_type(client.with_options(deadline=5), AsyncConvoxClient)
        await client.apps.wait_until_running("web", progress=shown_later)
        await client.releases.promote("web", "r", progress=shown)
        async with await client.apps.logs("web") as lines:
            assert_type([line async for line in lines], list[str])
        async with await client.processes.exec("web", "p", "sh") as session:
            assert_type((await session.run(b"x")).exit_code, int | None)
            assert_type(await session.wait(), int | None)
    await AsyncConvoxClient("h", "k").aclose()


def failures(client: ConvoxClient) -> None:
    """What errors hold."""
    try:
        client.apps.get("web")
    except ConvoxForbiddenError as error:
        assert_type(error.status_code, int)
    except ConvoxAPIError as error:
        assert_type(error.message, str)
        assert_type(error.retry_after, float | None)
        assert_type(error.request_id, str | None)
    except ConvoxTimeoutError as error:
        late: TimeoutError = error
        print(late)
    except (ConvoxConnectionError, ConvoxClosedError):
        raise
    except ConvoxError as error:
        assert_type(error.hint, str | None)
        assert_type(error.body, Any)


def models(app: t.App) -> None:
    """What is in the answers."""
    assert_type(t.App.from_dict({"name": "web"}), t.App)
    assert_type(app.to_dict(), dict[str, Any])
    assert_type(t.Capacity().cluster_cpu, int)
