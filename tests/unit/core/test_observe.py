"""Observers: exact log lines, hooks that cannot fail a call, headers made fit for a log."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any

import httpx
import pytest

from convox import ConvoxClient, RetryConfig
from kneo_client import SyncKneoClient
from kneo_client.core.logging import get_logger, redact_headers
from kneo_client.core.profiles import Profile
from kneo_client.core.retries import RetryPolicy
from knoxcall import KnoxCall
from tests.unit.core.flow_script import answer, make_call, make_context
from tests.unit.core.surfaces import SURFACES, run
from trellis.core.events import AttemptFinished, AttemptStarted, CallFinished, CallStarted, RetryScheduled
from trellis.core.flow import call_flow
from trellis.core.observe import Observer

LOGGER = "kneo_client.transport"
SCHEDULED = RetryScheduled("list_runs", "req-1", 1, 0.2, "status 503")


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in caplog.records if record.name == LOGGER]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (SCHEDULED, ("INFO", "status 503 on attempt 1; sleeping 0.20s")),
        (
            RetryScheduled("list_runs", "req-1", 2, 12.345, "transport error: reset: by peer [ReadError]"),
            ("INFO", "transport error on attempt 2; sleeping 12.35s: reset: by peer [ReadError]"),
        ),
        (
            CallStarted("list_runs", "GET", "/v1/runs", "req-1", None),
            ("DEBUG", "GET /v1/runs started (request id req-1)"),
        ),
        (
            AttemptFinished("list_runs", "req-1", 1, 503, None, 0.5),
            ("DEBUG", "list_runs attempt 1: status 503 in 500.0 ms"),
        ),
        (
            AttemptFinished("list_runs", "req-1", 1, None, "reset", 0.5),
            ("DEBUG", "list_runs attempt 1: reset in 500.0 ms"),
        ),
        (
            CallFinished("list_runs", "req-1", 2, 200, None, 1.0),
            ("DEBUG", "list_runs finished after 2 attempt(s) in 1000.0 ms: status 200 (request id req-1)"),
        ),
        (
            CallFinished("list_runs", "req-1", 2, 503, "KneoServerError", 1.0),
            ("DEBUG", "list_runs finished after 2 attempt(s) in 1000.0 ms: KneoServerError (request id req-1)"),
        ),
    ],
    ids=["retry", "transport retry", "start", "answer", "break", "success", "failure"],
)
def test_each_event_has_its_line(caplog: pytest.LogCaptureFixture, event: Any, line: tuple[str, str]) -> None:
    with caplog.at_level(logging.DEBUG, LOGGER):
        Observer(LOGGER)(event)
    assert lines(caplog) == [line]


def test_the_start_of_an_attempt_needs_no_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, LOGGER):
        Observer(LOGGER)(AttemptStarted("list_runs", "req-1", 1))
    assert lines(caplog) == []


def test_at_info_only_retries_are_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, LOGGER):
        for event in (CallStarted("o", "GET", "/x", "r", None), SCHEDULED, CallFinished("o", "r", 1, 200, None, 0.1)):
            Observer(LOGGER)(event)
    assert lines(caplog) == [("INFO", "status 503 on attempt 1; sleeping 0.20s")]


@pytest.mark.parametrize("surface", SURFACES)
def test_a_retried_call_logs_one_line_on_both_surfaces(surface: str, caplog: pytest.LogCaptureFixture) -> None:
    left = [answer(503), answer(200)]
    context = make_context(policy=RetryPolicy(base_delay=0.001, jitter=0.0))
    with caplog.at_level(logging.INFO, LOGGER):
        run(surface, lambda request: left.pop(0), call_flow(make_call(), context))
    assert lines(caplog) == [("INFO", "status 503 on attempt 1; sleeping 0.00s")]


def test_every_view_of_a_client_tells_the_same_hooks() -> None:
    told: list[Any] = []
    http = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(404)))
    kneo = SyncKneoClient(Profile("test", "http://kneo.test", "a-key"), http_client=http, hooks=(told.append,))
    gateway = KnoxCall(api_key="tk_x", proxy_base_url="https://gw.test", http=http, hooks=(told.append,))
    rack = ConvoxClient("http://rack.test", "secret", http_client=http, hooks=(told.append,))
    views: tuple[tuple[str, Any], ...] = (
        ("livez", kneo.with_options(retry_policy=RetryPolicy(max_attempts=1)).platform.health.livez),
        ("account_get", gateway.with_options(retry_max_attempts=1).account.get),
        ("call r", lambda: gateway.with_options(retry_max_attempts=1, deadline=5).call("r").raise_for_status()),
        ("apps_list", rack.with_options(retry=RetryConfig(max_retries=0)).apps.list),
    )
    for operation, call in views:
        told.clear()
        with pytest.raises(Exception, match="404"):
            call()
        assert [(type(event).__name__, event.operation) for event in told[-4:]] == [
            (kind, operation) for kind in ("CallStarted", "AttemptStarted", "AttemptFinished", "CallFinished")
        ]


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR])
def test_nobody_listens_above_info(caplog: pytest.LogCaptureFixture, level: int) -> None:
    with caplog.at_level(level, LOGGER):
        assert not Observer(LOGGER).active()
    with caplog.at_level(logging.INFO, LOGGER):
        assert Observer(LOGGER).active()


def test_a_hook_always_listens() -> None:
    assert Observer(LOGGER, (print,)).active()
    assert Observer(LOGGER, [print]).active()


@pytest.mark.parametrize("hooks", [print, "print", None, (print, 7), ["print"]])
def test_hooks_that_cannot_be_called_are_refused_when_a_client_is_made(hooks: Any) -> None:
    for make in (
        lambda: SyncKneoClient(Profile("test", "http://kneo.test", "a-key"), hooks=hooks),
        lambda: KnoxCall(api_key="tk_x", hooks=hooks),
        lambda: ConvoxClient("http://rack.test", "secret", hooks=hooks),
    ):
        with pytest.raises(TypeError, match="hook"):
            make()


@pytest.mark.parametrize("surface", SURFACES)
def test_a_hook_that_raises_is_logged_and_disturbs_neither_the_call_nor_other_hooks(
    surface: str, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []

    def broken(event: Any) -> None:
        raise LookupError("the hook's own trouble")

    def healthy(event: Any) -> None:
        told.append(type(event).__name__)

    context = make_context(hooks=(broken, healthy))
    response = run(surface, lambda request: httpx.Response(204), call_flow(make_call(), context))
    assert response.status_code == 204
    assert told == ["CallStarted", "AttemptStarted", "AttemptFinished", "CallFinished"]
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 4
    assert "failed on CallStarted" in errors[0].getMessage()
    assert errors[0].exc_info is not None
    assert "the hook's own trouble" in str(errors[0].exc_info[1])


def test_a_hook_that_interrupts_the_program_may_do_so() -> None:
    def interrupt(event: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Observer(LOGGER, (interrupt,))(SCHEDULED)


def test_logging_is_not_imported_for_the_loggers_sake() -> None:
    code = (
        "import sys; from trellis.core.observe import Observer; observer = Observer('x'); "
        "assert not observer.active(); assert 'logging' not in sys.modules; "
        "import logging; logging.basicConfig(level=10); assert observer.active()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("Authorization", True),
        ("authorization", True),
        ("Proxy-Authorization", True),
        ("X-Kneo-Api-Key", True),
        ("Cookie", True),
        ("Set-Cookie", True),
        ("Accept", False),
        ("X-Request-ID", False),
        ("Idempotency-Key", False),
    ],
)
def test_headers_that_can_hold_a_credential_are_masked(name: str, hidden: bool) -> None:
    headers = {name: "value"}
    assert redact_headers(headers) == {name: "<redacted>" if hidden else "value"}
    assert headers == {name: "value"}


def test_loggers_live_below_the_package() -> None:
    assert get_logger().name == "kneo_client"
    assert get_logger("transport").name == "kneo_client.transport"
    assert get_logger("kneo_client.transport") is get_logger("transport")
