"""The console's session challenge: met once for all who wait, and never for another host."""

from __future__ import annotations

import asyncio
import io
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from convox import RetryConfig
from convox.exceptions import ConvoxAuthError, ConvoxGatewayError, ConvoxTimeoutError
from tests.wire.convox.racks import KEY, failure_of
from tests.wire.kneo.raw_server import Exchange, answer, json_answer
from trellis.emulator import ConvoxSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.convox.racks import Either
    from tests.wire.kneo.raw_server import RawServer
    from trellis.emulator import ConvoxHandle

    Serve = Callable[..., RawServer]


def challenge(path: str = "/session", token: str = "false") -> bytes:
    """The console's 401."""
    header = f'WWW-Authenticate: Session path="{path}" token="{token}"'
    return json_answer({"error": "session expired"}, 401, headers=(header, "Request-Id: req-4"))


class Console:
    """Takes the sessions in `good`, and issues the next one at `path`."""

    def __init__(
        self,
        *,
        path: str = "/session",
        issue: Callable[[Exchange, int], bytes] | None = None,
        good: str = "s-2",
        then: bytes | None = None,
    ) -> None:
        self.path = path
        self.good = good
        self.then = json_answer([]) if then is None else then
        self.issue = issue or (lambda exchange, number: json_answer({"id": f"s-{number + 1}"}))
        self.refreshes: list[Exchange] = []
        self.calls: list[Exchange] = []
        self.lock = threading.Lock()

    def __call__(self, exchange: Exchange) -> bool:
        if exchange.target == self.path:
            with self.lock:
                self.refreshes.append(exchange)
                number = len(self.refreshes)
            exchange.send(self.issue(exchange, number))
        else:
            with self.lock:
                self.calls.append(exchange)
            exchange.send(self.then if exchange.headers.get("session") == self.good else challenge(self.path))
        return True


@pytest.mark.parametrize("held", [None, "s-1"])
@pytest.mark.parametrize("rack", [None, "org/rack"])
def test_a_new_session_is_asked_for_and_kept(either: Either, serve: Serve, held: str | None, rack: str | None) -> None:
    console = Console()
    client = either.client(serve(console).url, session=held, rack=rack)

    for _ in range(2):
        assert either.do(client.apps.list()) == []
    either.do(client.with_options(timeout=5).apps.list())

    [refresh] = console.refreshes
    assert (refresh.method, refresh.body, refresh.headers["content-length"]) == ("POST", b"", "0")
    assert refresh.headers.get("session") == held
    assert refresh.headers.get("rack") == rack
    assert refresh.headers["accept"] == "application/json"
    assert refresh.headers["authorization"] == console.calls[0].headers["authorization"]
    assert "content-type" not in refresh.headers
    assert [call.headers.get("session") for call in console.calls] == [held, "s-2", "s-2", "s-2"]


def test_a_post_is_sent_again_whole(either: Either, serve: Serve) -> None:
    console = Console(then=json_answer({"name": "web"}))

    app = either.do(either.client(serve(console).url).apps.create("web"))

    assert app.name == "web"
    assert [call.body for call in console.calls] == [b"name=web"] * 2


def test_a_files_bytes_are_sent_again(either: Either, serve: Serve) -> None:
    console = Console(then=answer(200, b"ok\n"))

    assert either.do(either.client(serve(console).url).api.post("/x", content=io.BytesIO(b"file"))) == "ok"

    assert [call.body for call in console.calls] == [b"file"] * 2


def test_an_iterators_call_fails_and_the_next_one_has_the_session(either: Either, serve: Serve) -> None:
    console = Console()
    client = either.client(serve(console).url)

    error = failure_of(either, lambda: client.api.post("/x", content=iter([b"a"])), ConvoxAuthError)

    assert "can be read only once" in error.message
    assert either.do(client.apps.list()) == []
    assert len(console.refreshes) == 1


def test_a_base_path_stands_before_the_challenges(either: Either, serve: Serve) -> None:
    console = Console(path="/base/session")

    def play(exchange: Exchange) -> bool:
        if exchange.target == "/base/apps" and "session" not in exchange.headers:
            exchange.send(challenge("/session"))
            return True
        return console(exchange)

    assert either.do(either.client(f"{serve(play).url}/base").apps.list()) == []
    assert len(console.refreshes) == 1


def test_a_second_refusal_is_final(either: Either, serve: Serve) -> None:
    console = Console(good="never")

    error = failure_of(either, either.client(serve(console).url, max_retries=3).apps.list, ConvoxAuthError)

    assert (error.message, error.request_id) == ("session expired", "req-4")
    assert (len(console.calls), len(console.refreshes)) == (2, 1)


@pytest.mark.parametrize(
    "said",
    [
        json_answer({"error": "no"}, 401),
        json_answer({"error": "no"}, 403),
        json_answer({"id": ""}),
        json_answer({"id": 3}),
        json_answer({"id": "a\nb"}),
        json_answer({}),
        json_answer([]),
        json_answer({"id": "s-2"}, 201),
        answer(200, b"{"),
        answer(200, b"\xff"),
        answer(200, b"[" * 100_000),
        answer(302, b"", headers=("Location: /login",)),
        answer(200, b"<html>", headers=("Content-Type: text/html",)),
        b"rubbish\r\n\r\n",
    ],
)
def test_whatever_else_comes_of_it_ends_in_the_error_of_the_call(either: Either, serve: Serve, said: bytes) -> None:
    console = Console(issue=lambda exchange, number: said)

    error = failure_of(either, either.client(serve(console).url).apps.list, ConvoxAuthError)

    assert (error.status_code, error.message) == (401, "session expired")
    assert len(console.calls) == 1


def test_the_request_for_a_session_is_retried_as_any_post(either: Either, serve: Serve) -> None:
    def issue(exchange: Exchange, number: int) -> bytes:
        return json_answer({"error": "busy"}, 503) if number < 3 else json_answer({"id": "s-2"})

    console = Console(issue=issue)

    either.do(either.client(serve(console).url, max_retries=2).apps.list())

    assert len(console.refreshes) == 3


def test_a_second_factor_is_a_persons_affair(either: Either, serve: Serve) -> None:
    server = serve(challenge(token="true"))

    error = failure_of(either, either.client(server.url, max_retries=3).apps.list, ConvoxAuthError)

    assert re.search("MFA authentication required.*convox rack", str(error))
    assert (error.status_code, error.request_id) == (401, "req-4")
    assert len(server.exchanges) == 1


def test_a_challenge_to_another_host_gets_nothing(either: Either, serve: Serve) -> None:
    elsewhere = serve(json_answer({"id": "s-2"}))
    for path in (f"{elsewhere.url}/session", elsewhere.url.replace("http:", ""), "https://evil.example/s"):
        console = serve(challenge(path))

        error = failure_of(either, either.client(console.url, max_retries=3).apps.list, ConvoxAuthError)

        assert "nothing was sent there" in str(error)
        assert len(console.exchanges) == 1
    assert elsewhere.exchanges == []


@pytest.mark.parametrize("path", ["", "/a/../b", "/a b", "/a#b", "\\\\evil.example\\s", "/%2e%2e/x", "ftp:x"])
def test_a_challenge_with_an_odd_path_is_refused(either: Either, serve: Serve, path: str) -> None:
    server = serve(challenge(path))

    error = failure_of(either, either.client(server.url).apps.list, ConvoxAuthError)

    assert "its path" in str(error)
    assert len(server.exchanges) == 1


@pytest.mark.parametrize(
    "header",
    [
        'Basic realm="convox"',
        'Session path="/session"',
        'Session token="false" path="/session"',
        'session path="/session" token="false"',
        'Session path="/session" token="false", Basic realm="convox"',
        "Session path=/session token=false",
    ],
)
def test_only_the_exact_form_is_a_challenge(either: Either, serve: Serve, header: str) -> None:
    server = serve(json_answer({"error": "no"}, 401, headers=(f"WWW-Authenticate: {header}",)))

    failure_of(either, either.client(server.url).apps.list, ConvoxAuthError)

    assert len(server.exchanges) == 1


def test_other_statuses_are_no_challenge(either: Either, serve: Serve) -> None:
    server = serve(challenge().replace(b"401 Reason", b"400 Reason"))

    with pytest.raises(Exception, match=r"\[400\]"):
        either.do(either.client(server.url).apps.list())

    assert len(server.exchanges) == 1


def test_streams_are_challenged_like_calls(either: Either, serve: Serve) -> None:
    console = Console(then=answer(200, b"ok\n"))

    response = either.do(either.client(serve(console).url).stream("POST", "/x", data={"a": 1}))

    assert response.status_code == 200
    assert either.do(response.aread() if either.is_async else response.read()) == b"ok\n"
    assert [call.body for call in console.calls] == [b"a=1"] * 2


def test_a_deadline_covers_the_session_too(either: Either, serve: Serve) -> None:
    def issue(exchange: Exchange, number: int) -> bytes:
        exchange.wait(5)
        return json_answer({"id": "s-2"})

    client = either.client(serve(Console(issue=issue)).url).with_options(deadline=0.4)

    failure_of(either, client.apps.list, ConvoxTimeoutError)


def test_thirty_callers_at_once_ask_for_one_session(either: Either, serve: Serve) -> None:
    ready = threading.Barrier(30)

    def issue(exchange: Exchange, number: int) -> bytes:
        exchange.wait(0.2)
        return json_answer({"id": "s-2"})

    console = Console(issue=issue)
    client = either.client(serve(console).url, session="s-1", retry=RetryConfig(max_retries=0))

    if either.is_async:

        async def together() -> list[Any]:
            return await asyncio.gather(*(client.apps.list() for _ in range(30)))

        results = either.do(together())
    else:
        results = []

        def one() -> None:
            ready.wait(10)
            results.append(client.apps.list())

        threads = [threading.Thread(target=one) for _ in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert results == [[]] * 30
    assert len(console.refreshes) == 1


def test_an_echoed_session_is_scrubbed(either: Either, serve: Serve) -> None:
    def play(exchange: Exchange) -> bool:
        if exchange.target == "/session":
            exchange.send(json_answer({"id": "n3w-session"}))
        elif "session" not in exchange.headers:
            exchange.send(challenge())
        else:
            said = f"{exchange.headers['session']} {KEY}"
            exchange.send(json_answer({"error": said}, 401))
        return True

    error = failure_of(either, either.client(serve(play).url).apps.list, ConvoxAuthError)

    assert error.message == "<redacted> <redacted>"


def test_a_console_without_a_rack_says_to_name_one_whatever_was_asked_for(
    either: Either, start_convox: Callable[[ConvoxSettings], ConvoxHandle]
) -> None:
    server = start_convox(ConvoxSettings(racks=("acme/one",)))
    client = either.client(server.url, server.settings.deploy_keys[0].key)

    for call in (
        client.apps.list,
        lambda: client.api.get("/apps"),
        lambda: client.builds.export("web", "B1"),
        lambda: client.system.logs(),
        lambda: client.processes.exec("web", "web-1", "true"),
    ):
        error = failure_of(either, call, ConvoxGatewayError)
        assert error.status_code == 502
        assert "rack='organization/rack'" in error.message
        assert error.request_id is None
