"""A credential goes to the origin that it was meant for, and to no other: not after a redirect, not because a URL reads
two ways, not over a path, a proxy's rule or a cookie. (Hostile tenant names are in tests/wire/knoxcall, redirected
WebSockets and sessions' challenges in tests/fault/convox and tests/security/convox.)"""

from __future__ import annotations

import base64
import contextlib
import logging
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.fault.subjects import TOKEN
from tests.security.canaries import assert_hidden, logged
from tests.wire.kneo.both_clients import KEY, profile_for
from tests.wire.kneo.raw_server import answer, json_answer

if TYPE_CHECKING:
    from tests.security.conftest import Party
    from tests.wire.kneo.raw_server import Exchange

pytestmark = pytest.mark.usefixtures("bare_machine")

REDIRECTS = (300, 301, 302, 303, 305, 307, 308)


def client_over(party: Party, url: str, http: Any) -> Any:
    """A client over an HTTP client of the caller's own."""
    if party.subject.name == "kneo":
        return party.either.client(profile_for(url), http_client=http)
    if party.subject.name == "convox":
        return party.either.client(url, http_client=http)
    return party.either.client(
        url, access_token=TOKEN, proxy_base_url=url, tenant="acme", retry_max_attempts=1, http=http
    )


def any_path(party: Party, client: Any, path: str) -> Any:
    """The escape hatch to any path."""
    if party.subject.name == "kneo":
        return party.either.do(client.request("GET", path))
    if party.subject.name == "convox":
        return party.either.do(client.api.get(path))
    return party.either.do(client.request(method="GET", path=path))


def test_no_redirect_is_followed(party: Party) -> None:
    """Of whatever status, to wherever, also by an HTTP client that would follow it."""
    stranger = party.serve(party.subject.healthy)
    said: list[bytes] = []

    def redirect(exchange: Exchange) -> bool:
        exchange.send(said[-1])
        return True

    server = party.serve(redirect)
    clients = [party.client(server.url)]
    clients.append(client_over(party, server.url, party.either.http(follow_redirects=True)))
    where = (
        stranger.url,
        f"//127.0.0.1:{stranger.port}/x",
        f"http://127.0.0.1:{server.port}@127.0.0.1:{stranger.port}",
    )
    asked = 0
    for status in REDIRECTS:
        for location in where if status == 307 else where[:1]:
            said.append(answer(status, headers=(f"Location: {location}/v1/x",)))
            for client in clients:
                for call, shape in party.subject.calls.items():
                    asked += 1
                    if shape.verbatim:
                        assert party.do(call, client).status_code == status
                    else:
                        assert "redirect" in str(party.fails(call, client))
    assert stranger.connections == 0
    assert len(server.exchanges) == asked


AMBIGUOUS = (
    "https://good.example\\@evil.example", "https://good.example\\.evil.example", "https://good.example@evil.example",
    f"https://user:{KEY}@good.example", "https://good.example:80:90", "https://good.example:99999",
    "https://good.example:-1", "https://good.example:\u0663", "https://[::1", "https://[::1]evil.example",
    "https://good.example#@evil.example", "https://good.example?@evil.example", "https:///good.example", "http://",
    "https://good.example\r\nX-Evil: 1", "https://good.exa\tmple", "https://evil.example%2f.good.example",
    "https://good.example%00.evil.example", "https://good.example%40evil.example", "ftp://good.example",
    "file:///etc/passwd", "https://a b.example", "https://good.example/a b", "https://.good.example",
    "https://good..example",
)  # fmt: skip
PLAIN = {
    "https://good.example": "good.example", "https://good.example:8443": "good.example:8443",
    "https://good.example.": "good.example.", "https://good.example/base/": "good.example",
    "https://good\u3002example": "good.example", "https://b\u00fccher.example": "xn--bcher-kva.example",
    "https://g\u043e\u043ed.example": "xn--gd-fmca.example", "https://[::1]:8443/x": "[::1]:8443",
    "https://good.example//evil.example": "good.example",
}  # fmt: skip
"""What is dialled, and said in Host. Letters that only look like others are another host, and show as that."""


def test_no_url_of_a_service_reads_two_ways(party: Party) -> None:
    seen: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(500)

    http = party.either.http(transport=httpx.MockTransport(take))
    for url in AMBIGUOUS:
        with pytest.raises((ValueError, party.subject.errors["any"])) as caught:
            party.do("safe", client_over(party, url, http))
        assert KEY not in str(caught.value), "the URL's own password is quoted"
        assert not seen, f"{url} was used for {seen[0].url}"
    for url, host in PLAIN.items():
        party.fails("safe", client_over(party, url, http))
        sent = seen.pop()
        assert sent.headers["host"] == host
        assert urlsplit(str(sent.url)).netloc == host
        assert sent.url.userinfo == b""


DETOURS = (
    "http://evil.example/", "https://evil.example", "//evil.example/x", "///evil.example", "/\\evil.example",
    "\\\\evil.example", "@evil.example/", ":80@evil.example/", "evil.example", "", "/a/../../x", "/a/./b", "/%2e%2e/x",
    "/a/%2E./x", "/a\r\nX-Evil: 1", "/a b", "/a#b", "/a\x00b", "http:evil.example", "/a\\..\\..\\b",
)  # fmt: skip


def test_no_path_leads_to_another_origin_or_out_of_the_base_path(party: Party) -> None:
    seen: list[httpx.URL] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return httpx.Response(200, json={})

    http = party.either.http(transport=httpx.MockTransport(take))
    client = client_over(party, "https://good.example/base", http)
    for path in DETOURS:
        with contextlib.suppress(ValueError, party.subject.errors["any"]):
            any_path(party, client, path)
        for url in seen:
            assert (url.scheme, url.host, url.port) == ("https", "good.example", None), path
            assert url.raw_path.startswith(b"/base/"), path
            assert b".." not in url.path.encode(), path
        assert party.subject.name == "convox" or not seen, f"{path} was sent as {seen}"
        seen.clear()


def test_no_cookie_is_kept_or_sent(party: Party) -> None:
    """A session that somebody plants would be carried into every later call."""
    reply = party.subject.calls["safe"].reply.replace(b"\r\n", b"\r\nSet-Cookie: sid=planted; Path=/\r\n", 1)

    def plant(exchange: Exchange) -> bool:
        exchange.send(reply)
        return True

    server = party.serve(plant)
    client = party.client(server.url)
    for _ in range(2):
        party.do("safe", client)
    assert [exchange.headers.get("cookie") for exchange in server.exchanges] == [None, None]


FRAMING = ("Host", "content-length", "Transfer-Encoding", "Connection")
CREDENTIALS = ("Authorization", "authorization")


def test_headers_of_a_caller_neither_frame_the_request_nor_replace_its_credentials(party: Party) -> None:
    server = party.serve(party.subject.healthy)
    client = party.client(server.url)
    for name in FRAMING:
        with pytest.raises(ValueError, match=name):
            party.do("safe", client.with_options(headers={name: "evil.example"}))
    assert server.exchanges == []
    for name in CREDENTIALS:
        with contextlib.suppress(ValueError):
            party.do("safe", client.with_options(headers={name: "Bearer of another"}))
    for exchange in server.exchanges:
        assert "another" not in exchange.headers["authorization"]


def test_a_proxy_gets_its_own_password_and_the_service_gets_ours(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither sees the other's, and NO_PROXY keeps the proxy out of it."""
    proxy, server = party.serve(party.subject.healthy), party.serve(party.subject.healthy)
    monkeypatch.setenv("HTTP_PROXY", f"http://user:proxy-pass-word@127.0.0.1:{proxy.port}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # plain http beyond this machine: KnoxCall says so
        client = party.client("http://far-away.invalid")
    party.do("safe", client)
    (forwarded,) = proxy.exchanges
    assert forwarded.target.startswith("http://far-away.invalid/")
    assert forwarded.headers["proxy-authorization"].startswith("Basic ")
    assert forwarded.headers["authorization"] != forwarded.headers["proxy-authorization"]

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    party.do("safe", party.client(server.url))
    assert (len(proxy.exchanges), len(server.exchanges)) == (1, 1)
    assert "proxy-authorization" not in server.exchanges[0].headers
    assert "proxy-pass-word" not in repr(client) + repr(vars(client))


PROXY_SECRETS = ("proxy-pass-word", base64.b64encode(b"user:proxy-pass-word").decode())


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_failure_on_the_way_through_a_proxy_shows_its_password(
    party: Party, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, scheme: str
) -> None:
    """One that is not there, one that speaks no HTTP, one that quotes its password, one whose URL is none."""
    caplog.set_level(logging.DEBUG)

    def quote(exchange: Exchange) -> bool:
        said = exchange.headers["proxy-authorization"]
        exchange.send(answer(407, said.encode(), headers=(f"Proxy-Authenticate: Basic realm={said}", f"X-Odd: {said}")))
        return False

    def rubbish(exchange: Exchange) -> bool:
        exchange.send(f"{exchange.headers['proxy-authorization']}\r\n\r\n".encode())
        return False

    ports = {party.serve(quote).port: "407", party.serve(rubbish).port: "", 1: "could not connect"}
    monkeypatch.setenv(f"{scheme.upper()}_PROXY", "")
    for place in (*(f"127.0.0.1:{port}" for port in ports), "[::1", "127.0.0.1:port"):
        monkeypatch.setenv(f"{scheme.upper()}_PROXY", f"http://user:proxy-pass-word@{place}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            client = party.client(f"{scheme}://far-away.invalid")
        for call in party.subject.calls:
            if scheme == "http" and party.subject.calls[call].verbatim and place.endswith(str(next(iter(ports)))):
                continue  # through a gateway any answer is the caller's, a proxy's too
            assert_hidden(f"{call} over {place}", party.fails(call, client), PROXY_SECRETS)
    for secret in PROXY_SECRETS:
        assert secret not in logged(caplog)


def refusing_tunnels(exchange: Exchange) -> bool:
    exchange.send(json_answer({"error": "no"}, 407))
    return False


def test_a_proxy_that_refuses_a_tunnel_sees_neither_key_nor_path(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = party.serve(refusing_tunnels)
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:proxy-pass-word@127.0.0.1:{proxy.port}")
    client = party.client("https://far-away.invalid/secret-base")
    error = party.fails("safe", client, "network")
    assert "407" in str(error)
    assert_hidden("a tunnel", error, PROXY_SECRETS)
    for exchange in proxy.exchanges:
        assert (exchange.method, exchange.target) == ("CONNECT", "far-away.invalid:443")
        assert "authorization" not in exchange.headers
        assert exchange.body == b""
