"""What surrounds the calls of a KnoxCall client, as a user writes it: credentials, token stores, options, errors,
webhooks, signing up. Never run: tests/typing/test_static_types.py has the checkers read it."""

# ruff: noqa: T201, TC001, TC003 - the user has rules of their own

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
from typing_extensions import assert_type

import knoxcall
from knoxcall import (
    AccessToken,
    APIConnectionError,
    AuthenticationError,
    Bootstrap,
    CachedToken,
    ClientCredentials,
    KnoxCall,
    KnoxCallAsync,
    KnoxCallError,
    KnoxCallSync,
    MemoryTokenStore,
    OIDCTokenExchange,
    RateLimitError,
    RedisTokenStore,
    SignupClaimResult,
    SignupError,
    SignupResult,
    StoredCredentials,
    TokenStore,
    ValidationError,
    WebhookEvent,
    WebhookSignatureVerificationError,
    claim_signup,
    claim_signup_sync,
    construct_webhook_event,
    signup,
    signup_sync,
    verify_webhook_signature,
)
from knoxcall.errors import error_from_response
from trellis.core.events import Event
from trellis.core.progress import Progress

T = TypeVar("T")


class OwnStore:
    """A token store of the user's own."""

    async def get(self, key: str) -> CachedToken | None:
        """The token."""
        return CachedToken(access_token=knoxcall.Redacted(key), expires_at=1.5, scope=["a"])

    async def set(self, key: str, token: CachedToken) -> None:
        """Keep it."""
        assert_type(token.access_token.expose(), str)
        assert_type(token.expires_at, float)

    async def delete(self, key: str) -> None:
        """Forget it."""

    async def with_lock(self, key: str, fn: Callable[[], Awaitable[T]]) -> T:
        """One at a time."""
        return await fn()


def note(event: Event) -> None:
    """A hook of the user's own."""
    print(event.request_id)


def shown(progress: Progress) -> None:
    """Somebody who wants to know how far it is."""
    print(progress.what, progress.fraction)


CREDENTIALS: list[Bootstrap] = [
    AccessToken("t"),
    ClientCredentials("id", "secret"),
    OIDCTokenExchange("t", issuer="https://i.example.com"),
    StoredCredentials(profile="work"),
]
STORES: list[TokenStore] = [OwnStore(), MemoryTokenStore(), RedisTokenStore(object(), prefix="p:", lock_wait_ms=100)]


def as_text(value: object) -> str:
    """What to make of values that JSON has no word for."""
    return str(value)


def synchronous() -> None:
    """A synchronous client's life."""
    with KnoxCall(
        tenant="acme",
        environment="staging",
        scope=["routes:read"],
        bootstrap=CREDENTIALS[0],
        token_store=STORES[0],
        dpop="auto",
        retry_max_attempts=2,
        retry_base_delay=0.1,
        retry_max_delay=5,
        timeout=httpx.Timeout(5),
        json_default=as_text,
        hooks=(note,),
    ) as client:
        assert_type(client, KnoxCallSync)
        assert_type(client.base_url, str)
        assert_type(client.scope, list[str])
        assert_type(client.environment, str | None)
        assert_type(client.sandbox, bool)
        assert_type(client.with_options(timeout=None, headers={"X-A": "b"}, retry_max_attempts=1), KnoxCallSync)
        seen: list[httpx.Response] = []
        client.with_options(on_response=seen.append).account.get()
        for route in client.routes.iterate(per_page=10, progress=shown):
            assert_type(route["name"], str)
        with client.stream("r", method="POST", path="/x", body=iter([b"a"]), query={"a": ["b", "c"]}) as response:
            assert_type(response.status_code, int)
        bound = client.route("r", environment="staging", headers={"X-A": "b"}, timeout=5)
        assert_type(bound.post("/x", body={"a": 1}), httpx.Response)
    made = KnoxCallSync(client_id="id", client_secret="s", http=httpx.Client())
    made.close()


async def asynchronous() -> None:
    """An asynchronous client's life."""
    async with KnoxCallAsync(access_token="t", sandbox=True, hooks=[note]) as client:
        assert_type(client, KnoxCallAsync)
        assert_type(client.tenant, str | None)
        async for secret in client.secrets.iterate(progress=True):
            assert_type(secret.get("name"), str | None)
    await KnoxCall(sync=False).aclose()


def failures(client: KnoxCallSync) -> None:
    """What errors hold."""
    try:
        client.routes.get("r")
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
    except ValidationError as error:
        assert_type(error.fields, dict[str, Any])
    except AuthenticationError:
        raise
    except APIConnectionError as error:
        print(error)
    except KnoxCallError as error:
        assert_type(error.status, int | None)
        assert_type(error.code, str | None)
        assert_type(error.request_id, str | None)
        assert_type(error.message, str)
        assert_type(error.headers, dict[str, str] | None)
    assert_type(error_from_response(404, None, {}), KnoxCallError)


def webhooks(body: bytes, headers: dict[str, str], more: httpx.Headers) -> None:
    """Receiving deliveries."""
    try:
        event = construct_webhook_event(body, headers, "whsec", format="stripe", tolerance_seconds=None)
    except WebhookSignatureVerificationError:
        return
    assert_type(event, WebhookEvent)
    assert_type(event["event"], str)
    assert_type(construct_webhook_event(body.decode(), more, "whsec")["event"], str)
    assert_type(verify_webhook_signature(raw_body=body, signature="s", secret="whsec"), bool)


async def signing_up() -> None:
    """An account of one's own."""
    try:
        assert_type(await signup(email="a@example.com", tenant_name="Acme"), SignupResult)
        assert_type(await claim_signup(claim_handle="h"), SignupClaimResult)
    except SignupError as error:
        assert_type(error.type, str | None)


def signing_up_synchronously() -> None:
    """The same without a loop."""
    assert_type(signup_sync(email="a@example.com", tenant_name="Acme"), SignupResult)
    assert_type(claim_signup_sync(claim_handle="h"), SignupClaimResult)
