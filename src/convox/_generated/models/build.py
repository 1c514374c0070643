"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.codec import GO_ZERO_TIMES as _ZERO
from trellis.core.runtime.codec import load_datetime as _load_time
from trellis.core.runtime.objects import ExtraFields

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


__all__ = ["Build"]

_KEYS = frozenset(
    (
        "id",
        "app",
        "description",
        "entrypoint",
        "git-sha",
        "logs",
        "manifest",
        "process",
        "release",
        "reason",
        "repository",
        "status",
        "started",
        "ended",
    )
)


@_define(kw_only=True, init=False)
class Build(ExtraFields[Any]):
    """A build: an app's images, made from source."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "app": "app",
        "description": "description",
        "entrypoint": "entrypoint",
        "git-sha": "git_sha",
        "logs": "logs",
        "manifest": "manifest",
        "process": "process",
        "release": "release",
        "reason": "reason",
        "repository": "repository",
        "status": "status",
        "started": "started",
        "ended": "ended",
    }

    id: str
    app: str
    description: str
    entrypoint: str
    """The image's entry point."""
    git_sha: str
    """The commit that the source was taken from."""
    logs: str
    """Where the logs are stored, once the build has ended."""
    manifest: str
    """The whole manifest."""
    process: str
    """The process that builds."""
    release: str
    """The release that was made of it."""
    reason: str
    """Why it failed."""
    repository: str
    """Where the images are."""
    status: str
    """created, running, complete, failed or error."""
    started: datetime.datetime | None
    ended: datetime.datetime | None
    """None while it runs."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        id: str = "",
        app: str = "",
        description: str = "",
        entrypoint: str = "",
        git_sha: str = "",
        logs: str = "",
        manifest: str = "",
        process: str = "",
        release: str = "",
        reason: str = "",
        repository: str = "",
        status: str = "",
        started: datetime.datetime | None = None,
        ended: datetime.datetime | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.id = id
        self.app = app
        self.description = description
        self.entrypoint = entrypoint
        self.git_sha = git_sha
        self.logs = logs
        self.manifest = manifest
        self.process = process
        self.release = release
        self.reason = reason
        self.repository = repository
        self.status = status
        self.started = started
        self.ended = ended
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.started = _c.as_time(self.started)
        self.ended = _c.as_time(self.ended)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.id = get("id") or ""
        self.app = get("app") or ""
        self.description = get("description") or ""
        self.entrypoint = get("entrypoint") or ""
        self.git_sha = get("git-sha") or ""
        self.logs = get("logs") or ""
        self.manifest = get("manifest") or ""
        self.process = get("process") or ""
        self.release = get("release") or ""
        self.reason = get("reason") or ""
        self.repository = get("repository") or ""
        self.status = get("status") or ""
        self.started = None if not (v := get("started")) or v in _ZERO else _load_time(v)
        self.ended = None if not (v := get("ended")) or v in _ZERO else _load_time(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "id": self.id,
            "app": self.app,
            "description": self.description,
            "entrypoint": self.entrypoint,
            "git-sha": self.git_sha,
            "logs": self.logs,
            "manifest": self.manifest,
            "process": self.process,
            "release": self.release,
            "reason": self.reason,
            "repository": self.repository,
            "status": self.status,
            "started": _c.dump_go_time(self.started),
            "ended": _c.dump_go_time(self.ended),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
