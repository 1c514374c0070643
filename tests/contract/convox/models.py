"""The members that Convox's public models are known to have, and the judgement on a model that was decoded."""

from __future__ import annotations

import datetime
from typing import Any

__all__ = ["MISSED", "PUBLISHED", "lost"]

PUBLISHED: dict[str, dict[str, tuple[str, str, Any]]] = {
    "App": {
        "generation": ("generation", "str", ""),
        "locked": ("locked", "bool", False),
        "name": ("name", "str", ""),
        "parameters": ("parameters", "dict[str, str]", {}),
        "release": ("release", "str", ""),
        "router": ("router", "str", ""),
        "status": ("status", "str", ""),
    },
    "AppConfig": {
        "name": ("name", "str", ""),
        "value": ("value", "str", ""),
    },
    "Balancer": {
        "endpoint": ("endpoint", "str", ""),
        "name": ("name", "str", ""),
        "ports": ("ports", "list[BalancerPort]", []),
        "service": ("service", "str", ""),
    },
    "BalancerPort": {
        "protocol": ("protocol", "str", ""),
        "source": ("source", "int", 0),
        "target": ("target", "int", 0),
    },
    "Build": {
        "app": ("app", "str", ""),
        "description": ("description", "str", ""),
        "ended": ("ended", "datetime.datetime | None", None),
        "entrypoint": ("entrypoint", "str", ""),
        "git_sha": ("git-sha", "str", ""),
        "id": ("id", "str", ""),
        "logs": ("logs", "str", ""),
        "manifest": ("manifest", "str", ""),
        "process": ("process", "str", ""),
        "reason": ("reason", "str", ""),
        "release": ("release", "str", ""),
        "repository": ("repository", "str", ""),
        "started": ("started", "datetime.datetime | None", None),
        "status": ("status", "str", ""),
    },
    "Capacity": {
        "cluster_cpu": ("cluster-cpu", "int", 0),
        "cluster_memory": ("cluster-memory", "int", 0),
        "process_count": ("process-count", "int", 0),
        "process_cpu": ("process-cpu", "int", 0),
        "process_memory": ("process-memory", "int", 0),
    },
    "Certificate": {
        "domain": ("domain", "str", ""),
        "domains": ("domains", "list[str]", []),
        "expiration": ("expiration", "datetime.datetime | None", None),
        "id": ("id", "str", ""),
        "status": ("status", "str", ""),
    },
    "Dns01Solver": {
        "dns_zones": ("dns-zones", "list[str]", []),
        "id": ("id", "int", 0),
        "route53": ("route53", "Route53 | None", None),
    },
    "Instance": {
        "agent": ("agent", "bool", False),
        "cpu": ("cpu", "float", 0.0),
        "cpu_allocatable": ("cpu-allocatable", "float", 0.0),
        "cpu_capacity": ("cpu-capacity", "float", 0.0),
        "id": ("id", "str", ""),
        "memory": ("memory", "float", 0.0),
        "memory_allocatable": ("memory-allocatable", "float", 0.0),
        "memory_capacity": ("memory-capacity", "float", 0.0),
        "private_ip": ("private-ip", "str", ""),
        "processes": ("processes", "int", 0),
        "public_ip": ("public-ip", "str", ""),
        "started": ("started", "datetime.datetime | None", None),
        "status": ("status", "str", ""),
    },
    "KeyPair": {
        "name": ("name", "str | None", None),
        "private_key": ("private-key", "str | None", None),
    },
    "LetsEncryptConfig": {
        "role": ("role", "str", ""),
        "solvers": ("solvers", "list[Dns01Solver]", []),
    },
    "Metric": {
        "name": ("name", "str", ""),
        "values": ("values", "list[MetricValue]", []),
    },
    "MetricValue": {
        "avg": ("avg", "float", 0.0),
        "count": ("count", "float", 0.0),
        "max": ("max", "float", 0.0),
        "min": ("min", "float", 0.0),
        "sum": ("sum", "float", 0.0),
        "time": ("time", "datetime.datetime | None", None),
    },
    "Process": {
        "app": ("app", "str", ""),
        "command": ("command", "str", ""),
        "cpu": ("cpu", "float", 0.0),
        "host": ("host", "str", ""),
        "id": ("id", "str", ""),
        "image": ("image", "str", ""),
        "instance": ("instance", "str", ""),
        "memory": ("memory", "float", 0.0),
        "name": ("name", "str", ""),
        "ports": ("ports", "list[str]", []),
        "release": ("release", "str", ""),
        "started": ("started", "datetime.datetime | None", None),
        "status": ("status", "str", ""),
    },
    "Registry": {
        "password": ("password", "str", ""),
        "server": ("server", "str", ""),
        "username": ("username", "str", ""),
    },
    "Release": {
        "app": ("app", "str", ""),
        "build": ("build", "str", ""),
        "created": ("created", "datetime.datetime | None", None),
        "description": ("description", "str", ""),
        "env": ("env", "str", ""),
        "id": ("id", "str", ""),
        "manifest": ("manifest", "str", ""),
    },
    "Resource": {
        "apps": ("apps", "list[App]", []),
        "name": ("name", "str", ""),
        "parameters": ("parameters", "dict[str, str]", {}),
        "status": ("status", "str", ""),
        "type": ("type", "str", ""),
        "url": ("url", "str", ""),
    },
    "ResourceParameter": {
        "default": ("default", "str", ""),
        "description": ("description", "str", ""),
        "name": ("name", "str", ""),
    },
    "ResourceType": {
        "name": ("name", "str", ""),
        "parameters": ("parameters", "list[ResourceParameter]", []),
    },
    "Route53": {
        "hosted_zone_id": ("hosted-zone-id", "str | None", None),
        "region": ("region", "str | None", None),
        "role": ("role", "str | None", None),
    },
    "Service": {
        "count": ("count", "int", 0),
        "cpu": ("cpu", "int", 0),
        "domain": ("domain", "str", ""),
        "memory": ("memory", "int", 0),
        "name": ("name", "str", ""),
        "ports": ("ports", "list[ServicePort]", []),
    },
    "ServicePort": {
        "balancer": ("balancer", "int", 0),
        "certificate": ("certificate", "str", ""),
        "container": ("container", "int", 0),
    },
    "System": {
        "count": ("count", "int", 0),
        "domain": ("domain", "str", ""),
        "name": ("name", "str", ""),
        "outputs": ("outputs", "dict[str, str]", {}),
        "parameters": ("parameters", "dict[str, str]", {}),
        "provider": ("provider", "str", ""),
        "rack_domain": ("rack-domain", "str", ""),
        "region": ("region", "str", ""),
        "router_internal": ("router-internal", "str", ""),
        "status": ("status", "str", ""),
        "type": ("type", "str", ""),
        "version": ("version", "str", ""),
    },
    "SystemJwt": {
        "token": ("token", "str", ""),
    },
}
"""By model and attribute: the name on the wire, the type, and the default of what published clients have."""

GPU = {
    "gpu_util": ("gpu-util", "float | None", None),
    "gpu_mem_used": ("gpu-mem-used", "int | None", None),
    "gpu_mem_total": ("gpu-mem-total", "int | None", None),
    "gpu_tensor_active": ("gpu-tensor-active", "float | None", None),
    "gpu_sm_active": ("gpu-sm-active", "float | None", None),
    "gpu_dram_active": ("gpu-dram-active", "float | None", None),
    "gpu_fp16_active": ("gpu-fp16-active", "float | None", None),
    "gpu_fp32_active": ("gpu-fp32-active", "float | None", None),
    "gpu_power_w": ("gpu-power-w", "float | None", None),
}

MISSED: dict[str, dict[str, tuple[str, str, Any]]] = {
    "App": {"budget": ("budget", "AppBudget | None", None)},
    "Capacity": {
        "cluster_gpu": ("cluster-gpu", "int", 0),
        "process_gpu": ("process-gpu", "int", 0),
    },
    "Instance": {
        "gpu_capacity": ("gpu-capacity", "int", 0),
        "gpu_allocatable": ("gpu-allocatable", "int", 0),
    },
    "Process": {
        "gpu": ("gpu", "int", 0),
        "service": ("service", "str", ""),
        **GPU,
    },
    "Service": {
        "agent": ("agent", "bool", False),
        "autoscale": ("autoscale", "ServiceAutoscaleState | None", None),
        "cold_start": ("cold-start", "bool", False),
        "gpu": ("gpu", "int", 0),
        "gpu_vendor": ("gpu-vendor", "str", ""),
        "min": ("min", "int | None", None),
        "max": ("max", "int | None", None),
        "nlb": ("nlb", "list[ServiceNlbPort]", []),
        "scale_override_active": ("scale-override-active", "bool", False),
        "triggers_override_active": ("triggers-override-active", "bool", False),
        **GPU,
    },
}
"""The same of what the server sends and published clients drop."""

ZERO_TIME = "0001-01-01T00:00:00Z"


def lost(sent: Any, kept: Any, at: str = "") -> list[str]:
    """Where `kept`, what a model writes, no longer says what `sent`, what it was read from, said.

    Null says nothing, and neither does what is empty; times have the precision of a microsecond.
    """
    if not sent:
        return [] if not kept or _is_nothing(kept) else [f"{at}: {kept!r} of nothing"]
    if isinstance(sent, dict):
        kept = kept if isinstance(kept, dict) else {}
        return [line for key in sent for line in lost(sent[key], kept.get(key), f"{at}/{key}")]
    if isinstance(sent, list):
        items = [item for item in sent if item is not None or None in (kept or ())]
        if not isinstance(kept, list) or len(kept) != len(items):
            return [f"{at}: {kept!r} of {sent!r}"]
        pairs = zip(items, kept, strict=True)
        return [line for index, (one, other) in enumerate(pairs) for line in lost(one, other, f"{at}/{index}")]
    if sent == kept or _moment(sent) == _moment(kept) is not None:
        return []
    return [] if sent == ZERO_TIME and kept is None else [f"{at}: {kept!r} of {sent!r}"]


def _is_nothing(kept: Any) -> bool:
    """What a model writes of a member that it has nothing in."""
    if isinstance(kept, dict):
        return all(not value or _is_nothing(value) for value in kept.values())
    return bool(kept == ZERO_TIME)


def _moment(value: Any) -> datetime.datetime | None:
    if not isinstance(value, str) or len(value) < 20 or value[10] != "T":
        return None
    # Python 3.10 reads neither "Z" nor more than six digits.
    whole, _, fraction = value.removesuffix("Z").partition(".")
    try:
        return datetime.datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}+00:00")
    except ValueError:
        return None
