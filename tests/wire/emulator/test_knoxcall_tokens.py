"""The emulated gateway's token endpoint, and what its tokens, keys and proofs open; plain httpx and joserfc ask."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from trellis.emulator import KnoxCallSettings
from trellis.emulator.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trellis.emulator import KnoxCallHandle

LOGIN = ("tk_local", "local-client-secret")
DPOP_LOGIN = ("tk_local_dpop", "local-dpop-secret")
CREDENTIALS = {"grant_type": "client_credentials"}
EXCHANGE = {
    "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
    "audience": "knoxcall:api",
}


class Prover:
    """Makes proofs by an independent JOSE library; keyword arguments replace claims, None drops one."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256", private=True)

    def __call__(self, method: str, url: str, token: str | None = None, /, *, jwk: Any = None, **claims: Any) -> str:
        payload = {"htm": method, "htu": url, "iat": int(time.time()), "jti": secrets.token_hex(8)}
        if token is not None:
            payload["ath"] = encoded(hashlib.sha256(token.encode()).digest())
        payload = {name: value for name, value in {**payload, **claims}.items() if value is not None}
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk or self.key.as_dict(private=False)}
        return jws.serialize_compact(header, json.dumps(payload).encode(), self.key, algorithms=["ES256"])


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt(**claims: Any) -> str:
    return ".".join((encoded(b'{"alg":"none"}'), encoded(json.dumps(claims).encode()), "sig"))


@pytest.fixture
def http(knoxcall_server: KnoxCallHandle) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=knoxcall_server.url, timeout=5, trust_env=False) as client:
        yield client


def mint(http: httpx.Client, login: tuple[str, str] | None = LOGIN, dpop: str | None = None, **form: str) -> Any:
    headers = {"DPoP": dpop} if dpop is not None else {}
    return http.post(
        "/oauth/token", data={**CREDENTIALS, **form}, auth=login or httpx.USE_CLIENT_DEFAULT, headers=headers
    )


def account(http: httpx.Client, token: str, scheme: str = "Bearer", **headers: str) -> httpx.Response:
    return http.get("/v1/account", headers={"Authorization": f"{scheme} {token}", **headers})


def oauth_error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def error_type(answer: httpx.Response) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["request_id"] == answer.headers["x-request-id"]
    return answer.status_code, error["type"]


def test_client_credentials_open_the_management_api(http) -> None:
    minted = mint(http, scope="routes:read routes:write")
    assert minted.headers["cache-control"] == "no-store"
    body = minted.json()
    assert {name: body[name] for name in ("token_type", "expires_in", "scope", "tenant")} == {
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "routes:read routes:write",
        "tenant": "acme",
    }
    answer = account(http, body["access_token"])
    assert answer.status_code == 200
    assert answer.json()["data"]["slug"] == "acme"
    assert answer.json()["meta"]["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("login", [("tk_local", "wrong"), ("nobody", "x"), ("tk_local_login", ""), None])
def test_a_wrong_login_is_invalid_client(http, login) -> None:
    answer = mint(http, login)
    assert oauth_error(answer) == (401, "invalid_client")
    assert answer.headers["www-authenticate"] == "Basic"


def test_what_is_no_grant_is_refused(http, knoxcall_server) -> None:
    with knoxcall_server.expect_violations():
        assert oauth_error(mint(http, grant_type="password")) == (400, "unsupported_grant_type")
        assert oauth_error(http.post("/oauth/token", json=CREDENTIALS, auth=LOGIN)) == (400, "invalid_request")
        assert oauth_error(http.post("/oauth/token", data={"scope": "x"}, auth=LOGIN)) == (400, "invalid_request")


def test_a_static_key_needs_no_token(http) -> None:
    assert account(http, "tk_test_local_key").status_code == 200
    assert error_type(account(http, "tk_test_other_key")) == (401, "authentication_error")
    assert error_type(http.get("/v1/account")) == (401, "authentication_error")


def test_a_token_expires_and_can_be_revoked(start_knoxcall) -> None:
    clock = Clock.frozen()
    server = start_knoxcall(KnoxCallSettings(clock=clock, token_seconds=600))
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        first = mint(http).json()["access_token"]
        clock.advance(599)
        assert account(http, first).status_code == 200
        clock.advance(1)
        gone = account(http, first)
        assert error_type(gone) == (401, "authentication_error")
        assert 'error="invalid_token"' in gone.headers["www-authenticate"]
        second = mint(http).json()["access_token"]
        assert server.state.revoke_tokens("tk_local") == 2
        assert account(http, second).status_code == 401


def refresh(http: httpx.Client, token: str, **form: str) -> httpx.Response:
    data = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "tk_local_login", **form}
    return http.post("/oauth/token", data=data)


def test_a_refresh_token_is_good_once_and_its_theft_ends_the_login(http, knoxcall_server) -> None:
    first = knoxcall_server.state.log_in()
    rotated = refresh(http, first).json()
    assert rotated["client_id"] == "tk_local_login"
    assert account(http, rotated["access_token"]).status_code == 200
    second = rotated["refresh_token"]
    assert second != first
    assert oauth_error(refresh(http, first)) == (400, "invalid_grant")
    assert account(http, rotated["access_token"]).status_code == 401
    assert oauth_error(refresh(http, second)) == (400, "invalid_grant")
    assert oauth_error(refresh(http, knoxcall_server.state.log_in(), client_id="other")) == (400, "invalid_grant")


def test_a_workload_exchanges_its_own_token(http, knoxcall_server) -> None:
    good = jwt(aud="knoxcall:api", exp=time.time() + 60)
    answer = http.post("/oauth/token", data={**EXCHANGE, "subject_token": good})
    assert account(http, answer.json()["access_token"]).status_code == 200
    for bad in (jwt(aud="knoxcall:api", exp=time.time() - 1), jwt(aud="sts.other", exp=time.time() + 60)):
        assert oauth_error(http.post("/oauth/token", data={**EXCHANGE, "subject_token": bad})) == (400, "invalid_grant")
    knoxcall_server.state.single_use_assertions = True
    assert oauth_error(http.post("/oauth/token", data={**EXCHANGE, "subject_token": good})) == (400, "invalid_grant")


def test_a_client_that_requires_dpop_gets_no_token_without_a_proof(http, knoxcall_server) -> None:
    assert oauth_error(mint(http, DPOP_LOGIN)) == (400, "invalid_dpop_proof")
    prove = Prover()
    minted = mint(http, DPOP_LOGIN, prove("POST", f"{knoxcall_server.url}/oauth/token"))
    assert minted.json()["token_type"] == "DPoP"
    token = minted.json()["access_token"]
    assert error_type(account(http, token)) == (401, "authentication_error")
    url = f"{knoxcall_server.url}/v1/account"
    assert account(http, token, "DPoP", DPoP=prove("GET", url, token)).status_code == 200
    stranger = account(http, token, "DPoP", DPoP=Prover()("GET", url, token))
    assert error_type(stranger) == (401, "invalid_dpop_proof")


def test_any_client_may_bind_its_token(http, knoxcall_server) -> None:
    minted = mint(http, LOGIN, Prover()("POST", f"{knoxcall_server.url}/oauth/token"))
    assert minted.json()["token_type"] == "DPoP"


@pytest.mark.parametrize(
    ("claims", "complaint"),
    [
        ({"htm": "POST"}, "another method"),
        ({"htu": "http://127.0.0.1:1/v1/account"}, "another URL"),
        ({"htu": "{url}/v1/account?page=1"}, "another URL"),
        ({"htu": "{url}/v1/routes"}, "another URL"),
        ({"iat": int(time.time()) - 3600}, "just now"),
        ({"iat": None}, "no iat"),
        ({"jti": None}, "no jti"),
        ({"ath": None}, "another access token"),
        ({"ath": "AAAA"}, "another access token"),
        ({"jwk": Prover().key.as_dict(private=False)}, "signature"),
        ({"jwk": Prover().key.as_dict(private=True)}, "private key"),
    ],
)
def test_a_proof_that_is_not_for_this_request_is_refused(http, knoxcall_server, claims, complaint) -> None:
    prove, url = Prover(), knoxcall_server.url
    token = mint(http, LOGIN, prove("POST", f"{url}/oauth/token")).json()["access_token"]
    claims = {name: value.format(url=url) if isinstance(value, str) else value for name, value in claims.items()}
    answer = account(http, token, "DPoP", DPoP=prove("GET", f"{url}/v1/account", token, **claims))
    assert error_type(answer) == (401, "invalid_dpop_proof")
    assert complaint in answer.json()["error"]["message"]
    assert 'error="invalid_dpop_proof"' in answer.headers["www-authenticate"]


def test_a_proof_is_good_once(http, knoxcall_server) -> None:
    prove, url = Prover(), knoxcall_server.url
    token = mint(http, LOGIN, prove("POST", f"{url}/oauth/token")).json()["access_token"]
    proof = prove("GET", f"{url}/v1/account", token)
    assert account(http, token, "DPoP", DPoP=proof).status_code == 200
    assert "used before" in account(http, token, "DPoP", DPoP=proof).json()["error"]["message"]


def test_nonces_are_asked_for_where_they_are_switched_on(http, knoxcall_server) -> None:
    prove, url, state = Prover(), knoxcall_server.url, knoxcall_server.state
    state.require_nonce = True
    challenged = mint(http, DPOP_LOGIN, prove("POST", f"{url}/oauth/token"))
    assert oauth_error(challenged) == (400, "use_dpop_nonce")
    nonce = challenged.headers["dpop-nonce"]
    minted = mint(http, DPOP_LOGIN, prove("POST", f"{url}/oauth/token", nonce=nonce))
    token = minted.json()["access_token"]
    assert minted.headers["dpop-nonce"] == nonce
    good = account(http, token, "DPoP", DPoP=prove("GET", f"{url}/v1/account", token, nonce=nonce))
    assert (good.status_code, good.headers["dpop-nonce"]) == (200, nonce)
    state.nonces.retire()
    stale = account(http, token, "DPoP", DPoP=prove("GET", f"{url}/v1/account", token, nonce=nonce))
    assert error_type(stale) == (401, "use_dpop_nonce")
    assert stale.headers["www-authenticate"].startswith('DPoP error="use_dpop_nonce"')
    assert stale.headers["dpop-nonce"] != nonce


def test_a_limit_on_requests_is_told_and_lifted(http, knoxcall_server) -> None:
    knoxcall_server.state.rate_limit.set(1, 60)
    assert account(http, "tk_test_local_key").status_code == 200
    limited = account(http, "tk_test_local_key")
    assert error_type(limited) == (429, "rate_limited")
    assert 0 < int(limited.headers["retry-after"]) <= 60
    knoxcall_server.state.rate_limit.lift()
    assert account(http, "tk_test_local_key").status_code == 200


def test_paths_and_methods_that_are_not_there(http) -> None:
    assert error_type(http.get("/v1/nothing")) == (404, "not_found")
    answer = http.put("/v1/account", headers={"Authorization": "Bearer tk_test_local_key"})
    assert error_type(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET"


def test_a_client_revokes_its_own_tokens(http, knoxcall_server) -> None:
    token = mint(http).json()["access_token"]
    login = refresh(http, knoxcall_server.state.log_in()).json()
    public = {"client_id": "tk_local_login"}
    assert http.post("/oauth/revoke", data={"token": token, **public}).status_code == 200
    assert account(http, token).status_code == 200
    assert http.post("/oauth/revoke", data={"token": token}, auth=LOGIN).status_code == 200
    assert account(http, token).status_code == 401
    assert http.post("/oauth/revoke", data={"token": login["refresh_token"], **public}).status_code == 200
    assert account(http, login["access_token"]).status_code == 401
    assert oauth_error(http.post("/oauth/revoke", data={"token": token})) == (401, "invalid_client")


def introspect(http: httpx.Client, token: str, login: tuple[str, str] = LOGIN) -> Any:
    answer = http.post("/oauth/introspect", data={"token": token}, auth=login)
    assert answer.status_code == 200
    return answer.json()


def test_a_client_is_told_about_its_own_tokens_and_no_others(start_knoxcall) -> None:
    clock = Clock.frozen()
    server = start_knoxcall(KnoxCallSettings(clock=clock, token_seconds=600))
    prover = Prover()
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        token = mint(http).json()["access_token"]
        told = introspect(http, token)
        assert (told["active"], told["client_id"], told["token_type"]) == (True, "tk_local", "Bearer")
        assert told["exp"] == int(clock.now()) + 600
        assert introspect(http, token, DPOP_LOGIN) == {"active": False}
        assert introspect(http, "kc_at_other") == {"active": False}
        proof = {"DPoP": prover("POST", f"{server.url}/oauth/token", iat=int(clock.now()))}
        bound = http.post("/oauth/token", data=CREDENTIALS, auth=DPOP_LOGIN, headers=proof).json()["access_token"]
        assert introspect(http, bound, DPOP_LOGIN)["cnf"]["jkt"] == prover.key.thumbprint()
        clock.advance(600)
        assert introspect(http, token) == {"active": False}
        assert oauth_error(http.post("/oauth/introspect", data={"token": token})) == (401, "invalid_client")


def test_the_metadata_name_endpoints_that_are_there(http, knoxcall_server) -> None:
    found = http.get("/.well-known/oauth-authorization-server").json()
    assert found["issuer"] == knoxcall_server.url
    assert http.post(found["token_endpoint"], data=CREDENTIALS, auth=LOGIN).status_code == 200
    for name in ("revocation_endpoint", "introspection_endpoint"):
        assert http.post(found[name]).status_code == 400, "it is there, and wants a form"
    assert found["dpop_signing_alg_values_supported"] == ["ES256"]
