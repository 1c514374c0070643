"""Objects of an app, and the data of its resources: what is kept as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .failures import RackError, missing
from .handlers import OK, Register

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

    from .handlers import Context

objects = Register()


@objects("objects_list")
def objects_list(context: Context) -> Answer:
    """GET /apps/{app}/objects; null while there are none."""
    prefix = context.query.text("prefix") or ""
    return context.reply([key for key in sorted(context.app().objects) if key.startswith(prefix)] or None)


@objects("objects_store")
def objects_store(context: Context) -> Answer:
    """POST /apps/{app}/objects/{key}."""
    app, key = context.app(), context.path("key")
    if not key:
        raise RackError(400, "key required")
    app.objects[key] = context.call.incoming.body
    return context.reply({"Url": f"object://{app.name}/{key}"})


@objects("objects_fetch")
def objects_fetch(context: Context) -> Answer:
    """GET /apps/{app}/objects/{key}."""
    app, key = context.app(), context.path("key")
    if key not in app.objects:
        raise missing("object", key)
    return context.stream(app.objects[key])


@objects("objects_exists")
def objects_exists(context: Context) -> Answer:
    """HEAD /apps/{app}/objects/{key}: 200 in any case; the answer is in a body that HEAD does not have."""
    context.app()
    return OK


@objects("objects_delete")
def objects_delete(context: Context) -> Answer:
    """DELETE /apps/{app}/objects/{key}."""
    app, key = context.app(), context.path("key")
    if key not in app.objects:
        raise missing("object", key)
    del app.objects[key]
    return OK
