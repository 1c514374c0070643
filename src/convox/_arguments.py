"""Arguments that are looked at before anything is sent, beyond what the table of operations says of them."""

from __future__ import annotations

from typing import Any

__all__ = ["check_progress", "refuse_none"]


def refuse_none(**arguments: object) -> None:
    """TypeError for an argument that is None. The API document lets anybody leave it out, although the call makes no
    sense without it: as for an option, None would mean not to send it."""
    for name, value in arguments.items():
        if value is None:
            raise TypeError(f"{name} is required, got None")


def check_progress(progress: Any) -> None:
    """TypeError unless `progress` is None or can be called."""
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be a function, got {type(progress).__name__}")
