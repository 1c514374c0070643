"""Identities that a platform gives to the programs it runs: six of them, and how each one's assertion is read.

An assertion expires, and some may be used once only, so it is read anew for every token that is asked for with it.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from trellis.core.effects import Blocking
from trellis.core.secrets import Secret

from ..errors import AuthenticationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trellis.core.effects import Flow

__all__ = ["AUDIENCE", "PROBE_SECONDS", "PROVIDERS", "READ_SECONDS", "NoIdentity", "Provider", "WorkloadIdentity"]

AUDIENCE = "knoxcall:api"
"""Whom the assertion is for."""
PROBE_SECONDS = 0.25
"""How long an address may take to show that it is there at all."""
READ_SECONDS = 10.0
"""How long an address that is known to be there may take to give an assertion."""
GCP_METADATA_URL = "http://metadata.google.internal"

_GCP_PATH = "/computeMetadata/v1/instance/service-accounts/default/identity"


class NoIdentity(Exception):
    """This platform's identity cannot be had here. slow: its address did not answer in time."""

    def __init__(self, slow: bool = False) -> None:
        super().__init__(slow)
        self.slow = slow


class Provider(NamedTuple):
    """One platform. announced: whether the environment says that we run on it. read: blocks, or raises NoIdentity."""

    name: str
    issuer: str
    announced: Callable[[Mapping[str, str]], bool]
    read: Callable[[Mapping[str, str], float], str]
    probed: bool
    """Whether it is asked without being announced."""


class WorkloadIdentity:
    """The identity that was found. `first`: the assertion that showed it is there, which the first exchange uses."""

    def __init__(self, provider: Provider, environ: Mapping[str, str], first: str | None) -> None:
        self.name: str = provider.name
        self.issuer: str = provider.issuer
        self._provider = provider
        self._environ = environ
        self._first = None if first is None else Secret(first)

    def __repr__(self) -> str:
        return f"<WorkloadIdentity {self.name}>"

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells it from other credentials, for a cache key. No assertion: those change."""
        told = (self._environ.get(name, "") for name in _TELLING.get(self.name, ()))
        return ("workload_identity", self.issuer, *told)

    def assertion(self, deadline: float | None) -> Flow[Secret]:
        """An assertion that was not used before. AuthenticationError if the platform gives none any more."""
        first, self._first = self._first, None
        if first is not None:
            return first
        try:
            text: str = yield Blocking(partial(self._provider.read, self._environ, READ_SECONDS))
        except NoIdentity as error:
            reason = "did not answer in time" if error.slow else "gives no identity any more"
        else:
            return Secret(text)
        raise AuthenticationError(f"{self.name} {reason}, so no new token can be asked for")


_TELLING = {
    "GitHub Actions": ("GITHUB_REPOSITORY", "GITHUB_WORKFLOW_REF", "GITHUB_RUN_ID", "GITHUB_JOB"),
    "AWS IRSA": ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"),
    "Azure Managed Identity": ("IDENTITY_ENDPOINT",),
    "Vercel": ("VERCEL_PROJECT_ID", "VERCEL_DEPLOYMENT_ID"),
    "CircleCI": ("CIRCLE_PROJECT_ID", "CIRCLE_WORKFLOW_ID"),
}


def _fetch(url: str, headers: dict[str, str], seconds: float, *, proxied: bool = False) -> Any:
    from trellis.core.transport.probe import ProbeFailure, probe

    slow = False
    try:
        answer = probe(url, headers, seconds, proxied=proxied)
    except ProbeFailure as failure:
        slow = failure.timed_out
    else:
        if answer.status == 200:
            return answer
    raise NoIdentity(slow)


def _member(body: bytes, name: str) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    return _checked(document.get(name) if isinstance(document, dict) else None)


def _checked(text: object) -> str:
    """An assertion as it can travel: one line of ASCII."""
    stripped = text.strip() if isinstance(text, str) else ""
    if not stripped or not stripped.isascii() or not stripped.isprintable():
        raise NoIdentity
    return stripped


def _github(environ: Mapping[str, str], seconds: float) -> str:
    url = environ["ACTIONS_ID_TOKEN_REQUEST_URL"]
    headers = {
        "Authorization": f"Bearer {environ['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}",
        "User-Agent": "knoxcall-sdk",
        "Accept": "application/json",
    }
    joint = "&" if "?" in url else "?"
    # The one address that lies outside the machine, and for self-hosted runners often behind a proxy.
    return _member(_fetch(f"{url}{joint}audience={AUDIENCE}", headers, seconds, proxied=True).body, "value")


def _gcp(environ: Mapping[str, str], seconds: float) -> str:
    host = environ.get("GCE_METADATA_HOST")  # what Google's own libraries read
    base = f"http://{host}" if host else GCP_METADATA_URL
    answer = _fetch(f"{base}{_GCP_PATH}?audience={AUDIENCE}", {"Metadata-Flavor": "Google"}, seconds)
    if answer.headers.get("metadata-flavor") != "Google":  # a stranger who answers for that name, such as a portal
        raise NoIdentity
    return _checked(answer.body.decode("ascii", "replace"))


def _aws(environ: Mapping[str, str], seconds: float) -> str:
    try:
        return _checked(Path(environ["AWS_WEB_IDENTITY_TOKEN_FILE"]).read_text(encoding="ascii", errors="replace"))
    except (OSError, ValueError):
        raise NoIdentity from None


def _azure(environ: Mapping[str, str], seconds: float) -> str:
    url = environ["IDENTITY_ENDPOINT"]
    joint = "&" if "?" in url else "?"
    query = f"{joint}api-version=2019-08-01&resource={AUDIENCE}"
    headers = {"X-IDENTITY-HEADER": environ["IDENTITY_HEADER"]}
    return _member(_fetch(url + query, headers, seconds).body, "access_token")


def _given(*names: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda environ: all(environ.get(name) for name in names)


def _from(name: str) -> Callable[[Mapping[str, str], float], str]:
    return lambda environ, seconds: _checked(environ.get(name))


PROVIDERS = (
    Provider(
        "GitHub Actions",
        "token.actions.githubusercontent.com",
        _given("ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
        _github,
        probed=False,
    ),
    Provider("GCP", "accounts.google.com", lambda environ: False, _gcp, probed=True),
    Provider("AWS IRSA", "sts.amazonaws.com", _given("AWS_WEB_IDENTITY_TOKEN_FILE"), _aws, probed=False),
    Provider(
        "Azure Managed Identity",
        "login.microsoftonline.com",
        _given("IDENTITY_ENDPOINT", "IDENTITY_HEADER"),
        _azure,
        probed=False,
    ),
    Provider("Vercel", "oidc.vercel.com", _given("VERCEL_OIDC_TOKEN"), _from("VERCEL_OIDC_TOKEN"), probed=False),
    Provider(
        "CircleCI", "oidc.circleci.com", _given("CIRCLE_OIDC_TOKEN_V2"), _from("CIRCLE_OIDC_TOKEN_V2"), probed=False
    ),
)
"""In the order in which they are tried."""
