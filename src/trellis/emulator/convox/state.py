"""What the emulator remembers: its racks, the console's sessions, and the switches by which a test changes it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trellis.emulator.clock import Clock

from .rack import Rack

if TYPE_CHECKING:
    import threading

    from .records import App
    from .settings import ConvoxSettings


class ConvoxState:
    """Everything since the last reset.

    racks: by the name the console knows them by; a direct rack is the only one. clock: the time of all of them.

    Switches: nulls: every empty list of an answer is written as null. For a console also: require_session: requests
    without a session are challenged. mfa: the challenge says that a second factor is wanted. session_path: where the
    challenge sends a client. refuse_sessions: nothing is made there.
    """

    def __init__(self, settings: ConvoxSettings, lock: threading.RLock) -> None:
        self.lock = lock
        self.settings = settings
        self.clock = settings.clock or Clock()
        self.is_console = bool(settings.racks)
        names = settings.racks or (settings.name,)
        self.racks = {name: Rack(name.rpartition("/")[2], settings, self.clock) for name in names}
        self.sessions: set[str] = set()
        self.nulls = False
        self.require_session = False
        self.refuse_sessions = False
        self.mfa = False
        self.session_path = settings.session_path

    @property
    def rack(self) -> Rack:
        """The rack, or the first one of the console."""
        return next(iter(self.racks.values()))

    @property
    def apps(self) -> dict[str, App]:
        """The apps of `rack`, as far as time has brought them."""
        with self.lock:
            self.rack.settle()
            return self.rack.apps

    def open_session(self) -> str:
        """A new session of the console."""
        with self.lock:
            session = secrets.token_hex(16)
            self.sessions.add(session)
            return session

    def end_sessions(self) -> None:
        """Have every session run out."""
        with self.lock:
            self.sessions.clear()

    def write_log(self, app: str, service: str, text: str) -> None:
        """Have a service of an app say something; LookupError if none of its processes runs."""
        with self.lock:
            self.rack.write_log(self.apps[app], service, text)
