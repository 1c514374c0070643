"""The small parts of the emulator, one by one: keys, faults, idempotency records, pages, redaction, the request log."""

from __future__ import annotations

import threading

import pytest

from kneo_client._generated.operations import OPERATIONS
from trellis.emulator import Answer, faults
from trellis.emulator.exchange import Call, Headers, Incoming, RequestLog
from trellis.emulator.faults import FaultScript
from trellis.emulator.kneo.access import SCOPES, authorize, presented_key
from trellis.emulator.kneo.checkpoint_diff import diff_view
from trellis.emulator.kneo.failures import PlatformError
from trellis.emulator.kneo.idempotency import IdempotencyRecords
from trellis.emulator.kneo.paging import page
from trellis.emulator.kneo.redaction import redacted
from trellis.emulator.kneo.service import pinned_document
from trellis.emulator.kneo.settings import ALL_SCOPES, DEFAULT_KEYS, ROLES, ApiKey, KneoSettings
from trellis.emulator.schema_check import SchemaCheck
from trellis.testing import assert_operations, attempts_of_one_call, only_request

MAY_NOT = {
    "admin": set(),
    "operator": {"human:write", "audit:write"},
    "service": {"policies:write"},
    "reviewer": ALL_SCOPES - {"runs:read", "human:read", "human:write", "audit:read"},
    "viewer": ALL_SCOPES - {"runs:read", "specs:read", "human:read", "audit:read"},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation_id", SCOPES)
def test_a_role_may_call_what_its_scopes_cover(role: str, operation_id: str) -> None:
    key = next(key for key in DEFAULT_KEYS if key.name == role)
    headers = Headers([("Authorization", f"Bearer {key.key}")])
    if SCOPES[operation_id] in MAY_NOT[role]:
        with pytest.raises(PlatformError) as refused:
            authorize(operation_id, headers, DEFAULT_KEYS)
        assert (refused.value.status, refused.value.error) == (403, "forbidden")
        assert refused.value.details == {"required_scope": SCOPES[operation_id]}
    else:
        assert authorize(operation_id, headers, DEFAULT_KEYS) is key


def test_the_scopes_are_those_that_the_pinned_document_names() -> None:
    for operation in OPERATIONS.values():
        item = pinned_document()["paths"][operation.path][operation.method.lower()]
        assert ([SCOPES[operation.id]] if operation.id in SCOPES else []) == item.get("x-scopes", [])


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ([("Authorization", "Bearer one")], "one"),
        ([("authorization", "bearer one")], "one"),
        ([("X-Kneo-Api-Key", "two")], "two"),
        ([("X-Kneo-Api-Key", "two"), ("Authorization", "Bearer one")], "one"),
        ([("Authorization", "Basic one"), ("X-Kneo-Api-Key", "two")], "two"),
        ([("Authorization", "Bearer ")], None),
        ([("X-Kneo-Api-Key", " ")], None),
        ([], None),
    ],
)
def test_the_bearer_token_comes_first(fields, key) -> None:
    assert presented_key(Headers(fields)) == key


@pytest.mark.parametrize(
    ("text", "name", "scopes"),
    [
        ("ci:s3cret:operator", "ci", ROLES["operator"]),
        (
            "ci:s3cret:reviewer,policies:read".replace("policies:read", "viewer"),
            "ci",
            ROLES["reviewer"] | ROLES["viewer"],
        ),
        ("bare", "admin", ALL_SCOPES),
    ],
)
def test_a_key_is_read_from_text(text, name, scopes) -> None:
    key = ApiKey.parse(text)
    assert (key.name, key.scopes) == (name, scopes)
    assert key.key not in repr(key)


@pytest.mark.parametrize("text", ["a:b:nothing", "a:b", "a:b:c:d", "a::admin", "a:b:"])
def test_a_key_that_makes_no_sense_is_refused(text) -> None:
    with pytest.raises(ValueError, match=r"key|role"):
        ApiKey.parse(text)


def test_two_keys_cannot_be_the_same() -> None:
    with pytest.raises(ValueError, match="of its own"):
        KneoSettings(keys=(ApiKey("a", "k", ("admin",)), ApiKey("b", "k", ("viewer",))))


def test_faults_are_used_up_in_order_and_the_star_takes_the_rest() -> None:
    script = FaultScript(OPERATIONS.keys())
    script.add("*", faults.html(502))
    script.add("livez", faults.status(503, times=2), faults.garbage())
    names = [fault.name if (fault := script.take("livez")) else None for _ in range(5)]
    assert names == ["status 503", "status 503", "garbage", "html 502", None]
    assert script.pending == {}


def test_a_fault_for_ever_stays_until_it_is_cleared() -> None:
    script = FaultScript(OPERATIONS.keys())
    script.add("*", faults.delay(1, times=None))
    assert all(script.take(operation_id) is not None for operation_id in ("livez", "get_run", None, "livez"))
    script.clear()
    assert script.take("livez") is None


def test_a_fault_for_an_unknown_operation_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no operation 'create_runs'; there are: .*create_run"):
        FaultScript(OPERATIONS.keys()).add("create_runs", faults.garbage())


@pytest.mark.parametrize(
    "build",
    [
        lambda: faults.status(500, times=0),
        lambda: faults.status(500, json={}, content=b""),
        lambda: faults.drip(0),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(build) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says something else
        build()


@pytest.mark.parametrize(
    ("header", "key"), [(None, None), ("", None), ("   ", None), (" k ", "k"), ("x" * 256, "x" * 256)]
)
def test_an_idempotency_key_is_trimmed(header, key) -> None:
    assert IdempotencyRecords(256).key_of(header) == key


def test_an_idempotency_key_over_the_limit_is_refused() -> None:
    with pytest.raises(PlatformError) as refused:
        IdempotencyRecords(256).key_of("x" * 257)
    assert (refused.value.status, refused.value.error) == (400, "invalid_idempotency_key")


def test_a_key_belongs_to_its_endpoint_and_body() -> None:
    records, carried_out = IdempotencyRecords(256), []

    def ask(endpoint: str, key: str | None, body: object) -> int:
        def carry_out() -> Answer:
            carried_out.append(body)
            return Answer(200 + len(carried_out))

        return records.once(endpoint, key, body, carry_out).status

    assert ask("a", "k", {"x": 1, "y": 2}) == 201
    assert ask("a", "k", {"y": 2, "x": 1}) == 201
    assert ask("b", "k", {"x": 1, "y": 2}) == 202
    assert ask("a", None, {"x": 1, "y": 2}) == 203
    with pytest.raises(PlatformError) as conflict:
        ask("a", "k", {"x": 2})
    assert (conflict.value.status, conflict.value.error) == (409, "idempotency_key_conflict")
    assert len(carried_out) == 3


def test_a_refused_request_leaves_its_key_free() -> None:
    records = IdempotencyRecords(256)

    def refuse() -> Answer:
        raise PlatformError(400, "ValueError", "no")

    with pytest.raises(PlatformError):
        records.once("a", "k", {}, refuse)
    assert records.once("a", "k", {}, lambda: Answer(200)).status == 200


@pytest.mark.parametrize(
    ("limit", "offset", "order", "ids"),
    [
        (2, 0, "asc", [1, 2]),
        (2, 0, "desc", [3, 2]),
        (2, 2, "asc", [3]),
        (2, 3, "asc", []),
        (1000, 0, "asc", [1, 2, 3]),
    ],
)
def test_a_page_is_cut_from_the_sorted_list(limit, offset, order, ids) -> None:
    items = [{"id": 2}, {"id": 3}, {"id": 1}]
    answer = page("items", items, {"limit": limit, "offset": offset, "sort_by": "id", "sort_order": order})
    assert [item["id"] for item in answer["items"]] == ids
    assert (answer["count"], answer["total"], answer["limit"], answer["offset"]) == (len(ids), 3, limit, offset)


def test_a_list_is_sorted_by_whatever_member_even_one_that_is_not_there() -> None:
    items = [{"id": "b"}, {"id": None}, {"id": 3}, {}, {"id": "a"}, {"id": True}]
    answer = page("items", items, {"limit": 10, "offset": 0, "sort_by": "id", "sort_order": "asc"})
    assert answer["items"][:3] == [{"id": 3}, {"id": "a"}, {"id": "b"}]
    assert answer["count"] == 6


def test_secrets_are_hidden_wherever_they_are() -> None:
    value = {
        "api_key": "k",
        "Authorization": "x",
        "token": None,
        "max_tokens": 5,
        "list": [{"password": 1}, "to a.b@c.org"],
    }
    assert redacted(value) == {
        "api_key": "[REDACTED]",
        "Authorization": "[REDACTED]",
        "token": None,
        "max_tokens": 5,
        "list": [{"password": "[REDACTED]"}, "to [REDACTED]"],
    }
    assert redacted("ssn 123-45-6789, order 123-456-789") == "ssn [REDACTED], order 123-456-789"


def test_a_checkpoint_diff_names_flat_paths() -> None:
    def checkpoint(sequence: int, state: dict) -> dict:
        rest = {"type": "t", "step_id": None, "iteration": 1, "created_at": "", "status": "running"}
        return {"sequence": sequence, "state": state, **rest}

    diff = diff_view("r", checkpoint(1, {"a": 1, "v": [], "x": 1}), checkpoint(2, {"a": 2, "v": ["s"], "x": 1}))
    assert diff["added"] == [{"path": "state.v[0]", "value": "s"}]
    assert diff["removed"] == [{"path": "state.v", "value": []}]
    assert diff["changed"] == [{"path": "state.a", "from": 1, "to": 2}]
    assert diff["change_count"] == 3


def incoming(
    method: str = "GET", path: str = "/v1/runs", query: str = "", body: bytes = b"", **headers: str
) -> Incoming:
    return Incoming(method, path, query, Headers([(k.replace("_", "-"), v) for k, v in headers.items()]), body)


CHECK = SchemaCheck(pinned_document())


@pytest.mark.parametrize(
    ("operation_id", "request_", "found"),
    [
        ("list_runs", incoming(query="limit=10&offset=0&sort_order=asc&status=x"), []),
        ("list_runs", incoming(query="limit=0"), ["limit"]),
        ("list_runs", incoming(query="limit=many"), ["limit"]),
        ("list_runs", incoming(query="offset=10001"), ["offset"]),
        ("list_runs", incoming(query="sort_order=up"), ["sort_order"]),
        ("list_runs", incoming(query="principal=me"), ["principal"]),
        ("list_runs", incoming(body=b"{}"), ["a body was sent"]),
        ("list_credentials", incoming(query="providers=a&providers=b&include_service_tokens=false"), []),
        ("list_credentials", incoming(query="include_service_tokens=False"), ["include_service_tokens"]),
        ("create_run", incoming("POST", body=b'{"input":"x"}', content_type="application/json"), []),
        ("create_run", incoming("POST", body=b'{"input":"x"}', content_type="text/plain"), ["text/plain"]),
        ("create_run", incoming("POST", body=b'{"input":1}', content_type="application/json"), ["input"]),
        ("create_run", incoming("POST", body=b"{}", content_type="application/json"), ["required"]),
        ("create_run", incoming("POST", body=b"{", content_type="application/json"), ["not JSON"]),
        ("create_run", incoming("POST"), ["body is missing"]),
        (
            "create_run",
            incoming("POST", body=b'{"input":"x","spec_id":1}', content_type="application/json"),
            ["spec_id"],
        ),
    ],
)
def test_a_request_is_held_against_the_pinned_document(operation_id, request_, found) -> None:
    violations = CHECK.request(Call(OPERATIONS[operation_id], {}, request_), 1)
    assert len(violations) == len(found)
    assert all(part in str(violation) for part, violation in zip(found, violations, strict=True))


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (Answer.json({"run_id": "r", "status": "brand_new"}), []),
        (Answer.json({"run_id": "r", "status": "x", "new_field": 1}), []),
        (Answer.json({"status": "x"}), ["run_id"]),
        (Answer.json({"run_id": "r", "status": 7}), ["status"]),
        (Answer.json({}, 204), ["204"]),
        (Answer(200, b"<html>"), ["not JSON"]),
        (Answer.json({"detail": {"error": "x", "message": "y"}}, 404), []),
        (Answer.json({"error": "x"}, 404), ["detail"]),
        (Answer.json({"detail": "teapot"}, 418), []),
    ],
)
def test_an_answer_is_held_against_the_pinned_document(answer, found) -> None:
    violations = CHECK.answer(Call(OPERATIONS["get_run"], {"run_id": "r"}, incoming()), answer, 1)
    assert len(violations) == len(found)
    assert all(part in str(violation) for part, violation in zip(found, violations, strict=True))


def test_the_log_can_be_waited_for() -> None:
    log = RequestLog()
    threading.Timer(0.02, lambda: log.add(incoming(), "list_runs")).start()
    assert [entry.operation_id for entry in log.wait_for(1, timeout=5)] == ["list_runs"]
    with pytest.raises(TimeoutError, match="1 of 2"):
        log.wait_for(2, timeout=0.01)


def test_the_log_is_numbered_and_can_be_asked() -> None:
    log = RequestLog()
    with pytest.raises(LookupError):
        _ = log.last
    for operation_id in ("a", "b", "a"):
        log.add(incoming(), operation_id)
    assert [entry.number for entry in log] == [1, 2, 3]
    assert [entry.number for entry in log.to("a")] == [1, 3]
    assert log.last.number == len(log) == 3


def test_the_log_holds_the_newest_and_counts_them_all() -> None:
    log = RequestLog(keep=3)
    for _ in range(5):
        log.add(incoming(), "list_runs")
    assert [entry.number for entry in log] == [3, 4, 5]
    assert (len(log), log.received) == (3, 5)
    log.clear()
    assert (len(log), log.received) == (0, 0)


def logged(*requests: Incoming) -> RequestLog:
    log = RequestLog()
    for request in requests:
        log.add(request, "create_run")
    return log


def test_attempts_of_one_call_are_the_same_on_the_wire() -> None:
    same = incoming("POST", body=b"{}", x_request_id="r", idempotency_key="k")
    assert len(attempts_of_one_call(logged(same, same), count=2)) == 2
    for other, named in (
        (incoming("POST", body=b"{} ", x_request_id="r", idempotency_key="k"), "body"),
        (incoming("POST", body=b"{}", x_request_id="r", idempotency_key="k2"), "idempotency-key"),
        (incoming("POST", body=b"{}", x_request_id="r2", idempotency_key="k"), "x-request-id"),
        (incoming("POST", path="/v1/ru", body=b"{}", x_request_id="r", idempotency_key="k"), "path"),
    ):
        with pytest.raises(AssertionError, match=named):
            attempts_of_one_call(logged(same, other))
    with pytest.raises(AssertionError, match="expected 3 attempt"):
        attempts_of_one_call(logged(same), count=3)
    with pytest.raises(AssertionError, match="expected some"):
        attempts_of_one_call(logged())


def test_assertions_on_the_log_say_what_was_received() -> None:
    log = logged(incoming("POST"), incoming("POST"))
    assert_operations(log, "create_run", "create_run")
    with pytest.raises(AssertionError, match="#2 POST /v1/runs"):
        only_request(log)
    with pytest.raises(AssertionError, match="expected livez; received"):
        assert_operations(log, "livez")
    assert only_request(logged(incoming()), "create_run").path == "/v1/runs"
