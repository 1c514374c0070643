"""Drives both KnoxCall clients by the same words; see tests/contract/surfaces.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import httpx

from knoxcall.client import KnoxCallAsync, KnoxCallSync
from knoxcall.errors import KnoxCallError

from .. import surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ASYNC", "KEY", "RESOURCES", "SURFACES", "SYNC", "KnoxSurface", "adapter_methods"]

KEY = "kc_opens_nothing"
RESOURCES = (
    "account", "agents", "api_keys", "audit_logs", "clients", "crypto", "dynamic_db", "environments", "oauth_clients",
    "pki", "routes", "secrets", "vaults", "webhooks",
)  # fmt: skip


class KnoxSurface(surfaces.Surface):
    """One of the two clients, with a static token and one attempt unless options say otherwise."""

    errors: ClassVar[tuple[type[Exception], ...]] = (KnoxCallError, ValueError, TypeError)

    def open(self, answer: Any = None, **options: Any) -> Any:
        """A client whose requests `answer` answers; without it, one that really sends."""
        kind: Any = KnoxCallAsync if self.asynchronous else KnoxCallSync
        if answer is not None:
            transport = httpx.MockTransport(answer)
            options["http"] = (
                httpx.AsyncClient(transport=transport) if self.asynchronous else httpx.Client(transport=transport)
            )
        if not options.keys() & {"client_id", "bootstrap"}:
            options.setdefault("api_key", KEY)
        client = kind(
            **{"base_url": "http://localhost:9/base", "retry_max_attempts": 1, "retry_base_delay": 0, **options}
        )
        if self.alter is not None:
            self.alter(client)
        return client


SYNC = KnoxSurface("sync", asynchronous=False)
ASYNC = KnoxSurface("async", asynchronous=True)
SURFACES = (ASYNC, SYNC)


def adapter_methods(client: Any) -> dict[str, Any]:
    """Every public method of every resource of a client, bound, by dotted path."""
    return dict(_methods(client))


def _methods(client: Any) -> Iterator[tuple[str, Any]]:
    for name, resource in sorted(vars(client).items()):
        if name.startswith("_") or not type(resource).__module__.startswith("knoxcall."):
            continue
        for method in dir(resource):
            bound = getattr(resource, method)
            if not method.startswith("_") and callable(bound):
                yield f"{name}.{method}", bound
