"""The plugin's knoxcall fixtures, used the way a user's suite uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knoxcall import AuthenticationError, KnoxCall, ServerError
from trellis.testing import assert_operations, attempts_of_one_call, faults

if TYPE_CHECKING:
    from knoxcall import KnoxCallAsync, KnoxCallSync
    from trellis.emulator import KnoxCallHandle


def test_a_sync_client_talks_to_the_gateway(knoxcall_server: KnoxCallHandle, sync_knoxcall: KnoxCallSync) -> None:
    assert sync_knoxcall.account.get()["slug"] == knoxcall_server.settings.tenant == sync_knoxcall.tenant
    assert_operations(knoxcall_server.requests, "oauth_token", "account_get")


@pytest.mark.anyio
async def test_an_async_client_talks_to_the_gateway(knoxcall_server: KnoxCallHandle, knoxcall: KnoxCallAsync) -> None:
    usage = await knoxcall.account.get_usage()
    assert usage["plan"] == "business"
    assert_operations(knoxcall_server.requests, "oauth_token", "account_get_usage")


def test_faults_are_met(knoxcall_server: KnoxCallHandle, sync_knoxcall: KnoxCallSync) -> None:
    knoxcall_server.faults.add("account_get", faults.status(503))
    sync_knoxcall.account.get()
    attempts_of_one_call(knoxcall_server.requests, "account_get", count=2)
    knoxcall_server.faults.add("account_get", faults.status(500, times=None))
    with pytest.raises(ServerError):
        sync_knoxcall.account.get()


def test_a_revoked_token_is_replaced(knoxcall_server: KnoxCallHandle, sync_knoxcall: KnoxCallSync) -> None:
    sync_knoxcall.authenticate()
    assert knoxcall_server.state.revoke_tokens() == 1
    sync_knoxcall.account.get()
    assert_operations(knoxcall_server.requests, "oauth_token", "account_get", "oauth_token", "account_get")


def test_credentials_that_nobody_has_are_refused(knoxcall_server: KnoxCallHandle) -> None:
    client = KnoxCall(base_url=knoxcall_server.url, client_id="tk_nobody", client_secret="nothing")
    with client, pytest.raises(AuthenticationError):
        client.account.get()


def test_the_environment_does_not_lead_the_clients_astray(
    monkeypatch: pytest.MonkeyPatch, knoxcall_server: KnoxCallHandle, request: pytest.FixtureRequest
) -> None:
    for name, value in {"BASE_URL": "https://elsewhere.example", "TENANT": "other", "API_KEY": "tk_other"}.items():
        monkeypatch.setenv(f"KNOXCALL_{name}", value)
    client = request.getfixturevalue("sync_knoxcall")
    assert client.account.get()["slug"] == knoxcall_server.settings.tenant
