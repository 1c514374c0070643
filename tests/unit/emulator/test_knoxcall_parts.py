"""The small parts of the gateway's emulator: settings, nonces, limits, tokens, and where calls may go."""

from __future__ import annotations

import httpx
import pytest

import trellis.emulator
from trellis.emulator import ApiKeySeed, KnoxCallSettings, OAuthClientSeed, in_process
from trellis.emulator.clock import Clock
from trellis.emulator.exchange import Headers, Incoming
from trellis.emulator.knoxcall.dpop import NonceOffice, is_for
from trellis.emulator.knoxcall.failures import GatewayError
from trellis.emulator.knoxcall.rate_limit import RateLimit
from trellis.emulator.knoxcall.tokens import TokenLedger
from trellis.emulator.outbound import Outbound, Unreachable, is_local


def test_settings_that_contradict_themselves_are_refused() -> None:
    twice = OAuthClientSeed("tk_a", "s", "a")
    for wrong in ({"clients": (twice, twice)}, {"keys": (ApiKeySeed("a", "k"),) * 2}, {"token_seconds": 0}):
        with pytest.raises(ValueError, match=r"of its own|more than nothing"):
            KnoxCallSettings(**wrong)
    assert "'s'" not in repr(twice)


def test_a_nonce_is_handed_out_for_half_its_life_and_good_for_all_of_it() -> None:
    clock = Clock.frozen()
    office = NonceOffice(clock, 100)
    first = office.current()
    clock.advance(49)
    assert office.current() == first
    clock.advance(1)
    assert office.current() != first
    assert office.knows(first)
    clock.advance(50)
    assert not office.knows(first)
    assert not office.knows(None)


def test_a_limit_counts_in_windows() -> None:
    clock = Clock.frozen()
    limit = RateLimit(clock)
    limit.set(2, 10)
    limit.count()
    clock.advance(4)
    limit.count()
    with pytest.raises(GatewayError) as refused:
        limit.count()
    assert refused.value.headers["retry-after"] == "6"
    clock.advance(6)
    limit.count()
    with pytest.raises(ValueError, match="positive"):
        limit.set(1, 0)


def test_a_family_of_tokens_falls_together() -> None:
    ledger = TokenLedger(Clock.frozen(), 60)
    first, other = ledger.log_in("c"), ledger.issue("c")
    held = ledger.refreshers[first]
    access = ledger.issue("c", family=held.family)
    assert ledger.revoke(first)
    assert ledger.good(access.token) is None
    assert ledger.good(other.token) == other
    assert not ledger.revoke("nothing")


@pytest.mark.parametrize(
    ("htu", "fits"),
    [
        ("http://a.example:8080/v1/x%20y", True),
        ("https://A.EXAMPLE:8080/v1/x%20y", True),
        ("http://a.example:8080/v1/x y", False),
        ("http://a.example/v1/x%20y", False),
        ("http://b.example:8080/v1/x%20y", False),
        ("http://a.example:8080/v1/x%20y?", False),
        ("http://a.example:8080/v1/x%20y#f", False),
        ("ftp://a.example:8080/v1/x%20y", False),
        ("http://a.example:port/v1/x%20y", False),
        (7, False),
    ],
)
def test_a_proof_names_the_url_as_it_was_sent(htu, fits) -> None:
    incoming = Incoming("GET", "/v1/x%20y", "page=1", Headers([("Host", "a.example:8080")]), b"")
    assert is_for(htu, incoming) is fits


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("example.com", False),
        ("10.0.0.1", False),
    ],
)
def test_only_this_machine_is_local(host, local) -> None:
    assert is_local(host) is local


def test_other_hosts_are_stood_in_for() -> None:
    asked: list[str] = []

    def otherwise() -> str:
        asked.append("otherwise")
        return "http://127.0.0.1:9"

    outbound = Outbound({"known.example": "http://127.0.0.1:9"}, otherwise)
    for url, stood_in in (("https://known.example/", 0), ("https://other.example/", 1)):
        with pytest.raises(Unreachable, match="did not answer"):
            outbound.send("GET", url, (), b"", timeout=1)
        assert len(asked) == stood_in


@pytest.mark.anyio
async def test_it_answers_in_process() -> None:
    transport = httpx.ASGITransport(app=in_process("knoxcall"))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway.example") as http:
        answer = await http.get("/v1/account", headers={"Authorization": "Bearer tk_test_local_key"})
    assert answer.json()["data"]["slug"] == "acme"


def test_the_public_names_are_there() -> None:
    assert all(getattr(trellis.emulator, name) is not None for name in trellis.emulator.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        trellis.emulator.nothing  # noqa: B018
