# Mirrored from src/kneo_client/_async/platform/policies.py by scripts/mirror_sync.py; do not edit.
"""Environment policies: what a spec must satisfy before it may run in an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.core.group import Group

from ..._generated import operations as ops
from ..transport import caller_of

if TYPE_CHECKING:
    from ..._generated.models import (
        EnvironmentPolicyListResponse,
        EnvironmentPolicyPreviewResponse,
        EnvironmentPolicyRequest,
        EnvironmentPolicyResponse,
    )
    from ..transport import SyncTransport

__all__ = ["SyncPoliciesClient"]


class SyncPoliciesClient(Group):
    """One policy per environment ("dev", "staging", "prod", or whatever you call them)."""

    def __init__(self, transport: SyncTransport) -> None:
        self._calls = caller_of(transport)

    def environment_list(self) -> EnvironmentPolicyListResponse:
        """The policies of all environments, as a mapping from environment to policy.

        GET /v1/policies/environment
        """
        return self._calls.call(ops.list_environment_policies)

    def environment_get(self, environment: str) -> EnvironmentPolicyResponse:
        """One environment's policy; `policy` is None for an environment without one. environment: 1 to 128 characters.

        GET /v1/policies/environment/{environment}
        """
        return self._calls.call(ops.get_environment_policy, {"environment": environment})

    def environment_put(
        self, environment: str, body: EnvironmentPolicyRequest | dict[str, Any]
    ) -> EnvironmentPolicyResponse:
        """Replace an environment's policy; what the body leaves out gets its default. `previous_policy` is the old one.

        PUT /v1/policies/environment/{environment}. Repeating it has no further effect, so it carries no key and is
        retried like a GET.
        """
        return self._calls.call(ops.put_environment_policy, {"environment": environment}, body=body)

    def environment_preview(
        self, environment: str, body: EnvironmentPolicyRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> EnvironmentPolicyPreviewResponse:
        """What `environment_put` with the same body would change, and for which runs. Nothing is stored.

        POST /v1/policies/environment/{environment}/preview. It needs a platform from 1.2.0 on; older ones answer
        KneoNotFoundError. It changes nothing, so it is retried like a GET.
        """
        return self._calls.call(
            ops.preview_environment_policy, {"environment": environment}, body=body, idempotency_key=idempotency_key
        )
