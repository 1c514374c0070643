"""Every Python example of convox's manual runs as it stands, and every row of its table of commands.

A tunnel brings the console and a rack, under the host names that the manual takes for granted, to emulated ones. Where
a state is needed that the lines before have just undone, it is made between two lines; the lines are not touched.
"""

from __future__ import annotations

import ast
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from convox import (
    ConvoxAuthError,
    ConvoxClient,
    ConvoxGatewayError,
    ConvoxServerError,
    ConvoxValidationError,
    RetryConfig,
)
from tests.docs.convox_manual import EXAMPLES, blocks, commands, example, paragraphs
from trellis.emulator import ConvoxSettings, DeployKey
from trellis.emulator.convox.records import Build
from trellis.testing import Tunnel, assert_operations, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from trellis.emulator import ConvoxHandle
    from trellis.emulator.convox.rack import Rack
    from trellis.emulator.convox.records import App, Release

CONSOLE = ConvoxSettings(racks=("org/rack-name",), deploy_keys=(DeployKey("your-deploy-key"),), step_seconds=0)
DIRECT = ConvoxSettings(password="key", name="rack-name", step_seconds=0)
BUILT = ("RPREVIOUS", "RABCDEF")


@pytest.fixture
def console(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> ConvoxHandle:
    """console.convox.com, with org/rack-name behind it."""
    server = start_convox(CONSOLE)
    furnish(server.state.rack)
    return server


@pytest.fixture
def direct(start_convox: Callable[[ConvoxSettings], ConvoxHandle]) -> ConvoxHandle:
    """rack.example.com"""
    server = start_convox(DIRECT)
    furnish(server.state.rack)
    return server


@pytest.fixture(autouse=True)
def world(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, console: ConvoxHandle, direct: ConvoxHandle
) -> Iterator[Tunnel]:
    """The names of the wide world, and an environment with the manual's variables and stored logins."""
    for name in list(os.environ):
        if name.startswith(("CONVOX_", "SSL_CERT", "XDG_", "RACK_URL")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CONVOX_HOST", "console.convox.com")
    monkeypatch.setenv("CONVOX_PASSWORD", "your-deploy-key")
    monkeypatch.setenv("CONVOX_RACK", "org/rack-name")
    logins = tmp_path / ".config" / "convox" / "auth"
    logins.parent.mkdir(parents=True)
    logins.write_text(json.dumps({"console.convox.com": "your-deploy-key", "rack.example.com": "key"}))
    with Tunnel({"console.convox.com": console.url, "rack.example.com": direct.url}) as tunnel:
        for name, value in tunnel.environment.items():
            monkeypatch.setenv(name, value)
        yield tunnel


@pytest.fixture
def client() -> Iterator[ConvoxClient]:
    """The manual's client, as its first example makes it."""
    with ConvoxClient(host="console.convox.com", api_key="your-deploy-key", rack="org/rack-name") as client:
        yield client


def furnish(rack: Rack) -> App:
    """What the examples take for granted: an app with a build, two releases and a process of these names."""
    app = rack.create_app("myapp", "2")
    for name in BUILT:
        build = Build(id=name.replace("R", "B", 1), app=app.name, started=rack.clock.now())
        build.manifest = rack.settings.manifest
        app.builds[build.id] = build
        rack.finish_build(app, build, rack.clock.now())
        release = rename(app.releases, build.release, name)
        build.release = release.id
    rack.promote(app, app.releases["RPREVIOUS"], force=False)
    rename(app.processes, next(iter(app.processes)), "proc-abc123")
    return app


def rename(table: dict[str, Any], old: str, new: str) -> Any:
    """Give a release or process another id."""
    thing = table[new] = table.pop(old)
    thing.id = new
    return thing


def carry_out(code: str, before: dict[str, Callable[[], object]] | None = None, **names: Any) -> dict[str, Any]:
    """Run code statement by statement; what it has named by its end. before: what to do ahead of the statement that
    holds a text; each is needed."""
    waiting = dict(before or {})
    for statement in ast.parse(code).body:
        text = ast.unparse(statement)
        for part in [part for part in waiting if part in text]:
            waiting.pop(part)()
        exec(compile(ast.Module([statement], []), "<manual>", "exec"), names)  # noqa: S102
    assert not waiting, f"the manual has no line with {', '.join(waiting)}"
    return names


def test_every_example_of_the_manual_is_run_here() -> None:
    assert len(blocks()) == len(EXAMPLES)
    assert len(commands()) == 11


# Clients.


def test_the_quick_start_lists_and_reads_apps(console: ConvoxHandle, capsys: pytest.CaptureFixture[str]) -> None:
    found = carry_out(example("quick start"))
    found["client"].close()
    assert capsys.readouterr().out == "myapp: running\nRelease: RPREVIOUS, Locked: False\n"
    assert_operations(console.requests, "apps_list", "apps_get")
    assert console.requests[0].headers["rack"] == "org/rack-name"


@pytest.mark.parametrize("name", ["explicit credentials", "environment"])
def test_a_client_with_a_deploy_key_reaches_the_rack_behind_the_console(name: str, console: ConvoxHandle) -> None:
    with carry_out(example(name), ConvoxClient=ConvoxClient)["client"] as client:
        assert [app.name for app in client.apps.list()] == ["myapp"]
    assert_operations(console.requests, "apps_list")


def test_a_stored_login_is_for_a_rack_behind_a_console_or_for_a_rack(
    console: ConvoxHandle, direct: ConvoxHandle, world: Tunnel
) -> None:
    for paragraph, server in zip(paragraphs("login file"), (console, direct), strict=True):
        with carry_out(paragraph, ConvoxClient=ConvoxClient)["client"] as client:
            assert [app.name for app in client.apps.list()] == ["myapp"]
        assert_operations(server.requests, "apps_list")
    assert world.asked_for == ["console.convox.com:443", "rack.example.com:443"]


# Resources.


def test_apps(client: ConvoxClient, console: ConvoxHandle) -> None:
    rack = console.state.rack

    def is_gone() -> None:
        del rack.apps["myapp"]

    def is_updating() -> None:
        app = rack.apps["myapp"]
        rack.promote(app, app.releases["RPREVIOUS"], force=False)
        assert app.promotion is None, "nothing takes time on this rack"
        rack.settings = ConvoxSettings(promote_seconds=60)  # type: ignore[misc]
        rack.promote(app, app.releases["RABCDEF"], force=False)

    lines, update, cancel = paragraphs("apps")
    found = carry_out(lines, {"create": is_gone}, client=client)
    assert [app.name for app in found["apps"]] == ["myapp"]
    assert (found["app"].name, found["app"].generation) == ("myapp", "2")
    assert rack.apps == {}

    furnish(rack)
    carry_out(update, client=client)
    app = rack.apps["myapp"]
    assert (app.locked, app.parameters) == (True, {"BuildCpu": "512"})

    carry_out(cancel, {"cancel": is_updating}, client=client)
    assert (app.promotion, app.release) == (None, "RPREVIOUS")


def test_builds(client: ConvoxClient, console: ConvoxHandle) -> None:
    found = carry_out(example("builds"), client=client)
    assert [build.id for build in found["builds"]] == ["BABCDEF", "BPREVIOUS"]
    assert found["build"].description == "v2.0 release"
    assert console.state.apps["myapp"].builds[found["build"].id].url == "https://example.com/source.tgz"


def test_releases(client: ConvoxClient, console: ConvoxHandle) -> None:
    app = console.state.rack.apps["myapp"]
    seen: list[str] = []
    found = carry_out(example("releases"), {"rollback": lambda: seen.append(app.release)}, client=client)
    assert [release.id for release in found["releases"]] == ["RABCDEF", "RPREVIOUS"]
    assert found["release"].id == "RABCDEF"
    assert seen == ["RABCDEF"]
    # The rack refuses to promote an older release; it is copied forward, as the command line does.
    newest = app.newest()
    assert newest is not None
    assert (newest.id == app.release, newest.id not in BUILT) == (True, True)
    assert newest.build == app.releases["RPREVIOUS"].build


def test_variables(client: ConvoxClient, console: ConvoxHandle, capsys: pytest.CaptureFixture[str]) -> None:
    app = console.state.rack.apps["myapp"]
    environments: list[dict[str, str]] = []

    def look() -> None:
        active = app.active()
        assert active is not None
        environments.append(active.environment())

    found = carry_out(example("variables"), {"unset": look}, client=client)
    look()
    assert capsys.readouterr().out == "{}\n"
    assert environments == [{"KEY": "value", "OTHER": "val"}, {"OTHER": "val"}]
    released: Release = found["release"]
    assert app.release == released.id


def test_services(client: ConvoxClient, console: ConvoxHandle) -> None:
    found = carry_out(example("services"), client=client)
    assert [service.name for service in found["services"]] == ["web", "worker"]
    wanted = console.state.apps["myapp"].formation["web"]
    assert (wanted.count, wanted.memory) == (3, 1024)
    assert_operations(console.requests, "services_list", "services_update", "services_restart")


def test_processes(client: ConvoxClient, console: ConvoxHandle) -> None:
    found = carry_out(example("processes"), client=client)
    assert found["process"].id == "proc-abc123"
    assert "proc-abc123" in {process.id for process in found["processes"]}
    assert "proc-abc123" not in console.state.apps["myapp"].processes


def test_resources(client: ConvoxClient, console: ConvoxHandle) -> None:
    of_app, of_rack = paragraphs("resources")
    found = carry_out(of_app, client=client)
    assert [resource.name for resource in found["resources"]] == ["database"]
    assert found["resource"].type == "postgres"
    # Racks of version 3 have no links any more, and say so.
    with pytest.raises(ConvoxValidationError) as refused:
        carry_out(of_rack, client=client)
    assert refused.value.status_code == 400
    operations = ("resources_system_list", "resources_system_create", "resources_system_link")
    assert [request.operation_id for request in console.requests][-3:] == list(operations)
    assert console.state.rack.resources["mydb"]["type"] == "postgres"


def test_system(client: ConvoxClient, capsys: pytest.CaptureFixture[str]) -> None:
    found = carry_out(example("system"), client=client)
    assert capsys.readouterr().out == "rack-name v3.21.4 (aws)\n"
    assert found["capacity"].cluster_cpu > 0


def test_the_low_level_api(client: ConvoxClient, console: ConvoxHandle) -> None:
    get, post = paragraphs("low level")
    assert [app["name"] for app in carry_out(get, client=client)["data"]] == ["myapp"]
    assert carry_out(post, client=client)["data"]["name"] == "newapp"
    assert "newapp" in console.state.apps


# Errors.


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (None, "", ""),
        (404, "no such app: myapp", "App does not exist\n"),
        (500, "app not found", "App does not exist\n"),
        (409, "app is locked: myapp", "App is locked\n"),
        (501, "not implemented", "API error 501: not implemented\nRequest ID: r-17\n"),
    ],
)
def test_errors(
    client: ConvoxClient,
    console: ConvoxHandle,
    capsys: pytest.CaptureFixture[str],
    status: int | None,
    error: str,
    says: str,
) -> None:
    if status is not None:
        headers = {"Request-Id": "r-17"}
        console.faults.add("apps_get", faults.status(status, json={"error": error}, headers=headers))
    carry_out(example("errors"), client=client)
    assert capsys.readouterr().out == says


def test_every_error_of_the_example_is_of_the_class_that_it_says() -> None:
    names = carry_out(paragraphs("errors")[0])
    api = names["ConvoxAPIError"]
    apart = {"ConvoxConnectionError", "ConvoxTimeoutError"}
    found = {name: kind for name, kind in names.items() if name.startswith("Convox")}
    assert len(found) == 9
    assert {name for name, kind in found.items() if not issubclass(kind, api)} == apart
    with ConvoxClient(host="rack.example.com", api_key="wrong") as client, pytest.raises(ConvoxAuthError):
        client.apps.list()


# Retries and time limits.


def test_retries_are_configured(direct: ConvoxHandle) -> None:
    with carry_out(example("retries"))["client"] as client:
        # A 500 is retried because the example says so, five times in all.
        direct.faults.add("apps_list", faults.status(500, times=5, headers={"Retry-After": "0"}))
        assert [app.name for app in client.apps.list()] == ["myapp"]
        assert direct.requests.received == 6
        direct.faults.add("apps_list", faults.status(500, times=6, headers={"Retry-After": "0"}))
        with pytest.raises(ConvoxServerError):
            client.apps.list()


def test_retries_are_disabled(direct: ConvoxHandle) -> None:
    found = carry_out(example("no retries"), ConvoxClient=ConvoxClient, RetryConfig=RetryConfig)
    with found["client"] as client, pytest.raises(ValueError, match="no host name"):
        client.apps.list()

    def at_the_rack(**options: Any) -> ConvoxClient:
        return ConvoxClient(**{**options, "host": "rack.example.com", "api_key": "key"})

    with carry_out(example("no retries"), ConvoxClient=at_the_rack, RetryConfig=RetryConfig)["client"] as client:
        direct.faults.add("apps_list", faults.status(503))
        with pytest.raises(ConvoxGatewayError):
            client.apps.list()
    assert direct.requests.received == 1


def test_an_archive_is_imported(client: ConvoxClient, console: ConvoxHandle) -> None:
    with client.builds.export("myapp", "BABCDEF") as download:
        archive = download.read()
    usual, longer = paragraphs("imports")
    for code in (usual, longer):
        build = carry_out(code, client=client, tarball_bytes=archive)["build"]
        assert (build.status, build.app) == ("complete", "myapp")
    with console.expect_violations() as violations:
        data = carry_out(example("long request"), client=client, tarball=archive)["data"]
    # The example names no content type, and the rack looks at none.
    assert [violation.operation_id for violation in violations] == ["builds_import"]
    assert data["status"] == "complete"
    assert len(console.state.apps["myapp"].builds) == 2 + 3


# Streams.


def test_a_stream_shows_its_status(client: ConvoxClient, capsys: pytest.CaptureFixture[str]) -> None:
    """A rack gives logs over a WebSocket only, so that the example learns that there is nothing under the path."""
    carry_out(example("streaming"), client=client)
    assert capsys.readouterr().out == "Error: 404\n"


def test_a_stream_that_is_there_is_read_line_by_line(
    client: ConvoxClient, console: ConvoxHandle, capsys: pytest.CaptureFixture[str]
) -> None:
    console.state.rack.apps["myapp"].objects["a.log"] = b"one\ntwo\n"
    there = '"/apps/myapp/logs", params={"follow": "true"}'
    assert there in example("streaming")
    carry_out(example("streaming").replace(there, '"/apps/myapp/objects/a.log"'), client=client)
    assert capsys.readouterr().out == "one\ntwo\n"


# The table of commands.

DOES: dict[str, tuple[str, ...]] = {
    "convox apps": ("apps_list",),
    "convox apps info -a myapp": ("apps_get",),
    "convox apps create myapp": ("apps_create",),
    "convox apps delete myapp": ("apps_delete",),
    "convox builds -a myapp": ("builds_list",),
    "convox releases -a myapp": ("releases_list",),
    "convox releases promote RABCDEF -a myapp": ("releases_promote",),
    "convox env -a myapp": ("apps_get", "releases_get"),
    "convox env set KEY=val -a myapp": ("apps_get", "releases_get", "releases_create", "releases_promote"),
    "convox env unset KEY -a myapp": ("apps_get", "releases_get", "releases_create", "releases_promote"),
    "convox api get /apps": ("apps_list",),
}


@pytest.mark.parametrize("command", DOES)
def test_a_command_has_its_method(command: str, client: ConvoxClient, console: ConvoxHandle) -> None:
    if command.endswith("create myapp"):
        del console.state.rack.apps["myapp"]
    carry_out(commands()[command], client=client)
    assert_operations(console.requests, *DOES[command])


def test_the_table_of_commands_is_the_one_that_is_run() -> None:
    assert set(commands()) == set(DOES)
