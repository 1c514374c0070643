"""Arguments that the API document lets anybody leave out, although a call makes no sense without them."""

from __future__ import annotations

__all__ = ["refuse_none"]


def refuse_none(**arguments: object) -> None:
    """TypeError for an argument that is None: as for an option, that would mean not to send it."""
    for name, value in arguments.items():
        if value is None:
            raise TypeError(f"{name} is required, got None")
