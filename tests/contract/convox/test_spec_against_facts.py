"""Convox's pinned document says what is known of the server, except where it gives a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ..document import ROOT, Document, convox
from .facts import differences, unexplained

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS = ROOT.parent / "shared" / "facts" / "convox.openapi.json"


@pytest.fixture(scope="module")
def facts() -> Document:
    if not FACTS.is_file():
        pytest.skip("the facts are not beside this repository (../shared/facts): nothing to compare with")
    return Document({**json.loads(FACTS.read_text("utf-8")), "x-form-fields": "arguments"})


def test_no_difference_is_without_its_reason(facts: Document) -> None:
    assert unexplained(convox(), facts) == []


TEXT_HEADERS = [
    *(f"{line}/header Filter" for line in (
        "/GET /apps/{name}/logs", "/GET /apps/{app}/builds/{id}/logs", "/GET /apps/{app}/processes/{pid}/logs",
        "/GET /apps/{app}/services/{service}/logs", "/GET /system/logs",
    )),
    *(f"/POST /apps/{{app}}/services/{{service}}/processes/header {name}" for name in (
        "Command", "Gpu-Vendor", "Image", "Node-Labels", "Release",
    )),
    *(f"/GET /instances/{{id}}/shell/header {name}" for name in ("Command", "Private-Key")),
    *(f"/GET /custom/http/proxy/{{path}}/header {name}" for name in ("X-Host", "X-Port")),
]  # fmt: skip
SECRETS = [
    "AppBudgetSimulationResult/.webhook-url", "AppConfig/.value", "KeyPair/.private-key", "Registry/.password",
    "Release/.env", "Resource/.url", "SystemJwt/.token",
    "Resource/.parameters/additionalProperties", "System/.parameters/additionalProperties",
]  # fmt: skip
BOTH_FORMS = ["PUT /apps/{name}", "PUT /system", "POST /resources", "PUT /resources/{name}"]
EXPECTED = {
    "/version",
    "/schemas/AppBudgetStatus",
    "/schemas/Error",
    "/GET /apps/{app}/processes/{pid}/exec/header Command",
    *(f"{header}/encoding" for header in TEXT_HEADERS),
    *(f"/{line}/form parameters/style" for line in BOTH_FORMS),
    *(f"/POST /system/jwt/token/{part}/required" for part in ("body", "form role", "form durationInHour")),
}


def test_the_differences_are_these_and_no_others(facts: Document) -> None:
    found = {difference.place for difference in differences(convox(), facts)}
    plain_errors = {place for place in found if place.endswith("/default/text/plain")}
    passwords = {place for place in found if place.endswith("/format")}

    assert found - plain_errors - passwords == EXPECTED
    assert len(plain_errors) == 102 - 9 - 2 - 1  # all but sockets, proxies and the check that never fails
    assert {place for place in passwords if place.startswith("/schemas/")} == {
        f"/schemas/{member}/format" for member in SECRETS
    }


def test_every_reason_that_is_given_for_the_whole_document_is_a_known_one() -> None:
    assert convox().root["info"]["x-why"].keys() == {
        "version", "operation-ids", "accept", "maps", "ok", "sockets", "idempotency", "secrets", "named-schemas",
        "null-maps", "text-in-headers", "proxies",
    }  # fmt: skip


def test_everything_is_explained_in_prose() -> None:
    document = convox()
    for op in document.operations():
        assert op.node["summary"].endswith("."), op.id
    for name, schema in document.schemas.items():
        assert schema["description"].endswith("."), name


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "member lost": lambda root: root["components"]["schemas"]["App"]["properties"].pop("router"),
    "member optional": lambda root: root["components"]["schemas"]["App"]["required"].remove("router"),
    "member of another type": lambda root: root["components"]["schemas"]["Service"]["properties"].update(
        count={"type": "string"}
    ),
    "null lost": lambda root: root["components"]["schemas"]["Service"]["properties"]["ports"].update(type="array"),
    "time lost": lambda root: root["components"]["schemas"]["Build"]["properties"]["ended"].pop("format"),
    "path": lambda root: root["paths"].update({"/system/size": root["paths"].pop("/system/capacity")}),
    "parameter": lambda root: root["paths"]["/system/processes"]["get"].pop("parameters"),
    "place of an option": lambda root: root["components"]["parameters"]["LogFollow"].update({"in": "query"}),
    "encoding": lambda root: root["components"]["parameters"]["LogSince"].pop("x-encoding"),
    "field": lambda root: form(root, "/apps", "post")["properties"].pop("generation"),
    "field required": lambda root: form(root, "/apps", "post").update(required=["name", "timeout"]),
    "field's encoding": lambda root: form(root, "/certificates/generate", "post")["properties"]["domains"].pop(
        "x-encoding"
    ),
    "field's default": lambda root: form(root, "/apps", "post")["properties"]["generation"].update(default="3"),
    "greed": lambda root: root["components"]["parameters"]["ObjectKey"].pop("x-greedy"),
    "transport": lambda root: root["paths"]["/system/logs"]["get"].update({"x-transport": "http"}),
    "role": lambda root: root["paths"]["/system"]["put"].update({"x-role": "read"}),
    "body": lambda root: root["paths"]["/apps/{app}/builds/import"]["post"].pop("requestBody"),
    "name": lambda root: root["paths"]["/apps"]["get"].update(operationId="apps_all"),
    "answer": lambda root: root["paths"]["/apps"]["get"]["responses"].pop("200"),
    "media type": lambda root: root["components"]["responses"]["Bytes"].update(content={}),
    "security": lambda root: root["paths"]["/check"]["get"].pop("security"),
    "new schema": lambda root: root["components"]["schemas"].update(More={"type": "object"}),
    "reason": lambda root: root["info"]["x-why"].pop("secrets"),
}


def form(root: dict[str, Any], path: str, method: str) -> Any:
    """The schema of an operation's form."""
    return root["paths"][path][method]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]


@pytest.mark.parametrize("change", [*CHANGES.values()], ids=list(CHANGES))
def test_a_document_that_was_changed_is_found(facts: Document, change: Callable[[dict[str, Any]], Any]) -> None:
    document = convox().changed()
    change(document.root)

    assert unexplained(document, facts) != []
