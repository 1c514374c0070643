"""Progress bars on the terminal, with `rich`. All bars of a process share one display, which is gone with the last."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Any

from .forks import renew_in_child

if TYPE_CHECKING:
    from rich.progress import Progress as Display
    from rich.progress import TaskID

__all__ = ["Bar", "ProgressLibraryMissing"]

_PAUSE = 0.1
"""Seconds between two pictures."""


class ProgressLibraryMissing(ImportError):
    """The extra that bars need is not installed. Nothing was sent."""


class _Screen:
    """The display, while there are bars on it. On anything but a terminal there is none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._display: Display | None = None
        self._bars = 0
        self._drawn = 0.0
        renew_in_child(self)

    def _after_fork(self) -> None:
        self.__init__()  # type: ignore[misc]

    def add(self, what: str) -> TaskID | None:
        """A place for a bar; None where nobody would see it."""
        with self._lock:
            if self._display is None:
                self._display = _open_display()
            if self._display is None:
                return None
            self._bars += 1
            return self._display.add_task(_plain(what), total=None, amount="")

    def draw(self, place: TaskID, done: int, total: int | None, amount: str, *, now: bool) -> None:
        """Change a bar. now: also on the terminal, however short ago the last picture was."""
        with self._lock:
            if self._display is not None:
                self._display.update(place, completed=done, total=total, amount=_plain(amount))
                if now or monotonic() - self._drawn >= _PAUSE:
                    self._display.refresh()
                    self._drawn = monotonic()

    def remove(self, place: TaskID) -> None:
        """Give up a bar's place."""
        with self._lock:
            display = self._display
            if display is None:
                return
            if place in display.task_ids:
                display.remove_task(place)
                self._bars -= 1
            if self._bars == 0:
                self._display = None
                display.stop()


_screen = _Screen()


class Bar:
    """One bar. It appears when it is told something first. ProgressLibraryMissing without the extra."""

    __slots__ = ("_begun", "_place", "_unit", "_what")

    def __init__(self, what: str, unit: str) -> None:
        load_library()
        self._what = what
        self._unit = unit
        self._begun = False
        self._place: TaskID | None = None

    def show(self, done: int, total: int | None, status: str | None) -> None:
        """Show how far it is."""
        first = not self._begun
        if first:
            self._begun = True
            self._place = _screen.add(self._what)
        if self._place is not None:
            amount = _amount(self._unit, done, total, status)
            _screen.draw(self._place, done, total, amount, now=first or self._unit == "looks" or done == total)

    def finish(self) -> None:
        """Take it off the terminal."""
        place, self._place = self._place, None
        if place is not None:
            _screen.remove(place)


def load_library() -> Any:
    """The part of `rich` that draws bars; ProgressLibraryMissing, which says what to install, where there is none."""
    try:
        from rich import progress
    except ImportError:
        pass
    else:
        return progress
    raise ProgressLibraryMissing(
        'progress=True needs the library `rich`: pip install "trellis-clients[rich]"; a function needs nothing',
        name="rich",
    )


def _open_display() -> Display | None:
    import sys

    from rich.console import Console
    from rich.errors import LiveError
    from rich.table import Column

    library = load_library()
    console = Console(stderr=True)
    if not console.is_terminal:
        return None
    # No thread draws in the background: each picture is made by whoever has something to tell.
    display: Display = library.Progress(
        library.TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
        library.BarColumn(),
        library.TextColumn("{task.fields[amount]}", markup=False),
        library.TimeElapsedColumn(),
        console=console,
        auto_refresh=False,
        transient=True,
        # What is printed meanwhile goes above the bars; but never from a redirected stdout to the terminal.
        redirect_stdout=sys.stdout.isatty(),
    )
    try:
        display.start()
    except LiveError:  # the program shows something of its own there
        return None
    return display


def _amount(unit: str, done: int, total: int | None, status: str | None) -> str:
    if unit == "looks":
        return status or ""
    if unit == "bytes":
        from rich.filesize import decimal

        return decimal(done) if total is None else f"{decimal(done)} of {decimal(total)}"
    return f"{done} {unit}" if total is None else f"{done} of {total} {unit}"


def _plain(text: str) -> str:
    """Without what would steer the terminal: some of it comes from servers."""
    return "".join(each if each.isprintable() else "?" for each in text)
