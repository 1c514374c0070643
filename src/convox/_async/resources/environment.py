"""Environments: the variables of an app, which each of its releases keeps whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._answers import told
from ..._environment_text import check_changes, check_keys, environment_text, parse_environment
from ..._generated import operations as ops

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    from ...models import Release
    from ..calls import AsyncCalls

    Base = Literal["active", "latest"] | None

__all__ = ["AsyncEnvironment"]


class AsyncEnvironment(Group):
    """The variables of an app.

    The server knows whole environments only, so a change is made here: read, merge, make a new release, promote it.
    Two who change an app's environment at the same time may each lose what the other did.
    """

    def __init__(self, calls: AsyncCalls) -> None:
        self._calls = calls

    async def get(self, app: str) -> dict[str, str]:
        """The variables of the release that the app runs; none if it runs none yet.

        GET /apps/{name} and GET /apps/{app}/releases/{id}. White space around a variable's line is left out.
        """
        active = (await self._calls.call(ops.apps_get, {"name": app})).release
        return parse_environment(await self._text(app, active))

    async def set(self, app: str, env: Mapping[str, str], *, promote: bool = True, base: Base = None) -> Release:
        """Give variables a value; all others keep theirs.

        env: names and values. promote: have the app run the new release, too. base: which release the others are taken
        from: "active", the one that the app runs; "latest", the newest there is, as the CLI does it; None, the one that
        this client made last for the app and that is not promoted yet, if there is such, and otherwise the active one:
        so several changes with `promote=False` add up.

        GET /apps/{name} (for "latest" GET /apps/{app}/releases), GET /apps/{app}/releases/{id},
        POST /apps/{app}/releases and, with `promote`, POST /apps/{app}/releases/{id}/promote. Returns the new release,
        as it was made. Raises ValueError, before anything is sent, for a line break in a value and for a name that
        holds `=`; ConvoxValidationError if the app has no build yet, so that nothing can be promoted: use
        `promote=False` until then. A release whose promotion failed stays: the next change starts from it.
        """
        changes = check_changes(env)
        return await self._change(app, lambda variables: variables | changes, promote=promote, base=base)

    async def unset(self, app: str, *keys: str, promote: bool = True, base: Base = None) -> Release:
        """Take variables out; names that are not there are passed over. A release is made in any case.

        promote, base: as for `set`, and so are the requests and errors.

        GET /apps/{name} (for "latest" GET /apps/{app}/releases), GET /apps/{app}/releases/{id},
        POST /apps/{app}/releases and, with `promote`, POST /apps/{app}/releases/{id}/promote
        """
        gone = frozenset(check_keys(keys))
        return await self._change(
            app,
            lambda variables: {key: value for key, value in variables.items() if key not in gone},
            promote=promote,
            base=base,
        )

    async def _change(
        self,
        app: str,
        change: Callable[[dict[str, str]], dict[str, str]],
        *,
        promote: bool,
        base: Base,
    ) -> Release:
        if base not in (None, "active", "latest"):
            raise ValueError(f"base must be 'active', 'latest' or None, got {base!r}")
        # Whatever cannot be sent is refused now, and not after something was made already.
        self._calls.prepare(ops.releases_create, {"app": app, "env": "\n"})
        drafts = self._calls.drafts
        active: str | None = None
        if base == "latest":
            start = await self._newest(app)
        else:
            active = (await self._calls.call(ops.apps_get, {"name": app})).release
            start = active if base == "active" else drafts.base(app, active)
        variables = parse_environment(await self._text(app, start), verbatim=True)
        made = await self._calls.call(ops.releases_create, {"app": app, "env": environment_text(change(variables))})
        drafts.made(app, made.id, active)
        if promote:
            await self._calls.call(ops.releases_promote, {"app": app, "id": told(made.id, "the new release's id")})
            drafts.promoted(app)
        return made

    async def _newest(self, app: str) -> str:
        newest = await self._calls.call(ops.releases_list, {"app": app, "limit": 1})
        return newest[0].id if newest else ""

    async def _text(self, app: str, release_id: str) -> str:
        """The environment of a release, "" for none."""
        if not release_id:
            return ""
        return (await self._calls.call(ops.releases_get, {"app": app, "id": release_id})).env
