"""A KnoxCall gateway, read only. Which, and as whom, the environment says, as for any program that uses the client:
`KNOXCALL_API_KEY`, or `KNOXCALL_CLIENT_ID` and `KNOXCALL_CLIENT_SECRET`; and `KNOXCALL_BASE_URL` if it is not the
cloud's."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall import KnoxCall
from knoxcall.errors import AuthenticationError, NotFoundError
from tests.integration.variables import needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.kneo.both_clients import Either

pytestmark = needs(("KNOXCALL_API_KEY",), ("KNOXCALL_ACCESS_TOKEN",), ("KNOXCALL_CLIENT_ID", "KNOXCALL_CLIENT_SECRET"))


@pytest.fixture
def client(either: Either) -> Iterator[Any]:
    client = KnoxCall(sync=not either.is_async)
    yield client
    either.shut(client)


def first(either: Either, items: Any, count: int) -> list[Any]:
    """The first few items of a walker."""

    async def take() -> list[Any]:
        found = []
        async for item in items:
            found.append(item)
            if len(found) == count:
                break
        await items.aclose()
        return found

    return list(either.do(take())) if either.is_async else list(islice(items, count))


def test_the_account_is_ours(either: Either, client: Any) -> None:
    either.do(client.authenticate())
    account = either.do(client.account.get())
    assert account["slug"]
    assert client.tenant in (None, account["slug"])


def test_a_page_of_routes_fits_and_its_routes_can_be_read(either: Either, client: Any) -> None:
    page = either.do(client.routes.list(per_page=5))
    assert len(page["data"]) <= 5
    assert page["meta"]["page"] == 1
    for route in page["data"]:
        assert either.do(client.routes.get(route["id"]))["slug"] == route["slug"]


def test_walkers_walk(either: Either, client: Any) -> None:
    listed = [route["id"] for route in either.do(client.routes.list(per_page=2))["data"]]
    assert [route["id"] for route in first(either, client.routes.iterate(per_page=1), 2)] == listed
    assert all(event["id"] for event in first(either, client.audit_logs.iterate_events(limit=2), 3))


def test_bare_lists_are_lists(either: Either, client: Any) -> None:
    assert all(environment["name"] for environment in either.do(client.environments.list()))


def test_what_is_not_there_is_an_error_that_names_the_request(either: Either, client: Any) -> None:
    with pytest.raises(NotFoundError) as caught:
        either.do(client.routes.get("00000000-0000-4000-8000-000000000000"))
    assert caught.value.status == 404
    assert caught.value.request_id


def test_a_wrong_key_is_refused(either: Either) -> None:
    stranger = KnoxCall(sync=not either.is_async, api_key="tk_no_such_key")
    with pytest.raises(AuthenticationError):
        either.do(stranger.account.get())
    either.shut(stranger)
