"""Challenges: an answer that only asks for other credentials is met without using up an attempt, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kneo_client.core.errors import (
    KneoAuthError,
    KneoClosedError,
    KneoNetworkError,
    KneoServiceUnavailableError,
    KneoTimeoutError,
)
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.auth_samples import MintedToken, NonceProof, token_answer
from tests.unit.core.flow_script import answer, make_call, make_context, play_call
from tests.unit.core.surfaces import SURFACES, run
from trellis.core.failures import ClosedFailure, DeadlineFailure, TransportFailure
from trellis.core.flow import MAX_CHALLENGES, call_flow

if TYPE_CHECKING:
    import httpx

ONCE = RetryPolicy(max_attempts=1)


def asks_for(nonce: str) -> httpx.Response:
    return answer(401, {"detail": {"error": "use_dpop_nonce"}}, dpop_nonce=nonce)


def test_a_nonce_challenge_is_met_with_a_new_proof_and_is_no_attempt() -> None:
    auth = NonceProof()
    good = answer(200)
    played = play_call(
        make_call("POST", replayable=False), make_context(policy=ONCE, auth=auth), [asks_for("n1"), good]
    )
    assert played.result is good
    assert [request.headers.get(b"dpop") for request in played.sent] == [b"proof-1-", b"proof-2-n1"]
    assert played.slept == []


def test_every_attempt_is_signed_anew() -> None:
    auth = NonceProof()
    played = play_call(make_call(), make_context(auth=auth), [answer(503), asks_for("n1"), answer(503), answer(200)])
    assert [request.headers.get(b"dpop") for request in played.sent] == [
        b"proof-1-", b"proof-2-", b"proof-3-n1", b"proof-4-n1",
    ]  # fmt: skip
    assert played.slept == [0.2, 0.4]


def test_the_rest_of_the_request_is_the_same_after_a_challenge() -> None:
    call = make_call("POST", body=b"{}", idempotency_key="key-1")
    played = play_call(call, make_context(auth=NonceProof()), [asks_for("n1"), answer(200)])
    first, second = played.sent
    assert first.headers.get(b"x-request-id") == second.headers.get(b"x-request-id") == b"req-1"
    assert (first.method, first.url, first.body) == (second.method, second.url, second.body)
    assert call.request.headers.get(b"dpop") is None


def test_a_server_that_never_stops_asking_is_believed_in_the_end() -> None:
    outcomes = [asks_for(f"n{count}") for count in range(MAX_CHALLENGES + 1)]
    played = play_call(make_call(), make_context(auth=NonceProof()), outcomes)
    assert isinstance(played.error, KneoAuthError)
    assert len(played.sent) == MAX_CHALLENGES + 1


def test_challenges_are_counted_over_the_whole_call_not_per_attempt() -> None:
    asks = [asks_for(f"n{count}") for count in range(MAX_CHALLENGES + 1)]
    played = play_call(make_call(), make_context(auth=NonceProof()), [asks[0], answer(503), *asks[1:]])
    assert isinstance(played.error, KneoAuthError)
    assert len(played.sent) == MAX_CHALLENGES + 2


def test_a_body_that_is_gone_cannot_be_signed_again() -> None:
    call = make_call("POST", body=iter([b"x"]), rereadable=False)
    played = play_call(call, make_context(auth=NonceProof()), [asks_for("n1")])
    assert isinstance(played.error, KneoAuthError)
    assert len(played.sent) == 1


def test_an_answer_that_is_no_challenge_goes_the_usual_way() -> None:
    played = play_call(make_call(), make_context(auth=NonceProof()), [answer(401)])
    assert isinstance(played.error, KneoAuthError)
    assert len(played.sent) == 1


@pytest.mark.parametrize("surface", SURFACES)
def test_a_nonce_is_fetched_and_used_on_both_surfaces(surface: str) -> None:
    seen: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["dpop"])
        return answer(200, {"ok": True}) if request.headers["dpop"].endswith("-n7") else asks_for("n7")

    call = make_call("POST", body=b"{}", replayable=False)
    response = run(surface, server, call_flow(call, make_context(policy=ONCE, auth=NonceProof())))
    assert response.json() == {"ok": True}
    assert seen == ["proof-1-", "proof-2-n7"]


# -- a token that must be minted on the way ----------------------------------------------------------------------------


def test_a_fresh_token_costs_no_effect() -> None:
    auth = MintedToken()
    auth.token = "t-0"
    played = play_call(make_call(), make_context(auth=auth), [answer(200)])
    assert played.kinds == ["Send"]
    assert played.sent[0].headers.get(b"authorization") == b"Bearer t-0"


def test_a_missing_token_is_minted_first_with_a_form_on_the_wire() -> None:
    auth = MintedToken()
    played = play_call(make_call(), make_context(auth=auth), [answer(200, token_answer()), answer(200)])
    assert played.kinds == ["Exclusive", "Send", "Send"]
    mint, call = played.sent
    assert mint.body == b"grant_type=client_credentials&scope=a+b&client_id=id%261"
    assert mint.headers.get(b"content-type") == b"application/x-www-form-urlencoded"
    assert call.headers.get(b"authorization") == b"Bearer t-1"


def test_a_refused_token_is_minted_anew_once_and_for_every_call() -> None:
    auth = MintedToken()
    auth.token = "old"
    outcomes: list[Any] = [answer(401), answer(200, token_answer("new")), answer(200)]
    played = play_call(make_call("POST", replayable=False), make_context(policy=ONCE, auth=auth), outcomes)
    assert played.error is None
    assert auth.mints == 1
    twice = play_call(make_call(), make_context(auth=MintedToken()), [answer(200, token_answer()), answer(401)] * 2)
    assert isinstance(twice.error, KneoAuthError)


def test_a_token_that_could_not_be_had_means_that_the_call_was_not_sent() -> None:
    broke = TransportFailure("reset", phase="receive")
    good = answer(200)
    outcomes = [broke, answer(200, token_answer()), good]
    played = play_call(make_call("POST", replayable=False), make_context(auth=MintedToken()), outcomes)
    assert played.result is good
    last = play_call(make_call("POST", replayable=False), make_context(policy=ONCE, auth=MintedToken()), [broke])
    assert isinstance(last.error, KneoNetworkError)
    assert "it was not sent" in str(last.error)


def test_an_attempt_that_never_began_is_not_told_as_one() -> None:
    told: list[Any] = []
    broke = TransportFailure("reset", phase="receive")
    context = make_context(policy=ONCE, auth=MintedToken(), hooks=(told.append,))
    played = play_call(make_call(), context, [broke])
    assert [type(event).__name__ for event in played.events] == ["CallStarted", "CallFinished"]
    assert played.events[-1].attempts == 0


class _FailsToAnswerAChallenge(NonceProof):
    def __init__(self, failure: Exception) -> None:
        super().__init__()
        self.failure = failure

    def challenged(self, request: Any, response: Any, deadline: float | None) -> Any:
        yield from ()
        raise self.failure


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (TransportFailure("reset", phase="receive"), KneoNetworkError),
        (DeadlineFailure(), KneoTimeoutError),
        (ClosedFailure(), KneoClosedError),
    ],
    ids=["broken", "late", "closed"],
)
def test_a_failure_while_meeting_a_challenge_is_the_services_error(failure: Exception, kind: type[Exception]) -> None:
    context = make_context(policy=ONCE, auth=_FailsToAnswerAChallenge(failure))
    played = play_call(make_call(budget=1.0), context, [answer(401)])
    assert type(played.error) is kind


def test_the_call_is_tried_again_after_a_mint_that_kept_failing() -> None:
    outcomes = [TransportFailure("no route", phase="connect", sent=False)] * 3
    played = play_call(make_call(), make_context(auth=MintedToken()), outcomes)
    assert isinstance(played.error, KneoNetworkError)
    assert played.slept == [0.2, 0.4]
    assert played.kinds.count("Exclusive") == 3


def test_a_503_of_the_service_does_not_mint_again() -> None:
    auth = MintedToken()
    outcomes = [answer(200, token_answer()), answer(503), answer(503), answer(503)]
    played = play_call(make_call(), make_context(auth=auth), outcomes)
    assert isinstance(played.error, KneoServiceUnavailableError)
    assert auth.mints == 1
