"""The emulated gateway's management API: every resource keeps what it is told, and shows secrets once."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from cryptography import x509

from trellis.emulator import KnoxCallSettings
from trellis.emulator.clock import Clock
from trellis.emulator.knoxcall.service import ANSWERED_ELSEWHERE, HANDLERS, KnoxCallService

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trellis.emulator import KnoxCallHandle

KEY = {"Authorization": "Bearer tk_test_local_key"}


class Caller:
    """Calls the gateway, and gives the data of a success."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def __call__(self, method: str, path: str, body: Any = None, status: int = 200, **query: Any) -> Any:
        answer = self.http.request(method, path, json=body, params=query or None)
        assert answer.status_code == status, answer.text
        payload = answer.json()
        if status >= 400:
            assert payload["error"]["request_id"] == answer.headers["x-request-id"]
            return payload["error"]
        return payload["data"]


@pytest.fixture
def call(knoxcall_server: KnoxCallHandle) -> Iterator[Caller]:
    with httpx.Client(base_url=knoxcall_server.url, headers=KEY, timeout=10, trust_env=False) as http:
        yield Caller(http)


def make_route(call: Caller, name: str = "Stripe", target: str = "https://api.stripe.example") -> Any:
    return call("POST", "/v1/routes", {"name": name, "target_base_url": target})


def test_each_operation_of_the_table_has_a_handler(monkeypatch) -> None:
    assert KnoxCallService().operations.keys() == HANDLERS.keys() | ANSWERED_ELSEWHERE
    monkeypatch.delitem(HANDLERS, "routes_list")
    with pytest.raises(RuntimeError, match="routes_list"):
        KnoxCallService()


def test_a_route_lives_from_create_to_delete(call) -> None:
    route = make_route(call)
    assert (route["slug"], route["enabled"], route["tenant_id"]) == ("stripe", True, "ten_acme")
    assert make_route(call)["slug"] == "stripe-2"
    path = f"/v1/routes/{route['id']}"
    assert call("PATCH", path, {"name": "Stripe live", "enabled": False})["name"] == "Stripe live"
    assert call("GET", path)["enabled"] is False
    assert call("DELETE", path) == {"deleted": True}
    assert call("GET", path, status=404)["type"] == "not_found"


def test_lists_are_paged_newest_first(call) -> None:
    for number in range(45):
        make_route(call, f"route {number}")
    first = call.http.get("/v1/routes").json()
    meta = {name: first["meta"][name] for name in ("total", "page", "per_page", "total_pages")}
    assert meta == {"total": 45, "page": 1, "per_page": 20, "total_pages": 3}
    assert first["data"][0]["name"] == "route 44"
    last = call.http.get("/v1/routes", params={"page": 3}).json()
    assert [route["name"] for route in last["data"]] == [f"route {number}" for number in range(4, -1, -1)]
    assert call.http.get("/v1/routes", params={"page": 4}).json()["data"] == []
    assert call.http.get("/v1/routes", params={"per_page": 500}).json()["meta"]["per_page"] == 100
    assert call("GET", "/v1/routes", status=422, page=0)["fields"] == {"page": ["must be at least 1"]}


def test_a_body_that_does_not_fit_is_refused_by_member(call, knoxcall_server) -> None:
    with knoxcall_server.expect_violations():
        error = call("POST", "/v1/routes", {"name": 7}, status=422)
        assert set(error["fields"]) == {"name", "target_base_url"}
        assert call.http.post("/v1/routes", content=b"{").status_code == 400
    answer = call.http.post("/v1/routes", json={"name": "x", "target_base_url": "ftp://x"})
    assert answer.status_code == 422
    assert answer.json()["fields"] == answer.json()["error"]["fields"]


def test_a_repeated_key_gets_the_first_answer(call, knoxcall_server) -> None:
    body = {"name": "once", "target_base_url": "https://a.example"}
    headers = {"X-Idempotency-Key": "01JZ0000000000000000000000"}
    first = call.http.post("/v1/routes", json=body, headers=headers)
    again = call.http.post("/v1/routes", json=body, headers=headers)
    assert again.json() == first.json()
    assert again.headers["x-idempotent-replayed"] == "true"
    assert len(knoxcall_server.state.table("routes")) == 1
    other = call.http.post("/v1/routes", json={**body, "name": "twice"}, headers=headers)
    assert (other.status_code, other.json()["error"]["type"]) == (409, "conflict")


def test_a_route_has_environments_and_actions(call) -> None:
    path = f"/v1/routes/{make_route(call)['id']}"
    created = call("PUT", f"{path}/environments/staging", {"inject_headers_json": {"X-A": "1"}})
    assert created["target_base_url"] == "https://api.stripe.example"
    changed = call("PUT", f"{path}/environments/staging", {"rate_limit_requests": 5})
    assert (changed["id"], changed["inject_headers_json"], changed["rate_limit_requests"]) == (
        created["id"],
        {"X-A": "1"},
        5,
    )
    assert call("GET", path)["configured_environments"] == ["staging"]
    assert [item["environment_name"] for item in call("GET", f"{path}/environments")] == ["staging"]
    call("DELETE", f"{path}/environments/staging")
    assert call("GET", path)["environment_override_count"] == 0
    action = call("POST", f"{path}/actions", {"direction": "request", "action": "encrypt", "selectors": ["$.a"]})
    assert call("GET", f"{path}/actions") == [action]
    call("DELETE", f"{path}/actions/{action['id']}")
    assert call("GET", f"{path}/actions") == []


def test_one_environment_is_the_default(call) -> None:
    staging = call("POST", "/v1/environments", {"name": "staging", "is_default": True})
    assert staging["display_name"] == "Staging"
    assert {item["name"]: item["is_default"] for item in call("GET", "/v1/environments")} == {
        "production": False,
        "staging": True,
    }
    assert call("POST", "/v1/environments", {"name": "staging"}, status=409)["type"] == "conflict"
    call("DELETE", f"/v1/environments/{staging['id']}", status=409)


def test_a_secret_is_kept_and_never_shown(call) -> None:
    created = call("POST", "/v1/secrets", {"name": "db", "secret_type": "api_key", "value": "hunter2"})
    path = f"/v1/secrets/{created['id']}"
    assert call("PUT", f"{path}/value", {"value": "hunter3"})["value_version"] == 2
    shown = call.http.get(path).text + call.http.get("/v1/secrets").text + str(created)
    assert "hunter" not in shown
    assert call("GET", path)["environments"][0]["value_version"] == 2
    call("GET", f"{path}/oauth2/token", status=409)
    oauth = {"name": "o", "provider": "p", "client_id": "c", "client_secret": "s", "grant_type": "client_credentials"}
    connected = call("POST", "/v1/secrets/oauth2", oauth)
    assert call("GET", f"/v1/secrets/{connected['id']}/oauth2/token")["connection_status"] == "connected"
    certificate = call("POST", "/v1/secrets/certificate", {"name": "c", "certificate_content": "PEM"})
    assert certificate["secret_type"] == "certificate"
    assert call("PATCH", path, {"description": "d", "strict_expiry_enforcement": True})["strict_expiry_enforcement"]
    call("DELETE", path)
    call("GET", path, status=404)


def test_an_oauth_client_can_log_in_until_it_is_revoked(call) -> None:
    answer = call.http.post("/v1/oauth-clients", json={"name": "ci", "allowed_scopes": ["routes:read"]}).json()
    assert answer["warning"]
    assert "meta" not in answer
    client = answer["data"]
    path = f"/v1/oauth-clients/{client['id']}"

    def login(secret: str, **form: str) -> httpx.Response:
        form = {"grant_type": "client_credentials", **form}
        # A new client: the key in `call`'s headers would stand against the login.
        return httpx.post(
            f"{call.http.base_url}/oauth/token", data=form, auth=(client["client_id"], secret), trust_env=False
        )

    token = login(client["client_secret"]).json()["access_token"]
    assert login(client["client_secret"], scope="vaults:read").json()["error"] == "invalid_scope"
    assert "client_secret" not in call("GET", path)
    rotated = call("POST", f"{path}/rotate-secret")["client_secret"]
    assert [login(secret).status_code for secret in (client["client_secret"], rotated)] == [401, 200]
    assert call("PATCH", path, {"require_dpop": True}) == {"id": client["id"]}
    assert login(rotated).json()["error"] == "invalid_dpop_proof"
    assert call("DELETE", path) == {"revoked": True}
    assert login(rotated).status_code == 401
    assert call.http.get("/v1/account", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert len(call("GET", "/v1/oauth-clients")) == 4


def test_an_api_key_opens_the_api_until_it_ends(start_knoxcall) -> None:
    clock = Clock.frozen()
    server = start_knoxcall(KnoxCallSettings(clock=clock))
    with httpx.Client(base_url=server.url, headers=KEY, trust_env=False) as http:
        call = Caller(http)
        made = call("POST", "/v1/api-keys", {"name": "short", "expires_in_days": 1})
        forever = call("POST", "/v1/api-keys", {"name": "long", "never_expires": True})
        assert (made["api_key"].startswith(made["key_prefix"]), forever["expires_at"]) == (True, None)
        assert made["api_key"] not in http.get("/v1/api-keys").text

        def opens(key: str) -> bool:
            return http.get("/v1/account", headers={"Authorization": f"Bearer {key}"}).status_code == 200

        assert opens(made["api_key"])
        clock.advance(86_400)
        assert not opens(made["api_key"])
        assert opens(forever["api_key"])
        assert call("DELETE", f"/v1/api-keys/{forever['key_id']}") == {"revoked": True}
        assert not opens(forever["api_key"])


def test_clients_have_credentials_and_agents_secrets(call) -> None:
    client = call("POST", "/v1/clients", {"name": "shop", "type": "server"})
    path = f"/v1/clients/{client['id']}"
    assert call("PATCH", path, {"description": "the shop"})["description"] == "the shop"
    assert call("GET", path)["route_assignments"] == []
    certificate = call("POST", f"{path}/credentials", {"kind": "mtls", "data": {}})
    x509.load_pem_x509_certificate(certificate["reveal"]["certificate_pem"].encode())
    assert "reveal" not in call("GET", f"{path}/credentials")[0]
    credential = f"{path}/credentials/{certificate['id']}"
    assert call("PATCH", credential, {"enabled": False})["enabled"] is False
    call("DELETE", credential)
    call("DELETE", path)
    assert call("GET", "/v1/clients") == []
    agent = call("POST", "/v1/agents", {"name": "edge"})
    assert agent["agent_secret"] not in call.http.get("/v1/agents").text
    assert call("GET", f"/v1/agents/{agent['id']}/tamper-events") == []
    assert call("DELETE", f"/v1/agents/{agent['id']}") == {"revoked": True}
    assert call("GET", "/v1/agents")[0]["status"] == "revoked"


def test_what_was_done_stands_in_the_audit_log(call) -> None:
    route = make_route(call)
    call("DELETE", f"/v1/routes/{route['id']}")
    entries = call("GET", "/v1/audit-logs", resource_type="routes")
    assert [entry["action"] for entry in entries] == ["routes.deleted", "routes.created"]
    assert call("GET", "/v1/audit-logs", action="routes.created")[0]["resource_id"] == route["id"]
    first = call.http.get("/v1/audit-logs/events", params={"limit": 1}).json()
    rest = call.http.get("/v1/audit-logs/events", params={"cursor": first["meta"]["next_cursor"]}).json()
    seen = [entry["action"] for entry in first["data"] + rest["data"]]
    assert (seen, rest["meta"]["next_cursor"]) == (["routes.created", "routes.deleted"], None)
    assert call("GET", "/v1/account/usage")["resources"]["routes"]["used"] == 0


def test_a_key_encrypts_and_decrypts_across_versions(call) -> None:
    assert call("POST", "/v1/crypto/keys", {"name": "k", "mode": "cloud-only"})["current_version"] == 1
    path = "/v1/crypto/keys/k"
    sealed = call("POST", f"{path}/encrypt", {"plaintext": "hello"})["ciphertext"]
    assert call("POST", f"{path}/rotate", {}) == {"new_version": 2}
    opened = call("POST", f"{path}/decrypt", {"ciphertext": sealed}, format="text")
    assert opened == {"key_version": 1, "plaintext": "hello"}
    assert base64.b64decode(call("POST", f"{path}/decrypt", {"ciphertext": sealed})["plaintext_b64"]) == b"hello"
    rewrapped = call("POST", f"{path}/rewrap", {"ciphertext": sealed})
    assert rewrapped["key_version"] == 2
    call("DELETE", f"{path}/versions/1", status=409)
    assert call("PATCH", path, {"deletion_allowed": True}) == {"name": "k", "deletion_allowed": True}
    assert call("DELETE", f"{path}/versions/1") == {"destroyed": 1}
    call("POST", f"{path}/decrypt", {"ciphertext": sealed}, status=404)
    assert call("POST", f"{path}/decrypt", {"ciphertext": "nonsense"}, status=422)["type"] == "crypto_error"
    assert call("POST", f"{path}/sign", {"data": "x"}, status=422)["type"] == "crypto_error"
    assert call("GET", "/v1/crypto/keys")[0]["current_version"] == call("GET", path)["current_version"] == 2


@pytest.mark.parametrize("kind", ["hmac-sha256", "ecdsa-p256", "ecdsa-p384", "ed25519", "rsa-2048"])
def test_a_key_signs_and_verifies(call, kind) -> None:
    call("POST", "/v1/crypto/keys", {"name": "s", "mode": "bundled", "key_type": kind})
    path = "/v1/crypto/keys/s"
    signature = call("POST", f"{path}/sign", {"data": "text"})["signature"]
    assert call("POST", f"{path}/verify", {"data": "text", "signature": signature})["valid"] is True
    assert call("POST", f"{path}/verify", {"data": "other", "signature": signature})["valid"] is False
    token = call("POST", f"{path}/jwt", {"claims": {"sub": "me"}})["token"]
    good = call("POST", f"{path}/jwt/verify", {"token": token, "expected": {"sub": "me"}})
    assert (good["valid"], good["claims"]) == (True, {"sub": "me"})
    for wrong in ({"token": token, "expected": {"sub": "you"}}, {"token": token[:-6] + "AAAAAA"}, {"token": "x"}):
        assert call("POST", f"{path}/jwt/verify", wrong)["valid"] is False
    call("GET", f"{path}/public-key", status=422 if kind.startswith("hmac") else 200)


def test_whole_structures_are_encrypted_in_their_form(call, knoxcall_server) -> None:
    data = {"card": "4242", "tags": ["a", 1, None]}
    sealed = call("POST", "/v1/encrypt", {"data": data})
    assert (sealed["key"], set(sealed["ciphertext"])) == ("default", {"card", "tags"})
    assert call("POST", "/v1/decrypt", {"data": sealed["ciphertext"]})["plaintext"] == data
    inspected = call("POST", "/v1/inspect", {"value": sealed["ciphertext"]["card"]})
    assert inspected["key_ref"] == {"tenantId": "ten_acme", "appKeyId": "default", "keyVersion": 1}
    assert call("POST", "/v1/inspect", {"value": "plain"}) == {"encrypted": False}
    knoxcall_server.state.bare_encryption = True
    bare = call.http.post("/v1/encrypt", json={"data": data}).json()
    assert (set(bare), bare["key_version"]) == ({"data", "key", "key_version"}, 1)
    assert call("GET", "/v1/encrypt/sealing-bundle")["key_ref"]["key_version"] == 1
    assert call("POST", "/v1/client-tokens", {"action": "decrypt", "data": "x"})["token"].startswith("kct_")
    assert set(call("POST", "/v1/client-tokens", {"action": "tokenize"}, status=422)["fields"]) == {"vault", "origins"}


def test_an_authority_issues_and_revokes_certificates(call) -> None:
    made = call("POST", "/v1/pki/roots", {"name": "corp", "subject": {"organization": "Corp"}})
    assert made["root"]["status"] == "active"
    path = "/v1/pki/roots/corp"
    root = x509.load_pem_x509_certificate(call.http.get(f"{path}/cert").content)
    role = {"role_name": "web", "allowed_domains": ["corp.example"], "allow_subdomains": True}
    assert call("POST", f"{path}/roles", role)["name"] == "web"
    wanted = {"subject": {"common_name": "a.corp.example"}, "san_dns": ["a.corp.example"]}
    issued = call("POST", f"{path}/issue/web", wanted)
    leaf, intermediate = (
        x509.load_pem_x509_certificates((issued["cert_pem"] + issued["ca_chain_pem"]).encode())[number]
        for number in (0, 1)
    )
    leaf.verify_directly_issued_by(intermediate)
    intermediate.verify_directly_issued_by(root)
    call("POST", f"{path}/issue/web", {"subject": {"common_name": "evil.example"}}, status=403)
    assert call("POST", f"{path}/revoke", {"serial_hex": issued["serial_hex"]}) == {"revoked": True}
    crl = x509.load_pem_x509_crl(call.http.get(f"{path}/crl").content)
    assert crl.get_revoked_certificate_by_serial_number(leaf.serial_number) is not None
    before = made["intermediate_not_after"]
    assert call("POST", f"{path}/rotate-intermediate", {})["not_after"] >= before
    assert len(call("GET", "/v1/pki/roots")) == len(call("GET", f"{path}/roles")) == 1


def test_a_vault_gives_values_back_for_tokens(start_knoxcall) -> None:
    clock = Clock.frozen()
    server = start_knoxcall(KnoxCallSettings(clock=clock))
    with httpx.Client(base_url=server.url, headers=KEY, trust_env=False) as http:
        call = Caller(http)
        call("POST", "/v1/vaults", {"name": "cards", "token_format": "numeric", "metadata_jsonb": {"a": 1}})
        token = call("POST", "/v1/vaults/cards/tokens", {"value": "4242 4242", "ttl_seconds": 60})
        assert [len(part) for part in token["token"].split()] == [4, 4]
        path = f"/v1/vaults/cards/tokens/{token['id']}"
        assert call("GET", f"/v1/vaults/cards/tokens/{token['token']}")["value"] == "4242 4242"
        assert call("PATCH", path, {"metadata": {"b": 2}}) == {"updated": True}
        assert call("GET", path)["metadata"] == {"b": 2}
        assert call("POST", "/v1/vaults/cards/tokens/bulk", {"values": [{"value": "1"}, {"value": "2"}]})["count"] == 2
        call("POST", "/v1/vaults/cards/tokens/bulk", {"values": [{"value": "1"}, {}]}, status=422)
        assert call("GET", "/v1/vaults/cards")["stats"] == {
            "token_count": 3,
            "active_count": 3,
            "expiring_in_24h": 1,
        }
        assert "4242 4242" not in http.get("/v1/vaults/cards/tokens").text
        clock.advance(61)
        call("GET", path, status=404)
        assert call("POST", "/v1/vaults/cards/rotate", {}) == {"new_version": 2}
        assert call("PATCH", "/v1/vaults/cards", {"enabled": False})["enabled"] is False
        call("POST", "/v1/vaults/cards/tokens", {"value": "x"}, status=409)
        assert call("DELETE", path) == {"deleted": True}
        assert call("DELETE", "/v1/vaults/cards") == {"deleted": True}
        assert call("GET", "/v1/vaults") == []


def test_databases_get_logins_for_a_while(call) -> None:
    connection = {"name": "main", "engine": "postgres", "host": "db", "admin_password": "root-pw"}
    assert call("POST", "/v1/dyn-db-credentials", connection)["execution_mode"] == "direct"
    path = "/v1/dyn-db-credentials/main"
    assert "root-pw" not in call.http.get(path).text + call.http.get("/v1/dyn-db-credentials").text
    assert call("PATCH", path, {"port": 5432}) == {"updated": "main"}
    role = call("POST", f"{path}/roles", {"name": "read", "creation_sql": "CREATE USER"})
    assert role["connection"] == "main"
    assert call("PATCH", f"{path}/roles/read", {"creation_sql": "GRANT"}) == {"updated": "read"}
    assert call("GET", f"{path}/roles")[0]["creation_sql_template"] == "GRANT"
    minted = call("POST", f"{path}/creds/read", {"ttl_seconds": 60})
    leases = call("GET", "/v1/dyn-db-credentials/leases", limit=10, offset=0)
    assert [(lease["id"], lease["status"]) for lease in leases["leases"]] == [(minted["lease_id"], "active")]
    assert call("POST", f"/v1/dyn-db-credentials/leases/{minted['lease_id']}/revoke", {})["revoked"]
    assert call("GET", "/v1/dyn-db-credentials/leases")["leases"][0]["status"] == "revoked"
    rotated = call("POST", f"{path}/rotate-ssh-key", {"ssh_private_key": "k"})
    assert rotated == {"rotated": "main", "fingerprint_updated": False}
    assert call("DELETE", f"{path}/roles/read") == {"deleted": "read"}
    assert call("DELETE", path) == {"deleted": "main"}


def test_a_signup_is_claimed_after_its_mail_was_confirmed(call, knoxcall_server) -> None:
    started = call("POST", "/v1/signup", {"email": "a@b.example", "tenant_name": "New Shop"}, status=202)
    claim = {"claim_handle": started["claim_handle"]}
    assert call("POST", "/v1/signup/claim", claim, status=202)["status"] == "pending_confirmation"
    knoxcall_server.state.confirm_signup(started["claim_handle"])
    claimed = call("POST", "/v1/signup/claim", claim)
    assert claimed["tenant"]["slug"] == "new-shop"
    assert call("GET", "/v1/account")["slug"] == "acme"
    assert claimed["starter"]["api_key"]["api_key"].startswith("tk_test_")
    call("POST", "/v1/signup/claim", claim, status=410)
    call("POST", "/v1/signup/claim", {"claim_handle": "clm_other"}, status=404)


def test_null_takes_back_what_may_be_missing_and_nothing_else(call, knoxcall_server) -> None:
    client = call("POST", "/v1/clients", {"name": "shop", "description": "old"})
    assert call("PATCH", f"/v1/clients/{client['id']}", {"description": None})["description"] is None
    with knoxcall_server.expect_violations():
        assert set(call("PATCH", f"/v1/clients/{client['id']}", {"name": None}, status=422)["fields"]) == {"name"}
        # Of what is made, null is as good as nothing; no client of ours sends it.
        assert call("POST", "/v1/api-keys", {"name": "k", "expires_at": None})["expires_at"] is None


CLEARABLE = {
    "clients": ("/v1/clients", {"name": "shop"}, "id", ("description",)),
    "dyn_db": ("/v1/dyn-db-credentials", {"name": "db", "engine": "postgres", "port": 5432, "database_name": "orders"},
               "name", ("port", "database_name", "agent_id")),
    "environments": ("/v1/environments", {"name": "qa", "description": "old"}, "id", ("description",)),
    "oauth": ("/v1/oauth-clients", {"name": "ci"}, "id", ("consent_html_template",)),
    "routes": ("/v1/routes", {"name": "r", "target_base_url": "https://up.test"}, "id", ("target_base_url",)),
    "secrets": ("/v1/secrets", {"name": "s", "secret_type": "api_key", "value": "v", "description": "old",
                                "expires_at": "2030-01-01T00:00:00Z"}, "id", ("description", "expires_at")),
    "vaults": ("/v1/vaults", {"name": "cards", "default_ttl_seconds": 60}, "name",
               ("default_ttl_seconds", "description")),
    "webhooks": (
        "/v1/webhooks",
        {"name": "h", "url": "https://up.test", "event_types": ["request.server_error"], "route_filter": ["r"]},
        "id",
        ("description", "auth_config", "request_headers", "route_filter", "hmac_key_id", "hmac_header_name"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CLEARABLE)
def test_every_member_that_can_be_taken_back_is_so_without_a_violation(call, knoxcall_server, kind) -> None:
    path, body, key, members = CLEARABLE[kind]
    made = call("POST", path, body)
    for member in members:
        call("PATCH", f"{path}/{made[key]}", {member: None})
    (kept,) = [
        record
        for table in knoxcall_server.state.tables.values()
        for record in table.values()
        if record.get("name") == body["name"] and members[0] in record
    ]
    assert {member: kept[member] for member in members} == dict.fromkeys(members)


def test_a_fault_of_the_emulator_is_an_answer_and_a_log_entry(call, monkeypatch, caplog) -> None:
    monkeypatch.setitem(HANDLERS, "account_get", lambda context: 1 / 0)
    assert call("GET", "/v1/account", status=500)["type"] == "internal_error"
    assert "failed at account_get" in caplog.text
