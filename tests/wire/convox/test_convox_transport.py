"""How a Convox client reaches its server: certificates, proxies, an HTTP client of the caller's own, views, hooks."""

from __future__ import annotations

import logging
import ssl
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import trustme

from convox import AsyncConvoxClient, ConvoxClient, RetryConfig
from convox.exceptions import ConvoxConnectionError, ConvoxGatewayError, ConvoxTimeoutError
from tests.wire.convox.racks import KEY, OK, failure_of
from tests.wire.kneo.raw_server import Exchange, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer

    Serve = Callable[..., RawServer]

AUTHORITY = trustme.CA()


def secure(serve: Serve, name: str = "127.0.0.1") -> RawServer:
    """A rack with a certificate that nobody's default bundle trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(name).configure_cert(context)
    return serve(OK, tls=context)


def authority_file(folder: Path) -> str:
    """The authority's certificate in a file."""
    path = folder / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(path)
    return str(path)


def own_context() -> ssl.SSLContext:
    """A context of the caller's own that trusts the authority."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def test_a_certificate_of_nobody_is_refused_and_the_key_not_sent(either: Either, serve: Serve) -> None:
    server = secure(serve)

    error = failure_of(either, either.client(server.url).check, ConvoxConnectionError)

    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert server.exchanges == []


def test_verify_false_trusts_anybody(either: Either, serve: Serve) -> None:
    server = secure(serve, "another-name.example")

    either.do(either.client(server.url, verify=False).check())

    assert len(server.exchanges) == 1
    failure_of(either, either.client(server.url).check, ConvoxConnectionError)


def test_a_file_of_authorities(either: Either, serve: Serve, tmp_path: Path) -> None:
    server = secure(serve)

    either.do(either.client(server.url, verify=authority_file(tmp_path)).check())

    wrong = secure(serve, "another-name.example")
    failure_of(either, either.client(wrong.url, verify=authority_file(tmp_path)).check, ConvoxConnectionError)


def test_a_context_of_ones_own(either: Either, serve: Serve) -> None:
    either.do(either.client(secure(serve).url, verify=own_context()).check())


def test_a_file_that_holds_no_certificates_is_named(either: Either, serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "empty.pem"
    path.write_text("nothing")

    error = failure_of(either, either.client(secure(serve).url, verify=str(path)).check, ConvoxConnectionError)

    assert str(path) in str(error)


def test_a_folder_of_authorities_is_taken(either: Either, serve: Serve, tmp_path: Path) -> None:
    error = failure_of(either, either.client(secure(serve).url, verify=str(tmp_path)).check, ConvoxConnectionError)

    assert "CERTIFICATE_VERIFY_FAILED" in str(error), "an empty folder trusts nobody"


def test_a_given_proxy_is_used_for_everything(either: Either, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(OK)
    monkeypatch.setenv("NO_PROXY", "*")

    either.do(either.client("http://rack.example.com", proxy=proxy.url).check())

    [exchange] = proxy.exchanges
    assert exchange.target == "http://rack.example.com/check"


def test_the_environments_proxy_is_used(either: Either, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, rack = serve(OK), serve(OK)
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    either.do(either.client("http://rack.example.com").check())
    either.do(either.client(rack.url).check())

    assert (len(proxy.exchanges), len(rack.exchanges)) == (1, 1)


def test_a_proxy_that_cannot_be_used_shows_no_password(either: Either) -> None:
    client = either.client("http://rack.example.com", proxy="http://user:s3cret@127.0.0.1:port")

    error = failure_of(either, client.check, ConvoxConnectionError)

    assert "the given proxy cannot be used" in str(error)
    assert "s3cret" not in str(error)


def test_an_http_client_of_ones_own_decides(either: Either, serve: Serve) -> None:
    server = serve(OK)
    seen: list[str] = []
    http = either.http(
        headers={"X-Mine": "1", "User-Agent": "mine"},
        cookies={"c": "1"},
        params={"p": "1"},
        event_hooks={"request": [either.hook(lambda request: seen.append(request.method))]},
    )

    client = either.client(server.url, http_client=http, headers={"X-Other": "2"})
    either.do(client.check())
    either.shut(client)

    [exchange] = server.exchanges
    told = {name: exchange.headers.get(name) for name in ("x-mine", "x-other", "user-agent", "cookie", "accept")}
    assert told == {
        "x-mine": "1", "x-other": "2", "user-agent": "mine", "cookie": "c=1", "accept": "application/json",
    }  # fmt: skip
    assert exchange.headers["authorization"].startswith("Basic ")
    assert (exchange.target, seen, http.is_closed) == ("/check?p=1", ["GET"], False)


def test_its_base_url_and_timeout_hold(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> bool:
        if exchange.target.endswith("/auth"):
            exchange.wait(5)
        exchange.send(OK)
        return True

    server = serve(play)
    http = either.http(base_url=f"{server.url}/tunnel", timeout=0.3)
    client = either.client("rack.example.com", http_client=http)

    either.do(client.check())

    assert server.exchanges[0].target == "/tunnel/check"
    failure_of(either, client.check_credentials, ConvoxTimeoutError)


def test_a_timeout_that_was_asked_for_goes_before_its_own(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> None:
        exchange.wait(5)

    client = either.client(serve(play).url, http_client=either.http(timeout=20), timeout=0.2)

    failure_of(either, client.check, ConvoxTimeoutError)


def test_its_redirects_are_not_followed(either: Either, serve: Serve) -> None:
    elsewhere = serve(OK)
    server = serve(b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % elsewhere.url.encode())
    client = either.client(server.url, http_client=either.http(follow_redirects=True))

    with pytest.raises(Exception, match="redirect"):
        either.do(client.check())

    assert elsewhere.exchanges == []


def test_a_mock_transport_does(either: Either) -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=[{"name": "web", "status": "running"}])

    client = either.client("rack.example.com", http_client=either.http(transport=httpx.MockTransport(handle)))

    [app] = either.do(client.apps.list())

    assert (app.name, str(seen[0].url)) == ("web", "https://rack.example.com/apps")


def test_a_sessions_challenge_is_met_over_it(either: Either) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/s":
            return httpx.Response(200, json={"id": "s-1"})
        if request.headers.get("session") == "s-1":
            return httpx.Response(200, json=[])
        return httpx.Response(401, headers={"WWW-Authenticate": 'Session path="/s" token="false"'})

    client = either.client("rack.example.com", http_client=either.http(transport=httpx.MockTransport(handle)))

    assert either.do(client.apps.list()) == []


def test_an_asynchronous_http_client_serves_the_synchronous_client() -> None:
    async def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[{"name": request.url.host}])

    http = httpx.AsyncClient(transport=httpx.MockTransport(handle))
    with ConvoxClient("rack.example.com", KEY, http_client=http) as client:
        assert [app.name for app in client.apps.list()] == ["rack.example.com"]


def test_a_synchronous_one_is_no_use_to_the_asynchronous_client() -> None:
    with httpx.Client() as http, pytest.raises(TypeError, match=r"httpx\.AsyncClient"):
        AsyncConvoxClient("rack.example.com", KEY, http_client=http)  # type: ignore[arg-type]


def test_views_share_connections_and_differ_in_options(either: Either, serve: Serve) -> None:
    server = serve(OK)
    client = either.client(server.url, headers={"X-A": "1"})
    told: list[httpx.Response] = []
    view = client.with_options(headers={"X-B": "2"}, timeout=5, on_response=told.append)

    either.do(client.check())
    either.do(view.check())
    either.do(view.api.get("/x"))

    assert server.connections == 1
    assert [exchange.headers.get("x-b") for exchange in server.exchanges] == [None, "2", "2"]
    assert {exchange.headers.get("x-a") for exchange in server.exchanges} == {"1"}
    assert [response.request.url.path for response in told] == ["/check", "/x"]


def test_hooks_and_logs_are_told_and_hold_no_key(
    either: Either, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    server = serve(json_answer({"error": f"busy {KEY}"}, 503))
    events: list[Any] = []
    client = either.client(server.url, session="s3ssion", max_retries=1, hooks=(events.append,))

    with caplog.at_level(logging.DEBUG):
        failure_of(either, client.apps.list, ConvoxGatewayError)

    kinds = [type(event).__name__ for event in events]
    assert kinds == [
        "CallStarted", "AttemptStarted", "AttemptFinished", "RetryScheduled", "AttemptStarted", "AttemptFinished",
        "CallFinished",
    ]  # fmt: skip
    ours = [record for record in caplog.records if record.name.startswith("convox")]
    assert ours
    for text in (repr(events), *(record.getMessage() for record in ours)):
        assert KEY not in text
        assert "s3ssion" not in text


def test_a_client_used_in_a_with_block_is_closed_after_it(serve: Serve) -> None:
    server = serve(OK)
    with ConvoxClient(server.url, KEY, retry=RetryConfig(max_retries=0)) as client:
        client.check()
    with pytest.raises(RuntimeError, match="closed"):
        client.check()
