"""The engine's own part: classification, ids, headers, options, decoding, life and end. Nothing is sent here."""

from __future__ import annotations

import copy
import pickle
import time
from typing import Any

import httpx
import pytest

from kneo_client._generated.operations import OPERATIONS
from kneo_client._service import DEFINITION
from kneo_client.core.errors import KneoClosedError, KneoProtocolError
from kneo_client.core.retries import RetryPolicy
from trellis.core.engine import AsyncEngine, EngineCore, SyncEngine
from trellis.core.runtime.operation import Body, Operation, Param, Reply
from trellis.core.secrets import Secret

BASE = "https://kneo.example/prefix"
ARGS = {"run_id": "r/1", "continuation_id": "c", "environment": "prod"}


def engine(kind: type[EngineCore] = SyncEngine, **options: Any) -> Any:
    def nothing() -> Any:
        raise AssertionError("no driver was to be opened")

    defaults: dict[str, Any] = {
        "open_driver": nothing,
        "policy": RetryPolicy(),
        "timeout": 30.0,
        "credentials": (("Authorization", Secret("Bearer k-secret")),),
        "secrets": (Secret("k-secret"),),
    }
    return kind(DEFINITION, BASE, **{**defaults, **options})


def prepared(operation: Operation[Any], **options: Any) -> Any:
    body: Any = {} if operation.bodies else None
    return engine().prepare(operation, ARGS, body=body, **options)


REPEATABLE = {name for name, operation in OPERATIONS.items() if operation.method in ("GET", "PUT")} | {
    "validate_spec", "compile_spec", "explain_spec", "graph_spec", "policy_report_spec", "preview_environment_policy",
    "cancel_run", "create_run", "continue_run", "run_spec", "resume_human_task",
}  # fmt: skip


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_call_is_repeatable_if_it_is_idempotent_or_its_key_is_honoured(name: str) -> None:
    call = prepared(OPERATIONS[name])
    assert call.replayable is (name in REPEATABLE)
    assert (call.idempotency_key is not None) is (OPERATIONS[name].method == "POST")


def test_the_request_carries_what_the_service_wants() -> None:
    call = prepared(OPERATIONS["create_run"])
    headers = {name.decode(): value.decode() for name, value in call.request.headers.pairs}
    assert call.request.url == f"{BASE}/v1/runs"
    assert headers["Authorization"] == "Bearer k-secret"
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Request-ID"] == call.request_id
    assert headers["Idempotency-Key"] == call.idempotency_key
    assert headers["User-Agent"].startswith("trellis-kneo-client/")
    assert len(headers) == len(call.request.headers.pairs)
    assert call.request.body == b"{}"


def test_ids_of_the_callers_own_are_used_and_checked() -> None:
    call = prepared(OPERATIONS["create_run"], idempotency_key=" key-1 ", request_id="req-1")
    assert (call.idempotency_key, call.request_id) == ("key-1", "req-1")
    with pytest.raises(ValueError, match="idempotency_key is empty"):
        prepared(OPERATIONS["create_run"], idempotency_key=" ")
    with pytest.raises(ValueError, match="request_id"):
        prepared(OPERATIONS["create_run"], request_id="a\nb")


def test_every_call_has_fresh_ids() -> None:
    calls = [prepared(OPERATIONS["create_run"]) for _ in range(50)]
    assert len({call.request_id for call in calls} | {call.idempotency_key for call in calls}) == 100


@pytest.mark.parametrize(
    ("method", "path", "repeatable", "name"),
    [
        ("GET", "/v1/runs?limit=1", True, "list_runs"),
        ("post", "/v1/runs", True, "create_run"),
        ("POST", "/v1/runs/r%2F1/cancel", True, "cancel_run"),
        ("POST", "/v1/runs/r/continue", True, "continue_run"),
        ("POST", "/v1/unknown", True, "POST /v1/unknown"),
        ("PATCH", "/v1/unknown", False, "PATCH /v1/unknown"),
        ("DELETE", "/v1/unknown", True, "DELETE /v1/unknown"),
    ],
)
def test_a_call_by_path_gets_the_rules_of_its_operation(method: str, path: str, repeatable: bool, name: str) -> None:
    call = engine().prepare_request(method, path)
    assert (call.replayable, call.name) == (repeatable, name)
    assert call.request.url == BASE + path
    assert call.request.method == method.upper()


@pytest.mark.parametrize(
    ("path", "params", "sent"),
    [
        ("/v1/runs", {"a": 1}, "/v1/runs?a=1"),
        ("/v1/runs?b=2", {"a": [1, 2]}, "/v1/runs?b=2&a=1&a=2"),
        ("/v1/runs", {}, "/v1/runs"),
    ],
)
def test_params_join_a_query_that_is_there(path: str, params: dict[str, Any], sent: str) -> None:
    assert engine().prepare_request("GET", path, params=params).request.url == BASE + sent


@pytest.mark.parametrize("method", ["", "GET /x", "G\nET", None, 5], ids=repr)
def test_a_method_that_is_none_is_a_value_error(method: Any) -> None:
    with pytest.raises(ValueError, match="method must be an HTTP method"):
        engine().prepare_request(method, "/v1/runs")


@pytest.mark.parametrize("name", ["Authorization", "authorization", "X-Request-ID", "IDEMPOTENCY-KEY"])
def test_credentials_and_ids_cannot_be_replaced_by_a_header(name: str) -> None:
    call = engine().prepare_request("POST", "/v1/runs", headers={name: "mine", "X-More": "1"})
    sent = [(key.decode().lower(), value) for key, value in call.request.headers.pairs]
    assert b"mine" not in dict(sent).values()
    assert ("x-more", b"1") in sent


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "Connection"])
def test_headers_of_the_transport_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="set by the transport"):
        engine().prepare_request("POST", "/v1/runs", headers={name: "1"})


def test_a_required_body_must_be_there_and_an_optional_one_need_not() -> None:
    with pytest.raises(TypeError, match="POST /v1/runs: a body is required"):
        engine().prepare(OPERATIONS["create_run"])
    optional: Operation[Any] = Operation("op", "POST", "/x", ("/x",), bodies=(Body("application/json", "json", "M"),))
    call = engine().prepare(optional)
    assert call.request.body is None
    assert call.request.headers.get(b"content-type") is None


def test_a_form_operation_sends_a_form_and_header_parameters_travel_as_headers() -> None:
    operation: Operation[Any] = Operation(
        "op",
        "POST",
        "/x",
        ("/x",),
        params=(Param("X-Mode", "mode", "header", "string"),),
        bodies=(Body("application/x-www-form-urlencoded", "form", "M"),),
    )
    call = engine().prepare(operation, {"mode": "fast"}, body={"a": "1 2", "b": ["x", "y"]})
    assert call.request.body == b"a=1+2&b=x&b=y"
    assert call.request.headers.get(b"content-type") == b"application/x-www-form-urlencoded"
    assert call.request.headers.get(b"x-mode") == b"fast"


# -- time limits and views ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), float("inf")])
def test_a_deadline_that_makes_no_sense_is_refused_before_anything_is_sent(deadline: float) -> None:
    with pytest.raises(ValueError, match="deadline"):
        prepared(OPERATIONS["list_runs"], deadline=deadline)
    with pytest.raises(ValueError, match="deadline"):
        engine().prepare_request("GET", "/v1/runs", deadline=deadline)
    with pytest.raises(ValueError, match="deadline"):
        engine().view(deadline=deadline)


def test_a_deadline_that_is_no_number_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="deadline"):
        engine().prepare_request("GET", "/v1/runs", deadline="5")


@pytest.mark.parametrize(
    ("own", "given", "budget"), [(5.0, None, 5.0), (None, 7.0, 7.0), (5.0, 7.0, 5.0), (9.0, 7.0, 7.0)]
)
def test_the_nearer_of_two_deadlines_holds(own: float | None, given: float | None, budget: float) -> None:
    call = engine().view(deadline=own).prepare(OPERATIONS["list_runs"], {}, deadline=given)
    assert call.budget == budget
    assert call.deadline == pytest.approx(time.monotonic() + budget, abs=5.0)


def test_a_view_changes_what_it_is_given_and_leaves_its_origin_alone() -> None:
    origin = engine()
    view = origin.view(timeout=5, headers={"X-View": "1"}, policy=RetryPolicy(max_attempts=9))
    call, before = view.prepare(OPERATIONS["list_runs"]), origin.prepare(OPERATIONS["list_runs"])
    assert (call.timeouts["read"], before.timeouts["read"]) == (5.0, 30.0)
    assert (call.request.headers.get(b"x-view"), before.request.headers.get(b"x-view")) == (b"1", None)
    assert (view._context.policy.max_attempts, origin._context.policy.max_attempts) == (9, 3)
    assert view.view().prepare(OPERATIONS["list_runs"]).request.headers.get(b"x-view") == b"1"


def test_no_limit_is_a_limit_that_can_be_chosen() -> None:
    assert engine().view(timeout=None).prepare(OPERATIONS["list_runs"]).timeouts["read"] is None
    limited = engine().view(deadline=5.0)
    assert limited.view(timeout=1).prepare(OPERATIONS["list_runs"]).budget == 5.0
    assert limited.view(deadline=None).prepare(OPERATIONS["list_runs"]).budget is None


def test_a_borrowed_client_keeps_its_own_timeout_unless_told_otherwise() -> None:
    borrowed = engine(borrowed=True, timeout=None)
    assert borrowed.prepare(OPERATIONS["list_runs"]).timeouts is None
    assert borrowed.view(timeout=2).prepare(OPERATIONS["list_runs"]).timeouts["read"] == 2.0


# -- answers -----------------------------------------------------------------------------------------------------------


def refused(response: httpx.Response) -> KneoProtocolError:
    operation = OPERATIONS["get_run"]
    call = prepared(operation, request_id="req-1")
    with pytest.raises(KneoProtocolError) as failed:
        engine().result(operation, call, response)
    return failed.value


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (httpx.Response(200), "HTTP 200, but the body is empty"),
        (httpx.Response(200, text="<html>login</html>"), "HTTP 200, but the body is an HTML page"),
        (httpx.Response(200, json=[]), "HTTP 200, but a JSON array does not fit RunStatusResponse"),
        (httpx.Response(200, json={}), "HTTP 200, but RunStatusResponse lacks"),
        (httpx.Response(302, headers={"Location": "https://evil.example"}), "HTTP 302, but a redirect"),
    ],
    ids=["empty", "page", "array", "member missing", "redirect"],
)
def test_a_success_that_does_not_fit_is_a_protocol_error(response: httpx.Response, words: str) -> None:
    error = refused(response)
    assert str(error).startswith(f"GET /v1/runs/{{run_id}}: {words}")
    assert (error.status, error.request_id) == (response.status_code, "req-1")
    assert (error.__cause__, error.__context__) == (None, None)


def test_a_protocol_error_quotes_no_credential_and_no_more_than_it_must() -> None:
    page = "<html>Bearer k-secret k-secret" + "x" * 9000
    error = refused(httpx.Response(200, text=page, headers={"X-Request-ID": "k-secret"}))
    assert isinstance(error.body, str)
    assert len(error.body) == 2000
    for text in (str(error), error.body, repr(error.__dict__)):
        assert "k-secret" not in text
        assert "Bearer" not in text


def test_the_response_of_a_success_can_be_watched() -> None:
    seen: list[httpx.Response] = []
    view = engine().view(on_response=seen.append)
    operation: Operation[Any] = Operation("op", "GET", "/x", ("/x",), replies=(Reply("200", "Any"),))
    response = httpx.Response(200, json={"a": 1})
    call = view.prepare(operation)
    assert view.result(operation, call, response) == {"a": 1}
    assert seen == [response]
    assert call.whole


# -- life --------------------------------------------------------------------------------------------------------------


class Driver:
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_closing_is_idempotent_and_a_closed_client_says_so_clearly() -> None:
    driver = Driver()
    client = engine(open_driver=lambda: driver)
    view = client.view(timeout=1)
    assert client._driver() is driver
    assert view._driver() is driver
    client.close()
    client.close()
    assert (driver.closed, client.closed, view.closed) == (1, True, True)
    for closed in (client, view):
        with pytest.raises(KneoClosedError, match="the client is closed; make a new one"):
            closed.call(OPERATIONS["list_runs"])


@pytest.mark.anyio
async def test_closing_the_async_engine_is_the_same_but_for_what_each_event_loop_has_to_close() -> None:
    driver = Driver()
    client = engine(AsyncEngine, open_driver=lambda: driver)
    assert client._driver() is driver
    await client.aclose()
    await client.aclose()
    assert driver.closed == 2
    with pytest.raises(KneoClosedError):
        await client.call(OPERATIONS["list_runs"])


def test_a_client_that_was_never_used_closes_without_opening_anything() -> None:
    engine().close()


@pytest.mark.parametrize("twin", [pickle.dumps, copy.copy, copy.deepcopy], ids=["pickle", "copy", "deepcopy"])
def test_an_engine_refuses_to_be_duplicated(twin: Any) -> None:
    with pytest.raises(TypeError, match="cannot pickle SyncEngine: it holds credentials and connections"):
        twin(engine())


def test_a_repr_shows_the_service_and_the_place_and_no_credential() -> None:
    assert repr(engine()) == "<SyncEngine Kneo https://kneo.example/prefix>"
    assert "k-secret" not in repr(engine())
    assert "k-secret" not in repr(prepared(OPERATIONS["create_run"]).request)
