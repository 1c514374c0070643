"""Token sessions: how calls present their token, and which answers are met with another one or another proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kneo_client._service import DEFINITION
from kneo_client.core.errors import KneoAuthError, KneoError, KneoNetworkError, KneoServiceUnavailableError
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.auth.proofs import Proof, hash_of
from tests.unit.core.flow_script import NOW, Clock, Played, answer, make_call, make_context, play, play_call
from trellis.core.auth.dpop import Dpop
from trellis.core.auth.grants import ClientCredentialsGrant
from trellis.core.auth.oauth import TokenEndpoint
from trellis.core.auth.session import ChallengeRules, EndpointSource, StaticSource, TokenAuth
from trellis.core.auth.token_cache import MemoryStore, TokenCache, key_digest
from trellis.core.auth.tokens import Token
from trellis.core.observe import Observer
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from trellis.core.auth.session import TokenSource
    from trellis.core.effects import Flow

URL = "https://auth.example/oauth/token"
ONCE = RetryPolicy(max_attempts=1)
PASSED_ON = ChallengeRules(passed_on=("X-Upstream-Status", "X-Destination-Status"))


def minted(number: int, kind: str = "Bearer") -> Any:
    return answer(200, {"access_token": f"at-{number}", "token_type": kind, "expires_in": 3600})


def make_auth(dpop: Dpop | None = None, *, store: Any = None, clock: Clock | None = None) -> TokenAuth:
    clock = clock or Clock()
    endpoint = TokenEndpoint(
        URL,
        DEFINITION,
        ONCE,
        observer=Observer("kneo_client.transport", ()),
        clock=clock,
        wall_clock=lambda: NOW,
        dpop=dpop,
    )

    def grant(deadline: float | None) -> Flow[ClientCredentialsGrant]:
        yield from ()
        return ClientCredentialsGrant("id-1", Secret("s3cret"))

    source = EndpointSource(
        endpoint, grant, cache_key=lambda jkt: key_digest("id-1", URL, jkt or ""), secrets=(Secret("s3cret"),)
    )
    return around(source, dpop, store=store, clock=clock)


def around(
    source: TokenSource, dpop: Dpop | None = None, *, store: Any = None, clock: Clock | None = None
) -> TokenAuth:
    def find(deadline: float | None) -> Flow[TokenSource]:
        yield from ()
        return source

    clock = clock or Clock()
    cache = TokenCache(wall_clock=lambda: NOW, clock=clock, logger="tests.auth", store=store)
    return TokenAuth(find, DEFINITION, cache=cache, clock=clock, dpop=dpop)


def call(auth: Any, outcomes: list[Any], *, policy: RetryPolicy = ONCE, **options: Any) -> Played:
    return play_call(make_call(**options), make_context(policy=policy, auth=auth), outcomes)


def presented(played: Played) -> list[str]:
    """The Authorization of each request that went to the service rather than the token endpoint."""
    calls = [request for request in played.sent if request.url != URL]
    return [(request.headers.get(b"authorization") or b"").decode() for request in calls]


def proofs(played: Played) -> list[Proof]:
    found = (request.headers.get(b"dpop") for request in played.sent if request.url != URL)
    return [Proof(proof) for proof in found if proof is not None]


def wants(nonce: str | None, **headers: str) -> Any:
    named = {} if nonce is None else {"DPoP_Nonce": nonce}
    return answer(401, None, WWW_Authenticate='DPoP error="use_dpop_nonce"', **named, **headers)


def always() -> Dpop:
    return Dpop("always", wall_clock=lambda: NOW)


# -- presenting --------------------------------------------------------------------------------------------------------


def test_the_first_call_mints_and_the_next_one_sends_nothing_but_itself() -> None:
    auth = make_auth()
    assert presented(call(auth, [minted(1), answer(200)])) == ["Bearer at-1"]
    second = call(auth, [answer(200)])
    assert (presented(second), second.kinds) == (["Bearer at-1"], ["Send"])


def test_a_bound_token_goes_with_a_proof_of_this_very_request() -> None:
    dpop = always()
    played = call(make_auth(dpop), [minted(1, "DPoP"), answer(200)])
    (proof,) = proofs(played)
    assert presented(played) == ["DPoP at-1"]
    assert (proof.claims["htm"], proof.claims["htu"]) == ("GET", "https://kneo.example/v1/runs")
    assert proof.claims["ath"] == hash_of("at-1")
    assert proof.thumbprint == dpop.thumbprint


def test_a_bearer_token_goes_without_a_proof_although_there_is_a_key() -> None:
    played = call(make_auth(always()), [minted(1), answer(200)])
    assert (presented(played), proofs(played)) == (["Bearer at-1"], [])


def test_every_attempt_has_a_proof_of_its_own() -> None:
    outcomes = [minted(1, "DPoP"), answer(503), answer(200)]
    played = call(make_auth(always()), outcomes, policy=RetryPolicy(jitter=0.0))
    first, second = proofs(played)
    assert first.claims["jti"] != second.claims["jti"]


def test_auto_begins_to_sign_when_the_token_endpoint_insists() -> None:
    store, dpop = MemoryStore(), Dpop("auto", wall_clock=lambda: NOW)
    auth = make_auth(dpop, store=store)
    insists = answer(400, {"error": "invalid_dpop_proof"})
    assert presented(call(auth, [insists, minted(1, "DPoP"), answer(200)])) == ["DPoP at-1"]
    assert presented(call(auth, [answer(200)])) == ["DPoP at-1"]
    assert list(store._tokens) == [key_digest("id-1", URL, dpop.thumbprint or "none")]


def test_a_token_that_cannot_be_had_is_the_token_endpoints_error_and_the_call_never_left() -> None:
    played = call(make_auth(), [answer(401, {"error": "invalid_client"})])
    assert isinstance(played.error, KneoAuthError)
    assert "POST /oauth/token" in str(played.error)
    assert presented(played) == []


def test_the_source_is_looked_for_once_and_again_after_a_failure() -> None:
    looked: list[int] = []

    def find(deadline: float | None) -> Flow[TokenSource]:
        yield from ()
        looked.append(1)
        if len(looked) == 1:
            raise KneoAuthError("no credentials")
        return StaticSource(Token(Secret("key"), NOW))

    cache = TokenCache(wall_clock=lambda: NOW, clock=Clock(), logger="tests.auth")
    auth = TokenAuth(find, DEFINITION, cache=cache, clock=Clock())
    assert isinstance(call(auth, []).error, KneoAuthError)
    call(auth, [answer(200)])
    assert presented(call(auth, [answer(200)])) == ["Bearer key"]
    assert len(looked) == 2


# -- 401 ---------------------------------------------------------------------------------------------------------------


def test_a_401_is_met_with_one_new_token_and_that_is_no_attempt() -> None:
    auth = make_auth()
    call(auth, [minted(1), answer(200)])
    played = call(auth, [answer(401), minted(2), answer(200)], method="POST", replayable=False)
    assert presented(played) == ["Bearer at-1", "Bearer at-2"]
    assert played.slept == []


def test_a_second_401_is_the_callers() -> None:
    played = call(make_auth(), [minted(1), answer(401), minted(2), answer(401)])
    assert isinstance(played.error, KneoAuthError)
    assert presented(played) == ["Bearer at-1", "Bearer at-2"]


def test_a_401_for_a_token_that_was_replaced_meanwhile_is_met_with_the_newer_one() -> None:
    auth = make_auth()
    call(auth, [minted(1), answer(200)])

    def replaced(send: Any) -> Any:
        call(auth, [answer(401), minted(2), answer(200)])
        return answer(401)

    played = call(auth, [replaced, answer(200)])
    assert presented(played) == ["Bearer at-1", "Bearer at-2"]


def test_a_static_token_is_not_sent_again() -> None:
    auth = around(StaticSource(Token(Secret("key"), NOW)))
    played = call(auth, [answer(401)])
    assert isinstance(played.error, KneoAuthError)
    assert presented(played) == ["Bearer key"]


def test_a_static_token_is_used_whatever_the_clock_says() -> None:
    auth = around(StaticSource(Token(Secret("key"), NOW - 10**6)))
    assert presented(call(auth, [answer(200)])) == ["Bearer key"]


@pytest.mark.parametrize("header", ["X_Upstream_Status", "x_destination_status"])
def test_the_401_of_a_server_behind_the_service_costs_no_token(header: str) -> None:
    auth = make_auth()
    played = call(auth.under(PASSED_ON), [minted(1), answer(401, None, **{header: "401"})])
    assert isinstance(played.error, KneoAuthError)
    assert presented(call(auth, [answer(200)])) == ["Bearer at-1"]


def test_the_services_own_401_is_met_under_those_rules_too() -> None:
    played = call(make_auth().under(PASSED_ON), [minted(1), answer(401), minted(2), answer(200)])
    assert presented(played) == ["Bearer at-1", "Bearer at-2"]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_no_other_status_costs_a_token(status: int) -> None:
    auth = make_auth()
    assert isinstance(call(auth, [minted(1), answer(status)]).error, KneoError)
    assert presented(call(auth, [answer(200)])) == ["Bearer at-1"]


def test_a_failing_mint_after_a_401_is_the_mints_error_and_the_token_is_not_used_again() -> None:
    auth = make_auth()
    call(auth, [minted(1), answer(200)])
    assert isinstance(call(auth, [answer(401), answer(503)]).error, KneoServiceUnavailableError)
    assert presented(call(auth, [minted(2), answer(200)])) == ["Bearer at-2"]


# -- nonces ------------------------------------------------------------------------------------------------------------


def test_a_nonce_challenge_costs_neither_an_attempt_nor_the_token() -> None:
    auth = make_auth(always())
    played = call(auth, [minted(1, "DPoP"), wants("n-1"), answer(200)], method="POST", replayable=False)
    first, second = proofs(played)
    assert presented(played) == ["DPoP at-1"] * 2
    assert (first.claims.get("nonce"), second.claims["nonce"]) == (None, "n-1")
    assert first.claims["jti"] != second.claims["jti"]
    assert len(played.sent) == 3, "one of them to the token endpoint"


def test_the_nonce_of_a_good_answer_is_used_next_and_by_that_origin_only() -> None:
    auth = make_auth(always())
    call(auth, [minted(1, "DPoP"), answer(200, None, DPoP_Nonce="n-1")])
    (proof,) = proofs(call(auth, [answer(200)]))
    assert proof.claims["nonce"] == "n-1"
    (proof,) = proofs(call(auth, [answer(200)], url="https://other.example/v1/runs"))
    assert "nonce" not in proof.claims


def test_a_server_that_is_never_content_with_its_own_nonce_is_believed_after_one_new_proof() -> None:
    auth = make_auth(always())
    played = call(auth, [minted(1, "DPoP"), wants("n-1"), wants("n-2")])
    assert isinstance(played.error, KneoAuthError)
    (proof,) = proofs(call(auth, [answer(200)]))
    assert proof.claims["nonce"] == "n-2"
    assert proof.claims["ath"] == hash_of("at-1"), "and the token was kept"


def test_a_challenge_without_a_nonce_cannot_be_met() -> None:
    played = call(make_auth(always()), [minted(1, "DPoP"), wants(None)])
    assert isinstance(played.error, KneoAuthError)
    assert len(proofs(played)) == 1


def test_a_nonce_then_a_new_token_then_a_nonce_for_that_are_all_met() -> None:
    outcomes = [minted(1, "DPoP"), wants("n-1"), answer(401), minted(2, "DPoP"), wants("n-2"), answer(200)]
    played = call(make_auth(always()), outcomes)
    assert presented(played) == ["DPoP at-1", "DPoP at-1", "DPoP at-2", "DPoP at-2"]
    assert [proof.claims.get("nonce") for proof in proofs(played)] == [None, "n-1", "n-1", "n-2"]


def test_bodies_of_servers_behind_the_service_do_not_count_as_challenges() -> None:
    body = {"error": "use_dpop_nonce"}
    auth = make_auth(always())
    played = call(auth, [minted(1, "DPoP"), answer(401, body, DPoP_Nonce="n-1"), answer(200)])
    assert presented(played) == ["DPoP at-1"] * 2
    under = make_auth(always()).under(PASSED_ON)
    played = call(under, [minted(1, "DPoP"), answer(400, body, DPoP_Nonce="n-1")])
    assert len(proofs(played)) == 1
    played = call(under, [wants("n-2", X_Upstream_Status="401")])
    assert len(proofs(played)) == 1


# -- static tokens with proofs -----------------------------------------------------------------------------------------


def test_a_static_dpop_token_is_signed_with_a_key_of_ours_and_nonces_are_met() -> None:
    auth = around(StaticSource(Token(Secret("key"), NOW, token_type="DPoP")), Dpop("auto", wall_clock=lambda: NOW))
    played = call(auth, [wants("n-1"), answer(200)])
    assert presented(played) == ["DPoP key"] * 2
    assert proofs(played)[1].claims["nonce"] == "n-1"


@pytest.mark.parametrize("dpop", [None, Dpop("never", wall_clock=lambda: NOW)], ids=["no proofs", "never"])
def test_a_static_dpop_token_without_proofs_is_the_callers_mistake(dpop: Dpop | None) -> None:
    played = call(around(StaticSource(Token(Secret("key"), NOW, token_type="DPoP")), dpop), [])
    assert isinstance(played.error, ValueError)
    assert played.sent == []


# -- forgetting and secrets --------------------------------------------------------------------------------------------


def test_signing_out_drops_the_token_and_the_next_call_mints() -> None:
    store = MemoryStore()
    auth = make_auth(store=store)
    call(auth, [minted(1), answer(200)])
    assert store._tokens
    play(auth.forget(), [])
    assert not store._tokens
    assert presented(call(auth, [minted(2), answer(200)])) == ["Bearer at-2"]


def test_a_store_that_keeps_the_token_is_the_services_network_error() -> None:
    class Stuck(MemoryStore):
        def delete(self, key: str) -> None:
            raise OSError("at-1 stays here")

    auth = make_auth(store=Stuck())
    call(auth, [minted(1), answer(200)])
    error = play(auth.forget(), []).error
    assert isinstance(error, KneoNetworkError)
    assert "at-1" not in f"{error!r}{error.__cause__!r}"


def test_signing_out_with_a_static_token_does_nothing() -> None:
    auth = around(StaticSource(Token(Secret("key"), NOW)))
    assert play(auth.forget(), []).error is None
    assert presented(call(auth, [answer(200)])) == ["Bearer key"]


def test_what_was_issued_is_taken_out_of_what_a_server_echoes() -> None:
    auth = make_auth()
    echo = answer(500, {"detail": {"error": "oops", "message": "you sent Bearer at-1 and s3cret"}})
    error = call(auth, [minted(1), echo]).error
    assert isinstance(error, KneoError)
    assert "at-1" not in f"{error} {error.body}"
    assert "s3cret" not in f"{error} {error.body}"
    assert "<redacted>" in str(error)


def test_nothing_shows_a_token() -> None:
    auth = make_auth()
    call(auth, [minted(1), answer(200)])
    assert "at-1" not in repr(auth)
    assert "at-1" not in repr(auth.session())
