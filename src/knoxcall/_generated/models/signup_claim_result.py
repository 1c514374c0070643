"""Generated from the pinned OpenAPI document by `make generate`: do not edit."""

from __future__ import annotations

from typing import TypedDict

from trellis.core.runtime.typed_dicts import NotRequired  # noqa: TC001

__all__ = ["SignupClaimResult"]


class SignupClaimResult(TypedDict):
    """The tenant once it exists; until then, when to ask again."""

    status: NotRequired[str]
    message: NotRequired[str]
    poll_after_seconds: NotRequired[int]
    """Seconds to wait before asking again."""
    expires_at: NotRequired[str]
    """Until when the handle can be exchanged, ISO 8601."""
    tenant: NotRequired[SignupTenant]
    """The new tenant."""
    starter: NotRequired[StarterResources]
    """What a new tenant has been given to begin with."""
    sandbox: NotRequired[SignupSandbox]
    """Where its sandbox is."""
    documentation: NotRequired[str]


from ..models.signup_sandbox import SignupSandbox  # noqa: E402, TC001
from ..models.signup_tenant import SignupTenant  # noqa: E402, TC001
from ..models.starter_resources import StarterResources  # noqa: E402, TC001
