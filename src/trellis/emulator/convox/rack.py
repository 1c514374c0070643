"""One rack: its apps, and how builds and promotions move along as time goes by."""

from __future__ import annotations

import secrets
import string
from collections import deque
from typing import TYPE_CHECKING, Any

from .archives import BadArchive, file_in_archive
from .failures import RackError, missing
from .go_values import go_time
from .manifest import BadManifest, ManifestService, read_manifest
from .records import App, Build, Formation, Log, Process, Promotion, Release
from .tokens import TokenMint

if TYPE_CHECKING:
    from trellis.emulator.clock import Clock

    from .records import Wire
    from .settings import ConvoxSettings

RESERVED = ("rack", "system")
ROOM = 500
"""The most processes of one service that run. Those asked for beyond that would wait, unseen, for more instances."""
NOT_NOTIFIED = ("noop", "cancelled", "expired", "flapSuppressed", "failed", "restored")
"""What a rack that has just shut an app down did not have to notify anybody of."""


class Rack:
    """The state of one rack.

    apps: by name. resources, registries, certificates, instances: the rack's own. events: what was sent to it, oldest
    first. log: its own log. tokens: its JWTs.
    """

    def __init__(self, name: str, settings: ConvoxSettings, clock: Clock) -> None:
        self.name = name
        self.settings = settings
        self.clock = clock
        self.tokens = TokenMint(clock)
        self.apps: dict[str, App] = {}
        self.resources: dict[str, Wire] = {}
        self.registries: dict[str, Wire] = {}
        self.certificates: dict[str, Wire] = {}
        self.generated: set[str] = set()
        self.letsencrypt: Wire = {"role": "", "solvers": None}
        self.events: list[Wire] = []
        self.log = Log()
        self.started = clock.now()
        self.instances = {f"i-{secrets.token_hex(8)}": self.started for _ in range(2)}
        self._releases_made = 0
        self._next_build_fails: str | None = None
        self._next_promotion_fails: str | None = None
        self.say("rack started")

    # -- levers ----------------------------------------------------------------------------------------------------

    def fail_next_build(self, reason: str = "build failed") -> None:
        """Have the next build end as failed."""
        self._next_build_fails = reason

    def fail_next_promotion(self, reason: str = "timeout") -> None:
        """Have the next promotion end with the previous release running again."""
        self._next_promotion_fails = reason

    def shut_down(self, app: App) -> None:
        """Stop an app's services for want of budget, as a rack does when the cap is reached; KeyError without one."""
        if app.budget is None:
            raise KeyError(f"{app.name} has no budget")
        now = go_time(self.clock.now())
        stopped = [
            {
                "name": name,
                "originalScale": {
                    "count": scale.count,
                    "min": scale.count,
                    "max": scale.count,
                    "replicas": scale.count,
                },
                "originalGracePeriodSeconds": 30,
                "kedaScaledObject": None,
                "shutdownSequenceIndex": index,
                "shutdownAt": now,
            }
            for index, (name, scale) in enumerate(sorted(app.formation.items()))
        ]
        app.shutdown = {
            "schemaVersion": 1,
            "shutdownAt": now,
            "armedAt": now,
            "restoredAt": None,
            "expiredAt": None,
            "recoveryMode": "auto-on-reset",
            "shutdownOrder": "largest-cost",
            "shutdownTickId": secrets.token_hex(4),
            "manifestSha256": secrets.token_hex(32),
            "eligibleServiceCount": len(stopped),
            "services": stopped or None,
            "flapSuppressedUntil": None,
            **dict.fromkeys((f"{what}NotificationFiredAt" for what in ("armed", "fired")), now),
            **dict.fromkeys((f"{what}NotificationFiredAt" for what in NOT_NOTIFIED), None),
        }
        app.budget_state = {"circuit-breaker-tripped": True, "alert-fired-at-cap": now}
        for process in list(app.running()):
            del app.processes[process.id]

    def say(self, text: str, source: str = "system/api") -> None:
        """Write into the rack's log."""
        self.log.add(self.clock.now(), text, source)

    # -- apps ------------------------------------------------------------------------------------------------------

    def app(self, name: str) -> App:
        """The app of that name; 404 if there is none."""
        if name not in self.apps:
            raise missing("app", name)
        return self.apps[name]

    def create_app(self, name: str, generation: str) -> App:
        """Make an app."""
        if name in RESERVED:
            raise RackError(400, f"app name is reserved: {name}")
        allowed = set(string.ascii_lowercase + string.digits + "-")
        if not name or not set(name) <= allowed:
            raise RackError(400, "app name is invalid: lower case letters, digits and dashes only")
        if name in self.apps:
            raise RackError(409, f"app already exists: {name}")
        now = self.clock.now()
        app = self.apps[name] = App(name, generation, now, now + self.settings.create_seconds)
        self.say(f"app created: {name}")
        return app

    def write_log(self, app: App, service: str, text: str) -> None:
        """Have the first process of a service say something."""
        process = next((p for p in app.processes.values() if p.service == service), None)
        if process is None:
            raise LookupError(f"no process of {service} runs in {app.name}")
        app.log.add(self.clock.now(), text, f"service/{service}/{process.id}")

    # -- builds ----------------------------------------------------------------------------------------------------

    def start_build(self, app: App, build: Build, manifest_name: str, *, external: bool) -> Build:
        """Start a build; one that is external waits for whoever makes it to say how it went."""
        app.builds[build.id] = build
        if external:
            return build
        lines = [f"Building: {app.name}", f"Fetching: {build.url}" if build.url else "Fetching: source"]
        reason = self._read_source(app, build, manifest_name)
        planned, self._next_build_fails = self._next_build_fails, None
        build.fails_with = reason or planned
        if build.fails_with is None:
            services = [service.name for service in read_manifest(build.manifest).services]
            lines += [f"Running: docker build -t {app.name}/{service}" for service in services]
            lines.append(f"Build: {build.id}")
        else:
            lines.append(f"ERROR: {build.fails_with}")
        step = self.settings.step_seconds
        build.plan = deque((build.started + step * number, line) for number, line in enumerate(lines, start=1))
        return build

    def _read_source(self, app: App, build: Build, manifest_name: str) -> str | None:
        """Fill in the build's manifest from its source; why it cannot be built, if so."""
        place = f"object://{app.name}/"
        build.manifest = self.settings.manifest
        if build.url.startswith(place):
            archive = app.objects.get(build.url.removeprefix(place))
            if archive is None:
                return f"no such object: {build.url}"
            try:
                found = file_in_archive(archive, manifest_name)
            except BadArchive as problem:
                return str(problem)
            if found is None:
                return f"no such file: {manifest_name}"
            build.manifest = found.decode("utf-8", "replace")
        try:
            read_manifest(build.manifest)
        except BadManifest as problem:
            return str(problem)
        return None

    def finish_build(self, app: App, build: Build, at: float) -> None:
        """Complete a build, and make its release."""
        build.status, build.ended = "complete", at
        build.release = self.add_release(app, app.newest(), build=build, created=at).id

    def _advance_build(self, app: App, build: Build, now: float) -> None:
        last = build.started
        while build.plan and build.plan[0][0] <= now:
            last, line = build.plan.popleft()
            build.log.add(last, line)
            if not build.plan:
                self._end_build(app, build, last)

    def _end_build(self, app: App, build: Build, at: float) -> None:
        build.logs = f"object://{app.name}/build/{build.id}/logs"
        app.objects[f"build/{build.id}/logs"] = "".join(f"{line.text}\n" for line in build.log.after(0)).encode()
        if build.fails_with is None:
            self.finish_build(app, build, at)
        else:
            build.status, build.reason, build.ended = "failed", build.fails_with, at

    # -- releases --------------------------------------------------------------------------------------------------

    def add_release(
        self,
        app: App,
        origin: Release | None,
        *,
        build: Build | None = None,
        env: str | None = None,
        description: str | None = None,
        created: float | None = None,
    ) -> Release:
        """Make a release out of `origin` with the given things changed."""
        self._releases_made += 1
        release = Release(
            id=new_id("R"),
            app=app.name,
            number=self._releases_made,
            created=self.clock.now() if created is None else created,
            build=origin.build if origin else "",
            env=origin.env if origin else "",
            manifest=origin.manifest if origin else "",
        )
        if build is not None:
            release.build, release.manifest = build.id, build.manifest
            release.description = build.description
        if env is not None:
            release.env = env
        if description is not None:
            release.description = description
        app.releases[release.id] = release
        return release

    def promote(self, app: App, release: Release, *, force: bool) -> None:
        """Bring a release in, by the rules of the server."""
        now = self.clock.now()
        if app.status(now) != "running" and not force:
            raise RackError(403, "app is currently updating")
        if not release.manifest.strip():
            raise RackError(400, "can not promote a release with an empty manifest")
        active = app.active()
        if active is not None and active.number > release.number:
            raise RackError(400, "can not promote an older release, try rollback")
        reason, self._next_promotion_fails = self._next_promotion_fails, None
        app.promotion = Promotion(release.id, app.release, now + self.settings.promote_seconds, reason)
        app.release = release.id
        app.log.add(now, f"promoting release {release.id}", "system/state")
        self._advance_promotion(app, now)

    def cancel(self, app: App) -> None:
        """Stop a promotion and go back to what ran before."""
        if app.promotion is None:
            raise RackError(403, "app is not currently updating")
        self._roll_back(app, app.promotion, "cancelled")

    def _advance_promotion(self, app: App, now: float) -> None:
        promotion = app.promotion
        if promotion is None or promotion.due > now:
            return
        if promotion.fails_with is not None:
            self._roll_back(app, promotion, promotion.fails_with)
            return
        app.promotion = None
        for process in list(app.running()):
            del app.processes[process.id]
        release = app.releases[promotion.release]
        services = release.content().services
        for name in app.formation.keys() - {service.name for service in services}:
            del app.formation[name]
        for service in services:
            app.formation.setdefault(service.name, Formation(service.count, service.cpu, service.memory))
            self.scale(app, service.name)
        app.log.add(promotion.due, f"promoted release {release.id}", "system/state")

    def _roll_back(self, app: App, promotion: Promotion, reason: str) -> None:
        app.release, app.promotion = promotion.previous, None
        app.log.add(self.clock.now(), f"release {promotion.release} was rolled back: {reason}", "system/state")

    # -- processes -------------------------------------------------------------------------------------------------

    def service(self, app: App, name: str) -> ManifestService:
        """A service of the active release; 404 if there is none of that name."""
        release = app.active()
        services = release.content().services if release is not None else ()
        for service in services:
            if service.name == name:
                return service
        raise missing("service", name)

    def scale(self, app: App, name: str) -> None:
        """Have as many processes of a service run as its formation says, or as the rack has room for."""
        service, wanted = self.service(app, name), min(app.formation[name].count, ROOM)
        processes = [process for process in app.running() if process.service == name]
        for process in processes[wanted:]:
            del app.processes[process.id]
        for _ in range(wanted - len(processes)):
            self.start_process(app, service)

    def start_process(
        self, app: App, service: ManifestService, *, release: Release | None = None, **options: Any
    ) -> Process:
        """Start a process of a service. options: members of `Process` that differ from the service's own."""
        release = release or app.active()
        assert release is not None
        formation = app.formation.get(service.name) or Formation(service.count, service.cpu, service.memory)
        given = options.pop("environment", {})
        environment = {
            "APP": app.name,
            "BUILD": release.build,
            "RACK": self.name,
            "RELEASE": release.id,
            "SERVICE": service.name,
            **_defaults((*release.content().environment, *service.environment)),
            **release.environment(),
            **given,
        }
        members: dict[str, Any] = {
            "command": service.command,
            "image": f"registry.{self.settings.domain}/{app.name}:{service.name}.{release.build}",
            "cpu": float(formation.cpu),
            "memory": float(formation.memory),
            "gpu": formation.gpu,
            "ports": (f"{service.port}/tcp",) if service.port is not None else (),
            **options,
        }
        process = Process(
            id=f"{service.name}-{secrets.token_hex(5)}-{secrets.token_hex(3)[:5]}",
            app=app.name,
            service=service.name,
            release=release.id,
            instance=next(iter(self.instances), ""),
            started=self.clock.now(),
            environment=environment,
            **members,
        )
        app.processes[process.id] = process
        source = f"service/{service.name}/{process.id}"
        app.log.add(process.started, f"starting: {process.command or service.name}", source)
        if service.port is not None and not process.one_off:
            app.log.add(process.started, f"listening on {service.port}", source)
        return process

    def process(self, app: App, process_id: str) -> Process:
        """The process of that id; 404 if there is none."""
        if process_id not in app.processes:
            raise missing("process", process_id)
        return app.processes[process_id]

    # -- time ------------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let everything happen that is due by now."""
        now = self.clock.now()
        for app in self.apps.values():
            for build in app.builds.values():
                if build.plan:
                    self._advance_build(app, build, now)
            self._advance_promotion(app, now)

    def busy_until(self) -> float:
        """When the last thing that is under way by itself will be over, in seconds since the epoch; 0 if none is."""
        due = [0.0]
        for app in self.apps.values():
            due.append(app.ready_at)
            due += [build.plan[-1][0] for build in app.builds.values() if build.plan]
            due += [app.promotion.due] if app.promotion is not None else []
        return max(due)


def new_id(prefix: str) -> str:
    """An id of a build or release."""
    return prefix + "".join(secrets.choice(string.ascii_uppercase) for _ in range(9))


def _defaults(lines: tuple[str, ...]) -> dict[str, str]:
    """The variables that a manifest gives a value."""
    return {key: value for key, equals, value in (line.partition("=") for line in lines) if equals}
