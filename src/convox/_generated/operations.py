"""Generated from the pinned OpenAPI document by `make generate`: do not edit.

The operation table: one row per operation, as plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.runtime.operation import Body, Operation, Param, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .models.app import App
    from .models.app_budget_dismiss_recovery_result import AppBudgetDismissRecoveryResult
    from .models.app_budget_shutdown_state import AppBudgetShutdownState
    from .models.app_budget_simulation_result import AppBudgetSimulationResult
    from .models.app_budget_status import AppBudgetStatus
    from .models.app_config import AppConfig
    from .models.app_cost import AppCost
    from .models.app_diagnostic_report import AppDiagnosticReport
    from .models.balancer import Balancer
    from .models.build import Build
    from .models.capacity import Capacity
    from .models.certificate import Certificate
    from .models.instance import Instance
    from .models.key_pair import KeyPair
    from .models.lets_encrypt_config import LetsEncryptConfig
    from .models.manifest_service import ManifestService
    from .models.metric import Metric
    from .models.object_ import Object
    from .models.process import Process
    from .models.registry import Registry
    from .models.release import Release
    from .models.resource import Resource
    from .models.resource_type import ResourceType
    from .models.service import Service
    from .models.service_metrics_row import ServiceMetricsRow
    from .models.system import System
    from .models.system_jwt import SystemJwt

__all__ = [
    "OPERATIONS",
    "apps_cancel",
    "apps_cost",
    "apps_create",
    "apps_delete",
    "apps_diagnose",
    "apps_get",
    "apps_list",
    "apps_logs",
    "apps_manifest_service",
    "apps_metrics",
    "apps_metrics_by_service",
    "apps_update",
    "auth_check",
    "balancers_list",
    "budget_clear",
    "budget_dismiss_recovery",
    "budget_get",
    "budget_reset",
    "budget_set",
    "budget_shutdown_state",
    "budget_simulate_shutdown",
    "builds_create",
    "builds_export",
    "builds_get",
    "builds_import",
    "builds_import_image",
    "builds_list",
    "builds_logs",
    "builds_update",
    "certificates_apply",
    "certificates_create",
    "certificates_delete",
    "certificates_generate",
    "certificates_list",
    "certificates_renew",
    "configs_get",
    "configs_list",
    "configs_set",
    "events_send",
    "files_delete",
    "files_download",
    "files_upload",
    "health_check",
    "instances_keyroll",
    "instances_list",
    "instances_shell",
    "instances_terminate",
    "letsencrypt_config_apply",
    "letsencrypt_config_get",
    "objects_delete",
    "objects_exists",
    "objects_fetch",
    "objects_list",
    "objects_store",
    "processes_exec",
    "processes_get",
    "processes_list",
    "processes_logs",
    "processes_run",
    "processes_stop",
    "proxy_http",
    "proxy_tcp",
    "registries_add",
    "registries_list",
    "registries_proxy",
    "registries_remove",
    "releases_create",
    "releases_get",
    "releases_list",
    "releases_promote",
    "resources_console",
    "resources_export",
    "resources_get",
    "resources_import",
    "resources_list",
    "resources_system_create",
    "resources_system_delete",
    "resources_system_get",
    "resources_system_link",
    "resources_system_list",
    "resources_system_types",
    "resources_system_unlink",
    "resources_system_update",
    "services_list",
    "services_logs",
    "services_metrics",
    "services_restart",
    "services_scale_override",
    "services_triggers_disable",
    "services_triggers_enable",
    "services_triggers_threshold",
    "services_update",
    "system_capacity",
    "system_get",
    "system_jwt_rotate",
    "system_jwt_token",
    "system_karpenter_cleanup",
    "system_logs",
    "system_metrics",
    "system_processes",
    "system_releases",
    "system_update",
]

apps_list: Operation[list[App]] = Operation(
    "apps_list",
    "GET",
    "/apps",
    ("/apps",),
    replies=(Reply("200", "list[App]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the apps of the rack."""

apps_create: Operation[App] = Operation(
    "apps_create",
    "POST",
    "/apps",
    ("/apps",),
    params=(
        Param("name", "name", "form", "string", required=True),
        Param("generation", "generation", "form", "string", default="2"),
        Param("timeout", "timeout", "form", "integer"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", "", required=True),),
    replies=(Reply("200", "App", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Create an app.

The answer comes before the app is ready: its status is `creating` until it is `running`.
"""

apps_get: Operation[App] = Operation(
    "apps_get",
    "GET",
    "/apps/{name}",
    ("/apps/", ""),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "App", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get one app."""

apps_update: Operation[None] = Operation(
    "apps_update",
    "PUT",
    "/apps/{name}",
    ("/apps/", ""),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("lock", "lock", "form", "boolean"),
        Param("parameters", "parameters", "form", "string", style="deepObject", encoding="map"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Lock or unlock an app, or change its parameters.

Parameters that are not named keep their values.
"""

apps_delete: Operation[None] = Operation(
    "apps_delete",
    "DELETE",
    "/apps/{name}",
    ("/apps/", ""),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Delete an app with its services, builds and releases.

A locked app is refused.
"""

apps_cancel: Operation[None] = Operation(
    "apps_cancel",
    "POST",
    "/apps/{name}/cancel",
    ("/apps/", "/cancel"),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Stop the promotion that is under way and go back to the release before it.

403 where nothing is in progress.
"""

apps_logs: Operation[None] = Operation(
    "apps_logs",
    "GET",
    "/apps/{name}/logs",
    ("/apps/", "/logs"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("Filter", "filter", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Follow", "follow", "header", "boolean", style="simple", explode=False),
        Param("Maxlogrequests", "maxlogrequests", "header", "integer", style="simple", explode=False),
        Param("Prefix", "prefix", "header", "boolean", style="simple", explode=False),
        Param(
            "Since", "since", "header", "string", style="simple", explode=False, default="2m", encoding="go-duration"
        ),
        Param("Previous", "previous", "header", "boolean", style="simple", explode=False),
        Param("Tail", "tail", "header", "integer", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "read"},
)
"""Follow the logs of an app.

Text frames hold log lines; an empty binary frame is the end.
"""

apps_metrics: Operation[list[Metric]] = Operation(
    "apps_metrics",
    "GET",
    "/apps/{name}/metrics",
    ("/apps/", "/metrics"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("end", "end", "query", "string", encoding="go-time"),
        Param("metrics", "metrics", "query", "string", encoding="comma"),
        Param("start", "start", "query", "string", encoding="go-time"),
        Param("period", "period", "query", "integer"),
    ),
    replies=(Reply("200", "list[Metric]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Read the metrics of an app.

Racks on Kubernetes answer 501.
"""

apps_metrics_by_service: Operation[list[ServiceMetricsRow]] = Operation(
    "apps_metrics_by_service",
    "GET",
    "/apps/{app}/metrics-by-service",
    ("/apps/", "/metrics-by-service"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("services", "services", "query", "string", encoding="comma"),
        Param("end", "end", "query", "string", encoding="go-time"),
        Param("metrics", "metrics", "query", "string", encoding="comma"),
        Param("start", "start", "query", "string", encoding="go-time"),
        Param("period", "period", "query", "integer"),
    ),
    replies=(Reply("200", "list[ServiceMetricsRow]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Read metrics of several services of an app at once.

503 while the rack gathers metrics for others.
"""

apps_diagnose: Operation[AppDiagnosticReport] = Operation(
    "apps_diagnose",
    "GET",
    "/apps/{app}/diagnose",
    ("/apps/", "/diagnose"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("checks", "checks", "query", "string"),
        Param("services", "services", "query", "string"),
        Param("age", "age", "query", "integer", default=300),
        Param("all", "all", "query", "boolean"),
        Param("lines", "lines", "query", "integer", default=200),
        Param("events", "events", "query", "boolean", default=True),
        Param("previous", "previous", "query", "boolean", default=True),
    ),
    replies=(Reply("200", "AppDiagnosticReport", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Look for what keeps the processes of an app from running."""

apps_manifest_service: Operation[ManifestService] = Operation(
    "apps_manifest_service",
    "GET",
    "/apps/{app}/manifest/services/{service}",
    ("/apps/", "/manifest/services/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "ManifestService", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get what the manifest of the active release says of a service."""

apps_cost: Operation[AppCost] = Operation(
    "apps_cost",
    "GET",
    "/apps/{app}/cost",
    ("/apps/", "/cost"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "AppCost", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("apps",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Estimate what an app has cost since the start of the month."""

configs_list: Operation[list[AppConfig]] = Operation(
    "configs_list",
    "GET",
    "/apps/{app}/configs",
    ("/apps/", "/configs"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[AppConfig]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("configs",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the config files of an app."""

configs_get: Operation[AppConfig] = Operation(
    "configs_get",
    "GET",
    "/apps/{app}/configs/{name}",
    ("/apps/", "/configs/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "AppConfig", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("configs",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get one config file."""

configs_set: Operation[None] = Operation(
    "configs_set",
    "PUT",
    "/apps/{app}/configs/{name}",
    ("/apps/", "/configs/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("value", "value", "form", "string", encoding="base64"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("configs",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Write the content of a config file."""

balancers_list: Operation[list[Balancer]] = Operation(
    "balancers_list",
    "GET",
    "/apps/{app}/balancers",
    ("/apps/", "/balancers"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[Balancer]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("balancers",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the balancers of an app."""

budget_get: Operation[AppBudgetStatus] = Operation(
    "budget_get",
    "GET",
    "/apps/{app}/budget",
    ("/apps/", "/budget"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "AppBudgetStatus", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("budget",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get the budget of an app, and what of it is spent."""

budget_set: Operation[None] = Operation(
    "budget_set",
    "POST",
    "/apps/{app}/budget",
    ("/apps/", "/budget"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("ack_by", "ack_by", "form", "string", deprecated=True),
        Param("monthly-cap-usd", "monthly_cap_usd", "form", "string"),
        Param("alert-threshold-percent", "alert_threshold_percent", "form", "integer"),
        Param("at-cap-action", "at_cap_action", "form", "string"),
        Param("pricing-adjustment", "pricing_adjustment", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("budget",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write+admin-for-some", "x-unwrap": "none"},
)
"""Set the budget of an app.

Changing the cap needs the role admin.
"""

budget_clear: Operation[None] = Operation(
    "budget_clear",
    "DELETE",
    "/apps/{app}/budget",
    ("/apps/", "/budget"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("ack_by", "ack_by", "query", "string", deprecated=True),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("budget",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "admin", "x-unwrap": "none"},
)
"""Remove the budget of an app."""

budget_reset: Operation[None] = Operation(
    "budget_reset",
    "POST",
    "/apps/{app}/budget/reset",
    ("/apps/", "/budget/reset"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("force_clear_cooldown", "force_clear_cooldown", "form", "boolean"),
        Param("reset_period", "reset_period", "form", "boolean"),
        Param("ack_by", "ack_by", "form", "string", deprecated=True),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("budget",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write+admin-for-some", "x-unwrap": "none"},
)
"""Close a tripped budget breaker, and bring back services that it shut down.

Part of it needs the role admin.
"""

budget_shutdown_state: Operation[AppBudgetShutdownState] = Operation(
    "budget_shutdown_state",
    "GET",
    "/apps/{app}/budget/shutdown-state",
    ("/apps/", "/budget/shutdown-state"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "AppBudgetShutdownState", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("budget",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get how far an automatic shutdown, or the recovery from one, has come."""

budget_simulate_shutdown: Operation[AppBudgetSimulationResult] = Operation(
    "budget_simulate_shutdown",
    "POST",
    "/apps/{app}/budget/simulate-shutdown",
    ("/apps/", "/budget/simulate-shutdown"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "AppBudgetSimulationResult", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("budget",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Tell what an automatic shutdown would do, without doing it."""

budget_dismiss_recovery: Operation[AppBudgetDismissRecoveryResult] = Operation(
    "budget_dismiss_recovery",
    "POST",
    "/apps/{app}/budget/dismiss-recovery",
    ("/apps/", "/budget/dismiss-recovery"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("ack_by", "ack_by", "form", "string", deprecated=True),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "AppBudgetDismissRecoveryResult", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("budget",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Take the notice of a finished recovery off."""

builds_list: Operation[list[Build]] = Operation(
    "builds_list",
    "GET",
    "/apps/{app}/builds",
    ("/apps/", "/builds"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("limit", "limit", "query", "integer"),
    ),
    replies=(Reply("200", "list[Build]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the builds of an app, the newest first."""

builds_create: Operation[Build] = Operation(
    "builds_create",
    "POST",
    "/apps/{app}/builds",
    ("/apps/", "/builds"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("url", "url", "form", "string"),
        Param("build-args", "build_args", "form", "string", encoding="comma"),
        Param("description", "description", "form", "string"),
        Param("development", "development", "form", "boolean"),
        Param("external", "external", "form", "boolean"),
        Param("manifest", "manifest", "form", "string"),
        Param("no-cache", "no_cache", "form", "boolean"),
        Param("wildcard-domain", "wildcard_domain", "form", "boolean"),
        Param("git-sha", "git_sha", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "Build", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Build an app from a source archive.

The answer comes at once, with status `created` or `running`; follow the build by `builds_get` or its logs.
"""

builds_get: Operation[Build] = Operation(
    "builds_get",
    "GET",
    "/apps/{app}/builds/{id}",
    ("/apps/", "/builds/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "Build", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get one build."""

builds_update: Operation[Build] = Operation(
    "builds_update",
    "PUT",
    "/apps/{app}/builds/{id}",
    ("/apps/", "/builds/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
        Param("ended", "ended", "form", "string", encoding="go-time"),
        Param("entrypoint", "entrypoint", "form", "string"),
        Param("logs", "logs", "form", "string"),
        Param("manifest", "manifest", "form", "string"),
        Param("release", "release", "form", "string"),
        Param("started", "started", "form", "string", encoding="go-time"),
        Param("status", "status", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "Build", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Change the record of a build.

Used by the process that builds; a caller rarely needs it.
"""

builds_import: Operation[Build] = Operation(
    "builds_import",
    "POST",
    "/apps/{app}/builds/import",
    ("/apps/", "/builds/import"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    bodies=(Body("application/gzip", "raw", "", required=True),),
    replies=(Reply("200", "Build", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Import a build that `builds_export` has made.

The body is a gzipped archive and may be large; the answer comes when all of it is stored.
"""

builds_export: Operation[bytes] = Operation(
    "builds_export",
    "GET",
    "/apps/{app}/builds/{id}.tgz",
    ("/apps/", "/builds/", ".tgz"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    stream=True,
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "http-stream", "x-role": "read"},
)
"""Export a build, its images included, as a gzipped archive."""

builds_import_image: Operation[None] = Operation(
    "builds_import_image",
    "POST",
    "/apps/{app}/builds/{id}/image",
    ("/apps/", "/builds/", "/image"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
        Param("image", "image", "form", "string", required=True),
        Param("src-creds-user", "src_creds_user", "form", "string"),
        Param("src-creds-pass", "src_creds_pass", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", "", required=True),),
    replies=(Reply("202", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Copy an image of another registry into a build.

The answer comes before the copy is made; 422 for an image that cannot be taken.
"""

builds_logs: Operation[None] = Operation(
    "builds_logs",
    "GET",
    "/apps/{app}/builds/{id}/logs",
    ("/apps/", "/builds/", "/logs"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
        Param("Filter", "filter", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Follow", "follow", "header", "boolean", style="simple", explode=False),
        Param("Maxlogrequests", "maxlogrequests", "header", "integer", style="simple", explode=False),
        Param("Prefix", "prefix", "header", "boolean", style="simple", explode=False),
        Param(
            "Since", "since", "header", "string", style="simple", explode=False, default="2m", encoding="go-duration"
        ),
        Param("Previous", "previous", "header", "boolean", style="simple", explode=False),
        Param("Tail", "tail", "header", "integer", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("builds",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "read"},
)
"""Follow the logs of a build.

Text frames hold log lines; an empty binary frame is the end.
"""

releases_list: Operation[list[Release]] = Operation(
    "releases_list",
    "GET",
    "/apps/{app}/releases",
    ("/apps/", "/releases"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("limit", "limit", "query", "integer"),
    ),
    replies=(Reply("200", "list[Release]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("releases",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the releases of an app, the newest first."""

releases_create: Operation[Release] = Operation(
    "releases_create",
    "POST",
    "/apps/{app}/releases",
    ("/apps/", "/releases"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("build", "build", "form", "string"),
        Param("description", "description", "form", "string"),
        Param("env", "env", "form", "string"),
        Param("parent-release", "parent_release", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "Release", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("releases",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Create a release: a build together with an environment.

What is not given is taken from the latest release. Nothing runs before it is promoted.
"""

releases_get: Operation[Release] = Operation(
    "releases_get",
    "GET",
    "/apps/{app}/releases/{id}",
    ("/apps/", "/releases/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "Release", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("releases",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get one release."""

releases_promote: Operation[None] = Operation(
    "releases_promote",
    "POST",
    "/apps/{app}/releases/{id}/promote",
    ("/apps/", "/releases/", "/promote"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
        Param("development", "development", "form", "boolean"),
        Param("force", "force", "form", "boolean"),
        Param("idle", "idle", "form", "boolean"),
        Param("min", "min", "form", "integer"),
        Param("max", "max", "form", "integer"),
        Param("timeout", "timeout", "form", "integer"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("releases",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Make a release the active one.

403 while the app is updating, unless forced; 400 for a release older than the active one, or one whose manifest
is empty.
"""

services_list: Operation[list[Service]] = Operation(
    "services_list",
    "GET",
    "/apps/{app}/services",
    ("/apps/", "/services"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[Service]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the services of an app."""

services_update: Operation[None] = Operation(
    "services_update",
    "PUT",
    "/apps/{app}/services/{name}",
    ("/apps/", "/services/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("count", "count", "form", "integer"),
        Param("cpu", "cpu", "form", "integer"),
        Param("gpu", "gpu", "form", "integer"),
        Param("gpu-vendor", "gpu_vendor", "form", "string"),
        Param("memory", "memory", "form", "integer"),
        Param("min", "min", "form", "integer"),
        Param("max", "max", "form", "integer"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Scale a service."""

services_restart: Operation[None] = Operation(
    "services_restart",
    "POST",
    "/apps/{app}/services/{name}/restart",
    ("/apps/", "/services/", "/restart"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Replace the processes of a service."""

services_logs: Operation[None] = Operation(
    "services_logs",
    "GET",
    "/apps/{app}/services/{service}/logs",
    ("/apps/", "/services/", "/logs"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("Filter", "filter", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Follow", "follow", "header", "boolean", style="simple", explode=False),
        Param("Maxlogrequests", "maxlogrequests", "header", "integer", style="simple", explode=False),
        Param("Prefix", "prefix", "header", "boolean", style="simple", explode=False),
        Param(
            "Since", "since", "header", "string", style="simple", explode=False, default="2m", encoding="go-duration"
        ),
        Param("Previous", "previous", "header", "boolean", style="simple", explode=False),
        Param("Tail", "tail", "header", "integer", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "read"},
)
"""Follow the logs of a service.

Text frames hold log lines; an empty binary frame is the end.
"""

services_metrics: Operation[list[Metric]] = Operation(
    "services_metrics",
    "GET",
    "/apps/{app}/services/{service}/metrics",
    ("/apps/", "/services/", "/metrics"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("end", "end", "query", "string", encoding="go-time"),
        Param("metrics", "metrics", "query", "string", encoding="comma"),
        Param("start", "start", "query", "string", encoding="go-time"),
        Param("period", "period", "query", "integer"),
    ),
    replies=(Reply("200", "list[Metric]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Read the metrics of a service."""

services_scale_override: Operation[None] = Operation(
    "services_scale_override",
    "POST",
    "/apps/{app}/services/{service}/scale-override",
    ("/apps/", "/services/", "/scale-override"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("active", "active", "form", "boolean", required=True),
        Param("ack_by", "ack_by", "form", "string", deprecated=True),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", "", required=True),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Let a scale that was set by hand win over the manifest, or stop that."""

services_triggers_enable: Operation[None] = Operation(
    "services_triggers_enable",
    "POST",
    "/apps/{app}/services/{service}/triggers/enable",
    ("/apps/", "/services/", "/triggers/enable"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("opts", "opts", "form", "string", required=True, encoding="json"),
        Param("ack_by", "ack_by", "form", "string", deprecated=True),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", "", required=True),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Have a service scaled by triggers of your own."""

services_triggers_disable: Operation[None] = Operation(
    "services_triggers_disable",
    "POST",
    "/apps/{app}/services/{service}/triggers/disable",
    ("/apps/", "/services/", "/triggers/disable"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("ack_by", "ack_by", "form", "string", deprecated=True),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Go back to the manifest's way of scaling a service."""

services_triggers_threshold: Operation[None] = Operation(
    "services_triggers_threshold",
    "POST",
    "/apps/{app}/services/{service}/triggers/threshold",
    ("/apps/", "/services/", "/triggers/threshold"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("type", "type", "form", "string"),
        Param("threshold", "threshold", "form", "number", required=True),
        Param("ack_by", "ack_by", "form", "string", deprecated=True),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", "", required=True),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("services",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Change the threshold of one of a service's triggers."""

processes_list: Operation[list[Process]] = Operation(
    "processes_list",
    "GET",
    "/apps/{app}/processes",
    ("/apps/", "/processes"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("release", "release", "query", "string"),
        Param("service", "service", "query", "string"),
    ),
    replies=(Reply("200", "list[Process]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("processes",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the processes of an app."""

processes_get: Operation[Process] = Operation(
    "processes_get",
    "GET",
    "/apps/{app}/processes/{pid}",
    ("/apps/", "/processes/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("pid", "pid", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "Process", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("processes",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get one process."""

processes_stop: Operation[None] = Operation(
    "processes_stop",
    "DELETE",
    "/apps/{app}/processes/{pid}",
    ("/apps/", "/processes/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("pid", "pid", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("processes",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Stop a process.

One that belongs to a service is replaced by a new one.
"""

processes_run: Operation[Process] = Operation(
    "processes_run",
    "POST",
    "/apps/{app}/services/{service}/processes",
    ("/apps/", "/services/", "/processes"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("Command", "command", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Cpu", "cpu", "header", "integer", style="simple", explode=False),
        Param("Cpu-Limit", "cpu_limit", "header", "integer", style="simple", explode=False),
        Param("Environment", "environment", "header", "string", style="simple", explode=False, encoding="map"),
        Param("Gpu", "gpu", "header", "integer", style="simple", explode=False),
        Param("Gpu-Vendor", "gpu_vendor", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Height", "height", "header", "integer", style="simple", explode=False),
        Param("Image", "image", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Memory", "memory", "header", "integer", style="simple", explode=False),
        Param("Memory-Limit", "memory_limit", "header", "integer", style="simple", explode=False),
        Param("Release", "release", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Volumes", "volumes", "header", "string", style="simple", explode=False, encoding="map"),
        Param("Use-Service-Volume", "use_service_volume", "header", "boolean", style="simple", explode=False),
        Param("Width", "width", "header", "integer", style="simple", explode=False),
        Param("Privileged", "privileged", "header", "boolean", style="simple", explode=False),
        Param("Node-Labels", "node_labels", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("System-Critical", "system_critical", "header", "boolean", style="simple", explode=False),
    ),
    replies=(Reply("200", "Process", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("processes",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Start a process beside those of a service.

All options are headers; the process ends with its command.
"""

processes_exec: Operation[None] = Operation(
    "processes_exec",
    "GET",
    "/apps/{app}/processes/{pid}/exec",
    ("/apps/", "/processes/", "/exec"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("pid", "pid", "path", "string", required=True, style="simple", explode=False),
        Param("command", "command", "query", "string"),
        Param("Command", "command", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Entrypoint", "entrypoint", "header", "boolean", style="simple", explode=False),
        Param("Height", "height", "header", "integer", style="simple", explode=False),
        Param("Tty", "tty", "header", "boolean", style="simple", explode=False, default=True),
        Param("Width", "width", "header", "integer", style="simple", explode=False),
        Param("Disable-Stdin", "disable_stdin", "header", "boolean", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("processes",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "write"},
)
"""Run a command in a running process.

Frames carry input and output; the last one names the exit code. The command is read from the query by some
servers and from a header by others.
"""

processes_logs: Operation[None] = Operation(
    "processes_logs",
    "GET",
    "/apps/{app}/processes/{pid}/logs",
    ("/apps/", "/processes/", "/logs"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("pid", "pid", "path", "string", required=True, style="simple", explode=False),
        Param("Filter", "filter", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Follow", "follow", "header", "boolean", style="simple", explode=False),
        Param("Maxlogrequests", "maxlogrequests", "header", "integer", style="simple", explode=False),
        Param("Prefix", "prefix", "header", "boolean", style="simple", explode=False),
        Param(
            "Since", "since", "header", "string", style="simple", explode=False, default="2m", encoding="go-duration"
        ),
        Param("Previous", "previous", "header", "boolean", style="simple", explode=False),
        Param("Tail", "tail", "header", "integer", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("processes",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "read"},
)
"""Follow the logs of a process.

Text frames hold log lines; an empty binary frame is the end.
"""

files_download: Operation[bytes] = Operation(
    "files_download",
    "GET",
    "/apps/{app}/processes/{pid}/files",
    ("/apps/", "/processes/", "/files"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("pid", "pid", "path", "string", required=True, style="simple", explode=False),
        Param("file", "file", "query", "string"),
    ),
    replies=(Reply("200", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    stream=True,
    tags=("files",),
    security=("basic",),
    ext={"x-transport": "http-stream", "x-role": "read"},
)
"""Pack a file or folder of a process into an archive."""

files_upload: Operation[None] = Operation(
    "files_upload",
    "POST",
    "/apps/{app}/processes/{pid}/files",
    ("/apps/", "/processes/", "/files"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("pid", "pid", "path", "string", required=True, style="simple", explode=False),
        Param("tar-extra", "tar_extra", "query", "string"),
    ),
    bodies=(Body("application/x-tar", "raw", "", required=True),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("files",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Unpack an archive into the file system of a process."""

files_delete: Operation[None] = Operation(
    "files_delete",
    "DELETE",
    "/apps/{app}/processes/{pid}/files",
    ("/apps/", "/processes/", "/files"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("pid", "pid", "path", "string", required=True, style="simple", explode=False),
        Param("files", "files", "query", "string", encoding="comma"),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("files",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Delete files from the file system of a process."""

objects_list: Operation[list[str]] = Operation(
    "objects_list",
    "GET",
    "/apps/{app}/objects",
    ("/apps/", "/objects"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("prefix", "prefix", "query", "string"),
    ),
    replies=(Reply("200", "list[str]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("objects",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the keys of an app's stored objects."""

objects_fetch: Operation[bytes] = Operation(
    "objects_fetch",
    "GET",
    "/apps/{app}/objects/{key}",
    ("/apps/", "/objects/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("key", "key", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    stream=True,
    tags=("objects",),
    security=("basic",),
    ext={"x-transport": "http-stream", "x-role": "read"},
)
"""Fetch a stored object."""

objects_store: Operation[Object] = Operation(
    "objects_store",
    "POST",
    "/apps/{app}/objects/{key}",
    ("/apps/", "/objects/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("key", "key", "path", "string", required=True, style="simple", explode=False),
        Param("Public", "public", "header", "boolean", style="simple", explode=False),
    ),
    bodies=(Body("application/octet-stream", "raw", "", required=True),),
    replies=(Reply("200", "Object", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("objects",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Store an object."""

objects_delete: Operation[None] = Operation(
    "objects_delete",
    "DELETE",
    "/apps/{app}/objects/{key}",
    ("/apps/", "/objects/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("key", "key", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("objects",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Delete a stored object."""

objects_exists: Operation[None] = Operation(
    "objects_exists",
    "HEAD",
    "/apps/{app}/objects/{key}",
    ("/apps/", "/objects/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("key", "key", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("objects",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Ask whether an object is stored.

Answers 200 in either case; `objects_list` tells which.
"""

resources_list: Operation[list[Resource]] = Operation(
    "resources_list",
    "GET",
    "/apps/{app}/resources",
    ("/apps/", "/resources"),
    params=(Param("app", "app", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "list[Resource]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the resources of an app."""

resources_get: Operation[Resource] = Operation(
    "resources_get",
    "GET",
    "/apps/{app}/resources/{name}",
    ("/apps/", "/resources/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "Resource", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get one resource of an app."""

resources_console: Operation[None] = Operation(
    "resources_console",
    "GET",
    "/apps/{app}/resources/{name}/console",
    ("/apps/", "/resources/", "/console"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("Height", "height", "header", "integer", style="simple", explode=False),
        Param("Width", "width", "header", "integer", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "write"},
)
"""Open the console of a resource, such as a database's shell.

Frames carry input and output; an empty binary frame is the end.
"""

resources_export: Operation[bytes] = Operation(
    "resources_export",
    "GET",
    "/apps/{app}/resources/{name}/data",
    ("/apps/", "/resources/", "/data"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "bytes", ("application/octet-stream",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    stream=True,
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http-stream", "x-role": "read"},
)
"""Export the data of a resource."""

resources_import: Operation[None] = Operation(
    "resources_import",
    "PUT",
    "/apps/{app}/resources/{name}/data",
    ("/apps/", "/resources/", "/data"),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
    ),
    bodies=(Body("application/octet-stream", "raw", "", required=True),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Import data into a resource."""

resources_system_list: Operation[list[Resource]] = Operation(
    "resources_system_list",
    "GET",
    "/resources",
    ("/resources",),
    replies=(Reply("200", "list[Resource]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the resources of the rack."""

resources_system_create: Operation[Resource] = Operation(
    "resources_system_create",
    "POST",
    "/resources",
    ("/resources",),
    params=(
        Param("kind", "kind", "form", "string", required=True),
        Param("name", "name", "form", "string"),
        Param("parameters", "parameters", "form", "string", style="deepObject", encoding="map"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", "", required=True),),
    replies=(Reply("200", "Resource", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Create a resource of the rack."""

resources_system_types: Operation[list[ResourceType]] = Operation(
    "resources_system_types",
    "OPTIONS",
    "/resources",
    ("/resources",),
    replies=(Reply("200", "list[ResourceType]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""List the kinds of resources that the rack can create.

OPTIONS counts as writing: a token that may only read gets 401.
"""

resources_system_get: Operation[Resource] = Operation(
    "resources_system_get",
    "GET",
    "/resources/{name}",
    ("/resources/", ""),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "Resource", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get one resource of the rack."""

resources_system_update: Operation[Resource] = Operation(
    "resources_system_update",
    "PUT",
    "/resources/{name}",
    ("/resources/", ""),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("parameters", "parameters", "form", "string", style="deepObject", encoding="map"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "Resource", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Change the parameters of a resource of the rack.

Racks on Kubernetes answer 400.
"""

resources_system_delete: Operation[None] = Operation(
    "resources_system_delete",
    "DELETE",
    "/resources/{name}",
    ("/resources/", ""),
    params=(Param("name", "name", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Delete a resource of the rack."""

resources_system_link: Operation[Resource] = Operation(
    "resources_system_link",
    "POST",
    "/resources/{name}/links",
    ("/resources/", "/links"),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("app", "app", "form", "string", required=True),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", "", required=True),),
    replies=(Reply("200", "Resource", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Give an app access to a resource of the rack.

Racks on Kubernetes answer 400.
"""

resources_system_unlink: Operation[Resource] = Operation(
    "resources_system_unlink",
    "DELETE",
    "/resources/{name}/links/{app}",
    ("/resources/", "/links/", ""),
    params=(
        Param("name", "name", "path", "string", required=True, style="simple", explode=False),
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
    ),
    replies=(Reply("200", "Resource", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("resources",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Take an app's access to a resource of the rack away.

Racks on Kubernetes answer 400.
"""

instances_list: Operation[list[Instance]] = Operation(
    "instances_list",
    "GET",
    "/instances",
    ("/instances",),
    replies=(Reply("200", "list[Instance]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("instances",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the instances of the rack."""

instances_terminate: Operation[None] = Operation(
    "instances_terminate",
    "DELETE",
    "/instances/{id}",
    ("/instances/", ""),
    params=(Param("id", "id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("instances",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Terminate an instance."""

instances_keyroll: Operation[KeyPair] = Operation(
    "instances_keyroll",
    "POST",
    "/instances/keyroll",
    ("/instances/keyroll",),
    replies=(Reply("200", "KeyPair", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("instances",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Replace the key pair of the instances.

Racks on Kubernetes answer 501.
"""

instances_shell: Operation[None] = Operation(
    "instances_shell",
    "GET",
    "/instances/{id}/shell",
    ("/instances/", "/shell"),
    params=(
        Param("id", "id", "path", "string", required=True, style="simple", explode=False),
        Param("Command", "command", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Private-Key", "private_key", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Height", "height", "header", "integer", style="simple", explode=False),
        Param("Width", "width", "header", "integer", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("instances",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "write"},
)
"""Open a shell on an instance.

Frames carry input and output; the last one names the exit code.
"""

registries_list: Operation[list[Registry]] = Operation(
    "registries_list",
    "GET",
    "/registries",
    ("/registries",),
    replies=(Reply("200", "list[Registry]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("registries",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the registries that the rack may pull images from."""

registries_add: Operation[Registry] = Operation(
    "registries_add",
    "POST",
    "/registries",
    ("/registries",),
    params=(
        Param("server", "server", "form", "string"),
        Param("username", "username", "form", "string"),
        Param("password", "password", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "Registry", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("registries",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Add a registry."""

registries_remove: Operation[None] = Operation(
    "registries_remove",
    "DELETE",
    "/registries/{server}",
    ("/registries/", ""),
    params=(Param("server", "server", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("registries",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Remove a registry.

The name may hold slashes and even be a whole URL; it is percent-encoded as one segment.
"""

registries_proxy: Operation[None] = Operation(
    "registries_proxy",
    "GET",
    "/v2/{path}",
    ("/v2/", ""),
    params=(Param("path", "path", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("default", "None"),),
    idempotency="ignored",
    tags=("registries",),
    security=("basic",),
    ext={"x-transport": "http-proxy", "x-role": "write", "x-any-method": True},
)
"""Reach the rack's own image registry.

Any method; what is answered is the registry's.
"""

certificates_list: Operation[list[Certificate]] = Operation(
    "certificates_list",
    "GET",
    "/certificates",
    ("/certificates",),
    params=(Param("generated", "generated", "query", "boolean"),),
    replies=(Reply("200", "list[Certificate]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("certificates",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the certificates of the rack."""

certificates_create: Operation[Certificate] = Operation(
    "certificates_create",
    "POST",
    "/certificates",
    ("/certificates",),
    params=(
        Param("pub", "pub", "form", "string"),
        Param("key", "key", "form", "string"),
        Param("chain", "chain", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "Certificate", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("certificates",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Import a certificate."""

certificates_generate: Operation[Certificate] = Operation(
    "certificates_generate",
    "POST",
    "/certificates/generate",
    ("/certificates/generate",),
    params=(
        Param("domains", "domains", "form", "string", encoding="comma"),
        Param("issuer", "issuer", "form", "string"),
        Param("duration", "duration", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "Certificate", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("certificates",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write"},
)
"""Have a certificate generated."""

certificates_delete: Operation[None] = Operation(
    "certificates_delete",
    "DELETE",
    "/certificates/{id}",
    ("/certificates/", ""),
    params=(Param("id", "id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("certificates",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Delete a certificate."""

certificates_renew: Operation[None] = Operation(
    "certificates_renew",
    "POST",
    "/certificates/{id}/renew",
    ("/certificates/", "/renew"),
    params=(Param("id", "id", "path", "string", required=True, style="simple", explode=False),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("certificates",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Renew a generated certificate."""

certificates_apply: Operation[None] = Operation(
    "certificates_apply",
    "PUT",
    "/apps/{app}/ssl/{service}/{port}",
    ("/apps/", "/ssl/", "/", ""),
    params=(
        Param("app", "app", "path", "string", required=True, style="simple", explode=False),
        Param("service", "service", "path", "string", required=True, style="simple", explode=False),
        Param("port", "port", "path", "integer", required=True, style="simple", explode=False),
        Param("id", "id", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("certificates",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Use a certificate on a port of a service.

Racks on Kubernetes answer 501.
"""

letsencrypt_config_get: Operation[LetsEncryptConfig] = Operation(
    "letsencrypt_config_get",
    "GET",
    "/letsencrypt/config",
    ("/letsencrypt/config",),
    replies=(Reply("200", "LetsEncryptConfig", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("letsencrypt",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get how certificates are had from Let's Encrypt."""

letsencrypt_config_apply: Operation[None] = Operation(
    "letsencrypt_config_apply",
    "PUT",
    "/letsencrypt/config",
    ("/letsencrypt/config",),
    bodies=(Body("application/json", "json", "LetsEncryptConfig", required=True),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("letsencrypt",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Set how certificates are had from Let's Encrypt.

The one route that reads JSON.
"""

system_get: Operation[System] = Operation(
    "system_get",
    "GET",
    "/system",
    ("/system",),
    replies=(Reply("200", "System", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get the state of the rack."""

system_update: Operation[None] = Operation(
    "system_update",
    "PUT",
    "/system",
    ("/system",),
    params=(
        Param("count", "count", "form", "integer"),
        Param("force", "force", "form", "boolean"),
        Param("parameters", "parameters", "form", "string", style="deepObject", encoding="map"),
        Param("type", "type", "form", "string"),
        Param("version", "version", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Update the rack: its version, size or parameters.

Racks on Kubernetes answer 501.
"""

system_capacity: Operation[Capacity] = Operation(
    "system_capacity",
    "GET",
    "/system/capacity",
    ("/system/capacity",),
    replies=(Reply("200", "Capacity", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Get how much of the rack is in use."""

system_metrics: Operation[list[Metric]] = Operation(
    "system_metrics",
    "GET",
    "/system/metrics",
    ("/system/metrics",),
    params=(
        Param("end", "end", "query", "string", encoding="go-time"),
        Param("metrics", "metrics", "query", "string", encoding="comma"),
        Param("start", "start", "query", "string", encoding="go-time"),
        Param("period", "period", "query", "integer"),
    ),
    replies=(Reply("200", "list[Metric]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""Read the metrics of the rack."""

system_processes: Operation[list[Process]] = Operation(
    "system_processes",
    "GET",
    "/system/processes",
    ("/system/processes",),
    params=(Param("all", "all", "query", "boolean"),),
    replies=(Reply("200", "list[Process]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the processes of the rack itself."""

system_releases: Operation[list[Release]] = Operation(
    "system_releases",
    "GET",
    "/system/releases",
    ("/system/releases",),
    replies=(Reply("200", "list[Release]", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "read"},
)
"""List the releases of the rack itself.

Racks on Kubernetes answer 501.
"""

system_logs: Operation[None] = Operation(
    "system_logs",
    "GET",
    "/system/logs",
    ("/system/logs",),
    params=(
        Param("Filter", "filter", "header", "string", style="simple", explode=False, encoding="utf-8"),
        Param("Follow", "follow", "header", "boolean", style="simple", explode=False),
        Param("Maxlogrequests", "maxlogrequests", "header", "integer", style="simple", explode=False),
        Param("Prefix", "prefix", "header", "boolean", style="simple", explode=False),
        Param(
            "Since", "since", "header", "string", style="simple", explode=False, default="2m", encoding="go-duration"
        ),
        Param("Previous", "previous", "header", "boolean", style="simple", explode=False),
        Param("Tail", "tail", "header", "integer", style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "read"},
)
"""Follow the logs of the rack.

Text frames hold log lines; an empty binary frame is the end.
"""

system_jwt_token: Operation[SystemJwt] = Operation(
    "system_jwt_token",
    "POST",
    "/system/jwt/token",
    ("/system/jwt/token",),
    params=(
        Param("role", "role", "form", "enum", enum=("read", "write", "admin")),
        Param("durationInHour", "duration_in_hour", "form", "integer", minimum=1, maximum=8760),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "SystemJwt", ("application/json",)),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write+admin-for-some"},
)
"""Make a token for the rack.

Used in place of the password, with the user name `jwt`. A token of the role admin needs that role.
"""

system_jwt_rotate: Operation[None] = Operation(
    "system_jwt_rotate",
    "PUT",
    "/system/jwt/rotate",
    ("/system/jwt/rotate",),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "admin", "x-unwrap": "none"},
)
"""Replace the key that tokens are signed with, so that all of them end."""

system_karpenter_cleanup: Operation[None] = Operation(
    "system_karpenter_cleanup",
    "POST",
    "/system/karpenter/cleanup",
    ("/system/karpenter/cleanup",),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("system",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Remove instances that Karpenter has left behind."""

events_send: Operation[None] = Operation(
    "events_send",
    "POST",
    "/events",
    ("/events",),
    params=(
        Param("action", "action", "form", "string"),
        Param("data", "data", "form", "string", encoding="map"),
        Param("error", "error", "form", "string"),
        Param("status", "status", "form", "string"),
    ),
    bodies=(Body("application/x-www-form-urlencoded", "form", ""),),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="ignored",
    tags=("events",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "write", "x-unwrap": "none"},
)
"""Send an event to the rack's webhooks."""

proxy_http: Operation[None] = Operation(
    "proxy_http",
    "GET",
    "/custom/http/proxy/{path}",
    ("/custom/http/proxy/", ""),
    params=(
        Param("path", "path", "path", "string", required=True, style="simple", explode=False),
        Param("X-Host", "x_host", "header", "string", required=True, style="simple", explode=False, encoding="utf-8"),
        Param("X-Port", "x_port", "header", "string", required=True, style="simple", explode=False, encoding="utf-8"),
    ),
    replies=(Reply("default", "None"),),
    idempotency="ignored",
    tags=("proxy",),
    security=("basic",),
    ext={"x-transport": "http-proxy", "x-role": "write", "x-any-method": True},
)
"""Reach a plain HTTP server inside the rack.

Any method; what is answered is that server's.
"""

proxy_tcp: Operation[None] = Operation(
    "proxy_tcp",
    "GET",
    "/proxy/{host}/{port}",
    ("/proxy/", "/", ""),
    params=(
        Param("host", "host", "path", "string", required=True, style="simple", explode=False),
        Param("port", "port", "path", "integer", required=True, style="simple", explode=False),
    ),
    replies=(Reply("101", "None"),),
    idempotency="safe",
    tags=("proxy",),
    security=("basic",),
    ext={"x-transport": "websocket", "x-role": "write"},
)
"""Open a TCP connection inside the rack.

Binary frames carry the bytes of both directions.
"""

auth_check: Operation[None] = Operation(
    "auth_check",
    "GET",
    "/auth",
    ("/auth",),
    replies=(Reply("200", "None"),),
    errors=(Reply("default", "Error", ("application/json",)),),
    idempotency="safe",
    tags=("auth",),
    security=("basic",),
    ext={"x-transport": "http", "x-role": "any", "x-unwrap": "none"},
)
"""Ask whether the credentials are good."""

health_check: Operation[None] = Operation(
    "health_check",
    "GET",
    "/check",
    ("/check",),
    replies=(Reply("200", "None"),),
    idempotency="safe",
    tags=("health",),
    security=(),
    ext={"x-transport": "http", "x-unwrap": "none"},
)
"""Ask whether the rack answers.

Open to everyone.
"""


OPERATIONS: Mapping[str, Operation[Any]] = {
    "apps_list": apps_list,
    "apps_create": apps_create,
    "apps_get": apps_get,
    "apps_update": apps_update,
    "apps_delete": apps_delete,
    "apps_cancel": apps_cancel,
    "apps_logs": apps_logs,
    "apps_metrics": apps_metrics,
    "apps_metrics_by_service": apps_metrics_by_service,
    "apps_diagnose": apps_diagnose,
    "apps_manifest_service": apps_manifest_service,
    "apps_cost": apps_cost,
    "configs_list": configs_list,
    "configs_get": configs_get,
    "configs_set": configs_set,
    "balancers_list": balancers_list,
    "budget_get": budget_get,
    "budget_set": budget_set,
    "budget_clear": budget_clear,
    "budget_reset": budget_reset,
    "budget_shutdown_state": budget_shutdown_state,
    "budget_simulate_shutdown": budget_simulate_shutdown,
    "budget_dismiss_recovery": budget_dismiss_recovery,
    "builds_list": builds_list,
    "builds_create": builds_create,
    "builds_get": builds_get,
    "builds_update": builds_update,
    "builds_import": builds_import,
    "builds_export": builds_export,
    "builds_import_image": builds_import_image,
    "builds_logs": builds_logs,
    "releases_list": releases_list,
    "releases_create": releases_create,
    "releases_get": releases_get,
    "releases_promote": releases_promote,
    "services_list": services_list,
    "services_update": services_update,
    "services_restart": services_restart,
    "services_logs": services_logs,
    "services_metrics": services_metrics,
    "services_scale_override": services_scale_override,
    "services_triggers_enable": services_triggers_enable,
    "services_triggers_disable": services_triggers_disable,
    "services_triggers_threshold": services_triggers_threshold,
    "processes_list": processes_list,
    "processes_get": processes_get,
    "processes_stop": processes_stop,
    "processes_run": processes_run,
    "processes_exec": processes_exec,
    "processes_logs": processes_logs,
    "files_download": files_download,
    "files_upload": files_upload,
    "files_delete": files_delete,
    "objects_list": objects_list,
    "objects_fetch": objects_fetch,
    "objects_store": objects_store,
    "objects_delete": objects_delete,
    "objects_exists": objects_exists,
    "resources_list": resources_list,
    "resources_get": resources_get,
    "resources_console": resources_console,
    "resources_export": resources_export,
    "resources_import": resources_import,
    "resources_system_list": resources_system_list,
    "resources_system_create": resources_system_create,
    "resources_system_types": resources_system_types,
    "resources_system_get": resources_system_get,
    "resources_system_update": resources_system_update,
    "resources_system_delete": resources_system_delete,
    "resources_system_link": resources_system_link,
    "resources_system_unlink": resources_system_unlink,
    "instances_list": instances_list,
    "instances_terminate": instances_terminate,
    "instances_keyroll": instances_keyroll,
    "instances_shell": instances_shell,
    "registries_list": registries_list,
    "registries_add": registries_add,
    "registries_remove": registries_remove,
    "registries_proxy": registries_proxy,
    "certificates_list": certificates_list,
    "certificates_create": certificates_create,
    "certificates_generate": certificates_generate,
    "certificates_delete": certificates_delete,
    "certificates_renew": certificates_renew,
    "certificates_apply": certificates_apply,
    "letsencrypt_config_get": letsencrypt_config_get,
    "letsencrypt_config_apply": letsencrypt_config_apply,
    "system_get": system_get,
    "system_update": system_update,
    "system_capacity": system_capacity,
    "system_metrics": system_metrics,
    "system_processes": system_processes,
    "system_releases": system_releases,
    "system_logs": system_logs,
    "system_jwt_token": system_jwt_token,
    "system_jwt_rotate": system_jwt_rotate,
    "system_karpenter_cleanup": system_karpenter_cleanup,
    "events_send": events_send,
    "proxy_http": proxy_http,
    "proxy_tcp": proxy_tcp,
    "auth_check": auth_check,
    "health_check": health_check,
}
"""All rows, by operation id, in the order of the document."""
