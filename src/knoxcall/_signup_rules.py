"""What is different about signing up: no credentials, no idempotency keys, one type of error."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

from trellis.core.settings import check_url

from . import errors
from ._service import DEFINITION as MANAGEMENT
from .auth.hosts import default_base_url, plaintext_risk

if TYPE_CHECKING:
    from trellis.core.errors import ErrorAnswer

__all__ = ["DEFINITION", "signup_url"]


def signup_url(base_url: str | None) -> str:
    """Where to sign up: the argument, KNOXCALL_BASE_URL, or the cloud.

    Raises BootstrapError for what is no address; warns of one that would carry the claim handle in plain text.
    """
    given = base_url or os.environ.get("KNOXCALL_BASE_URL")
    if not given:
        return default_base_url(False)
    try:
        url = check_url(given)
    except ValueError as error:
        problem = str(error)
    else:
        risk = plaintext_risk(url, "base_url")
        if risk is not None:
            warnings.warn(risk, errors.KnoxCallSecurityWarning, stacklevel=4)
        return url
    raise errors.BootstrapError(f"base_url {problem}")


def _refusal(answer: ErrorAnswer) -> errors.SignupError:
    found = errors.from_answer(answer)
    error = errors.SignupError(
        str(found),
        status=found.status,
        code=found.code,
        request_id=found.request_id,
        headers=found.headers,
        body=found.body,
    )
    error.message = found.message
    return error


DEFINITION = MANAGEMENT._replace(
    # The server knows no keys here: a request that may have arrived is not sent again.
    keyed_methods=frozenset(),
    replayable_methods=frozenset(),
    answer_error=_refusal,
    protocol_error=errors.SignupError,
)
