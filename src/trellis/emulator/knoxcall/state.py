"""What the emulated gateway remembers, and the switches by which a test changes how it behaves."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from trellis.emulator.clock import Clock, iso

from .dpop import NONCE_HEADER, NonceOffice, ProofVerifier
from .idempotency import IdempotencyRecords
from .rate_limit import RateLimit
from .tokens import TokenLedger

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable

    from .settings import KnoxCallSettings

Record = dict[str, Any]


class KnoxCallState:
    """All the gateway's records since the last reset.

    tables: the records of each kind, by id. tokens: what the token endpoint handed out. clock: its time.

    Switches: require_nonce: proofs have to carry a nonce of this server. exchange_requires_dpop: so do workloads.
    single_use_assertions: a subject token is good once. tell_tenant: token answers name the tenant. bare_encryption:
    `/v1/encrypt` answers without the envelope, as the documentation shows it.
    """

    def __init__(self, settings: KnoxCallSettings, lock: threading.RLock) -> None:
        self._lock = lock
        self.clock = settings.clock or Clock()
        self.tenant = settings.tenant
        self.tenant_id = f"ten_{settings.tenant}"
        self.sandbox = settings.sandbox
        self.started_at = self.now()
        self.tokens = TokenLedger(self.clock, settings.token_seconds)
        self.nonces = NonceOffice(self.clock, settings.nonce_seconds)
        self.proofs = ProofVerifier(self.clock, self.nonces, settings.proof_seconds)
        self.idempotency = IdempotencyRecords()
        self.rate_limit = RateLimit(self.clock)
        self._limits: dict[tuple[str, int, float], RateLimit] = {}
        self.tables: dict[str, dict[str, Record]] = {}
        self.exchanged: list[str] = []
        self.untold: list[Record] = []
        self.require_nonce = False
        self.exchange_requires_dpop = False
        self.single_use_assertions = False
        self.tell_tenant = True
        self.bare_encryption = False
        self._last_number = 0
        self._sow(settings)

    def _sow(self, settings: KnoxCallSettings) -> None:
        for client in settings.clients:
            public = client.client_secret is None
            self.add(
                "oauth_clients",
                "oac",
                client_id=client.client_id,
                client_secret=client.client_secret,
                name=client.name,
                type="public" if public else "confidential",
                grant_types=list(client.grant_types),
                allowed_scopes=list(client.allowed_scopes),
                redirect_uris=[],
                require_dpop=client.require_dpop,
                require_pkce=True,
                token_format="opaque",
                active=True,
                step_up_scopes=[],
            )
        for key in settings.keys:
            self.add_api_key(key.name, key.key)
        self.add("environments", "env", name="production", display_name="Production", color="#16a34a", is_default=True)

    # -- records ---------------------------------------------------------------------------------------------------

    def now(self) -> str:
        """The present moment as the wire has it."""
        return iso(self.clock.now())

    def number(self) -> int:
        """The next number that nothing else has."""
        self._last_number += 1
        return self._last_number

    def table(self, kind: str) -> dict[str, Record]:
        """The records of one kind, by id, oldest first."""
        return self.tables.setdefault(kind, {})

    def add(self, kind: str, prefix: str, /, **members: Any) -> Record:
        """Keep a new record, with an id and its times."""
        now = self.now()
        record: Record = {
            "id": f"{prefix}_{secrets.token_hex(6)}",
            "tenant_id": self.tenant_id,
            "sandbox": self.sandbox,
            "created_at": now,
            "updated_at": now,
            **members,
        }
        self.table(kind)[record["id"]] = record
        if kind == "audit_logs":
            self.untold.append(record)
        return record

    def add_api_key(self, name: str, key: str, *, ends_at: float | None = None, **members: Any) -> Record:
        """Keep a new API key. ends_at: when it stops being good, in seconds since the epoch; None for never."""
        return self.add(
            "api_keys",
            "key",
            name=name,
            api_key=key,
            key_id=f"ak_{secrets.token_hex(4)}",
            key_prefix=key[:12],
            key_type="test" if self.sandbox or key.startswith("tk_test_") else "live",
            active=True,
            ends_at=ends_at,
            expires_at=iso(ends_at) if ends_at is not None else None,
            **members,
        )

    def api_keys(self) -> Iterable[Record]:
        """Every API key, revoked ones included."""
        return self.table("api_keys").values()

    def oauth_client(self, client_id: str) -> Record | None:
        """The OAuth client that logs in as `client_id`."""
        clients = self.table("oauth_clients").values()
        return next((client for client in clients if client["client_id"] == client_id), None)

    def count_for(self, holder: str, limits: Record) -> None:
        """Count one request of `holder`, a key or a route, by the limits of its own record; 429 if it is one too many.

        Limits that were changed begin anew."""
        requests, window = limits.get("rate_limit_requests"), limits.get("rate_limit_window_sec")
        if requests is None:
            return
        known = (holder, int(requests), float(window or 60))
        if known not in self._limits:
            self._limits[known] = RateLimit(self.clock)
            self._limits[known].set(*known[1:])
        self._limits[known].count()

    def nonce_headers(self) -> dict[str, str]:
        """What hands out the nonce for the next proof, while nonces are required."""
        return {NONCE_HEADER: self.nonces.current()} if self.require_nonce else {}

    def confirm_signup(self, claim_handle: str) -> None:
        """Confirm the mail of a signup, so that its tenant can be claimed; LookupError for an unknown handle."""
        with self._lock:
            for record in self.table("signups").values():
                if record["claim_handle"] == claim_handle:
                    record["confirmed"] = True
                    return
        raise LookupError("there is no signup with this claim handle")

    # -- levers ----------------------------------------------------------------------------------------------------

    def log_in(self, client_id: str = "tk_local_login", *scopes: str) -> str:
        """A refresh token, as `knoxcall login` would come by it."""
        with self._lock:
            return self.tokens.log_in(client_id, scopes)

    def revoke_tokens(self, client_id: str | None = None) -> int:
        """Revoke every token of a client, or of all; how many access tokens that were."""
        with self._lock:
            return self.tokens.revoke_all(client_id)
