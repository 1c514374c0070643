"""The models of a rack's API: what a rack sends, and what it is sent. Each is loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._generated.models import *  # noqa: F403

# ruff: noqa: F405
# Written out, and held against the generated models by a test: type checkers do not read a list that is put together,
# and a star import would have no models in it.
__all__ = [
    "App",
    "AppBudget",
    "AppBudgetDismissRecoveryResult",
    "AppBudgetShutdownState",
    "AppBudgetShutdownStateKeda",
    "AppBudgetShutdownStateOriginalScale",
    "AppBudgetShutdownStateService",
    "AppBudgetSimulationEligibility",
    "AppBudgetSimulationResult",
    "AppBudgetState",
    "AppBudgetStatus",
    "AppConfig",
    "AppCost",
    "AppDiagnosticReport",
    "Balancer",
    "BalancerPort",
    "Build",
    "Capacity",
    "Certificate",
    "DiagnosticContainer",
    "DiagnosticEvent",
    "DiagnosticInitPod",
    "DiagnosticOverview",
    "DiagnosticPod",
    "DiagnosticServiceStatus",
    "DiagnosticSummary",
    "Dns01Solver",
    "Error",
    "Instance",
    "KeyPair",
    "LetsEncryptConfig",
    "ManifestService",
    "ManifestServiceScale",
    "Metric",
    "MetricValue",
    "Object",
    "Process",
    "Registry",
    "Release",
    "Resource",
    "ResourceParameter",
    "ResourceType",
    "Route53",
    "Service",
    "ServiceAutoscaleState",
    "ServiceCostLine",
    "ServiceMetricsRow",
    "ServiceNlbPort",
    "ServicePort",
    "ServiceTriggersOptions",
    "ServiceVariantCostLine",
    "System",
    "SystemJwt",
    "TriggerSpec",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from ._generated import models

        value = globals()[name] = getattr(models, name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__} - {"TYPE_CHECKING", "annotations"})
