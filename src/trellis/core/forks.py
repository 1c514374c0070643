"""Fork safety: what a child process must not share with its parent is renewed the moment the child exists.

Connections are dropped without being closed: a TLS close from the child would end the parent's connection. Locks are
renewed because another thread of the parent may have held them at the fork.
"""

from __future__ import annotations

import os
import weakref
from typing import Any, Protocol

__all__ = ["in_child", "leave_to_parent", "renew_in_child"]


class Renewable(Protocol):
    """Something with state that a forked child must replace."""

    def _after_fork(self) -> None: ...


_renewables: weakref.WeakSet[Any] = weakref.WeakSet()
_parents: list[object] = []
_forked = False


def renew_in_child(thing: Renewable) -> None:
    """Have `thing._after_fork()` called in every forked child for as long as `thing` lives."""
    _renewables.add(thing)


def in_child() -> bool:
    """Whether this process is a fork of one that had us loaded."""
    return _forked


def leave_to_parent(thing: object) -> None:
    """Keep an inherited object alive, untouched, for the rest of this process, so that no finalizer of it ever runs."""
    _parents.append(thing)


def _after_fork() -> None:
    global _forked
    _forked = True
    for thing in list(_renewables):
        thing._after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, where there is no fork
    os.register_at_fork(after_in_child=_after_fork)
