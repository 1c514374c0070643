"""What to do about a server's certificate that is not trusted, from what TLS says of it."""

from __future__ import annotations

__all__ = ["advice_on"]

_MARK = "certificate verify failed: "
_ADVICE = {
    "expired": "have the certificate renewed, and check this machine's clock",
    "not yet valid": "check this machine's clock",
    "mismatch": "use the name that the certificate was issued for",
}
"""By a word of OpenSSL's verdict."""
_TRUST = "if you trust the authority that issued it, name that authority's certificate in SSL_CERT_FILE"


def advice_on(problem: str) -> str:
    """The next step, as "; ..." to stand behind the text of an `ssl.SSLError` (or of an error made from one). "" if
    that is not about a certificate."""
    _, found, verdict = problem.partition(_MARK)
    if not found:
        return ""
    return f"; {next((advice for word, advice in _ADVICE.items() if word in verdict), _TRUST)}"
