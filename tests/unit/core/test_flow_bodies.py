"""Bodies that cannot be sent twice, and calls whose caller wants the answer rather than its error."""

from __future__ import annotations

from typing import Any

import pytest

from kneo_client.core.errors import KneoError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.auth_samples import NonceProof
from tests.unit.core.flow_script import answer, make_call, make_context, play_call
from trellis.core.failures import TransportFailure

REMARK = "it was not sent again, because its body can be read only once"


def once(**options: Any) -> Any:
    """A call with an iterator for a body."""
    return make_call("POST", body=iter([b"x"]), rereadable=False, **options)


@pytest.mark.parametrize(
    ("call", "attempts", "outcome", "remarked"),
    [
        (once(), 3, answer(503), True),
        (once(replayable=False), 3, answer(429), True),
        (once(replayable=False), 3, answer(503), False),
        (once(), 3, answer(400), False),
        (once(), 1, answer(503), False),
        (once(), 3, TransportFailure("reset", phase="receive"), True),
        (once(replayable=False), 3, TransportFailure("reset", phase="receive"), False),
        (once(replayable=False), 3, TransportFailure("refused", phase="connect", sent=False), True),
        (make_call("POST", replayable=False), 3, answer(503), False),
    ],
)
def test_the_error_says_why_a_call_that_was_due_was_not_sent_again(
    call: Any, attempts: int, outcome: Any, remarked: bool
) -> None:
    played = play_call(call, make_context(policy=RetryPolicy(attempts, jitter=0.0)), [outcome])

    assert isinstance(played.error, KneoError)
    assert (REMARK in str(played.error)) is remarked
    assert len(played.sent) == 1


def test_a_challenge_that_cannot_be_met_for_want_of_the_body_says_so_with_one_attempt_too() -> None:
    auth = NonceProof()
    challenge = answer(401, {"detail": {"error": "use_dpop_nonce"}}, dpop_nonce="n1")

    played = play_call(once(), make_context(policy=RetryPolicy(1), auth=auth), [challenge])

    assert REMARK in str(played.error)
    assert len(played.sent) == 1
    good = answer(200)
    assert play_call(make_call(), make_context(auth=auth), [good]).sent[0].headers.get(b"dpop") == b"proof-2-n1"


def lenient(**options: Any) -> Any:
    """A call whose caller takes any answer."""
    call = make_call(**options)
    call.raises = False
    return call


@pytest.mark.parametrize("status", [400, 404, 500])
def test_an_answer_may_be_wanted_rather_than_its_error(status: int) -> None:
    said = answer(status)

    played = play_call(lenient(), make_context(), [said])

    assert played.result is said
    assert played.error is None


def test_it_is_sent_again_as_ever_and_the_last_answer_handed_over() -> None:
    last = answer(503)

    played = play_call(lenient(stream=True), make_context(), [answer(503), answer(503), last])

    assert played.result is last
    assert played.slept == [0.2, 0.4]
    assert last not in played.closed, "the caller closes what it was handed"
    assert len(played.closed) == 2


def test_a_broken_connection_is_an_error_all_the_same() -> None:
    played = play_call(lenient(replayable=False), make_context(), [TransportFailure("reset", phase="receive")])

    assert isinstance(played.error, KneoError)
