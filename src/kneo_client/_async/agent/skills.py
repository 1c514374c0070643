"""Skills: abilities that a platform can lend to an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group
from trellis.core.pagination import DEFAULT_PAGE_SIZE

from ..._generated import operations as ops
from ..transport import caller_of
from ..walk import walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from trellis.core.progress import OnProgress

    from ..._generated.models import SkillsListResponse, SkillsListResponseSkillsItem
    from ..._options import SortOrder
    from ..transport import Transport

__all__ = ["SkillsClient"]


class SkillsClient(Group):
    """The skills that a platform knows (from 0.8.0 on). A run changes its agent's with the body's `skills`."""

    def __init__(self, transport: Transport) -> None:
        self._calls = caller_of(transport)

    async def list(
        self, *, limit: int = 100, offset: int = 0, sort_by: str = "name", sort_order: SortOrder = "asc"
    ) -> SkillsListResponse:
        """One page of skills; each has a `name` and what else the platform says of it.

        limit: 1 to 1000. offset: 0 to 10000. sort_order: "asc" or "desc".

        GET /v1/skills. It needs a platform from 0.8.0 on; older ones answer KneoNotFoundError. `iterate` walks over all
        pages.
        """
        return await self._calls.call(
            ops.list_skills, {"limit": limit, "offset": offset, "sort_by": sort_by, "sort_order": sort_order}
        )

    def iterate(
        self,
        *,
        page_size: int = DEFAULT_PAGE_SIZE,
        start_offset: int = 0,
        sort_by: str = "name",
        sort_order: SortOrder = "asc",
        progress: OnProgress = None,
    ) -> AsyncIterator[SkillsListResponseSkillsItem]:
        """Walk over all skills, fetching a page of `page_size` (at most 1000) whenever one is used up.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/skills, repeatedly.
        """
        return walk(
            self._calls,
            ops.list_skills,
            {"sort_by": sort_by, "sort_order": sort_order},
            page_size=page_size,
            start_offset=start_offset,
            progress=progress,
        )
