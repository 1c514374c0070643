"""DPoP proofs, verified by an independent JOSE library, against the vectors of the RFCs, and as properties."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.auth.proofs import Proof, hash_of
from trellis.core.auth.dpop import Dpop, NonceTable, Prover, asks_for_nonce, destination
from trellis.core.auth.dpop_keys import DpopKey, raw_signature, thumbprint_of
from trellis.core.auth.tokens import Token
from trellis.core.secrets import Secret
from trellis.core.transport.urls import sent_url
from trellis.core.wire import HeaderSet, WireRequest

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = 1_700_000_000.9
KEY = DpopKey.generate()


def prover(key: DpopKey = KEY, **options: Any) -> Prover:
    return Prover(key, wall_clock=lambda: NOW, **options)


# -- vectors -----------------------------------------------------------------------------------------------------------


def test_the_thumbprint_of_rfc_9449s_key_is_the_one_in_its_token() -> None:
    jwk = {
        "kty": "EC",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "crv": "P-256",
    }
    assert thumbprint_of(jwk) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


def test_the_hash_of_rfc_9449s_access_token_is_the_one_in_its_proof() -> None:
    token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
    proof = Proof(prover().proof("GET", "https://resource.example.org/protectedresource", token=token))
    assert proof.claims["ath"] == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"


# -- proofs ------------------------------------------------------------------------------------------------------------


def test_a_proof_has_the_header_and_the_claims_of_rfc_9449_and_no_others() -> None:
    proof = Proof(prover().proof("POST", "https://api.example/oauth/token"))
    assert proof.header == {"typ": "dpop+jwt", "alg": "ES256", "jwk": KEY.jwk}
    assert set(KEY.jwk) == {"kty", "crv", "x", "y"}
    jti = proof.claims.pop("jti")
    assert len(jti) == 22
    assert proof.claims == {"htm": "POST", "htu": "https://api.example/oauth/token", "iat": 1_700_000_000}
    assert proof.thumbprint == KEY.thumbprint


def test_a_proof_is_unpadded_base64url_with_a_signature_of_64_bytes() -> None:
    for _ in range(50):
        parts = prover().proof("GET", "https://api.example/").split(b".")
        assert len(parts) == 3
        assert len(parts[2]) == 86
        assert not set(b"".join(parts)) & set(b"=+/\n ")


def test_no_two_proofs_are_alike() -> None:
    maker = prover()
    jtis = {Proof(maker.proof("GET", "https://api.example/")).claims["jti"] for _ in range(100)}
    assert len(jtis) == 100


def test_the_id_of_a_proof_is_sixteen_random_bytes() -> None:
    asked: list[int] = []

    def random(count: int) -> bytes:
        asked.append(count)
        return b"\xff" * count

    assert Proof(prover(random=random).proof("GET", "https://a.example/")).claims["jti"] == "_" * 21 + "w"
    assert asked == [16]


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    path=st.text("abcZ09-._~%/|'", max_size=40),
    token=st.none() | st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=80),
    nonce=st.none() | TEXTS,
)
def test_every_proof_verifies_and_says_what_it_was_made_for(
    method: str, path: str, token: str | None, nonce: str | None
) -> None:
    url = f"https://api.example/{path}"
    claims = Proof(prover().proof(method, url, token=token, nonce=nonce)).claims
    assert (claims["htm"], claims["htu"]) == (method, url)
    assert claims.get("ath") == (None if token is None else hash_of(token))
    assert claims.get("nonce") == nonce


@given(st.integers(0, 2**256 - 1), st.integers(0, 2**256 - 1))
def test_signatures_are_r_and_s_whatever_their_size(r: int, s: int) -> None:
    assert raw_signature(utils.encode_dss_signature(r, s)) == r.to_bytes(32, "big") + s.to_bytes(32, "big")


def test_tokens_in_turn_each_get_their_own_hash() -> None:
    maker = prover()
    for token in ("t-1", "t-2", "t-1", "t-1"):
        assert Proof(maker.proof("GET", "https://a.example/", token=token)).claims["ath"] == hash_of(token)


def test_threads_with_tokens_of_their_own_never_get_anothers_hash() -> None:
    maker, wrong = prover(), []

    def work(token: str) -> None:
        for _ in range(100):
            if Proof(maker.proof("GET", "https://a.example/", token=token)).claims["ath"] != hash_of(token):
                wrong.append(token)

    threads = [threading.Thread(target=work, args=(f"token-{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# -- keys --------------------------------------------------------------------------------------------------------------


def pem(key: Any, password: bytes | None = None) -> bytes:
    hidden = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    encoded: bytes = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden)
    return encoded


@pytest.mark.parametrize("password", [None, b"open sesame"], ids=["plain", "encrypted"])
def test_an_imported_key_is_the_same_key(password: bytes | None) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    one, other = DpopKey.from_pem(pem(private, password), password), DpopKey(private)
    assert one.thumbprint == other.thumbprint
    assert Proof(prover(one).proof("GET", "https://a.example/")).thumbprint == other.thumbprint


@pytest.mark.parametrize(
    "make",
    [
        lambda: DpopKey(ec.generate_private_key(ec.SECP384R1())),
        lambda: DpopKey(object()),
        lambda: DpopKey.from_pem(pem(ec.generate_private_key(ec.SECP384R1()))),
        lambda: DpopKey.from_pem(b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"),
        lambda: DpopKey.from_pem(pem(ec.generate_private_key(ec.SECP256R1()), b"right"), b"wrong"),
        lambda: DpopKey.from_pem(pem(ec.generate_private_key(ec.SECP256R1()), b"right")),
    ],
    ids=["another curve", "no key", "a PEM of another curve", "rubbish", "wrong password", "no password"],
)
def test_what_is_no_p256_key_is_refused_without_quoting_it(make: Callable[[], DpopKey]) -> None:
    with pytest.raises(ValueError, match="DPoP key") as caught:
        make()
    assert "c2VjcmV0" not in str(caught.value)


def test_a_key_shows_nothing_but_its_thumbprint_and_cannot_be_pickled() -> None:
    assert repr(KEY) == f"<DpopKey {KEY.thumbprint}>"
    with pytest.raises(TypeError, match="cannot pickle DpopKey"):
        pickle.dumps(KEY)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_child_signs_with_the_same_key_and_ids_of_its_own() -> None:
    dpop = Dpop("always", wall_clock=lambda: NOW)
    dpop.nonces.put("https://a.example", "n")
    reader, writer = os.pipe()
    dpop._lock.acquire()  # as another thread of the parent might have at the fork
    dpop.nonces._lock.acquire()
    child = os.fork()
    if child == 0:
        try:
            dpop.upgrade()
            dpop.nonces.put("https://a.example", "n2")
            request = dpop.signed(WireRequest("GET", "https://a.example/", HeaderSet()), None)
            os.write(writer, request.headers.get(b"dpop") or b"")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    dpop._lock.release()
    dpop.nonces._lock.release()
    theirs = Proof(os.read(reader, 4096))
    ours = Proof(dpop.signed(WireRequest("GET", "https://a.example/", HeaderSet()), None).headers.get(b"dpop") or b"")
    assert theirs.thumbprint == ours.thumbprint == dpop.thumbprint
    assert theirs.claims["jti"] != ours.claims["jti"]
    assert (theirs.claims["nonce"], ours.claims["nonce"]) == ("n2", "n")


# -- what is signed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "htu", "origin"),
    [
        ("https://api.example/v1/routes?page=2", "https://api.example/v1/routes", "https://api.example"),
        ("https://api.example/v1/a%2Fb", "https://api.example/v1/a%2Fb", "https://api.example"),
        ("https://api.example", "https://api.example/", "https://api.example"),
        ("https://api.example?x=1#f", "https://api.example/", "https://api.example"),
        ("HTTPS://API.Example:443/V1", "https://api.example/V1", "https://api.example"),
        ("http://localhost:80/x", "http://localhost/x", "http://localhost"),
        ("http://localhost:8080/x/", "http://localhost:8080/x/", "http://localhost:8080"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x", "http://[::1]:8080"),
        ("https://api.example/a b/./c/../d", "https://api.example/a%20b/d", "https://api.example"),
        ("https://user:pw@api.example/x", "https://api.example/x", "https://api.example"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x", "https://xn--bcher-kva.example"),
    ],
)
def test_the_url_is_signed_as_it_is_sent(url: str, htu: str, origin: str) -> None:
    assert destination(url) == (htu, origin)


@given(
    st.sampled_from(["https://api.example", "http://127.0.0.1:8080", "https://a-b.c:443", "http://x.y:80"]),
    st.text("aZ9-._~%2F/. |é\"\\:@!$&'()*+,;=", max_size=30),
)
def test_what_is_signed_is_what_httpx_sends(base: str, path: str) -> None:
    url = f"{base}/{path}"
    htu, origin = destination(url)
    sent = httpx.Request("GET", url).url
    assert htu == sent_url(url)
    assert htu.removeprefix(origin).encode() == sent.raw_path.partition(b"?")[0]
    assert httpx.URL(origin).netloc == sent.netloc


@pytest.mark.parametrize("url", ["/v1/routes", "v1", "", "https:///x"])
def test_a_url_without_an_origin_cannot_be_signed(url: str) -> None:
    with pytest.raises(ValueError, match=r"not absolute|cannot be used"):
        destination(url)


# -- nonces ------------------------------------------------------------------------------------------------------------


def test_the_last_nonce_of_an_origin_counts_and_blank_ones_do_not() -> None:
    table = NonceTable()
    assert table.put("https://a.example", "n1")
    assert table.put("https://a.example", " n2 ")
    assert not table.put("https://a.example", "  ")
    assert not table.put("https://a.example", None)
    assert not table.put("https://a.example", "x" * 5000)
    assert table.get("https://a.example") == "n2"
    assert table.get("https://b.example") is None


def test_of_a_header_given_twice_the_last_nonce_counts() -> None:
    headers = httpx.Headers([("DPoP-Nonce", "n1"), ("DPoP-Nonce", "n2")])
    table = NonceTable()
    table.put("https://a.example", headers.get("dpop-nonce"))
    assert table.get("https://a.example") == "n2"


def test_the_table_of_nonces_is_bounded_and_drops_the_oldest() -> None:
    table = NonceTable()
    for number in range(300):
        table.put(f"https://h{number}.example", "n")
    assert table.get("https://h0.example") is None
    assert table.get("https://h299.example") == "n"
    assert len(table._nonces) == 256


@pytest.mark.parametrize(
    ("status", "www", "body", "reads_bodies", "asks"),
    [
        (401, 'DPoP error="use_dpop_nonce"', None, True, True),
        (401, 'DPoP error="use_dpop_nonce"', None, False, True),
        (401, 'Bearer, DPoP algs="ES256", error=use_dpop_nonce', None, False, True),
        (400, None, {"error": "use_dpop_nonce"}, True, True),
        (400, None, {"error": "use_dpop_nonce"}, False, False),
        (401, 'DPoP error="invalid_token"', {"error": "invalid_token"}, True, False),
        (403, 'DPoP error="use_dpop_nonce"', {"error": "use_dpop_nonce"}, True, False),
        (401, None, ["use_dpop_nonce"], True, False),
        (401, None, None, True, False),
    ],
)
def test_which_answers_ask_for_a_nonce(status: int, www: str | None, body: Any, reads_bodies: bool, asks: bool) -> None:
    headers = {} if www is None else {"WWW-Authenticate": www}
    response = httpx.Response(status, headers=headers, json=body) if body else httpx.Response(status, headers=headers)

    def code(parsed: Any) -> str | None:
        return parsed.get("error") if isinstance(parsed, dict) else None

    assert asks_for_nonce(response, code if reads_bodies else None) is asks


# -- modes -------------------------------------------------------------------------------------------------------------


def test_always_has_a_key_at_once_auto_once_it_is_asked_for_and_never_never() -> None:
    always, auto, never = (Dpop(mode, wall_clock=lambda: NOW) for mode in ("always", "auto", "never"))  # type: ignore[arg-type]
    assert always.thumbprint is not None
    assert auto.thumbprint is None
    assert auto.upgrade()
    assert auto.thumbprint is not None
    assert not never.upgrade()
    assert never.prover is None


def test_sixty_four_threads_that_upgrade_make_one_key() -> None:
    dpop, seen = Dpop("auto", wall_clock=lambda: NOW), []

    def work() -> None:
        dpop.upgrade()
        seen.append(dpop.thumbprint)

    threads = [threading.Thread(target=work) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 64
    assert len(set(seen)) == 1


def test_another_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="'auto', 'always', 'never', got 'sometimes'"):
        Dpop("sometimes", wall_clock=lambda: NOW)  # type: ignore[arg-type]


def test_a_token_bound_to_another_key_does_not_fit() -> None:
    dpop = Dpop("auto", wall_clock=lambda: NOW, key=KEY)

    def bound(jkt: str | None) -> Token:
        return Token(Secret("t"), NOW, token_type="DPoP", cnf_jkt=jkt)

    assert dpop.fits(Token(Secret("t"), NOW))
    assert not dpop.fits(bound(KEY.thumbprint)), "there is no key in use yet"
    dpop.upgrade()
    assert dpop.fits(bound(KEY.thumbprint))
    assert not dpop.fits(bound("another"))


def test_neither_the_http_library_nor_cryptography_is_loaded_before_a_key_is_needed() -> None:
    program = (
        "import sys, time; import trellis.core.auth.session, trellis.core.auth.oauth, trellis.core.auth.grants;"
        "from trellis.core.auth.dpop import Dpop; Dpop('auto', wall_clock=time.time);"
        "print(sorted({'httpx', 'cryptography', 'anyio', 'asyncio', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
