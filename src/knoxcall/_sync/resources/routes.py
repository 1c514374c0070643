# Mirrored from src/knoxcall/_async/resources/routes.py by scripts/mirror_sync.py; do not edit.
"""Routes: where requests that come through the gateway go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.core.group import Group

from ..._generated import operations as ops
from ...bodies import given
from ..walk import walk_pages

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterator
    from typing import Any, Literal

    from trellis.core.engine import SyncCaller
    from trellis.core.progress import OnProgress

    from ...bodies import Null
    from ...types import (
        Route,
        RouteAction,
        RouteDetail,
        RouteEnvironmentConfig,
        RouteEnvironmentListItem,
        RouteFull,
        RouteLogPage,
        RoutePage,
    )

__all__ = ["SyncRoutes"]


class SyncRoutes(Group):
    """Routes: where requests that come through the gateway go."""

    def __init__(self, calls: SyncCaller) -> None:
        self._calls = calls

    def list(self, *, page: int | None = None, per_page: int | None = None) -> RoutePage:
        """List routes, page by page.

        GET /v1/routes
        """
        return self._calls.call(ops.routes_list, {"page": page, "per_page": per_page})

    def iterate(self, *, page: int = 1, per_page: int | None = None, progress: OnProgress = None) -> Iterator[Route]:
        """Walk over everything that `list` lists, a page at a time as it is needed.

        progress: told of the items given out so far: a function, or True for a bar; see
        `trellis.core.progress.Progress`.

        GET /v1/routes, repeatedly.
        """
        return walk_pages(self._calls, ops.routes_list, {"per_page": per_page}, page=page, progress=progress)

    def get(self, route_id: str) -> RouteDetail:
        """Read one route.

        GET /v1/routes/{route_id}
        """
        return self._calls.call(ops.routes_get, {"route_id": route_id})

    def create(self, *, name: str, target_base_url: str, idempotency_key: str | None = None) -> RouteFull:
        """Create a route to an upstream.

        POST /v1/routes
        """
        return self._calls.call(
            ops.routes_create,
            body=given({"name": name, "target_base_url": target_base_url}),
            idempotency_key=idempotency_key,
        )

    def update(
        self,
        route_id: str,
        *,
        name: str | Null | None = None,
        target_base_url: str | Null | None = None,
        enabled: bool | Null | None = None,
        requires_clients: bool | Null | None = None,
        intercept_enabled: bool | Null | None = None,
        idempotency_key: str | None = None,
    ) -> RouteFull:
        """Change a route.

        Members that are left out keep their value.

        PATCH /v1/routes/{route_id}
        """
        return self._calls.call(
            ops.routes_update,
            {"route_id": route_id},
            body=given(
                {
                    "name": name,
                    "target_base_url": target_base_url,
                    "enabled": enabled,
                    "requires_clients": requires_clients,
                    "intercept_enabled": intercept_enabled,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def delete(self, route_id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a route.

        DELETE /v1/routes/{route_id}
        """
        self._calls.call(ops.routes_delete, {"route_id": route_id}, idempotency_key=idempotency_key)

    def get_logs(self, route_id: str, *, page: int | None = None, per_page: int | None = None) -> RouteLogPage:
        """List the calls that went through a route, page by page.

        GET /v1/routes/{route_id}/logs
        """
        return self._calls.call(ops.routes_get_logs, {"route_id": route_id, "page": page, "per_page": per_page})

    def list_environments(self, route_id: str) -> builtins.list[RouteEnvironmentListItem]:
        """List what a route does differently per environment.

        GET /v1/routes/{route_id}/environments
        """
        return self._calls.call(ops.routes_list_environments, {"route_id": route_id})

    def upsert_environment(
        self,
        route_id: str,
        env_name: str,
        *,
        target_base_url: str | None = None,
        inject_headers: dict[str, Any] | None = None,
        inject_body: dict[str, Any] | None = None,
        injection_rules: builtins.list[Any] | None = None,
        ip_allowlist: builtins.list[str] | None = None,
        require_signature: bool | None = None,
        signature_tolerance_sec: int | None = None,
        rate_limit_enabled: bool | None = None,
        rate_limit_requests: int | None = None,
        rate_limit_window_sec: int | None = None,
        rate_limit_burst: int | None = None,
        allowed_methods: builtins.list[str] | None = None,
        intercept_enabled: bool | None = None,
        idempotency_key: str | None = None,
    ) -> RouteEnvironmentConfig:
        """Say what a route does differently in an environment.

        Made where it was not there, changed where it was.

        PUT /v1/routes/{route_id}/environments/{env_name}
        """
        return self._calls.call(
            ops.routes_upsert_environment,
            {"route_id": route_id, "env_name": env_name},
            body=given(
                {
                    "target_base_url": target_base_url,
                    "inject_headers_json": inject_headers,
                    "inject_body_json": inject_body,
                    "injection_rules": injection_rules,
                    "ip_allowlist": ip_allowlist,
                    "require_signature": require_signature,
                    "signature_tolerance_sec": signature_tolerance_sec,
                    "rate_limit_enabled": rate_limit_enabled,
                    "rate_limit_requests": rate_limit_requests,
                    "rate_limit_window_sec": rate_limit_window_sec,
                    "rate_limit_burst": rate_limit_burst,
                    "allowed_methods": allowed_methods,
                    "intercept_enabled": intercept_enabled,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def delete_environment(self, route_id: str, env_name: str, *, idempotency_key: str | None = None) -> None:
        """Have a route behave in an environment as it does by default.

        DELETE /v1/routes/{route_id}/environments/{env_name}
        """
        self._calls.call(
            ops.routes_delete_environment, {"route_id": route_id, "env_name": env_name}, idempotency_key=idempotency_key
        )

    def list_actions(self, route_id: str) -> builtins.list[RouteAction]:
        """List what a route encrypts, decrypts and tokenizes on the way.

        GET /v1/routes/{route_id}/actions
        """
        return self._calls.call(ops.routes_list_actions, {"route_id": route_id})

    def create_action(
        self,
        route_id: str,
        *,
        direction: Literal["request", "response"] | str,
        action: Literal["encrypt", "decrypt", "tokenize", "detokenize"] | str,
        selectors: builtins.list[str],
        key_name: str | None = None,
        data_role: str | None = None,
        content_type: str | None = None,
        sort_order: int | None = None,
        idempotency_key: str | None = None,
    ) -> RouteAction:
        """Have a route encrypt, decrypt or tokenize parts of its traffic.

        direction: "request" or "response". action: "encrypt", "decrypt", "tokenize" or "detokenize".

        POST /v1/routes/{route_id}/actions
        """
        return self._calls.call(
            ops.routes_create_action,
            {"route_id": route_id},
            body=given(
                {
                    "direction": direction,
                    "action": action,
                    "selectors": selectors,
                    "key_name": key_name,
                    "data_role": data_role,
                    "content_type": content_type,
                    "sort_order": sort_order,
                }
            ),
            idempotency_key=idempotency_key,
        )

    def delete_action(self, route_id: str, action_id: str, *, idempotency_key: str | None = None) -> None:
        """Remove an action from a route.

        DELETE /v1/routes/{route_id}/actions/{action_id}
        """
        self._calls.call(
            ops.routes_delete_action, {"route_id": route_id, "action_id": action_id}, idempotency_key=idempotency_key
        )
