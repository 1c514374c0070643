"""Builds, releases, services and processes: what goes over the wire, waiters, and rolling back."""

from __future__ import annotations

import io
import tarfile
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from convox.exceptions import (
    ConvoxConflictError,
    ConvoxError,
    ConvoxNotFoundError,
    ConvoxTimeoutError,
    ConvoxValidationError,
)
from tests.wire.convox.racks import failure_of
from tests.wire.convox.scripted_rack import app, asked, build, form, release, scripted
from tests.wire.kneo.raw_server import answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

    Serve = Callable[..., RawServer]

OLDER = json_answer({"error": "can not promote an older release, try rollback"}, 400)
MOMENT = datetime(2026, 3, 1, 12, 0, 5, 250_000, tzinfo=timezone.utc)
QUICK = {"poll_interval": 0.01, "wait_timeout": 5}


# -- releases ----------------------------------------------------------------------------------------------------------


def test_promote_sends_its_options_under_the_servers_names(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"POST /apps/web/releases/R2/promote": None})
    releases = either.client(server.url).releases

    either.do(releases.promote("web", "R2"))
    either.do(
        releases.promote(
            "web", "R2", force=True, idle=False, min_count=50, max_count=150, timeout=600, development=False
        )
    )

    plain, full = server.exchanges
    assert plain.body == b""
    assert "content-type" not in plain.headers
    assert sorted(form(full)) == [
        ("development", "false"), ("force", "true"), ("idle", "false"), ("max", "150"), ("min", "50"),
        ("timeout", "600"),
    ]  # fmt: skip


def test_rollback_promotes_the_old_release_where_the_rack_allows_it(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"POST /apps/web/releases/R1/promote": None})

    assert either.do(either.client(server.url).releases.rollback("web", "R1")) is None

    assert asked(server) == ["POST /apps/web/releases/R1/promote"]
    assert server.exchanges[0].body == b""


@pytest.mark.parametrize(("env", "sent"), [("A=1\n", "A=1\n"), ("", "\n")])
@pytest.mark.parametrize("status", [400, 500])
def test_rollback_copies_an_older_release_forward(
    either: Either, serve: Serve, env: str, sent: str, status: int
) -> None:
    server = scripted(
        serve,
        {
            "POST /apps/web/releases/R1/promote": json_answer(
                {"error": "can not promote an older release, try rollback"}, status
            ),
            "GET /apps/web/releases/R1": release("R1", env=env, build="B7"),
            "POST /apps/web/releases": release("R9"),
            "POST /apps/web/releases/R9/promote": None,
        },
    )

    assert either.do(either.client(server.url).releases.rollback("web", "R1")) is None

    assert asked(server) == [
        "POST /apps/web/releases/R1/promote",
        "GET /apps/web/releases/R1",
        "POST /apps/web/releases",
        "POST /apps/web/releases/R9/promote",
    ]
    assert sorted(form(server.exchanges[2])) == [("build", "B7"), ("env", sent)]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (json_answer({"error": "can not promote a release with an empty manifest"}, 400), ConvoxValidationError),
        (json_answer({"error": "app is currently updating"}, 403), ConvoxConflictError),
        (json_answer({"error": "no such release"}, 404), ConvoxNotFoundError),
    ],
)
def test_rollback_copies_nothing_for_another_reason(either: Either, serve: Serve, refusal: bytes, kind: Any) -> None:
    server = scripted(serve, {"POST /apps/web/releases/R1/promote": refusal})
    client = either.client(server.url)

    failure_of(either, lambda: client.releases.rollback("web", "R1"), kind)

    assert len(server.exchanges) == 1


def test_promote_waits_until_the_app_runs_the_release(either: Either, serve: Serve) -> None:
    looks = [app(release="R1"), app(release="R2", status="updating"), app(release="R2")]
    server = scripted(serve, {"POST /apps/web/releases/R2/promote": None, "GET /apps/web": looks})
    seen: list[tuple[str, str]] = []

    either.do(
        either.client(server.url).releases.promote(
            "web", "R2", wait=True, progress=lambda step: seen.append((step.detail.release, step.status)), **QUICK
        )
    )

    assert asked(server) == ["POST /apps/web/releases/R2/promote", *["GET /apps/web"] * 3]
    assert seen == [("R1", "running"), ("R2", "updating"), ("R2", "running")]


def test_an_app_that_goes_back_is_an_error(either: Either, serve: Serve) -> None:
    looks = [app(release="R2", status="updating"), app(release="R2", status="rollback"), app(release="R1")]
    server = scripted(serve, {"POST /apps/web/releases/R2/promote": None, "GET /apps/web": looks})
    client = either.client(server.url)

    error = failure_of(either, lambda: client.releases.promote("web", "R2", wait=True, **QUICK), ConvoxError)

    assert str(error).startswith("app web went back to release R1: the promotion of R2 failed")


def test_rollback_waits_for_the_copy(either: Either, serve: Serve) -> None:
    server = scripted(
        serve,
        {
            "POST /apps/web/releases/R1/promote": OLDER,
            "GET /apps/web/releases/R1": release("R1"),
            "POST /apps/web/releases": release("R9"),
            "POST /apps/web/releases/R9/promote": None,
            "GET /apps/web": [app(release="R9", status="updating"), app(release="R9")],
        },
    )

    either.do(either.client(server.url).releases.rollback("web", "R1", wait=True, **QUICK))

    assert asked(server)[-2:] == ["GET /apps/web"] * 2


def test_time_that_is_up_says_where_the_app_stands(either: Either, serve: Serve) -> None:
    server = scripted(
        serve, {"POST /apps/web/releases/R2/promote": None, "GET /apps/web": app(release="R2", status="updating")}
    )
    client = either.client(server.url)

    error = failure_of(
        either,
        lambda: client.releases.promote("web", "R2", wait=True, wait_timeout=0.1, poll_interval=0.02),
        ConvoxTimeoutError,
    )

    assert isinstance(error, TimeoutError)
    assert str(error) == ("app web, on its way to release R2, is updating after waiting 0.1 s; it goes on by itself")
    assert len(server.exchanges) >= 3


@pytest.mark.parametrize(
    "options",
    [{"wait_timeout": -1}, {"poll_interval": None}, {"poll_interval": "1"}, {"progress": 7}, {"force": "yes"}],
)
def test_bad_options_of_waiting_are_refused_before_anything_is_promoted(
    either: Either, serve: Serve, options: dict[str, Any]
) -> None:
    server = scripted(serve, {})
    client = either.client(server.url)

    with pytest.raises((TypeError, ValueError)):
        either.do(client.releases.promote("web", "R2", wait=True, **options))

    assert asked(server) == []


def test_a_release_can_have_a_parent(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"POST /apps/web/releases": release("R2")})

    made = either.do(either.client(server.url).releases.create("web", build="B1", description="ü", parent_release="R0"))

    assert made.created == datetime(2026, 3, 1, 10, tzinfo=timezone.utc)
    assert sorted(form(server.exchanges[0])) == [("build", "B1"), ("description", "ü"), ("parent-release", "R0")]


# -- apps --------------------------------------------------------------------------------------------------------------


def test_wait_until_running_looks_until_it_is(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"GET /apps/web": [app(status="creating"), app(status="updating"), app()]})
    seen: list[str] = []

    found = either.do(
        either.client(server.url).apps.wait_until_running(
            "web", timeout=5, poll_interval=0.01, progress=lambda step: seen.append(step.status)
        )
    )

    assert found.status == "running"
    assert seen == ["creating", "updating", "running"]


def test_a_timeout_of_nothing_looks_once(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"GET /apps/web": app(status="creating")})
    client = either.client(server.url)

    error = failure_of(either, lambda: client.apps.wait_until_running("web", timeout=0), ConvoxTimeoutError)

    assert len(server.exchanges) == 1
    assert "app web is creating after waiting 0 s" in str(error)


def test_a_look_that_hangs_ends_with_the_time(either: Either, serve: Serve) -> None:
    server = serve(lambda exchange: exchange.wait(10) and None)
    client = either.client(server.url)

    error = failure_of(either, lambda: client.apps.wait_until_running("web", timeout=0.2), ConvoxTimeoutError)

    assert "app web was not looked at after waiting 0.2 s" in str(error)


def test_an_error_of_a_look_is_raised_as_it_is(either: Either, serve: Serve) -> None:
    server = scripted(serve, {})
    client = either.client(server.url)

    failure_of(either, lambda: client.apps.wait_until_running("web"), ConvoxNotFoundError)


def test_parameters_go_out_in_both_forms(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"PUT /apps/web": None})

    either.do(either.client(server.url).apps.update("web", lock=True, parameters={"A": "1", "B": "x&y=z ü"}))

    fields = form(server.exchanges[0])
    assert ("lock", "true") in fields
    assert ("parameters[A]", "1") in fields
    assert ("parameters[B]", "x&y=z ü") in fields
    ((_, packed),) = [field for field in fields if field[0] == "parameters"]
    assert parse_qsl(packed, strict_parsing=True) == [("A", "1"), ("B", "x&y=z ü")]


# -- builds ------------------------------------------------------------------------------------------------------------


def test_a_build_is_waited_for_and_its_release_is_there(either: Either, serve: Serve) -> None:
    looks = [build(status="created"), build(status="running"), build(status="complete")]
    server = scripted(serve, {"GET /apps/web/builds/B1": looks})
    seen: list[str] = []

    done = either.do(
        either.client(server.url).builds.wait(
            "web", "B1", timeout=5, poll_interval=0.01, progress=lambda step: seen.append(step.status)
        )
    )

    assert done.release == "R2"
    assert done.ended is None, "Go's zero time"
    assert seen == ["created", "running", "complete"]


@pytest.mark.parametrize("status", ["failed", "error"])
def test_a_build_that_fails_is_an_error_unless_wanted(either: Either, serve: Serve, status: str) -> None:
    server = scripted(serve, {"GET /apps/web/builds/B1": build(status=status, reason="exit 1")})
    client = either.client(server.url)

    error = failure_of(either, lambda: client.builds.wait("web", "B1"), ConvoxError)

    assert str(error) == f"build B1 of app web has the status {status}: exit 1. See its log"
    assert either.do(client.builds.wait("web", "B1", raise_on_failure=False)).status == status


def test_create_and_update_name_every_option_as_the_server_does(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"POST /apps/web/builds": build(), "PUT /apps/web/builds/B1": build()})
    builds = either.client(server.url).builds

    either.do(
        builds.create(
            "web", "https://example.com/a.tgz?x=1&y", description="v2", manifest="other.yml", no_cache=True,
            development=False, external=True, wildcard_domain=False, build_args=["A=1", "B=x y"], git_sha="abc",
        )
    )  # fmt: skip
    either.do(builds.update("web", "B1", status="complete", started=MOMENT, ended="20260301.120005.000000000"))

    assert sorted(form(server.exchanges[0])) == [
        ("build-args", "A=1,B=x y"), ("description", "v2"), ("development", "false"), ("external", "true"),
        ("git-sha", "abc"), ("manifest", "other.yml"), ("no-cache", "true"),
        ("url", "https://example.com/a.tgz?x=1&y"), ("wildcard-domain", "false"),
    ]  # fmt: skip
    assert sorted(form(server.exchanges[1])) == [
        ("ended", "20260301.120005.000000000"), ("started", "20260301.120005.250000000"), ("status", "complete"),
    ]  # fmt: skip


def test_an_image_is_imported_with_its_credentials(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"POST /apps/web/builds/B1/image": answer(202)})

    done = either.do(
        either.client(server.url).builds.import_image(
            "web", "B1", "reg.test/team/image:1", src_creds_user="u", src_creds_pass="p&"
        )
    )

    assert done is None
    assert sorted(form(server.exchanges[0])) == [
        ("image", "reg.test/team/image:1"), ("src-creds-pass", "p&"), ("src-creds-user", "u"),
    ]  # fmt: skip


def stored_rack(serve: Serve) -> RawServer:
    """Takes any object, and answers with an address of its own."""

    def play(exchange: Any) -> bool:
        stored = exchange.target.startswith("/apps/web/objects/")
        exchange.send(json_answer({"Url": "object://elsewhere/kept.tgz"} if stored else build(status="created")))
        return True

    return serve(play)


def test_a_folder_is_packed_stored_and_built(either: Either, serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "convox.yml").write_bytes(b"services: {}\n")
    (tmp_path / "sub" / "large").write_bytes(bytes(range(256)) * 2000)
    (tmp_path / "left.out").write_bytes(b"1")
    server = stored_rack(serve)
    seen: list[tuple[int, int | None]] = []

    made = either.do(
        either.client(server.url).builds.create_from(
            "web", tmp_path, description="v2", exclude=["*.out"], progress=lambda *step: seen.append(step)
        )
    )

    assert made.status == "created"
    store, create = server.exchanges
    assert store.method == "POST"
    assert store.headers["content-type"] == "application/octet-stream"
    assert int(store.headers["content-length"]) == len(store.body)
    with tarfile.open(fileobj=io.BytesIO(store.body), mode="r:gz") as archive:
        assert archive.getnames() == ["convox.yml", "sub", "sub/large"]
    assert sorted(form(create)) == [("description", "v2"), ("url", "object://elsewhere/kept.tgz")]
    assert seen[-1] == (len(store.body), len(store.body))
    assert [step[0] for step in seen] == sorted(step[0] for step in seen)


def test_two_uploads_have_two_keys(either: Either, serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "convox.yml").write_bytes(b"services: {}\n")
    server = stored_rack(serve)
    client = either.client(server.url)

    for _ in range(2):
        either.do(client.builds.create_from("web", str(tmp_path)))

    targets = {exchange.target for exchange in server.exchanges if "objects" in exchange.target}
    assert len(targets) == 2


def test_an_archive_is_sent_as_it_is(either: Either, serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "source.tgz"
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("convox.yml"))
    server = stored_rack(serve)

    either.do(either.client(server.url).builds.create_from("web", path))

    assert server.exchanges[0].body == path.read_bytes()


@pytest.mark.parametrize("source", ["empty", "broken.tgz", "text.tgz", "nowhere"])
def test_sources_that_cannot_be_built_are_refused_before_anything_is_sent(
    either: Either, serve: Serve, tmp_path: Path, source: str
) -> None:
    (tmp_path / "empty").mkdir()
    with tarfile.open(tmp_path / "broken.tgz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("convox.yml"))
    (tmp_path / "broken.tgz").write_bytes((tmp_path / "broken.tgz").read_bytes()[:-9])
    (tmp_path / "text.tgz").write_bytes(b"services: {}")
    server = stored_rack(serve)
    client = either.client(server.url)

    with pytest.raises(FileNotFoundError if source == "nowhere" else ValueError):
        either.do(client.builds.create_from("web", tmp_path / source))

    assert server.exchanges == []


@pytest.mark.parametrize(
    "given", [{"app": ""}, {"build_args": ["A=1,2"]}, {"description": 7}, {"progress": 7}, {"timeout": -1}]
)
def test_bad_options_of_a_build_are_refused_before_its_source_is_sent(
    either: Either, serve: Serve, tmp_path: Path, given: dict[str, Any]
) -> None:
    (tmp_path / "convox.yml").write_bytes(b"")
    server = stored_rack(serve)
    client = either.client(server.url)

    with pytest.raises((TypeError, ValueError)):
        either.do(client.builds.create_from(**{"app": "web", "source": tmp_path, **given}))

    assert server.exchanges == []


# -- services and processes --------------------------------------------------------------------------------------------


def test_services_are_scaled_with_every_option(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"PUT /apps/web/services/api": None})

    either.do(
        either.client(server.url).services.update(
            "web", "api", count=3, cpu=256, memory=1024, gpu=1, gpu_vendor="nvidia", min=1, max=5
        )
    )

    assert sorted(form(server.exchanges[0])) == [
        ("count", "3"), ("cpu", "256"), ("gpu", "1"), ("gpu-vendor", "nvidia"), ("max", "5"), ("memory", "1024"),
        ("min", "1"),
    ]  # fmt: skip


PROCESS = {
    "id": "p-1", "app": "web", "command": "", "cpu": 0, "gpu": 0, "host": "", "image": "", "instance": "", "memory": 0,
    "name": "web", "ports": None, "release": "R1", "started": "2026-03-01T10:00:00Z", "status": "running",
}  # fmt: skip


def test_a_one_off_process_is_all_headers(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"POST /apps/web/services/api/processes": PROCESS})

    found = either.do(
        either.client(server.url).processes.run(
            "web", "api", command="rake db:migrate --name='ü 日本'", release="R1", cpu=256, memory=512, image="busybox",
            cpu_limit=512, memory_limit=1024, gpu=1, gpu_vendor="nvidia", environment={"A": "1", "B": "x&y= z"},
            volumes={"/data": "/mnt"}, node_labels="pool=jobs", use_service_volume=True, privileged=False,
            system_critical=True, height=24, width=80,
        )
    )  # fmt: skip

    assert found.ports == []
    (exchange,) = server.exchanges
    assert exchange.body == b""
    assert "content-type" not in exchange.headers
    sent = {name: exchange.headers[name] for name in exchange.headers if name not in _EVERY_REQUEST}
    assert sent.pop("command").encode("latin-1").decode("utf-8") == "rake db:migrate --name='ü 日本'"
    assert dict(parse_qsl(sent.pop("environment"))) == {"A": "1", "B": "x&y= z"}
    assert dict(parse_qsl(sent.pop("volumes"))) == {"/data": "/mnt"}
    assert sent == {
        "release": "R1", "cpu": "256", "memory": "512", "image": "busybox", "cpu-limit": "512",
        "memory-limit": "1024", "gpu": "1", "gpu-vendor": "nvidia", "node-labels": "pool=jobs",
        "use-service-volume": "true", "privileged": "false", "system-critical": "true", "height": "24", "width": "80",
    }  # fmt: skip


_EVERY_REQUEST = {
    "host", "accept", "accept-encoding", "authorization", "connection", "content-length", "user-agent",
}  # fmt: skip


@pytest.mark.parametrize("command", ["one\ntwo", "a\r\nRack: other", "\0", "a\x7fb"])
def test_a_command_cannot_smuggle_a_header(either: Either, serve: Serve, command: str) -> None:
    server = scripted(serve, {})
    client = either.client(server.url)

    with pytest.raises(ValueError, match="control character"):
        either.do(client.processes.run("web", "api", command=command))

    assert asked(server) == []


@pytest.mark.parametrize("none", [[], None])
def test_lists_that_are_null_are_empty(either: Either, serve: Serve, none: Any) -> None:
    server = scripted(
        serve,
        dict.fromkeys(
            [
                "GET /apps", "GET /apps/web/builds", "GET /apps/web/releases", "GET /apps/web/services",
                "GET /apps/web/processes", "GET /apps/web/configs",
            ],
            json_answer(none),
        ),
    )  # fmt: skip
    client = either.client(server.url)

    for call in (
        client.apps.list(),
        client.builds.list("web"),
        client.releases.list("web"),
        client.services.list("web"),
        client.processes.list("web"),
        client.apps.config_list("web"),
    ):
        assert either.do(call) == []


def test_a_command_of_any_characters_goes_through_a_client_of_the_callers_too(either: Either, serve: Serve) -> None:
    server = scripted(serve, {"POST /apps/web/services/api/processes": PROCESS})
    client = either.client(server.url, http_client=either.http())

    either.do(client.processes.run("web", "api", command="echo 'ü 日本'"))

    assert server.exchanges[0].headers["command"].encode("latin-1").decode("utf-8") == "echo 'ü 日本'"


@pytest.mark.parametrize("generation", ["2", 2])
def test_a_generation_is_a_number_or_its_text(either: Either, serve: Serve, generation: Any) -> None:
    server = scripted(serve, {"POST /apps": app()})

    either.do(either.client(server.url).apps.create("web", generation=generation, timeout=60))

    assert sorted(form(server.exchanges[0])) == [("generation", "2"), ("name", "web"), ("timeout", "60")]
