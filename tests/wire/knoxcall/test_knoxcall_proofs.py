"""DPoP over the wire: every proof is checked by an independent library against the very request it came with."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from knoxcall import errors
from tests.wire.kneo.raw_server import Exchange, answer, json_answer
from tests.wire.knoxcall.gateways import Gateway, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.kneo.raw_server import RawServer
    from tests.wire.knoxcall.gateways import Either
    from trellis.emulator import KnoxCallHandle

INVALID = json_answer({"error": "invalid_dpop_proof"}, 400)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class ProofGateway(Gateway):
    """Issues DPoP tokens and answers 401 to any request whose proof does not hold (RFC 9449, section 4.3).

    nonces: the nonce that proofs must carry, in the order in which the server changes its mind; it moves on whenever
    `rotate` is called.
    """

    def __init__(self, *, nonce: str | None = None, in_body: bool = False) -> None:
        super().__init__(self.serve_call, mint=self.serve_mint)
        self.nonce = nonce
        self.in_body = in_body
        self.seen: set[str] = set()
        self.keys: set[str] = set()
        self.problems: list[str] = []
        self.lock = threading.Lock()

    def wrong_with(self, exchange: Exchange, token: str | None) -> str:
        proof = exchange.headers.get("dpop")
        if proof is None:
            return "no proof"
        header = json.loads(base64.urlsafe_b64decode(proof.split(".")[0] + "=="))
        assert (header["typ"], header["alg"]) == ("dpop+jwt", "ES256")
        assert set(header["jwk"]) == {"kty", "crv", "x", "y"}, "only the public key is shown"
        claims = json.loads(
            jws.deserialize_compact(proof, ECKey.import_key(header["jwk"]), algorithms=["ES256"]).payload
        )
        sent_to = f"http://{exchange.headers['host']}{exchange.target.partition('?')[0]}"
        expected = {
            "htm": exchange.method,
            "htu": sent_to,
            "ath": token and b64(hashlib.sha256(token.encode()).digest()),
        }
        for name, value in expected.items():
            if claims.get(name) != value:
                return f"{name} is {claims.get(name)!r}, not {value!r}"
        if abs(claims["iat"] - time.time()) > 60 or not isinstance(claims["iat"], int):
            return "iat"
        with self.lock:
            if claims["jti"] in self.seen:
                return "replayed"
            self.seen.add(claims["jti"])
            self.keys.add(json.dumps(header["jwk"]))
        if self.nonce is not None and claims.get("nonce") != self.nonce:
            return "use_dpop_nonce"
        return ""

    def refuse(self, exchange: Exchange, problem: str, status: int) -> bool:
        code = problem if problem == "use_dpop_nonce" else "invalid_dpop_proof"
        if code == "invalid_dpop_proof":
            self.problems.append(problem)
        headers: tuple[str, ...] = () if self.in_body else (f'WWW-Authenticate: DPoP error="{code}"',)
        if self.nonce is not None:
            headers += (f"DPoP-Nonce: {self.nonce}",)
        body: Any = {"error": code} if status == 400 else {"error": {"type": code, "message": problem}}
        exchange.send(json_answer(body, status, headers=headers))
        return True

    def serve_mint(self, exchange: Exchange, number: int) -> bool:
        problem = self.wrong_with(exchange, None)
        return self.refuse(exchange, problem, 400) if problem else self.issue(exchange, number, token_type="DPoP")

    def serve_call(self, exchange: Exchange) -> bool:
        scheme, _, token = exchange.headers["authorization"].partition(" ")
        problem = self.wrong_with(exchange, token) if scheme == "DPoP" else "no DPoP token"
        if problem:
            return self.refuse(exchange, problem, 401)
        exchange.send(json_answer({"data": {"slug": "acme"}}))
        return True


CALLS: dict[str, Callable[[Any], Any]] = {
    "management": lambda client: client.account.get(),
    "query": lambda client: client.routes.get_logs("r/1 ä", page=2),
    "request": lambda client: client.request(method="POST", path="/v1/x?a=b", body={"a": 1}),
    "call": lambda client: client.call("r"),
    "spaces": lambda client: client.call("r", path="/a b/ü%20/c;d=1/~x'(*)", query={"q": "a b"}),
    "brackets": lambda client: client.call("r", path='/x[1]/{y}|"z"^`', method="PUT", body=b"x"),
    "ephemeral": lambda client: client.ephemeral("https://x.example/a?b=c", method="DELETE"),
}


@pytest.mark.parametrize("dpop", ["always", "auto"])
@pytest.mark.parametrize("name", CALLS)
def test_every_request_is_proved_as_it_was_sent(
    either: Either, serve: Callable[..., RawServer], name: str, dpop: str
) -> None:
    gateway = ProofGateway()
    client = either.client(serve(gateway).url, dpop=dpop)
    for _ in range(2):
        either.do(CALLS[name](client))
    assert gateway.problems == (["no proof"] if dpop == "auto" else [])
    assert len(gateway.mints) == (2 if dpop == "auto" else 1)
    assert gateway.shown() == [f"DPoP kc_{len(gateway.mints)}"] * 2
    assert len(gateway.keys) == 1


@pytest.mark.parametrize("in_body", [False, True], ids=["in the header", "in the body"])
@pytest.mark.parametrize("name", ["management", "request"])
def test_a_nonce_is_met_with_one_new_proof(
    either: Either, serve: Callable[..., RawServer], name: str, in_body: bool
) -> None:
    gateway = ProofGateway(nonce="n1", in_body=in_body)
    client = either.client(serve(gateway).url, dpop="always")
    either.do(CALLS[name](client))
    assert (len(gateway.mints), len(gateway.calls)) == (2, 1), "the mint learns the nonce; the call knows it already"
    gateway.nonce = "n2"
    either.do(CALLS[name](client))
    either.do(CALLS[name](client))
    assert (len(gateway.mints), len(gateway.calls)) == (2, 4), "one more proof, no new token"
    keys = {call.headers.get("x-idempotency-key") for call in gateway.calls[1:3]}
    assert len(keys) == 1, "the same logical request"


@pytest.mark.parametrize("name", ["call", "brackets", "ephemeral"])
def test_on_the_data_plane_only_a_header_asks_for_a_nonce(
    either: Either, serve: Callable[..., RawServer], name: str
) -> None:
    gateway = ProofGateway(nonce="n1")
    client = either.client(serve(gateway).url, dpop="always", retry_max_attempts=1)
    assert either.do(CALLS[name](client)).status_code == 200
    gateway.nonce = "n2"
    assert either.do(CALLS[name](client)).status_code == 200
    assert len(gateway.calls) == 3
    assert len({call.body for call in gateway.calls}) == 1
    gateway.play = json_answer({"error": "use_dpop_nonce"}, 400, headers=("DPoP-Nonce: n3",))
    assert either.do(CALLS[name](client)).status_code == 400
    assert len(gateway.calls) == 4, "that body may be the upstream's"


def test_a_server_that_is_never_content_is_asked_twice(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway(token={"token_type": "DPoP"})
    numbers = iter(range(100))

    def never(exchange: Exchange) -> bool:
        headers = ('WWW-Authenticate: DPoP error="use_dpop_nonce"', f"DPoP-Nonce: n{next(numbers)}")
        exchange.send(json_answer({"error": {"type": "use_dpop_nonce", "message": "no"}}, 401, headers=headers))
        return True

    gateway.play = never
    client = either.client(serve(gateway).url, dpop="always")
    failure_of(either, client.account.get, errors.AuthenticationError)
    assert len(gateway.calls) <= 4
    before = len(gateway.calls)
    assert either.do(client.call("r", method="POST")).status_code == 401
    assert len(gateway.calls) - before <= 4


def test_a_new_token_after_a_401_is_proved_too(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = ProofGateway()
    client = either.client(serve(gateway).url, dpop="always")
    either.do(client.account.get())
    gateway.good = lambda shown: shown != "DPoP kc_1"
    for name in ("management", "call"):
        either.do(CALLS[name](client))
    assert gateway.shown() == ["DPoP kc_1", "DPoP kc_1", "DPoP kc_2", "DPoP kc_2"]
    assert gateway.problems == []


def test_never_means_never(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = ProofGateway()
    client = either.client(serve(gateway).url, dpop="never")
    failure_of(either, client.authenticate, errors.BadRequestError)
    assert all("dpop" not in sent.headers for sent in gateway.mints)
    assert len(gateway.mints) == 1


def test_auto_stays_a_bearer_until_the_server_asks(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = Gateway()
    client = either.client(serve(gateway).url)
    either.do(client.account.get())
    assert "dpop" not in {**gateway.mints[0].headers, **gateway.calls[0].headers}


def test_a_server_that_refuses_every_proof_is_not_asked_for_ever(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    gateway = Gateway(mint=lambda exchange, _: exchange.send(INVALID) or True)
    failure_of(either, either.client(serve(gateway).url).authenticate, errors.BadRequestError)
    assert ["dpop" in sent.headers for sent in gateway.mints] == [False, True]


def test_a_token_that_was_brought_is_shown_with_proofs_if_always(
    either: Either, serve: Callable[..., RawServer]
) -> None:
    gateway = ProofGateway()
    client = either.client(serve(gateway).url, api_key="kc_mine", dpop="always")
    for name in CALLS:
        either.do(CALLS[name](client))
    assert set(gateway.shown()) == {"DPoP kc_mine"}
    assert gateway.problems == []


def test_each_attempt_has_a_proof_of_its_own(either: Either, serve: Callable[..., RawServer]) -> None:
    gateway = ProofGateway()
    verified = gateway.serve_call

    def busy(exchange: Exchange) -> bool:
        if len(gateway.calls) < 3:
            assert gateway.wrong_with(exchange, "kc_1") == ""
            exchange.send(json_answer({}, 503))
            return True
        return verified(exchange)

    gateway.play = busy
    either.do(either.client(serve(gateway).url, dpop="always").environments.create(name="x"))
    assert len({call.headers["dpop"] for call in gateway.calls}) == 3
    assert len({call.headers["x-idempotency-key"] for call in gateway.calls}) == 1


def test_rotation_under_load_loses_no_call(either: Either, serve: Callable[..., RawServer]) -> None:
    """While eight callers call, the server changes its nonce and revokes every token, again and again."""
    gateway = ProofGateway(nonce="n0")
    revoked: set[str] = set()
    gateway.good = lambda shown: shown not in revoked
    client = either.client(serve(gateway).url, dpop="always")

    def disturb(round_: int) -> None:
        gateway.nonce = f"n{round_}"
        revoked.update(gateway.shown()[-1:])

    if either.is_async:

        async def caller() -> None:
            for _ in range(4):
                assert (await client.call("r")).status_code == 200
                await client.account.get()

        async def all_callers() -> None:
            import asyncio

            await asyncio.gather(*(caller() for _ in range(8)))

        for round_ in range(1, 6):
            disturb(round_)
            either.do(all_callers())
    else:
        failures: list[BaseException] = []

        def work() -> None:
            try:
                for _ in range(4):
                    assert client.call("r").status_code == 200
                    client.account.get()
            except BaseException as error:
                failures.append(error)

        for round_ in range(1, 6):
            disturb(round_)
            threads = [threading.Thread(target=work) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        assert failures == []
    assert gateway.problems == []
    assert len(gateway.keys) == 1


def test_the_emulated_gateway_accepts_what_the_client_proves(either: Either, knoxcall_server: KnoxCallHandle) -> None:
    state = knoxcall_server.state
    client = either.client(knoxcall_server.url, client_id="tk_local_dpop", client_secret="local-dpop-secret")
    assert either.do(client.account.get())["slug"] == "acme"
    state.require_nonce = True
    for _ in range(3):
        assert either.do(client.account.get())["slug"] == "acme"
        state.nonces.retire()
    state.revoke_tokens("tk_local_dpop")
    assert either.do(client.account.get())["slug"] == "acme"


def quote_in_an_error(exchange: Exchange) -> bytes:
    return json_answer({"error": {"type": "invalid", "message": f"bad proof: {exchange.headers['dpop']}"}}, 403)


def quote_in_a_page(exchange: Exchange) -> bytes:
    page = f"<html><title>{exchange.headers['dpop']}</title></html>".encode()
    return answer(200, page, headers=("Content-Type: text/html",))


def quote_in_a_header(exchange: Exchange) -> bytes:
    return json_answer({}, 500, headers=(f"X-Request-Id: {exchange.headers['dpop']}",))


QUOTES = [quote_in_an_error, quote_in_a_page, quote_in_a_header]


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote.__name__)
@pytest.mark.parametrize("where", ["call", "mint"])
def test_a_proof_that_the_server_quotes_is_not_in_the_error(
    either: Either, serve: Callable[..., RawServer], quote: Callable[[Exchange], bytes], where: str
) -> None:
    proofs: list[str] = []

    def play(exchange: Exchange) -> bool:
        proofs.append(exchange.headers["dpop"])
        exchange.send(quote(exchange))
        return True

    gateway = Gateway(play, token={"token_type": "DPoP"})
    if where == "mint":
        gateway.mint = lambda exchange, _: play(exchange)
    client = either.client(serve(gateway).url, dpop="always", retry_max_attempts=1)
    with pytest.raises(errors.KnoxCallError) as caught:
        either.do(client.account.get())
    error = caught.value
    shown = json.dumps([str(error), repr(error), error.message, error.body, error.headers, error.request_id])
    (proof,) = proofs
    assert proof not in shown
    assert "redacted" in shown.lower()
