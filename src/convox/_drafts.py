"""What a client remembers of the releases it made and did not promote, so that changes that build on them add up."""

from __future__ import annotations

__all__ = ["Drafts"]


class Drafts:
    """By app, the last release that this client made, until a release is promoted. Shared by all views of a client.

    A draft counts only while the app runs the release that it ran when the draft was first seen: whoever promoted
    another since has gone on from there. One assignment or look-up at a time, so threads need no lock.
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[str, tuple[str, str | None]] = {}

    def made(self, app: str, release: str, active: str | None = None) -> None:
        """A release was made. active: what the app runs, where that is known."""
        self._made[app] = (release, active)

    def promoted(self, app: str) -> None:
        """A release of the app was promoted."""
        self._made.pop(app, None)

    def base(self, app: str, active: str) -> str:
        """The release to build on, given the one that the app runs."""
        release, seen = self._made.get(app, ("", None))
        if not release or seen not in (None, active):
            return active
        self._made[app] = (release, active)
        return release
