"""TLS contexts: made on the first https request, one per process and configuration."""

from __future__ import annotations

import os
import ssl
import threading

import httpx

from ..failures import TransportFailure

__all__ = ["TlsConfig", "context_for"]

_ENVIRONMENT = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


class TlsConfig:
    """How a client trusts servers. verify: True for the default bundle, as httpx chooses it; False to trust everybody;
    a file or folder of CA certificates; or a context of the caller's own."""

    __slots__ = ("verify",)

    def __init__(self, verify: bool | str | ssl.SSLContext = True) -> None:
        self.verify = verify


_lock = threading.Lock()
_contexts: dict[tuple[str | None, ...], ssl.SSLContext] = {}
_blank: list[ssl.SSLContext] = []


def context_for(scheme: str, config: TlsConfig) -> ssl.SSLContext:
    """The context for one scheme. Loading a CA bundle takes tens of milliseconds, so plain http gets a shared context
    that trusts nobody: should a TLS connection ever be made with it, it fails closed.

    TransportFailure if the certificates that the environment names cannot be loaded."""
    if scheme != "https":
        with _lock:
            if not _blank:
                _blank.append(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
            return _blank[0]
    verify = config.verify
    if isinstance(verify, ssl.SSLContext):
        return verify
    key = (str(verify), *(os.environ.get(name) for name in _ENVIRONMENT))
    problem: str
    with _lock:
        context = _contexts.get(key)
        if context is not None:
            return context
        try:
            context = _contexts[key] = _made(verify)
            return context
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            problem = f"{error} [{type(error).__name__}]"
    named = verify if isinstance(verify, str) else "SSL_CERT_FILE or SSL_CERT_DIR"
    reason = f"the certificates that {named} names cannot be loaded: {problem}"
    raise TransportFailure(reason, phase="connect", sent=False)


def _made(verify: bool | str) -> ssl.SSLContext:
    if isinstance(verify, bool):
        return httpx.create_ssl_context(verify=verify, trust_env=True)
    if os.path.isdir(verify):
        return ssl.create_default_context(capath=verify)
    return ssl.create_default_context(cafile=verify)


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
