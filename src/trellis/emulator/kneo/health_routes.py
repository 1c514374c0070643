"""healthz, livez, readyz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .failures import PlatformError
from .functions import FUNCTIONS
from .handlers import Context, Register, shown
from .spec_format import PROVIDERS
from .state import CHECKS

if TYPE_CHECKING:
    from trellis.emulator.exchange import Answer

health = Register()


def _health(context: Context, metadata: dict[str, Any]) -> Answer:
    answer = {
        "ok": True,
        "service": "kneo-serv-platform",
        "version": context.settings.spec_version,
        "metadata": metadata,
    }
    return shown(answer)


@health("healthz")
def healthz(context: Context) -> Answer:
    """The service answers."""
    return _health(context, {})


@health("livez")
def livez(context: Context) -> Answer:
    """The process is alive."""
    return _health(context, {})


@health("readyz")
def readyz(context: Context) -> Answer:
    """Every part is usable; 503 with the checks otherwise. From 0.6.0 on a check says no more than its outcome."""
    failing = context.state.failing_checks
    checks = {name: _check(name, failing.get(name)) for name in CHECKS}
    if context.since("0.6.0"):
        checks = {name: {"name": name, "ok": check["ok"]} for name, check in checks.items()}
    if failing:
        message = f"Platform is not ready: {', '.join(sorted(failing))}"
        raise PlatformError(503, "not_ready", message, metadata={"checks": checks})
    return _health(context, {"ready": True, "manager": "PlatformManager", "checks": checks})


def _check(name: str, failure: str | None) -> dict[str, Any]:
    if failure is not None:
        return {"name": name, "ok": False, "error": "OperationalError", "message": failure}
    registries = {"runtime_registry": list(FUNCTIONS), "providers": list(PROVIDERS), "tool_registry": []}
    names = registries.get(name)
    extra = {} if names is None else {"count": len(names), "names": names}
    return {"name": name, "ok": True, **extra}
