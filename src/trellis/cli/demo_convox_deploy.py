"""The code a user would write: an app of a Convox rack from its first build to a rollback."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convox import ConvoxClient

    from .output import Output

APP = "shop"
MANIFEST = """\
environment:
  - GREETING=hello
services:
  web:
    build: .
    port: 3000
    command: bin/web
  worker:
    build: .
    command: bin/worker
"""


def create_app(client: ConvoxClient, output: Output) -> None:
    """Create an app, and set what it is to find in its environment. Raises ConvoxError."""
    output.title("An app")
    rack = client.system.get()
    output.step("rack", f"{rack.name} {rack.version} ({rack.provider}, {rack.region})", "good")
    app = client.apps.create(APP)
    output.step("create", f"{app.name} is {app.status}")
    client.environment.set(APP, {"GREETING": "good morning", "LOG_LEVEL": "info"}, promote=False)
    output.step("env", "GREETING and LOG_LEVEL are set, for the release to come")


def build(client: ConvoxClient, output: Output) -> str:
    """Build a folder of this machine, showing the log as it is written; the release. Raises ConvoxError."""
    output.title("A build, with its log")
    with tempfile.TemporaryDirectory(prefix="trellis-demo-") as folder:
        Path(folder, "convox.yml").write_text(MANIFEST, encoding="utf-8")
        Path(folder, "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
        started = client.builds.create_from(APP, folder, description="first")
    with client.builds.logs(APP, started.id, follow=True) as log:
        for line in log:
            output.step("log", line)
    done = client.builds.wait(APP, started.id, poll_interval=0.1)
    output.step("build", f"{done.id} is {done.status}, its release is {done.release}", "good")
    return done.release


def promote(client: ConvoxClient, release: str, output: Output) -> bool:
    """Promote a release and scale a service; whether it runs as it should. Raises ConvoxError."""
    output.title("Promote and scale")
    seen: dict[str, None] = {}
    client.releases.promote(
        APP, release, wait=True, poll_interval=0.1, progress=lambda step: seen.setdefault(step.detail.status)
    )
    output.step("promote", f"{release}: {' > '.join(seen)}", "good")
    client.services.update(APP, "web", count=3)
    for service in client.services.list(APP):
        processes = client.processes.list(APP, service=service.name)
        output.step(service.name, f"{len(processes)} of {service.count} running  {service.domain}")
    return len(client.processes.list(APP, service="web")) == 3


def run_a_command(client: ConvoxClient, output: Output) -> bool:
    """Run a command in a process; whether it said and ended as it should. Raises ConvoxError."""
    output.title("A command in a process")
    process = client.processes.list(APP, service="web")[0]
    with client.processes.exec(APP, process.id, "echo $GREETING from $SERVICE; exit 3", tty=False) as session:
        result = session.run()
    output.step("exec", f"{result.text.strip()!r}, exit code {result.exit_code}", "good")
    with client.processes.exec(APP, process.id, "wc -c", tty=False) as session:
        counted = session.run(stdin=b"x" * 100_000)
    output.step("stdin", f"{counted.text.strip()} bytes were read")
    return (result.text, result.exit_code, counted.text.strip()) == ("good morning from web\n", 3, "100000")


def roll_back(client: ConvoxClient, release: str, output: Output) -> bool:
    """Deploy a mistake and take it back; whether the app runs what it did before. Raises ConvoxError."""
    output.title("A mistake, and back")
    mistake = client.environment.set(APP, {"GREETING": "god mourning"})
    client.apps.wait_until_running(APP, poll_interval=0.1)
    output.step("promoted", f"{mistake.id} with GREETING={client.environment.get(APP)['GREETING']!r}", "bad")
    client.releases.rollback(APP, release, wait=True, poll_interval=0.1)
    greeting = client.environment.get(APP)["GREETING"]
    active = client.apps.get(APP).release
    output.step("rollback", f"{active}, a copy of {release}, with GREETING={greeting!r}", "good")
    return greeting == "good morning"
