"""What the gateway does by calling other servers: calls through routes, calls without one, tests of webhooks."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from functools import partial
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from trellis.emulator.outbound import HOP_BY_HOP, Outbound, Unreachable

from .access import authenticate, authenticate_data_plane
from .deliveries import AUDIT_EVENT, Courier, wants
from .failures import GatewayError, OAuthError
from .gateway_routes import route_for
from .token_endpoint import answer_introspection, answer_metadata, answer_revocation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trellis.emulator.exchange import Answer, Call, Incoming
    from trellis.emulator.upstream import EchoUpstream

    from .service import KnoxCallService
    from .state import Record

DATA_PLANE = "data_plane"
"""What the request log and fault scripts call a call through a route."""

OAUTH = {
    ("POST", "/oauth/revoke"): ("oauth_revoke", answer_revocation),
    ("POST", "/oauth/introspect"): ("oauth_introspect", answer_introspection),
    ("GET", "/.well-known/oauth-authorization-server"): ("oauth_metadata", answer_metadata),
}
"""The authorization server's further endpoints, which the pinned document leaves out."""

EPHEMERAL = frozenset({"ephemeral_get", "ephemeral_post", "ephemeral_put", "ephemeral_patch", "ephemeral_delete"})
CLAIMED = EPHEMERAL | {"webhooks_test"}

AUDIT_DATA = ("id", "action", "resource_type", "resource_id", "details", "ip_address")
UPSTREAM_SECONDS = 25.0
CALLERS_ADDRESS = "127.0.0.1"
"""Where all calls come from, as the logs have it too."""
LONGEST_TIMEOUT_MS = 30_000
_KEPT_HERE = re.compile(r"x-knox(call)?-|authorization$|dpop$|host$")
_TENANT_HOST = re.compile(r"(?!api\.|sandbox\.|www\.)[a-z0-9-]+\.knoxcall\.com(:\d+)?", re.IGNORECASE)


class DataPlane:
    """Answers what needs another server, each request in a thread of its own."""

    names = frozenset({DATA_PLANE, *(name for name, _ in OAUTH.values())}) | CLAIMED

    def __init__(self, service: KnoxCallService, upstream: EchoUpstream) -> None:
        self._service = service
        self.upstream = upstream
        self._outbound = Outbound(service.settings.upstreams, lambda: upstream.url)
        self._courier = Courier(self._outbound)
        service.tell = self._tell

    def claims(self, incoming: Incoming, operation_id: str | None) -> str | None:
        """A request that names a route is a call through it, whatever its path is."""
        if "x-knoxcall-route" in incoming.headers:
            return DATA_PLANE
        further = OAUTH.get((incoming.method, incoming.path))
        if further is not None:
            return further[0]
        return operation_id if operation_id in CLAIMED else None

    def answer(self, name: str, incoming: Incoming, call: Call | None) -> Answer:
        """Carry out a request."""
        request_id = self._service.new_request_id()
        try:
            if name == DATA_PLANE:
                answer = self._through_route(incoming)
            elif name in EPHEMERAL:
                answer = self._without_route(incoming)
            elif (further := OAUTH.get((incoming.method, incoming.path))) is not None:
                with self._service.lock:
                    answer = further[1](self._service.state, incoming)
            else:
                assert call is not None
                answer = self._test_webhook(call, request_id)
        except GatewayError as refused:
            answer = refused.answer(request_id)
        except OAuthError as refused:
            answer = refused.answer()
        return answer.with_headers({"X-Request-Id": request_id})

    # -- calls through a route -------------------------------------------------------------------------------------

    def _through_route(self, incoming: Incoming) -> Answer:
        service = self._service
        with service.lock:
            state = service.state
            authenticate_data_plane(state, incoming)
            route = route_for(state.table("routes"), incoming.headers["x-knoxcall-route"])
            environment = incoming.headers.get("x-knoxcall-environment") or route["base_environment"]
            config = self._configured(route, environment)
            nonce = state.nonce_headers()
        self._check_admitted(config, incoming)
        if config.get("rate_limit_enabled"):
            with service.lock:
                state.count_for(config["id"], config)
        headers = _passed_on(incoming, {**config.get("inject_headers_json", {})})
        started = time.monotonic()
        try:
            url = config["target_base_url"].rstrip("/") + _upstream_path(incoming)
            answer = self._outbound.send(incoming.method, url, headers, incoming.body, timeout=UPSTREAM_SECONDS)
        except Unreachable as failure:
            self._note(route, environment, incoming, None, started, failure)
            raise _no_answer(failure) from None
        self._note(route, environment, incoming, answer.status, started, None)
        return answer.with_headers({"X-Knox-Upstream-Status": str(answer.status), **nonce})

    def _configured(self, route: Record, environment: str) -> Record:
        for record in self._service.state.table("route_environments").values():
            if record["parent_id"] == route["id"] and record["environment_name"] == environment:
                return {**record, "enabled": record["enabled"] and route["enabled"]}
        return route

    def _check_admitted(self, config: Record, incoming: Incoming) -> None:
        if not config["enabled"]:
            raise GatewayError(403, "route_disabled", "This route is not enabled")
        if not _is_among(CALLERS_ADDRESS, config.get("ip_allowlist") or ()):
            raise GatewayError(403, "ip_not_allowed", f"This route does not answer {CALLERS_ADDRESS}")
        allowed = config.get("allowed_methods")
        if allowed and incoming.method not in allowed:
            headers = {"allow": ", ".join(allowed)}
            raise GatewayError(405, "method_not_allowed", "This route does not allow the method", headers=headers)

    def _note(
        self,
        route: Record,
        environment: str,
        incoming: Incoming,
        status: int | None,
        started: float,
        failure: Unreachable | None,
    ) -> None:
        """Log the call, and tell the webhooks that want to know."""
        latency = int((time.monotonic() - started) * 1000)
        service = self._service
        with service.lock:
            state = service.state
            state.add(
                "route_logs",
                "log",
                parent_id=route["id"],
                request_id=service.new_request_id(),
                ts=state.now(),
                src_ip=CALLERS_ADDRESS,
                method=incoming.method,
                path=incoming.raw_path,
                status_code=status,
                latency_ms=latency,
                upstream_host=urlsplit(route["target_base_url"]).hostname,
                error=str(failure) if failure else None,
                environment=environment,
                rate_limited=False,
            )
        data: dict[str, Any] = {
            "route_id": route["id"],
            "route_name": route["name"],
            "environment": environment,
            "request": {"method": incoming.method, "path": incoming.raw_path, "ip": CALLERS_ADDRESS},
            "response": {"status": status, "latency_ms": latency},
        }
        for event in (_event(status, failure), "request.completed"):
            self._courier.announce(state, service.lock, event, data)

    # -- calls without a route -------------------------------------------------------------------------------------

    def _without_route(self, incoming: Incoming) -> Answer:
        service = self._service
        with service.lock:
            authenticate(service.state, incoming)
            service.state.rate_limit.count()
            nonce = service.state.nonce_headers()
            extra = self._upstream_credential(incoming)
        url = incoming.headers.get("x-knox-proxy-url") or ""
        parts = urlsplit(url)
        # https and a name of the wide world is the service's rule; servers of this machine are here for tests.
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise GatewayError(400, "invalid_request", "X-Knox-Proxy-URL has to be an https URL")
        timeout = _timeout(incoming)
        if incoming.query_string:
            url = f"{url}{'&' if parts.query else '?'}{incoming.query_string}"
        try:
            headers = _passed_on(incoming, extra)
            answer = self._outbound.send(incoming.method, url, headers, incoming.body, timeout=timeout)
        except Unreachable as failure:
            raise _no_answer(failure) from None
        return answer.with_headers({"X-Knox-Destination-Status": str(answer.status), **nonce})

    def _upstream_credential(self, incoming: Incoming) -> dict[str, str]:
        given = incoming.headers.get("x-knox-upstream-authorization")
        if given is not None:
            return {"Authorization": given}
        name = incoming.headers.get("x-knox-upstream-auth-secret")
        if name is None:
            return {}
        for record in self._service.state.table("secrets").values():
            if name in (record["id"], record["name"]):
                scheme = incoming.headers.get("x-knox-upstream-auth-scheme") or "Bearer"
                value = record["values"][record["base_environment"]]["value"]
                return {"Authorization": f"{scheme} {value}"}
        raise GatewayError(404, "not_found", "There is no such secret")

    # -- the audit log, told to webhooks -------------------------------------------------------------------------

    def _tell(self, entry: Record) -> None:
        """Announce a new entry of the audit log, in a thread: whoever made it has the lock, and waits for nobody."""
        state, lock = self._service.state, self._service.lock
        data = {name: entry[name] for name in AUDIT_DATA}
        if any(wants(hook, AUDIT_EVENT, data) for hook in state.table("webhooks").values()):
            work = partial(self._courier.announce, state, lock, AUDIT_EVENT, data)
            threading.Thread(target=work, name="knoxcall-courier", daemon=True).start()

    # -- tests of webhooks -----------------------------------------------------------------------------------------

    def _test_webhook(self, call: Call, request_id: str) -> Answer:
        service = self._service
        with service.lock:
            context = service.admit(call, request_id)
            state = context.state
            hook = service.webhook(context)

        def deliver() -> Answer:
            entry = self._courier.deliver(state, service.lock, hook, "webhook.test", {"message": "It works."})
            outcome = {"success": entry["success"], "response_time_ms": entry["response_time_ms"]}
            if entry["response_status"] is not None:
                outcome["status"] = entry["response_status"]
            if entry["error_message"] is not None:
                outcome["error"] = entry["error_message"]
            return context.answer(outcome)

        return state.idempotency.once(context.caller.name, call.incoming, deliver)


def _upstream_path(incoming: Incoming) -> str:
    """The path behind the gateway: on a tenant's host, calls live below `/api`."""
    path = incoming.raw_path
    if _TENANT_HOST.fullmatch(incoming.headers.get("host") or ""):
        if path != "/api" and not path.startswith("/api/"):
            raise GatewayError(404, "not_found", "Calls live below /api on this host")
        path = path[4:] or "/"
    return f"{path}?{incoming.query_string}" if incoming.query_string else path


def _passed_on(incoming: Incoming, added: dict[str, Any]) -> list[tuple[str, str]]:
    """The caller's headers without those that are for the gateway, and what the route adds."""
    replaced = {name.lower() for name in added}
    kept = [
        (name, value)
        for name, value in incoming.headers.items()
        if name not in HOP_BY_HOP and name not in replaced and not _KEPT_HERE.match(name)
    ]
    return [*kept, *((name, str(value)) for name, value in added.items())]


def _is_among(address: str, allowed: Sequence[str]) -> bool:
    """Whether an address is one of these, or in one of these networks; no list is no limit, and rubbish no address."""
    if not allowed:
        return True
    for entry in allowed:
        with contextlib.suppress(ValueError):
            if ip_address(address) in ip_network(entry, strict=False):
                return True
    return False


def _timeout(incoming: Incoming) -> float:
    text = incoming.headers.get("x-knox-timeout-ms")
    if text is None:
        return UPSTREAM_SECONDS
    if not text.isdigit() or not 0 < int(text) <= LONGEST_TIMEOUT_MS:
        raise GatewayError(400, "invalid_request", f"X-Knox-Timeout-Ms has to be from 1 to {LONGEST_TIMEOUT_MS}")
    return int(text) / 1000


def _no_answer(failure: Unreachable) -> GatewayError:
    if failure.late:
        return GatewayError(504, "upstream_timeout", str(failure))
    return GatewayError(502, "upstream_unreachable", str(failure))


def _event(status: int | None, failure: Unreachable | None) -> str:
    if failure is not None or status is None:
        return "request.timeout" if failure is not None and failure.late else "request.error"
    kinds = {3: "redirect", 4: "client_error", 5: "server_error"}
    return f"request.{kinds.get(status // 100, 'success')}"
