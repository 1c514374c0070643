"""What a rack leaves out of an answer from which a method of several calls has to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from convox.exceptions import ConvoxProtocolError
from tests.wire.convox.racks import failure_of
from tests.wire.convox.scripted_rack import app, asked
from tests.wire.kneo.raw_server import json_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import Exchange, RawServer

OLDER = json_answer({"error": "can not promote an older release, try rollback"}, 400)


def forgetful(exchange: Exchange) -> bool:
    """A rack that does as asked, and says nothing of what came of it."""
    if exchange.target == "/apps/web":
        exchange.send(json_answer(app(release="")))
    else:
        exchange.send(OLDER if exchange.target.endswith("/promote") else json_answer({}))
    return True


COMPOUNDS: dict[str, tuple[Callable[[Any, Path], Any], str, str]] = {
    "set": (lambda c, _: c.environment.set("web", {"A": "1"}), "the new release's id", "POST /apps/web/releases"),
    "unset": (lambda c, _: c.environment.unset("web", "A"), "the new release's id", "POST /apps/web/releases"),
    "rollback": (lambda c, _: c.releases.rollback("web", "R1"), "the new release's id", "POST /apps/web/releases"),
    "create_from": (lambda c, here: c.builds.create_from("web", here), "where the source is", "POST /apps/web/objects"),
}


@pytest.mark.parametrize("case", COMPOUNDS.values(), ids=COMPOUNDS)
def test_it_is_told_apart_from_a_callers_mistake(
    either: Either, serve: Callable[..., RawServer], tmp_path: Path, case: tuple[Any, str, str]
) -> None:
    (tmp_path / "convox.yml").write_text("services: {}\n")
    server = serve(forgetful)
    client = either.client(server.url)
    call, words, last = case

    error = failure_of(either, lambda: call(client, tmp_path), ConvoxProtocolError)

    assert f"did not say {words}: nothing more was sent" in error.message
    assert asked(server)[-1].startswith(last)
