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

    from ..models.app_budget_shutdown_state_service import AppBudgetShutdownStateService


__all__ = ["AppBudgetShutdownState"]

_KEYS = frozenset(
    (
        "schemaVersion",
        "shutdownAt",
        "armedAt",
        "restoredAt",
        "expiredAt",
        "recoveryMode",
        "shutdownOrder",
        "shutdownTickId",
        "manifestSha256",
        "eligibleServiceCount",
        "services",
        "flapSuppressedUntil",
        "armedNotificationFiredAt",
        "firedNotificationFiredAt",
        "noopNotificationFiredAt",
        "cancelledNotificationFiredAt",
        "expiredNotificationFiredAt",
        "flapSuppressedNotificationFiredAt",
        "failedNotificationFiredAt",
        "restoredNotificationFiredAt",
        "notifyBeforeMinutes",
        "recoveryBannerDismissedAt",
        "discoveryReason",
        "failureReason",
    )
)


@_define(kw_only=True, init=False)
class AppBudgetShutdownState(ExtraFields[Any]):
    """How far an automatic shutdown, or the recovery from one, has come."""

    _attribute_of: ClassVar[Mapping[str, str]] = {
        "schemaVersion": "schema_version",
        "shutdownAt": "shutdown_at",
        "armedAt": "armed_at",
        "restoredAt": "restored_at",
        "expiredAt": "expired_at",
        "recoveryMode": "recovery_mode",
        "shutdownOrder": "shutdown_order",
        "shutdownTickId": "shutdown_tick_id",
        "manifestSha256": "manifest_sha_256",
        "eligibleServiceCount": "eligible_service_count",
        "services": "services",
        "flapSuppressedUntil": "flap_suppressed_until",
        "armedNotificationFiredAt": "armed_notification_fired_at",
        "firedNotificationFiredAt": "fired_notification_fired_at",
        "noopNotificationFiredAt": "noop_notification_fired_at",
        "cancelledNotificationFiredAt": "cancelled_notification_fired_at",
        "expiredNotificationFiredAt": "expired_notification_fired_at",
        "flapSuppressedNotificationFiredAt": "flap_suppressed_notification_fired_at",
        "failedNotificationFiredAt": "failed_notification_fired_at",
        "restoredNotificationFiredAt": "restored_notification_fired_at",
        "notifyBeforeMinutes": "notify_before_minutes",
        "recoveryBannerDismissedAt": "recovery_banner_dismissed_at",
        "discoveryReason": "discovery_reason",
        "failureReason": "failure_reason",
    }

    schema_version: int
    """Version of this record's form."""
    shutdown_at: datetime.datetime | None
    armed_at: datetime.datetime | None
    """When the shutdown was announced."""
    restored_at: datetime.datetime | None
    expired_at: datetime.datetime | None
    recovery_mode: str
    """How services come back."""
    shutdown_order: str
    """In which order services stop."""
    shutdown_tick_id: str
    manifest_sha_256: str
    eligible_service_count: int
    """How many services could be stopped."""
    services: list[AppBudgetShutdownStateService]
    """What was stopped, and how it was before."""
    flap_suppressed_until: datetime.datetime | None
    """Until when a new shutdown is held back."""
    armed_notification_fired_at: datetime.datetime | None
    fired_notification_fired_at: datetime.datetime | None
    noop_notification_fired_at: datetime.datetime | None
    cancelled_notification_fired_at: datetime.datetime | None
    expired_notification_fired_at: datetime.datetime | None
    flap_suppressed_notification_fired_at: datetime.datetime | None
    failed_notification_fired_at: datetime.datetime | None
    restored_notification_fired_at: datetime.datetime | None
    notify_before_minutes: int | None
    """Minutes between the announcement and the shutdown."""
    recovery_banner_dismissed_at: datetime.datetime | None
    discovery_reason: str
    failure_reason: str
    additional_properties: dict[str, Any] = _field(repr=False)
    """Members that the document does not name, by wire name."""

    def __init__(
        self,
        /,
        *,
        schema_version: int = 0,
        shutdown_at: datetime.datetime | None = None,
        armed_at: datetime.datetime | None = None,
        restored_at: datetime.datetime | None = None,
        expired_at: datetime.datetime | None = None,
        recovery_mode: str = "",
        shutdown_order: str = "",
        shutdown_tick_id: str = "",
        manifest_sha_256: str = "",
        eligible_service_count: int = 0,
        services: list[AppBudgetShutdownStateService] | None = None,
        flap_suppressed_until: datetime.datetime | None = None,
        armed_notification_fired_at: datetime.datetime | None = None,
        fired_notification_fired_at: datetime.datetime | None = None,
        noop_notification_fired_at: datetime.datetime | None = None,
        cancelled_notification_fired_at: datetime.datetime | None = None,
        expired_notification_fired_at: datetime.datetime | None = None,
        flap_suppressed_notification_fired_at: datetime.datetime | None = None,
        failed_notification_fired_at: datetime.datetime | None = None,
        restored_notification_fired_at: datetime.datetime | None = None,
        notify_before_minutes: int | None = None,
        recovery_banner_dismissed_at: datetime.datetime | None = None,
        discovery_reason: str = "",
        failure_reason: str = "",
        additional_properties: dict[str, Any] | None = None,
        **aliases: Any,
    ) -> None:
        """Every member has a default. `aliases` takes members by their wire names; names of no member are ignored."""
        self.schema_version = schema_version
        self.shutdown_at = shutdown_at
        self.armed_at = armed_at
        self.restored_at = restored_at
        self.expired_at = expired_at
        self.recovery_mode = recovery_mode
        self.shutdown_order = shutdown_order
        self.shutdown_tick_id = shutdown_tick_id
        self.manifest_sha_256 = manifest_sha_256
        self.eligible_service_count = eligible_service_count
        self.services = [] if services is None else services
        self.flap_suppressed_until = flap_suppressed_until
        self.armed_notification_fired_at = armed_notification_fired_at
        self.fired_notification_fired_at = fired_notification_fired_at
        self.noop_notification_fired_at = noop_notification_fired_at
        self.cancelled_notification_fired_at = cancelled_notification_fired_at
        self.expired_notification_fired_at = expired_notification_fired_at
        self.flap_suppressed_notification_fired_at = flap_suppressed_notification_fired_at
        self.failed_notification_fired_at = failed_notification_fired_at
        self.restored_notification_fired_at = restored_notification_fired_at
        self.notify_before_minutes = notify_before_minutes
        self.recovery_banner_dismissed_at = recovery_banner_dismissed_at
        self.discovery_reason = discovery_reason
        self.failure_reason = failure_reason
        self.additional_properties = {} if additional_properties is None else additional_properties
        if aliases:
            _c.take_aliases(self, aliases)
        self.shutdown_at = _c.as_time(self.shutdown_at)
        self.armed_at = _c.as_time(self.armed_at)
        self.restored_at = _c.as_time(self.restored_at)
        self.expired_at = _c.as_time(self.expired_at)
        self.services = _c.as_models(self.services, _m.AppBudgetShutdownStateService)
        self.flap_suppressed_until = _c.as_time(self.flap_suppressed_until)
        self.armed_notification_fired_at = _c.as_time(self.armed_notification_fired_at)
        self.fired_notification_fired_at = _c.as_time(self.fired_notification_fired_at)
        self.noop_notification_fired_at = _c.as_time(self.noop_notification_fired_at)
        self.cancelled_notification_fired_at = _c.as_time(self.cancelled_notification_fired_at)
        self.expired_notification_fired_at = _c.as_time(self.expired_notification_fired_at)
        self.flap_suppressed_notification_fired_at = _c.as_time(self.flap_suppressed_notification_fired_at)
        self.failed_notification_fired_at = _c.as_time(self.failed_notification_fired_at)
        self.restored_notification_fired_at = _c.as_time(self.restored_notification_fired_at)
        self.recovery_banner_dismissed_at = _c.as_time(self.recovery_banner_dismissed_at)

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Make one from decoded JSON; absent and null members become defaults.

        Raises TypeError, ValueError or AttributeError for what does not fit.
        """
        v: Any
        self = cls.__new__(cls)
        get = src.get
        self.schema_version = get("schemaVersion") or 0
        self.shutdown_at = None if not (v := get("shutdownAt")) or v in _ZERO else _load_time(v)
        self.armed_at = None if not (v := get("armedAt")) or v in _ZERO else _load_time(v)
        self.restored_at = None if not (v := get("restoredAt")) or v in _ZERO else _load_time(v)
        self.expired_at = None if not (v := get("expiredAt")) or v in _ZERO else _load_time(v)
        self.recovery_mode = get("recoveryMode") or ""
        self.shutdown_order = get("shutdownOrder") or ""
        self.shutdown_tick_id = get("shutdownTickId") or ""
        self.manifest_sha_256 = get("manifestSha256") or ""
        self.eligible_service_count = get("eligibleServiceCount") or 0
        self.services = (
            [_m.AppBudgetShutdownStateService.from_dict(i) for i in v if i is not None]
            if (v := get("services"))
            else []
        )
        self.flap_suppressed_until = None if not (v := get("flapSuppressedUntil")) or v in _ZERO else _load_time(v)
        self.armed_notification_fired_at = (
            None if not (v := get("armedNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.fired_notification_fired_at = (
            None if not (v := get("firedNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.noop_notification_fired_at = (
            None if not (v := get("noopNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.cancelled_notification_fired_at = (
            None if not (v := get("cancelledNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.expired_notification_fired_at = (
            None if not (v := get("expiredNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.flap_suppressed_notification_fired_at = (
            None if not (v := get("flapSuppressedNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.failed_notification_fired_at = (
            None if not (v := get("failedNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.restored_notification_fired_at = (
            None if not (v := get("restoredNotificationFiredAt")) or v in _ZERO else _load_time(v)
        )
        self.notify_before_minutes = get("notifyBeforeMinutes")
        self.recovery_banner_dismissed_at = (
            None if not (v := get("recoveryBannerDismissedAt")) or v in _ZERO else _load_time(v)
        )
        self.discovery_reason = get("discoveryReason") or ""
        self.failure_reason = get("failureReason") or ""
        self.additional_properties = (
            {} if _KEYS.issuperset(src) else {key: value for key, value in src.items() if key not in _KEYS}
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready plain data: all members that are always there, and of the others those that are set."""
        out: dict[str, Any] = {
            "schemaVersion": self.schema_version,
            "shutdownAt": None if self.shutdown_at is None else _c.dump_datetime(self.shutdown_at),
            "armedAt": None if self.armed_at is None else _c.dump_datetime(self.armed_at),
            "restoredAt": None if self.restored_at is None else _c.dump_datetime(self.restored_at),
            "expiredAt": None if self.expired_at is None else _c.dump_datetime(self.expired_at),
            "recoveryMode": self.recovery_mode,
            "shutdownOrder": self.shutdown_order,
            "shutdownTickId": self.shutdown_tick_id,
            "manifestSha256": self.manifest_sha_256,
            "eligibleServiceCount": self.eligible_service_count,
            "services": [i0.to_dict() for i0 in self.services],
            "flapSuppressedUntil": None
            if self.flap_suppressed_until is None
            else _c.dump_datetime(self.flap_suppressed_until),
            "armedNotificationFiredAt": None
            if self.armed_notification_fired_at is None
            else _c.dump_datetime(self.armed_notification_fired_at),
            "firedNotificationFiredAt": None
            if self.fired_notification_fired_at is None
            else _c.dump_datetime(self.fired_notification_fired_at),
            "noopNotificationFiredAt": None
            if self.noop_notification_fired_at is None
            else _c.dump_datetime(self.noop_notification_fired_at),
            "cancelledNotificationFiredAt": None
            if self.cancelled_notification_fired_at is None
            else _c.dump_datetime(self.cancelled_notification_fired_at),
            "expiredNotificationFiredAt": None
            if self.expired_notification_fired_at is None
            else _c.dump_datetime(self.expired_notification_fired_at),
            "flapSuppressedNotificationFiredAt": None
            if self.flap_suppressed_notification_fired_at is None
            else _c.dump_datetime(self.flap_suppressed_notification_fired_at),
            "failedNotificationFiredAt": None
            if self.failed_notification_fired_at is None
            else _c.dump_datetime(self.failed_notification_fired_at),
            "restoredNotificationFiredAt": None
            if self.restored_notification_fired_at is None
            else _c.dump_datetime(self.restored_notification_fired_at),
        }
        if self.notify_before_minutes is not None:
            out["notifyBeforeMinutes"] = self.notify_before_minutes
        if self.recovery_banner_dismissed_at is not None:
            out["recoveryBannerDismissedAt"] = _c.dump_datetime(self.recovery_banner_dismissed_at)
        if self.discovery_reason:
            out["discoveryReason"] = self.discovery_reason
        if self.failure_reason:
            out["failureReason"] = self.failure_reason
        for key, value in self.additional_properties.items():
            out.setdefault(key, _c.dump(value))
        return out
