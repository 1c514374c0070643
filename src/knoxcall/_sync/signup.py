# Mirrored from src/knoxcall/_async/signup.py by scripts/mirror_sync.py; do not edit.
"""Signing up for a tenant, and claiming it, without credentials."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from trellis.core.borrow import headers_left_open
from trellis.core.engine import SyncEngine
from trellis.core.secrets import Secret
from trellis.core.sio import is_brought, open_driver

from .._generated import operations as ops
from .._retries import RetryPolicy
from .._service import management_headers
from .._signup_rules import DEFINITION, signup_url
from ..bodies import given

if TYPE_CHECKING:
    from trellis.core.runtime.operation import Operation
    from trellis.core.sio import BroughtClient

    from ..types import SignupClaimResult, SignupResult

__all__ = ["claim_signup", "signup"]

SECONDS = 30.0


def signup(
    *,
    email: str,
    tenant_name: str,
    full_name: str | None = None,
    tenant_slug: str | None = None,
    country: str | None = None,
    region: str | None = None,
    base_url: str | None = None,
    http: BroughtClient | None = None,
) -> SignupResult:
    """Ask for a new tenant. Nothing exists until the address has been confirmed from the mail that is sent to it.

    Then hand the result's `claim_handle`, which is a secret, to `claim_signup`.

    tenant_slug: the tenant's name in addresses, chosen by the server if left out. country, region: where it is to be.
    base_url: the management API; left out: KNOXCALL_BASE_URL, or the cloud's. http: an httpx client of your own, with
    its own time limits, which stays yours to close; without one, 30 s for each phase.

    It is sent once: again only if no connection was made, or the server said 429. Raises SignupError for a refusal,
    with the server's reason in `type` and its `request_id`; APIConnectionError if no answer came. POST /v1/signup.
    """
    body = given({
        "email": email,
        "tenant_name": tenant_name,
        "full_name": full_name,
        "tenant_slug": tenant_slug,
        "country": country,
        "region": region,
    })  # fmt: skip
    return cast("SignupResult", _exchange(ops.signup_create, body, (), base_url, http))


def claim_signup(
    *, claim_handle: str, base_url: str | None = None, http: BroughtClient | None = None
) -> SignupClaimResult:
    """Exchange a claim handle for the tenant it stands for, its first key included.

    While the mail is not confirmed the result has a `status`, and `poll_after_seconds` says when to ask again; once
    `tenant` is there, keep the key in `starter`: it is shown this one time.

    base_url, http: as for `signup`. Raises SignupError for a refusal, such as a handle that has expired;
    APIConnectionError if no answer came. POST /v1/signup/claim.
    """
    body = {"claim_handle": claim_handle}
    secrets = (Secret(claim_handle),)
    return cast("SignupClaimResult", _exchange(ops.signup_claim, body, secrets, base_url, http))


def _exchange(
    operation: Operation[Any],
    body: dict[str, Any],
    secrets: tuple[Secret, ...],
    base_url: str | None,
    http: BroughtClient | None,
) -> dict[str, Any]:
    brought = is_brought(http, "http")
    headers = management_headers()
    engine = SyncEngine(
        DEFINITION,
        signup_url(base_url),
        open_driver=lambda: open_driver(http),
        policy=RetryPolicy(),
        timeout=None if brought else SECONDS,
        secrets=secrets,
        headers=headers_left_open(http, headers) if brought else headers,
        borrowed=brought,
    )
    try:
        call = engine.prepare(operation, body=body)
        response = engine.send(call)
        engine.result(operation, call, response)  # refuses redirects and what is no JSON
        answer = json.loads(response.content)
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, dict):
            raise engine.protocol_error(call, response, "the answer holds no data")
        return data
    finally:
        engine.close()
