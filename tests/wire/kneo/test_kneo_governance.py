"""The audit trail, the credential inventory and environment policies, as both clients show them."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from kneo_client.core import KneoPermissionError, KneoValidationError, PaginatedResult, iterate_all
from kneo_client.types import UNSET, CredentialEntryStatus, EnvironmentPolicyRequest
from tests.wire.kneo.both_clients import failure_of, profile_for
from tests.wire.kneo.raw_server import Exchange, json_answer
from trellis.testing import assert_operations, attempts_of_one_call, faults, only_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from kneo_client import KneoClient
    from tests.wire.kneo.both_clients import Either
    from tests.wire.kneo.raw_server import RawServer
    from trellis.emulator import KneoHandle

TRIAGE = {"spec_path": "support_triage.yaml", "input": "x"}


# -- audit -------------------------------------------------------------------------------------------------------------


def test_audit_events_say_who_did_what_newest_first(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    service = either.client(profile_for(kneo_server.url, api_key="local-service-key"))
    # It waits for a person, so it is still there to be cancelled however slow this machine is.
    run = either.do(service.platform.runs.create({"spec_path": "human_review.yaml", "input": "x"}))
    either.do(client.platform.runs.cancel(run.run_id))

    page = either.do(client.platform.audit.list())

    assert [(event["event_type"], event["actor"]) for event in page] == [
        ("run.cancelled", "admin"),
        ("run.created", "service"),
    ]
    echoes = (2, 0) if kneo_server.settings.since("0.6.0") else (None, None)
    assert (page.count, len(page), page.total, page.offset, page.has_more) == (2, 2, *echoes, False)
    assert len(either.do(client.platform.audit.list(event_type="run.created", run_id=run.run_id))) == 1
    assert either.do(client.platform.audit.list(run_id="another")).events == []
    assert len(either.do(client.platform.audit.list(limit=1))) == 1


@pytest.mark.parametrize("value", ["anything", 0], ids=str)
def test_an_argument_that_no_platform_has_warns_where_it_was_written_and_is_not_sent(
    either: Either, kneo_server: KneoHandle, value: Any
) -> None:
    client = either.client(kneo_server.url)

    # Written as a user would: the warning has to name the line of the call.
    async def asynchronously() -> None:
        await client.platform.audit.list(principal=value)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if either.is_async:
            either.do(asynchronously())
        else:
            client.platform.audit.list(principal=value)

    (warning,) = caught
    assert issubclass(warning.category, DeprecationWarning)
    assert warning.filename == __file__
    assert "principal= is not sent" in str(warning.message)
    assert only_request(kneo_server.requests).query_string == "limit=100"


@pytest.mark.kneo_since("0.6.0")
def test_the_trail_is_paged_and_sorted(either: Either, kneo_server: KneoHandle) -> None:
    audit = either.client(kneo_server.url).platform.audit
    recorded(kneo_server, 5)

    page = either.do(audit.list(limit=2, offset=1, sort_by="created_at", sort_order="asc"))

    assert [event["metadata"]["number"] for event in page] == [1, 2]
    assert (page.count, page.total, page.limit, page.offset, page.sort_order) == (2, 5, 2, 1, "asc")
    assert (page.window, page.has_more) == (10_000, True)
    assert only_request(kneo_server.requests).query_string == ("limit=2&offset=1&sort_by=created_at&sort_order=asc")


def recorded(server: KneoHandle, count: int) -> None:
    """Put events on record; each is at a moment of its own."""
    with server.service.lock:
        for number in range(count):
            server.state.record("policy.changed", "operator", number=number)
        for number, event in enumerate(server.state.audit):
            event["created_at"] = f"2026-01-01T00:00:00.{number:06}Z"


@pytest.mark.parametrize("count", [0, 4, 5, 11])
def test_a_walk_over_the_trail_finds_everything_on_every_platform(
    either: Either, kneo_server: KneoHandle, count: int
) -> None:
    recorded(kneo_server, count)
    client = either.client(kneo_server.url)

    walked = either.collect(client.platform.audit.iterate(page_size=5))

    assert [event["metadata"]["number"] for event in walked] == list(range(count))[::-1]
    asked = [request.query_string for request in kneo_server.requests]
    if kneo_server.settings.since("0.6.0"):
        assert asked == [f"limit=5{f'&offset={offset}' if offset else ''}" for offset in range(0, max(count, 1), 5)]
    else:
        # A platform without offsets is never asked for one, but for a larger page if there may be more.
        assert asked == ["limit=5", "limit=1000"][: 2 if count >= 5 else 1]


@pytest.mark.kneo_since("0.6.0")
def test_a_walk_over_the_trail_starts_and_goes_where_it_is_told(either: Either, kneo_server: KneoHandle) -> None:
    recorded(kneo_server, 7)
    audit = either.client(kneo_server.url).platform.audit

    walked = either.collect(audit.iterate(page_size=2, start_offset=4, sort_by="created_at", sort_order="asc"))

    assert [event["metadata"]["number"] for event in walked] == [4, 5, 6]


@pytest.mark.kneo_since("0.8.0")
def test_human_tasks_are_listed_by_status(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    run = either.do(client.platform.runs.create({"spec_path": "human_review.yaml", "input": "x"}))
    tasks = client.platform.human_tasks

    (pending,) = either.do(tasks.list(status="pending"))

    assert pending["id"] == run.continuation_id
    assert kneo_server.requests.last.query_string == "status=pending&limit=100&offset=0"
    assert len(either.do(tasks.list(status="escalated"))) == 0
    assert [task["id"] for task in either.collect(tasks.iterate(status="pending"))] == [run.continuation_id]


@pytest.mark.kneo_before("0.8.0")
def test_an_older_platform_ignores_the_status_of_human_tasks(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    either.do(client.platform.runs.create({"spec_path": "human_review.yaml", "input": "x"}))

    with kneo_server.expect_violations():
        assert len(either.do(client.platform.human_tasks.list(status="escalated"))) == 1


def events(count: int, **more: Any) -> Callable[[Exchange], bool]:
    """An audit trail of so many events, which takes a limit and knows no offset."""

    def play(exchange: Exchange) -> bool:
        limit = int(parse_qs(urlsplit(exchange.target).query)["limit"][0])
        shown = [{"id": f"evt_{number}"} for number in range(min(limit, count))]
        exchange.send(json_answer({"events": shown, "count": len(shown), **more}))
        return True

    return play


@pytest.mark.parametrize(
    ("count", "more", "warned"),
    [
        (0, {}, False),
        (999, {}, False),
        (1000, {}, True),
        (5000, {}, True),
        (1000, {"total": 1000}, True),
        (10, {"total": 11}, True),
        (10, {"total": 10}, False),
    ],
)
def test_walking_a_trail_without_offsets_is_one_page_and_says_if_there_may_be_more(
    either: Either,
    serve: Callable[..., RawServer],
    caplog: pytest.LogCaptureFixture,
    count: int,
    more: dict[str, int],
    warned: bool,
) -> None:
    server = serve(events(count, **more))

    walked = either.collect(either.client(server.url).platform.audit.iterate(event_type="run.created", page_size=10))

    assert [event["id"] for event in walked] == [f"evt_{number}" for number in range(min(count, 1000))]
    limits = ["10", "1000"] if count >= 10 else ["10"]
    assert [parse_qsl(urlsplit(exchange.target).query) for exchange in server.exchanges] == [
        [("event_type", "run.created"), ("limit", limit)] for limit in limits
    ]
    assert ("more items may exist" in caplog.text) is warned
    assert {record.name for record in caplog.records if "more items" in record.message} <= {"kneo_client.pagination"}


@pytest.mark.anyio
async def test_the_manuals_own_recipe_over_the_audit_trail_ends(kneo: KneoClient, kneo_server: KneoHandle) -> None:
    for number in range(5):
        await kneo.platform.runs.create({**TRIAGE, "input": str(number)})

    async def fetch_page(limit: int, offset: int) -> PaginatedResult[Any]:
        answer = await kneo.platform.audit.list(limit=limit, offset=offset, event_type="run.created")
        total = getattr(answer, "total", 0) or 0
        return PaginatedResult(items=answer.events, total=total, limit=limit, offset=offset)

    paged = kneo_server.settings.since("0.6.0")
    with contextlib.nullcontext() if paged else kneo_server.expect_violations():
        walked = [event async for event in iterate_all(fetch_page, page_size=2)]

    # An older platform ignores the offset: what it says, it says in the first page.
    assert len(walked) == (5 if paged else 2)


# -- credentials -------------------------------------------------------------------------------------------------------


def test_the_inventory_is_a_mapping_of_names_and_no_values(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)

    inventory = either.do(client.platform.credentials.list())

    assert set(inventory) == {"providers", "extra", "service_tokens"}
    assert "providers" in inventory
    assert inventory["service_tokens"]["KNEO_SERV_API_KEYS"]["value"] == "[REDACTED]"
    assert inventory["providers"]["openai"]["present"] is False
    assert inventory.get("nothing") is None
    (event,) = either.do(client.platform.audit.list(event_type="credential.inventory_accessed"))
    assert event["actor"] == "admin"


def test_every_credential_says_its_status_whatever_the_platform(either: Either, kneo_server: KneoHandle) -> None:
    inventory = either.do(either.client(kneo_server.url).platform.credentials.list(extras=["HOME"]))

    keys = inventory.inventory.service_tokens
    assert keys["KNEO_SERV_API_KEYS"].status is CredentialEntryStatus.PRESENT
    assert keys["KNEO_SERV_ADMIN_API_KEY"]["status"] == "missing"
    assert inventory["extra"]["HOME"].status == inventory["providers"]["openai"]["status"] == "missing"
    assert inventory["extra"]["HOME"].env_var == "HOME"


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ({}, [("include_service_tokens", "true")]),
        ({"include_service_tokens": False}, [("include_service_tokens", "false")]),
        ({"providers": []}, [("include_service_tokens", "true")]),
        (
            {"providers": ["openai", "my own & co"], "extras": ("A", "B=C"), "include_service_tokens": False},
            [
                ("providers", "openai"), ("providers", "my own & co"), ("extras", "A"), ("extras", "B=C"),
                ("include_service_tokens", "false"),
            ],
        ),
    ],
    ids=["nothing", "no service tokens", "an empty list", "lists"],
)  # fmt: skip
def test_lists_repeat_their_name_in_the_query(
    either: Either, kneo_server: KneoHandle, arguments: dict[str, Any], query: list[tuple[str, str]]
) -> None:
    either.do(either.client(kneo_server.url).platform.credentials.list(**arguments))

    assert only_request(kneo_server.requests).query == query


def test_only_what_was_asked_for_is_listed(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)

    inventory = either.do(
        client.platform.credentials.list(providers=["openai"], extras=["HOME"], include_service_tokens=False)
    )

    assert {name: sorted(inventory[name]) for name in inventory} == {
        "providers": ["openai"],
        "extra": ["HOME"],
        "service_tokens": [],
    }


# -- policies ----------------------------------------------------------------------------------------------------------


def test_an_environment_without_a_policy_has_none(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)

    answer = either.do(client.platform.policies.environment_get("nowhere"))

    assert (answer.environment, answer.policy, answer.previous_policy) == ("nowhere", None, None)
    listed = either.do(client.platform.policies.environment_list())
    assert (len(listed), listed.get("nowhere"), "nowhere" in listed) == (0, None, False)


def test_put_replaces_the_whole_policy_and_shows_the_old_one(either: Either, kneo_server: KneoHandle) -> None:
    policies = either.client(kneo_server.url).platform.policies
    first = either.do(policies.environment_put("prod/eu", {"require_human_review": True, "fail_on_warnings": True}))

    second = either.do(policies.environment_put("prod/eu", EnvironmentPolicyRequest(require_guardrails=True)))

    assert first.previous_policy is None
    assert first.policy["require_human_review"] is True
    assert second.previous_policy.to_dict() == first.policy.to_dict()
    assert (second.policy["require_human_review"], second.policy["require_guardrails"]) == (False, True)
    assert second.policy["enabled"] is True
    assert either.do(policies.environment_get("prod/eu")).policy == second.policy
    listed = either.do(policies.environment_list())
    assert list(listed) == ["prod/eu"]
    assert listed["prod/eu"].to_dict() == second.policy.to_dict()


def test_an_empty_policy_is_all_defaults(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    body = EnvironmentPolicyRequest()
    assert body.enabled is UNSET

    answer = either.do(client.platform.policies.environment_put("dev", body))

    assert only_request(kneo_server.requests).json() == {}
    assert (answer.policy["enabled"], answer.policy["blocked_diagnostic_codes"]) == (True, [])


def test_a_put_carries_no_key_and_is_retried(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url, attempts=3)
    kneo_server.faults.add("put_environment_policy", faults.status(503))
    kneo_server.faults.add("put_environment_policy", faults.status(502))

    either.do(client.platform.policies.environment_put("dev", {"enabled": False}))

    attempts = attempts_of_one_call(kneo_server.requests, "put_environment_policy", count=3)
    assert all("idempotency-key" not in attempt.headers for attempt in attempts)


def test_a_policy_is_closed_and_its_change_is_audited(either: Either, kneo_server: KneoHandle) -> None:
    client = either.client(kneo_server.url)
    policies = client.platform.policies

    with kneo_server.expect_violations():
        error = failure_of(either, lambda: policies.environment_put("dev", {"enabeld": True}), KneoValidationError)
    assert "enabeld" in str(error)
    assert len(either.do(policies.environment_list())) == 0

    either.do(policies.environment_put("dev", {"require_human_review": True}))
    (event,) = either.do(client.platform.audit.list(event_type="policy.changed"))
    assert event["metadata"]["environment"] == "dev"
    assert event["metadata"]["previous_policy"] is None


def test_an_environment_is_1_to_128_characters(either: Either, kneo_server: KneoHandle) -> None:
    policies = either.client(kneo_server.url).platform.policies
    for environment in ("", "e" * 129):
        with pytest.raises(ValueError, match="environment"):
            either.do(policies.environment_get(environment))
        with pytest.raises(ValueError, match="environment"):
            either.do(policies.environment_put(environment, {}))
    assert_operations(kneo_server.requests)
    assert either.do(policies.environment_get("ä" * 128)).environment == "ä" * 128


def test_who_may_read_policies_may_not_change_them(either: Either, kneo_server: KneoHandle) -> None:
    policies = either.client(profile_for(kneo_server.url, api_key="local-service-key")).platform.policies

    either.do(policies.environment_list())
    error = failure_of(either, lambda: policies.environment_put("dev", {}), KneoPermissionError)

    assert error.body["detail"]["required_scope"] == "policies:write"
