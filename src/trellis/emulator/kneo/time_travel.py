"""Time travel on the emulated Kneo platform: runs that end at once or too late, and human tasks that nobody answers."""

from __future__ import annotations

from trellis.emulator.time_travel import TimeTravel

from .run import TERMINAL
from .state import KneoState

_MOST_MOMENTS = 100_000
"""How many times `finish` looks for what is due next: more than all steps of the specs that a platform takes."""


class KneoTime(TimeTravel[KneoState]):
    """The time of an emulated platform."""

    def _settle(self) -> None:
        self._state.settle()

    def finish(self) -> None:
        """Move time on until no run moves any more: each has ended, or waits for a person."""
        with self._service.lock:
            self._settle()
            for _ in range(_MOST_MOMENTS):
                due = [run.due for run in self._state.runs.values() if run.due is not None]
                if not due:
                    return
                self._advance_to(min(due))
            raise RuntimeError("there are runs that do not come to an end")

    def time_out(self, run_id: str) -> None:
        """End a run as `timed_out`, as a platform does when the run's time is up, whatever time its spec gives it.

        Raises LookupError if there is no such run, ValueError if it has ended already.
        """
        with self._service.lock:
            run = self._state.runs.get(run_id)
            if run is None:
                raise LookupError(f"there is no run {run_id!r}")
            if run.status in TERMINAL:
                raise ValueError(f"the run {run_id} has ended already: it is {run.status}")
            self._state.time_out(run)

    def expire(self, continuation_id: str) -> None:
        """Have the deadline of a human task pass, also of one that has none.

        Platforms from 1.1.0 on then refuse to resume it (`KneoHumanTaskExpiredError`). What else the spec says of
        nobody answering happens at the next `sweep`. Raises LookupError if there is no such task.
        """
        with self._service.lock:
            task = self._state.engine.continuations.get(continuation_id)
            if task is None:
                raise LookupError(f"there is no human task {continuation_id!r}")
            task.request["expires_at"] = self._state.clock.now()

    def sweep(self) -> None:
        """What an operator's scheduled sweep does: act on human tasks and runs whose deadline has passed."""
        self._state.sweep()
