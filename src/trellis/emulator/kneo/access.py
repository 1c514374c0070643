"""Who may do what: reads the API key of a request and checks the scope that its operation needs."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from .failures import PlatformError
from .settings import ALL_SCOPES, ApiKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trellis.emulator.exchange import Headers

OPEN_OPERATIONS = frozenset({"healthz", "livez", "readyz"})
"""Operations that never need a key."""

SCOPES = {
    "list_audit_events": "audit:read",
    "list_human_tasks": "human:read",
    "get_human_task": "human:read",
    "resume_human_task": "human:write",
    "list_environment_policies": "policies:read",
    "get_environment_policy": "policies:read",
    "put_environment_policy": "policies:write",
    "preview_environment_policy": "policies:read",
    "list_runs": "runs:read",
    "create_run": "runs:write",
    "get_run": "runs:read",
    "cancel_run": "runs:write",
    "list_checkpoints": "runs:read",
    "diff_checkpoints": "runs:read",
    "continue_run": "runs:write",
    "get_run_graph": "runs:read",
    "get_run_policy_report": "runs:read",
    "get_recovery": "runs:read",
    "get_replay": "runs:read",
    "get_trace": "runs:read",
    "list_credentials": "credentials:read",
    "validate_spec": "specs:read",
    "compile_spec": "specs:read",
    "explain_spec": "specs:read",
    "graph_spec": "specs:read",
    "list_skills": "specs:read",
    "policy_report_spec": "specs:read",
    "run_spec": "runs:write",
}
"""The scope that each operation needs in the newest release."""

SCOPES_BEFORE_1_1 = {**SCOPES, "get_run_policy_report": "specs:read"}
"""A run's policy report once counted as reading specs."""

ANONYMOUS = ApiKey("anonymous", "no-key-needed", tuple(sorted(ALL_SCOPES)))
"""Who everybody is while no key is configured."""


def presented_key(headers: Headers) -> str | None:
    """The key of a request: `Authorization: Bearer` first, then `X-Kneo-Api-Key`."""
    scheme, _, credential = (headers.get("authorization") or "").partition(" ")
    if scheme.lower() == "bearer" and credential.strip():
        return credential.strip()
    return (headers.get("x-kneo-api-key") or "").strip() or None


def authorize(
    operation_id: str, headers: Headers, keys: Sequence[ApiKey], scopes: Mapping[str, str] = SCOPES
) -> ApiKey:
    """The key's owner, if it may call the operation; 401 without a valid key, 403 without the scope."""
    if operation_id in OPEN_OPERATIONS or not keys:
        return ANONYMOUS
    presented = (presented_key(headers) or "").encode()
    owner = next((key for key in keys if hmac.compare_digest(key.key.encode(), presented)), None)
    if owner is None:
        raise PlatformError(401, "unauthorized", "A valid Kneo service API key is required")
    needed = scopes[operation_id]
    if needed not in owner.scopes:
        raise PlatformError(403, "forbidden", f"Missing required scope: {needed}", required_scope=needed)
    return owner
