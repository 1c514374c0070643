"""The emulated rack over HTTP: apps, builds, releases, services, processes and the rest keep what they are told."""

from __future__ import annotations

import io
import json
import tarfile

import pytest

from trellis.emulator import ConvoxSettings
from trellis.emulator.clock import Clock
from trellis.emulator.convox.archives import pack_tar, pack_tgz, unpack_tgz
from trellis.emulator.convox.proxies import PROXIES
from trellis.emulator.convox.service import HANDLERS, ConvoxService
from trellis.emulator.convox.socket_routes import TALKS

ZERO = "0001-01-01T00:00:00Z"
MANIFEST = b"services:\n  api:\n    port: 8080\n    scale:\n      count: 2\n"


def test_each_operation_of_the_table_is_answered(monkeypatch) -> None:
    operations = ConvoxService().operations
    assert len(operations) == 102
    assert operations.keys() == HANDLERS.keys() | TALKS.keys() | PROXIES.keys()
    sockets = {name for name, row in operations.items() if row.ext["x-transport"] == "websocket"}
    assert sockets == TALKS.keys()
    monkeypatch.delitem(HANDLERS, "apps_list")
    with pytest.raises(RuntimeError, match="apps_list"):
        ConvoxService()


# -- apps --------------------------------------------------------------------------------------------------------------


def test_an_app_lives_from_create_to_delete(rack) -> None:
    made = rack.form("POST", "/apps", name="shop")
    expected = {"generation": "2", "locked": False, "name": "shop", "release": "", "status": "running"}
    assert made.items() >= expected.items()
    # A map that nothing was ever put into is null in Go.
    assert made["parameters"] is None
    assert rack.form("POST", "/apps", 409, name="shop") == "app already exists: shop"
    assert rack("PUT", "/apps/shop", data={"lock": "true", "parameters": "A=1&B=x%3Dy"}) == b"ok\n"
    assert rack("GET", "/apps/shop")["parameters"] == {"A": "1", "B": "x=y"}
    assert rack("DELETE", "/apps/shop", 409) == "app is locked: shop"
    # Everything but `true` is false.
    with rack.server.expect_violations():
        rack.form("PUT", "/apps/shop", lock="True")
    assert rack("GET", "/apps")[0]["locked"] is False
    assert rack("DELETE", "/apps/shop") == b"ok\n"
    assert rack("GET", "/apps/shop", 404) == "app not found: shop"
    assert rack("GET", "/apps") == []


def test_a_map_that_is_sent_in_brackets_is_not_seen(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    assert rack("PUT", "/apps/shop", data={"parameters[A]": "1"}) == b"ok\n"
    assert rack("GET", "/apps/shop")["parameters"] is None
    rack("PUT", "/apps/shop", data={"parameters": "A=1", "parameters[A]": "1"})
    assert rack("GET", "/apps/shop")["parameters"] == {"A": "1"}


@pytest.mark.parametrize(("name", "message"), [("rack", "reserved"), ("Shop", "invalid"), ("a_b", "invalid")])
def test_names_that_no_app_can_have_are_refused(rack, name, message) -> None:
    assert message in rack.form("POST", "/apps", 400, name=name)


def test_an_app_is_creating_and_then_updating_for_as_long_as_the_settings_say(start_rack) -> None:
    clock = Clock.frozen()
    rack = start_rack(ConvoxSettings(clock=clock, create_seconds=10, promote_seconds=30, step_seconds=1))
    assert rack.form("POST", "/apps", name="shop")["status"] == "creating"
    clock.advance(10)
    assert rack("GET", "/apps/shop")["status"] == "running"
    assert rack("POST", "/apps/shop/cancel", 403) == "app is not currently updating"
    build = rack.form("POST", "/apps/shop/builds", url="https://sources.test/shop.tgz")
    assert (build["status"], build["ended"], build["release"]) == ("running", ZERO, "")
    clock.advance(60)
    first = rack("GET", f"/apps/shop/builds/{build['id']}")["release"]
    rack.promote("shop", first)
    assert rack("GET", "/apps/shop").items() >= {"status": "updating", "release": first}.items()
    assert rack("GET", "/apps/shop/processes") == []
    assert rack.promote("shop", first, 403) == "app is currently updating"
    rack("POST", "/apps/shop/cancel")
    assert rack("GET", "/apps/shop").items() >= {"status": "running", "release": ""}.items()
    rack.promote("shop", first)
    clock.advance(30)
    assert rack("GET", "/apps/shop")["status"] == "running"
    assert {process["name"] for process in rack("GET", "/apps/shop/processes")} == {"web", "worker"}
    rack.server.state.rack.fail_next_promotion()
    second = rack.form("POST", "/apps/shop/releases", env="A=1\n")["id"]
    rack.promote("shop", second)
    clock.advance(30)
    assert rack("GET", "/apps/shop").items() >= {"status": "running", "release": first}.items()


# -- builds and releases -----------------------------------------------------------------------------------------------


def test_a_build_takes_its_time_and_makes_a_release(start_rack) -> None:
    clock = Clock.frozen()
    rack = start_rack(ConvoxSettings(clock=clock, step_seconds=2))
    rack.form("POST", "/apps", name="shop")
    build = rack.form("POST", "/apps/shop/builds", url="https://a.test/b.tgz", description="first", git_sha="abc123")
    assert build["started"] == "2026-05-10T12:34:56Z"
    clock.advance(6)
    assert rack("GET", f"/apps/shop/builds/{build['id']}")["status"] == "running"
    clock.advance(60)
    ended = rack("GET", f"/apps/shop/builds/{build['id']}")
    assert ended.items() >= {"status": "complete", "description": "first", "git-sha": "abc123", "reason": ""}.items()
    assert ended["ended"] == "2026-05-10T12:35:06Z"
    release = rack("GET", f"/apps/shop/releases/{ended['release']}")
    assert release.items() >= {"build": build["id"], "created": ended["ended"], "manifest": ended["manifest"]}.items()
    assert rack("GET", "/apps/shop")["release"] == ""


def test_a_build_can_fail_and_says_why(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    rack.server.state.rack.fail_next_build("no space left")
    build = rack.finished("shop", rack.form("POST", "/apps/shop/builds", url="https://a.test/b.tgz")["id"])
    assert build.items() >= {"status": "failed", "reason": "no space left", "release": ""}.items()
    assert rack("GET", "/apps/shop/releases") == []
    assert b"ERROR: no space left" in rack("GET", f"/apps/shop/objects/build/{build['id']}/logs")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"not gzip", "gzip: invalid header"),
        (b"", "EOF"),
        (pack_tgz({"README": b"x"}), "no such file: convox.yml"),
        (pack_tgz({"convox.yml": b"- a list"}), "not a mapping"),
        (pack_tgz({"convox.yml": MANIFEST})[:-20], "EOF"),
    ],
)
def test_a_source_that_cannot_be_built_fails_the_build(rack, source, reason) -> None:
    rack.form("POST", "/apps", name="shop")
    rack("POST", "/apps/shop/objects/tmp/a.tgz", content=source, headers={"Content-Type": "application/octet-stream"})
    build = rack.form("POST", "/apps/shop/builds", url="object://shop/tmp/a.tgz")
    failed = rack.finished("shop", build["id"])
    assert failed["status"] == "failed"
    assert reason in failed["reason"]


def test_a_source_among_the_objects_is_built_by_its_own_manifest(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    source = pack_tgz({"./convox.yml": MANIFEST, "app.py": b"pass"})
    stored = rack(
        "POST", "/apps/shop/objects/tmp%2Fa.tgz", content=source, headers={"Content-Type": "application/octet-stream"}
    )
    assert stored == {"Url": "object://shop/tmp/a.tgz"}
    build = rack.finished("shop", rack.form("POST", "/apps/shop/builds", url=stored["Url"])["id"])
    rack.promote("shop", build["release"])
    [service] = rack("GET", "/apps/shop/services")
    assert service.items() >= {"name": "api", "count": 2, "domain": "api.shop.dev.rack.test"}.items()
    assert len(rack("GET", "/apps/shop/processes")) == 2


def test_an_external_build_is_told_how_it_went(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    build = rack.form("POST", "/apps/shop/builds", external="true")["id"]
    path = f"/apps/shop/builds/{build}"
    assert rack("GET", path)["status"] == "running"
    times = {"started": "20260510.123456.000000000", "ended": "20260510.123500.5"}
    rack("PUT", path, data={"status": "failed", "logs": "x", **times})
    changed = rack("GET", path)
    assert changed.items() >= {"status": "failed", "started": "2026-05-10T12:34:56Z", "logs": "x"}.items()
    assert changed["ended"] == "2026-05-10T12:35:00.5Z"
    message = rack.form("PUT", path, 500, started="2026-05-10T12:34:56Z")
    assert message.startswith('parsing time "2026-05-10T12:34:56Z" as "20060102')


def test_a_build_is_exported_and_imported(rack) -> None:
    rack.built()
    [build] = rack("GET", "/apps/shop/builds")
    answer = rack.http.get(f"/apps/shop/builds/{build['id']}.tgz")
    assert "content-length" not in answer.headers
    files = unpack_tgz(answer.content)
    assert json.loads(files["build.json"])["id"] == build["id"]
    assert f"web.{build['id']}.tar" in files
    rack.form("POST", "/apps", name="copy")
    gzip = {"Content-Type": "application/gzip"}
    imported = rack("POST", "/apps/copy/builds/import", content=answer.content, headers=gzip)
    assert imported["status"] == "complete"
    assert rack("GET", f"/apps/copy/releases/{imported['release']}")["manifest"] == build["manifest"]
    for broken, message in (
        (answer.content[:-30], "EOF"),
        (b"plain", "gzip: invalid header"),
        (pack_tgz({}), "build.json"),
    ):
        assert message in rack("POST", "/apps/copy/builds/import", 500, content=broken, headers=gzip)


def test_an_image_is_imported_behind_the_callers_back(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    build = rack.form("POST", "/apps/shop/builds", external="true")["id"]
    assert "invalid image" in rack.form("POST", f"/apps/shop/builds/{build}/image", 422, image="http://x")
    assert rack.form("POST", f"/apps/shop/builds/{build}/image", 202, image="reg.test/shop:1") == b""
    assert rack("GET", f"/apps/shop/builds/{build}")["status"] == "complete"


def test_lists_are_newest_first_and_ten_long(rack) -> None:
    rack.built()
    made = [rack.form("POST", "/apps/shop/releases", env=f"N={number}\n")["id"] for number in range(12)]
    listed = [release["id"] for release in rack("GET", "/apps/shop/releases")]
    assert listed == made[::-1][:10]
    assert [release["id"] for release in rack("GET", "/apps/shop/releases", params={"limit": 2})] == made[::-1][:2]
    with rack.server.expect_violations():
        message = rack("GET", "/apps/shop/releases", 500, params={"limit": "x"})
    assert message == 'strconv.Atoi: parsing "x": invalid syntax'


def test_a_release_takes_over_what_it_is_not_given(rack) -> None:
    built = rack.built()
    second = rack.form("POST", "/apps/shop/releases", env="A=1\n", description="one")
    assert (second["env"], second["description"]) == ("A=1\n", "one")
    assert second["build"] == rack("GET", f"/apps/shop/releases/{built}")["build"]
    third = rack.form("POST", "/apps/shop/releases", description="two")
    assert third["env"] == "A=1\n"
    fork = rack.form("POST", "/apps/shop/releases", parent_release=built)
    assert (fork["env"], fork["build"]) == ("", second["build"])
    assert rack.form("POST", "/apps/shop/releases", 404, build="BNONE") == "build not found: BNONE"


def test_an_older_release_and_an_empty_manifest_are_not_promoted(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    empty = rack.form("POST", "/apps/shop/releases", env="A=1\n")["id"]
    assert rack.promote("shop", empty, 400) == "can not promote a release with an empty manifest"
    first = rack.built(create=False)
    rack.promote("shop", first)
    second = rack.form("POST", "/apps/shop/releases", env="A=2\n")["id"]
    rack.promote("shop", second)
    assert rack.promote("shop", first, 400) == "can not promote an older release, try rollback"
    rack.promote("shop", second)
    assert rack.promote("shop", "RNONE", 404) == "release not found: RNONE"


# -- services and processes --------------------------------------------------------------------------------------------


def test_services_scale_and_restart(rack) -> None:
    rack.form("POST", "/apps", name="shop")
    assert rack("GET", "/apps/shop/services") == []
    rack.promote("shop", rack.built(create=False))
    rack.form("PUT", "/apps/shop/services/web", count="3", memory="1024")
    web, worker = rack("GET", "/apps/shop/services")
    assert (web["count"], web["memory"], worker["ports"]) == (3, 1024, None)
    before = {process["id"] for process in rack("GET", "/apps/shop/processes", params={"service": "web"})}
    rack("POST", "/apps/shop/services/web/restart")
    after = {process["id"] for process in rack("GET", "/apps/shop/processes", params={"service": "web"})}
    assert len(before) == len(after) == 3
    assert not before & after
    rack.form("PUT", "/apps/shop/services/web", count="1")
    assert len(rack("GET", "/apps/shop/processes", params={"service": "web"})) == 1
    assert rack.form("PUT", "/apps/shop/services/nope", 404, count="1") == "service not found: nope"


def test_triggers_and_overrides_show_in_the_service(rack) -> None:
    rack.deployed()
    path = "/apps/shop/services/web"
    opts = json.dumps({"min": 1, "max": 4, "triggers": [{"type": "cpu", "threshold": 70}]})
    rack.form("POST", f"{path}/triggers/enable", opts=opts)
    rack("POST", f"{path}/triggers/threshold", data={"type": "cpu", "threshold": "55"})
    rack.form("POST", f"{path}/scale-override", active="true")
    web = rack("GET", "/apps/shop/services")[0]
    assert (web["min"], web["max"], web["autoscale"]) == (1, 4, {"enabled": True, "cpu-threshold": 55})
    assert web["scale-override-active"]
    assert web["triggers-override-active"]
    rack("POST", f"{path}/triggers/disable")
    rack.form("POST", f"{path}/scale-override", active="false")
    assert not {"min", "autoscale", "scale-override-active"} & rack("GET", "/apps/shop/services")[0].keys()
    assert "threshold" not in rack.form("POST", f"{path}/triggers/enable", 400, opts="{}")


def test_a_process_is_run_by_header_fields_and_stopped(rack) -> None:
    rack.deployed()
    options = {"Command": "sleep 60", "Cpu": "100", "Environment": "A=1&B=2"}
    process = rack("POST", "/apps/shop/services/web/processes", headers=options)
    assert process.items() >= {"command": "sleep 60", "cpu": 100.0, "name": "web", "status": "running"}.items()
    # What stands in the form is not looked at.
    with rack.server.expect_violations():
        assert rack.form("POST", "/apps/shop/services/web/processes", Command="x")["command"] == "bin/web"
    path = f"/apps/shop/processes/{process['id']}"
    assert rack("GET", path) == process
    rack("DELETE", path)
    assert rack("GET", path, 404) == f"process not found: {process['id']}"


def test_a_header_field_is_read_as_utf8(rack) -> None:
    rack.deployed()
    answer = rack.http.post("/apps/shop/services/web/processes", headers=[(b"Command", "écho ☃".encode())])
    assert answer.json()["command"] == "écho ☃"


def test_a_stopped_process_of_a_service_is_replaced(rack) -> None:
    rack.deployed()
    process = rack.process()
    rack("DELETE", f"/apps/shop/processes/{process}")
    assert rack.process() != process


def test_files_go_into_a_process_and_out_of_it(rack) -> None:
    rack.deployed()
    path = f"/apps/shop/processes/{rack.process()}/files"
    tar = {"Content-Type": "application/x-tar"}
    rack("POST", path, content=pack_tar({"data/a.txt": b"one", "data/b.txt": b"two"}), headers=tar)
    with tarfile.open(fileobj=io.BytesIO(rack("GET", path, params={"file": "/data"}))) as archive:
        assert archive.getnames() == ["data/a.txt", "data/b.txt"]
    rack("DELETE", path, params={"files": "/data/a.txt,/nope"})
    assert "no such file" in rack("GET", path, 500, params={"file": "/data/a.txt"})
    assert "invalid tar header" in rack("POST", path, 500, content=b"x" * 600, headers=tar)
