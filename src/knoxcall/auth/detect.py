"""Credentials that nobody passed: looked up in the environment, the credentials file and the platform."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from trellis.core.effects import Blocking

from ..errors import NotAuthenticatedError
from .credentials import AccessToken, ClientCredentials, StoredCredentials
from .file import credentials_path, profile_name, read_profile
from .workload import PROBE_SECONDS, PROVIDERS, READ_SECONDS, NoIdentity, WorkloadIdentity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trellis.core.effects import Flow

    from .workload import Provider

    Detected = AccessToken | ClientCredentials | StoredCredentials | WorkloadIdentity

__all__ = ["detect_credentials"]


def detect_credentials(environ: Mapping[str, str] | None = None) -> Flow[Detected]:
    """The first credential there is; NotAuthenticatedError, which says what there could be, if there is none.

    1. KNOXCALL_ACCESS_TOKEN, or else KNOXCALL_API_KEY; 2. the credentials file with the selected profile;
    3. KNOXCALL_CLIENT_ID with KNOXCALL_CLIENT_SECRET; 4. GitHub Actions, GCP, AWS IRSA, Azure Managed Identity, Vercel,
    CircleCI. An address of 4 gets 250 ms. One that the environment announces and that was merely slow is asked again,
    with more patience, before giving up.
    """
    environ = os.environ if environ is None else environ
    token = environ.get("KNOXCALL_ACCESS_TOKEN") or environ.get("KNOXCALL_API_KEY")
    if token:
        return AccessToken(token)
    path, profile = credentials_path(None, environ), profile_name(None, environ)
    if (yield Blocking(partial(read_profile, path, profile))) is not None:
        return StoredCredentials(path, profile)
    client_id, client_secret = environ.get("KNOXCALL_CLIENT_ID"), environ.get("KNOXCALL_CLIENT_SECRET")
    if client_id and client_secret:
        return ClientCredentials(client_id, client_secret)
    slow: list[Provider] = []
    for provider in PROVIDERS:
        announced = provider.announced(environ)
        if not announced and not provider.probed:
            continue
        found = yield from _try(provider, environ, PROBE_SECONDS, slow if announced else [])
        if found is not None:
            return found
    for provider in slow:
        found = yield from _try(provider, environ, READ_SECONDS, [])
        if found is not None:
            return found
    half = ""
    if client_id or client_secret:
        missing = "KNOXCALL_CLIENT_SECRET" if client_id else "KNOXCALL_CLIENT_ID"
        half = f" {missing} is missing: both of the pair are needed."
    raise NotAuthenticatedError(
        "no credentials: pass api_key=, access_token=, or client_id= and client_secret=; or set KNOXCALL_API_KEY, "
        "or KNOXCALL_CLIENT_ID and KNOXCALL_CLIENT_SECRET; or run `knoxcall login`. "
        f"No workload identity was found either.{half}"
    )


def _try(
    provider: Provider, environ: Mapping[str, str], seconds: float, slow: list[Provider]
) -> Flow[WorkloadIdentity | None]:
    try:
        first: str = yield Blocking(partial(provider.read, environ, seconds))
    except NoIdentity as error:
        if error.slow:
            slow.append(provider)
        return None
    return WorkloadIdentity(provider, environ, first)
