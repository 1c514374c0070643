"""Which host a credential may go to: tenant names as hosts' labels, the data plane, its prefix, plain http."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knoxcall.auth.hosts import (
    check_tenant,
    data_plane_path,
    data_plane_url,
    default_base_url,
    needs_tenant,
    plaintext_risk,
)
from knoxcall.errors import BootstrapError


@pytest.mark.parametrize("tenant", ["a", "acme", "ACME", "a-b", "0", "a" * 63, "x" + "-" * 61 + "x"])
def test_a_dns_label_is_a_tenant(tenant: str) -> None:
    assert check_tenant(tenant) == tenant


@pytest.mark.parametrize(
    "tenant",
    [
        "", "-a", "a-", "a" * 64, "a.b", "a/b", "evil.example/", "a@b", "a:1", "a b", "acme\n", "\nacme", "a\r\nb", "ä",
        "a#", "a?b", "a\\b", "..", "a_b", "\u212aelvin", "\u017f", "a\x00", "%61", None, 5, b"acme", ["acme"],
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("base", ["https://api.knoxcall.com", "https://sandbox.knoxcall.com"])
def test_nothing_else_gets_into_a_host_name(tenant: object, base: str) -> None:
    with pytest.raises(BootstrapError, match="tenant"):
        check_tenant(tenant)
    with pytest.raises(BootstrapError, match=r"tenant|KNOXCALL_TENANT"):
        data_plane_url(base, tenant)  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_whatever_the_server_calls_a_tenant_the_host_stays_knoxcalls(tenant: str) -> None:
    try:
        url = data_plane_url("https://api.knoxcall.com", tenant)
    except BootstrapError:
        return
    host = urlsplit(url).hostname or ""
    assert url == f"https://{host}"
    assert host.endswith(".knoxcall.com")
    assert host.count(".") == 2


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://api.knoxcall.com", "https://acme.knoxcall.com"),
        ("https://API.KnoxCall.com.", "https://acme.knoxcall.com"),
        ("https://api-staging.knoxcall.com", "https://acme.knoxcall.com"),
        ("https://sandbox.knoxcall.com", "https://sandbox-acme.knoxcall.com"),
        ("https://sandbox-staging.knoxcall.com", "https://sandbox-acme.knoxcall.com"),
        ("https://knox.example.org/gateway/", "https://knox.example.org/gateway"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://api.knoxcall.com.evil.example", "https://api.knoxcall.com.evil.example"),
    ],
)
def test_the_data_plane_follows_the_management_host(base: str, url: str) -> None:
    assert data_plane_url(base, "Acme") == url
    assert needs_tenant(base) is ("acme" in url)


def test_a_self_hosted_gateway_needs_no_tenant_and_the_cloud_says_how_to_give_one() -> None:
    assert data_plane_url("http://localhost:1", None) == "http://localhost:1"
    with pytest.raises(BootstrapError, match="KNOXCALL_TENANT"):
        data_plane_url("https://api.knoxcall.com", None)


def test_the_sandbox_has_an_address_of_its_own() -> None:
    assert (default_base_url(False), default_base_url(True)) == (
        "https://api.knoxcall.com", "https://sandbox.knoxcall.com",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("proxy", "prefixed"),
    [
        ("https://acme.knoxcall.com", True),
        ("https://acme.knoxcall.com/", True),
        ("https://ACME.KnoxCall.COM:8443", True),
        ("https://sandbox-acme.knoxcall.com", True),
        ("https://acme.knoxcall.com/gw", False),
        ("https://a.b.knoxcall.com", False),
        ("https://knoxcall.com", False),
        ("https://acme.knoxcall.com.evil.example", False),
        ("https://notknoxcall.com", False),
        ("http://127.0.0.1", False),
        *[
            (f"https://{name}.knoxcall.com", False)
            for name in ("api", "sandbox", "api-staging", "sandbox-staging", "www", "staging", "admin", "API")
        ],
    ],
)
def test_paths_lie_below_api_on_a_cloud_tenants_host_only(proxy: str, prefixed: bool) -> None:
    prefix = "/api" if prefixed else ""
    assert data_plane_path(proxy, "/v1/x") == f"{prefix}/v1/x"
    assert data_plane_path(proxy, "v1/x") == f"{prefix}/v1/x"
    assert data_plane_path(proxy, "/api/v2") == f"{prefix}/api/v2"
    assert data_plane_path(proxy, "") == f"{prefix}/"


@pytest.mark.parametrize(
    ("url", "risky"),
    [
        ("https://knox.example", False),
        ("http://knox.example", True),
        ("HTTP://knox.example", True),
        ("http://10.0.0.7:8080", True),
        ("http://127.evil.example", True),
        ("http://localhost.evil.example", True),
        ("http://[2001:db8::1]", True),
        ("http://localhost", False),
        ("http://LOCALHOST:1", False),
        ("http://knox.localhost", False),
        ("http://127.0.0.1", False),
        ("http://127.9.9.9:1", False),
        ("http://[::1]:1", False),
        ("http://0.0.0.0:1", False),
    ],
)
def test_plain_http_is_a_risk_beyond_this_machine(url: str, risky: bool) -> None:
    risk = plaintext_risk(url, "base_url")
    assert (risk is not None) is risky
    assert risk is None or ("base_url" in risk and "https" in risk)
