"""The asynchronous client of a Kneo platform."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from trellis.core.runtime.unset import UNSET, Unset
from trellis.core.secrets import refuse_pickle

from .agent import AgentClient
from .platform import PlatformClient
from .transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import httpx

    from trellis.core.aio import BroughtClient
    from trellis.core.observe import Hook

    from ..core.auth import AuthScheme
    from ..core.profiles import Profile
    from ..core.retries import RetryPolicy

__all__ = ["KneoClient"]


class KneoClient:
    """A client of one Kneo platform.

    profile: where and as whom; see also `from_profile`. http_client: an `httpx.AsyncClient` of your own, which stays
    yours to close. retry_policy: by default three attempts. hooks: functions that are told about every call.

    `platform` operates runs and asks after health; `agent` develops specs. Making a client sends nothing.
    """

    platform: PlatformClient
    agent: AgentClient

    def __init__(
        self,
        profile: Profile,
        *,
        http_client: BroughtClient | None = None,
        retry_policy: RetryPolicy | None = None,
        hooks: Sequence[Hook] = (),
    ) -> None:
        self._mount(Transport(profile, http_client=http_client, retry_policy=retry_policy, hooks=hooks))

    def _mount(self, transport: Transport) -> None:
        self._transport = transport
        self.platform = PlatformClient(transport)
        self.agent = AgentClient(transport)

    @classmethod
    def from_profile(
        cls,
        name: str | None = None,
        *,
        config_file: Path | None = None,
        url: str | None = None,
        api_key: str | None = None,
        auth_scheme: AuthScheme | str | None = None,
        timeout: float | httpx.Timeout | None = None,
        http_client: BroughtClient | None = None,
        retry_policy: RetryPolicy | None = None,
        hooks: Sequence[Hook] = (),
    ) -> KneoClient:
        """A client for the profile that `load_profile` puts together from file, environment and these arguments.

        Raises ProfileError if the URL or the key is nowhere to be found, or something in the profile makes no sense.
        """
        from ..core.profiles import load_profile

        profile = load_profile(
            name, config_file=config_file, url=url, api_key=api_key, auth_scheme=auth_scheme, timeout=timeout
        )
        return cls(profile, http_client=http_client, retry_policy=retry_policy, hooks=hooks)

    @property
    def profile(self) -> Profile:
        """The profile this client was made for."""
        return self._transport.profile

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        request_id: str | None = None,
        retry_policy: RetryPolicy | None = None,
        deadline: float | None = None,
    ) -> httpx.Response:
        """Send a request to any path of the platform: the way to what has no method here. See `Transport.request`."""
        return await self._transport.request(
            method,
            path,
            json=json,
            params=params,
            headers=headers,
            idempotency_key=idempotency_key,
            request_id=request_id,
            retry_policy=retry_policy,
            deadline=deadline,
        )

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
        deadline: float | Unset | None = UNSET,
        headers: Mapping[str, str] | None = None,
        retry_policy: RetryPolicy | None = None,
        on_response: Callable[[httpx.Response], None] | None = None,
    ) -> KneoClient:
        """Another view of this client, over the same connections, with some options changed; this one stays as it is.

        timeout: seconds for each phase of an attempt; None for no limit. deadline: seconds for each whole call, retries
        and waits included; None for no limit. headers: sent with every request. on_response: called with the
        `httpx.Response` of every call that succeeds, before it is decoded: the way to an answer's headers.

            run = await client.with_options(deadline=5).platform.runs.get(run_id)
        """
        twin = object.__new__(type(self))
        twin._mount(
            self._transport.with_options(
                timeout=timeout, deadline=deadline, headers=headers, retry_policy=retry_policy, on_response=on_response
            )
        )
        return twin

    async def aclose(self) -> None:
        """Close the client's connections. Idempotent; an HTTP client that was passed in stays open."""
        await self._transport.aclose()

    async def __aenter__(self) -> KneoClient:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.profile.name!r} {self.profile.url}>"

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self, "an API key and connections")
