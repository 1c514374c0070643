# Mirrored from src/convox/_async/resources/events.py by scripts/mirror_sync.py; do not edit.
"""Events: what a rack tells those that it notifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._arguments import refuse_none
from ..._generated import operations as ops

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..calls import Calls

__all__ = ["Events"]


class Events(Group):
    """Events: what a rack tells those that it notifies."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def send(
        self,
        action: str,
        *,
        data: Mapping[str, str] | None = None,
        error: str | None = None,
        status: str | None = None,
    ) -> None:
        """Have the rack notify of an event.

        action: what happened, such as "release:promote". data: about it. error: why it failed. status: how it ended,
        such as "success".

        POST /events
        """
        refuse_none(action=action)
        self._calls.call(ops.events_send, {"action": action, "data": data, "error": error, "status": status})
