"""A canary for the secrets that KnoxCall's parts handle: no error, report, log or warning shows it."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import pickle
import time
import traceback
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall._retries import RetryPolicy
from knoxcall._service import DEFINITION
from knoxcall.auth.credentials import AccessToken, ClientCredentials, flat_credentials
from knoxcall.auth.detect import detect_credentials
from knoxcall.auth.file import StoredSource
from knoxcall.auth.redacted import Redacted
from knoxcall.auth.stores import CachedToken, MemoryTokenStore, RedisTokenStore, to_stored
from knoxcall.errors import KnoxCallError, error_from_response
from knoxcall.webhooks import construct_webhook_event, verify_webhook_signature
from tests.unit.core.flow_script import answer, make_call, make_context, play_call
from tests.unit.core.surfaces import run
from trellis.core.auth.oauth import TokenEndpoint
from trellis.core.auth.tokens import Token
from trellis.core.observe import Observer
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

CANARY = "canary-5up3r-s3cret"


def everything_about(error: BaseException) -> str:
    """What the most talkative report of a crash would show: each frame's variables, each cause, the error's data.

    The first frame is the test's own, which knows the canary.
    """
    found = [repr(error), str(error), repr(error.args), repr(error.__dict__)]
    link: BaseException | None = error
    while link is not None:
        frames = link.__traceback__.tb_next if link is error and link.__traceback__ else link.__traceback__
        found += traceback.TracebackException(type(link), link, frames, capture_locals=True).format(chain=False)
        link = link.__cause__ or link.__context__
    if isinstance(error, KnoxCallError):
        found.append(repr(pickle.loads(pickle.dumps(error)).__dict__))  # noqa: S301 - our own bytes
        found.append(repr(copy.deepcopy(error).__dict__))
    return "\n".join(found)


BODY = json.dumps({"event": "x", "timestamp": "2020-01-01T00:00:00Z", "data": {}})

WEBHOOKS: dict[str, Callable[[], Any]] = {
    "wrong signature": lambda: construct_webhook_event(BODY, {"X-Webhook-Signature": "00"}, CANARY),
    "no header": lambda: construct_webhook_event(BODY, {}, CANARY),
    "odd headers": lambda: construct_webhook_event(BODY, ["x"], CANARY),  # type: ignore[list-item]
    "odd body": lambda: construct_webhook_event({"a": 1}, {}, CANARY),  # type: ignore[arg-type]
    "unknown format": lambda: construct_webhook_event(BODY, {}, CANARY, format="x"),  # type: ignore[arg-type]
    "malformed stripe": lambda: construct_webhook_event(BODY, {"Stripe-Signature": "t"}, CANARY, format="stripe"),
    "bad tolerance": lambda: construct_webhook_event(BODY, {}, CANARY, tolerance_seconds="x"),  # type: ignore[arg-type]
    "secret of bytes with rubbish": lambda: construct_webhook_event(BODY, {}, f"{CANARY}\udcff"),
}

ARGUMENTS: dict[str, Callable[[], Any]] = {
    "both tokens": lambda: flat_credentials(access_token=CANARY, api_key=CANARY),
    "token and secret": lambda: flat_credentials(api_key=CANARY, client_secret=CANARY),
    "no id": lambda: flat_credentials(client_secret=CANARY),
    "bootstrap too": lambda: flat_credentials(bootstrap=AccessToken(CANARY), client_secret=CANARY),
    "no bootstrap at all": lambda: flat_credentials(bootstrap=CANARY),  # type: ignore[arg-type]
    "pickled": lambda: pickle.dumps(ClientCredentials("i", CANARY)),
    "pickled redacted": lambda: pickle.dumps(Redacted(CANARY)),
    "as json": lambda: json.dumps({"token": Redacted(CANARY)}),
    "as bytes": lambda: bytes(Redacted(CANARY)),  # type: ignore[call-overload]
}


@pytest.mark.parametrize("trouble", [*WEBHOOKS.values(), *ARGUMENTS.values()], ids=[*WEBHOOKS, *ARGUMENTS])
def test_refused_arguments_show_no_secret(trouble: Callable[[], Any]) -> None:
    with pytest.raises((KnoxCallError, TypeError)) as caught:
        trouble()
    frames = caught.value.__traceback__
    assert frames is not None
    frames = frames.tb_next.tb_next if frames.tb_next is not None else None  # the lambda's own frame knows it, too
    shown = "".join(
        traceback.TracebackException(type(caught.value), caught.value, frames, capture_locals=True).format()
    )
    assert CANARY not in shown + repr(caught.value.__dict__) + repr(caught.value.__context__)


def test_a_signature_that_does_not_match_is_no_more_than_false(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert not verify_webhook_signature(raw_body=BODY, signature="00", secret=CANARY, tolerance_seconds=1)
    assert CANARY not in caplog.text


class TalkativeRedis:
    """A client whose errors quote all they were called with, as some do."""

    def __getattr__(self, command: str) -> Any:
        async def fail(*args: Any, **options: Any) -> Any:
            raise ConnectionError(f"redis://:{CANARY}@127.0.0.1 {command} {args}")

        return fail


@pytest.mark.parametrize("operation", ["get", "set", "delete", "with_lock"])
def test_a_failing_store_shows_no_token(operation: str, caplog: pytest.LogCaptureFixture) -> None:
    store = RedisTokenStore(TalkativeRedis())
    token = CachedToken(Redacted(CANARY), time.time(), refresh_token=Redacted(CANARY))

    async def work() -> None:
        return None

    arguments: dict[str, tuple[Any, ...]] = {"set": (token,), "with_lock": (work,)}
    with caplog.at_level(logging.DEBUG), pytest.raises(KnoxCallError) as caught:
        asyncio.run(getattr(store, operation)("k", *arguments.get(operation, ())))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert CANARY not in everything_about(caught.value) + caplog.text


def test_tokens_and_stores_show_no_token() -> None:
    stored = to_stored(Token(Secret(CANARY), 5.0, refresh_token=Secret(CANARY)))
    memory = MemoryTokenStore()
    asyncio.run(memory.set("k", stored))
    assert CANARY not in "".join(
        map(repr, (stored, [stored], {"k": stored}, memory, RedisTokenStore(TalkativeRedis())))
    )
    assert CANARY not in f"{stored} {stored!s} {stored.access_token:>40}"
    with pytest.raises(TypeError, match="cannot pickle"):
        pickle.dumps(stored)


SERVERS: dict[str, Callable[[httpx.Request], httpx.Response]] = {
    "refused": lambda request: answer(400, {"error": "invalid_grant", "error_description": request.content.decode()}),
    "quoted": lambda request: answer(500, request.content),
    "unauthorised": lambda request: answer(401, {"error": {"type": "x", "message": request.content.decode()}}),
    "no json": lambda request: answer(200, request.content),
    "html": lambda request: answer(200, b"<html>" + request.content),
    "redirected": lambda request: answer(302, None, location=f"http://x/?{request.content.decode()}"),
    "no token": lambda request: answer(200, {"refresh_token": CANARY}),
}


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS.keys())
def test_a_login_that_cannot_be_renewed_shows_none_of_its_tokens(
    tmp_path: Path, server: Callable[[httpx.Request], httpx.Response], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "credentials.json"
    login = {
        "base_url": "http://127.0.0.1:1", "client_id": "cli", "refresh_token": CANARY, "access_token": CANARY,
        "access_token_expires_at": "2020-01-01T00:00:00Z",
    }  # fmt: skip
    path.write_text(json.dumps({"version": 1, "profiles": {"default": login}}))
    path.chmod(0o644)
    source = StoredSource(
        path,
        "default",
        endpoint=lambda profile: TokenEndpoint(
            f"{profile.base_url}/oauth/token", DEFINITION, RetryPolicy(max_attempts=1),
            observer=Observer("knoxcall.transport"), clock=time.monotonic, wall_clock=time.time,
        ),
        cache_key=lambda thumbprint: "k",
    )  # fmt: skip
    with warnings.catch_warnings(record=True) as warned, caplog.at_level(logging.DEBUG):
        warnings.simplefilter("always")
        with pytest.raises(KnoxCallError) as caught:
            run("sync", server, source.mint(None, None))
    assert warned
    shown = "".join((repr(caught.value), str(caught.value), repr(caught.value.__dict__), repr(source), caplog.text))
    assert CANARY not in shown + "".join(str(warning.message) for warning in warned)


def test_credentials_looked_up_in_vain_are_not_quoted(tmp_path: Path) -> None:
    environ = {
        "KNOXCALL_CREDENTIALS_FILE": str(tmp_path / "none"), "KNOXCALL_CLIENT_SECRET": CANARY,
        "ACTIONS_ID_TOKEN_REQUEST_URL": "http://127.0.0.1:1/x", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": CANARY,
        "IDENTITY_ENDPOINT": "http://127.0.0.1:1/x", "IDENTITY_HEADER": f"{CANARY}\n",
        "GCE_METADATA_HOST": "127.0.0.1:1", "VERCEL_OIDC_TOKEN": f"{CANARY}\nx",
    }  # fmt: skip
    with pytest.raises(KnoxCallError) as caught:
        run("sync", lambda request: answer(500), detect_credentials(environ))
    assert CANARY not in str(caught.value) + repr(caught.value.__dict__) + repr(caught.value.__context__)


def test_an_answer_that_quotes_our_secret_becomes_an_error_without_it() -> None:
    body = {"error": {"type": CANARY, "message": CANARY, "request_id": CANARY, "fields": {CANARY: [CANARY]}}}
    context = make_context(DEFINITION, policy=RetryPolicy(max_attempts=1), secrets=(Secret(CANARY),))
    for status in (400, 401, 422, 429, 503):
        headers = {"x_request_id": CANARY, "set_cookie": CANARY, "x_echo": f"Bearer {CANARY}"}
        error = play_call(make_call(), context, [answer(status, body, **headers)]).error
        assert isinstance(error, KnoxCallError)
        assert CANARY not in everything_about(error)


def test_headers_of_an_error_hide_what_their_names_say_is_secret() -> None:
    secret = {"Authorization": CANARY, "Proxy-Authorization": CANARY, "Set-Cookie": CANARY, "X-Api-Key": CANARY}
    assert CANARY not in everything_about(error_from_response(500, None, secret))
    assert CANARY not in repr(KnoxCallError("m", headers=secret).__dict__)
