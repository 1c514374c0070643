"""The page that leads from the `convox` command to the client: each row is carried out, and sends what it says."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from convox import ConvoxAPIError, ConvoxClient
from convox._generated.operations import OPERATIONS
from convox.models import Build, LetsEncryptConfig, Process, Service
from tests.docs.markdown_tables import table_after
from trellis.emulator import ConvoxSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.core.runtime.operation import Operation
    from trellis.emulator import ConvoxHandle

PAGE = Path(__file__).parents[2] / "docs" / "pages" / "convox-cli.md"
LINE = re.compile(r"(?:^|<br>)([A-Z]+ /[^ ,<]*)(, WebSocket)?")

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="NOT TESTED: the site's sources are not here")


@dataclass(frozen=True)
class Row:
    """One row: the command ("" where there is none), what is written of the client, and the lines: text, WebSocket."""

    command: str
    expressions: tuple[str, ...]
    lines: frozenset[tuple[str, bool]]


def rows() -> list[Row]:
    """All rows of all tables whose last column is of lines."""
    found = []
    for heading in re.findall(r"^## .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        for *command, calls, cell in table_after(PAGE, heading):
            lines = frozenset((line, bool(socket)) for line, socket in LINE.findall(cell))
            if lines:
                found.append(Row("".join(command), tuple(calls.split("<br>")), lines))
    return found


def line_of(row: Operation[Any]) -> tuple[str, bool]:
    """The line of an operation, with METHOD where any will do."""
    method = "METHOD" if row.ext.get("x-any-method") else row.method
    return f"{method} {row.path}", row.ext.get("x-transport") == "websocket"


def test_every_operation_of_the_rack_is_there_and_no_other() -> None:
    written = set().union(*(row.lines for row in rows()))
    assert written == {line_of(row) for row in OPERATIONS.values()}


def test_no_command_is_there_twice() -> None:
    commands = [row.command for row in rows() if row.command]
    assert len(set(commands)) == len(commands) > 80
    without = [row.expressions for row in rows() if not row.command]
    assert len(set(without)) == len(without) > 30


MANIFEST = """\
resources:
  db:
    type: postgres
services:
  web:
    build: .
    port: 3000
"""


def deployed(client: ConvoxClient, folder: Path) -> bytes:
    """Have an app with some releases, the newest one running; an archive of a build."""
    (folder / "convox.yml").write_text(MANIFEST, encoding="utf-8")
    client.apps.create("shop")
    client.apps.config_set("shop", "NAME", "")
    client.environment.set("shop", {"KEY": "val"}, promote=False)
    for _ in range(2):
        build = client.builds.create_from("shop", folder)
        client.releases.promote("shop", client.builds.get("shop", build.id).release)
    with client.builds.export("shop", build.id) as download:
        return download.read()


def meant(server: ConvoxHandle, archive: bytes) -> dict[str, Any]:
    """What the names and texts of the table stand for, as the rack is now."""
    rack = server.state.rack
    app = rack.apps["shop"]
    names: dict[str, Any] = {
        "B1": next(iter(app.builds)),
        "R1": next(key for key, release in app.releases.items() if release.build),
        "R2": app.release,
        "P1": next(iter(app.processes)),
        "I1": next(iter(rack.instances)),
        "C1": next(iter(rack.certificates), "none"),
    }
    return {
        **names,
        "build": Build(id=names["B1"], release=app.release),
        "process": Process(id=names["P1"]),
        "service": Service(name="web"),
        "config": LetsEncryptConfig(),
        "file": io.BytesIO(archive),
        **dict.fromkeys(("tar", "data"), b"some bytes"),
        **dict.fromkeys(("pub", "key", "env", "url", "image", "value_base64", "username", "password"), "text"),
        "changed": {"NAME": "text"},
        "options": {},
        "server": "registry.example.com",
        "host": "10.0.0.7",
        "port": 5432,
    }


def carried_out(expression: str, names: dict[str, Any], client: ConvoxClient) -> None:
    """Evaluate what a row says. What a rack of version 3 refuses was asked for all the same."""
    for text in ("B1", "R1", "R2", "P1", "I1", "C1"):
        expression = expression.replace(f'"{text}"', repr(names[text]))
    expression = expression.replace("wait=True", "wait=True, poll_interval=0.01")
    try:
        value = eval(f"client.{expression}", {"client": client, **names})  # noqa: S307 - of a page of ours
    except ConvoxAPIError:
        return
    if hasattr(value, "close"):
        value.close()


def test_every_row_sends_what_it_says(
    start_convox: Callable[[ConvoxSettings], ConvoxHandle], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("websockets")
    monkeypatch.chdir(tmp_path)
    server = start_convox(ConvoxSettings(step_seconds=0))
    problems = []
    with ConvoxClient(server.url, server.settings.password) as client:
        archive = deployed(client, tmp_path)
        table = sorted(rows(), key=lambda row: row.expressions == ('apps.delete("shop")',))  # that one last
        for row in table:
            names = meant(server, archive)
            server.requests.clear()
            for expression in row.expressions:
                carried_out(expression, names, client)
            sent = {line_of(OPERATIONS[request.operation_id]) for request in server.requests if request.operation_id}
            if sent != row.lines:
                problems.append(f"{row.command or row.expressions}: sent {sorted(sent)}, not {sorted(row.lines)}")
    server.violations.clear()
    assert problems == []
