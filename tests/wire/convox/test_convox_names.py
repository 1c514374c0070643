"""Names that are no names: each stays one segment of its path, or is refused before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convox import ConvoxNotFoundError
from tests.wire.convox.racks import failure_of
from tests.wire.convox.scripted_rack import asked, scripted

if TYPE_CHECKING:
    from collections.abc import Callable

    from convox import ConvoxClient
    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer
    from trellis.emulator import ConvoxHandle

    Serve = Callable[..., RawServer]

REFUSED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a budget": (lambda c: c.apps.delete("web/budget"), r"name 'web/budget' .* DELETE /apps/\{app\}/budget"),
    "a list": (lambda c: c.apps.get("web/releases"), r"GET /apps/\{app\}/releases"),
    "files": (lambda c: c.processes.stop("web", "web-1/files"), r"pid 'web-1/files' .*/files"),
    "dots": (lambda c: c.apps.get("../system"), "'.' or '..' between slashes"),
    "dots in a key": (lambda c: c.objects.delete("web", "a/../b"), "'.' or '..' between slashes"),
    "a dot in a log's app": (lambda c: c.apps.logs("web/."), "'.' or '..' between slashes"),
    "a link": (lambda c: c.resources.system_delete("db/links/web"), r"/links/"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_name_that_leads_to_another_operation_is_refused(
    either: Either, serve: Serve, case: tuple[Callable[[Any], Any], str]
) -> None:
    server = scripted(serve, {})
    call, words = case

    with pytest.raises(ValueError, match=words):
        either.do(call(either.client(server.url)))
    assert not server.exchanges


@pytest.mark.parametrize(
    ("call", "target"),
    [
        (lambda c: c.apps.get("a?x=1"), "GET /apps/a%3Fx%3D1"),
        (lambda c: c.apps.get("a/b"), "GET /apps/a%2Fb"),
        (lambda c: c.apps.get("a;b#c"), "GET /apps/a%3Bb%23c"),
        (lambda c: c.apps.get("größe"), "GET /apps/gr%C3%B6%C3%9Fe"),
        (lambda c: c.apps.get("..."), "GET /apps/..."),
        (lambda c: c.builds.get("web", "a b\n"), "GET /apps/web/builds/a%20b%0A"),
        (lambda c: c.builds.get("web/releases", "R1/x"), "GET /apps/web%2Freleases/builds/R1%2Fx"),
        (lambda c: c.objects.delete("web", "budget/..x/y."), "DELETE /apps/web/objects/budget%2F..x%2Fy."),
        (lambda c: c.registries.remove("https://r.example/v1/"), "DELETE /registries/https%3A%2F%2Fr.example%2Fv1%2F"),
    ],
)
def test_every_other_name_stays_one_segment(
    either: Either, serve: Serve, call: Callable[[Any], Any], target: str
) -> None:
    server = scripted(serve, {})

    failure_of(either, lambda: call(either.client(server.url)), ConvoxNotFoundError)

    assert asked(server) == [target]


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_what_names_nothing_is_refused(either: Either, serve: Serve, name: str) -> None:
    server = scripted(serve, {})
    client = either.client(server.url)

    calls: tuple[Callable[[], Any], ...] = (
        lambda: client.apps.delete(name),
        lambda: client.objects.fetch("web", name),
        lambda: client.registries.remove(name),
        lambda: client.apps.logs(name),
    )
    for call in calls:
        with pytest.raises(ValueError, match="would change which resource the path names"):
            either.do(call())
    assert not server.exchanges


def test_an_emulated_rack_would_have_cleared_the_budget(convox_server: ConvoxHandle, convox: ConvoxClient) -> None:
    convox.apps.create("web")
    convox.budget.set("web", monthly_cap_usd=100)

    with pytest.raises(ValueError, match=r"apps\.delete: a rack would take name 'web/budget'"):
        convox.apps.delete("web/budget")
    assert convox.budget.get("web").config is not None

    convox.api.delete("/apps/web%2Fbudget")  # who writes a path means it
    assert convox.budget.get("web").config is None
