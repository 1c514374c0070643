"""A Convox rack, read only. Which, and as whom, the environment says, as for any program that uses the client:
`CONVOX_HOST` and `CONVOX_PASSWORD`, and `CONVOX_RACK` behind a console; a token or key of the role read will do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from convox import AsyncConvoxClient, ConvoxAuthError, ConvoxClient, ConvoxNotFoundError
from tests.integration.variables import needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.kneo.both_clients import Either

pytestmark = needs(("CONVOX_HOST", "CONVOX_PASSWORD"), ("RACK_URL",))


@pytest.fixture
def client(either: Either) -> Iterator[Any]:
    client = (AsyncConvoxClient if either.is_async else ConvoxClient).from_env()
    yield client
    either.shut(client)


def test_the_rack_is_up_and_knows_us(either: Either, client: Any) -> None:
    if client.rack is None:  # a console has a page there
        either.do(client.check())
    either.do(client.check_credentials())


def test_the_rack_says_what_it_is(either: Either, client: Any) -> None:
    system = either.do(client.system.get())
    assert system.name
    assert system.version
    assert either.do(client.api.get("/system"))["version"] == system.version


def test_apps_can_be_read_with_what_they_run(either: Either, client: Any) -> None:
    for listed in either.do(client.apps.list())[:5]:
        app = either.do(client.apps.get(listed.name))
        assert app.name == listed.name
        variables = either.do(client.environment.get(app.name))
        assert all(isinstance(value, str) for value in variables.values())
        if app.release:
            assert either.do(client.releases.get(app.name, app.release)).id == app.release
            assert all(service.name for service in either.do(client.services.list(app.name)))
        assert all(build.id for build in either.do(client.builds.list(app.name, limit=2)))


def test_lists_are_lists_also_where_there_is_nothing(either: Either, client: Any) -> None:
    for group in (client.certificates, client.instances, client.registries):
        assert isinstance(either.do(group.list()), list)


def test_the_racks_log_comes_to_its_end(either: Either, client: Any) -> None:
    pytest.importorskip("websockets")
    stream = either.do(client.system.logs(follow=False, since=timedelta(minutes=1), tail=20))

    async def read() -> list[str]:
        return [line async for line in stream]

    assert all(isinstance(line, str) for line in (either.do(read()) if either.is_async else stream))


def test_what_is_not_there_is_an_error_that_names_the_request(either: Either, client: Any) -> None:
    with pytest.raises(ConvoxNotFoundError) as caught:
        either.do(client.apps.get("app-that-is-not-there"))
    assert caught.value.status_code in (404, 500)  # older racks say 500, and in words what is the matter
    assert caught.value.request_id


def test_a_wrong_key_is_refused(either: Either, client: Any) -> None:
    kind = AsyncConvoxClient if either.is_async else ConvoxClient
    stranger = kind(client.host, "no-such-key", rack=client.rack)
    with pytest.raises(ConvoxAuthError):
        either.do(stranger.apps.list())
    either.shut(stranger)
