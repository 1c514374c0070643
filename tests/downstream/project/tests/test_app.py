"""The web service, on an emulated platform that also fails, waits and forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from review_desk.app import create_app

from kneo_client import KneoClient
from kneo_client.core.profiles import Profile
from trellis.testing import assert_sent, attempts_of_one_call, factories, faults

if TYPE_CHECKING:
    from trellis.emulator import KneoHandle

pytestmark = pytest.mark.anyio


async def test_a_text_is_written_approved_and_published(desk: httpx.AsyncClient, kneo_server: KneoHandle) -> None:
    made = await desk.post("/texts", json={"topic": "Version 2 is out"})
    assert (made.status_code, made.json()["state"]) == (201, "waiting for the editor")
    assert_sent(kneo_server.requests, "create_run", json={"input": "Version 2 is out", "metadata": {"desk": "web"}})

    place = f"/texts/{made.json()['id']}"
    decided = await desk.post(f"{place}/decision", json={"publish": True})
    assert decided.json()["state"] == "published"
    assert (await desk.get(place)).json()["text"]
    assert (await desk.post(f"{place}/decision", json={"publish": True})).status_code == 409


async def test_a_text_that_is_refused_is_dropped(desk: httpx.AsyncClient) -> None:
    text_id = (await desk.post("/texts", json={"topic": "x"})).json()["id"]
    decided = await desk.post(f"/texts/{text_id}/decision", json={"publish": False})
    assert decided.json()["state"] == "dropped"


async def test_a_lost_answer_does_not_write_a_text_twice(desk: httpx.AsyncClient, kneo_server: KneoHandle) -> None:
    kneo_server.faults.add("create_run", faults.reply_lost())
    assert (await desk.post("/texts", json={"topic": "x"})).status_code == 201
    attempts_of_one_call(kneo_server.requests, "create_run", count=2)
    assert len(kneo_server.state.runs) == 1


async def test_an_outage_is_passed_on_as_one(desk: httpx.AsyncClient, kneo_server: KneoHandle) -> None:
    kneo_server.faults.add("get_run", faults.status(503, headers={"Retry-After": "120"}, times=None))
    answer = await desk.get("/texts/run_1")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "120")


async def test_an_editor_who_comes_too_late(desk: httpx.AsyncClient, kneo_server: KneoHandle) -> None:
    text_id = (await desk.post("/texts", json={"topic": "x"})).json()["id"]
    kneo_server.time.expire(str(kneo_server.state.runs[text_id].continuation_id))
    assert (await desk.post(f"/texts/{text_id}/decision", json={"publish": True})).status_code == 410
    kneo_server.time.sweep()
    assert (await desk.get(f"/texts/{text_id}")).json()["state"] == "too late"


async def test_a_text_that_never_was(desk: httpx.AsyncClient) -> None:
    assert (await desk.get("/texts/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("answer", "status", "state"),
    [
        (factories.response("kneo", "get_run", status="running"), 200, "being written"),
        (factories.response("kneo", "get_run", status="a status of tomorrow"), 200, "dropped"),
        (factories.error_response("kneo", 403, "Not yours"), 502, None),
    ],
    ids=["running", "unknown", "forbidden"],
)
async def test_one_answer_without_a_server(answer: httpx.Response, status: int, state: str | None) -> None:
    profile = Profile(name="test", url="https://kneo.example", api_key="key")
    transport = httpx.MockTransport(lambda request: answer)
    async with httpx.AsyncClient(transport=transport, base_url=profile.url) as http:
        app = create_app(lambda: KneoClient(profile, http_client=http))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as client,
        ):
            told = await client.get("/texts/run_1")
    assert (told.status_code, told.json().get("state")) == (status, state)
