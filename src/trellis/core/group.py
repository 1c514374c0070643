"""What the groups of a client's methods have in common: each says whose it is, and shows nothing else."""

from __future__ import annotations

__all__ = ["Group"]


class Group:
    """The methods of one resource, over what its client calls through.

    That has credentials, and is not in the repr: only the address that it has, if it has one of its own.
    """

    def __repr__(self) -> str:
        address = getattr(vars(self).get("_calls"), "base_url", None)
        return f"<{type(self).__name__} {address}>" if address else f"<{type(self).__name__}>"
