"""The token endpoint: what a grant looks like on the wire, which answers are tokens, and what any other ends in."""

from __future__ import annotations

import base64
import json
import pickle
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneo_client._service import DEFINITION
from kneo_client.core.errors import (
    KneoAuthError,
    KneoError,
    KneoNetworkError,
    KneoProtocolError,
    KneoServerError,
    KneoTimeoutError,
)
from kneo_client.core.retries import RetryPolicy
from tests.unit.core.auth.proofs import Proof
from tests.unit.core.flow_script import NOW, Clock, Played, answer, play
from trellis.core.auth.dpop import Dpop
from trellis.core.auth.grants import ClientCredentialsGrant, ExchangeGrant, RefreshGrant
from trellis.core.auth.oauth import TokenEndpoint
from trellis.core.failures import DeadlineFailure, TransportFailure
from trellis.core.observe import Observer
from trellis.core.secrets import Secret

if TYPE_CHECKING:
    from trellis.core.auth.grants import Grant

URL = "https://auth.example/oauth/token"
CLIENT = ClientCredentialsGrant("id-1", Secret("s3cret-of-client"), scope=("a", "b"))
REFRESH = RefreshGrant(Secret("r3fresh-token"), client_id="cli")
EXCHANGE = ExchangeGrant(Secret("assert1on"), audience="knox:api")
GOOD = {"access_token": "at-1", "token_type": "Bearer", "expires_in": 600}


def endpoint(
    *, dpop: Dpop | None = None, attempts: int = 3, clock: Clock | None = None, **options: Any
) -> TokenEndpoint:
    return TokenEndpoint(
        URL,
        options.pop("definition", DEFINITION),
        RetryPolicy(max_attempts=attempts, jitter=0.0),
        observer=Observer("kneo_client.transport", ()),
        clock=clock or Clock(),
        wall_clock=lambda: NOW,
        headers=(("User-Agent", "tester/1"),),
        dpop=dpop,
        extensions=("tenant", "client_id"),
        **options,
    )


def mint(
    outcomes: list[Any],
    grant: Grant = CLIENT,
    *,
    deadline: float | None = None,
    clock: Clock | None = None,
    **options: Any,
) -> Played:
    clock = clock or Clock()
    return play(endpoint(clock=clock, **options).request(grant, deadline), outcomes, clock)


def form(played: Played, index: int = 0) -> dict[str, str]:
    body = played.sent[index].body
    assert isinstance(body, bytes)
    return dict(parse_qsl(body.decode(), strict_parsing=True))


# -- requests ----------------------------------------------------------------------------------------------------------


def test_client_credentials_are_basic_and_the_form_says_what_for() -> None:
    played = mint([answer(200, GOOD)])
    (request,) = played.sent
    assert (request.method, request.url) == ("POST", URL)
    assert form(played) == {"grant_type": "client_credentials", "scope": "a b"}
    assert request.headers.get(b"authorization") == b"Basic " + base64.b64encode(b"id-1:s3cret-of-client")
    assert request.headers.get(b"content-type") == b"application/x-www-form-urlencoded"
    assert request.headers.get(b"accept") == b"application/json"
    assert request.headers.get(b"user-agent") == b"tester/1"
    assert request.headers.get(b"x-request-id")
    assert request.headers.get(b"dpop") is None


def test_a_service_that_is_sent_no_request_ids_is_sent_none_here_either() -> None:
    played = mint([answer(200, GOOD)], definition=DEFINITION._replace(sends_request_id=False))
    assert played.sent[0].headers.get(b"x-request-id") is None


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_any_id_and_secret_arrive_as_they_are_at_a_server_that_reads_rfc_6749(client_id: str, secret: str) -> None:
    try:
        (client_id + secret).encode()
    except UnicodeEncodeError:
        return
    ((_, value),) = ClientCredentialsGrant(client_id, Secret(secret)).headers()
    first, _, second = base64.b64decode(value.removeprefix(b"Basic ")).decode().partition(":")
    assert (unquote_plus(first), unquote_plus(second)) == (client_id, secret)


def test_a_refresh_of_a_public_client_names_it_and_has_no_authorization() -> None:
    played = mint([answer(200, GOOD)], REFRESH)
    assert form(played) == {"grant_type": "refresh_token", "refresh_token": "r3fresh-token", "client_id": "cli"}
    assert played.sent[0].headers.get(b"authorization") is None


def test_a_refresh_of_a_confidential_client_is_basic() -> None:
    grant = RefreshGrant(Secret("r"), client_id="cli", client_secret=Secret("shh"), scope=["x"])
    played = mint([answer(200, GOOD)], grant)
    assert form(played) == {"grant_type": "refresh_token", "refresh_token": "r", "scope": "x"}
    assert played.sent[0].headers.get(b"authorization") == b"Basic " + base64.b64encode(b"cli:shh")


def test_an_exchange_carries_the_assertion_its_type_and_the_audience() -> None:
    played = mint([answer(200, GOOD)], EXCHANGE)
    assert form(played) == {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token": "assert1on",
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
        "audience": "knox:api",
    }
    assert played.sent[0].headers.get(b"authorization") is None


@pytest.mark.parametrize("grant", [CLIENT, REFRESH, EXCHANGE], ids=["client", "refresh", "exchange"])
def test_grants_are_frozen_and_show_and_pickle_nothing(grant: Any) -> None:
    assert repr(grant) == f"<{type(grant).__name__}>"
    with pytest.raises(TypeError, match="cannot pickle"):
        pickle.dumps(grant)
    with pytest.raises(AttributeError, match="cannot be changed"):
        grant.scope = ()


def test_a_client_secret_without_its_id_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its client_id"):
        RefreshGrant(Secret("r"), client_secret=Secret("s"))


# -- answers -----------------------------------------------------------------------------------------------------------


def test_a_token_has_all_that_the_answer_says() -> None:
    body = {**GOOD, "scope": "a  b", "refresh_token": "r-2", "tenant": "acme", "client_id": "c", "other": 1}
    token = mint([answer(200, body)]).result
    assert token.access_token.reveal() == "at-1"
    assert (token.expires_at, token.lifetime, token.token_type) == (NOW + 600, 600.0, "Bearer")
    assert token.scope == ("a", "b")
    assert token.refresh_token.reveal() == "r-2"
    assert dict(token.extra) == {"tenant": "acme", "client_id": "c"}
    assert token.cnf_jkt is None


@pytest.mark.parametrize(
    ("expires_in", "lifetime"),
    [
        (60, 60.0), (59.5, 59.5), ("120", 120.0), (0, 0.0),
        (None, 3600.0), ("soon", 3600.0), (True, 3600.0), (-1, 3600.0), ([], 3600.0), ("nan", 3600.0),
        ("inf", 3600.0), (10**400, 3600.0), (1e300, 315360000.0),
    ],
    ids=str,
)  # fmt: skip
def test_a_lifetime_that_cannot_be_read_is_an_hour(expires_in: Any, lifetime: float) -> None:
    assert mint([answer(200, {**GOOD, "expires_in": expires_in})]).result.lifetime == lifetime


@pytest.mark.parametrize("kind", ["bearer", "BEARER", None])
def test_token_types_are_compared_without_case_and_bearer_if_absent(kind: str | None) -> None:
    assert mint([answer(200, {**GOOD, "token_type": kind})]).result.token_type == "Bearer"


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (answer(200, b"<html><title>Sign in</title></html>"), "an HTML page instead of a token"),
        (answer(200, b'{"access_token": "at-cut-sh'), "its body is no JSON"),
        (answer(200, b"\xff\xfe"), "its body is no JSON"),
        (answer(200, b"[" * 100_000), "its body is no JSON"),
        (answer(200), "its body is no JSON"),
        (answer(200, ["at-1"]), "no JSON object"),
        (answer(200, {"token_type": "Bearer"}), "no access_token"),
        (answer(200, {"access_token": 7}), "no access_token"),
        (answer(200, {"access_token": ""}), "no access_token"),
        (answer(200, {"access_token": "at\r\nX: y"}), "cannot stand in a header"),
        (answer(200, {**GOOD, "token_type": "mac"}), "neither Bearer nor DPoP"),
        (answer(200, {**GOOD, "token_type": 7}), "neither Bearer nor DPoP"),
        (answer(200, {**GOOD, "token_type": "DPoP"}), "bound to a DPoP key, and this client has none"),
        (answer(302, location="https://evil.example/"), "a redirect, which is not followed"),
    ],
)
def test_an_answer_that_is_no_usable_token_is_a_protocol_error_that_quotes_none(response: Any, words: str) -> None:
    played = mint([response])
    assert isinstance(played.error, KneoProtocolError)
    assert words in str(played.error)
    assert "POST /oauth/token: HTTP" in str(played.error)
    assert "at-" not in f"{played.error!r} {played.error.body}"
    assert len(played.sent) == 1


def test_an_oauth_error_is_the_services_own_with_its_code_and_words() -> None:
    body = {"error": "invalid_client", "error_description": "no such client s3cret-of-client"}
    error = mint([answer(401, body)]).error
    assert isinstance(error, KneoAuthError)
    assert (error.status, error.code) == (401, "invalid_client")
    assert "invalid_client: no such client <redacted>" in str(error)
    assert "s3cret" not in json.dumps(error.body)


def test_an_error_in_the_services_own_shape_is_read_too() -> None:
    error = mint([answer(401, {"detail": {"error": "locked_out", "message": "wait"}})]).error
    assert isinstance(error, KneoAuthError)
    assert error.code == "locked_out"


def test_what_travels_is_not_quoted_either() -> None:
    basic = base64.b64encode(b"id-1:s3cret-of-client").decode()
    error = mint([answer(400, b"bad header: Basic " + basic.encode())]).error
    assert isinstance(error, KneoError)
    assert "<redacted>" in str(error.body)
    assert basic not in f"{error} {error.body}"


# -- trouble -----------------------------------------------------------------------------------------------------------

BROKEN = TransportFailure("reset", phase="receive", sent=True)
REFUSED = TransportFailure("refused", phase="connect", sent=False)


@pytest.mark.parametrize("grant", [CLIENT, EXCHANGE], ids=["client", "exchange"])
@pytest.mark.parametrize("trouble", [answer(408), answer(429), answer(500), answer(502), answer(503), BROKEN, REFUSED])
def test_a_mint_that_may_be_repeated_is(grant: Grant, trouble: Any) -> None:
    played = mint([trouble, answer(200, GOOD)], grant)
    assert played.result.access_token.reveal() == "at-1"
    assert played.slept == [0.2]
    ids = {request.headers.get(b"x-request-id") for request in played.sent}
    assert len(ids) == 1


@pytest.mark.parametrize("trouble", [answer(500), answer(503), answer(408), BROKEN])
def test_a_single_use_refresh_token_is_not_shown_twice(trouble: Any) -> None:
    played = mint([trouble], REFRESH)
    assert isinstance(played.error, KneoError)
    assert len(played.sent) == 1


@pytest.mark.parametrize("trouble", [answer(429), REFUSED], ids=["429", "never connected"])
def test_a_single_use_refresh_token_that_was_surely_not_used_is_shown_again(trouble: Any) -> None:
    assert mint([trouble, answer(200, GOOD)], REFRESH).result is not None


def test_a_refresh_token_for_many_uses_is_shown_again() -> None:
    assert mint([answer(503), answer(200, GOOD)], RefreshGrant(Secret("r"), single_use=False)).result is not None


def test_a_token_endpoint_that_stays_down_is_the_last_attempts_typed_error() -> None:
    played = mint([answer(503), answer(503), answer(503)])
    assert isinstance(played.error, KneoServerError)
    assert "POST /oauth/token" in str(played.error)
    played = mint([BROKEN, BROKEN, BROKEN])
    assert isinstance(played.error, KneoNetworkError)


def test_a_mint_ends_with_the_deadline_of_the_call_it_is_for() -> None:
    clock = Clock()
    played = mint([answer(503)], clock=clock, deadline=clock.now + 0.1)
    assert isinstance(played.error, KneoServerError)
    assert played.slept == []
    played = mint([DeadlineFailure()], clock=clock, deadline=clock.now + 0.1)
    assert isinstance(played.error, KneoTimeoutError)


# -- proofs ------------------------------------------------------------------------------------------------------------


def proofs(played: Played) -> list[Proof | None]:
    found = (request.headers.get(b"dpop") for request in played.sent)
    return [None if proof is None else Proof(proof) for proof in found]


BOUND = {**GOOD, "token_type": "DPoP"}


def test_always_signs_the_token_request_without_a_token_hash_and_binds_the_token() -> None:
    dpop = Dpop("always", wall_clock=lambda: NOW)
    played = mint([answer(200, BOUND)], dpop=dpop)
    (proof,) = proofs(played)
    assert proof is not None
    assert (proof.claims["htm"], proof.claims["htu"]) == ("POST", URL)
    assert "ath" not in proof.claims
    assert "nonce" not in proof.claims
    assert (played.result.token_type, played.result.cnf_jkt) == ("DPoP", proof.thumbprint)


def test_auto_signs_once_the_server_insists_and_that_costs_no_attempt() -> None:
    dpop = Dpop("auto", wall_clock=lambda: NOW)
    played = mint([answer(400, {"error": "invalid_dpop_proof"}), answer(200, BOUND)], dpop=dpop, attempts=1)
    first, second = proofs(played)
    assert first is None
    assert second is not None
    assert played.result.cnf_jkt == dpop.thumbprint == second.thumbprint
    assert played.slept == []


def test_auto_is_asked_for_a_nonce_after_it_began_to_sign() -> None:
    dpop = Dpop("auto", wall_clock=lambda: NOW)
    asks = answer(400, {"error": "use_dpop_nonce"}, DPoP_Nonce="n-1")
    played = mint([answer(400, {"error": "invalid_dpop_proof"}), asks, answer(200, BOUND)], dpop=dpop, attempts=1)
    assert [proof and proof.claims.get("nonce") for proof in proofs(played)] == [None, None, "n-1"]


def test_a_proof_that_is_refused_is_not_made_again() -> None:
    played = mint([answer(400, {"error": "invalid_dpop_proof"})], dpop=Dpop("always", wall_clock=lambda: NOW))
    assert played.error is not None
    assert played.error.code == "invalid_dpop_proof"  # type: ignore[attr-defined]


def test_never_does_not_sign_whatever_the_server_says() -> None:
    played = mint([answer(400, {"error": "invalid_dpop_proof"})], dpop=Dpop("never", wall_clock=lambda: NOW))
    assert proofs(played) == [None]
    assert played.error is not None


def test_one_new_proof_for_a_nonce_and_no_second_in_a_row() -> None:
    def asks(nonce: str) -> Any:
        return answer(400, {"error": "use_dpop_nonce"}, DPoP_Nonce=nonce)

    dpop = Dpop("always", wall_clock=lambda: NOW)
    played = mint([asks("n-1"), asks("n-2")], dpop=dpop)
    first, second = proofs(played)
    assert first is not None
    assert second is not None
    assert (first.claims.get("nonce"), second.claims.get("nonce")) == (None, "n-1")
    assert first.claims["jti"] != second.claims["jti"]
    assert played.error is not None
    assert dpop.nonces.get("https://auth.example") == "n-2"


def test_a_nonce_that_changed_between_attempts_is_met_anew() -> None:
    def asks(nonce: str) -> Any:
        return answer(400, {"error": "use_dpop_nonce"}, DPoP_Nonce=nonce)

    dpop = Dpop("always", wall_clock=lambda: NOW)
    played = mint([asks("n-1"), answer(503), asks("n-2"), answer(200, BOUND)], dpop=dpop)
    assert [proof and proof.claims.get("nonce") for proof in proofs(played)] == [None, "n-1", "n-1", "n-2"]


def test_a_request_for_a_nonce_that_names_none_is_not_met() -> None:
    played = mint([answer(400, {"error": "use_dpop_nonce"})], dpop=Dpop("always", wall_clock=lambda: NOW))
    assert len(played.sent) == 1


def test_every_attempt_has_a_proof_of_its_own_and_good_answers_bring_nonces_too() -> None:
    dpop = Dpop("always", wall_clock=lambda: NOW)
    minted = mint([answer(503, DPoP_Nonce="n-1"), answer(200, BOUND, DPoP_Nonce="n-2")], dpop=dpop)
    first, second = proofs(minted)
    assert first is not None
    assert second is not None
    assert first.claims["jti"] != second.claims["jti"]
    assert second.claims["nonce"] == "n-1"
    assert dpop.nonces.get("https://auth.example") == "n-2"
