"""What a rack keeps for an app: builds, releases, processes and their log lines, and how they look on the wire."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .go_values import go_time
from .manifest import BadManifest, Manifest, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable

Wire = dict[str, Any]

LINES_KEPT = 10_000
RUNNING, UPDATING, CREATING = "running", "updating", "creating"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a log. number: counts up from one; source: which process said it, or "" for nobody's."""

    number: int
    at: float
    source: str
    text: str


class Log:
    """The newest lines of something that logs."""

    def __init__(self) -> None:
        self._lines: deque[LogLine] = deque(maxlen=LINES_KEPT)
        self._last = 0

    def add(self, at: float, text: str, source: str = "") -> None:
        """Append the lines of `text`."""
        for line in text.splitlines() or [""]:
            self._last += 1
            self._lines.append(LogLine(self._last, at, source, line))

    def after(self, number: int) -> list[LogLine]:
        """The lines that came after the one with this number."""
        if number >= self._last:
            return []
        return [line for line in self._lines if line.number > number]


@dataclass(slots=True, eq=False)
class Build:
    """A build. plan: what it is still to say, as (moment, line); the last moment is its end."""

    id: str
    app: str
    started: float
    description: str = ""
    git_sha: str = ""
    url: str = ""
    manifest: str = ""
    entrypoint: str = ""
    status: str = RUNNING
    release: str = ""
    reason: str = ""
    logs: str = ""
    ended: float | None = None
    plan: deque[tuple[float, str]] = field(default_factory=deque)
    fails_with: str | None = None
    log: Log = field(default_factory=Log)

    @property
    def over(self) -> bool:
        """Whether it is complete or has failed."""
        return self.status not in (RUNNING, "created")

    def wire(self) -> Wire:
        """As the API shows it."""
        return {
            "id": self.id,
            "app": self.app,
            "description": self.description,
            "entrypoint": self.entrypoint,
            "git-sha": self.git_sha,
            "logs": self.logs,
            "manifest": self.manifest,
            "process": "" if self.over else f"build-{self.id.lower()}",
            "release": self.release,
            "reason": self.reason,
            "repository": f"registry.dev.rack.test/{self.app}",
            "status": self.status,
            "started": go_time(self.started),
            "ended": go_time(self.ended),
        }


@dataclass(slots=True, eq=False)
class Release:
    """A release. number: counts up over the rack's life, so that two of the same moment have an order."""

    id: str
    app: str
    number: int
    created: float
    build: str = ""
    env: str = ""
    manifest: str = ""
    description: str = ""

    def content(self) -> Manifest:
        """Its manifest, read; nothing runs of one that cannot be read."""
        try:
            return read_manifest(self.manifest)
        except BadManifest:
            return Manifest()

    def environment(self) -> dict[str, str]:
        """Its environment as the server reads it: lines without `=` are passed over, keys are trimmed."""
        pairs = (line.partition("=") for line in self.env.splitlines())
        return {key.strip(): value for key, equals, value in pairs if equals and key.strip()}

    def wire(self) -> Wire:
        """As the API shows it."""
        return {
            "id": self.id,
            "app": self.app,
            "build": self.build,
            "env": self.env,
            "manifest": self.manifest,
            "description": self.description,
            "created": go_time(self.created),
        }


@dataclass(slots=True, eq=False)
class Process:
    """A process. files: what was put into it, by path. ends_at: when its command is done, None for never."""

    id: str
    app: str
    service: str
    release: str
    instance: str
    started: float
    command: str = ""
    image: str = ""
    cpu: float = 0.0
    memory: float = 0.0
    gpu: int = 0
    ports: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    status: str = RUNNING
    one_off: bool = False

    def wire(self) -> Wire:
        """As the API shows it."""
        return {
            "id": self.id,
            "app": self.app,
            "command": self.command,
            "cpu": self.cpu,
            "gpu": self.gpu,
            "host": "10.0.1.17",
            "image": self.image,
            "instance": self.instance,
            "memory": self.memory,
            "name": self.service,
            "ports": list(self.ports) or None,
            "release": self.release,
            "started": go_time(self.started),
            "status": self.status,
            "service": self.service,
        }


@dataclass(slots=True)
class Formation:
    """How a service runs now, which may differ from what its manifest asks for."""

    count: int
    cpu: int
    memory: int
    gpu: int = 0
    gpu_vendor: str = ""
    min: int | None = None
    max: int | None = None
    triggers: list[Wire] = field(default_factory=list)
    scale_override: bool = False
    triggers_override: bool = False


@dataclass(slots=True)
class Promotion:
    """A release on its way in. fails_with: why it will be rolled back at the end, None if it will not."""

    release: str
    previous: str
    due: float
    fails_with: str | None = None


@dataclass(slots=True, eq=False)
class App:
    """An app and everything that belongs to it. Each table is by name or id, oldest first."""

    name: str
    generation: str
    created: float
    ready_at: float
    locked: bool = False
    parameters: dict[str, str] = field(default_factory=dict)
    release: str = ""
    promotion: Promotion | None = None
    builds: dict[str, Build] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)
    formation: dict[str, Formation] = field(default_factory=dict)
    objects: dict[str, bytes] = field(default_factory=dict)
    configs: dict[str, str] = field(default_factory=dict)
    resource_data: dict[str, bytes] = field(default_factory=dict)
    budget: Wire | None = None
    budget_state: Wire | None = None
    shutdown: Wire | None = None
    log: Log = field(default_factory=Log)

    def status(self, now: float) -> str:
        """creating, updating or running."""
        if now < self.ready_at:
            return CREATING
        return UPDATING if self.promotion is not None else RUNNING

    def active(self) -> Release | None:
        """The release that is promoted."""
        return self.releases.get(self.release)

    def newest(self) -> Release | None:
        """The release made last, promoted or not."""
        return next(reversed(self.releases.values()), None)

    def running(self) -> Iterable[Process]:
        """Its processes that the release's services run."""
        return [process for process in self.processes.values() if not process.one_off]

    def wire(self, now: float) -> Wire:
        """As the API shows it."""
        shown: Wire = {
            "generation": self.generation,
            "locked": self.locked,
            "name": self.name,
            "release": self.release,
            "router": "nginx",
            "status": self.status(now),
        }
        if self.budget is not None:
            shown["budget"] = self.budget
        # An app that no parameter was ever set for has none, and Go writes a map that was never made as null.
        shown["parameters"] = dict(self.parameters) or None
        return shown
