"""A Kneo platform, read only: `KNEO_URL` and `KNEO_API_KEY` say which, as for any program that uses the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import KneoAuthError, KneoNotFoundError
from tests.integration.variables import needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.kneo.both_clients import Either

pytestmark = needs(("KNEO_URL", "KNEO_API_KEY"))


@pytest.fixture
def client(either: Either) -> Iterator[Any]:
    client = (KneoClient if either.is_async else SyncKneoClient).from_profile()
    yield client
    either.shut(client)


def test_the_platform_is_up(either: Either, client: Any) -> None:
    assert either.do(client.platform.health.livez()).ok
    assert either.do(client.platform.health.healthz()).version


def test_a_page_of_runs_fits_and_its_runs_can_be_read(either: Either, client: Any) -> None:
    page = either.do(client.platform.runs.list(limit=5))
    assert len(page) <= 5
    assert page.count == len(page.items)
    for item in page:
        run = either.do(client.platform.runs.get(item["run_id"]))
        assert run.run_id == item["run_id"]
        assert run.status


def test_what_is_not_there_is_an_error_that_names_the_request(either: Either, client: Any) -> None:
    with pytest.raises(KneoNotFoundError) as caught:
        either.do(client.platform.runs.get("run_that_is_not_there"))
    assert caught.value.status == 404
    assert caught.value.request_id


def test_a_wrong_key_is_refused(either: Either) -> None:
    stranger = (KneoClient if either.is_async else SyncKneoClient).from_profile(api_key="no-such-key")
    with pytest.raises(KneoAuthError):
        either.do(stranger.platform.runs.list(limit=1))
    either.shut(stranger)
