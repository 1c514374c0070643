"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define as _define
from attrs import field as _field

import trellis.core.runtime.codec as _c
from trellis.core.runtime.codec import GO_ZERO_TIMES as _ZERO
from trellis.core.runtime.codec import load_datetime as _load_time
from trellis.core.runtime.objects import ExtraFields

from .. import models as _m

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self

    from ..models.diagnostic_init_pod import DiagnosticInitPod
    from ..models.diagnostic_overview import DiagnosticOverview
    from ..models.diagnostic_pod import DiagnosticPod
    from ..models.diagnostic_summary import DiagnosticSummary


__all__ = ["AppDiagnosticReport"]

_KEYS = frozenset(("namespace", "rack", "app", "timestamp", "overview", "initPods", "pods", "summary"))


@_define(kw_only=True, init=False)
class AppDiagnosticReport(ExtraFields[Any]):
    """What keeps the processes of an app from running."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "namespace": "namespace",
        "rack": "rack",
        "app": "app",
        "timestamp": "timestamp",
        "overview": "overview",
        "initPods": "init_pods",
        "pods": "pods",
        "summary": "summary",
    }

    namespace: str
    rack: str
    app: str
    timestamp: datetime.datetime | None
    overview: DiagnosticOverview | None
    """The services of an app at a glance."""
    init_pods: list[DiagnosticInitPod]
    """Processes that prepare others."""
    pods: list[DiagnosticPod]
    summary: DiagnosticSummary | None
    """How many processes are how."""
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        namespace: str = "",
        rack: str = "",
        app: str = "",
        timestamp: datetime.datetime | None = None,
        overview: DiagnosticOverview | None = None,
        init_pods: list[DiagnosticInitPod] | None = None,
        pods: list[DiagnosticPod] | None = None,
        summary: DiagnosticSummary | None = None,
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.namespace = namespace
        self.rack = rack
        self.app = app
        self.timestamp = timestamp
        self.overview = overview
        self.init_pods = [] if init_pods is None else init_pods
        self.pods = [] if pods is None else pods
        self.summary = summary
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.timestamp = _c.as_time(self.timestamp)
        self.overview = _c.as_model(self.overview, _m.DiagnosticOverview)
        self.init_pods = _c.as_models(self.init_pods, _m.DiagnosticInitPod)
        self.pods = _c.as_models(self.pods, _m.DiagnosticPod)
        self.summary = _c.as_model(self.summary, _m.DiagnosticSummary)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.namespace = get("namespace") or ""
        self.rack = get("rack") or ""
        self.app = get("app") or ""
        self.timestamp = None if not (v := get("timestamp")) or v in _ZERO else _load_time(v)
        self.overview = None if (v := get("overview")) is None else _m.DiagnosticOverview.from_dict(v)
        self.init_pods = (
            [_m.DiagnosticInitPod.from_dict(i) for i in v if i is not None] if (v := get("initPods")) else []
        )
        self.pods = [_m.DiagnosticPod.from_dict(i) for i in v if i is not None] if (v := get("pods")) else []
        self.summary = None if (v := get("summary")) is None else _m.DiagnosticSummary.from_dict(v)
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "namespace": self.namespace,
            "rack": self.rack,
            "app": self.app,
            "timestamp": _c.dump_go_time(self.timestamp),
        }
        if self.overview is not None:
            out["overview"] = self.overview.to_dict()
        if self.init_pods:
            out["initPods"] = [i0.to_dict() for i0 in self.init_pods]
        if self.pods:
            out["pods"] = [i0.to_dict() for i0 in self.pods]
        if self.summary is not None:
            out["summary"] = self.summary.to_dict()
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
