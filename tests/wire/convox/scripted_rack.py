"""A raw server that answers by request line, and tells what it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tests.wire.convox.racks import OK
from tests.wire.kneo.raw_server import json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.wire.kneo.raw_server import Exchange, RawServer

__all__ = ["app", "asked", "build", "form", "release", "scripted"]


def app(name: str = "web", *, release: str = "R1", status: str = "running", **more: Any) -> dict[str, Any]:
    """An app as a rack writes it."""
    return {
        "locked": False, "name": name, "release": release, "router": "", "status": status, "parameters": None, **more,
    }  # fmt: skip


def release(id: str, *, env: str = "", build: str = "B1", **more: Any) -> dict[str, Any]:
    """A release as a rack writes it."""
    return {
        "id": id, "app": "web", "build": build, "env": env, "manifest": "services: {}\n", "description": "",
        "created": "2026-03-01T10:00:00Z", **more,
    }  # fmt: skip


def build(id: str = "B1", *, status: str = "complete", **more: Any) -> dict[str, Any]:
    """A build as a rack writes it."""
    return {
        "id": id, "app": "web", "description": "", "entrypoint": "", "git-sha": "", "logs": "", "manifest": "",
        "process": "", "release": "R2" if status == "complete" else "", "reason": "", "repository": "",
        "status": status, "started": "2026-03-01T10:00:00Z", "ended": "0001-01-01T00:00:00Z", **more,
    }  # fmt: skip


def scripted(serve: Callable[..., RawServer], answers: Mapping[str, Any]) -> RawServer:
    """A rack with these answers by "METHOD target": bytes as they are, None for "ok", and anything else as JSON; a list
    holds the answers to one request after another, the last of which is repeated."""
    served: dict[str, int] = {}

    def play(exchange: Exchange) -> bool:
        line = f"{exchange.method} {exchange.target}"
        given = answers.get(line, json_answer({"error": f"unrouted: {line}"}, 404))
        if isinstance(given, list):
            index = served.get(line, 0)
            served[line] = index + 1
            given = given[min(index, len(given) - 1)]
        if given is None:
            given = OK
        exchange.send(given if isinstance(given, bytes) else json_answer(given))
        return True

    return serve(play)


def asked(server: RawServer) -> list[str]:
    """The request lines so far."""
    return [f"{exchange.method} {exchange.target}" for exchange in server.exchanges]


def form(exchange: Exchange) -> list[tuple[str, str]]:
    """The fields of a request's form, in order."""
    assert exchange.headers["content-type"] == "application/x-www-form-urlencoded"
    return parse_qsl(exchange.body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
