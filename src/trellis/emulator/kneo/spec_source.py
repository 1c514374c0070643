"""Where a request's spec comes from: the object in its body, or a file below the directory the platform was given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from .failures import bad_input, file_missing, path_confined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .settings import KneoSettings


def load_spec(body: Mapping[str, Any], settings: KneoSettings) -> dict[str, Any]:
    """The spec that a request names; 400 if it names none or two, or a file that is not there or is no mapping.

    Overlays and overrides are laid over it from 0.9.0 on; before, they are taken and change nothing.
    """
    spec, path = body.get("spec"), body.get("spec_path")
    if (spec is None) == (path is None):
        raise bad_input("Provide either spec or spec_path")
    loaded = dict(spec) if spec is not None else _load_file(str(path), settings)
    if settings.since("0.9.0"):
        for overlay in body.get("overlays") or ():
            loaded = _laid_over(loaded, _load_file(overlay, settings))
        loaded = _laid_over(loaded, _nested(body.get("overrides") or {}))
    return loaded


def _laid_over(spec: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """`spec` with the members of `change` in place of its own, mappings member by member."""
    made = dict(spec)
    for name, value in change.items():
        before = made.get(name)
        made[name] = _laid_over(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return made


def _nested(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Overrides with dotted names, such as `agent.model`, as the mappings that they stand for."""
    made: dict[str, Any] = {}
    for name, value in overrides.items():
        for part in reversed(name.split(".")):
            value = {part: value}
        made = _laid_over(made, value)
    return made


def _load_file(path: str, settings: KneoSettings) -> dict[str, Any]:
    base = settings.spec_root.resolve()
    # Nothing outside the directory is read, whichever way the path is written. Before 1.0.0 the platform would read it;
    # here it looks like a missing file then.
    try:
        file = (base / path).resolve()
        if not file.is_relative_to(base) and settings.since("1.0.0"):
            raise path_confined(path)
        if not file.is_relative_to(base) or not file.is_file():
            raise file_missing(path)
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise file_missing(path) from None
    try:
        document = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as problem:
        raise bad_input(f"{path} cannot be read: {problem}") from None
    if not isinstance(document, dict):
        raise bad_input(f"{path} does not hold a mapping")
    return document
