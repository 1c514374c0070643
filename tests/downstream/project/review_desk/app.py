"""The web service: an agent writes a text, a person decides about it, and everybody can read how far it is."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from kneo_client import KneoClient
from kneo_client.core.errors import (
    KneoError,
    KneoHumanTaskExpiredError,
    KneoNotFoundError,
    KneoRateLimitedError,
    KneoServiceUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

SPEC: dict[str, Any] = {
    "version": "v1",
    "agent": {"name": "author", "provider": "dummy", "instructions": "Write an announcement."},
    "components": {"humans": {"editor": {"prompt": "Publish it?", "request_type": "approval"}}},
    "workflow": {
        "kind": "sequential",
        "steps": [{"id": "write", "kind": "agent"}, {"id": "approve", "kind": "human", "human": "editor"}],
    },
}
STATES = {"blocked": "waiting for the editor", "completed": "published", "expired": "too late", "timed_out": "too late"}


class Topic(BaseModel):
    """What a text is to be about."""

    topic: str


class Decision(BaseModel):
    """What the editor says."""

    publish: bool


def create_app(connect: Callable[[], KneoClient] = KneoClient.from_profile) -> FastAPI:
    """The application. connect: makes the one client that all requests share."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with connect() as client:
            app.state.kneo = client
            yield

    app = FastAPI(lifespan=lifespan)
    app.add_exception_handler(KneoError, _tell)

    @app.post("/texts", status_code=201)
    async def write(request: Request, topic: Topic) -> dict[str, Any]:
        kneo: KneoClient = request.app.state.kneo
        run = await kneo.platform.runs.create({"spec": SPEC, "input": topic.topic, "metadata": {"desk": "web"}})
        return {"id": run.run_id, "state": _state(run.status)}

    @app.get("/texts/{text_id}")
    async def read(request: Request, text_id: str) -> dict[str, Any]:
        kneo: KneoClient = request.app.state.kneo
        run = await kneo.platform.runs.get(text_id)
        return {"id": run.run_id, "state": _state(run.status), "text": run.output_text or None}

    @app.post("/texts/{text_id}/decision")
    async def decide(request: Request, text_id: str, decision: Decision) -> dict[str, Any]:
        kneo: KneoClient = request.app.state.kneo
        for task in await kneo.platform.human_tasks.list(run_id=text_id):
            answer = {
                "request_id": task["pending_human_request"]["request_id"],
                "decision": "approved" if decision.publish else "rejected",
            }
            resumed = await kneo.platform.human_tasks.resume(task["continuation_id"], answer)
            return {"id": text_id, "state": _state(resumed.status)}
        return JSONResponse({"error": "there is nothing to decide"}, 409)  # type: ignore[return-value]

    return app


def _state(status: object) -> str:
    return STATES.get(str(status), "being written" if str(status) in ("created", "running") else "dropped")


async def _tell(request: Request, error: Exception) -> JSONResponse:
    """What a failure of the platform is to a reader of ours."""
    if isinstance(error, KneoNotFoundError):
        return JSONResponse({"error": "there is no such text"}, 404)
    if isinstance(error, KneoHumanTaskExpiredError):
        return JSONResponse({"error": "it is too late to decide"}, 410)
    if isinstance(error, (KneoServiceUnavailableError, KneoRateLimitedError)):
        headers = {"Retry-After": f"{error.retry_after or 5:g}"}
        return JSONResponse({"error": "come back later"}, 503, headers)
    return JSONResponse({"error": "the platform is in trouble"}, 502)
