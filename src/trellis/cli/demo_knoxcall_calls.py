"""The code a user would write: routes of a KnoxCall gateway, and calls through them, from one thread and from many."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from knoxcall import KnoxCallSync

    from .output import Output

UPSTREAM = "https://api.example.com"
THREADS = 8
CALLS = 240


def create_routes(client: KnoxCallSync, output: Output) -> str:
    """Create some routes, list a page of them and walk over all; the first one's slug. Raises KnoxCallError."""
    output.title("Routes")
    account = client.account.get()
    output.step("account", f"{account['name']} ({account['slug']})", "good")
    first = client.routes.create(name="Payments", target_base_url=UPSTREAM)
    output.step("create", f"{first['name']} is {first['slug']}, {first['id']}")
    for number in range(1, 5):
        client.routes.create(name=f"Orders {number}", target_base_url=UPSTREAM)
    page = client.routes.list(per_page=2)
    output.step("list", f"{len(page['data'])} of {page['meta']['total']}, page 1 of {page['meta']['total_pages']}")
    output.step("iterate", ", ".join(route["name"] for route in client.routes.iterate(per_page=2)))
    return first["slug"] or first["id"]


def call_through(client: KnoxCallSync, route: str, output: Output) -> bool:
    """Call the upstream through its route; whether it was the upstream that answered. Raises KnoxCallError."""
    output.title(f"Calls through {route}")
    answer = client.call(route, method="POST", path="/v1/charges", body={"amount": 2000, "currency": "usd"})
    seen = answer.json()
    output.step(
        "call", f"{answer.status_code}: the upstream saw {seen['method']} {seen['path']} {seen['body']}", "good"
    )
    credentials = [name for name in seen["headers"] if name in ("authorization", "dpop", "x-knoxcall-key")]
    output.step("credentials", f"{', '.join(credentials) or 'none'} reached the upstream")
    payments = client.route(route, environment="production")
    output.step("bound route", f"{payments.get('/v1/charges', query={'limit': 3}).status_code}")
    return not credentials


def call_with_proofs(client: KnoxCallSync, route: str, output: Output) -> bool:
    """The same with a client whose every request is signed; whether the upstream answered. Raises KnoxCallError."""
    output.title("DPoP")
    answers = [client.call(route, path=f"/v1/charges/{number}") for number in range(3)]
    output.step("signed", ", ".join(str(answer.status_code) for answer in answers), "good")
    return all(answer.is_success for answer in answers)


def call_while_tokens_are_revoked(
    client: KnoxCallSync, route: str, revoke: Callable[[], object], output: Output
) -> bool:
    """Call from several threads while somebody revokes the token again and again; whether all calls succeeded.

    Raises KnoxCallError.
    """
    output.title("A token is rotated under load")
    bound = client.route(route)
    counted, lock = 0, threading.Lock()

    def call(number: int) -> int:
        nonlocal counted
        status = bound.get(f"/v1/charges/{number}").status_code
        with lock:
            counted += 1
            due = counted % (CALLS // 4) == 0 and counted < CALLS
        if due:
            revoke()
        return status

    with ThreadPoolExecutor(THREADS) as threads:
        statuses = list(threads.map(call, range(CALLS)))
    succeeded = statuses.count(200)
    output.step(
        "calls", f"{succeeded} of {CALLS} succeeded, in {THREADS} threads", "good" if succeeded == CALLS else "bad"
    )
    return succeeded == CALLS
