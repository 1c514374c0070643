"""Both drivers carry out every effect alike, and close the flow however it ends."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kneo_client.core.errors import KneoNotFoundError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.flow_script import answer, make_call, make_context
from tests.unit.core.surfaces import SURFACES, async_driver, run, sync_driver
from trellis.core.effects import Blocking, Emit, Send, Sleep, Store
from trellis.core.encode import form_body, json_body
from trellis.core.failures import TransportFailure
from trellis.core.flow import call_flow
from trellis.core.wire import HeaderSet, WireRequest

if TYPE_CHECKING:
    from trellis.core.effects import Flow

QUICK = RetryPolicy(base_delay=0.0, max_delay=0.0, jitter=0.0)


def nobody(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"nothing was to be sent, but {request.url} was")


@pytest.mark.parametrize("surface", SURFACES)
def test_a_flow_without_effects_is_simply_its_result(surface: str) -> None:
    def flow() -> Flow[str]:
        yield from ()
        return "done"

    assert run(surface, nobody, flow()) == "done"


@pytest.mark.parametrize("surface", SURFACES)
def test_one_call_can_be_made_of_two_requests(surface: str) -> None:
    """Create, then fetch what was created: each part is a whole call with retries of its own."""
    seen: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url.path}")
        if request.method == "POST":
            return answer(201, {"id": "r-7"})
        return answer(503) if seen.count(seen[-1]) == 1 else answer(200, {"id": "r-7", "state": "built"})

    def create_and_fetch() -> Flow[Any]:
        context = make_context(policy=QUICK)
        post = make_call("POST", url="https://h.example/releases", body=json_body({}), replayable=False)
        made = yield from call_flow(post, context)
        get = make_call(url=f"https://h.example/releases/{made.json()['id']}")
        got = yield from call_flow(get, context)
        return got.json()["state"]

    assert run(surface, server, create_and_fetch()) == "built"
    assert seen == ["POST /releases", "GET /releases/r-7", "GET /releases/r-7"]


@pytest.mark.parametrize("surface", SURFACES)
def test_a_flow_can_fall_back_on_another_request(surface: str) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        return answer(404) if request.url.path == "/new" else answer(200, {"from": request.url.path})

    def flow() -> Flow[Any]:
        try:
            return (yield from call_flow(make_call(url="https://h.example/new"), make_context()))
        except KneoNotFoundError:
            return (yield from call_flow(make_call(url="https://h.example/old"), make_context()))

    assert run(surface, server, flow()).json() == {"from": "/old"}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_form_travels_as_a_form(surface: str) -> None:
    fields = {"release": "r 1", "env": "A=1&B=ü", "many": ["x", "y"], "absent": None, "flag": True}

    def server(request: httpx.Request) -> httpx.Response:
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        assert request.headers["content-length"] == str(len(request.content))
        assert request.content == b"release=r+1&env=A%3D1%26B%3D%C3%BC&many=x&many=y&flag=true"
        return answer(200)

    headers = HeaderSet.of([("Content-Type", "application/x-www-form-urlencoded")])
    request = WireRequest("POST", "https://h.example/apps", headers, form_body(fields))

    def flow() -> Flow[int]:
        response = yield Send(request, None)
        return int(response.status_code)

    assert run(surface, server, flow()) == 200


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", ["plain", "awaitable", "a future of the library's"])
def test_a_store_may_answer_at_once_or_have_to_be_awaited(surface: str, kind: str) -> None:
    async def later() -> str:
        await asyncio.sleep(0)
        return "token"

    class Awaitable:
        def __await__(self) -> Any:
            return later().__await__()

    look_up = {"plain": lambda: "token", "awaitable": later, "a future of the library's": Awaitable}[kind]

    def flow() -> Flow[str]:
        return str((yield Store(look_up)))

    assert run(surface, nobody, flow()) == "token"


@pytest.mark.anyio
async def test_a_sync_client_inside_a_running_loop_can_still_wait_for_an_async_store() -> None:
    async def later() -> str:
        await asyncio.sleep(0)
        return "token"

    def flow() -> Flow[str]:
        return str((yield Store(later)))

    assert sync_driver(nobody).run(flow()) == "token"


def test_a_sync_call_starts_no_thread_and_needs_no_loop() -> None:
    before = threading.active_count()
    during: list[int] = []

    def server(request: httpx.Request) -> httpx.Response:
        during.append(threading.active_count())
        return answer(200)

    def flow() -> Flow[Any]:
        yield Store(lambda: during.append(threading.active_count()))
        yield Blocking(lambda: during.append(threading.active_count()))
        return (yield from call_flow(make_call(), make_context()))

    sync_driver(server).run(flow())
    assert during == [before] * 3


@pytest.mark.parametrize("surface", SURFACES)
def test_blocking_work_runs_in_the_callers_thread_or_off_the_loop(surface: str) -> None:
    def flow() -> Flow[int]:
        return int((yield Blocking(threading.get_ident)))

    assert (run(surface, nobody, flow()) == threading.get_ident()) is (surface == "sync")


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("effect", [Store, Blocking], ids=["store", "blocking"])
def test_what_an_effect_raises_is_raised_where_the_flow_stands(surface: str, effect: Any) -> None:
    def fail() -> None:
        raise LookupError("gone")

    def flow() -> Flow[str]:
        try:
            yield effect(fail)
        except LookupError as error:
            return f"caught {error.args[0]}"
        return "not raised"

    assert run(surface, nobody, flow()) == "caught gone"


@pytest.mark.parametrize("surface", SURFACES)
def test_a_stop_iteration_from_an_effect_does_not_pass_for_the_flows_result(surface: str) -> None:
    def fail() -> None:
        raise StopIteration("not a result")

    def flow() -> Flow[str]:
        yield Blocking(fail)
        return "done"

    with pytest.raises(RuntimeError):
        run(surface, nobody, flow())


@pytest.mark.parametrize("surface", SURFACES)
def test_an_effect_that_no_driver_knows_is_a_type_error(surface: str) -> None:
    def flow() -> Flow[None]:
        yield "coffee"

    with pytest.raises(TypeError, match="unknown effect 'coffee'"):
        run(surface, nobody, flow())


@pytest.mark.parametrize("surface", SURFACES)
def test_a_transport_error_reaches_the_flow_as_a_plain_failure(surface: str) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    def flow() -> Flow[TransportFailure | None]:
        try:
            yield Send(make_call().request, None)
        except TransportFailure as failure:
            return failure
        return None

    failure = run(surface, server, flow())
    assert failure is not None
    assert (failure.phase, failure.sent, failure.timed_out) == ("connect", False, False)
    assert failure.reason == "refused [ConnectError]"
    assert (failure.__cause__, failure.__context__) == (None, None)


@pytest.mark.parametrize("surface", SURFACES)
def test_events_and_sleeps_are_carried_out_in_order(surface: str) -> None:
    told: list[str] = []

    def flow() -> Flow[None]:
        yield Emit(told.append, "before")
        yield Sleep(0.001)
        yield Emit(told.append, "after")

    run(surface, nobody, flow())
    assert told == ["before", "after"]


class Watched:
    """A flow that knows whether it was closed, and where."""

    def __init__(self, *effects: Any) -> None:
        self.effects = effects
        self.ended: list[str] = []

    def flow(self) -> Flow[None]:
        try:
            yield from self.effects
        except GeneratorExit:
            self.ended.append("closed")
            raise
        finally:
            self.ended.append("finally")


@pytest.mark.anyio
@pytest.mark.parametrize("at", ["send", "sleep", "store"])
async def test_cancellation_closes_the_flow_where_it_stands(at: str) -> None:
    begun = asyncio.Event()

    async def never(*ignored: Any) -> httpx.Response:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    effect = {"send": Send(make_call().request, None), "sleep": Sleep(3600.0), "store": Store(never)}[at]
    watched = Watched(Emit(lambda event: begun.set() if at == "sleep" else None, "go"), effect)
    task = asyncio.create_task(async_driver(never).run(watched.flow()))
    await begun.wait()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert watched.ended == ["closed", "finally"]


def test_an_interrupted_sync_call_closes_the_flow() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    watched = Watched(Blocking(interrupt))
    with pytest.raises(KeyboardInterrupt):
        sync_driver(nobody).run(watched.flow())
    assert watched.ended == ["closed", "finally"]


@pytest.mark.anyio
async def test_a_cancelled_call_closes_the_response_it_was_reading() -> None:
    reading = asyncio.Event()

    class Dripping(httpx.AsyncByteStream):
        closed = False

        async def __aiter__(self) -> Any:
            yield b"x"
            reading.set()
            await asyncio.Event().wait()

        async def aclose(self) -> None:
            Dripping.closed = True

    driver = async_driver(lambda request: httpx.Response(200, stream=Dripping()))
    task = asyncio.create_task(driver.run(call_flow(make_call(), make_context())))
    await reading.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert Dripping.closed
