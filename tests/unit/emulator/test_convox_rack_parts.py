"""Parts of the emulated rack on their own: values in Go's manner, routes, manifests, archives, tokens, settings."""

from __future__ import annotations

import re

import pytest

from convox._generated.operations import OPERATIONS
from trellis.emulator import ConvoxSettings, DeployKey
from trellis.emulator.clock import Clock
from trellis.emulator.convox.archives import BadArchive, pack_build, pack_tar, unpack_build, unpack_tar, unpack_tgz
from trellis.emulator.convox.failures import RackError
from trellis.emulator.convox.go_values import go_time, read_duration, read_integer, read_list, read_map, read_time
from trellis.emulator.convox.manifest import BadManifest, read_manifest
from trellis.emulator.convox.records import LINES_KEPT, Log, Release
from trellis.emulator.convox.routing import RackRouter
from trellis.emulator.convox.settings import DEFAULT_MANIFEST
from trellis.emulator.convox.tokens import TokenMint
from trellis.emulator.sockets import SOCKET


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (1_778_416_496.0, "2026-05-10T12:34:56Z"),
        (1_778_416_496.25, "2026-05-10T12:34:56.25Z"),
        (1_778_416_496 + 2**-20, "2026-05-10T12:34:56.000000953Z"),
        (None, "0001-01-01T00:00:00Z"),
    ],
)
def test_times_are_written_without_needless_zeros(moment, text) -> None:
    assert go_time(moment) == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20260510.123456.000000000", 1_778_416_496.0),
        ("20260510.123456.5", 1_778_416_496.5),
        ("20260510.123456", 1_778_416_496.0),
    ],
)
def test_times_are_read_in_one_layout(text, moment) -> None:
    assert read_time(text) == moment


@pytest.mark.parametrize("text", ["", "2026-05-10T12:34:56Z", "20261310.123456.0", "20260510.126156.0", "now"])
def test_other_times_are_a_500(text) -> None:
    with pytest.raises(RackError, match="parsing time") as refused:
        read_time(text)
    assert refused.value.status == 500


@pytest.mark.parametrize(
    ("text", "seconds"), [("24h", 86400), ("1h30m", 5400), ("1.5s", 1.5), ("250ms", 0.25), ("0", 0), ("-2m", -120)]
)
def test_durations_are_read(text, seconds) -> None:
    assert read_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "h", "5", "1d", "1h 2m", "P1D", "\u0661s"])
def test_other_durations_are_a_500(text) -> None:
    with pytest.raises(RackError, match="invalid duration"):
        read_duration(text)


def test_integers_maps_and_lists_are_read() -> None:
    assert read_integer("-12") == -12
    for text in ("", "1.0", "0x10", " 1", "\u0661"):
        with pytest.raises(RackError, match="invalid syntax"):
            read_integer(text)
    assert read_map("A=1&B=x%26y&C=") == {"A": "1", "B": "x&y", "C": ""}
    assert read_list("a,b,,c") == ["a", "b", "", "c"]


ROUTER = RackRouter(OPERATIONS.values())


@pytest.mark.parametrize(
    ("method", "path", "operation", "params"),
    [
        ("GET", "/apps/shop", "apps_get", {"name": "shop"}),
        ("GET", "/apps/shop/builds/B1.tgz", "builds_export", {"app": "shop", "id": "B1"}),
        ("GET", "/apps/shop/builds/B1", "builds_get", {"app": "shop", "id": "B1"}),
        ("POST", "/apps/shop/builds/import", "builds_import", {"app": "shop"}),
        ("DELETE", "/registries/reg.test%2Fteam", "registries_remove", {"server": "reg.test/team"}),
        ("GET", "/apps/shop/objects/a/b%20c", "objects_fetch", {"app": "shop", "key": "a/b c"}),
        ("GET", "/apps/shop%2Freleases", "releases_list", {"app": "shop"}),
        (SOCKET, "/apps/shop/logs", "apps_logs", {"name": "shop"}),
        (SOCKET, "/proxy/db/5432", "proxy_tcp", {"host": "db", "port": "5432"}),
        ("PROPFIND", "/v2/a/b", "registries_proxy", {"path": "a/b"}),
    ],
)
def test_routes_are_found_on_the_decoded_path(method, path, operation, params) -> None:
    match = ROUTER.match(method, path)
    assert match.operation is not None
    assert (match.operation.id, match.params) == (operation, params)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/apps/shop/logs", ()),
        ("PATCH", "/resources", ("GET", "OPTIONS", "POST")),
        (SOCKET, "/apps", ("GET", "POST")),
        ("GET", "/apps/", ()),
        ("GET", "/apps/a/b/c/d", ()),
        (SOCKET, "/v2/a", ()),
    ],
)
def test_what_is_no_route_says_what_would_have_been(method, path, allowed) -> None:
    match = ROUTER.match(method, path)
    assert match.operation is None
    assert match.allowed == allowed


def test_each_operation_has_a_route_of_its_own() -> None:
    for operation in OPERATIONS.values():
        path = re.sub(r"\{\w+\}", "x", operation.path)
        method = SOCKET if operation.ext["x-transport"] == "websocket" else operation.method
        found = ROUTER.match(method, path).operation
        assert found is operation


def test_the_manifest_of_the_settings_can_be_read() -> None:
    manifest = read_manifest(DEFAULT_MANIFEST)
    assert [(service.name, service.port) for service in manifest.services] == [("web", 3000), ("worker", None)]
    assert manifest.resources == {"database": "postgres"}


def test_a_manifest_has_many_ways_to_say_the_same() -> None:
    text = "services:\n  a:\n    scale: 2\n    port: https:443\n  b:\n    port: {port: 80, scheme: http}\n  c:\n"
    first, second, third = read_manifest(text).services
    assert (first.count, first.port, second.port, third.count) == (2, 443, 80, 1)
    assert read_manifest("services: {a: {scale: {count: 2-5}}}").services[0].count == 2
    assert read_manifest("").services == ()


@pytest.mark.parametrize(
    "text", ["- a", "services: 1", "services: {a: {port: x}}", "a: [", "resources: {db: {}}", "balancers: {b: {}}"]
)
def test_what_is_no_manifest_is_said_to_be_none(text) -> None:
    with pytest.raises(BadManifest):
        read_manifest(text)


def test_archives_go_there_and_back() -> None:
    files = {"a": b"1", "dir/b": b""}
    assert unpack_tar(pack_tar(files)) == files
    build = {"id": "B1", "description": "x"}
    packed = pack_build(build, "services: {}", ("web",))
    assert unpack_build(packed) == {**build, "manifest": "services: {}"}
    for size in (0, 5, 40, len(packed) - 1):
        with pytest.raises(BadArchive):
            unpack_tgz(packed[:size])


def test_a_log_keeps_its_newest_lines_and_their_numbers() -> None:
    log = Log()
    log.add(1.0, "one\ntwo", "s")
    log.add(2.0, "")
    assert [(line.number, line.text) for line in log.after(0)] == [(1, "one"), (2, "two"), (3, "")]
    assert [line.number for line in log.after(2)] == [3]
    for _ in range(LINES_KEPT):
        log.add(3.0, "more")
    assert log.after(0)[0].number == 4


def test_an_environment_is_read_the_servers_way() -> None:
    release = Release("R1", "shop", 1, 0.0, env="A=1\n B =x=y \n# no\nnone\n=empty\nA=2\n")
    assert release.environment() == {"A": "2", "B": "x=y "}


def test_tokens_of_others_and_forged_ones_are_worth_nothing() -> None:
    mint = TokenMint(Clock.frozen())
    made = mint.mint("write", 1)
    assert mint.role(made) == "write"
    head, claims, _ = made.split(".")
    for forged in ("", "a.b.c", f"{head}.{claims}.", made[:-2] + "xx", TokenMint(Clock.frozen()).mint("write", 1)):
        assert mint.role(forged) is None


@pytest.mark.parametrize(
    "wrong",
    [{"step_seconds": -1}, {"frame_chars": 0}, {"password": ""}, {"racks": ("a", "a")}],
)
def test_settings_that_make_no_sense_are_refused(wrong) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        ConvoxSettings(**wrong)


def test_no_credential_is_shown() -> None:
    with pytest.raises(ValueError, match="read, write, admin"):
        DeployKey("secret-key", role="root")  # type: ignore[arg-type]
    settings = ConvoxSettings(password="secret-word", deploy_keys=(DeployKey("secret-key"),))
    assert "secret" not in repr(settings)
