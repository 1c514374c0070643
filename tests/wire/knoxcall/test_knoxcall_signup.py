"""Signing up and claiming, by both twins: what is sent, what comes back, and what is never sent twice."""

from __future__ import annotations

import inspect
import json
import pickle
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from knoxcall import (
    APIConnectionError,
    APIConnectionTimeoutError,
    BootstrapError,
    KnoxCall,
    KnoxCallSecurityWarning,
    SignupError,
    claim_signup,
    claim_signup_sync,
    signup,
    signup_sync,
)
from tests.wire.kneo.raw_server import RawServer, json_answer
from trellis.testing import faults

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from knoxcall import SignupClaimResult, SignupResult
    from trellis.emulator import KnoxCallHandle

    Do = Callable[..., Awaitable[Any]]

pytestmark = pytest.mark.anyio

HANDLE = "clm_canary_handle"
PENDING = {
    "status": "pending",
    "claim_handle": HANDLE,
    "claim_path": "/v1/signup/claim",
    "poll_after_seconds": 5,
    "expires_at": "2026-12-01T00:00:00Z",
    "message": "check your mail",
    "documentation": "https://docs.example.com",
}


class Gateway:
    """Answers through httpx's own seam, one answer after another, and keeps what was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(params=["async", "sync"])
def twin(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def no_address_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KNOXCALL_BASE_URL", raising=False)


@pytest.fixture
def do(twin: str) -> Do:
    """Calls signup, or claim_signup if a handle is given, by one of the twins, over a client that asks the gateway."""

    async def call(gateway: Gateway, **arguments: Any) -> Any:
        transport = httpx.MockTransport(gateway)
        claims = "claim_handle" in arguments
        if twin == "async":
            async with httpx.AsyncClient(transport=transport) as client:
                found = await (claim_signup if claims else signup)(http=client, **arguments)
                assert not client.is_closed
                return found
        with httpx.Client(transport=transport) as borrowed:
            found = (claim_signup_sync if claims else signup_sync)(http=borrowed, **arguments)
            assert not borrowed.is_closed
            return found

    return call


def accepted(data: Any, status: int = 202) -> httpx.Response:
    return httpx.Response(status, json={"data": data, "meta": {"request_id": "req_1"}})


async def test_only_what_was_given_is_sent_and_the_data_comes_back(do: Do) -> None:
    gateway = Gateway(accepted(PENDING))

    found = await do(gateway, email="a@example.com", tenant_name="Acme", region="eu")

    assert found == PENDING
    (request,) = gateway.requests
    assert (request.method, str(request.url)) == ("POST", "https://api.knoxcall.com/v1/signup")
    assert json.loads(request.content) == {"email": "a@example.com", "tenant_name": "Acme", "region": "eu"}
    assert request.headers["user-agent"].startswith("knoxcall-sdk-python/")
    assert not {"authorization", "x-idempotency-key", "dpop", "x-knoxcall-key"} & set(request.headers)


@pytest.mark.parametrize("status", [200, 202])
async def test_a_claim_comes_back_whether_it_is_settled_or_not(do: Do, status: int) -> None:
    gateway = Gateway(accepted({"status": "done", "tenant": {"slug": "acme"}}, status))

    found = await do(gateway, claim_handle=HANDLE)

    assert found["tenant"] == {"slug": "acme"}
    assert gateway.requests[0].url.path == "/v1/signup/claim"
    assert json.loads(gateway.requests[0].content) == {"claim_handle": HANDLE}


@pytest.mark.parametrize("how", ["argument", "environment"])
async def test_the_address_comes_from_argument_or_environment(
    do: Do, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = Gateway(accepted(PENDING))
    arguments = {"base_url": "https://gateway.example.com/"} if how == "argument" else {}
    if how == "environment":
        monkeypatch.setenv("KNOXCALL_BASE_URL", "https://gateway.example.com")

    await do(gateway, email="a@example.com", tenant_name="Acme", **arguments)

    assert str(gateway.requests[0].url) == "https://gateway.example.com/v1/signup"


async def test_a_client_of_the_callers_keeps_its_time_limits(twin: str) -> None:
    gateway = Gateway(accepted(PENDING))
    about: dict[str, Any] = {"email": "a@example.com", "tenant_name": "Acme"}
    if twin == "async":
        async with httpx.AsyncClient(transport=httpx.MockTransport(gateway), timeout=7.0) as client:
            await signup(http=client, **about)
    else:
        with httpx.Client(transport=httpx.MockTransport(gateway), timeout=7.0) as borrowed:
            signup_sync(http=borrowed, **about)
    assert set(gateway.requests[0].extensions["timeout"].values()) == {7.0}


async def test_what_is_no_address_is_refused_before_anything_is_sent(do: Do) -> None:
    gateway = Gateway()
    with pytest.raises(BootstrapError, match="base_url"):
        await do(gateway, email="a@example.com", tenant_name="Acme", base_url="gateway.example.com")
    assert gateway.requests == []


async def test_plain_http_to_another_machine_is_warned_of(do: Do) -> None:
    with pytest.warns(KnoxCallSecurityWarning, match="plain text"):
        await do(Gateway(accepted(PENDING)), email="a@x.io", tenant_name="A", base_url="http://gateway.example.com")


REFUSALS = {
    "in an envelope": (
        409,
        {"error": {"type": "tenant_slug_taken", "message": "that name is taken", "request_id": "req_body"}},
        {},
        ("tenant_slug_taken", "that name is taken", "req_body"),
    ),
    "flat, with the id in a header": (
        422,
        {"error": "invalid_email", "message": "no such address"},
        {"X-Request-Id": "req_head"},
        ("invalid_email", "no such address", "req_head"),
    ),
    "the server's failure": (
        503,
        {"error": {"type": "unavailable", "message": "later", "request_id": "req_5"}},
        {},
        ("unavailable", "later", "req_5"),
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
async def test_a_refusal_says_why_and_is_not_sent_again(do: Do, refusal: Any) -> None:
    status, body, headers, said = refusal
    gateway = Gateway(httpx.Response(status, json=body, headers=headers))

    with pytest.raises(SignupError) as caught:
        await do(gateway, email="a@example.com", tenant_name="Acme")

    error = caught.value
    assert (error.type, error.message, error.request_id) == said
    assert (error.status, error.code, error.body) == (status, error.type, body)
    assert said[2] in str(error)
    assert pickle.loads(pickle.dumps(error)).request_id == error.request_id  # noqa: S301 - our own
    assert len(gateway.requests) == 1


NO_RESULTS = {
    "no data": httpx.Response(202, json={"meta": {}}),
    "no object": httpx.Response(202, json={"data": [1]}),
    "a list": httpx.Response(202, json=[]),
    "no JSON": httpx.Response(202, text="<html>welcome</html>"),
    "nothing": httpx.Response(202),
    "a redirect": httpx.Response(302, headers={"Location": "https://elsewhere.example.com"}),
}


@pytest.mark.parametrize("case", NO_RESULTS)
async def test_a_success_without_a_result_is_an_error_that_knows_its_request(do: Do, case: str) -> None:
    given = NO_RESULTS[case]
    answer = httpx.Response(
        given.status_code, content=given.content, headers={**given.headers, "X-Request-Id": "req_odd"}
    )
    with pytest.raises(SignupError) as caught:
        await do(Gateway(answer), email="a@example.com", tenant_name="Acme")
    assert (caught.value.status, caught.value.request_id) == (given.status_code, "req_odd")


async def test_a_claim_handle_that_is_quoted_back_is_not_in_the_error(do: Do) -> None:
    body = {"error": {"type": "expired", "message": f"{HANDLE} has expired"}}
    with pytest.raises(SignupError) as caught:
        await do(Gateway(httpx.Response(410, json=body)), claim_handle=HANDLE)
    error = caught.value
    assert HANDLE not in f"{error} {error!r} {error.body} {vars(error)}"


async def test_a_request_that_was_never_sent_is_sent_again(do: Do) -> None:
    gateway = Gateway(httpx.ConnectError("refused"), accepted(PENDING))
    assert await do(gateway, email="a@example.com", tenant_name="Acme") == PENDING
    assert len(gateway.requests) == 2


async def test_a_request_that_the_server_had_no_time_for_is_sent_again(do: Do) -> None:
    gateway = Gateway(httpx.Response(429, json={"error": {"type": "rate_limited"}}), accepted(PENDING))
    assert await do(gateway, email="a@example.com", tenant_name="Acme") == PENDING
    assert len(gateway.requests) == 2


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [(httpx.ReadError("cut"), APIConnectionError), (httpx.ReadTimeout("slow"), APIConnectionTimeoutError)],
    ids=["broken off", "too slow"],
)
async def test_a_request_that_may_have_arrived_is_not(do: Do, trouble: Exception, kind: type[Exception]) -> None:
    gateway = Gateway(trouble)
    with pytest.raises(kind) as caught:
        await do(gateway, email="a@example.com", tenant_name="Acme")
    assert not isinstance(caught.value, httpx.HTTPError)
    assert len(gateway.requests) == 1


async def test_without_a_client_of_the_callers_each_twin_brings_its_own_inside_a_running_loop_too(twin: str) -> None:
    server = RawServer(lambda exchange: exchange.send(json_answer({"data": PENDING})))
    try:
        arguments: dict[str, Any] = {"email": "a@example.com", "tenant_name": "Acme", "base_url": server.url}
        found = await signup(**arguments) if twin == "async" else signup_sync(**arguments)
    finally:
        server.close()
    assert found == PENDING


def test_the_twins_take_the_same_arguments() -> None:
    for one, other in ((signup, signup_sync), (claim_signup, claim_signup_sync)):
        assert str(inspect.signature(one)) == str(inspect.signature(other))


# The whole way, with an emulated gateway.


async def ask(twin: str, **arguments: Any) -> SignupResult:
    return await signup(**arguments) if twin == "async" else signup_sync(**arguments)


async def claim(twin: str, **arguments: Any) -> SignupClaimResult:
    return await claim_signup(**arguments) if twin == "async" else claim_signup_sync(**arguments)


async def test_a_tenant_is_asked_for_and_claimed_once_the_mail_is_confirmed(
    twin: str, knoxcall_server: KnoxCallHandle
) -> None:
    url = knoxcall_server.url
    asked = await ask(twin, email="a@example.com", tenant_name="Brand New", base_url=url)
    waiting = await claim(twin, claim_handle=asked["claim_handle"], base_url=url)
    assert "tenant" not in waiting
    assert waiting["poll_after_seconds"] > 0

    knoxcall_server.state.confirm_signup(asked["claim_handle"])
    claimed = await claim(twin, claim_handle=asked["claim_handle"], base_url=url)

    assert claimed["tenant"]["slug"] == "brand-new"
    with KnoxCall(api_key=claimed["starter"]["api_key"]["api_key"], base_url=url) as client:
        client.account.get()
    with pytest.raises(SignupError) as caught:
        await claim(twin, claim_handle=asked["claim_handle"], base_url=url)
    assert (caught.value.status, caught.value.type) == (410, "gone")
    answered = knoxcall_server.requests[-1].answer
    assert answered is not None
    assert caught.value.request_id == dict(answered.headers)["X-Request-Id"]


async def test_a_signup_whose_reply_is_lost_is_not_sent_again(twin: str, knoxcall_server: KnoxCallHandle) -> None:
    knoxcall_server.faults.add("signup_create", faults.reply_lost())
    with pytest.raises(APIConnectionError):
        await ask(twin, email="a@example.com", tenant_name="Brand New", base_url=knoxcall_server.url)
    assert knoxcall_server.requests.received == 1
