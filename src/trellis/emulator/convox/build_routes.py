"""Builds and releases: made, imported and exported, changed, promoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.emulator.exchange import Answer

from .archives import BadArchive, pack_build, unpack_build
from .failures import RackError, missing
from .handlers import OK, Register
from .manifest import BadManifest, read_manifest
from .rack import new_id
from .records import Build

if TYPE_CHECKING:
    from .handlers import Context
    from .records import App, Release

builds = Register()

DEFAULT_LIMIT = 10


@builds("builds_list")
def builds_list(context: Context) -> Answer:
    """GET /apps/{app}/builds, newest first."""
    newest = list(context.app().builds.values())[::-1]
    return context.reply([build.wire() for build in newest[: _limit(context)]])


@builds("builds_get")
def builds_get(context: Context) -> Answer:
    """GET /apps/{app}/builds/{id}."""
    return context.reply(find_build(context).wire())


@builds("builds_create")
def builds_create(context: Context) -> Answer:
    """POST /apps/{app}/builds: answers at once, and the build goes on."""
    app, options = context.app(), context.params
    if any("=" not in pair for pair in options.items("build-args") or ()):
        raise RackError(400, "invalid build args: each is KEY=VALUE")
    build = Build(
        id=new_id("B"),
        app=app.name,
        started=context.rack.clock.now(),
        description=options.text("description") or "",
        git_sha=options.text("git-sha") or "",
        url=context.value("url"),
    )
    manifest_name = options.text("manifest") or "convox.yml"
    context.rack.start_build(app, build, manifest_name, external=options.flag("external") or False)
    return context.reply(build.wire())


@builds("builds_update")
def builds_update(context: Context) -> Answer:
    """PUT /apps/{app}/builds/{id}: what a builder reports."""
    build, options = find_build(context), context.params
    started, ended = options.time("started"), options.time("ended")
    build.started = build.started if started is None else started
    build.ended = build.ended if ended is None else ended
    for member in ("entrypoint", "logs", "manifest", "release", "status"):
        given = options.text(member)
        if given is not None:
            setattr(build, member, given)
    if options.text("status") is not None:
        build.plan.clear()
    return context.reply(build.wire())


@builds("builds_import")
def builds_import(context: Context) -> Answer:
    """POST /apps/{app}/builds/import: answers when all of it is taken in."""
    app = context.app()
    try:
        described = unpack_build(context.call.incoming.body)
        read_manifest(described["manifest"])
    except (BadArchive, BadManifest) as problem:
        raise RackError(500, str(problem)) from None
    now = context.rack.clock.now()
    description = str(described.get("description") or "")
    build = Build(id=new_id("B"), app=app.name, started=now, description=description, manifest=described["manifest"])
    app.builds[build.id] = build
    build.log.add(now, f"Importing: {described.get('id', '')}")
    context.rack.finish_build(app, build, now)
    return context.reply(build.wire())


@builds("builds_import_image")
def builds_import_image(context: Context) -> Answer:
    """POST /apps/{app}/builds/{id}/image: 202, and the image is fetched behind the caller's back."""
    app, build, image = context.app(), find_build(context), context.value("image")
    if not image or any(mark in image for mark in " \t\n") or "://" in image:
        raise RackError(422, f"invalid image reference: {image!r}")
    now = context.rack.clock.now()
    build.log.add(now, f"Importing: {image}")
    if not build.over:
        build.manifest = build.manifest or context.state.settings.manifest
        build.plan.clear()
        context.rack.finish_build(app, build, now)
    return Answer(202)


@builds("builds_export")
def builds_export(context: Context) -> Answer:
    """GET /apps/{app}/builds/{id}.tgz."""
    build = find_build(context)
    if build.status != "complete":
        raise RackError(400, f"build is not complete: {build.id}")
    services = tuple(service.name for service in read_manifest(build.manifest).services)
    return context.stream(pack_build(build.wire(), build.manifest, services))


@builds("releases_list")
def releases_list(context: Context) -> Answer:
    """GET /apps/{app}/releases, newest first."""
    newest = list(context.app().releases.values())[::-1]
    return context.reply([release.wire() for release in newest[: _limit(context)]])


@builds("releases_get")
def releases_get(context: Context) -> Answer:
    """GET /apps/{app}/releases/{id}."""
    return context.reply(find_release(context.app(), context.path("id")).wire())


@builds("releases_create")
def releases_create(context: Context) -> Answer:
    """POST /apps/{app}/releases: what is not given is that of the newest release, or of the parent named."""
    app, options = context.app(), context.params
    parent, build_id = options.text("parent-release"), options.text("build")
    origin = find_release(app, parent) if parent else app.newest()
    if build_id and build_id not in app.builds:
        raise missing("build", build_id)
    release = context.rack.add_release(
        app,
        origin,
        build=app.builds[build_id] if build_id else None,
        env=options.text("env"),
        description=options.text("description"),
    )
    return context.reply(release.wire())


@builds("releases_promote")
def releases_promote(context: Context) -> Answer:
    """POST /apps/{app}/releases/{id}/promote."""
    app, options = context.app(), context.params
    release = find_release(app, context.path("id"))
    for limit in ("min", "max", "timeout"):
        options.integer(limit)
    context.rack.promote(app, release, force=options.flag("force") or False)
    return OK


def find_build(context: Context) -> Build:
    """The build that the path names; 404 if there is none."""
    builds_of_app, build_id = context.app().builds, context.path("id")
    if build_id not in builds_of_app:
        raise missing("build", build_id)
    return builds_of_app[build_id]


def find_release(app: App, release_id: str) -> Release:
    """A release of an app; 404 if there is none of that id."""
    if release_id not in app.releases:
        raise missing("release", release_id)
    return app.releases[release_id]


def _limit(context: Context) -> int:
    limit = context.query.integer("limit")
    return DEFAULT_LIMIT if limit is None else max(limit, 0)
