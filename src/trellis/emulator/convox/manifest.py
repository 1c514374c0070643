"""Reads a `convox.yml` as far as the emulated rack acts on it: services, resources, balancers, environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml


class BadManifest(Exception):
    """The text is no manifest."""


@dataclass(frozen=True, slots=True)
class ManifestService:
    """A service: its port (None for none), its scale and what it runs."""

    name: str
    port: int | None
    command: str
    count: int
    cpu: int
    memory: int
    environment: tuple[str, ...]
    resources: tuple[str, ...]
    agent: bool = False


@dataclass(frozen=True, slots=True)
class ManifestBalancer:
    """A balancer: the service behind it, and its ports as (outside, container)."""

    name: str
    service: str
    ports: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release runs. resources: type by name."""

    services: tuple[ManifestService, ...] = ()
    resources: dict[str, str] = field(default_factory=dict)
    balancers: tuple[ManifestBalancer, ...] = ()
    environment: tuple[str, ...] = ()


def read_manifest(text: str) -> Manifest:
    """The manifest in `text`; BadManifest if it is none."""
    try:
        content = yaml.safe_load(text) or {}
    except yaml.YAMLError as problem:
        raise BadManifest(f"yaml: {str(problem).splitlines()[0]}") from None
    if not isinstance(content, dict):
        raise BadManifest("yaml: the manifest is not a mapping")
    try:
        return Manifest(
            services=tuple(_service(str(name), body or {}) for name, body in _mapping(content, "services").items()),
            resources={str(name): str(body["type"]) for name, body in _mapping(content, "resources").items()},
            balancers=tuple(_balancer(str(name), body) for name, body in _mapping(content, "balancers").items()),
            environment=tuple(map(str, content.get("environment") or ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise BadManifest(f"invalid manifest: {problem}") from None


def _mapping(content: dict[str, Any], member: str) -> dict[str, Any]:
    found = content.get(member) or {}
    if not isinstance(found, dict):
        raise ValueError(f"{member} is not a mapping")
    return found


def _service(name: str, body: dict[str, Any]) -> ManifestService:
    scale = body.get("scale") or {}
    if not isinstance(scale, dict):
        scale = {"count": scale}
    # `count: 1-10` is a range that scales by itself; it starts at its lower end.
    count = str(scale.get("count", 1)).partition("-")[0]
    port = body.get("port")
    if isinstance(port, dict):
        port = port.get("port")
    return ManifestService(
        name=name,
        port=int(str(port).rpartition(":")[2]) if port is not None else None,
        command=str(body.get("command") or ""),
        count=int(count),
        cpu=int(scale.get("cpu", 125)),
        memory=int(scale.get("memory", 256)),
        environment=tuple(map(str, body.get("environment") or ())),
        resources=tuple(map(str, body.get("resources") or ())),
        agent=bool(body.get("agent", False)),
    )


def _balancer(name: str, body: dict[str, Any]) -> ManifestBalancer:
    ports = tuple((int(outside), int(inside)) for outside, inside in (body.get("ports") or {}).items())
    return ManifestBalancer(name, str(body["service"]), ports)
