"""KnoxCall's pinned document says what is known of the service, except where it gives a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from knoxcall._generated.operations import OPERATIONS

from ..document import ROOT, Document, knoxcall
from .facts import differences, unexplained

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS = ROOT.parent / "shared" / "facts" / "knoxcall.openapi.json"


@pytest.fixture(scope="module")
def facts() -> Document:
    if not FACTS.is_file():
        pytest.skip("the facts are not beside this repository (../shared/facts): nothing to compare with")
    return Document(json.loads(FACTS.read_text("utf-8")))


def test_no_difference_is_without_its_reason(facts: Document) -> None:
    assert unexplained(knoxcall(), facts) == []


UPSTREAM = [
    difference
    for method in ("GET", "PUT", "POST", "DELETE", "PATCH")
    for difference in (
        *(f"/{method} /v1/proxy/body/{media}" for media in ("*/*", "application/octet-stream") if method != "GET"),
        f"/{method} /v1/proxy/2XX",
        f"/{method} /v1/proxy/default/*/*",
        f"/{method} /v1/proxy/default/application/octet-stream",
    )
]
HOOK = [
    f"/{line}/body/application/json/.{member}"
    for line in ("POST /v1/webhooks", "PATCH /v1/webhooks/{webhook_id}")
    for member in ("route_filter/type", "route_filter/choices", "hmac_key_id", "hmac_format", "hmac_header_name")
]
CLEARED = {
    "clients/{client_id}": ["description"],
    "clients/{client_id}/credentials/{credential_id}": ["label"],
    "dyn-db-credentials/{connection_name}/roles/{role}": ["revocation_sql", "default_ttl_seconds", "max_ttl_seconds"],
    "dyn-db-credentials/{name}": ["port", "database_name", "agent_id"],
    "environments/{env_id}": ["description"],
    "oauth-clients/{oauth_client_id}": ["consent_html_template"],
    "routes/{route_id}": ["target_base_url"],
    "secrets/{secret_id}": ["description", "expires_at"],
    "vaults/{name_or_id}": ["default_ttl_seconds", "description"],
    "webhooks/{webhook_id}": ["description", "auth_config", "request_headers"],
}
NEW_SCHEMAS = {
    "WebhookEvent", "RequestEventData", "RequestEventRequest", "RequestEventResponse", "AuditEventData",
    "SecretType", "GrantType", "TokenFormat", "NestedError", "FlatError", "EmptyObject", "ClientCredentialsGrant",
    "TokenExchangeGrant", "RefreshTokenGrant", "TokenAnswer", "EncryptDataEnveloped", "EncryptDataBare",
}  # fmt: skip
EXPECTED = {
    "/security",
    *(f"/schemas/{name}" for name in NEW_SCHEMAS),
    *UPSTREAM,
    *HOOK,
    *(f"/PATCH /v1/{path}/body/application/json/.{name}/type" for path, names in CLEARED.items() for name in names),
    *(f"/POST /oauth/token/{what}" for what in ("security", "header Authorization", "header DPoP")),
    "/POST /oauth/token/200/application/json/.token_type/enum",
    *(f"/POST /v1/encrypt/200/application/json/{what}" for what in ("type", "choices", ".data", ".meta")),
}


def test_the_differences_are_these_and_no_others(facts: Document) -> None:
    found = {difference.place for difference in differences(knoxcall(), facts)}
    version = {place for place in found if place.endswith("/header KnoxCall-Version")}

    assert found - version == EXPECTED
    # Every operation of the management API: not the token endpoint, signing up and calls to upstreams.
    assert len(version) == 121 - 1 - 2 - 5


def test_every_reason_that_is_given_for_the_whole_document_is_a_known_one() -> None:
    assert knoxcall().root["info"]["x-why"].keys() == {
        "operation-ids", "version-header", "secrets", "security", "unused-schemas", "named-schemas",
        "cleared-members",
    }  # fmt: skip


def published(facts: Document) -> list[tuple[str, dict[str, Any]]]:
    """What is known of the methods: the operation's id here, and attribute, type and unwrapping."""
    found = [(op.id.replace(".", "_"), op.node["x-sdk"]) for op in facts.operations() if "x-sdk" in op.node]
    assert len(found) == 113
    return found


def test_operations_are_called_after_the_methods_that_make_them(facts: Document) -> None:
    for name, method in published(facts):
        _, resource, call = method["attribute"].split(".")
        assert name == f"{resource}_{call}"
        assert OPERATIONS[name].tags == (resource,)


def test_results_have_the_types_that_the_methods_return(facts: Document) -> None:
    for name, method in published(facts):
        row = OPERATIONS[name]
        extensions: dict[str, dict[str, Any]] = {
            "data": {"x-unwrap": "data"},
            "data+warning": {"x-unwrap": "data", "x-fold": ["warning"]},
            "none": {"x-unwrap": "none"},
        }
        wanted = extensions.get(method["unwrap"], {})
        if name == "crypto_encrypt_data":  # answers in two shapes, told apart by hand
            assert (row.replies[0].type, row.ext) == ("EncryptDataEnveloped | EncryptDataBare", {})
            continue
        assert row.replies[0].type == method["returns"], name
        assert row.ext == wanted, name


def test_whole_pages_are_paged_and_nothing_else_but_leases_is(facts: Document) -> None:
    pages = {name for name, method in published(facts) if method["unwrap"] == "page"}
    walked = {name for name, method in published(facts) if "iterator" in method}
    paged = {row.id: row.pagination for row in OPERATIONS.values() if row.pagination is not None}

    assert paged.keys() == pages | {"dynamic_db_list_leases"}
    assert walked <= pages
    assert {name for name, how in paged.items() if how.kind == "cursor"} == {"audit_logs_events"}
    assert {how.other["pages"] for how in paged.values() if how.kind == "page"} == {"meta.total_pages"}


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "member lost": lambda root: root["components"]["schemas"]["Route"]["properties"].pop("slug"),
    "member optional": lambda root: root["components"]["schemas"]["Route"]["required"].remove("slug"),
    "member of another type": lambda root: root["components"]["schemas"]["Route"]["properties"].update(
        slug={"type": "string"}
    ),
    "open value": lambda root: root["components"]["schemas"]["GrantType"]["enum"].pop(),
    "path": lambda root: root["paths"].update({"/v1/account/use": root["paths"].pop("/v1/account/usage")}),
    "parameter": lambda root: root["paths"]["/v1/audit-logs"]["get"]["parameters"].pop(),
    "key": lambda root: root["paths"]["/v1/agents"]["post"].pop("parameters"),
    "body member": lambda root: root["paths"]["/v1/routes"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]["properties"].pop("name"),
    "name": lambda root: root["paths"]["/v1/agents"]["get"].update(operationId="agents_all"),
    "answer": lambda root: root["paths"]["/v1/signup/claim"]["post"]["responses"].pop("202"),
    "media type": lambda root: root["paths"]["/v1/pki/roots/{name}/crl"]["get"]["responses"]["200"].update(content={}),
    "version": lambda root: root["info"].update(version="2026-08-06"),
    "new schema": lambda root: root["components"]["schemas"].update(More={"type": "object"}),
    "null that nothing explains": lambda root: root["paths"]["/v1/routes"]["post"]["requestBody"]["content"][
        "application/json"
    ]["schema"]["properties"]["name"].update(type=["string", "null"]),
    "null and another type": lambda root: root["paths"]["/v1/routes/{route_id}"]["patch"]["requestBody"]["content"][
        "application/json"
    ]["schema"]["properties"]["target_base_url"].update(type=["integer", "null"]),
    "reason of nulls": lambda root: root["info"]["x-why"].pop("cleared-members"),
    "reason": lambda root: root["info"]["x-why"].pop("version-header"),
}


@pytest.mark.parametrize("change", [*CHANGES.values()], ids=list(CHANGES))
def test_a_document_that_was_changed_is_found(facts: Document, change: Callable[[dict[str, Any]], Any]) -> None:
    document = knoxcall().changed()
    change(document.root)

    assert unexplained(document, facts) != []
