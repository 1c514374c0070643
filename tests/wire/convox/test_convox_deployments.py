"""A deployment on an emulated rack, with either client: from a folder on this machine to a release rolled back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from convox.exceptions import ConvoxConflictError, ConvoxError, ConvoxNotFoundError, ConvoxValidationError
from tests.wire.convox.racks import failure_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from trellis.emulator.convox.handle import ConvoxHandle

QUICK = {"wait_timeout": 10, "poll_interval": 0.01}
MANIFEST = b"services:\n  web:\n    build: .\n    port: 3000\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder that can be built."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "convox.yml").write_bytes(MANIFEST)
    (folder / "Dockerfile").write_bytes(b"FROM scratch\n")
    return folder


def test_from_a_folder_to_a_release_that_was_rolled_back(
    either: Either, convox_server: ConvoxHandle, source: Path, tmp_path: Path
) -> None:
    client = either.client(convox_server.url, convox_server.settings.password)
    do = either.do
    do(client.apps.create("fresh"))
    assert do(client.apps.wait_until_running("fresh", timeout=10, poll_interval=0.01)).status == "running"
    failure_of(either, lambda: client.environment.set("fresh", {"A": "1"}), ConvoxValidationError)  # no build yet
    do(client.environment.set("fresh", {"B": "2"}, promote=False))

    build = do(client.builds.create_from("fresh", source, description="one"))
    first = do(client.builds.wait("fresh", build.id, timeout=10, poll_interval=0.01))
    lines = either.collect(do(client.builds.logs("fresh", build.id)))
    do(client.releases.promote("fresh", first.release, wait=True, **QUICK))

    assert first.status == "complete"
    assert lines
    assert do(client.environment.get("fresh")) == {"A": "1", "B": "2"}, "the drafts added up, and the build took them"
    assert [service.name for service in do(client.services.list("fresh"))] == ["web"]

    before = do(client.apps.get("fresh")).release
    after = do(client.environment.set("fresh", {"A": "one", "C": "3"}))
    do(client.apps.wait_until_running("fresh", timeout=10, poll_interval=0.01))
    assert do(client.apps.get("fresh")).release == after.id
    assert do(client.environment.get("fresh")) == {"A": "one", "B": "2", "C": "3"}

    do(client.releases.rollback("fresh", before, wait=True, **QUICK))

    assert do(client.environment.get("fresh")) == {"A": "1", "B": "2"}
    copy = do(client.apps.get("fresh")).release
    assert copy not in (before, after.id), "racks promote no older release: it was copied forward"
    assert do(client.releases.get("fresh", copy)).build == build.id

    download = do(client.builds.export("fresh", build.id))
    assert do(download.save(tmp_path / "fresh.tgz")) > 0
    with open(tmp_path / "fresh.tgz", "rb") as archive:
        imported = do(client.builds.import_build("fresh", archive))
    assert imported.id != build.id


def test_a_process_is_run_and_stopped(either: Either, convox_server: ConvoxHandle, source: Path) -> None:
    client = either.client(convox_server.url, convox_server.settings.password)
    do = either.do
    do(client.apps.create("fresh"))
    do(client.apps.wait_until_running("fresh", timeout=10, poll_interval=0.01))
    build = do(client.builds.create_from("fresh", source))
    done = do(client.builds.wait("fresh", build.id, timeout=10, poll_interval=0.01))
    do(client.releases.promote("fresh", done.release, wait=True, **QUICK))

    process = do(client.processes.run("fresh", "web", command="sleep 60", environment={"A": "ü"}))
    session = do(client.processes.exec("fresh", process.id, "echo hello", tty=False))
    result = do(session.run())
    do(client.processes.stop("fresh", process.id))

    assert "hello" in result.text
    assert result.exit_code == 0
    failure_of(either, lambda: client.processes.get("fresh", process.id), ConvoxNotFoundError)


def test_a_broken_source_is_a_build_that_failed(either: Either, convox_server: ConvoxHandle) -> None:
    client = either.client(convox_server.url, convox_server.settings.password)
    either.do(client.apps.create("fresh"))
    either.do(client.apps.wait_until_running("fresh", timeout=10, poll_interval=0.01))
    stored = either.do(client.objects.store("fresh", "broken.tgz", io.BytesIO(b"no archive")))
    build = either.do(client.builds.create("fresh", stored.url))

    error = failure_of(
        either, lambda: client.builds.wait("fresh", build.id, timeout=10, poll_interval=0.01), ConvoxError
    )

    assert f"build {build.id} of app fresh has the status failed" in str(error)


def test_a_locked_app_is_not_deleted(either: Either, convox_server: ConvoxHandle) -> None:
    client = either.client(convox_server.url, convox_server.settings.password)
    either.do(client.apps.create("fresh"))
    either.do(client.apps.wait_until_running("fresh", timeout=10, poll_interval=0.01))
    either.do(client.apps.update("fresh", lock=True, parameters={"BuildCpu": "512"}))

    failure_of(either, lambda: client.apps.delete("fresh"), ConvoxConflictError)

    app = either.do(client.apps.get("fresh"))
    assert app.locked
    assert app.parameters["BuildCpu"] == "512", "the form that racks read arrived"
    either.do(client.apps.update("fresh", lock=False))
    either.do(client.apps.delete("fresh"))
