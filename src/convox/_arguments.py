"""Arguments that are looked at before anything is sent, beyond what the table of operations says of them."""

from __future__ import annotations

__all__ = ["refuse_none"]


def refuse_none(**arguments: object) -> None:
    """TypeError for an argument that is None. The API document lets anybody leave it out, although the call makes no
    sense without it: as for an option, None would mean not to send it."""
    for name, value in arguments.items():
        if value is None:
            raise TypeError(f"{name} is required, got None")
