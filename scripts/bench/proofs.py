"""The DPoP row: a whole proof against the bare signature in it, made with the same key over as many bytes."""

from __future__ import annotations

import json
import time
from functools import partial
from hashlib import sha256
from os import urandom
from typing import TYPE_CHECKING, Any

from .measure import interleave, take_turns, timed
from .report import Figure, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trellis.core.auth.dpop import Prover

    from .plan import Plan
    from .report import Result

BUDGET = 1.25
CALLS = 2_000
URL = "https://api.example/v1/routes/01J9ZK6W3Q"
TOKEN = "t" * 64
NONCE = "n" * 24


def measure(plan: Plan) -> Iterator[Result | Figure]:
    """The budget of a proof."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    from trellis.core.auth.dpop import Prover
    from trellis.core.auth.dpop_keys import DpopKey

    private = ec.generate_private_key(ec.SECP256R1())
    algorithm = ec.ECDSA(hashes.SHA256())
    prover = Prover(DpopKey(private), wall_clock=time.time)
    signed = prover.proof("GET", URL, token=TOKEN, nonce=NONCE).rpartition(b".")[0]

    def bare() -> object:
        return private.sign(signed, algorithm)

    def whole() -> object:
        return prover.proof("GET", URL, token=TOKEN, nonce=NONCE)

    ours = bare if plan.subject == "httpx" else whole  # like httpx against itself: it shows the noise
    calls = plan.calls(CALLS)
    timed(ours, calls)
    ratios = interleave(lambda: timed(ours, calls), lambda: timed(bare, calls), plan.rounds(15))
    yield ratio("dpop-proof", "a DPoP proof, to its bare P-256 signature", ratios, BUDGET)
    if plan.subject == "knoxcall":
        yield _anatomy(plan, private, prover)


def _anatomy(plan: Plan, private: Any, prover: Prover) -> Figure:
    """The parts of a proof by themselves, and what is done once per key or token."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    from trellis.core.auth.dpop import Dpop, destination
    from trellis.core.auth.dpop_keys import DpopKey, base64url, raw_signature
    from trellis.core.auth.tokens import Token
    from trellis.core.secrets import Secret
    from trellis.core.wire import HeaderSet, WireRequest

    algorithm = ec.ECDSA(hashes.SHA256())
    signed = prover.proof("GET", URL, token=TOKEN, nonce=NONCE).rpartition(b".")[0]
    der = private.sign(signed, algorithm)
    claims = {"jti": "a" * 22, "htm": "GET", "htu": URL, "iat": 1_700_000_000, "ath": "h" * 43, "nonce": NONCE}
    dpop = Dpop("always", wall_clock=time.time)
    request = WireRequest("GET", URL, HeaderSet(((b"Accept", b"application/json"),)))
    token = Token(Secret(TOKEN), time.time() + 3600, token_type="DPoP")
    sides: dict[str, Callable[[], object]] = {
        "random id": lambda: urandom(16),
        "claims as JSON (json.dumps)": lambda: json.dumps(claims, separators=(",", ":")).encode(),
        "base64url of the claims": lambda: base64url(signed),
        "hash of the token (once a token)": lambda: base64url(sha256(TOKEN.encode()).digest()),
        "what is signed of the URL": lambda: destination(URL),
        "signature": lambda: private.sign(signed, algorithm),
        "signature from DER": lambda: raw_signature(der),
        "whole proof": lambda: prover.proof("GET", URL, token=TOKEN, nonce=NONCE),
        "request with proof and token": lambda: dpop.signed(request, token),
        "key, JWK, thumbprint (once a client)": DpopKey.generate,
    }
    runs = {name: partial(timed, work, plan.calls(500)) for name, work in sides.items()}
    return Figure.of_seconds("dpop", "anatomy of a DPoP proof", take_turns(runs, plan.rounds(9)), beside="signature")
