"""The DPoP row: a whole proof against the bare signature in it, made with the same key over as many bytes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .measure import interleave, timed
from .report import ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .plan import Plan
    from .report import Result

BUDGET = 1.25
CALLS = 2_000
URL = "https://api.example/v1/routes/01J9ZK6W3Q"
TOKEN = "t" * 64
NONCE = "n" * 24


def measure(plan: Plan) -> Iterator[Result]:
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
    ratios = interleave(lambda: timed(ours, calls), lambda: timed(bare, calls), plan.rounds(25))
    yield ratio("dpop-proof", "a DPoP proof, to its bare P-256 signature", ratios, BUDGET)
