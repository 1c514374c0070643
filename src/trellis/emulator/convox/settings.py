"""What is there before the first request: the rack, who may use it, and how fast things happen in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from trellis.emulator.clock import Clock

Role = Literal["read", "write", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

DEFAULT_MANIFEST = """\
environment:
  - PORT=3000
resources:
  database:
    type: postgres
balancers:
  public:
    service: web
    ports:
      443: 3000
services:
  web:
    build: .
    port: 3000
    command: bin/web
    scale:
      count: 1
      cpu: 250
      memory: 512
    resources:
      - database
  worker:
    build: .
    command: bin/worker
    scale:
      count: 1
"""


@dataclass(frozen=True, slots=True)
class DeployKey:
    """A key that a console knows.

    racks: the names of the racks it may reach; empty for all. role: what it may do there.
    """

    key: str = field(repr=False)
    racks: tuple[str, ...] = ()
    role: Role = "admin"

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"a role is one of {', '.join(ROLES)}, not {self.role!r}")


@dataclass(frozen=True, slots=True)
class ConvoxSettings:
    """Configuration of one emulated rack, or of a console.

    password: what a rack takes from any user. step_seconds: how long one step of a build takes; create_seconds,
    promote_seconds: how long an app is `creating` and `updating`, 0 for not at all. manifest: the `convox.yml` of
    builds whose source the emulator cannot read, because it is on another machine. clock: None for the wall clock,
    `Clock.frozen()` for time that only `state.clock.advance` moves. frame_chars: the most characters that a frame of
    a log carries, None for whole lines: real frames break anywhere.

    racks: names of racks behind a console; empty for a direct rack. deploy_keys: who may use them. session_path:
    where the console makes sessions.
    """

    password: str = field(default="local-rack-password", repr=False)
    name: str = "dev"
    version: str = "3.21.4"
    provider: str = "aws"
    region: str = "us-east-1"
    domain: str = "dev.rack.test"
    step_seconds: float = 0.05
    create_seconds: float = 0.0
    promote_seconds: float = 0.0
    manifest: str = field(default=DEFAULT_MANIFEST, repr=False)
    clock: Clock | None = None
    frame_chars: int | None = None
    racks: tuple[str, ...] = ()
    deploy_keys: tuple[DeployKey, ...] = (DeployKey("local-deploy-key"),)
    session_path: str = "/session"

    def __post_init__(self) -> None:
        if min(self.step_seconds, self.create_seconds, self.promote_seconds) < 0:
            raise ValueError("nothing takes less than no time")
        if self.frame_chars is not None and self.frame_chars < 1:
            raise ValueError("a frame carries at least one character")
        if not self.password:
            raise ValueError("a rack has a password")
        if len(set(self.racks)) != len(self.racks):
            raise ValueError("each rack of a console has a name of its own")
