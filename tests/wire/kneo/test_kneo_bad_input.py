"""Bad input and trouble: one table of what each comes to, for both clients. None of it sends a wrong request.

What a profile says, what an argument holds, what a server answers; the tests of each part have the finer points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kneo_client import KneoClient, SyncKneoClient
from kneo_client.core import (
    KneoError,
    KneoNetworkError,
    KneoProtocolError,
    KneoTimeoutError,
    KneoValidationError,
    Profile,
    ProfileError,
)
from kneo_client.core.errors import KneoNotFoundError, KneoRateLimitedError, KneoServerError
from tests.wire.kneo.raw_server import answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer

TOML = '[default]\nurl = "http://127.0.0.1:9"\napi_key = "k"\n'

# -- what a profile says -----------------------------------------------------------------------------------------------

PROFILES: dict[str, tuple[str, dict[str, Any], str]] = {
    # the file, the arguments, the words of the ProfileError
    "no url": ("[default]\napi_key='k'", {}, "'url' is not set"),
    "no key": ("[default]\nurl='http://127.0.0.1:9'", {}, "'api_key' is not set"),
    "no such section": (TOML, {"name": "prod"}, "profile 'prod': 'url' is not set"),
    "malformed TOML names file and line": (f"{TOML}timeout = = 3\n", {}, r"client\.toml.*line 4"),
    "unknown scheme in the file": (f"{TOML}auth_scheme = 'basic'\n", {}, "unknown auth_scheme 'basic'"),
    "unknown scheme as an argument": (TOML, {"auth_scheme": "basic"}, "unknown auth_scheme 'basic'"),
    "a timeout that is no number": (f"{TOML}timeout = 'soon'\n", {}, "'timeout' must be"),
    "a url without a scheme": (TOML, {"url": "kneo.example"}, "url"),
    "a url of another kind": (TOML, {"url": "ftp://kneo.example"}, "url"),
}


@pytest.mark.parametrize(("content", "arguments", "words"), PROFILES.values(), ids=PROFILES.keys())
def test_a_profile_that_cannot_be_is_told_before_there_is_a_client(
    either: Either, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, arguments: dict[str, Any], words: str
) -> None:
    for name in ("KNEO_PROFILE", "KNEO_URL", "KNEO_API_KEY", "KNEO_AUTH_SCHEME", "KNEO_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    config = tmp_path / "client.toml"
    config.write_text(content, "utf-8")
    kind: Any = KneoClient if either.is_async else SyncKneoClient

    with pytest.raises(ProfileError, match=words):
        kind.from_profile(**arguments, config_file=config)


def test_a_timeout_in_the_environment_that_is_no_number_names_the_variable(
    either: Either, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "client.toml"
    config.write_text(TOML, "utf-8")
    monkeypatch.setenv("KNEO_TIMEOUT", "soon")
    kind: Any = KneoClient if either.is_async else SyncKneoClient

    with pytest.raises(ProfileError, match=r"\$KNEO_TIMEOUT must be a float, got 'soon'"):
        kind.from_profile(config_file=config)


# -- what an argument holds --------------------------------------------------------------------------------------------

KEYS: dict[str, tuple[Any, Any]] = {
    # what is given: what is sent, or the error
    "longest": ("k" * 256, "k" * 256),
    "longest with space around": (f"  {'k' * 256}\t", "k" * 256),
    "inner space and punctuation": (" a key: with, marks! ", "a key: with, marks!"),
    "empty": ("", ValueError),
    "blank": (" \t ", ValueError),
    "over-long": ("k" * 257, ValueError),
    "a line break": ("a\nX-Evil: 1", ValueError),
    "a carriage return": ("a\rb", ValueError),
    "a null character": ("a\0b", ValueError),
    "an umlaut": ("schlüssel", ValueError),
    "a number": (7, TypeError),
    "bytes": (b"key", TypeError),
}


@pytest.mark.parametrize(("key", "outcome"), KEYS.values(), ids=KEYS.keys())
@pytest.mark.parametrize("method", ["runs.create", "runs.cancel", "human_tasks.resume", "request"])
def test_an_idempotency_key_is_sent_trimmed_or_refused(
    either: Either, serve: Callable[..., RawServer], method: str, key: Any, outcome: Any
) -> None:
    server = serve(json_answer({"run_id": "r", "status": "completed"}))
    client = either.client(server.url)
    calls: dict[str, Callable[[], Any]] = {
        "runs.create": lambda: client.platform.runs.create({"input": "x"}, idempotency_key=key),
        "runs.cancel": lambda: client.platform.runs.cancel("r", idempotency_key=key),
        "human_tasks.resume": lambda: client.platform.human_tasks.resume(
            "c", {"request_id": "q", "decision": "approved"}, idempotency_key=key
        ),
        "request": lambda: client.request("POST", "/v1/runs", json={}, idempotency_key=key),
    }

    if isinstance(outcome, str):
        either.do(calls[method]())
        (exchange,) = server.exchanges
        assert exchange.headers["idempotency-key"] == outcome
    else:
        with pytest.raises(outcome, match="idempotency_key"):
            either.do(calls[method]())
        assert server.connections == 0


PATHS: dict[str, tuple[Any, Any]] = {
    # what is given: the last segment as sent, or the error
    "empty": ("", ValueError),
    "a dot": (".", ValueError),
    "two dots": ("..", ValueError),
    "nothing": (None, TypeError),
    "bytes": (b"r", TypeError),
    "a fraction": (1.5, TypeError),
    "a boolean": (True, TypeError),
    "half a character": ("\ud800", ValueError),
    "three dots": ("...", "..."),
    "slashes": ("a/b/../c", "a%2Fb%2F..%2Fc"),
    "a way out": ("../../admin", "..%2F..%2Fadmin"),
    "a colon": ("run_2026-05-10T12:34:56_a1", "run_2026-05-10T12%3A34%3A56_a1"),
    "unicode": ("läufe/日本", "l%C3%A4ufe%2F%E6%97%A5%E6%9C%AC"),
    "quoted already": ("%2e%2e%2F", "%252e%252e%252F"),
    "a query": ("r?limit=1&x", "r%3Flimit%3D1%26x"),
    "a fragment": ("r#f", "r%23f"),
    "space": (" ", "%20"),
    "line breaks": ("r\r\nX-Evil: 1", "r%0D%0AX-Evil%3A%201"),
    "a null character": ("\0", "%00"),
    "a backslash": ("..\\", "..%5C"),
    "a parameter": ("r;v=1", "r%3Bv%3D1"),
}


@pytest.mark.parametrize(("value", "outcome"), PATHS.values(), ids=PATHS.keys())
@pytest.mark.parametrize("method", ["runs.get", "human_tasks.get", "policies.environment_get"])
def test_a_path_value_is_one_segment_or_refused(
    either: Either, serve: Callable[..., RawServer], method: str, value: Any, outcome: Any
) -> None:
    server = serve(
        json_answer({"run_id": "r", "status": "s", "continuation_id": "c", "request": None, "environment": "e"})
    )
    adapter, _, name = method.partition(".")
    call = getattr(getattr(either.client(server.url).platform, adapter), name)

    if isinstance(outcome, str):
        either.do(call(value))
        (exchange,) = server.exchanges
        assert exchange.target.rpartition("/")[2] == outcome
        assert exchange.target.count("/") == (4 if adapter == "policies" else 3)
    else:
        with pytest.raises(outcome):
            either.do(call(value))
        assert server.connections == 0


# -- what a server answers ---------------------------------------------------------------------------------------------

RUN = {"run_id": "r", "status": "completed"}
PAGE = {"runs": [{"run_id": "r"}], "count": 1, "total": 1, "limit": 100, "offset": 0}


def tolerated(**wanted: Any) -> dict[str, Any]:
    """The outcome of an answer that is taken, by attribute of the result."""
    return wanted


GET: dict[str, tuple[bytes, Any]] = {
    # the answer to runs.get: the error, or attributes of the result
    "html": (answer(200, b"<!doctype html><title>Sign in</title>"), KneoProtocolError),
    "empty": (answer(200), KneoProtocolError),
    "no content": (answer(204, length=-1), KneoProtocolError),
    "truncated JSON": (answer(200, b'{"run_id": "r", "sta'), KneoProtocolError),
    "a truncated body": (answer(200, b'{"run_id"', headers=("Connection: close",), length=500), KneoNetworkError),
    "a list": (answer(200, b"[]"), KneoProtocolError),
    "null": (answer(200, b"null"), KneoProtocolError),
    "a member missing": (json_answer({"run_id": "r"}), KneoProtocolError),
    "a status that is no text": (json_answer({**RUN, "status": 5}), KneoProtocolError),
    "a status that is null": (json_answer({**RUN, "status": None}), KneoProtocolError),
    "a status nobody knows": (json_answer({**RUN, "status": "hibernating"}), tolerated(status="hibernating")),
    "a kind nobody knows": (json_answer({**RUN, "workflow_kind": "spiral"}), tolerated(workflow_kind="spiral")),
    "a null list": (json_answer({**RUN, "visited_steps": None}), tolerated(visited_steps=[])),
    "a null object": (json_answer({**RUN, "error": None}), tolerated(error=None)),
    "a member nobody knows": (
        json_answer({**RUN, "newer": [1]}),
        tolerated(additional_properties={"newer": [1]}),
    ),
    "another kind of text": (
        answer(200, b'{"run_id":"r","status":"completed"}', headers=("Content-Type: text/plain",)),
        tolerated(status="completed"),
    ),
    "moved": (answer(301, headers=("Location: http://127.0.0.1:9/",)), KneoProtocolError),
    "see other": (answer(303, headers=("Location: /login",)), KneoProtocolError),
    "not modified": (answer(304, length=-1), KneoProtocolError),
    "a redirect to nowhere": (answer(307), KneoProtocolError),
    "HTML with 404": (answer(404, b"<h1>nginx</h1>"), KneoNotFoundError),
    "text with 429": (answer(429, b"slow down"), KneoRateLimitedError),
    "both shapes of 422: the list": (
        json_answer({"detail": [{"loc": ["query", "limit"], "msg": "no", "type": "t"}]}, 422),
        KneoValidationError,
    ),
    "both shapes of 422: the envelope": (
        json_answer({"detail": {"error": "unknown_query_parameters", "message": "m", "unknown": ["x"]}}, 422),
        KneoValidationError,
    ),
    "an error without a body": (answer(500), KneoServerError),
    "an error that is null": (answer(500, b"null"), KneoServerError),
    "a status beyond all classes": (answer(799, b"?"), KneoServerError),
    "no HTTP at all": (b"220 mail.test ESMTP\r\nConnection: close\r\n\r\n", KneoNetworkError),
}


@pytest.mark.parametrize(("reply", "outcome"), GET.values(), ids=GET.keys())
def test_an_answer_is_taken_or_a_typed_error(
    either: Either, serve: Callable[..., RawServer], reply: bytes, outcome: Any
) -> None:
    server = serve(reply)
    client = either.client(server.url)

    if isinstance(outcome, dict):
        run = either.do(client.platform.runs.get("r"))
        assert {name: getattr(run, name) for name in outcome} == outcome
    else:
        with pytest.raises(KneoError) as caught:
            either.do(client.platform.runs.get("r"))
        assert type(caught.value) is outcome
        assert caught.value.request_id
        assert "GET /v1/runs/{run_id}" in str(caught.value)
    assert len(server.exchanges) == 1


LIST: dict[str, tuple[dict[str, Any], Any]] = {
    # members of the answer to runs.list: the error, or how many items walking over them gives
    "null items": ({"runs": None}, 0),
    "no items": ({"runs": []}, 0),
    "items that are a text": ({"runs": "r"}, KneoProtocolError),
    "items that are an object": ({"runs": {"r": 1}}, KneoProtocolError),
    "an item that is a number": ({"runs": [1]}, KneoProtocolError),
    "an item that is null": ({"runs": [None]}, KneoProtocolError),
    "no total": ({"total": None}, 1),
    "a total that is a text": ({"total": "7"}, 1),
    "a total that is a list": ({"total": []}, 1),
    "a total that is a fraction": ({"total": 7.5}, 1),
    "a total below zero": ({"total": -1}, 1),
    "an offset that is a text": ({"offset": "0"}, 1),
    "an offset that is a list": ({"offset": [0], "total": 9}, 1),
    "an order nobody knows": ({"sort_order": "sideways", "sort_by": None}, 1),
    "a window that is a text": ({"window": "all"}, 1),
}


@pytest.mark.parametrize(("members", "outcome"), LIST.values(), ids=LIST.keys())
def test_a_list_is_walked_or_a_typed_error(
    either: Either, serve: Callable[..., RawServer], members: dict[str, Any], outcome: Any
) -> None:
    client = either.client(serve(json_answer({**PAGE, **members})).url)

    if isinstance(outcome, int):
        assert len(either.collect(client.platform.runs.iterate())) == outcome
        page = either.do(client.platform.runs.list())
        assert len(page) == outcome
        assert page.has_more in (True, False)
    else:
        with pytest.raises(outcome):
            either.collect(client.platform.runs.iterate())


def test_no_trouble_of_the_table_keeps_a_waiter_waiting(either: Either, serve: Callable[..., RawServer]) -> None:
    for label, (reply, outcome) in GET.items():
        client = either.client(serve(reply).url)
        kind = KneoError if not isinstance(outcome, dict) else KneoTimeoutError
        if isinstance(outcome, dict) and outcome.get("status") != "hibernating":
            assert either.do(client.platform.runs.wait_for_completion("r", timeout=30)).run_id == "r", label
        else:
            with pytest.raises(kind):
                either.do(client.platform.runs.wait_for_completion("r", timeout=0))


def test_a_profile_of_a_url_with_a_key_in_it_is_refused() -> None:
    with pytest.raises((ValueError, ProfileError)) as caught:
        Profile("p", "http://user:secret-key@127.0.0.1:9", "k")
    assert "secret-key" not in str(caught.value)
