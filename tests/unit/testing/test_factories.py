"""Made-up answers: each fits its document and its client, holds what the test said, and nothing that nobody said."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta, timezone
from importlib import import_module, resources
from typing import Any

import httpx
import jsonschema_rs
import pytest

import convox.models
import kneo_client.types
import knoxcall.types
from convox import ConvoxClient, ConvoxNotFoundError
from kneo_client import SyncKneoClient
from kneo_client.core.errors import KneoConflictError, KneoRateLimitedError, KneoServiceUnavailableError
from kneo_client.core.profiles import Profile
from kneo_client.core.retries import RetryPolicy
from knoxcall import KnoxCall, NotFoundError
from trellis.testing import factories

PACKAGES = {"kneo": "kneo_client", "knoxcall": "knoxcall", "convox": "convox"}
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=2)))


def document_of(service: str) -> dict[str, Any]:
    text = resources.files(f"{PACKAGES[service]}._generated").joinpath("spec.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def followed(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


@pytest.mark.parametrize("service", PACKAGES)
def test_every_declared_answer_of_every_operation_fits_its_schema_and_its_client(service: str) -> None:
    document, checked = document_of(service), 0
    validators: dict[str, Any] = {}
    operations = import_module(f"{PACKAGES[service]}._generated.operations").OPERATIONS
    for row in operations.values():
        if row.ext.get("x-transport") == "websocket":
            with pytest.raises(ValueError, match="WebSocket"):
                factories.body(service, row.id)
            continue
        for status, declared in document["paths"][row.path][row.method.lower()]["responses"].items():
            number = {"2XX": 200, "5XX": 502, "default": 418}.get(status) or int(status)
            answer = factories.response(service, row.id, number)
            content = followed(document, declared).get("content", {})
            where = f"{row.id} {status}"
            assert answer.status_code == number, where
            if not content:
                assert answer.content == b"", where
            elif "application/json" in content:
                assert answer.headers["content-type"] == "application/json"
                schema = content["application/json"].get("schema", {})
                validator = validators.get(key := json.dumps(schema))
                if validator is None:
                    rooted = {**schema, "components": document["components"]}
                    validator = validators[key] = jsonschema_rs.validator_for(rooted)
                problems = list(validator.iter_errors(answer.json()))
                assert not problems, f"{where}: {problems[0]}"
                assert answer.json() == factories.body(service, row.id, number), "the same each time"
            else:
                assert answer.headers["content-type"] in content, where
            if number < 400:
                result = factories.result(service, row.id, number)
                assert (result is None) == (not content or row.replies[0].type == "None"), where
            else:
                with pytest.raises(ValueError, match="is no result"):
                    factories.result(service, row.id, number)
            checked += 1
    assert checked > len(operations)


def test_what_is_said_is_laid_over_the_rest_at_any_depth() -> None:
    run = factories.body("kneo", "get_run", status="failed", error={"type": "step_failed"}, usage={"input_tokens": 3})
    assert (run["status"], run["error"]) == ("failed", {"type": "step_failed"})
    assert run["usage"] == {"input_tokens": 3, "output_tokens": 0, "total_tokens": 0}
    assert run["output_text"] is None, "nobody said that it has one"

    build = factories.result("convox", "builds_get", git_sha="abc", started=AT)
    assert (build.git_sha, build.started) == ("abc", AT)

    shop, other = factories.result("convox", "apps_list", 200, [{"name": "shop"}, {"name": "other", "budget": {}}])
    assert (shop.name, other.name) == ("shop", "other")
    assert type(other) is convox.models.App

    routes = factories.result("knoxcall", "routes_list", data=[{"slug": slug} for slug in "abc"])
    assert [route["slug"] for route in routes["data"]] == ["a", "b", "c"]
    assert {route["name"] for route in routes["data"]} == {"name"}


def test_models_and_typed_dicts_are_made_and_taken() -> None:
    app = factories.model(convox.models.App, name="shop")
    assert isinstance(app, convox.models.App)
    assert factories.result("convox", "apps_list", 200, [app]) == [app]
    run = factories.model(kneo_client.types.RunStatusResponse, status="blocked")
    assert (run.status, run.run_id) == ("blocked", "run_id")
    assert factories.result("kneo", "get_run", 200, run) == run
    route = factories.model(knoxcall.types.Route, slug="payments")
    assert route["slug"] == "payments"
    others: tuple[Any, ...] = (dict, KnoxCall, kneo_client.types.RunListResponseRunsItem)
    for wrong in others:
        with pytest.raises(TypeError, match="is no model"):
            factories.model(wrong)
    with pytest.raises(ValueError, match="locked"):
        factories.model(convox.models.App, locked="yes")


def test_what_is_said_is_left_as_it_was() -> None:
    said = [{"name": "shop", "parameters": {"A": "b"}}]
    made = factories.body("convox", "apps_list", 200, said)
    made[0]["parameters"]["A"] = "c"
    assert said == [{"name": "shop", "parameters": {"A": "b"}}]
    body = factories.body("knoxcall", "oauth_clients_create", 200, told := {"type": "public", "warning": "careful"})
    assert (body["data"]["type"], body["warning"]) == ("public", "careful"), "where the document has it"
    assert told == {"type": "public", "warning": "careful"}


def test_a_page_says_what_is_on_it() -> None:
    page = factories.result("kneo", "list_runs", runs=[{"run_id": "a"}, {"run_id": "b"}])
    assert (page.count, page.total, page.offset, page.has_more) == (2, 2, 0, False)
    assert factories.result("kneo", "list_runs", runs=[{}], total=9).has_more
    meta = factories.body("knoxcall", "routes_list", data=[{}] * 30, meta={"page": 2})["meta"]
    assert (meta["total"], meta["page"], meta["total_pages"], meta["per_page"]) == (30, 2, 1, 30)


def test_an_envelope_is_put_around_the_result() -> None:
    made = factories.body("knoxcall", "routes_get", slug="payments")
    assert made["data"]["slug"] == "payments"
    assert factories.result("knoxcall", "routes_get", slug="payments") == made["data"]
    assert [role["name"] for role in factories.result("knoxcall", "pki_list_roles", 200, [{"name": "web"}])] == ["web"]


def test_answers_that_are_no_json() -> None:
    assert factories.result("convox", "objects_fetch", 200, b"\x00\x01") == b"\x00\x01"
    assert factories.response("convox", "objects_fetch", 200, b"\x00").content == b"\x00"
    assert factories.body("convox", "apps_delete", 200, "ok\n") == "ok\n"
    assert factories.result("convox", "apps_delete") is None
    assert factories.body("convox", "builds_import_image") is None
    assert factories.response("convox", "builds_import_image").status_code == 202
    assert factories.response("knoxcall", "ephemeral_get", 204, b"").status_code == 204
    assert factories.response("convox", "proxy_http", 307, b"").status_code == 307
    assert factories.result("knoxcall", "ephemeral_get") == b"some bytes"


@pytest.mark.parametrize(
    ("arguments", "members", "message"),
    [
        (("kneos", "get_run"), {}, "there is no service 'kneos'; there are: kneo, knoxcall, convox"),
        (("kneo", "get_rum"), {}, "no operation 'get_rum'; did you mean get_run"),
        (("kneo", "get_run", 302), {}, "has no answer of status 302; there are: 200"),
        (("knoxcall", "account_get", 201), {}, "has no answer of status 201"),
        (("kneo", "get_run"), {"statuz": "x"}, "get_run has no member 'statuz'; did you mean status"),
        (("convox", "apps_list", 200, [{}, {"nam": ""}]), {}, r"apps_list\[1\] has no member 'nam'"),
        (("kneo", "get_run"), {"run_id": 5}, "GET /v1/runs/{run_id}: answer body: at run_id: 5"),
        (("convox", "apps_get", 200, {"name": "a"}), {"name": "b"}, "as one value or by its members, not both"),
        (("convox", "apps_delete"), {"name": "b"}, "is text/plain, given as text or bytes"),
        (("convox", "objects_exists"), {"name": "b"}, "has no body"),
        (("convox", "builds_get"), {"started": datetime(2026, 1, 1)}, "time zone"),
    ],
)
def test_what_the_document_does_not_allow_is_refused(
    arguments: tuple[Any, ...], members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        factories.body(*arguments, **members)


@pytest.mark.parametrize("status", ["completed", True, 200.0])
def test_a_status_is_a_number(status: Any) -> None:
    with pytest.raises(TypeError, match="`status` is given by its name"):
        factories.body("kneo", "get_run", status)


def test_clients_take_the_answers() -> None:
    """Over httpx's own seam for tests: what a client returns is what `result` says."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/runs/lost":
            return factories.error_response("kneo", 404, "Unknown run: lost")
        return factories.response("kneo", "get_run", status="completed", output_text="done")

    profile = Profile(name="test", url="https://kneo.example", api_key="key")
    with httpx.Client(transport=httpx.MockTransport(answer), base_url=profile.url) as http:
        client = SyncKneoClient(profile, http_client=http)
        expected = factories.result("kneo", "get_run", status="completed", output_text="done")
        assert client.platform.runs.get("r") == expected
        with pytest.raises(Exception, match="Unknown run: lost") as raised:
            client.platform.runs.get("lost")
    made = factories.error("kneo", 404, "Unknown run: lost")
    assert (type(raised.value), raised.value.code) == (type(made), made.code)  # type: ignore[attr-defined]

    apps = httpx.MockTransport(lambda request: factories.response("convox", "apps_list", 200, [{"name": "shop"}]))
    with httpx.Client(transport=apps) as http, ConvoxClient("rack.example", "pw", http_client=http) as rack:
        assert rack.apps.list() == factories.result("convox", "apps_list", 200, [{"name": "shop"}])


def test_errors_are_those_that_clients_raise() -> None:
    limited = factories.error("kneo", 429, "Slow down", retry_after=2)
    assert isinstance(limited, KneoRateLimitedError)
    assert (limited.status, limited.code, limited.retry_after, limited.request_id) == (
        429,
        "rate_limited",
        2,
        "req-made-up",
    )
    conflict = factories.error("kneo", 409, code="run_state_conflict")
    assert type(conflict) is KneoConflictError
    assert "Conflict" in str(conflict)
    gone = factories.error("knoxcall", 404, "There is no such route")
    assert isinstance(gone, NotFoundError)
    assert (gone.code, gone.request_id) == ("not_found", "req-made-up")
    missing = factories.error("convox", 404, "app not found: shop")
    assert isinstance(missing, ConvoxNotFoundError)
    assert missing.message == "app not found: shop"
    assert isinstance(factories.error("kneo", 503), KneoServiceUnavailableError)
    assert factories.error("knoxcall", 599).status == 599
    assert str(copy.deepcopy(limited)) == str(limited)
    for wrong in (200, 399, 600):
        with pytest.raises(ValueError, match="from 400 to 599"):
            factories.error("kneo", wrong)
    with pytest.raises(ValueError, match="no code"):
        factories.error("convox", 404, code="gone")
    with pytest.raises(ValueError, match="retry_after"):
        factories.error("kneo", 429, retry_after=-1)


def test_made_up_errors_are_retried_as_real_ones() -> None:
    answers = [factories.error_response("kneo", 503), factories.response("kneo", "livez")]
    transport = httpx.MockTransport(lambda request: answers.pop(0))
    profile = Profile(name="test", url="https://kneo.example", api_key="key")
    with httpx.Client(transport=transport, base_url=profile.url) as http:
        client = SyncKneoClient(profile, http_client=http, retry_policy=RetryPolicy(base_delay=0.0))
        assert client.platform.health.livez().ok
    assert answers == []
