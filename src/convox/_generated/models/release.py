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


__all__ = ["Release"]

_KEYS = frozenset(("id", "app", "build", "env", "manifest", "description", "created"))


@_define(kw_only=True, init=False)
class Release(ExtraFields[Any]):
    """A release: a build together with an environment."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "app": "app",
        "build": "build",
        "env": "env",
        "manifest": "manifest",
        "description": "description",
        "created": "created",
    }

    id: str
    app: str
    build: str
    env: str = _field(repr=_c.masked)
    """The environment as lines of NAME=value. It holds secrets."""
    manifest: str
    """The whole manifest."""
    description: str
    created: datetime.datetime | None
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        id: str = "",
        app: str = "",
        build: str = "",
        env: str = "",
        manifest: str = "",
        description: str = "",
        created: datetime.datetime | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.id = id
        self.app = app
        self.build = build
        self.env = env
        self.manifest = manifest
        self.description = description
        self.created = created
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.created = _c.as_time(self.created)

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
        self.build = get("build") or ""
        self.env = get("env") or ""
        self.manifest = get("manifest") or ""
        self.description = get("description") or ""
        self.created = None if not (v := get("created")) or v in _ZERO else _load_time(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "id": self.id,
            "app": self.app,
            "build": self.build,
            "env": self.env,
            "manifest": self.manifest,
            "description": self.description,
            "created": _c.dump_go_time(self.created),
        }
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
