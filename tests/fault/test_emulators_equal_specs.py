"""Schemathesis asks each emulator whatever its pinned document allows, and much that it forbids: no crash, and every
answer is one that the document has."""

from __future__ import annotations

import base64
import itertools
import json
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis needs Python 3.11")

import requests  # noqa: E402 - what schemathesis sends with
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis.errors import Unsatisfiable  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from trellis.emulator import ConvoxHandle, EmulatorHandle, KneoHandle, KnoxCallHandle

Known = dict[str, str]

EXAMPLES = {"positive": 6, "negative": 2}
"""Requests for each operation, half of them for things that exist."""

OWN_FAILURES = (
    # Racks are Go programs, and what their libraries cannot read is a 500 of theirs.
    "time: ", "parsing time ", "strconv.", "tls: ", "json: invalid configuration: ", "gzip: ", "tar: ",
    "not implemented by this provider",
    # The platform's answer to a run of a spec that it cannot read.
    '{"detail":{"error":"SpecValidationError"',
)  # fmt: skip
"""How answers of status 500 and above begin that the real services give, too. Any other is a crash of the emulator."""


@schemathesis.serializer("application/gzip", "application/x-tar")  # type: ignore[untyped-decorator]
def packed(_: Any, value: Any) -> bytes:
    """Bodies that are archives: whatever bytes there are."""
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def kneo_things(server: KneoHandle, http: httpx.Client) -> Callable[[str], Known]:
    """A run that ends and one that waits for a person."""
    ended = http.post("/v1/runs", json={"spec_path": "support_triage.yaml", "input": "x"}).json()["run_id"]
    http.post("/v1/runs", json={"spec_path": "human_review.yaml", "input": "x"})

    def known(path: str) -> Known:
        tasks = list(server.state.engine.continuations)
        return {"run_id": ended, "continuation_id": tasks[0] if tasks else "none", "environment": "known"}

    return known


KNOXCALL_THINGS: dict[str, Any] = {
    "/v1/clients": {"name": "known", "type": "server"},
    "/v1/routes": {"name": "known", "target_base_url": "https://up.test"},
    "/v1/secrets": {"name": "known", "secret_type": "api_key", "value": "v"},
    "/v1/vaults": {"name": "known"},
    "/v1/vaults/known/tokens": {"value": "x"},
    "/v1/agents": {"name": "known"},
    "/v1/crypto/keys": {"name": "known", "mode": "aead"},
    "/v1/webhooks": {"name": "known", "url": "https://up.test/hook", "event_types": ["request.success"]},
    "/v1/pki/roots": {"name": "known", "subject": {"common_name": "known.test"}},
    "/v1/pki/roots/known/roles": {"role_name": "known", "allowed_domains": ["known.test"]},
    "/v1/dyn-db-credentials": {
        "name": "known", "engine": "postgresql", "host": "db.test", "port": 5432, "database": "d", "username": "u",
        "password": "p",
    },
    "/v1/dyn-db-credentials/known/roles": {"name": "known", "creation_sql": "CREATE ROLE x"},
    "/v1/oauth-clients": {"name": "known", "type": "confidential"},
    "/v1/environments": {"name": "known", "display_name": "Known"},
}  # fmt: skip
"""One of nearly everything, by the path where it is made."""

KNOXCALL_IDS = {
    "client_id": "clients", "route_id": "routes", "secret_id": "secrets", "agent_id": "agents",
    "webhook_id": "webhooks", "oauth_client_id": "oauth_clients", "env_id": "environments", "key_id": "api_keys",
    "name_or_id": "vaults", "id_or_token": "vault_tokens", "lease_id": "db_leases",
    "credential_id": "client_credentials", "action_id": "route_actions",
}  # fmt: skip
"""Path parameters that are ids, and of what."""


def knoxcall_things(server: KnoxCallHandle, http: httpx.Client) -> Callable[[str], Known]:
    """One of nearly everything."""
    for path, body in KNOXCALL_THINGS.items():
        answer = http.post(path, json=body)
        assert answer.status_code < 300, f"{path}: {answer.text}"

    def known(path: str) -> Known:
        ids = {name: next(reversed(server.state.table(kind)), "none") for name, kind in KNOXCALL_IDS.items()}
        names = ("name", "connection_name", "root_name", "role", "env_name")
        return {**ids, **dict.fromkeys(names, "known"), "version": "1"}

    return known


def convox_things(server: ConvoxHandle, http: httpx.Client) -> Callable[[str], Known]:
    """An app that runs."""
    http.post("/apps", data={"name": "web"})
    build = http.post("/apps/web/builds", data={"url": "https://up.test/source.tgz"}).json()["id"]
    end = time.monotonic() + 10
    while not (release := http.get(f"/apps/web/builds/{build}").json()["release"]):
        assert time.monotonic() < end, "the build does not end"
        time.sleep(0.02)
    http.post(f"/apps/web/releases/{release}/promote")
    process = http.get("/apps/web/processes").json()[0]["id"]

    def known(path: str) -> Known:
        name = "database" if "/resources/" in path else "web"
        thing = release if "/releases/" in path else build
        return {
            "app": "web", "name": name, "service": "web", "pid": process, "id": thing, "key": "a", "port": "3000",
            "host": "web", "path": "a",
        }  # fmt: skip

    return known


THINGS: dict[str, tuple[Callable[..., Callable[[str], Known]], str]] = {
    "kneo": (kneo_things, "Bearer local-admin-key"),
    "knoxcall": (knoxcall_things, "Bearer tk_test_local_key"),
    "convox": (convox_things, "Basic " + base64.b64encode(b"convox:local-rack-password").decode()),
}


@pytest.fixture(params=list(THINGS))
def world(request: pytest.FixtureRequest) -> tuple[EmulatorHandle, str, Callable[[str], Known]]:
    """An emulator, the credentials for it, and what there is in it."""
    server = request.getfixturevalue(f"{request.param}_server")
    prepare, authorization = THINGS[request.param]
    headers = {"Authorization": authorization}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=10) as http:
        known = prepare(server, http)
    server.violations.clear()
    return server, authorization, known


def destroys(operation: Any) -> bool:
    """Whether it takes away what the operations after it are to find."""
    words = ("delete", "revoke", "cancel", "terminate", "destroy")
    return operation.method == "delete" or any(word in operation.path for word in words)


@pytest.mark.slow
@pytest.mark.parametrize("mode", EXAMPLES)
def test_no_request_makes_an_emulator_depart_from_its_document(
    world: tuple[EmulatorHandle, str, Callable[[str], Known]], mode: str
) -> None:
    server, authorization, known = world
    schema = schemathesis.openapi.from_dict(dict(server.service.document))
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == len(server.service.operations)
    wrong: list[str] = []
    statuses: list[int] = []
    session = requests.Session()
    session.trust_env = False
    with session:
        for operation in sorted(operations, key=destroys):
            label, path, numbers = operation.label, operation.path, itertools.count()

            def ask(case: Any) -> None:
                if next(numbers) % 2 == 0 and case.path_parameters:  # noqa: B023 - called before the next operation
                    there = known(path)  # noqa: B023
                    case.path_parameters.update({name: there.get(name, v) for name, v in case.path_parameters.items()})
                answer = case.call(
                    base_url=server.url, session=session, headers={"Authorization": authorization}, timeout=10,
                    allow_redirects=False,
                )  # fmt: skip
                statuses.append(answer.status_code)
                problem = problem_with(case, answer)
                if problem:
                    wrong.append(f"{label}: {problem}\n    {case.as_curl_command()}")  # noqa: B023

            try:
                many(ask, operation, mode)
            except Unsatisfiable:  # nothing can be wrong with a request that has no parts
                assert mode == "negative", label
    # Requests are meant to depart from the document in half of these tests.
    wrong += [str(violation) for violation in server.violations.clear() if violation.where == "answer"]
    assert not wrong, "\n".join(wrong[:10])
    assert len(statuses) > len(operations)
    assert sum(status < 300 for status in statuses) > 10, "hardly anything was answered well"


def many(ask: Callable[[Any], None], operation: Any, mode: str) -> None:
    """Have `ask` called with cases of an operation, the same ones in each run."""
    run = given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))(ask)
    run = settings(
        max_examples=EXAMPLES[mode], database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(run)  # fmt: skip
    seed(20260510)(run)()


def problem_with(case: Any, answer: Any) -> str:
    """What is wrong with an answer, nothing if all is well."""
    text = answer.content.decode("utf-8", "replace")
    if answer.status_code >= 500 and not text.startswith(OWN_FAILURES):
        return f"status {answer.status_code}: {text[:300]}"
    try:
        case.operation.validate_response(answer, case=case)
    except Exception as error:
        return f"status {answer.status_code} does not fit: {getattr(error, 'exceptions', error)}"
    return ""
