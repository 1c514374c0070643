"""What the measured gateway answers: routes of about 1 KB in their envelopes, pages of them, and tokens."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import count
from urllib.parse import parse_qs

ROUTE_FIELDS = (
    "id", "name", "slug", "target_base_url", "base_environment", "enabled", "requires_clients", "collection_id",
    "created_at", "environment_override_count", "require_signature", "rate_limit_enabled", "rate_limit_requests",
    "rate_limit_window_sec", "allowed_methods",
)  # fmt: skip
DETAIL_FIELDS = (
    "id", "name", "slug", "target_base_url", "base_environment", "enabled", "requires_clients", "mtls_certificate_id",
    "collection_id", "created_at", "environment_override_count", "configured_environments", "payload_structure",
    "injection_rules", "ip_allowlist", "data_plane_node_id",
)  # fmt: skip
FULL_FIELDS = (
    "id", "tenant_id", "name", "slug", "sandbox", "target_base_url", "enabled", "created_at", "requires_clients",
    "base_environment", "mtls_certificate_id", "egress_server_id", "collection_id",
)  # fmt: skip
ROUTES = 10_000
NEW_ROUTE = {"name": "Orders of the night shift", "target_base_url": "https://orders.example/v2"}
BOUND = "/bound"
"""The address below which the token endpoint issues tokens that are bound to a key (RFC 9449)."""

_ID, _SERIAL = "@@id@@", "@@serial@@"
_serials = count(1)


def _compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _route(route_id: str, serial: str) -> dict[str, object]:
    return {
        "id": route_id,
        "name": f"Orders {serial}",
        "slug": f"orders-{serial}",
        "target_base_url": "https://orders.example/v2",
        "base_environment": "production",
        "enabled": True,
        "requires_clients": False,
        "collection_id": None,
        "created_at": "2025-03-01T10:20:30.123Z",
        "environment_override_count": 2,
        "require_signature": False,
        "rate_limit_enabled": True,
        "rate_limit_requests": 600,
        "rate_limit_window_sec": 60,
        "allowed_methods": ["GET", "POST", "DELETE"],
    }


def _detail(route_id: str, serial: str) -> dict[str, object]:
    listed = _route(route_id, serial)
    about = {name: listed[name] for name in DETAIL_FIELDS if name in listed}
    return {
        **about,
        "mtls_certificate_id": None,
        "configured_environments": ["production", "staging"],
        "payload_structure": {"order": {"number": "string", "lines": [{"article": "string", "count": "integer"}]}},
        "injection_rules": [
            {"id": f"rule-{number}", "target": "header", "name": f"X-Tenant-{number}", "secret": f"vault-{serial}"}
            for number in range(4)
        ],
        "ip_allowlist": [f"192.0.2.{number}/32" for number in range(8)],
        "data_plane_node_id": "node-eu-central-1a",
    }


def _full(serial: str) -> dict[str, object]:
    listed = _route(f"route-{serial}", serial)
    about = {name: listed[name] for name in FULL_FIELDS if name in listed}
    return {**about, "tenant_id": "ten-1", "sandbox": False, "mtls_certificate_id": None, "egress_server_id": None}


_META = {"request_id": "req_01J9ZK6W3Q"}
_DETAIL = _compact({"data": _detail(_ID, _SERIAL), "meta": _META})
_DETAIL_PIECES = _DETAIL.replace(_ID.encode(), b"\0").replace(_SERIAL.encode(), b"\1")
_FULL = _compact({"data": _full(_SERIAL), "meta": _META}).replace(_SERIAL.encode(), b"\1")


@lru_cache(maxsize=512)
def _page(query: str, total: int) -> bytes:
    values = parse_qs(query)
    page, size = int(values.get("page", ["1"])[0]), int(values.get("per_page", ["100"])[0])
    numbers = range((page - 1) * size, min(page * size, total))
    pages = -(-total // size)
    meta = {"total": total, "page": page, "per_page": size, "total_pages": pages, **_META}
    return _compact({"data": [_route(f"route-{number}", str(number)) for number in numbers], "meta": meta})


def _token(path: bytes) -> bytes:
    kind = "DPoP" if path.startswith(BOUND.encode()) else "Bearer"
    token = f"kc_{next(_serials):032d}"
    return _compact({"access_token": token, "token_type": kind, "expires_in": 3600, "tenant": "acme"})


def gateway_answer(method: bytes, path: bytes, query: bytes, total: int = ROUTES) -> bytes | None:
    """The body for a request to the gateway's management API, whose list has `total` routes; None if the request is no
    such thing."""
    if path.endswith(b"/oauth/token"):
        return _token(path)
    path = path.removeprefix(BOUND.encode())
    if not path.startswith(b"/v1/routes"):
        return None
    serial = b"%d" % next(_serials)
    if method == b"POST":
        return _FULL.replace(b"\1", serial)
    if path == b"/v1/routes":
        return _page(query.decode("ascii"), total)
    return _DETAIL_PIECES.replace(b"\0", path.rpartition(b"/")[2]).replace(b"\1", serial)
