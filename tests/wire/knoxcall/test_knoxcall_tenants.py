"""How the tenant's host is found, and that no name from anywhere leads off the gateway's hosts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall.errors import AuthenticationError, BootstrapError
from tests.wire.knoxcall.gateways import failure_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.knoxcall.gateways import Either


class Cloud:
    """The cloud's hosts behind httpx's transport seam. token, account: what they say the tenant is."""

    def __init__(self, *, token: Any = None, account: Any = None, status: int = 200) -> None:
        self.token, self.account, self.status = token, account, status
        self.sent: list[str] = []
        self.shown: list[tuple[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(f"{request.method} {request.url}")
        self.shown.append((request.url.host, request.headers.get("authorization", "")))
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={"access_token": "kc_1", "tenant": self.token, "expires_in": 3600})
        if request.url.path == "/v1/account":
            body = {"data": {"slug": self.account}} if self.status == 200 else {"error": {"type": "x", "message": "y"}}
            return httpx.Response(self.status, json=body)
        return httpx.Response(200, text="upstream")

    def http(self, either: Either) -> Any:
        return either.http(transport=httpx.MockTransport(self))


ACCOUNT = "GET https://api.knoxcall.com/v1/account"
MINT = "POST https://api.knoxcall.com/oauth/token"


@pytest.mark.parametrize(
    ("token", "account", "before"),
    [
        ("acme", "other", [MINT]),
        (None, "acme", [MINT, ACCOUNT]),
        ("", "acme", [MINT, ACCOUNT]),
        (7, "acme", [MINT, ACCOUNT]),
    ],
)
def test_the_token_names_the_tenant_or_else_the_account_does(
    either: Either, token: Any, account: Any, before: list[str]
) -> None:
    cloud = Cloud(token=token, account=account)
    client = either.client(http=cloud.http(either))
    assert client.tenant is None
    for _ in range(2):
        either.do(client.call("r", path="/x"))
    assert cloud.sent == [*before, *["GET https://acme.knoxcall.com/api/x"] * 2], "asked once"
    assert client.tenant == "acme"


def test_management_and_ephemeral_calls_need_no_tenant(either: Either) -> None:
    cloud = Cloud()
    client = either.client(http=cloud.http(either))
    either.do(client.request(method="GET", path="/v1/account/usage"))
    either.do(client.ephemeral("https://x.example"))
    assert cloud.sent == [
        MINT,
        "GET https://api.knoxcall.com/v1/account/usage",
        "GET https://api.knoxcall.com/v1/proxy",
    ]


@pytest.mark.parametrize("options", [{"tenant": "given"}, {"proxy_base_url": "https://data.example"}])
def test_what_was_given_is_not_asked_for(either: Either, options: dict[str, str]) -> None:
    cloud = Cloud(token="other", account="other")
    either.do(either.client(http=cloud.http(either), **options).call("r"))
    assert cloud.sent[1:] == [
        "GET https://given.knoxcall.com/api/" if "tenant" in options else "GET https://data.example/"
    ]


@pytest.mark.parametrize("slug", [None, "", 7, ["acme"], {"a": 1}])
def test_nobody_knows_the_tenant(either: Either, slug: Any) -> None:
    cloud = Cloud(account=slug)
    error = failure_of(either, lambda: either.client(http=cloud.http(either)).call("r"), BootstrapError)
    assert "KNOXCALL_TENANT" in str(error)
    assert cloud.sent == [MINT, ACCOUNT]


HOSTILE = [
    "evil.example/",
    "evil.example#",
    "a.b",
    "a@evil.example",
    "acme\n",
    "acme:99",
    "-a",
    "a" * 64,
    "\uff41cme",
    "..",
    "acme\u212a",
]


@pytest.mark.parametrize("slug", HOSTILE)
@pytest.mark.parametrize("where", ["token", "account"])
def test_a_hostile_name_from_the_server_is_refused_and_nothing_is_sent_there(
    either: Either, where: str, slug: str
) -> None:
    cloud = Cloud(**{where: slug})
    client = either.client(http=cloud.http(either))
    for _ in range(2):
        failure_of(either, lambda: client.call("r", method="POST", body={}), BootstrapError)
    assert {host for host, _ in cloud.shown} == {"api.knoxcall.com"}
    assert client.tenant is None


def test_an_account_that_refuses_is_the_calls_error(either: Either) -> None:
    cloud = Cloud(status=401)
    failure_of(either, lambda: either.client(api_key="kc_x", http=cloud.http(either)).call("r"), AuthenticationError)
    assert cloud.sent == [ACCOUNT]


def login(path: Path, **members: Any) -> str:
    usual = {
        "tenant": "acme", "client_id": "cli", "refresh_token": "kc_rt_1", "access_token": "kc_file",
        "access_token_expires_at": "2100-01-01T00:00:00Z", "scope": "a b",
    }  # fmt: skip
    path.write_text(json.dumps({"version": 1, "profiles": {"default": {**usual, **members}}}))
    path.chmod(0o600)
    return str(path)


@pytest.mark.parametrize("first", ["call", "ephemeral", "management", "request", "authenticate"])
def test_a_self_hosted_login_never_goes_to_the_public_cloud(
    either: Either, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    monkeypatch.setenv("KNOXCALL_CREDENTIALS_FILE", login(tmp_path / "c.json", base_url="https://gw.internal.example"))
    cloud = Cloud()
    client = either.client(bare=True, http=cloud.http(either))
    calls = {
        "call": lambda: client.call("r"),
        "ephemeral": lambda: client.ephemeral("https://x.example"),
        "management": client.account.get,
        "request": lambda: client.request(method="GET", path="/v1/x"),
        "authenticate": client.authenticate,
    }
    either.do(calls[first]())
    for call in calls.values():
        either.do(call())
    assert {host for host, _ in cloud.shown} == {"gw.internal.example"}
    assert {shown for _, shown in cloud.shown} == {"Bearer kc_file"}
    assert client.base_url == "https://gw.internal.example"
    assert client.tenant == "acme"


def test_what_was_said_otherwise_beats_the_file(
    either: Either, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNOXCALL_CREDENTIALS_FILE", login(tmp_path / "c.json", base_url="https://gw.internal.example"))
    for options, host in (
        ({"base_url": "https://mine.example"}, "mine.example"),
        ({"sandbox": True}, "sandbox.knoxcall.com"),
    ):
        cloud = Cloud()
        either.do(either.client(bare=True, http=cloud.http(either), **options).account.get())
        assert {where for where, _ in cloud.shown} == {host}
    cloud = Cloud()
    client = either.client(bare=True, tenant="other", sandbox=True, http=cloud.http(either))
    either.do(client.call("r"))
    assert cloud.sent == ["GET https://sandbox-other.knoxcall.com/api/"]


@pytest.mark.parametrize("tenant", ["evil.example/", "a.b"])
def test_a_hostile_tenant_in_the_file_is_refused(
    either: Either, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tenant: str
) -> None:
    monkeypatch.setenv("KNOXCALL_CREDENTIALS_FILE", login(tmp_path / "c.json", tenant=tenant))
    cloud = Cloud()
    failure_of(either, lambda: either.client(bare=True, http=cloud.http(either)).call("r"), BootstrapError)
    assert cloud.sent == []
