"""What an operator of the platform configures: keys with roles, size limits, timing, and where spec files live."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.emulator.clock import Clock

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
"""The example specs that come with the emulator; `spec_path` is relative to this directory by default."""

ALL_SCOPES = frozenset(
    {
        "runs:read",
        "runs:write",
        "specs:read",
        "human:read",
        "human:write",
        "audit:read",
        "audit:write",
        "credentials:read",
        "policies:read",
        "policies:write",
    }
)

ROLES: dict[str, frozenset[str]] = {
    "admin": ALL_SCOPES,
    "operator": ALL_SCOPES - {"human:write", "audit:write"},
    "service": ALL_SCOPES - {"policies:write"},
    "reviewer": frozenset({"runs:read", "human:read", "human:write", "audit:read"}),
    "viewer": frozenset({"runs:read", "specs:read", "human:read", "audit:read"}),
}
"""Scopes by role. An operator cannot resume human tasks; that takes a reviewer or a service key."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One key of the service.

    name: the `actor` of audit events. key: the secret, without a colon. grants: roles and scopes.
    """

    name: str
    key: str = field(repr=False)
    grants: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.key or ":" in self.key:
            raise ValueError("an API key is not empty and has no ':'")
        unknown = [grant for grant in self.grants if grant not in ROLES and grant not in ALL_SCOPES]
        if unknown or not self.grants:
            raise ValueError(
                f"neither a role ({', '.join(ROLES)}) nor a scope: {', '.join(unknown) or '(nothing given)'}"
            )

    @property
    def scopes(self) -> frozenset[str]:
        """All scopes that the grants add up to."""
        return frozenset().union(*(ROLES.get(grant, frozenset({grant})) for grant in self.grants))

    @classmethod
    def parse(cls, text: str) -> ApiKey:
        """Read `name:key:role_or_scope[,role_or_scope]`; a text without a colon is an admin's key."""
        if ":" not in text:
            return cls("admin", text, ("admin",))
        parts = text.split(":")
        if len(parts) != 3:
            raise ValueError("an API key is given as name:key:role_or_scope[,role_or_scope...] or as the bare key")
        name, key, grants = parts
        return cls(name, key, tuple(grant.strip() for grant in grants.split(",") if grant.strip()))


DEFAULT_KEYS = tuple(ApiKey(role, f"local-{role}-key", (role,)) for role in ROLES)
"""One key per role, for a platform that nobody but this machine can reach."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Size limits, in bytes or characters as the platform counts them."""

    body_bytes: int = 1_048_576
    input_chars: int = 20_000
    content_chars: int = 20_000
    spec_bytes: int = 262_144
    overrides_bytes: int = 65_536
    metadata_bytes: int = 32_768
    list_items: int = 100
    path_chars: int = 4_096
    idempotency_key_chars: int = 256


@dataclass(frozen=True, slots=True)
class Skill:
    """An ability that runs can lend to their agent. The offline agent does the same with and without one."""

    name: str
    description: str


DEFAULT_SKILLS = (
    Skill("citations", "Say where each statement comes from."),
    Skill("plain-language", "Write so that people outside the trade understand it."),
    Skill("translation", "Answer in the language of the input."),
)

SPEC_VERSIONS = ("0.4.0", "1.2.0")
"""The releases that can be emulated, the oldest first: those of which the wire contract is at hand."""


@dataclass(frozen=True, slots=True)
class KneoSettings:
    """Configuration of one emulated platform.

    spec_version: the release to behave as, one of `SPEC_VERSIONS`.
    keys: empty turns authentication off. step_seconds: how long a step of an asynchronous run takes, unless the spec
    says otherwise. spec_root: the directory that `spec_path` is relative to; nothing outside it is read.
    clock: None for the wall clock, `Clock.frozen()` for time that only `state.advance` moves. secrets: names that the
    credential inventory reports as present. skills: what can be listed and lent to an agent. refuse_unknown_query:
    answer 422 to query parameters that an operation does not have; None does so if the release does (0.11.0 and later).
    """

    keys: tuple[ApiKey, ...] = DEFAULT_KEYS
    step_seconds: float = 0.05
    spec_root: Path = EXAMPLES
    limits: Limits = Limits()
    clock: Clock | None = None
    secrets: frozenset[str] = frozenset({"KNEO_SERV_API_KEYS"})
    refuse_unknown_query: bool | None = None
    spec_version: str = SPEC_VERSIONS[-1]
    skills: tuple[Skill, ...] = DEFAULT_SKILLS

    def __post_init__(self) -> None:
        if self.spec_version not in SPEC_VERSIONS:
            raise ValueError(f"spec_version is one of {', '.join(SPEC_VERSIONS)}, not {self.spec_version!r}")
        names = [key.name for key in self.keys]
        if len(set(names)) != len(names) or len({key.key for key in self.keys}) != len(names):
            raise ValueError("each API key has a name and a secret of its own")
        if self.step_seconds < 0:
            raise ValueError("step_seconds is not negative")

    def since(self, version: str) -> bool:
        """Whether the emulated release is `version` or a later one."""
        return _numbers(self.spec_version) >= _numbers(version)

    @property
    def refuses_unknown_query(self) -> bool:
        """Whether a query parameter that an operation does not have is a failure."""
        return self.since("0.11.0") if self.refuse_unknown_query is None else self.refuse_unknown_query


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
