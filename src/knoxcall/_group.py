"""What the groups of a client's methods have in common: each says whose it is."""

from __future__ import annotations

__all__ = ["Group"]


class Group:
    """The methods of one resource."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {vars(self)['_calls'].base_url}>"
