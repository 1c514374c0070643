"""The console's sessions: a challenge is met by asking for a new session, once for all who wait."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trellis.core.auth.shared_work import exclusive_in_time
from trellis.core.encode import check_path
from trellis.core.flow import Call, FlowContext, call_flow
from trellis.core.ids import new_uuid4
from trellis.core.secrets import Secret, scrub
from trellis.core.single_flight import SingleFlight
from trellis.core.wire import HeaderSet, WireRequest

from .exceptions import REQUEST_ID_HEADER, ConvoxAuthError, ConvoxError

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.core.effects import Flow, Timeouts, WireResponse

    from ._settings import Settings

__all__ = ["ConsoleAuth"]

_CHALLENGE = re.compile(r'Session path="([^"]*)" token="([^"]*)"')
_TELLING = 8
"""How long a credential is at least that does not stand in a path by chance."""
MFA = (
    "MFA authentication required: the console wants this session confirmed with a second factor. "
    'Run "convox rack" in a terminal and confirm it there, then try again'
)


class ConsoleAuth:
    """The session of one client, and of all its views, as the flow's `Auth`.

    A rack never challenges; that is the console's doing. A session is kept for the client's life and nowhere else.
    """

    def __init__(
        self,
        settings: Settings,
        base_url: str,
        *,
        context: Callable[[], FlowContext],
        clock: Callable[[], float],
        timeouts: Timeouts | None,
    ) -> None:
        """base_url: of the client, "" where the caller's own HTTP client has one. context: what the request for a
        session is made in."""
        self._settings = settings
        self._base_url = base_url
        self._context = context
        self._clock = clock
        self._timeouts = timeouts
        self._flight = SingleFlight()
        self._session = settings.session
        self._earlier: Secret | None = None

    def __repr__(self) -> str:
        return f"<ConsoleAuth {'with' if self._session else 'without'} a session>"

    @property
    def held(self) -> Secret | None:
        """The session in use."""
        return self._session

    def session(self) -> ConsoleSession:
        """Authorisation of one call."""
        return ConsoleSession(self)

    def secrets(self) -> tuple[Secret, ...]:
        """The session in use, and the one before it: an answer to a call of that time may quote it."""
        return tuple(session for session in (self._session, self._earlier) if session is not None)

    def scrubbed(self, text: str) -> str:
        """What a server said, without anything of ours that it may have quoted."""
        return scrub(text, self._credentials())

    def quoted_in(self, path: str) -> bool:
        """Whether a server has put a credential of ours into a path. One that is short may stand there by chance."""
        long = (secret.reveal() for secret in self._credentials() if len(secret.reveal()) >= _TELLING)
        return any(secret in path for secret in long)

    def _credentials(self) -> tuple[Secret, ...]:
        settings = self._settings
        return (settings.authorization, *settings.secrets, *self.secrets())

    def renew(self, refused: Secret | None, path: str, deadline: float | None) -> Flow[bool]:
        """Have a session other than the refused one; whether that worked."""
        return (
            yield from exclusive_in_time(
                self._flight, "session", lambda: self._ask(refused, path, deadline), deadline, self._clock
            )
        )

    def _ask(self, refused: Secret | None, path: str, deadline: float | None) -> Flow[bool]:
        if self._session is not refused:
            return True  # another call has had one in the meantime
        headers = self._settings.header_set()
        if refused is not None:
            headers = headers.with_((b"Session", refused.reveal().encode("latin-1")))
        call = Call(
            WireRequest("POST", self._base_url + path, headers),
            name="session",
            label=f"POST {path.partition('?')[0]}",
            request_id=new_uuid4(),
            idempotency_key=None,
            replayable=False,
            timeouts=self._timeouts,
            deadline=deadline,
            budget=None,
            stream=False,
        )
        try:
            response = yield from call_flow(call, self._context())
        except ConvoxError:
            if deadline is not None and self._clock() >= deadline:
                raise
            return False
        session = _session_in(response)
        if session is None:
            return False
        self._earlier, self._session = refused, session
        return True


class ConsoleSession:
    """Authorisation of one call: at most one new session."""

    __slots__ = ("_auth", "_may_renew", "_shown")

    def __init__(self, auth: ConsoleAuth) -> None:
        self._auth = auth
        self._shown: Secret | None = None
        self._may_renew = True

    def authorise(self, request: WireRequest, deadline: float | None) -> Flow[WireRequest]:
        """The request with the session, if there is one."""
        yield from ()
        shown = self._shown = self._auth.held
        if shown is None:
            return request
        return request.with_headers((b"Session", shown.reveal().encode("latin-1")))

    def answered(self, request: WireRequest, response: WireResponse) -> None:
        """Nothing is to be learnt from other answers."""

    def challenged(self, request: WireRequest, response: WireResponse, deadline: float | None) -> Flow[bool]:
        """Whether a new session was had. ConvoxAuthError where only a person can have one, or where the challenge
        points to another server, which must not see our credentials."""
        if response.status_code != 401 or not self._may_renew:
            return False
        match = _CHALLENGE.fullmatch((response.headers.get("www-authenticate") or "").strip())
        if match is None:
            return False
        self._may_renew = False
        path, token = match.groups()
        request_id = self._auth.scrubbed(response.headers.get(REQUEST_ID_HEADER) or "") or None
        if token == "true":
            raise ConvoxAuthError(401, MFA, request_id)
        # A path is shown to hooks and logs: it must not be asked for with our key in it.
        problem = "quotes our credentials" if self._auth.quoted_in(path) else _fault_of(path)
        if problem:
            del match, path  # a crash report shows the variables of this frame, and a server may have quoted our key
            raise ConvoxAuthError(
                401, f"the session challenge was refused, and nothing was sent there: its path {problem}", request_id
            )
        target = path if path.startswith("/") else f"/{path}"
        return (yield from self._auth.renew(self._shown, target, deadline))


def _fault_of(path: str) -> str:
    """Why a challenge's path cannot be used; "" if it can. A path that names a host would take our key there."""
    try:
        parts = urlsplit(path)
        if parts.scheme or parts.netloc or path.startswith("//"):
            return "names another address: only a path on the same host will do"
        if not path:
            return "is empty"
        check_path(path if path.startswith("/") else f"/{path}")
    except ValueError:  # which quotes the path, and a careless server may have quoted our key in it
        return "cannot be used: it holds a space, a control character, '#', a backslash or a dot segment"
    return ""


def _session_in(response: WireResponse) -> Secret | None:
    """The id in an answer of status 200, if it can stand in a header."""
    if response.status_code != 200:
        return None
    try:
        body = json.loads(response.content)
        session = body.get("id") if isinstance(body, dict) else None
        if not isinstance(session, str) or not session:
            return None
        HeaderSet.of([("Session", session)])
    except (ValueError, RecursionError):
        return None
    return Secret(session)
