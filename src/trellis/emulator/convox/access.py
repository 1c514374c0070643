"""Who is asking, and whether they may: passwords and JWTs of a rack, deploy keys and sessions of a console."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .failures import UNAUTHORIZED, RackError
from .settings import ROLES, DeployKey, Role

if TYPE_CHECKING:
    from trellis.emulator.exchange import Call, Incoming

    from .rack import Rack
    from .state import ConvoxState

TOKEN_USER = "jwt"
CONSOLE_AGENT = "convox.go/"

OPEN = frozenset({"health_check"})
ANY_ROLE = frozenset({"auth_check"})
READING_SOCKETS = frozenset({"apps_logs", "builds_logs", "processes_logs", "services_logs", "system_logs"})
ADMINS_ONLY = frozenset({"budget_clear", "system_jwt_rotate"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent good credentials, and what they may do."""

    role: Role

    def may(self, role: Role) -> bool:
        """Whether the caller has this role, or one above."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def must_be_admin(self) -> None:
        """403 for anybody else."""
        if not self.may("admin"):
            raise RackError(403, f"{UNAUTHORIZED}: admin role required")


class ConsolePage(Exception):
    """The request is not one for a rack: a console shows its web page to whoever asks without naming one."""


def admit(state: ConvoxState, call: Call) -> tuple[Rack, Caller]:
    """The rack that a request is for, and who sent it; RackError 401 or 403 if they may not."""
    if call.operation.id in OPEN:
        return state.rack, Caller("read")
    if state.is_console:
        rack, caller = _through_console(state, call.incoming)
    else:
        rack, caller = state.rack, _of_rack(state, call.incoming)
    name = call.operation.id
    if name not in ANY_ROLE and not caller.may(_wanted_role(call)):
        raise RackError(401, UNAUTHORIZED)
    if name in ADMINS_ONLY:
        caller.must_be_admin()
    return rack, caller


def _wanted_role(call: Call) -> Role:
    """Reading is GET and nothing else: HEAD and OPTIONS count as writing, and a socket as what it is for."""
    if call.operation.ext.get("x-transport") == "websocket":
        return "read" if call.operation.id in READING_SOCKETS else "write"
    if call.operation.ext.get("x-any-method"):
        return "write"
    return "read" if call.incoming.method == "GET" else "write"


def _of_rack(state: ConvoxState, incoming: Incoming) -> Caller:
    user, password = _credentials(incoming)
    if user == TOKEN_USER:
        role = state.rack.tokens.role(password)
        if role is not None:
            return Caller(role)
    elif _same(password, state.settings.password):
        return Caller("admin")
    raise RackError(401, "invalid authentication", headers={"www-authenticate": 'Basic realm="convox"'})


def is_for_rack(incoming: Incoming) -> bool:
    """Whether a console takes a request for one to a rack: it names one, and comes from a client of racks."""
    return "rack" in incoming.headers and (incoming.headers.get("user-agent") or "").startswith(CONSOLE_AGENT)


def _through_console(state: ConvoxState, incoming: Incoming) -> tuple[Rack, Caller]:
    if not is_for_rack(incoming):
        raise ConsolePage
    name = incoming.headers["rack"]
    key = deploy_key(state, incoming)
    if name not in state.racks or (key.racks and name not in key.racks):
        raise RackError(401, f"{UNAUTHORIZED} rack: {name}")
    if state.require_session and incoming.headers.get("session") not in state.sessions:
        challenge = f'Session path="{state.session_path}" token="{"true" if state.mfa else "false"}"'
        raise RackError(401, "session required", headers={"www-authenticate": challenge})
    return state.racks[name], Caller(key.role)


def deploy_key(state: ConvoxState, incoming: Incoming) -> DeployKey:
    """The deploy key that a request carries; RackError 401 if it carries none that is known."""
    _, password = _credentials(incoming)
    for key in state.settings.deploy_keys:
        if _same(password, key.key):
            return key
    raise RackError(401, "invalid authentication")


def _credentials(incoming: Incoming) -> tuple[str, str]:
    scheme, _, value = (incoming.headers.get("authorization") or "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
