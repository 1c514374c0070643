"""Runs: starting them, following them, and looking at what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.aio import reporting, sleep, tell
from trellis.core.group import Group
from trellis.core.pagination import DEFAULT_PAGE_SIZE, OffsetWalk
from trellis.core.waiting import Waiter

from ..._generated import operations as ops
from ...core.errors import KneoTimeoutError
from ..transport import caller_of
from ..walk import walk, warn_of_more

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from trellis.core.progress import OnProgress, Reporting

    from ..._generated.models import (
        CheckpointDiffResponse,
        CheckpointListResponse,
        CheckpointListResponseCheckpointsItem,
        RunCreateRequest,
        RunCreateResponse,
        RunGraphResponse,
        RunListResponse,
        RunListResponseRunsItem,
        RunRecoveryResponse,
        RunReplayResponse,
        RunStatusResponse,
        TraceResponse,
        TraceResponseEventsItem,
    )
    from ..._options import SortOrder
    from ..transport import Transport

__all__ = ["DEFAULT_TERMINAL_STATUSES", "RunsClient"]

DEFAULT_TERMINAL_STATUSES = frozenset({"completed", "failed", "cancelled", "timed_out", "expired"})
"""The statuses after which a run does not change any more by itself."""


class RunsClient(Group):
    """The life of runs, from creation to what is left of them."""

    def __init__(self, transport: Transport) -> None:
        self._calls = caller_of(transport)

    async def create(
        self, body: RunCreateRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> RunCreateResponse:
        """Start a run.

        body: a `RunCreateRequest`, or a dict that is sent as it is. `input` is required; `spec` is the spec as an
        object, `spec_path` a file the platform can read. With `async_mode` the answer comes at once and the run goes on
        by itself; otherwise it comes when the run ends or blocks, which can outlast the profile's timeout. `skills`
        changes the agent's skills for this run (platforms from 0.9.0 on), `session_id` says which session it belongs to
        (from 1.1.0 on); older platforms refuse them. idempotency_key: at most 256 characters; the platform answers a
        repetition with its first answer.

        POST /v1/runs. Raises KneoIdempotencyMismatchError if the key was used for another payload,
        KneoValidationError or KneoBadRequestError for a body the platform refuses, TypeError for one of another type.
        """
        return await self._calls.call(ops.create_run, body=body, idempotency_key=idempotency_key)

    async def list(
        self,
        *,
        status: str | None = None,
        workflow_kind: str | None = None,
        workflow_name: str | None = None,
        session_id: str | None = None,
        has_error: bool | None = None,
        created_after: str | None = None,
        created_before: str | None = None,
        q: str | None = None,
        limit: int = 100,
        offset: int = 0,
        sort_by: str = "updated_at",
        sort_order: SortOrder = "desc",
    ) -> RunListResponse:
        """One page of runs.

        status: only runs in this status. workflow_kind, workflow_name, session_id: only runs of these. has_error: only
        runs with an error, or only those without. created_after, created_before: only runs created after, or before,
        this moment, in ISO 8601. q: only runs in which this text is found. limit: 1 to 1000. offset: 0 to 10000.
        sort_order: "asc" or "desc".

        All filters but `status` need a platform from 1.1.0 on, `q` one from 1.2.0 on. Up to 0.10 they are ignored, so
        every run is listed; from 0.11 on one that the platform does not know is a KneoValidationError.

        GET /v1/runs. Raises ValueError for numbers outside these limits, KneoValidationError for a moment that cannot
        be read. `iterate` walks over all pages.
        """
        return await self._calls.call(
            ops.list_runs,
            {
                "status": status,
                "workflow_kind": workflow_kind,
                "workflow_name": workflow_name,
                "session_id": session_id,
                "has_error": has_error,
                "created_after": created_after,
                "created_before": created_before,
                "q": q,
                "limit": limit,
                "offset": offset,
                "sort_by": sort_by,
                "sort_order": sort_order,
            },
        )

    def iterate(
        self,
        *,
        status: str | None = None,
        workflow_kind: str | None = None,
        workflow_name: str | None = None,
        session_id: str | None = None,
        has_error: bool | None = None,
        created_after: str | None = None,
        created_before: str | None = None,
        q: str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        start_offset: int = 0,
        sort_by: str = "updated_at",
        sort_order: SortOrder = "desc",
        progress: OnProgress = None,
    ) -> AsyncIterator[RunListResponseRunsItem]:
        """Walk over all runs, fetching a page of `page_size` (at most 1000) whenever one is used up.

        The filters are those of `list`, and need the same platforms.

        The platform pages by position: runs that are added or change places during the walk may be seen twice or not
        at all; `sort_by="created_at", sort_order="asc"` is the order in which that matters least. It serves nothing
        beyond offset 10000, where the walk ends with a warning in the log if there is more.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/runs, repeatedly.
        """
        return walk(
            self._calls,
            ops.list_runs,
            {
                "status": status,
                "workflow_kind": workflow_kind,
                "workflow_name": workflow_name,
                "session_id": session_id,
                "has_error": has_error,
                "created_after": created_after,
                "created_before": created_before,
                "q": q,
                "sort_by": sort_by,
                "sort_order": sort_order,
            },
            page_size=page_size,
            start_offset=start_offset,
            progress=progress,
        )

    async def get(self, run_id: str) -> RunStatusResponse:
        """A run as it is now.

        GET /v1/runs/{run_id}. Raises KneoNotFoundError if there is no such run.
        """
        return await self._calls.call(ops.get_run, {"run_id": run_id})

    async def cancel(self, run_id: str, *, idempotency_key: str | None = None) -> RunStatusResponse:
        """Ask a run to stop. It stops at the next point where it can; a run that has ended stays as it is.

        POST /v1/runs/{run_id}/cancel. Repeating it has no further effect, so it is retried like a GET.
        """
        return await self._calls.call(ops.cancel_run, {"run_id": run_id}, idempotency_key=idempotency_key)

    async def continue_(self, run_id: str, *, idempotency_key: str | None = None) -> RunCreateResponse:
        """Take up a failed sequential run again, at the step that failed (see `recovery`).

        It is not needed after a human task: resuming the task continues the run. idempotency_key: at most 256
        characters. Platforms from 0.8.0 on answer a repetition with their first answer, so the call is retried under
        its key; older ones ignore the key, and answer a repetition that comes too late with KneoBadRequestError.

        POST /v1/runs/{run_id}/continue. Raises KneoConflictError if the run is in no state for it (code
        "run_state_conflict"; KneoBadRequestError before 0.9.0) or is being continued already ("resource_locked").
        """
        return await self._calls.call(ops.continue_run, {"run_id": run_id}, idempotency_key=idempotency_key)

    async def replay(self, run_id: str) -> RunReplayResponse:
        """What a run did, as a timeline put together from its checkpoints.

        GET /v1/runs/{run_id}/replay
        """
        return await self._calls.call(ops.get_replay, {"run_id": run_id})

    async def trace(
        self,
        run_id: str,
        *,
        event_type: str | None = None,
        limit: int = 100,
        offset: int = 0,
        sort_by: str = "timestamp",
        sort_order: SortOrder = "asc",
    ) -> TraceResponse:
        """One page of a run's trace events: tool calls, model calls, steps.

        event_type: only events of this type. limit: 1 to 1000. offset: 0 to 10000.

        GET /v1/runs/{run_id}/trace. `iterate_trace` walks over all pages.
        """
        return await self._calls.call(
            ops.get_trace,
            {
                "run_id": run_id,
                "event_type": event_type,
                "limit": limit,
                "offset": offset,
                "sort_by": sort_by,
                "sort_order": sort_order,
            },
        )

    def iterate_trace(
        self,
        run_id: str,
        *,
        event_type: str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        start_offset: int = 0,
        sort_by: str = "timestamp",
        sort_order: SortOrder = "asc",
        progress: OnProgress = None,
    ) -> AsyncIterator[TraceResponseEventsItem]:
        """Walk over all trace events of a run.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/runs/{run_id}/trace, repeatedly. See `iterate` for what ends a walk.
        """
        return walk(
            self._calls,
            ops.get_trace,
            {"run_id": run_id, "event_type": event_type, "sort_by": sort_by, "sort_order": sort_order},
            page_size=page_size,
            start_offset=start_offset,
            progress=progress,
        )

    async def checkpoints(
        self,
        run_id: str,
        *,
        type: str | None = None,
        limit: int = 100,
        offset: int = 0,
        sort_by: str = "sequence",
        sort_order: SortOrder = "asc",
    ) -> CheckpointListResponse:
        """One page of a run's checkpoints: its state, saved after each step.

        type: only checkpoints of this type. limit: 1 to 1000. offset: 0 to 10000.

        GET /v1/runs/{run_id}/checkpoints. `iterate_checkpoints` walks over all pages.
        """
        return await self._calls.call(
            ops.list_checkpoints,
            {
                "run_id": run_id,
                "type_": type,
                "limit": limit,
                "offset": offset,
                "sort_by": sort_by,
                "sort_order": sort_order,
            },
        )

    def iterate_checkpoints(
        self,
        run_id: str,
        *,
        type: str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        start_offset: int = 0,
        sort_by: str = "sequence",
        sort_order: SortOrder = "asc",
        progress: OnProgress = None,
    ) -> AsyncIterator[CheckpointListResponseCheckpointsItem]:
        """Walk over all checkpoints of a run.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/runs/{run_id}/checkpoints, repeatedly. See `iterate` for what ends a walk.
        """
        return walk(
            self._calls,
            ops.list_checkpoints,
            {"run_id": run_id, "type_": type, "sort_by": sort_by, "sort_order": sort_order},
            page_size=page_size,
            start_offset=start_offset,
            progress=progress,
        )

    async def checkpoints_diff(
        self, run_id: str, *, from_sequence: int | None = None, to_sequence: int | None = None
    ) -> CheckpointDiffResponse:
        """What changed from one checkpoint to another, by default between the last two. Sequences start at 1.

        GET /v1/runs/{run_id}/checkpoints/diff
        """
        return await self._calls.call(
            ops.diff_checkpoints, {"run_id": run_id, "from_sequence": from_sequence, "to_sequence": to_sequence}
        )

    async def graph(self, run_id: str) -> RunGraphResponse:
        """The workflow of a run as nodes and edges, with the nodes it has visited and the one it is at.

        GET /v1/runs/{run_id}/graph. It needs a platform from 1.1.0 on; older ones answer KneoNotFoundError.
        """
        return await self._calls.call(ops.get_run_graph, {"run_id": run_id})

    async def policy_report(self, run_id: str) -> dict[str, Any]:
        """What the policies say about a run's spec, as the platform words it.

        GET /v1/runs/{run_id}/policy-report. Raises KneoBadRequestError for a run without a stored spec.
        """
        report = await self._calls.call(ops.get_run_policy_report, {"run_id": run_id})
        return report.to_dict()

    async def recovery(self, run_id: str) -> RunRecoveryResponse:
        """Where a run stands for being taken up again: what is done, what failed, what could come next.

        GET /v1/runs/{run_id}/recovery
        """
        return await self._calls.call(ops.get_recovery, {"run_id": run_id})

    async def wait_for_completion(
        self,
        run_id: str,
        *,
        timeout: float | None = None,
        poll_interval: float = 1.0,
        terminal_statuses: Iterable[str] | None = None,
        progress: OnProgress = None,
    ) -> RunStatusResponse:
        """Ask after a run until it has ended.

        timeout: seconds in all; None waits as long as it takes. poll_interval: seconds between two looks.
        terminal_statuses: what counts as ended, instead of `DEFAULT_TERMINAL_STATUSES`; add "blocked" to return when
        the run waits for a human. progress: told of every status seen: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/runs/{run_id}, repeatedly. Raises KneoTimeoutError (also a TimeoutError) when the time is up; the run
        goes on.
        """
        terminal = _terminal(terminal_statuses)
        waiter = Waiter(timeout, poll_interval)
        looks = 0
        seen = "not looked at"
        pause: float | None = 0.0
        with reporting(progress, f"run {run_id}", "looks") as report:
            while pause is not None:
                try:
                    run = await self._calls.call(ops.get_run, {"run_id": run_id}, deadline=waiter.remaining())
                except KneoTimeoutError:
                    if not waiter.over():
                        raise
                    break
                looks += 1
                seen = str(run.status)
                if report.active:
                    await tell(report, looks, status=seen, detail=run)
                if seen in terminal:
                    return run
                pause = waiter.delay()
                if pause:
                    await sleep(pause)
        raise _out_of_time(run_id, seen, waiter)

    def tail_trace(
        self,
        run_id: str,
        *,
        start_offset: int = 0,
        page_size: int = DEFAULT_PAGE_SIZE,
        poll_interval: float = 1.0,
        timeout: float | None = None,
        terminal_statuses: Iterable[str] | None = None,
        event_type: str | None = None,
        progress: OnProgress = None,
    ) -> AsyncIterator[TraceResponseEventsItem]:
        """Follow a run's trace: yield its events as they come, until the run has ended and all were seen.

        start_offset: skip so many events. page_size: 1 to 1000. poll_interval: seconds between two looks when nothing
        is new. timeout: seconds to wait in all; None waits as long as it takes. terminal_statuses: what counts as
        ended, instead of `DEFAULT_TERMINAL_STATUSES`. event_type: only events of this type. progress: told of every
        status seen: a function, or True for a bar; see `trellis.core.progress.Progress`. Beyond offset 10000 the
        platform shows nothing more: the tail then ends with the run, and a warning in the log.

        GET /v1/runs/{run_id} and GET /v1/runs/{run_id}/trace, repeatedly. Raises KneoTimeoutError (also a TimeoutError)
        when the time is up before the run has ended.
        """
        terminal = _terminal(terminal_statuses)
        waiter = Waiter(timeout, poll_interval)
        # What cannot be sent is refused now, not at the first event, nor after the run was asked for.
        OffsetWalk(page_size, start_offset)
        report = reporting(progress, f"run {run_id}", "looks")
        self._calls.prepare(ops.get_trace, {"run_id": run_id, "event_type": event_type})
        return self._tail(run_id, event_type, terminal, waiter, page_size, start_offset, report)

    async def _tail(
        self,
        run_id: str,
        event_type: str | None,
        terminal: frozenset[str],
        waiter: Waiter,
        page_size: int,
        offset: int,
        report: Reporting,
    ) -> AsyncIterator[TraceResponseEventsItem]:
        window = ops.get_trace.pagination.window if ops.get_trace.pagination is not None else None
        args = {"run_id": run_id, "event_type": event_type, "sort_by": "timestamp", "sort_order": "asc"}
        seen: set[str] = set()
        looks = 0
        status = "not looked at"
        pause: float | None = 0.0
        with report:
            while pause is not None:
                try:
                    # The status is read before the events: what a run that has ended left behind is all there by then.
                    run = await self._calls.call(ops.get_run, {"run_id": run_id}, deadline=waiter.remaining())
                    status = str(run.status)
                    looks += 1
                    if report.active:
                        await tell(report, looks, status=status, detail=run)
                    walked = OffsetWalk(page_size, min(offset, window or offset), window)
                    skip = offset - walked.offset
                    while not walked.done:
                        page = await self._calls.call(
                            ops.get_trace,
                            {**args, "limit": walked.limit, "offset": walked.offset},
                            # Once the run has ended nothing is waited for any more: the rest is read in full.
                            deadline=None if status in terminal else waiter.remaining(),
                        )
                        for event in walked.take(page):
                            if skip > 0:
                                skip -= 1
                                continue
                            identity = event.get("event_id")
                            if isinstance(identity, str):
                                if identity in seen:
                                    continue  # the server ignores the offset, or sorted a late event in before it
                                seen.add(identity)
                            offset += 1
                            yield event
                except KneoTimeoutError:
                    if not waiter.over():
                        raise
                    break
                if status in terminal:
                    if walked.truncated:
                        warn_of_more(ops.get_trace.id, f"the platform's offset window of {window}")
                    return
                pause = waiter.delay()
                if pause:
                    await sleep(pause)
        raise _out_of_time(run_id, status, waiter)


def _terminal(statuses: Iterable[str] | None) -> frozenset[str]:
    if isinstance(statuses, str):
        raise TypeError("terminal_statuses must be a collection of statuses, not one str")
    return DEFAULT_TERMINAL_STATUSES if statuses is None else frozenset(statuses)


def _out_of_time(run_id: str, status: str, waiter: Waiter) -> KneoTimeoutError:
    rest = "it goes on when its human task is resumed" if status == "blocked" else "it goes on by itself"
    return KneoTimeoutError(f"run {run_id} is {status} after waiting {waiter.timeout:g} s; {rest}")
