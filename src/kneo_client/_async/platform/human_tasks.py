"""Human tasks: the places where a run waits for a person, and what that person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.group import Group
from trellis.core.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

from ..._generated import operations as ops
from ...core.errors import KneoProtocolError
from ..transport import caller_of
from ..walk import walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from trellis.core.progress import OnProgress

    from ..._generated.models import (
        HumanResumeRequest,
        HumanResumeResponse,
        HumanTaskListResponse,
        HumanTaskListResponseTasksItem,
        HumanTaskResponse,
    )
    from ..._options import SortOrder, TaskStatus
    from ..transport import Transport

__all__ = ["HumanTasksClient"]


class HumanTasksClient(Group):
    """Tasks that wait for a person. A blocked run has one; resuming it lets the run go on."""

    def __init__(self, transport: Transport) -> None:
        self._calls = caller_of(transport)

    async def list(
        self,
        *,
        status: TaskStatus | None = None,
        run_id: str | None = None,
        workflow_kind: str | None = None,
        limit: int = 100,
        offset: int = 0,
        sort_by: str | None = None,
        sort_order: SortOrder | None = None,
    ) -> HumanTaskListResponse:
        """One page of human tasks.

        status: "pending" for tasks that wait within their time, "escalated" for those that were passed on after it; it
        needs a platform from 0.8.0 on, and older ones ignore it. run_id, workflow_kind: only tasks of these. limit: 1
        to 1000. offset: 0 to 10000. sort_by, sort_order: by default the platform's own order, by id, ascending.

        GET /v1/human-tasks. `iterate` walks over all pages.
        """
        return await self._calls.call(
            ops.list_human_tasks,
            {
                "status": status,
                "run_id": run_id,
                "workflow_kind": workflow_kind,
                "limit": limit,
                "offset": offset,
                "sort_by": sort_by,
                "sort_order": sort_order,
            },
        )

    def iterate(
        self,
        *,
        status: TaskStatus | None = None,
        run_id: str | None = None,
        workflow_kind: str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        start_offset: int = 0,
        sort_by: str | None = None,
        sort_order: SortOrder | None = None,
        progress: OnProgress = None,
    ) -> AsyncIterator[HumanTaskListResponseTasksItem]:
        """Walk over all human tasks, fetching a page of `page_size` (at most 1000) whenever one is used up.

        The filters are those of `list`, and need the same platforms.

        A task that is resumed during the walk leaves the list, and those after it move up: resume after the walk, or
        walk again from the start.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/human-tasks, repeatedly.
        """
        return walk(
            self._calls,
            ops.list_human_tasks,
            {
                "status": status,
                "run_id": run_id,
                "workflow_kind": workflow_kind,
                "sort_by": sort_by,
                "sort_order": sort_order,
            },
            page_size=page_size,
            start_offset=start_offset,
            progress=progress,
        )

    async def get(self, continuation_id: str) -> HumanTaskResponse:
        """One human task, with what it asks and, from 0.7.0 on, the conversation so far (`messages`).

        GET /v1/human-tasks/{continuation_id}. Raises KneoNotFoundError if there is none (any more).
        """
        return await self._calls.call(ops.get_human_task, {"continuation_id": continuation_id})

    async def resume(
        self,
        continuation_id: str,
        body: HumanResumeRequest | dict[str, Any],
        *,
        idempotency_key: str | None = None,
    ) -> HumanResumeResponse:
        """Decide a human task; its run goes on, and the answer comes when it ends or blocks again.

        body: a `HumanResumeRequest`, or a dict that is sent as it is. `request_id` is the one the task asks with, and
        `decision` one of approved, rejected, edited, selected, provided; edited and provided go with `content`,
        selected with `selected_option`. idempotency_key: at most 256 characters.

        POST /v1/human-tasks/{continuation_id}/resume. Raises KneoNotFoundError if the task is gone,
        KneoHumanTaskExpiredError if its time is over (platforms from 1.1.0 on), KneoConflictError (code
        "resource_locked") while another resume of it is under way.
        """
        return await self._calls.call(
            ops.resume_human_task, {"continuation_id": continuation_id}, body=body, idempotency_key=idempotency_key
        )

    async def resume_by_id(
        self,
        continuation_id: str,
        body: HumanResumeRequest | dict[str, Any],
        *,
        idempotency_key: str | None = None,
    ) -> HumanResumeResponse:
        """Like `resume`, after a look whether the task is still there. A dict without `request_id` gets the task's.

        GET /v1/human-tasks/{continuation_id}, POST /v1/human-tasks/{continuation_id}/resume
        """
        self._check(continuation_id, body, idempotency_key)
        task = await self.get(continuation_id)
        return await self.resume(continuation_id, _answering(body, task.request), idempotency_key=idempotency_key)

    async def resume_first_pending(
        self,
        body: HumanResumeRequest | dict[str, Any],
        *,
        run_id: str | None = None,
        workflow_kind: str | None = None,
        idempotency_key: str | None = None,
    ) -> HumanResumeResponse | None:
        """Decide the pending task whose deadline comes first; None if no task is pending.

        A dict without `request_id` gets the task's. It looks at the first 1000 tasks. Somebody else may be faster: then
        KneoNotFoundError or KneoConflictError is raised, and it can be called again.

        GET /v1/human-tasks, POST /v1/human-tasks/{continuation_id}/resume
        """
        self._check("any", body, idempotency_key)
        page = await self.list(run_id=run_id, workflow_kind=workflow_kind, limit=MAX_PAGE_SIZE)
        pending = [task for task in page.tasks if task.get("status", "pending") == "pending"]
        if not pending:
            return None
        task = min(pending, key=_deadline)
        continuation_id = task.get("continuation_id") or task.get("id")
        if not isinstance(continuation_id, str):
            raise KneoProtocolError("GET /v1/human-tasks: a pending task has neither continuation_id nor id")
        return await self.resume(continuation_id, _answering(body, _request(task)), idempotency_key=idempotency_key)

    def _check(self, continuation_id: str, body: object, idempotency_key: str | None) -> None:
        """Refuse what `resume` could not send, before anything else is sent."""
        self._calls.prepare(
            ops.resume_human_task, {"continuation_id": continuation_id}, body=body, idempotency_key=idempotency_key
        )


def _request(task: HumanTaskListResponseTasksItem) -> dict[str, Any]:
    request = task.get("pending_human_request") or task.get("request")
    return request if isinstance(request, dict) else {}


def _deadline(task: HumanTaskListResponseTasksItem) -> float:
    request = _request(task)
    deadline = request.get("deadline_epoch") or request.get("expires_at")
    return float(deadline) if isinstance(deadline, (int, float)) else float("inf")


def _answering(body: HumanResumeRequest | dict[str, Any], request: Any) -> HumanResumeRequest | dict[str, Any]:
    """`body` for `request`: a dict that does not say which request it answers gets that request's id."""
    if not isinstance(body, dict) or "request_id" in body or not request or "request_id" not in request:
        return body
    return {**body, "request_id": request["request_id"]}
