"""Where a request's spec comes from: the object in its body, or a file below the directory the platform was given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from .failures import bad_input, file_missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def load_spec(body: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """The spec that a request names; 400 if it names none or two, or a file that is not there or is no mapping."""
    spec, path = body.get("spec"), body.get("spec_path")
    if (spec is None) == (path is None):
        raise bad_input("Provide either spec or spec_path")
    if spec is not None:
        return dict(spec)
    return _load_file(str(path), root)


def _load_file(path: str, root: Path) -> dict[str, Any]:
    base = root.resolve()
    # Nothing outside the directory is read, whichever way the path is written; it looks like a missing file.
    try:
        file = (base / path).resolve()
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
