"""Generated from the pinned OpenAPI document by `make generate`: do not edit.

The models, each loaded on first use (PEP 562): an operation loads the few that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import App
    from .app_budget import AppBudget
    from .app_budget_dismiss_recovery_result import AppBudgetDismissRecoveryResult
    from .app_budget_shutdown_state import AppBudgetShutdownState
    from .app_budget_shutdown_state_keda import AppBudgetShutdownStateKeda
    from .app_budget_shutdown_state_original_scale import AppBudgetShutdownStateOriginalScale
    from .app_budget_shutdown_state_service import AppBudgetShutdownStateService
    from .app_budget_simulation_eligibility import AppBudgetSimulationEligibility
    from .app_budget_simulation_result import AppBudgetSimulationResult
    from .app_budget_state import AppBudgetState
    from .app_budget_status import AppBudgetStatus
    from .app_config import AppConfig
    from .app_cost import AppCost
    from .app_diagnostic_report import AppDiagnosticReport
    from .balancer import Balancer
    from .balancer_port import BalancerPort
    from .build import Build
    from .capacity import Capacity
    from .certificate import Certificate
    from .diagnostic_container import DiagnosticContainer
    from .diagnostic_event import DiagnosticEvent
    from .diagnostic_init_pod import DiagnosticInitPod
    from .diagnostic_overview import DiagnosticOverview
    from .diagnostic_pod import DiagnosticPod
    from .diagnostic_service_status import DiagnosticServiceStatus
    from .diagnostic_summary import DiagnosticSummary
    from .dns_01_solver import Dns01Solver
    from .error import Error
    from .instance import Instance
    from .key_pair import KeyPair
    from .lets_encrypt_config import LetsEncryptConfig
    from .manifest_service import ManifestService
    from .manifest_service_scale import ManifestServiceScale
    from .metric import Metric
    from .metric_value import MetricValue
    from .object_ import Object
    from .process import Process
    from .registry import Registry
    from .release import Release
    from .resource import Resource
    from .resource_parameter import ResourceParameter
    from .resource_type import ResourceType
    from .route_53 import Route53
    from .service import Service
    from .service_autoscale_state import ServiceAutoscaleState
    from .service_cost_line import ServiceCostLine
    from .service_metrics_row import ServiceMetricsRow
    from .service_nlb_port import ServiceNlbPort
    from .service_port import ServicePort
    from .service_triggers_options import ServiceTriggersOptions
    from .service_variant_cost_line import ServiceVariantCostLine
    from .system import System
    from .system_jwt import SystemJwt
    from .trigger_spec import TriggerSpec

_MODULES = {
    "App": ".app",
    "AppBudget": ".app_budget",
    "AppBudgetDismissRecoveryResult": ".app_budget_dismiss_recovery_result",
    "AppBudgetShutdownState": ".app_budget_shutdown_state",
    "AppBudgetShutdownStateKeda": ".app_budget_shutdown_state_keda",
    "AppBudgetShutdownStateOriginalScale": ".app_budget_shutdown_state_original_scale",
    "AppBudgetShutdownStateService": ".app_budget_shutdown_state_service",
    "AppBudgetSimulationEligibility": ".app_budget_simulation_eligibility",
    "AppBudgetSimulationResult": ".app_budget_simulation_result",
    "AppBudgetState": ".app_budget_state",
    "AppBudgetStatus": ".app_budget_status",
    "AppConfig": ".app_config",
    "AppCost": ".app_cost",
    "AppDiagnosticReport": ".app_diagnostic_report",
    "Balancer": ".balancer",
    "BalancerPort": ".balancer_port",
    "Build": ".build",
    "Capacity": ".capacity",
    "Certificate": ".certificate",
    "DiagnosticContainer": ".diagnostic_container",
    "DiagnosticEvent": ".diagnostic_event",
    "DiagnosticInitPod": ".diagnostic_init_pod",
    "DiagnosticOverview": ".diagnostic_overview",
    "DiagnosticPod": ".diagnostic_pod",
    "DiagnosticServiceStatus": ".diagnostic_service_status",
    "DiagnosticSummary": ".diagnostic_summary",
    "Dns01Solver": ".dns_01_solver",
    "Error": ".error",
    "Instance": ".instance",
    "KeyPair": ".key_pair",
    "LetsEncryptConfig": ".lets_encrypt_config",
    "ManifestService": ".manifest_service",
    "ManifestServiceScale": ".manifest_service_scale",
    "Metric": ".metric",
    "MetricValue": ".metric_value",
    "Object": ".object_",
    "Process": ".process",
    "Registry": ".registry",
    "Release": ".release",
    "Resource": ".resource",
    "ResourceParameter": ".resource_parameter",
    "ResourceType": ".resource_type",
    "Route53": ".route_53",
    "Service": ".service",
    "ServiceAutoscaleState": ".service_autoscale_state",
    "ServiceCostLine": ".service_cost_line",
    "ServiceMetricsRow": ".service_metrics_row",
    "ServiceNlbPort": ".service_nlb_port",
    "ServicePort": ".service_port",
    "ServiceTriggersOptions": ".service_triggers_options",
    "ServiceVariantCostLine": ".service_variant_cost_line",
    "System": ".system",
    "SystemJwt": ".system_jwt",
    "TriggerSpec": ".trigger_spec",
}

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

    def __getattr__(name: str) -> Any:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(module, __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES})
